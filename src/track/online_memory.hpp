#pragma once

#include <cstddef>
#include <vector>

namespace siamrt::track {

/// Which slot of the online branch's memory the next sample goes to, and what share each has in the
/// fit. All memory is taken at construction. Source: pytracking's update_sample_weights.
class SampleShares {
 public:
  static constexpr int slots = 250;

  /// `first` samples of equal share lie in the first slots. least_first: share that they never fall
  /// below together; their slots are never reused then. 0, as Ocean has it: they compete like any
  /// other.
  explicit SampleShares(int first, int capacity = slots, float least_first = 0);

  /// The slot for a new sample that is learnt with `rate` (0..1, exclusive): the next free one, or
  /// the one of least share.
  int insert(double rate);

  int count() const noexcept { return count_; }
  float share(int slot) const { return shares_[static_cast<size_t>(slot)]; }

 private:
  void normalise();

  int first_;
  int count_;
  int last_ = -1;
  float least_first_;
  std::vector<float> shares_;
};

}  // namespace siamrt::track
