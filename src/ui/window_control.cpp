#include "ui/window_control.hpp"
#include "ui/window_choices.hpp"

#include "session/target.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace siamrt::ui {
namespace {

using session::Shown;

constexpr auto notice_time = std::chrono::seconds(4);
constexpr auto alarm_time = std::chrono::seconds(9);

constexpr std::array<double, 8> speeds = {0.125, 0.25, 0.5, 1, 2, 4, 8, 0};  // 0: no pace

}  // namespace

Control::Control(session::Session& session, Saver& saver, Options options)
    : session_(session), saver_(saver), options_(std::move(options)), shown_(session.latest()) {}

void Control::key(const Key& key) {
  changed_ = true;
  if (key.code == key_escape) return escape();
  if (panel_key(key)) return;
  if (zoom_key(key)) return;
  if (drawing_key(key)) return;
  if (arrow_key(key)) return;
  other_key(key);
}

/// Keys of an open panel. True if nobody else is to see the key.
bool Control::panel_key(const Key& key) {
  if (keys_) {
    keys_ = false;
    return key.code == 'h' || key.code == key_enter || key.code == key_return;
  }
  if (!saving_) return false;
  saving_ = false;
  if (key.code > 0 && key.code < 127) save(static_cast<char>(key.code));
  return true;
}

void Control::other_key(const Key& key) {
  const bool file = !shown_->live;
  const auto last = static_cast<std::int64_t>(1) << 40;
  constexpr int leap = 10;
  switch (key.code) {
    case key_enter:
    case key_return:
      if (shown_->state == Shown::State::paused) session_.play();
      break;
    case ' ':
      session_.toggle();
      break;
    case '.':
      if (file) session_.step(key.shift ? leap : 1);
      break;
    case ',':
      if (file) session_.step(key.shift ? -leap : -1);
      break;
    case '>':
      if (file) session_.step(leap);
      break;
    case '<':
      if (file) session_.step(-leap);
      break;
    case key_home:
      if (file) session_.seek(0);
      break;
    case key_end:
      if (file) session_.seek(shown_->count ? *shown_->count - 1 : last);
      break;
    case '[':
      change_speed(-1);
      break;
    case ']':
      change_speed(1);
      break;
    case 'u':
    case key_undo:
      undo();
      break;
    case key_redo:
      redo();
      break;
    case 'v':
      toggle_recording();
      break;
    case 's':
      draw_again();
      break;
    case 'x':
    case key_delete:
    case key_backspace:
      remove_target();
      break;
    case 'b':
      session_.track_back(selected_);
      break;
    case 'o':
      toggle_overlays();
      break;
    case 'r':
      toggle_relocation();
      break;
    case 'w':
      saving_ = true;
      break;
    case 'h':
      keys_ = true;
      break;
    case 'q':
      ended_ = true;
      break;
    default:
      if (key.code >= '1' && key.code <= '9' && target(key.code - '1') != nullptr)
        selected_ = key.code - '1';
  }
}

/// Esc takes back the last thing that is open, and leaves where nothing was begun.
void Control::escape() {
  if (keys_ || saving_) {
    keys_ = saving_ = false;
  } else if (drawing_ || press_) {
    cancel();
  } else if (selected_) {
    selected_.reset();
  } else if (shown_->targets.empty()) {
    ended_ = true;
  } else {
    tell("`q` ends, `w` saves first");
  }
}

void Control::change_speed(int way) {
  const double now = wished_speed_.value_or(shown_->speed);
  const auto found = std::find(speeds.begin(), speeds.end(), now);
  const int at = found == speeds.end() ? 3 : static_cast<int>(found - speeds.begin());
  const auto next = std::clamp(at + way, 0, static_cast<int>(speeds.size()) - 1);
  wished_speed_ = speeds.at(static_cast<std::size_t>(next));
  session_.set_speed(*wished_speed_);
}

void Control::remove_target() {
  const auto number = meant_target();
  if (!number) {
    if (!shown_->targets.empty()) tell("which one? click it or press its number, then `x`");
    return;
  }
  session_.remove(*number);
  selected_.reset();
}

void Control::toggle_overlays() {
  overlays_ = !overlays_;
  session_.set_insights(overlays_);
  if (overlays_ && shown_->state == Shown::State::paused)
    tell("overlays show with the next frame that is tracked");
}

void Control::toggle_relocation() {
  const bool on = shown_->relocate_after == 0;
  session_.set_relocate_after(on ? options_.relocate_after : 0);
  tell(on ? fmt::format("a target lost for {} frames is looked for in the whole frame",
                        options_.relocate_after)
          : "lost targets are looked for where they were");
}

/// What would be undone is known here already; should the session see it otherwise, it says so.
void Control::undo() {
  if (shown_->undo.empty()) return tell("nothing to undo");
  tell("undone: " + shown_->undo);
  selected_.reset();
  session_.undo();
}

void Control::redo() {
  if (shown_->redo.empty()) return tell("nothing to do again");
  tell("done again: " + shown_->redo);
  selected_.reset();
  session_.redo();
}

void Control::toggle_recording() {
  if (recording_) return saver_.end_recording();
  if (!shown_->live) return tell("the annotated video of a clip: `w`, then `v`");
  try {
    saver_.start_recording(session_, options_.model);
    tell("recording; `v` ends it");
  } catch (const std::exception& fault) {
    tell(fault.what(), true);
  }
}

void Control::save(char letter) {
  if (shown_->live && letter == choices.front().key) return toggle_recording();
  std::vector<Saved> what;
  for (const Choice& choice : choices) {
    const bool live_video = shown_->live && choice.saved == Saved::video;
    if (choice.key == letter || (letter == all_choices && !live_video))
      what.push_back(choice.saved);
  }
  if (what.empty()) return;
  if (!saver_.save(session_.record(), what)) tell("something is still being saved", true);
}

void Control::tell(const std::string& line, bool alarm) {
  notice_ = line;
  alarm_ = alarm;
  notice_until_ = Clock::now() + (alarm ? alarm_time : notice_time);
  changed_ = true;
}

}  // namespace siamrt::ui
