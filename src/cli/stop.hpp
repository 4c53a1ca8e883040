#pragma once

namespace siamrt::cli {

/// Makes the first ctrl-C or SIGTERM a wish that stop_wanted() reports, so that the work at hand
/// ends whole; the second one ends the process at once. Undone at the end of the scope.
class StopOnSignal {
 public:
  StopOnSignal();
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  /// True after the first signal.
  static bool wanted() noexcept;
};

}  // namespace siamrt::cli
