#include "bench/plan.hpp"

namespace siamrt::bench {
namespace {

bool begins(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

constexpr int got10k_repetitions = 3;  // got10k/experiments/got10k.py
constexpr int vot_repetitions = 15;    // VOT challenge's rules; pysot loads 15 files or one

}  // namespace

Plan plan_for(const std::string& dataset) {
  Plan plan;
  if (begins(dataset, "got10k")) plan.layout = Layout::got10k;
  if (begins(dataset, "vot")) {
    plan.layout = Layout::vot;
    plan.supervised = true;
  }
  return plan;
}

int repetitions_for(const std::string& dataset, bool deterministic) {
  if (deterministic) return 1;
  if (begins(dataset, "got10k")) return got10k_repetitions;
  return begins(dataset, "vot") ? vot_repetitions : 1;
}

std::string benchmark_for(const std::string& dataset, const Description& description) {
  std::string family = dataset;
  if (begins(dataset, "otb")) family = "otb2015";
  if (begins(dataset, "got10k")) family = "got10k";
  if (begins(dataset, "uav")) family = "uav123";
  for (const std::string& name : {dataset, family}) {
    if (description.benchmarks.count(name) != 0) return name;
  }
  return {};
}

}  // namespace siamrt::bench
