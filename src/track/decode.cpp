#include "track/decode.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::track {
namespace {

/// Side of the square that a box with half its w + h around it fills; the penalty's measure of
/// size.
template <typename Real>
Real padded_side(Real w, Real h) {
  const Real around = (w + h) * Real(0.5);
  return std::sqrt((w + around) * (h + around));
}

/// How much larger or smaller, >= 1.
template <typename Real>
Real change(Real ratio) {
  return std::max(ratio, 1 / ratio);
}

/// Fills `ranking`. Real is the type that the family's original compares cells in.
template <typename Real>
void rank(const Settings& settings, const CellMaps& maps, const float* score, double extra,
          const Target& in_crop, const std::vector<double>& window, Ranking& ranking) {
  const auto cells = static_cast<size_t>(maps.cells);
  const float* x1 = maps.box;
  const float* y1 = x1 + cells;
  const float* x2 = y1 + cells;
  const float* y2 = x2 + cells;
  const auto more = static_cast<Real>(extra);
  const auto last_side = static_cast<Real>(padded_side(in_crop.w, in_crop.h));
  const auto last_ratio = static_cast<Real>(in_crop.w / in_crop.h);
  const auto strength = static_cast<Real>(settings.penalty_k);
  const auto share = static_cast<Real>(1 - settings.window_influence);
  double* penalty = ranking.penalty.data();
  double* ranked = ranking.ranked.data();

  // Two loops: the first has square roots and divisions only and runs in vector lanes.
  for (size_t k = 0; k < cells; ++k) {
    const Real w = Real(x2[k]) - Real(x1[k]) + more;
    const Real h = Real(y2[k]) - Real(y1[k]) + more;
    const Real of_side = change(padded_side(w, h) / last_side);
    const Real of_ratio = change(last_ratio / (w / h));
    penalty[k] = -(of_ratio * of_side - 1) * strength;
    // 0 for finite numbers, else NaN: infinite boxes can have a finite rank by the window alone.
    ranked[k] = (w + h + Real(score[k])) * 0;
  }
  for (size_t k = 0; k < cells; ++k) {
    const Real p = std::exp(static_cast<Real>(penalty[k]));
    penalty[k] = p;
    ranked[k] += p * Real(score[k]) * share + window[k];
  }
}

/// Mixes the online branch's score into the windowed ranking (Ocean).
void mix_online(const Settings& settings, const float* online, std::vector<double>& ranked) {
  const double share = settings.online_ratio;
  for (size_t k = 0; k < ranked.size(); ++k)
    ranked[k] = share * online[k] + (1 - share) * ranked[k];
}

/// Puts a share of the online branch's score, stretched to 0..1, in place of penalty * score, under
/// the window (SiamFC++).
void mix_online_before_window(const Settings& settings, const float* online, const float* score,
                              Ranking& ranking) {
  const size_t cells = ranking.ranked.size();
  const auto [lowest, highest] = std::minmax_element(online, online + cells);
  const double range = static_cast<double>(*highest) - *lowest;
  const double share = settings.online_ratio * (1 - settings.window_influence);
  for (size_t k = 0; k < cells; ++k) {
    const double stretched = range > 0 ? (static_cast<double>(online[k]) - *lowest) / range : 0;
    ranking.ranked[k] += share * (stretched - ranking.penalty[k] * score[k]);
  }
}

int first_highest(const std::vector<double>& ranked) {
  int best = -1;
  double highest = -std::numeric_limits<double>::infinity();
  for (size_t k = 0; k < ranked.size(); ++k) {
    if (!(ranked[k] > highest)) continue;  // also passes over NaN
    highest = ranked[k];
    best = static_cast<int>(k);
  }
  return best;
}

/// The plain score, or its mixture with the aligned one where there is one.
const float* fused_score(const Settings& settings, const CellMaps& maps, Ranking& ranking) {
  if (maps.aligned == nullptr || settings.ratio == 1) return maps.score;
  const auto plain = static_cast<float>(settings.ratio);
  const auto aligned = static_cast<float>(1 - settings.ratio);
  ranking.score.resize(static_cast<size_t>(maps.cells));
  for (size_t k = 0; k < ranking.score.size(); ++k) {
    ranking.score[k] = plain * maps.score[k] + aligned * maps.aligned[k];
  }
  return ranking.score.data();
}

/// Not std::clamp: a frame smaller than min_size has its limits crossed, and min_size wins.
double clip(double value, double low, double high) { return std::max(low, std::min(high, value)); }

}  // namespace

Decoded decode(const Rules& rules, const Settings& settings, const CellMaps& maps, const View& view,
               const std::vector<double>& window, const Target& last, Ranking& ranking) {
  const auto cells = static_cast<size_t>(maps.cells);
  ranking.penalty.resize(cells);
  ranking.ranked.resize(cells);
  const float* score = fused_score(settings, maps, ranking);
  const Target in_crop = {0, 0, last.w * view.scale, last.h * view.scale};
  const auto fill = rules.single_precision ? rank<float> : rank<double>;
  fill(settings, maps, score, rules.corner_extra, in_crop, window, ranking);

  // The rate of the size's update, below, stays without the online score.
  if (maps.online != nullptr && rules.online_before_window) {
    mix_online_before_window(settings, maps.online, score, ranking);
  } else if (maps.online != nullptr) {
    mix_online(settings, maps.online, ranking.ranked);
  }

  Decoded out;
  out.unclipped = out.target = last;
  out.best = first_highest(ranking.ranked);
  if (out.best < 0) return out;
  const auto k = static_cast<size_t>(out.best);
  out.score = score[k];
  out.penalty = ranking.penalty[k];
  out.ranked = ranking.ranked[k];
  const double sure =
      rules.single_precision ? static_cast<float>(out.penalty) * score[k] : out.penalty * out.score;
  out.rate = sure * settings.lr;

  const double x1 = maps.box[k];
  const double y1 = maps.box[k + cells];
  const double x2 = maps.box[k + 2 * cells];
  const double y2 = maps.box[k + 3 * cells];
  const int middle = view.search / 2;  // of the crop, as every original has it
  out.unclipped = {last.x + ((x1 + x2) / 2 - middle) / view.scale,
                   last.y + ((y1 + y2) / 2 - middle) / view.scale,
                   rules.blend(last.w, (x2 - x1 + rules.corner_extra) / view.scale, out.rate),
                   rules.blend(last.h, (y2 - y1 + rules.corner_extra) / view.scale, out.rate)};
  out.target = {clip(out.unclipped.x, 0, view.frame_width),
                clip(out.unclipped.y, 0, view.frame_height),
                clip(out.unclipped.w, settings.min_size, view.frame_width),
                clip(out.unclipped.h, settings.min_size, view.frame_height)};
  return out;
}

}  // namespace siamrt::track
