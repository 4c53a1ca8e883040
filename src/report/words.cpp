#include "report/words.hpp"

#include "eval/profile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace siamrt::report {

std::string main_figure(const std::string& profile) {
  const eval::Profile& rules = eval::find_profile(profile);
  return rules.kind == eval::Kind::vot ? "eao" : rules.figures[0].name;
}

const std::vector<std::string>& figure_order() {
  static const std::vector<std::string> order = {
      "eao",      "accuracy",  "robustness",  "lost",       "auc",      "ao",
      "sr50",     "sr75",      "op50",        "op75",       "prec20",   "nprec20",
      "prec_auc", "nprec_auc", "ave_overlap", "ave_center", "coverage", "speed_fps"};
  return order;
}

std::string figure_text(const std::string& profile, const std::string& figure, double value) {
  if (std::isnan(value)) return "-";
  const std::string unit = eval::unit_of(profile, figure);
  if (figure == "lost") return fmt::format("{:.6g}", value);
  if (figure == "robustness") return fmt::format("{:.4f}%", value);
  if (unit == "%") return fmt::format("{:.2f}%", value);
  if (unit == "fps") return fmt::format("{:.1f}", value);
  return unit == "px" ? fmt::format("{:.2f}", value) : fmt::format("{:.4f}", value);
}

std::string short_text(const std::string& profile, const std::string& figure, double value) {
  if (std::isnan(value)) return "-";
  if (figure == "lost") return fmt::format("{:.6g}", value);
  const std::string unit = eval::unit_of(profile, figure);
  if (figure == "robustness") return fmt::format("{:.3f}", value);
  return unit.empty() ? fmt::format("{:.3f}", value) : fmt::format("{:.1f}", value);
}

std::string figure_label(const std::string& profile, const std::string& figure) {
  static const std::map<std::string, std::string> names = {{"auc", "Success (AUC)"},
                                                           {"ao", "Average overlap (AO)"},
                                                           {"sr50", "SR 0.50"},
                                                           {"sr75", "SR 0.75"},
                                                           {"op50", "OP 0.50"},
                                                           {"op75", "OP 0.75"},
                                                           {"prec20", "Precision (20 px)"},
                                                           {"prec_auc", "Precision (AUC)"},
                                                           {"nprec20", "Norm. precision (0.20)"},
                                                           {"nprec_auc", "Norm. precision (AUC)"},
                                                           {"ave_overlap", "Mean overlap"},
                                                           {"ave_center", "Mean centre error"},
                                                           {"eao", "EAO"},
                                                           {"accuracy", "Accuracy"},
                                                           {"robustness", "Failures per frame"},
                                                           {"lost", "Lost"},
                                                           {"coverage", "Coverage"},
                                                           {"speed_fps", "Speed"}};
  const auto found = names.find(figure);
  const std::string name = found == names.end() ? figure : found->second;
  const std::string unit = eval::unit_of(profile, figure);
  return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string dataset_label(const std::string& dataset) {
  static const std::map<std::string, std::string> names = {{"otb2013", "OTB2013"},
                                                           {"otb50", "OTB50"},
                                                           {"otb2015", "OTB2015"},
                                                           {"got10k_train", "GOT-10k train"},
                                                           {"got10k_val", "GOT-10k val"},
                                                           {"got10k_test", "GOT-10k test"},
                                                           {"vot2018", "VOT2018"},
                                                           {"vot2019", "VOT2019"},
                                                           {"lasot", "LaSOT"},
                                                           {"uav123", "UAV123"},
                                                           {"uav20l", "UAV20L"},
                                                           {"nfs30", "NFS (30 fps)"},
                                                           {"nfs240", "NFS (240 fps)"},
                                                           {"tcolor128", "TColor128"},
                                                           {"dtb70", "DTB70"},
                                                           {"trackingnet", "TrackingNet"},
                                                           {"folder", "own sequences"}};
  const auto found = names.find(dataset);
  return found == names.end() ? dataset : found->second;
}

std::string attribute_label(const std::string& attribute) {
  // OTB's eleven, UAV123's and LaSOT's further ones, DTB70's.
  static const std::map<std::string, std::string> names = {{"BC", "Background clutter"},
                                                           {"DEF", "Deformation"},
                                                           {"FM", "Fast motion"},
                                                           {"IPR", "In-plane rotation"},
                                                           {"IV", "Illumination variation"},
                                                           {"LR", "Low resolution"},
                                                           {"MB", "Motion blur"},
                                                           {"OCC", "Occlusion"},
                                                           {"OPR", "Out-of-plane rotation"},
                                                           {"OV", "Out of view"},
                                                           {"SV", "Scale variation"},
                                                           {"ARC", "Aspect ratio change"},
                                                           {"ARV", "Aspect ratio variation"},
                                                           {"CM", "Camera motion"},
                                                           {"FCM", "Fast camera motion"},
                                                           {"FOC", "Full occlusion"},
                                                           {"POC", "Partial occlusion"},
                                                           {"ROT", "Rotation"},
                                                           {"SOA", "Similar objects around"},
                                                           {"SOB", "Similar object"},
                                                           {"VC", "Viewpoint change"},
                                                           {"illum_change", "Illumination change"}};
  const auto found = names.find(attribute);
  if (found != names.end()) return found->second;
  std::string text = attribute;
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

bool is_abbreviation(const std::string& attribute) {
  return std::none_of(attribute.begin(), attribute.end(),
                      [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_subset(const std::string& attribute) {
  return attribute == "CVPR13" || attribute == "TB50";
}

int better_of(const std::string& figure) {
  return figure == "robustness" || figure == "lost" || figure == "ave_center" ? -1 : 1;
}

double figure_of(const eval::Scores& scores, const std::string& figure) {
  const auto found = scores.figures.find(figure);
  return found == scores.figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

}  // namespace siamrt::report
