#include "eval/vot.hpp"

#include "eval/eao.hpp"
#include "eval/summary.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace siamrt::eval {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t burn_in_frames = 10;
constexpr std::size_t full_repetitions = 15;

/// Everything of one sequence that figures and their parts are made of.
struct SequenceRuns {
  std::vector<EaoRun> runs;
  std::vector<double> overlap;  ///< of each frame, mean over repetitions, burn-in unknown
  double lost = 0;              ///< mean over repetitions
  std::size_t frames = 0;       ///< truth rows
};

/// Mean over repetitions, unknown ones passed over.
std::vector<double> mean_of_known(const std::vector<std::vector<double>>& rows) {
  std::vector<double> mean;
  std::size_t length = rows[0].size();
  for (const auto& row : rows) length = std::min(length, row.size());
  for (std::size_t i = 0; i < length; ++i) {
    double sum = 0, known = 0;
    for (const std::vector<double>& row : rows) {
      if (std::isnan(row[i])) continue;
      sum += row[i];
      known += 1;
    }
    mean.push_back(known > 0 ? sum / known : nan);
  }
  return mean;
}

/// The toolkit takes all of fifteen repetitions, of any other number the first only.
std::size_t repetitions_used(std::size_t given) {
  return given == full_repetitions ? given : std::min<std::size_t>(given, 1);
}

SequenceRuns score(const data::Sequence& sequence, const SequenceResult& result) {
  SequenceRuns out;
  out.frames = sequence.truth.size();
  std::vector<std::vector<double>> burnt;
  const std::size_t used = repetitions_used(result.vot.size());
  for (std::size_t r = 0; r < used; ++r) {
    const std::vector<VotLine> run =
        parse_vot_lines(result.vot[r], fmt::format("{}, repetition {}", sequence.name, r + 1));
    VotOverlaps overlaps = vot_overlaps(run, sequence);
    forget_burn_in(overlaps.whole, run, burn_in_frames);
    burnt.push_back(std::move(overlaps.whole));
    out.runs.push_back({std::move(overlaps.trimmed), failures_of(run)});
    out.lost += static_cast<double>(out.runs.back().failures.size()) / static_cast<double>(used);
  }
  out.overlap = mean_of_known(burnt);
  return out;
}

Share known_share(const std::vector<double>& values, const std::vector<std::uint8_t>& tag) {
  Share share;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool counts = tag.empty() || (i < tag.size() && tag[i] != 0);
    if (!counts || std::isnan(values[i])) continue;
    share.top += values[i];
    share.bottom += 1;
  }
  return share;
}

/// Expected overlap of all scored sequences for a tag ("" for all frames); the curve is stored in
/// single precision as the original stores it.
class Expected {
 public:
  Expected(const data::Dataset& dataset, const std::vector<SequenceRuns>& runs,
           const std::string& tag)
      : interval_(eao_interval(dataset.name)) {
    for (const SequenceRuns& sequence : runs) {
      for (const EaoRun& run : sequence.runs) length_ = std::max(length_, run.overlaps.size());
    }
    static const std::vector<std::uint8_t> every_frame;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const data::Sequence& sequence = dataset.sequences[i];
      const auto found = sequence.tags.find(tag);
      const bool none = !tag.empty() && found == sequence.tags.end();
      ExpectedOverlap sum{std::vector<double>(length_), std::vector<double>(length_)};
      for (const EaoRun& run : runs[i].runs) {
        if (none) break;
        add_run(sum, run, runs[i].frames, tag.empty() ? every_frame : found->second, length_,
                runs[i].runs.size());
      }
      parts_.push_back(std::move(sum));
    }
  }

  Curve curve() const {
    Curve curve;
    for (std::size_t i = 0; i < length_; ++i) {
      double top = 0, bottom = 0;
      for (const ExpectedOverlap& part : parts_) {
        top += part.top[i];
        bottom += part.bottom[i];
      }
      curve.thresholds.push_back(static_cast<double>(i + 1));
      const double value = i == 0 ? 1 : bottom > 0 ? top / bottom : 0;
      curve.values.push_back(static_cast<float>(value));
    }
    return curve;
  }

  /// Mean of the curve over the year's interval.
  double average(const Curve& curve) const {
    double sum = 0, count = 0;
    for (std::size_t i = first(); i < last(); ++i) {
      sum += curve.values[i];
      count += 1;
    }
    return count > 0 ? sum / count : nan;
  }

  /// Parts of each sequence over the interval, for resampling.
  std::vector<Share> shares() const {
    std::vector<Share> all;
    for (const ExpectedOverlap& part : parts_) {
      for (std::size_t i = first(); i < last(); ++i) all.push_back({part.top[i], part.bottom[i]});
    }
    return all;
  }

 private:
  std::size_t first() const { return std::min<std::size_t>(interval_.low - 1, length_); }
  std::size_t last() const { return std::min<std::size_t>(interval_.high, length_); }

  EaoInterval interval_;
  std::size_t length_ = 0;
  std::vector<ExpectedOverlap> parts_;
};

std::set<std::string> tags_of(const data::Dataset& dataset) {
  std::set<std::string> names;
  for (const data::Sequence& sequence : dataset.sequences) {
    for (const auto& [name, flags] : sequence.tags) names.insert(name);
  }
  return names;
}

/// Overlap, failures and expected overlap on the frames that carry each tag.
void add_tags(Figures& figures, const data::Dataset& dataset,
              const std::vector<SequenceRuns>& runs) {
  for (const std::string& tag : tags_of(dataset)) {
    Share overlap;
    double lost = 0, frames = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const auto found = dataset.sequences[i].tags.find(tag);
      if (found == dataset.sequences[i].tags.end() || found->second.empty()) continue;
      const Share share = known_share(runs[i].overlap, found->second);
      overlap.top += share.top;
      overlap.bottom += share.bottom;
      if (runs[i].runs.empty()) continue;
      frames += static_cast<double>(
          std::count_if(found->second.begin(), found->second.end(), [](int f) { return f != 0; }));
      for (const EaoRun& run : runs[i].runs) {
        for (const std::size_t failure : run.failures) {
          if (failure < found->second.size() && found->second[failure] != 0)
            lost += 1.0 / static_cast<double>(runs[i].runs.size());
        }
      }
    }
    const Expected expected(dataset, runs, tag);
    Scores& scores = figures.attributes[tag];
    scores.figures["accuracy"] = overlap.top / overlap.bottom;
    scores.figures["lost"] = lost;
    scores.figures["robustness"] = 100 * lost / frames;
    scores.curves["eao"] = expected.curve();
    scores.figures["eao"] = expected.average(scores.curves["eao"]);
  }
}

void add_sequence(Figures& figures, std::size_t i, const SequenceRuns& runs, const Share& speed) {
  SequenceScores& scores = figures.sequences[i];
  scores.frames = static_cast<std::int64_t>(runs.frames);
  const Share accuracy = known_share(runs.overlap, {});
  const auto length = static_cast<double>(runs.overlap.size());
  figures.shares["accuracy"][i] = accuracy;
  figures.shares["robustness"][i] = {100 * runs.lost, length};
  figures.shares["speed_fps"][i] = speed;
  scores.scores.figures["accuracy"] = accuracy.top / accuracy.bottom;
  scores.scores.figures["lost"] = runs.lost;
  scores.scores.figures["robustness"] = 100 * runs.lost / length;
  if (speed.bottom > 0) scores.scores.figures["speed_fps"] = speed.top / speed.bottom;
}

void check_dataset(const data::Dataset& dataset) {
  for (const data::Sequence& sequence : dataset.sequences) {
    if (sequence.width > 0 && sequence.height > 0) continue;
    throw Error(Error::Kind::usage,
                fmt::format("profile vot-pysot: {} of {} has no size of its images; the profile "
                            "needs a VOT data set",
                            sequence.name, dataset.name));
  }
}

}  // namespace

Figures evaluate_vot(const data::Dataset& dataset, const TrackerResults& results) {
  check_dataset(dataset);
  Figures figures;
  figures.tracker = results.tracker;
  figures.dataset = dataset.name;
  figures.profile = "vot-pysot";
  figures.partial = dataset.partial;
  const std::size_t count = dataset.sequences.size();
  figures.sequences.resize(count);
  for (const char* name : {"accuracy", "robustness", "speed_fps"}) {
    figures.shares[name].resize(count);
  }
  std::vector<SequenceRuns> runs(count);
  double lost = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const data::Sequence& sequence = dataset.sequences[i];
    figures.sequences[i].name = sequence.name;
    const auto found = results.sequences.find(sequence.name);
    if (found == results.sequences.end() || found->second.vot.empty()) {
      figures.sequences[i].error =
          found == results.sequences.end() ? "no results" : "no supervised run (baseline)";
      continue;
    }
    const std::size_t given = found->second.vot.size();
    if (repetitions_used(given) != given) {
      figures.warnings.push_back(
          fmt::format("{}: {} repetitions: the toolkit takes 15, or one; the first is taken",
                      sequence.name, given));
    }
    runs[i] = score(sequence, found->second);
    lost += runs[i].lost;
    add_sequence(figures, i, runs[i], speed_share(found->second, true));
  }
  const Expected expected(dataset, runs, "");
  figures.overall.curves["eao"] = expected.curve();
  figures.overall.figures["eao"] = expected.average(figures.overall.curves["eao"]);
  figures.overall.figures["lost"] = lost;
  figures.shares["eao"] = expected.shares();
  summarise(figures, dataset, {});
  add_tags(figures, dataset, runs);
  note_errors(figures);
  return figures;
}

}  // namespace siamrt::eval
