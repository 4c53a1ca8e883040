#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace siamrt::bench {

/// Order in which items are taken: most costly first, so that no long one is left for the end;
/// equal ones as they come.
std::vector<std::size_t> longest_first(const std::vector<double>& costs);

/// Calls `work(i)` once for each item, on `jobs` threads (at least one; with one, on the caller's),
/// in the order of longest_first(); on fewer where the machine gives no more. No new item is taken
/// once `stop()` is true or a call has thrown; the first exception comes out here, after all
/// threads have ended.
void run_items(const std::vector<double>& costs, int jobs,
               const std::function<void(std::size_t)>& work, const std::function<bool()>& stop);

}  // namespace siamrt::bench
