#include <siamrt/tracker.hpp>

#include "track/checks.hpp"
#include "track/state.hpp"
#include "track/window.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

namespace siamrt {
namespace {

using Clock = std::chrono::steady_clock;

/// Seconds since `start`, which is moved to now.
double lap(Clock::time_point& start) {
  const Clock::time_point now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - start).count();
  start = now;
  return seconds;
}

/// Side of the search crop for a target that starts in `box`.
int search_for(const Settings& settings, const Description& description, const Frame& frame,
               const Box& box) {
  const int usual = settings.search > 0 ? settings.search : description.search_size;
  const double share = box.w * box.h / (static_cast<double>(frame.cols) * frame.rows);
  return settings.search_big > 0 && share < settings.big_below ? settings.search_big : usual;
}

/// Frame pixels to search-crop pixels, and what else decoding has to know of this frame.
track::View view_of(const Track::State& state) {
  const double side = track::context_side(state.target, state.settings.context);
  return {state.model.description().template_size / side, state.search, state.width, state.height};
}

void cut_search(Track::State& state, const Frame& frame) {
  const double side = track::context_side(state.target, state.settings.context);
  const double crop_side =
      state.rules->search_side(side, state.model.description().template_size, state.search);
  state.cropper(frame, state.rules->place(state.target, crop_side), state.fill, state.search,
                state.crop);
}

/// Template features of the target where the track believes it to be.
model::Features cut_template(Track::State& state, const Frame& frame) {
  const int size = state.model.description().template_size;
  const double side = track::context_side(state.target, state.settings.context);
  const double crop_side = state.rules->template_side(side, size);
  state.cropper(frame, state.rules->place(state.target, crop_side), state.fill, size,
                state.template_crop);
  return state.network->embed({state.template_crop}).at(0);
}

/// Item n of the maps as decode wants it.
track::CellMaps maps_of(const model::Maps& maps, int n) {
  const int cells = maps.size * maps.size;
  const auto aligned = maps.extra.find(track::aligned_score);
  const bool has_aligned = aligned != maps.extra.end();
  return {cells, maps.score_of(n),
          has_aligned ? aligned->second.data() + static_cast<std::ptrdiff_t>(n) * cells : nullptr,
          maps.box_of(n)};
}

/// What the network makes of the first frame, where the target is known, against the drawn box.
track::Calibration calibration_of(Track::State& state, const Frame& frame) {
  cut_search(state, frame);
  state.network->locate({state.crop}, {state.templates.all().front()}, state.maps);
  track::check_maps(state.maps, 1, 1, state.window.size());
  Settings settings = state.settings;
  settings.lr = 0;  // where the cell is ranked best; its box is read as it is
  const track::CellMaps maps = maps_of(state.maps, 0);
  const track::View view = view_of(state);
  const track::Decoded decoded =
      track::decode(*state.rules, settings, maps, view, state.window, state.target, state.ranking);
  if (decoded.best < 0) return {};
  const auto side = [&](int low) {
    const float* plane = maps.box + static_cast<std::ptrdiff_t>(low) * maps.cells + decoded.best;
    return (static_cast<double>(plane[static_cast<std::ptrdiff_t>(2) * maps.cells]) - *plane +
            state.rules->corner_extra) /
           view.scale;
  };
  const track::Target predicted = {decoded.unclipped.x, decoded.unclipped.y, side(0), side(1)};
  return track::calibrate(predicted, state.target, state.settings.calibration);
}

/// Where the cells of the score map lie in the frame.
track::Grid grid_of(const Track::State& state) {
  const Description& about = state.model.description();
  const double scale = view_of(state).scale;
  const int size = about.grid_for(state.search);
  const int middle = state.search / 2;  // of the crop, as decode has it
  const double away =
      (state.rules->first_cell(state.search, size, about.grid_stride) - middle) / scale;
  return {size,
          {static_cast<float>(state.target.y + away), static_cast<float>(state.target.x + away)},
          static_cast<float>(about.grid_stride / scale)};
}

Estimate take(Track::State& state, const Frame& frame, track::CellMaps maps) {
  if (state.online) {
    state.online->seek(frame);
    maps.online = state.online->on_grid(grid_of(state));
  }
  const track::Decoded decoded = track::decode(*state.rules, state.settings, maps, view_of(state),
                                               state.window, state.target, state.ranking);
  Estimate estimate;
  estimate.finite = decoded.best >= 0;
  if (estimate.finite) {
    state.target = decoded.target;
    state.box = state.rules->rectangle(decoded.target);
    estimate.score = decoded.score;
  }
  if (state.online && estimate.finite) state.online->learn(state.target);
  estimate.box = state.box;
  estimate.lost = !estimate.finite || estimate.score < state.settings.lost_below;
  return estimate;
}

/// Follows tracks of one search size and number of templates, given by their places in `tracks`,
/// through one call of the network. The vectors of the first track serve as memory for all.
void follow(const Frame& frame, Track* const* tracks, const std::vector<size_t>& group,
            Estimate* estimates) {
  Track::State& lead = tracks[group.front()]->state();
  lead.crops.clear();
  lead.all_features.clear();
  Clock::time_point start = Clock::now();
  for (const size_t n : group) {
    Track::State& state = tracks[n]->state();
    cut_search(state, frame);
    lead.crops.push_back(state.crop);
    const std::vector<model::Features>& templates = state.templates.all();
    lead.all_features.insert(lead.all_features.end(), templates.begin(), templates.end());
    estimates[n].times.crop = lap(start);
  }
  lead.network->locate(lead.crops, lead.all_features, lead.maps);
  track::check_maps(lead.maps, group.size(), lead.templates.all().size(), lead.window.size());
  const double network = lap(start) / static_cast<double>(group.size());
  for (size_t i = 0; i < group.size(); ++i) {
    Track::State& state = tracks[group[i]]->state();
    const double crop = estimates[group[i]].times.crop;
    Estimate& estimate = estimates[group[i]];
    track::mix_scores(lead.maps, static_cast<int>(i), state.settings.template_share);
    track::correct_boxes(lead.maps, static_cast<int>(i), state.calibration,
                         state.rules->corner_extra);
    estimate = take(state, frame, maps_of(lead.maps, static_cast<int>(i)));
    estimate.times = {crop, network, lap(start)};
    if (state.templates.due(estimate.finite ? estimate.score : -1)) {
      state.templates.take(cut_template(state, frame));
      estimate.times.network += lap(start);
    }
  }
}

}  // namespace

Track::Track(std::unique_ptr<State> state) : state_(std::move(state)) {}
Track::Track(Track&&) noexcept = default;
Track& Track::operator=(Track&&) noexcept = default;
Track::~Track() = default;

const Box& Track::box() const noexcept { return state_->box; }

int Track::search_size() const noexcept { return state_->search; }

Estimate Track::next(const Frame& frame) {
  track::check_frame(frame, state_->width, state_->height);
  Estimate estimate;
  Track* self = this;
  follow(frame, &self, state_->alone, &estimate);
  return estimate;
}

Tracker::Tracker(Model model) : model_(std::move(model)), settings_(model_.description().settings) {
  track::check_settings(settings_, model_.description());
}

Tracker::Tracker(Model model, const Settings& settings)
    : model_(std::move(model)), settings_(settings) {
  track::check_settings(settings_, model_.description());
}

Track Tracker::start(const Frame& frame, const Box& box) const {
  track::check_frame(frame);
  track::check_box(box, frame);
  const Description& description = model_.description();
  auto state = std::make_unique<Track::State>(model_, settings_);
  state->rules = &track::rules_of(description.family);
  state->width = frame.cols;
  state->height = frame.rows;
  state->fill = track::mean_colour(frame);
  state->search = search_for(settings_, description, frame, box);
  state->window = track::make_window(settings_.window, description.grid_for(state->search));
  for (double& weight : state->window) weight *= settings_.window_influence;
  state->target = state->rules->start(box);
  state->box = box;

  state->templates = track::Templates(cut_template(*state, frame), settings_);
  if (settings_.calibration > 0) state->calibration = calibration_of(*state, frame);
  if (settings_.online_ratio > 0) {
    const OnlineBranch& about = description.online;
    state->online = std::make_unique<track::Online>(model_.network(), about, frame.cols, frame.rows,
                                                    model_.options().threads);
    state->online->start(
        frame, state->target,
        track::Draws::from_seed(settings_.online_seed, about.crop, about.channels));
  }
  return Track(std::move(state));
}

std::vector<Estimate> Tracker::next(const Frame& frame, const std::vector<Track*>& tracks) const {
  track::check_tracks(tracks, model_);
  for (const Track* each : tracks)
    track::check_frame(frame, each->state().width, each->state().height);
  std::vector<Estimate> estimates(tracks.size());
  std::vector<size_t> group;
  const auto together = [&](size_t a, size_t b) {
    return tracks[a]->search_size() == tracks[b]->search_size() &&
           tracks[a]->state().templates.all().size() == tracks[b]->state().templates.all().size();
  };
  for (size_t first = 0; first < tracks.size(); ++first) {
    group.clear();
    for (size_t n = 0; n < tracks.size(); ++n) {
      if (!together(n, first)) continue;
      if (n < first) break;  // this group was dealt with
      group.push_back(n);
    }
    if (!group.empty()) follow(frame, tracks.data(), group, estimates.data());
  }
  return estimates;
}

}  // namespace siamrt
