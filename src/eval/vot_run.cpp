// One supervised run: its lines, its overlaps with the truth, its failures.

#include "core/numbers.hpp"
#include "core/shown.hpp"
#include "eval/region.hpp"
#include "eval/vot.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::eval {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Region region_of_line(const VotLine& line) {
  const std::vector<double>& n = line.numbers;
  if (n.size() == 4) return region_of(Box{n[0], n[1], n[2], n[3]});
  Region region;
  for (std::size_t i = 0; i + 1 < n.size(); i += 2)
    region.push_back({static_cast<float>(n[i]), static_cast<float>(n[i + 1])});
  return region;
}

Region region_of_truth(const data::Sequence& sequence, std::size_t frame) {
  const bool rectangle = frame < sequence.rectangles.size() && sequence.rectangles[frame] != 0;
  if (rectangle || frame >= sequence.polygons.size()) return region_of(sequence.truth[frame]);
  return region_of(sequence.polygons[frame]);
}

bool is_known(const Region& region) {
  return std::all_of(region.begin(), region.end(), [](const Corner& corner) {
    return std::isfinite(corner.x) && std::isfinite(corner.y);
  });
}

/// Whether no corner reaches beyond right or bottom.
bool fits(const Region& region, const Bounds& bounds) {
  return std::all_of(region.begin(), region.end(), [&](const Corner& corner) {
    return corner.x <= bounds.right && corner.y <= bounds.bottom;
  });
}

}  // namespace

std::vector<VotLine> parse_vot_lines(const std::vector<std::string>& lines,
                                     const std::string& place) {
  std::vector<VotLine> run;
  run.reserve(lines.size());
  for (const std::string& text : lines) {
    VotLine line;
    for (const std::string_view field : core::fields(text)) {
      const auto value = core::to_double(field);
      if (!value) {
        throw Error(Error::Kind::input, fmt::format("{}: line {}: '{}' is no number", place,
                                                    run.size() + 1, core::shown(field, 40)));
      }
      line.numbers.push_back(*value);
    }
    if (line.numbers.size() == 1) {
      line.mark = line.numbers[0] == 1 ? 1 : line.numbers[0] == 2 ? 2 : 0;
    } else if (line.numbers.size() < 4 || (line.numbers.size() > 4 && line.numbers.size() < 6) ||
               line.numbers.size() % 2 != 0) {
      throw Error(Error::Kind::input,
                  fmt::format("{}: line {}: {} numbers, expected 1, 4 or the corners of a polygon",
                              place, run.size() + 1, line.numbers.size()));
    }
    run.push_back(std::move(line));
  }
  return run;
}

VotOverlaps vot_overlaps(const std::vector<VotLine>& run, const data::Sequence& sequence) {
  const std::size_t length = std::min(run.size(), sequence.truth.size());
  const auto width = static_cast<float>(sequence.width);
  const auto height = static_cast<float>(sequence.height);
  VotOverlaps out{std::vector<double>(length, nan), std::vector<double>(length, nan)};
  for (std::size_t i = 0; i < length; ++i) {
    if (run[i].mark >= 0) continue;
    const Region truth = region_of_truth(sequence, i);
    const Region result = region_of_line(run[i]);
    if (!is_known(truth) || !is_known(result)) continue;
    const Bounds trimmed = {width - 1, height - 1};
    out.trimmed[i] = region_overlap(result, truth, trimmed);
    // What lies inside the smaller image has the same overlap in the larger one.
    const bool inside = fits(truth, trimmed) && fits(result, trimmed);
    out.whole[i] = inside ? out.trimmed[i] : region_overlap(result, truth, {width, height});
  }
  return out;
}

void forget_burn_in(std::vector<double>& overlaps, const std::vector<VotLine>& run,
                    std::size_t frames) {
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (run[i].mark != 1) continue;
    for (std::size_t k = i; k < std::min(i + frames, overlaps.size()); ++k) overlaps[k] = nan;
  }
}

std::vector<std::size_t> failures_of(const std::vector<VotLine>& run) {
  std::vector<std::size_t> failures;
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (run[i].mark == 2) failures.push_back(i);
  }
  return failures;
}

}  // namespace siamrt::eval
