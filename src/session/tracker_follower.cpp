#include "session/tracker_follower.hpp"

#include "session/everywhere.hpp"
#include "track/crop.hpp"
#include "track/state.hpp"

#include <algorithm>
#include <utility>

namespace siamrt::session {
namespace {

constexpr int template_side = 96;  // pixels of the little picture of what is looked for

class OneTrack final : public Followed {
 public:
  OneTrack(Track started, Frame looks) : track(std::move(started)), picture(std::move(looks)) {}

  Track track;
  Frame picture;  ///< template_side x template_side
  std::optional<Insight> insight;
};

/// Side in frame pixels of the square that goes into the search crop of this track's next frame.
double search_side(const Track::State& state) {
  const double side = track::context_side(state.target, state.settings.context);
  return state.rules->search_side(side, state.model.description().template_size, state.search);
}

Box square_around(const track::Target& target, double side) {
  return {target.x - side / 2, target.y - side / 2, side, side};
}

/// The same settings without what is learnt from the first frame; an online branch costs seconds to
/// fit.
Settings unlearnt(const Tracker& tracker) {
  Settings settings = tracker.settings();
  settings.online_ratio = 0;
  settings.calibration = 0;
  return settings;
}

class TrackerFollower final : public Follower {
 public:
  explicit TrackerFollower(Tracker tracker)
      : tracker_(std::move(tracker)), unfitted_(tracker_.model(), unlearnt(tracker_)) {}

  std::unique_ptr<Followed> start(const Frame& frame, const Box& box) override {
    Track started = tracker_.start(frame, box);
    Frame picture;
    Track::State& state = started.state();
    const double side = track::context_side(state.target, state.settings.context);
    const double whole = state.rules->template_side(side, state.model.description().template_size);
    state.cropper(frame, state.rules->place(state.target, whole), state.fill, template_side,
                  picture);
    return std::make_unique<OneTrack>(std::move(started), std::move(picture));
  }

  std::unique_ptr<Followed> resume(const Followed& seed, const Frame& frame,
                                   const Box& box) override {
    const auto& from = static_cast<const OneTrack&>(seed);
    Track started = unfitted_.start(frame, box);
    Track::State& state = started.state();
    const Track::State& looks = from.track.state();
    state.settings = looks.settings;
    state.templates = track::Templates(looks.templates.first(), state.settings);
    state.calibration = looks.calibration;
    if (looks.online) {
      state.online = std::make_unique<track::Online>(*looks.online);
      state.online->move(state.target);
    }
    state.fill = looks.fill;
    state.search = looks.search;
    state.window = looks.window;
    return std::make_unique<OneTrack>(std::move(started), from.picture);
  }

  std::vector<Estimate> next(const Frame& frame, const std::vector<Followed*>& followed) override {
    std::vector<Track*> tracks;
    tracks.reserve(followed.size());
    for (Followed* one : followed) tracks.push_back(&static_cast<OneTrack*>(one)->track);
    if (!keep_insights_) return tracker_.next(frame, tracks);
    std::vector<Insight> insights;
    insights.reserve(followed.size());
    for (Followed* one : followed) insights.push_back(before(*static_cast<OneTrack*>(one)));
    std::vector<Estimate> estimates = tracker_.next(frame, tracks);
    for (size_t n = 0; n < followed.size(); ++n) {
      fill_heat(tracks, n, insights[n]);
      static_cast<OneTrack*>(followed[n])->insight = std::move(insights[n]);
    }
    return estimates;
  }

  std::optional<Estimate> search_everywhere(const Frame& frame, Followed& followed) override {
    return session::search_everywhere(frame, static_cast<OneTrack&>(followed).track);
  }

  std::optional<Insight> insight(const Followed& followed) const override {
    return keep_insights_ ? static_cast<const OneTrack&>(followed).insight : std::nullopt;
  }

  void keep_insights(bool on) override { keep_insights_ = on; }
  std::string name() const override { return tracker_.model().description().name; }

 private:
  /// What is known before the network has run; the target moves in it.
  static Insight before(const OneTrack& one) {
    const Track::State& state = one.track.state();
    const Description& description = state.model.description();
    const double side = search_side(state);
    Insight insight;
    insight.search = square_around(state.target, side);
    insight.template_picture = one.picture;
    insight.heat_side = description.grid_for(state.search);
    const double cells = static_cast<double>(insight.heat_side) * description.grid_stride;
    insight.heat_area = square_around(state.target, side * cells / state.search);
    return insight;
  }

  /// The maps of a batched call lie with the first track of its search size.
  static void fill_heat(const std::vector<Track*>& tracks, size_t n, Insight& insight) {
    const int size = tracks[n]->search_size();
    const auto same = [size](const Track* track) { return track->search_size() == size; };
    const auto lead = std::find_if(tracks.begin(), tracks.end(), same);
    const auto place = std::count_if(tracks.begin(), tracks.begin() + static_cast<long>(n), same);
    const model::Maps& maps = (*lead)->state().maps;
    if (maps.size != insight.heat_side || place >= maps.count) return;
    const float* score = maps.score_of(static_cast<int>(place));
    insight.heat.assign(score, score + static_cast<size_t>(maps.size) * maps.size);
  }

  Tracker tracker_;
  Tracker unfitted_;  ///< starts tracks that take an online branch over
  bool keep_insights_ = false;
};

}  // namespace

std::unique_ptr<Follower> follow_with(Tracker tracker) {
  return std::make_unique<TrackerFollower>(std::move(tracker));
}

}  // namespace siamrt::session
