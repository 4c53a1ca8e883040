#include "track/online_localise.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::track {
namespace {

struct Peak {
  float value;
  int row;
  int column;
  double away_y;  ///< cells from the map's middle
  double away_x;

  bool far(double limit) const { return std::hypot(away_y, away_x) > limit; }
};

Peak highest(const std::vector<float>& scores, int side) {
  const auto best = std::max_element(scores.begin(), scores.end());
  const int at = static_cast<int>(best - scores.begin());
  const double middle = (side - 1) / 2.0;
  const int row = at / side, column = at % side;
  return {*best, row, column, row - middle, column - middle};
}

/// Cells from `low` to below `high` that a neighbourhood of `length` cells around `middle` covers.
struct Span {
  int low;
  int high;
};

Span span(int middle, double length, int side) {
  const int low = static_cast<int>(std::nearbyint(middle - length / 2));
  const int high = static_cast<int>(std::nearbyint(middle + length / 2 + 1));
  return {std::clamp(low, 0, side), std::clamp(high, 0, side)};
}

}  // namespace

const char* to_string(Finding finding) noexcept {
  switch (finding) {
    case Finding::normal:
      return "normal";
    case Finding::hard_negative:
      return "hard_negative";
    case Finding::uncertain:
      return "uncertain";
    case Finding::not_found:
      return "not_found";
  }
  return "?";
}

Located localise(const std::vector<float>& scores, int side, int crop, double height, double width,
                 double scale, const LocaliseRules& rules, std::vector<float>& scratch) {
  const double cells = side - 1;  // an even filter makes the map one larger than the feature
  const auto moved = [&](const Peak& peak, Finding finding) {
    const double pixels = crop / cells * scale;
    return Located{finding, static_cast<float>(peak.away_y * pixels),
                   static_cast<float>(peak.away_x * pixels)};
  };
  const Peak first = highest(scores, side);
  if (first.value < 0) return moved(first, Finding::not_found);
  scratch = scores;
  const double share = rules.neighbourhood / scale * cells / crop;
  const Span rows = span(first.row, height * share, side);
  const Span columns = span(first.column, width * share, side);
  for (int r = rows.low; r < rows.high; ++r) {
    for (int c = columns.low; c < columns.high; ++c) {
      scratch[static_cast<size_t>(r) * static_cast<size_t>(side) + static_cast<size_t>(c)] = 0;
    }
  }
  const Peak second = highest(scratch, side);
  if (second.value > rules.distractor * first.value) {
    const double limit = rules.displacement * side / 2;
    if (second.far(limit) && !first.far(limit)) return moved(first, Finding::hard_negative);
    if (first.far(limit) && !second.far(limit)) return moved(second, Finding::hard_negative);
    return moved(first, Finding::uncertain);
  }
  const bool rival = second.value > rules.hard_negative * first.value && second.value > 0;
  return moved(first, rival ? Finding::hard_negative : Finding::normal);
}

}  // namespace siamrt::track
