#pragma once

// What a profile is: one row of small rules, each a fact about a toolkit that was read in its
// source (docs/protocols.md). The code of measures.cpp and alignment.cpp obeys the row; no profile
// has code of its own.

#include <string>
#include <vector>

namespace siamrt::eval {

/// How a frame's overlap is computed. All are the continuous intersection over union; they differ
/// in the last bit, for NaN and for empty boxes.
enum class OverlapRule {
  matlab,       ///< right edge written as x+w-1, NaN passed over by min and max, not clamped
  torch,        ///< the same edges, NaN kept, not clamped
  clamped,      ///< numpy, clamped to 0..1; empty against empty is NaN, a miss
  clamped_eps,  ///< numpy, machine epsilon added to the union, clamped: empty against empty is 0
};

/// How the normalised centre error divides by the truth's size.
enum class NormRule {
  none,          ///< the toolkit has no such curve
  by_size,       ///< both centres by the truth's size
  by_size_tiny,  ///< the same, 1e-16 added to the size
  at_least_one,  ///< the difference by max(1, size)
};

/// Which truth makes a frame usable; an unusable one gets overlap -1 and the errors given below.
enum class UsableRule {
  always,
  all_positive,  ///< x, y, w and h above 0
  pysot,         ///< success: w, h > 0; precision: centre > 0; normalised: normalised centre > 0
};

/// What happens to a result row that is no box.
enum class RepairRule {
  none,
  previous_if_all_nan,  ///< all four NaN, w <= 0 or h <= 0: row before, unless truth has a NaN
  previous_if_any_nan,  ///< the same, one NaN is enough
  previous_if_flat,     ///< w = 0 or h = 0: row before; a NaN or a negative side stops the toolkit
};

enum class FirstRule { as_is, truth, dropped };

/// Results with fewer rows than the truth.
enum class ShortRule {
  stops,
  stops_if_usable,  ///< stops unless the truth of every missing row is unusable
  cut,              ///< truth is cut to the result
  padded,           ///< rows 0,0,0,0 are added
  counted,          ///< missing rows are not measured, but the divisor counts them
};

/// Results with more rows than the truth.
enum class LongRule { stops, cut, cut_monkey_17 };

/// Frames flagged absent (LaSOT).
enum class AbsentRule {
  ignored,
  removed,   ///< taken out of the rows; the divisor keeps counting them: a miss in every curve
  missed,    ///< overlap -1, errors infinite
  left_out,  ///< taken out of rows and divisor
};

/// Which truth rows are taken out of rows and divisor before anything is measured.
enum class LeftOutRule { none, nan_truth, no_truth, no_cover };

/// What the success curve's thresholds are.
enum class GridRule {
  twentieths,        ///< k * 0.05, 21 values
  twentieths_torch,  ///< the same with two values one bit higher (torch.arange)
  hundredths,        ///< k * 0.01, 101 values
};

/// What the two error curves' thresholds are.
enum class ErrorGridRule {
  pixels_divided,     ///< 0..50 pixels; k / 100
  pixels_multiplied,  ///< 0..50 pixels; k * 0.01 (linspace)
  trackingnet,        ///< 21 values each: 0..50 pixels, 0..0.5
};

/// How sequences become one figure.
enum class MeanRule {
  plain,
  without_empty,  ///< sequences whose curve sums to nothing are dropped, curve by curve
  pooled,         ///< all frames of all sequences and repetitions count alike
};

enum class Source { success, precision, norm_precision, overlap, error };

/// How one number is read off a curve, or off the frames (Source::overlap, Source::error).
struct FigureRule {
  enum At { mean = -1, area = -2, of_rows = -3, of_usable = -4 };
  const char* name;
  Source source;
  int at;                    ///< index on the curve, or one of At
  double scale = 1;          ///< 100 for percent
  bool by_sequence = false;  ///< given by sequence only
};

enum class Kind { one_pass, vot };

struct Profile {
  const char* name;
  const char* toolkit;  ///< for people: whose arithmetic
  Kind kind = Kind::one_pass;
  OverlapRule overlap = OverlapRule::clamped;
  bool rounded = false;           ///< truth and result rounded to integers first
  bool clipped = false;           ///< both clipped to the image first
  double centre_offset = -1;      ///< centre = x + (w + offset) / 2
  bool success_at_equal = false;  ///< >= instead of >
  GridRule grid = GridRule::twentieths;
  ErrorGridRule error_grid = ErrorGridRule::pixels_divided;
  NormRule norm = NormRule::none;
  UsableRule usable = UsableRule::always;
  double unusable_error = -1;  ///< -1: a hit; infinity: a miss
  FirstRule first = FirstRule::truth;
  RepairRule repair = RepairRule::none;
  ShortRule too_short = ShortRule::stops;
  LongRule too_long = LongRule::stops;
  AbsentRule absent = AbsentRule::ignored;
  LeftOutRule left_out = LeftOutRule::none;
  bool stops_at_nan_truth = false;
  bool stops_at_single_row = false;  ///< the toolkit's text reader gives one row as four numbers
  bool missing_is_empty = false;     ///< a sequence without results counts as one without boxes
  bool gives_coverage = false;       ///< share of result rows with x + y + w + h > 0, percent
  bool takes_whole = false;          ///< leading frames others omit (Tiger1) take part
  bool seeks_usable_start = false;   ///< starts at the first frame with usable truth
  bool divisor_eps = false;          ///< machine epsilon added to the divisor
  bool single_precision = false;     ///< curves are stored as float32
  MeanRule mean = MeanRule::plain;
  std::vector<FigureRule> figures;
  std::vector<const char*> datasets;  ///< names or beginnings of names that `all` means it for
};

/// The table. Order is that of profile_names().
const std::vector<Profile>& profiles();

/// Throws Error(usage) for an unknown name (the nearest is named).
const Profile& find_profile(const std::string& name);

/// What `--profile all` means for a data set, the default profile first.
std::vector<std::string> profiles_for(const std::string& dataset);

/// Thresholds of a curve of this profile.
std::vector<double> thresholds(const Profile& profile, Source curve);

/// Unit of a figure for tables: `` (0..1), `%` or `fps`, `px`.
std::string unit_of(const std::string& profile, const std::string& figure);

}  // namespace siamrt::eval
