// The part of Control that says what is to be seen.

#include "ui/window_choices.hpp"
#include "ui/window_control.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace siamrt::ui {
namespace {

using session::Shown;

bool contains(const cv::Rect2d& place, const cv::Point2d& at) {
  return !place.empty() && place.contains(at);
}

}  // namespace

std::string Control::hint() const {
  if (!options_.hints || keys_ || saving_) return {};
  if (drawing_) return drawing_hint();
  if (shown_->targets.empty()) {
    return "drag a box around what you want to follow   `h` keys   `q` quit";
  }
  if (selected_) {
    return fmt::format(
        "target {}   handles or arrows adjust   `s` draw again   `x` remove   `Esc` leave it",
        *selected_ + 1);
  }
  if (shown_->ended) return "end of the clip   `space` plays again   `w` save   `q` quit";
  for (const session::ShownTarget& each : shown_->targets) {
    if (!each.mark || !each.mark->lost) continue;
    const std::string choose =
        shown_->targets.size() == 1 ? "" : fmt::format("`{}` ", each.number + 1);
    return fmt::format("target {} is lost   {}`s` draw it again   `r` search the whole frame",
                       each.number + 1, choose);
  }
  if (shown_->state == Shown::State::paused)
    return "`space` play   drag another box   `w` save   `h` keys";
  return {};
}

std::string Control::drawing_hint() const {
  if (drawing_->editor.dragging()) return {};
  if (drawing_->editor.is_drawn()) {
    std::string other;
    if (!seen().targets.empty())
      other = drawing_->again ? "`s` new target   " : "`s` draw again   ";
    return "`Enter` start   `n` keep, one more   arrows move   `shift` size   " + other +
           "`Esc` cancel";
  }
  if (!drawing_->again) return "drag a box around the target   `Esc` cancel";
  return fmt::format("drag a box around target {}   `Esc` cancel", *drawing_->again + 1);
}

Scene Control::scene() const {
  Scene scene;
  scene.shown = drawing_ ? drawing_->on : shown_;
  scene.model = options_.model;
  scene.zoom = zoom_;
  scene.selected = selected_;
  scene.lanes = lanes_;
  scene.overlays = overlays_;
  scene.keys = keys_;
  scene.hint = hint();
  scene.notice = notice_;
  scene.alarm = alarm_;
  if (saver_state_.running) scene.progress = saver_state_.progress;
  if (recording_) scene.recording = SceneRecording{recording_->seconds, recording_->bytes};
  if (saving_) {
    for (const Choice& choice : choices)
      scene.choices.push_back({choice.key, choice.what, saver_.where(choice.saved)});
    if (shown_->live)  // its frames are gone: only what is still to come can be a video
      scene.choices.front().what = recording_ ? "end the recording" : "record from now on";
    if (shown_->live) scene.choices.front().where = "";
    scene.choices.push_back({all_choices, "all of them", ""});
    scene.folder = saver_.folder();
  }
  if (drawing_) {
    SceneDraft draft;
    draft.box = drawing_->editor.box().value_or(Box());
    draft.drawn = drawing_->editor.is_drawn();
    draft.again = drawing_->again;
    draft.number = drawing_->again.value_or(shown_->next_number);
    draft.dragging = drawing_->editor.dragging();
    scene.draft = draft;
  }
  if (!mouse_) return scene;
  const Layout places = layout();
  for (std::size_t i = 0; i < places.buttons.size(); ++i) {
    if (contains(places.buttons[i].place, *mouse_)) scene.pointed_button = i;
  }
  if (seeking_ || (contains(places.seek, *mouse_) && shown_->count)) {
    scene.pointed_time = std::clamp((mouse_->x - places.seek.x) / places.seek.width, 0.0, 1.0);
  }
  if (contains(places.picture, *mouse_) && !keys_ && !saving_) {
    const Point at = places.to_frame(*mouse_);
    const bool drawable = (drawing_ && !drawing_->editor.is_drawn()) || seen().targets.empty();
    if (drawable && !(drawing_ && drawing_->editor.is_drawn())) scene.aim = at;
    if (!drawing_) scene.pointed = target_at(at);
  }
  return scene;
}

}  // namespace siamrt::ui
