#include "cli/eval_explain.hpp"

#include "eval/explain.hpp"
#include "eval/profile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::cli {
namespace {

using eval::Explanation;

double size_of(const Explanation& e) {
  if (!e.stops[0].empty() || !e.stops[1].empty()) return 2;  // before any difference of figures
  return std::abs(e.success[0] - e.success[1]) + std::abs(e.precision[0] - e.precision[1]);
}

std::string reason_text(const eval::Reason& reason) {
  const std::size_t count = reason.frames.size();
  return fmt::format("    {:+.5f} {:+.5f}  {}\n{:22}frame{} {} ({})\n", reason.success,
                     reason.precision, reason.words, "", count == 1 ? "" : "s",
                     eval::frame_ranges(reason.frames), count);
}

std::string sequence_text(const Explanation& e, const std::string& first,
                          const std::string& second) {
  for (int i = 0; i < 2; ++i) {
    if (e.stops[i].empty()) continue;
    return fmt::format("  {}: {} stops: {}\n", e.sequence, i == 0 ? first : second, e.stops[i]);
  }
  std::string text =
      fmt::format("  {}: success {:.5f} and {:.5f}, precision {:.5f} and {:.5f}\n", e.sequence,
                  e.success[0], e.success[1], e.precision[0], e.precision[1]);
  for (const eval::Reason& reason : e.reasons) text += reason_text(reason);
  return text;
}

std::string explain_pair(const data::Dataset& dataset, const eval::TrackerResults& results,
                         const std::string& first, const std::string& second,
                         const std::vector<std::string>& only) {
  std::string text = fmt::format("\n{}: {} and {}\n", results.tracker, first, second);
  for (const std::string& line : eval::rule_differences(first, second)) text += "  " + line + "\n";
  std::vector<Explanation> all;
  std::size_t alike = 0;
  for (const data::Sequence& sequence : dataset.sequences) {
    if (!only.empty() && std::find(only.begin(), only.end(), sequence.name) == only.end()) continue;
    const auto found = results.sequences.find(sequence.name);
    if (found == results.sequences.end() || found->second.boxes.empty()) continue;
    Explanation e = eval::explain(sequence, found->second.boxes[0], first, second);
    if (e.differs()) {
      all.push_back(std::move(e));
    } else {
      ++alike;
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Explanation& a, const Explanation& b) {
    return size_of(a) > size_of(b);
  });
  text += fmt::format(
      "\n  {} sequences alike, {} differ; each reason with what it adds to success "
      "and precision of {} over {}\n",
      alike, all.size(), first, second);
  for (const Explanation& e : all) text += sequence_text(e, first, second);
  return text;
}

}  // namespace

std::string explain_tracker(const data::Dataset& dataset, const eval::TrackerResults& results,
                            const std::vector<std::string>& profiles, const EvalOptions& options) {
  std::vector<std::string> names = profiles;
  if (names.size() == 1) {
    for (const std::string& other : eval::profiles_for(dataset.name)) {
      if (other != names[0]) names.push_back(other);
    }
  }
  std::string text;
  for (std::size_t i = 1; i < names.size(); ++i) {
    text += explain_pair(dataset, results, names[0], names[i], options.sequences);
  }
  return text;
}

}  // namespace siamrt::cli
