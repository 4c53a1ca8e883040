// Times the evaluation of result files: opening the truth, reading one tracker's files from disk,
// figures under a profile with their intervals; then many trackers. Prints JSON for
// benchmarks/eval_speed, which sets the same work in numpy beside it.
//
// siamrt_eval_speed OTB100.json.xz FOLDER_OF_RESULTS [REPEATS] [TRACKERS]

#include "data/dataset.hpp"
#include "eval/figures.hpp"
#include "eval/results.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <functional>
#include <vector>

namespace {

using namespace siamrt;

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Processor milliseconds of the fastest of some runs: what a machine that is busy with other
/// things changes least.
double processor_ms(int times, const std::function<void()>& work) {
  double best = 1e9;
  for (int i = 0; i < times; ++i) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

/// Milliseconds, sorted; the middle one is the median.
std::vector<double> repeat(int times, const std::function<void()>& work) {
  std::vector<double> all;
  for (int i = 0; i < times; ++i) all.push_back(1000 * seconds_of(work));
  std::sort(all.begin(), all.end());
  return all;
}

std::string spread(const std::vector<double>& sorted) {
  return fmt::format("{{\"median\": {:.3f}, \"low\": {:.3f}, \"high\": {:.3f}}}",
                     sorted[sorted.size() / 2], sorted.front(), sorted.back());
}

int run(const std::string& annotations, const std::string& place, int repeats, int trackers) {
  data::OpenOptions open;
  open.annotations = annotations;
  open.frames = data::Frames::none;
  const double first_open = 1000 * seconds_of([&] { data::open_dataset("otb2015", open); });
  const auto opening = repeat(repeats, [&] { data::open_dataset("otb2015", open); });
  const data::Dataset dataset = data::open_dataset("otb2015", open);

  eval::TrackerResults results;
  const auto reading = repeat(repeats, [&] { results = eval::read_results(place, dataset).at(0); });
  eval::Figures figures;
  const auto scoring =
      repeat(repeats, [&] { figures = eval::evaluate(dataset, results, "otb-pysot"); });
  const auto all_three = [&] {
    const data::Dataset truth = data::open_dataset("otb2015", open);
    figures = eval::evaluate(truth, eval::read_results(place, truth).at(0), "otb-pysot");
  };
  const auto whole = repeat(repeats, all_three);
  const double processor = processor_ms(repeats, all_three);

  std::vector<std::string> many;
  for (int count = 1; count <= trackers; count *= 10) {
    const double ms =
        1000 * seconds_of([&] {
          const data::Dataset truth = data::open_dataset("otb2015", open);
          for (int i = 0; i < count; ++i) {
            eval::evaluate(truth, eval::read_results(place, truth).at(0), "otb-pysot");
          }
        });
    many.push_back(fmt::format("\"{}\": {:.3f}", count, ms));
  }
  fmt::print(
      "{{\"auc\": {:.17g}, \"prec20\": {:.17g}, \"first_open\": {:.3f}, \"open\": {}, \"read\": "
      "{}, "
      "\"score\": {}, \"whole\": {}, \"processor\": {:.3f}, \"trackers\": {{{}}}}}\n",
      figures.overall.figures.at("auc"), figures.overall.figures.at("prec20"), first_open,
      spread(opening), spread(reading), spread(scoring), spread(whole), processor,
      fmt::join(many, ", "));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    fmt::print(stderr, "usage: siamrt_eval_speed OTB100.json.xz FOLDER [REPEATS] [TRACKERS]\n");
    return 2;
  }
  try {
    return run(words[1], words[2], count > 3 ? std::atoi(words[3]) : 15,
               count > 4 ? std::atoi(words[4]) : 100);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
