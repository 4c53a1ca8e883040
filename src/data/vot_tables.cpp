#include "data/tables.hpp"

namespace siamrt::data {

const List& vot2018_list() {
  static const List list = {
      {"ants1", "", 1, 325, ""},       {"ants3", "", 1, 579, ""},
      {"bag", "", 1, 196, ""},         {"ball1", "", 1, 105, ""},
      {"ball2", "", 1, 41, ""},        {"basketball", "", 1, 725, ""},
      {"birds1", "", 1, 339, ""},      {"blanket", "", 1, 225, ""},
      {"bmx", "", 1, 76, ""},          {"bolt1", "", 1, 350, ""},
      {"bolt2", "", 1, 293, ""},       {"book", "", 1, 175, ""},
      {"butterfly", "", 1, 151, ""},   {"car1", "", 1, 742, ""},
      {"conduction1", "", 1, 345, ""}, {"crabs1", "", 1, 160, ""},
      {"crossing", "", 1, 131, ""},    {"dinosaur", "", 1, 326, ""},
      {"drone1", "", 1, 355, ""},      {"drone_across", "", 1, 147, ""},
      {"drone_flip", "", 1, 113, ""},  {"fernando", "", 1, 292, ""},
      {"fish1", "", 1, 366, ""},       {"fish2", "", 1, 310, ""},
      {"fish3", "", 1, 519, ""},       {"flamingo1", "", 1, 1377, ""},
      {"frisbee", "", 1, 248, ""},     {"girl", "", 1, 1500, ""},
      {"glove", "", 1, 120, ""},       {"godfather", "", 1, 366, ""},
      {"graduate", "", 1, 844, ""},    {"gymnastics1", "", 1, 567, ""},
      {"gymnastics2", "", 1, 240, ""}, {"gymnastics3", "", 1, 118, ""},
      {"hand", "", 1, 267, ""},        {"handball1", "", 1, 377, ""},
      {"handball2", "", 1, 402, ""},   {"helicopter", "", 1, 708, ""},
      {"iceskater1", "", 1, 661, ""},  {"iceskater2", "", 1, 707, ""},
      {"leaves", "", 1, 63, ""},       {"matrix", "", 1, 100, ""},
      {"motocross1", "", 1, 164, ""},  {"motocross2", "", 1, 61, ""},
      {"nature", "", 1, 999, ""},      {"pedestrian1", "", 1, 140, ""},
      {"rabbit", "", 1, 158, ""},      {"racing", "", 1, 156, ""},
      {"road", "", 1, 558, ""},        {"shaking", "", 1, 365, ""},
      {"sheep", "", 1, 251, ""},       {"singer2", "", 1, 366, ""},
      {"singer3", "", 1, 131, ""},     {"soccer1", "", 1, 392, ""},
      {"soccer2", "", 1, 129, ""},     {"soldier", "", 1, 138, ""},
      {"tiger", "", 1, 365, ""},       {"traffic", "", 1, 191, ""},
      {"wiper", "", 1, 341, ""},       {"zebrafish1", "", 1, 400, ""},
  };
  return list;
}

const List& vot2019_list() {
  static const List list = {
      {"agility", "", 1, 100, ""},     {"ants1", "", 1, 325, ""},
      {"ball2", "", 1, 41, ""},        {"ball3", "", 1, 171, ""},
      {"basketball", "", 1, 725, ""},  {"birds1", "", 1, 339, ""},
      {"bolt1", "", 1, 350, ""},       {"book", "", 1, 175, ""},
      {"butterfly", "", 1, 151, ""},   {"car1", "", 1, 742, ""},
      {"conduction1", "", 1, 345, ""}, {"crabs1", "", 1, 160, ""},
      {"dinosaur", "", 1, 326, ""},    {"dribble", "", 1, 111, ""},
      {"drone1", "", 1, 355, ""},      {"drone_across", "", 1, 147, ""},
      {"drone_flip", "", 1, 113, ""},  {"fernando", "", 1, 292, ""},
      {"fish1", "", 1, 366, ""},       {"fish2", "", 1, 310, ""},
      {"flamingo1", "", 1, 1377, ""},  {"frisbee", "", 1, 248, ""},
      {"girl", "", 1, 1500, ""},       {"glove", "", 1, 120, ""},
      {"godfather", "", 1, 366, ""},   {"graduate", "", 1, 844, ""},
      {"gymnastics1", "", 1, 567, ""}, {"gymnastics2", "", 1, 240, ""},
      {"gymnastics3", "", 1, 118, ""}, {"hand", "", 1, 267, ""},
      {"hand2", "", 1, 145, ""},       {"handball1", "", 1, 377, ""},
      {"handball2", "", 1, 402, ""},   {"helicopter", "", 1, 708, ""},
      {"iceskater1", "", 1, 661, ""},  {"iceskater2", "", 1, 707, ""},
      {"lamb", "", 1, 100, ""},        {"leaves", "", 1, 63, ""},
      {"marathon", "", 1, 101, ""},    {"matrix", "", 1, 100, ""},
      {"monkey", "", 1, 101, ""},      {"motocross1", "", 1, 164, ""},
      {"nature", "", 1, 999, ""},      {"pedestrian1", "", 1, 140, ""},
      {"polo", "", 1, 111, ""},        {"rabbit", "", 1, 158, ""},
      {"rabbit2", "", 1, 100, ""},     {"road", "", 1, 558, ""},
      {"rowing", "", 1, 101, ""},      {"shaking", "", 1, 365, ""},
      {"singer2", "", 1, 366, ""},     {"singer3", "", 1, 131, ""},
      {"soccer1", "", 1, 392, ""},     {"soccer2", "", 1, 129, ""},
      {"soldier", "", 1, 138, ""},     {"surfing", "", 1, 120, ""},
      {"tiger", "", 1, 365, ""},       {"wheel", "", 1, 101, ""},
      {"wiper", "", 1, 341, ""},       {"zebrafish1", "", 1, 400, ""},
  };
  return list;
}

}  // namespace siamrt::data
