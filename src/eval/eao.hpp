#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::eval {

/// Lengths over which a year's expected overlap is averaged: low..high, both included, counted from
/// 1 as in the challenge's papers.
struct EaoInterval {
  int low = 100;
  int high = 356;
};

/// By the data set's name; a name of no known year has VOT2018's.
EaoInterval eao_interval(const std::string& dataset);

/// What one sequence adds to the expected overlap at each length: weighted mean overlaps and
/// weights, index 0 standing for length 1 (one frame: 1 by definition).
struct ExpectedOverlap {
  std::vector<double> top;
  std::vector<double> bottom;
};

/// One run as the expected overlap needs it.
struct EaoRun {
  std::vector<double> overlaps;  ///< NaN where unknown
  std::vector<std::size_t> failures;
};

/// Adds a run, cut at its failures (pysot toolkit/evaluation/eao_benchmark.py). `frames` is the
/// number of truth rows, `tag` flags the frames that count (empty: all). `length` is the longest
/// run of the data set; `repetitions` that of the sequence.
void add_run(ExpectedOverlap& sum, const EaoRun& run, std::size_t frames,
             const std::vector<std::uint8_t>& tag, std::size_t length, std::size_t repetitions);

}  // namespace siamrt::eval
