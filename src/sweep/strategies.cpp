// Where the next point is looked for: grid, random, tree-structured Parzen estimator.

#include "sweep/random.hpp"
#include "sweep/search.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace siamrt::sweep {
namespace {

constexpr double pi = 3.14159265358979323846;

std::vector<double> spaced(const Range& range, std::size_t points) {
  if (!range.values.empty()) return range.values;
  if (points < 2) return {range.snapped((range.low + range.high) / 2)};
  std::vector<double> values;
  for (std::size_t i = 0; i < points; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(points - 1);
    const double value = range.snapped(range.low + share * (range.high - range.low));
    if (values.empty() || values.back() != value) values.push_back(value);
  }
  return values;
}

class Grid final : public Strategy {
 public:
  Grid(const std::vector<Range>& ranges, std::size_t points) {
    all_ = {{}};
    for (const Range& range : ranges) {
      std::vector<Point> longer;
      for (const Point& point : all_) {
        for (const double value : spaced(range, points)) {
          longer.push_back(point);
          longer.back().push_back(value);
        }
      }
      all_ = std::move(longer);
    }
  }

  std::vector<Point> next(const std::vector<Trial>& told, std::size_t most) override {
    const std::size_t from = std::min(told.size(), all_.size());
    const std::size_t to = std::min(from + most, all_.size());
    return {all_.begin() + static_cast<std::ptrdiff_t>(from),
            all_.begin() + static_cast<std::ptrdiff_t>(to)};
  }

 private:
  std::vector<Point> all_;
};

double anywhere(const Range& range, Random& random) {
  if (!range.values.empty()) return range.values[random.below(range.values.size())];
  return range.snapped(range.low + random.unit() * (range.high - range.low));
}

/// Its own numbers for every trial: what is proposed does not depend on how many at a time.
Random random_of(std::uint64_t seed, std::size_t trial) {
  return Random(Random(seed + 0x51ED2701ULL * (trial + 1)).next());
}

Point random_point(const std::vector<Range>& ranges, std::uint64_t seed, std::size_t trial) {
  Random random = random_of(seed, trial);
  Point point;
  point.reserve(ranges.size());
  for (const Range& range : ranges) point.push_back(anywhere(range, random));
  return point;
}

class Anywhere final : public Strategy {
 public:
  Anywhere(const std::vector<Range>& ranges, std::size_t trials, std::uint64_t seed)
      : ranges_(ranges), trials_(trials), seed_(seed) {}

  std::vector<Point> next(const std::vector<Trial>& told, std::size_t most) override {
    std::vector<Point> points;
    for (std::size_t i = told.size(); i < trials_ && points.size() < most; ++i)
      points.push_back(random_point(ranges_, seed_, i));
    return points;
  }

 private:
  std::vector<Range> ranges_;
  std::size_t trials_;
  std::uint64_t seed_;
};

/// Density of one setting over the trials of one side: a bell around each, as wide as its distance
/// to the next, and one flat share over the whole range, so that nothing is ever excluded.
class Parzen {
 public:
  Parzen(const Range& range, std::vector<double> centres)
      : range_(range), centres_(std::move(centres)) {
    std::sort(centres_.begin(), centres_.end());
    const double width = range.high - range.low;
    for (std::size_t i = 0; i < centres_.size(); ++i) {
      const double left = i > 0 ? centres_[i] - centres_[i - 1] : centres_[i] - range.low;
      const double right =
          i + 1 < centres_.size() ? centres_[i + 1] - centres_[i] : range.high - centres_[i];
      const double least = width / std::min(100.0, 1.0 + static_cast<double>(centres_.size()));
      widths_.push_back(std::clamp(std::max(left, right), least, width));
    }
  }

  double density(double value) const {
    const double share = 1.0 / (1.0 + static_cast<double>(centres_.size()));
    double sum = share * flat(value);
    for (std::size_t i = 0; i < centres_.size(); ++i) sum += share * bell(value, i);
    return sum;
  }

  double draw(Random& random) const {
    const std::size_t which = random.below(centres_.size() + 1);
    if (which == centres_.size()) return anywhere(range_, random);
    if (!range_.values.empty()) return centres_[which];
    // Box and Muller; outside the range the nearest end.
    const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
    const double value =
        centres_[which] + widths_[which] * radius * std::cos(2 * pi * random.unit());
    return range_.snapped(value);
  }

 private:
  double flat(double) const {
    if (!range_.values.empty()) return 1.0 / static_cast<double>(range_.values.size());
    return 1.0 / (range_.high - range_.low);
  }

  double bell(double value, std::size_t i) const {
    if (!range_.values.empty()) return value == centres_[i] ? 1 : 0;
    const double z = (value - centres_[i]) / widths_[i];
    return std::exp(-z * z / 2) / (widths_[i] * std::sqrt(2 * pi));
  }

  const Range& range_;
  std::vector<double> centres_;
  std::vector<double> widths_;
};

class Tpe final : public Strategy {
 public:
  Tpe(const std::vector<Range>& ranges, std::size_t trials, std::uint64_t seed)
      : ranges_(ranges), trials_(trials), seed_(seed) {}

  std::vector<Point> next(const std::vector<Trial>& told, std::size_t most) override {
    std::vector<Trial> known = told;
    std::vector<Point> points;
    double worst = 0;
    for (const Trial& trial : told) worst = std::min(worst, trial.value);
    for (std::size_t i = told.size(); i < trials_ && points.size() < most; ++i) {
      const bool starting = i < first_random_;
      // The random ones come together; later ones a few at a time, so that they learn.
      if (!starting && points.size() >= at_once_) break;
      if (!starting && !points.empty() && told.size() < first_random_) break;
      points.push_back(starting ? random_point(ranges_, seed_, i) : proposed(known, i));
      known.push_back({points.back(), worst});  // keeps those of one batch apart
    }
    return points;
  }

 private:
  Point proposed(const std::vector<Trial>& known, std::size_t trial) const {
    constexpr double better_share = 0.25;
    constexpr int candidates = 24;  // as in Bergstra's hyperopt
    std::vector<Trial> order = known;
    std::stable_sort(order.begin(), order.end(), [](const Trial& a, const Trial& b) {
      return (std::isnan(b.value) && !std::isnan(a.value)) || a.value > b.value;
    });
    const auto better = std::max<std::size_t>(
        1, static_cast<std::size_t>(better_share * static_cast<double>(order.size())));
    Random random = random_of(seed_, trial);
    Point point;
    for (std::size_t axis = 0; axis < ranges_.size(); ++axis) {
      std::vector<double> good, bad;
      for (std::size_t i = 0; i < order.size(); ++i)
        (i < better ? good : bad).push_back(order[i].point[axis]);
      const Parzen wanted(ranges_[axis], good), others(ranges_[axis], bad);
      double chosen = 0, most = -1;
      for (int i = 0; i < candidates; ++i) {
        const double value = wanted.draw(random);
        const double merit = wanted.density(value) / others.density(value);
        if (merit > most) {
          most = merit;
          chosen = value;
        }
      }
      point.push_back(chosen);
    }
    return point;
  }

  static constexpr std::size_t first_random_ = 12;
  static constexpr std::size_t at_once_ = 4;
  std::vector<Range> ranges_;
  std::size_t trials_;
  std::uint64_t seed_;
};

}  // namespace

const std::vector<std::string>& strategy_names() {
  static const std::vector<std::string> names = {"grid", "random", "tpe"};
  return names;
}

std::unique_ptr<Strategy> make_strategy(const std::string& name, const std::vector<Range>& ranges,
                                        std::size_t trials, std::size_t points,
                                        std::uint64_t seed) {
  if (name == "grid") return std::make_unique<Grid>(ranges, points);
  if (name == "random") return std::make_unique<Anywhere>(ranges, trials, seed);
  if (name == "tpe") return std::make_unique<Tpe>(ranges, trials, seed);
  throw Error(Error::Kind::usage,
              fmt::format("--strategy '{}': expected {}", name, fmt::join(strategy_names(), ", ")));
}

}  // namespace siamrt::sweep
