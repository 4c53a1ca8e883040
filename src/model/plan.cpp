#include "model/plan.hpp"

#include "model/planner.hpp"

#include <ctime>

namespace siamrt::model {

dnnl::memory WeightStore::get(const std::string& key, const at::Tensor& source,
                              const std::function<dnnl::memory()>& make) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = kept_.find(key);
  if (found != kept_.end()) return found->second.packed;
  return kept_.emplace(key, Kept{make(), source}).first->second.packed;
}

Plan::Plan(const Tape& tape, WeightStore& weights, const PlanOptions& options) {
  Planner(*this, tape, weights, options).run();
}

void Plan::run() {
  for (const Step& step : steps_) step.work(stream_);
  stream_.wait();
}

std::vector<std::pair<std::string, double>> Plan::profile(int runs) {
  const auto now = [] {
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  std::vector<std::pair<std::string, double>> times;
  for (const Step& step : steps_) times.emplace_back(step.name, 0);
  for (int turn = 0; turn < runs; ++turn) {
    for (size_t i = 0; i < steps_.size(); ++i) {
      const double start = now();
      steps_[i].work(stream_);
      times[i].second += (now() - start) / runs;
    }
  }
  return times;
}

}  // namespace siamrt::model
