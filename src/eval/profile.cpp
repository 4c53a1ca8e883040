#include "eval/profile.hpp"

#include "core/near.hpp"
#include "eval/figures.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace siamrt::eval {
namespace {

constexpr int at_50 = 10;  // of 21 thresholds
constexpr int at_75 = 15;
constexpr int at_20_pixels = 20;
constexpr int at_fifth = 20;  // normalised, 0.20

const FigureRule auc = {"auc", Source::success, FigureRule::mean};
const FigureRule sr50 = {"sr50", Source::success, at_50};
const FigureRule prec20 = {"prec20", Source::precision, at_20_pixels};
const FigureRule nprec20 = {"nprec20", Source::norm_precision, at_fifth};
const FigureRule nprec_auc = {"nprec_auc", Source::norm_precision, FigureRule::mean};

// HonglinChu/visual_tracker_benchmark: genPerfMat.m, calcSeqErrRobust.m, plotDrawSave.m.
Profile otb_matlab() {
  Profile p;
  p.name = "otb-matlab";
  p.toolkit = "visual tracker benchmark, MATLAB";
  p.overlap = OverlapRule::matlab;
  p.usable = UsableRule::all_positive;
  p.repair = RepairRule::previous_if_all_nan;
  p.too_short = ShortRule::stops_if_usable;
  p.seeks_usable_start = true;
  p.divisor_eps = true;
  p.mean = MeanRule::without_empty;
  p.figures = {auc,
               sr50,
               prec20,
               {"ave_overlap", Source::overlap, FigureRule::of_rows, 1, true},
               {"ave_center", Source::error, FigureRule::of_rows, 1, true}};
  p.datasets = {"otb", "uav", "dtb", "nfs", "tcolor"};
  return p;
}

// STVIR/pysot: toolkit/evaluation/ope_benchmark.py, toolkit/utils/statistics.py.
Profile otb_pysot() {
  Profile p;
  p.name = "otb-pysot";
  p.toolkit = "pysot toolkit";
  p.norm = NormRule::by_size_tiny;
  p.usable = UsableRule::pysot;
  p.first = FirstRule::as_is;
  p.figures = {auc, sr50, prec20, nprec20};
  p.datasets = {"otb", "uav", "dtb", "nfs", "tcolor"};
  return p;
}

// got-10k/toolkit: experiments/otb.py, utils/metrics.py.
Profile otb_got10k() {
  Profile p;
  p.name = "otb-got10k";
  p.toolkit = "GOT-10k toolkit";
  p.overlap = OverlapRule::clamped_eps;
  p.error_grid = ErrorGridRule::pixels_multiplied;
  p.too_short = ShortRule::cut;
  p.too_long = LongRule::cut;
  p.stops_at_single_row = true;
  p.takes_whole = true;
  p.figures = {auc, sr50, prec20};
  p.datasets = {"otb", "dtb", "nfs", "tcolor"};
  return p;
}

// visionml/pytracking: analysis/extract_results.py, plot_results.py.
Profile otb_pytracking() {
  Profile p;
  p.name = "otb-pytracking";
  p.toolkit = "pytracking";
  p.overlap = OverlapRule::torch;
  p.grid = GridRule::twentieths_torch;
  p.norm = NormRule::by_size;
  p.usable = UsableRule::all_positive;
  p.unusable_error = std::numeric_limits<double>::infinity();
  p.repair = RepairRule::previous_if_flat;
  p.too_short = ShortRule::padded;
  p.too_long = LongRule::cut;
  p.stops_at_nan_truth = true;
  p.stops_at_single_row = true;
  p.single_precision = true;
  p.figures = {{"auc", Source::success, FigureRule::mean, 100},
               {"op50", Source::success, at_50, 100},
               {"op75", Source::success, at_75, 100},
               {"prec20", Source::precision, at_20_pixels, 100},
               {"nprec20", Source::norm_precision, at_fifth, 100},
               {"ao", Source::overlap, FigureRule::of_usable, 1, true}};
  p.datasets = {"otb", "dtb", "nfs", "tcolor"};
  return p;
}

// researchmm/TracKit: lib/core/eval_otb.py. It prints the success curve's mean only.
Profile otb_trackit() {
  Profile p;
  p.name = "otb-trackit";
  p.toolkit = "TracKit";
  p.first = FirstRule::as_is;
  p.figures = {auc, sr50, prec20};
  p.datasets = {"otb"};
  return p;
}

// The UAV123 class of the GOT-10k toolkit removes rows whose truth is NaN.
Profile uav_got10k() {
  Profile p = otb_got10k();
  p.name = "uav-got10k";
  p.toolkit = "GOT-10k toolkit, UAV123";
  p.left_out = LeftOutRule::nan_truth;
  p.datasets = {"uav"};
  return p;
}

Profile uav_pytracking() {
  Profile p = otb_pytracking();
  p.name = "uav-pytracking";
  p.toolkit = "pytracking, uav";
  p.unusable_error = -1;
  p.stops_at_nan_truth = false;
  p.datasets = {"uav"};
  return p;
}

// HengLan/LaSOT_Evaluation_Toolkit: utils/*.m.
Profile lasot_official() {
  Profile p = otb_matlab();
  p.name = "lasot-official";
  p.toolkit = "LaSOT evaluation toolkit, MATLAB";
  p.error_grid = ErrorGridRule::pixels_multiplied;
  p.norm = NormRule::by_size;
  p.repair = RepairRule::previous_if_any_nan;
  p.too_short = ShortRule::stops;
  p.too_long = LongRule::cut;
  p.absent = AbsentRule::removed;
  p.seeks_usable_start = false;
  p.figures = {auc, sr50, prec20, nprec20, nprec_auc};
  p.datasets = {"lasot"};
  return p;
}

Profile lasot_got10k() {
  Profile p = uav_got10k();
  p.name = "lasot-got10k";
  p.toolkit = "GOT-10k toolkit, LaSOT";
  p.norm = NormRule::at_least_one;
  p.figures = {auc, sr50, prec20, nprec20, nprec_auc};
  p.datasets = {"lasot"};
  return p;
}

Profile lasot_pysot() {
  Profile p = otb_pysot();
  p.name = "lasot-pysot";
  p.toolkit = "pysot toolkit, LaSOT";
  p.too_long = LongRule::cut_monkey_17;
  p.absent = AbsentRule::removed;
  p.datasets = {"lasot"};
  return p;
}

Profile lasot_pytracking() {
  Profile p = otb_pytracking();
  p.name = "lasot-pytracking";
  p.toolkit = "pytracking, lasot";
  p.too_short = ShortRule::stops;
  p.absent = AbsentRule::missed;
  p.datasets = {"lasot"};
  return p;
}

// got-10k/toolkit: experiments/got10k.py.
Profile got10k() {
  Profile p;
  p.name = "got10k";
  p.toolkit = "GOT-10k toolkit, GOT-10k";
  p.overlap = OverlapRule::clamped_eps;
  p.clipped = true;
  p.grid = GridRule::hundredths;
  p.first = FirstRule::dropped;
  p.stops_at_single_row = true;
  p.left_out = LeftOutRule::no_cover;
  p.mean = MeanRule::pooled;
  p.figures = {{"ao", Source::overlap, FigureRule::of_rows},
               {"sr50", Source::success, 50},
               {"sr75", Source::success, 75}};
  p.datasets = {"got10k"};
  return p;
}

// STVIR/pysot: toolkit/evaluation/{ar,eao}_benchmark.py; the arithmetic is in vot.cpp.
Profile vot_pysot() {
  Profile p;
  p.name = "vot-pysot";
  p.toolkit = "pysot toolkit, VOT";
  p.kind = Kind::vot;
  p.datasets = {"vot"};
  return p;
}

// SilvioGiancola/TrackingNet-devkit: metrics.py.
Profile trackingnet() {
  Profile p;
  p.name = "trackingnet";
  p.toolkit = "TrackingNet development kit";
  p.overlap = OverlapRule::clamped_eps;
  p.rounded = true;
  p.centre_offset = 1;
  p.success_at_equal = true;
  p.error_grid = ErrorGridRule::trackingnet;
  p.norm = NormRule::by_size;
  p.too_short = ShortRule::counted;
  p.too_long = LongRule::cut;
  p.missing_is_empty = true;
  p.gives_coverage = true;
  p.figures = {{"auc", Source::success, FigureRule::area, 100},
               {"prec_auc", Source::precision, FigureRule::area, 100},
               {"nprec_auc", Source::norm_precision, FigureRule::area, 100}};
  p.datasets = {"trackingnet"};
  return p;
}

// siamrt's own: nothing stops it, and frames without a target count nowhere.
Profile folder() {
  Profile p;
  p.name = "folder";
  p.toolkit = "siamrt";
  p.norm = NormRule::by_size;
  p.too_short = ShortRule::padded;
  p.too_long = LongRule::cut;
  p.absent = AbsentRule::left_out;
  p.left_out = LeftOutRule::no_truth;
  p.figures = {auc, sr50, prec20, nprec20};
  p.datasets = {"folder"};
  return p;
}

bool begins_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

}  // namespace

const std::vector<Profile>& profiles() {
  static const std::vector<Profile> table = {
      otb_matlab(),       otb_pysot(),      otb_got10k(),     otb_pytracking(), otb_trackit(),
      uav_got10k(),       uav_pytracking(), lasot_official(), lasot_got10k(),   lasot_pysot(),
      lasot_pytracking(), got10k(),         vot_pysot(),      trackingnet(),    folder()};
  return table;
}

const std::vector<std::string>& profile_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Profile& profile : profiles()) list.emplace_back(profile.name);
    return list;
  }();
  return names;
}

const Profile& find_profile(const std::string& name) {
  for (const Profile& profile : profiles()) {
    if (name == profile.name) return profile;
  }
  const std::string near = core::nearest(name, profile_names());
  throw Error(Error::Kind::usage, fmt::format("profile '{}': unknown; {}", name,
                                              near.empty() ? "'siamrt eval --help' lists all"
                                                           : "did you mean '" + near + "'?"));
}

std::vector<std::string> profiles_for(const std::string& dataset) {
  std::vector<std::string> names = {default_profile(dataset)};
  for (const Profile& profile : profiles()) {
    const bool meant = std::any_of(profile.datasets.begin(), profile.datasets.end(),
                                   [&](const char* start) { return begins_with(dataset, start); });
    if (meant && profile.name != names[0]) names.emplace_back(profile.name);
  }
  return names;
}

std::string default_profile(const std::string& dataset) {
  const std::pair<const char*, const char*> table[] = {{"lasot", "lasot-official"},
                                                       {"got10k", "got10k"},
                                                       {"vot", "vot-pysot"},
                                                       {"trackingnet", "trackingnet"},
                                                       {"folder", "folder"}};
  for (const auto& [start, profile] : table) {
    if (begins_with(dataset, start)) return profile;
  }
  return "otb-matlab";
}

std::string unit_of(const std::string& profile, const std::string& figure) {
  if (figure == "speed_fps") return "fps";
  if (figure == "ave_center") return "px";
  if (figure == "robustness" || figure == "coverage") return "%";
  for (const FigureRule& rule : find_profile(profile).figures) {
    if (figure == rule.name && rule.scale == 100) return "%";
  }
  return "";
}

}  // namespace siamrt::eval
