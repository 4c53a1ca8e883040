#include "eval/one_pass.hpp"

#include "eval/measures.hpp"
#include "eval/summary.hpp"

#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace siamrt::eval {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

const char* curve_name(Source source) {
  switch (source) {
    case Source::success:
      return "success";
    case Source::precision:
      return "precision";
    default:
      return "norm_precision";
  }
}

const std::vector<Source>& curve_sources() {
  static const std::vector<Source> all = {Source::success, Source::precision,
                                          Source::norm_precision};
  return all;
}

/// Thresholds of the profile's curves, made once.
struct Grids {
  explicit Grids(const Profile& profile)
      : success(thresholds(profile, Source::success)),
        precision(thresholds(profile, Source::precision)),
        norm_precision(thresholds(profile, Source::norm_precision)) {}

  const std::vector<double>& of(Source source) const {
    return source == Source::success     ? success
           : source == Source::precision ? precision
                                         : norm_precision;
  }

  std::vector<double> success;
  std::vector<double> precision;
  std::vector<double> norm_precision;
};

/// One run measured: curves by source and the sums that some figures need.
struct Run {
  std::vector<double> curves[3];
  double overlap_sum = 0;  ///< over usable rows
  double error_sum = 0;    ///< over usable rows
  double usable = 0;
  double rows = 0;
  double covered = 0;  ///< result rows with x + y + w + h > 0
};

Run score_run(const Profile& profile, const Grids& grids, const Rows& rows) {
  const Measures measures = measure(profile, rows);
  Run run;
  run.rows = static_cast<double>(rows.divisor);
  const double divisor = run.rows + (profile.divisor_eps ? epsilon : 0);
  run.curves[0] = success_curve(measures.overlap, grids.success, profile.success_at_equal, divisor);
  run.curves[1] = error_curve(measures.error, grids.precision, divisor);
  if (profile.norm != NormRule::none) {
    run.curves[2] = error_curve(measures.norm_error, grids.norm_precision, divisor);
  }
  for (std::size_t i = 0; i < measures.overlap.size(); ++i) {
    const Box& box = rows.result[i];
    run.covered += box.x + box.y + box.w + box.h > 0;
    if (!measures.usable[i]) continue;
    run.overlap_sum += measures.overlap[i];
    run.error_sum += measures.error[i];
    run.usable += 1;
  }
  if (profile.single_precision) {
    for (std::vector<double>& curve : run.curves) {
      for (double& value : curve) value = static_cast<float>(value);
    }
  }
  return run;
}

/// Area under a curve over its own span, by trapezoids, as a share of the full area.
double area(const std::vector<double>& curve) {
  double sum = 0;
  for (std::size_t i = 1; i < curve.size(); ++i) sum += (curve[i - 1] + curve[i]) / 2;
  return sum / static_cast<double>(curve.size() - 1);
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double figure_of(const FigureRule& rule, const Run& run) {
  if (rule.source == Source::overlap || rule.source == Source::error) {
    const double sum = rule.source == Source::overlap ? run.overlap_sum : run.error_sum;
    return sum / (rule.at == FigureRule::of_usable ? run.usable : run.rows);
  }
  const std::vector<double>& curve = run.curves[static_cast<int>(rule.source)];
  if (rule.at == FigureRule::mean) return rule.scale * mean(curve);
  if (rule.at == FigureRule::area) return rule.scale * area(curve);
  return rule.scale * curve[static_cast<std::size_t>(rule.at)];
}

/// Repetitions as one: curves and sums averaged, which pooling of equally long runs comes to.
Run average(const std::vector<Run>& runs) {
  Run all = runs[0];
  for (std::size_t r = 1; r < runs.size(); ++r) {
    for (int c = 0; c < 3; ++c) {
      for (std::size_t k = 0; k < all.curves[c].size(); ++k)
        all.curves[c][k] += runs[r].curves[c][k];
    }
    all.overlap_sum += runs[r].overlap_sum;
    all.error_sum += runs[r].error_sum;
    all.usable += runs[r].usable;
    all.rows += runs[r].rows;
    all.covered += runs[r].covered;
  }
  for (std::vector<double>& curve : all.curves) {
    for (double& value : curve) value /= static_cast<double>(runs.size());
  }
  return all;
}

/// Weight of a sequence in the mean of a curve or of a figure read off it.
double weight_of(const Profile& profile, Source source, const Run& run) {
  if (profile.mean == MeanRule::pooled) return run.rows;
  if (profile.mean == MeanRule::without_empty && source <= Source::norm_precision) {
    const std::vector<double>& curve = run.curves[static_cast<int>(source)];
    return std::accumulate(curve.begin(), curve.end(), 0.0) > epsilon ? 1 : 0;
  }
  return 1;
}

class OnePass {
 public:
  OnePass(const Profile& profile, const data::Dataset& dataset, const TrackerResults& results)
      : profile_(profile), dataset_(dataset), results_(results), grids_(profile) {}

  Figures run() {
    figures_.tracker = results_.tracker;
    figures_.dataset = dataset_.name;
    figures_.profile = profile_.name;
    figures_.partial = dataset_.partial;
    const std::size_t count = dataset_.sequences.size();
    figures_.sequences.resize(count);
    for (const FigureRule& rule : profile_.figures) {
      if (!rule.by_sequence) figures_.shares[rule.name].resize(count);
    }
    if (profile_.gives_coverage) figures_.shares["coverage"].resize(count);
    figures_.shares["speed_fps"].resize(count);
    for (const Source source : curve_sources()) {
      if (source != Source::norm_precision || profile_.norm != NormRule::none) {
        weights_[curve_name(source)].resize(count);
      }
    }
    for (std::size_t i = 0; i < count; ++i) score(i);
    summarise(figures_, dataset_, weights_);
    note_errors(figures_);
    return std::move(figures_);
  }

 private:
  void score(std::size_t i) {
    const data::Sequence& sequence = dataset_.sequences[i];
    SequenceScores& scores = figures_.sequences[i];
    scores.name = sequence.name;
    const auto found = results_.sequences.find(sequence.name);
    SequenceResult nothing;
    const bool there = found != results_.sequences.end();
    if (!there && !profile_.missing_is_empty) {
      scores.error = "no results";
      return;
    }
    if (!there) {
      nothing.boxes.emplace_back(sequence.truth.size(), Box{0, 0, 0, 0});
      figures_.warnings.push_back(sequence.name + ": no results: counts as empty boxes");
    }
    const SequenceResult& result = there ? found->second : nothing;
    if (result.boxes.empty()) {
      scores.error = "no run from start to end";
      return;
    }
    std::vector<Run> runs;
    for (const std::vector<Box>& boxes : result.boxes) {
      const Rows rows = align(profile_, sequence, boxes);
      if (!rows.stops.empty()) {
        scores.error = rows.stops;
        return;
      }
      scores.frames = rows.frames;
      warn(sequence.name, rows.warnings);
      runs.push_back(score_run(profile_, grids_, rows));
    }
    take(i, average(runs), speed_share(result, profile_.mean == MeanRule::pooled));
  }

  void warn(const std::string& sequence, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) figures_.warnings.push_back(sequence + ": " + line);
  }

  void take(std::size_t i, const Run& run, const Share& speed) {
    Scores& scores = figures_.sequences[i].scores;
    for (const FigureRule& rule : profile_.figures) {
      const double value = figure_of(rule, run);
      scores.figures[rule.name] = value;
      if (rule.by_sequence) continue;
      const double weight = weight_of(profile_, rule.source, run);
      figures_.shares[rule.name][i] = {value * weight, weight};
    }
    if (profile_.gives_coverage) {
      scores.figures["coverage"] = 100 * run.covered / run.rows;
      figures_.shares["coverage"][i] = {100 * run.covered, run.rows};
    }
    if (speed.bottom > 0) scores.figures["speed_fps"] = speed.top / speed.bottom;
    figures_.shares["speed_fps"][i] = speed;
    for (const Source source : curve_sources()) {
      const std::vector<double>& values = run.curves[static_cast<int>(source)];
      if (values.empty()) continue;
      weights_[curve_name(source)][i] = weight_of(profile_, source, run);
      scores.curves[curve_name(source)] = {grids_.of(source), values};
    }
  }

  const Profile& profile_;
  const data::Dataset& dataset_;
  const TrackerResults& results_;
  Grids grids_;
  Figures figures_;
  CurveWeights weights_;
};

}  // namespace

Figures evaluate_one_pass(const Profile& profile, const data::Dataset& dataset,
                          const TrackerResults& results) {
  return OnePass(profile, dataset, results).run();
}

}  // namespace siamrt::eval
