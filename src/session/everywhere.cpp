#include "session/everywhere.hpp"

#include "track/checks.hpp"
#include "track/state.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::session {
namespace {

constexpr int most_tiles_a_side = 12;  // a tiny target in a huge frame must not stop the session
constexpr size_t tiles_a_call = 8;     // bounds the memory of the network's activations

/// Centres along one side of the frame, `step` apart at most, borders included.
std::vector<double> centres(double length, double step) {
  const int count = std::clamp(static_cast<int>(std::ceil(length / step)), 1, most_tiles_a_side);
  std::vector<double> list;
  list.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) list.push_back(length * (i + 0.5) / count);
  return list;
}

/// One target at the centre of each tile.
std::vector<track::Target> tiles(const Track::State& state, double crop_side) {
  std::vector<track::Target> list;
  for (const double y : centres(state.height, crop_side / 2)) {
    for (const double x : centres(state.width, crop_side / 2)) {
      list.push_back({x, y, state.target.w, state.target.h});
    }
  }
  return list;
}

/// The best of all tiles so far.
struct Best {
  double score = -1;
  track::Target target;
};

class Search {
 public:
  Search(const Frame& frame, Track::State& state) : frame_(frame), state_(state) {
    const int z = state.model.description().template_size;
    const double side = track::context_side(state.target, state.settings.context);
    crop_side_ = state.rules->search_side(side, z, state.search);
    view_ = {z / side, state.search, state.width, state.height};
    settings_ = state.settings;
    settings_.penalty_k = 0;
    settings_.window_influence = 0;
    no_window_.assign(state.window.size(), 0.0);
  }

  Best run() {
    const std::vector<track::Target> all = tiles(state_, crop_side_);
    for (size_t first = 0; first < all.size(); first += tiles_a_call) {
      const size_t last = std::min(all.size(), first + tiles_a_call);
      look({all.begin() + static_cast<long>(first), all.begin() + static_cast<long>(last)});
    }
    return best_;
  }

 private:
  void look(const std::vector<track::Target>& group) {
    crops_.resize(group.size());
    for (size_t n = 0; n < group.size(); ++n) {
      state_.cropper(frame_, state_.rules->place(group[n], crop_side_), state_.fill, state_.search,
                     crops_[n]);
    }
    const std::vector<model::Features> features(group.size(), state_.templates.first());
    state_.network->locate(crops_, features, maps_);
    track::check_maps(maps_, group.size(), 1, no_window_.size());
    for (size_t n = 0; n < group.size(); ++n) {
      const int item = static_cast<int>(n);
      track::correct_boxes(maps_, item, state_.calibration, state_.rules->corner_extra);
      judge(group[n], item);
    }
  }

  void judge(const track::Target& tile, int n) {
    const int cells = maps_.size * maps_.size;
    const auto aligned = maps_.extra.find(track::aligned_score);
    const float* second = aligned == maps_.extra.end()
                              ? nullptr
                              : aligned->second.data() + static_cast<std::ptrdiff_t>(n) * cells;
    const track::CellMaps maps = {cells, maps_.score_of(n), second, maps_.box_of(n)};
    const track::Decoded decoded =
        track::decode(*state_.rules, settings_, maps, view_, no_window_, tile, ranking_);
    if (decoded.best >= 0 && decoded.score > best_.score) best_ = {decoded.score, decoded.target};
  }

  const Frame& frame_;
  Track::State& state_;
  double crop_side_ = 0;
  track::View view_;
  Settings settings_;
  std::vector<double> no_window_;
  track::Ranking ranking_;
  std::vector<cv::Mat> crops_;
  model::Maps maps_;
  Best best_;
};

}  // namespace

std::optional<Estimate> search_everywhere(const Frame& frame, Track& track) {
  Track::State& state = track.state();
  track::check_frame(frame, state.width, state.height);
  const Best best = Search(frame, state).run();
  if (best.score < 0 || best.score < state.settings.lost_below) return std::nullopt;
  state.target = best.target;
  state.box = state.rules->rectangle(best.target);
  Estimate estimate;
  estimate.box = state.box;
  estimate.score = best.score;
  return estimate;
}

}  // namespace siamrt::session
