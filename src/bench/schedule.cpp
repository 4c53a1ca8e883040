#include "bench/schedule.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <system_error>
#include <thread>

namespace siamrt::bench {

std::vector<std::size_t> longest_first(const std::vector<double>& costs) {
  std::vector<std::size_t> order(costs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return costs[a] > costs[b]; });
  return order;
}

void run_items(const std::vector<double>& costs, int jobs,
               const std::function<void(std::size_t)>& work, const std::function<bool()>& stop) {
  const std::vector<std::size_t> order = longest_first(costs);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex lock;
  std::exception_ptr first;
  const auto take = [&] {
    while (!failed && !stop()) {
      const std::size_t at = next++;
      if (at >= order.size()) return;
      try {
        work(order[at]);
      } catch (...) {
        const std::lock_guard<std::mutex> hold(lock);
        if (!first) first = std::current_exception();
        failed = true;
      }
    }
  };
  const std::size_t others = std::min(static_cast<std::size_t>(std::max(jobs, 1)),
                                      std::max<std::size_t>(order.size(), 1)) -
                             1;
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 0; i < others; ++i) threads.emplace_back(take);
  } catch (const std::system_error&) {  // the machine gives no more threads: these do the work
  }
  take();
  for (std::thread& thread : threads) thread.join();
  if (first) std::rethrow_exception(first);
}

}  // namespace siamrt::bench
