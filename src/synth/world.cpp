#include "synth/world.hpp"

#include "synth/scene.hpp"

namespace siamrt::synth {

const std::vector<std::string>& world_names() {
  static const std::vector<std::string> names = {"reef", "street", "hills", "forest"};
  return names;
}

const std::vector<std::string>& target_names() {
  static const std::vector<std::string> names = {"fish", "car", "balloon", "ladybird"};
  return names;
}

World paint_world(int index, Brush& brush) {
  switch (index) {
    case 0:
      return paint_reef(brush);
    case 1:
      return paint_street(brush);
    case 2:
      return paint_hills(brush);
    default:
      return paint_forest_floor(brush);
  }
}

}  // namespace siamrt::synth
