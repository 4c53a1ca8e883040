#include "reference/decode.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::reference {
namespace {

double size(double w, double h) { return std::sqrt((w + (w + h) / 2) * (h + (w + h) / 2)); }
double change(double r) { return std::max(r, 1 / r); }

}  // namespace

track::Decoded decode(Family family, const Settings& settings, const track::CellMaps& maps,
                      const track::View& view, const std::vector<double>& window,
                      const track::Target& last) {
  const double one = family == Family::siamfcpp ? 1 : 0;
  double lowest = 0;
  double range = 0;
  if (maps.online != nullptr) {
    lowest = *std::min_element(maps.online, maps.online + maps.cells);
    range = *std::max_element(maps.online, maps.online + maps.cells) - lowest;
  }
  track::Decoded out;
  out.target = out.unclipped = last;
  for (int k = 0; k < maps.cells; ++k) {
    const double x1 = maps.box[k];
    const double y1 = maps.box[k + maps.cells];
    const double x2 = maps.box[k + 2 * maps.cells];
    const double y2 = maps.box[k + 3 * maps.cells];
    const double w = x2 - x1 + one;
    const double h = y2 - y1 + one;
    double score = maps.score[k];
    if (maps.aligned != nullptr)
      score = settings.ratio * score + (1 - settings.ratio) * maps.aligned[k];
    const double tw = last.w * view.scale;
    const double th = last.h * view.scale;
    const double s_c = change(size(w, h) / size(tw, th));
    const double r_c = change((tw / th) / (w / h));
    const double penalty = std::exp(-(s_c * r_c - 1) * settings.penalty_k);
    const double u = maps.online == nullptr ? 0 : settings.online_ratio;
    const double online = maps.online == nullptr ? 0 : maps.online[k];
    const double windowed = window[static_cast<size_t>(k)] * settings.window_influence;
    double ranked = 0;
    if (family == Family::siamfcpp) {
      const double stretched = range > 0 ? (online - lowest) / range : 0;
      ranked = ((1 - u) * penalty * score + u * stretched) * (1 - settings.window_influence);
      ranked += windowed;
    } else {
      ranked = penalty * score * (1 - settings.window_influence) + windowed;
      ranked = u * online + (1 - u) * ranked;
    }
    if (!std::isfinite(w) || !std::isfinite(h) || !std::isfinite(ranked)) continue;
    if (out.best >= 0 && !(ranked > out.ranked)) continue;
    const double rate = penalty * score * settings.lr;
    const double to_w = w / view.scale;
    const double to_h = h / view.scale;
    const double moved_w = last.w * (1 - rate) + to_w * rate;
    const double moved_h = last.h * (1 - rate) + to_h * rate;
    const bool again = family == Family::ocean || family == Family::lighttrack;
    out.best = k;
    out.score = score;
    out.penalty = penalty;
    out.ranked = ranked;
    out.rate = rate;
    out.unclipped = {last.x + ((x1 + x2) / 2 - view.search / 2) / view.scale,
                     last.y + ((y1 + y2) / 2 - view.search / 2) / view.scale,
                     again ? last.w * (1 - rate) + rate * moved_w : moved_w,
                     again ? last.h * (1 - rate) + rate * moved_h : moved_h};
  }
  out.target.x = std::max(0.0, std::min(out.unclipped.x, double(view.frame_width)));
  out.target.y = std::max(0.0, std::min(out.unclipped.y, double(view.frame_height)));
  out.target.w = std::max(settings.min_size, std::min(out.unclipped.w, double(view.frame_width)));
  out.target.h = std::max(settings.min_size, std::min(out.unclipped.h, double(view.frame_height)));
  if (out.best < 0) out.target = last;
  return out;
}

}  // namespace siamrt::reference
