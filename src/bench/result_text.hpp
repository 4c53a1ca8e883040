#pragma once

#include "bench/sequence_runner.hpp"
#include "bench/supervised.hpp"

#include <string>
#include <vector>

namespace siamrt::bench {

/// How result files are laid out and written.
enum class Layout {
  text,    ///< results/SEQ.txt, shortest decimals that read back equal (pysot); times/SEQ.txt
  got10k,  ///< results/SEQ/SEQ_001.txt and SEQ_time.txt, %.3f and %.8f (GOT-10k toolkit)
  vot,     ///< results/baseline/SEQ/SEQ_001.txt, marks or %.4f of single precision (pysot)
};

const std::vector<std::string>& layout_names();
const char* to_string(Layout layout) noexcept;

/// Throws Error(usage) for an unknown name.
Layout layout_from(const std::string& name);

/// Paths below the run folder. `repetitions`: of the run; `repetition` counts from 1.
std::string result_path(Layout layout, const std::string& sequence, int repetition,
                        int repetitions);
std::string times_path(Layout layout, const std::string& sequence);

/// Lines x,y,w,h; counted from 1 where `one_based`. The first line is `first`, the truth as
/// published.
std::string boxes_text(Layout layout, const std::vector<Box>& boxes, const Box& first,
                       bool one_based);

/// Lines `1`, `2`, `0` or x,y,w,h of a supervised run.
std::string supervised_text(const std::vector<SupervisedFrame>& frames);

/// Seconds a frame, one column a repetition.
std::string times_text(const std::vector<std::vector<double>>& columns);

}  // namespace siamrt::bench
