#pragma once

#include "bench/result_text.hpp"

#include <siamrt/description.hpp>

#include <string>

namespace siamrt::bench {

/// How a data set is run.
struct Plan {
  Layout layout = Layout::text;
  bool supervised = false;  ///< VOT: start anew after failures
  int repetitions = 1;
  int jobs = 1;  ///< sequences side by side
};

/// The data set's own: GOT-10k's layout, VOT's supervised run, pysot's text elsewhere.
Plan plan_for(const std::string& dataset);

/// Runs that a benchmark wants of a tracker that is not deterministic (GOT-10k 3, VOT 15, others
/// 1); one that is runs once.
int repetitions_for(const std::string& dataset, bool deterministic);

/// The archive's settings for a data set: the benchmark of its name, of its family (otb2015 for
/// otb2013 and otb50, got10k for its subsets, uav123 for uav20l), else none (empty).
std::string benchmark_for(const std::string& dataset, const Description& description);

}  // namespace siamrt::bench
