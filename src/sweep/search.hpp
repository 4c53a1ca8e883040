#pragma once

#include <siamrt/settings.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace siamrt::sweep {

/// What one setting may be: any value from `low` to `high` in steps of `step`, or one of `values`.
struct Range {
  std::string key;
  double low = 0;
  double high = 0;
  double step = 0.001;
  std::vector<double> values;  ///< not empty: only these

  /// `lr=0.3:0.8`, `lr=0.3:0.8:0.01` or `search=255,271,287`. Throws Error(usage) for an unknown
  /// key, one that is no number, values that the key does not take, or bounds the wrong way round.
  static Range parse(const std::string& text);

  /// The nearest value on the grid of steps, inside the bounds.
  double snapped(double value) const noexcept;
};

/// What TracKit's tuning searches: penalty_k 0.001..0.2, window_influence 0.15..0.65, lr 0.3..0.8.
std::vector<Range> default_ranges();

/// Values of the ranges, in their order.
using Point = std::vector<double>;

/// A point that was tried and what came of it.
struct Trial {
  Point point;
  double value = 0;  ///< higher is better; NaN: failed
};

/// Proposes points. What it proposes depends on its seed and what it was told, nothing else: so a
/// search that is taken up again proposes the same once more.
class Strategy {
 public:
  virtual ~Strategy() = default;

  /// The next points, at most `most`; empty at the end. `told`: all trials so far, in order.
  virtual std::vector<Point> next(const std::vector<Trial>& told, std::size_t most) = 0;
};

/// Names for make_strategy(): grid, random, tpe.
const std::vector<std::string>& strategy_names();

/// - grid: every combination of `points` evenly spaced values a range (or of its list).
/// - random: `trials` points, evenly distributed.
/// - tpe: tree-structured Parzen estimator (Bergstra et al., Algorithms for Hyper-Parameter
///   Optimization, NIPS 2011): the first ones random, then from the density of the better quarter,
///   where it is highest against the others'.
/// Throws Error(usage) for another name.
std::unique_ptr<Strategy> make_strategy(const std::string& name, const std::vector<Range>& ranges,
                                        std::size_t trials, std::size_t points, std::uint64_t seed);

/// `settings` with the point's values.
Settings with_point(const Settings& settings, const std::vector<Range>& ranges, const Point& point);

/// `lr=0.5 penalty_k=0.04`.
std::string text_of(const std::vector<Range>& ranges, const Point& point);

}  // namespace siamrt::sweep
