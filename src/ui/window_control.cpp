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
constexpr auto lanes_every = std::chrono::milliseconds(400);

constexpr std::array<double, 8> speeds = {0.125, 0.25, 0.5, 1, 2, 4, 8, 0};  // 0: no pace

bool contains(const cv::Rect2d& place, const cv::Point2d& at) {
  return !place.empty() && place.contains(at);
}

}  // namespace

Control::Control(session::Session& session, Saver& saver, Options options)
    : session_(session), saver_(saver), options_(std::move(options)), shown_(session.latest()) {}

Layout Control::layout() const {
  const std::size_t lines = saving_ ? choices.size() + 1 : 0;
  return layout_for(window_, seen().frame.size(), seen().live, lines);
}

void Control::key(const Key& key) {
  changed_ = true;
  if (key.code == key_escape) return escape();
  if (panel_key(key)) return;
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

void Control::save(char letter) {
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

const session::ShownTarget* Control::target(int number) const {
  for (const session::ShownTarget& each : seen().targets) {
    if (each.number == number) return &each;
  }
  return nullptr;
}

/// The smallest target around a place.
std::optional<int> Control::target_at(const Point& at) const {
  std::optional<int> found;
  double least = 0;
  for (const session::ShownTarget& each : seen().targets) {
    if (!each.mark) continue;
    const Box& box = each.mark->box;
    const bool inside =
        at.x >= box.x && at.y >= box.y && at.x <= box.x + box.w && at.y <= box.y + box.h;
    if (inside && (!found || box.w * box.h < least)) {
      found = each.number;
      least = box.w * box.h;
    }
  }
  return found;
}

/// The target that a key without more words is about: the chosen one, that under the mouse, or the
/// only one.
std::optional<int> Control::meant_target() const {
  if (selected_) return selected_;
  if (mouse_) {
    if (const auto pointed = target_at(layout().to_frame(*mouse_))) return pointed;
  }
  if (shown_->targets.size() == 1) return shown_->targets.front().number;
  return std::nullopt;
}

int Control::next_number() const { return highest_number_ + 1; }

void Control::mouse(const Mouse& mouse) {
  mouse_ = mouse.at;
  changed_ = true;
  if (mouse.kind == Mouse::Kind::press) {
    point_at(mouse.at);
  } else if (mouse.kind == Mouse::Kind::move) {
    if (seeking_) return seek_to(mouse.at.x);
    move_picture(mouse.at);
  } else {
    if (std::exchange(seeking_, false)) return;
    release_picture();
  }
}

void Control::point_at(const cv::Point2d& at) {
  const Layout places = layout();
  if (keys_) {
    keys_ = false;
    return;
  }
  if (saving_) {
    saving_ = false;
    const double line = (at.y - places.choices.y - 41 * places.unit) / (26 * places.unit);
    if (!contains(places.choices, at) || line < 0) return;
    const auto index = static_cast<std::size_t>(line);
    if (index < choices.size()) save(choices.at(index).key);
    if (index == choices.size()) save(all_choices);
    return;
  }
  for (const Layout::Button& button : places.buttons) {
    if (contains(button.place, at)) return key({button.key, false});
  }
  cv::Rect2d reach = places.seek;
  reach.y = places.bar.y;
  reach.height = places.seek.br().y + 3 * places.unit - places.bar.y;
  if (!places.seek.empty() && contains(reach, at)) {
    seeking_ = true;
    sought_.reset();
    return seek_to(at.x);
  }
  if (contains(places.picture, at)) press_picture(at);
}

void Control::seek_to(double x) {
  if (drawing_) cancel();
  const Layout places = layout();
  const double share = std::clamp((x - places.seek.x) / places.seek.width, 0.0, 1.0);
  const auto last = static_cast<double>(std::max<std::int64_t>(1, shown_->count.value_or(1) - 1));
  const auto frame = static_cast<std::int64_t>(std::llround(share * last));
  if (std::exchange(sought_, frame) != frame) session_.seek(frame);
}

bool Control::refresh() {
  bool news = std::exchange(changed_, false);
  ShownPtr latest = session_.latest();
  if (latest->serial != shown_->serial) {
    shown_ = std::move(latest);
    news = true;
    for (const session::ShownTarget& each : shown_->targets)
      highest_number_ = std::max(highest_number_, each.number);
    if (selected_ && target(*selected_) == nullptr && !drawing_) selected_.reset();
    if (shown_->message != told_) {
      told_ = shown_->message;
      if (!told_.empty()) tell(told_, true);
    }
  }
  news = refresh_lanes() || news;
  news = refresh_notices() || news;
  return news;
}

/// Copying all boxes takes time where there are many: it is done now and then, and seldom where it
/// is slow.
bool Control::refresh_lanes() {
  const Clock::time_point begin = Clock::now();
  if (shown_->live || lanes_serial_ == shown_->serial || begin < lanes_due_) return false;
  lanes_serial_ = shown_->serial;
  lanes_.clear();
  for (const session::Target& target : session_.record().targets)
    lanes_.push_back({target.number(), target.spans(), target.keys()});
  const Clock::time_point end = Clock::now();
  constexpr int share = 30;
  lanes_due_ = end + std::max<Clock::duration>(lanes_every, (end - begin) * share);
  return true;
}

bool Control::refresh_notices() {
  bool news = false;
  Saver::State state = saver_.state();
  if (state.serial != saver_serial_) {
    saver_serial_ = state.serial;
    tell(state.line, state.failed);
    news = true;
  }
  saver_state_ = std::move(state);
  if (!notice_.empty() && Clock::now() > notice_until_ && !saver_state_.running) {
    notice_.clear();
    news = true;
  }
  return news;
}

}  // namespace siamrt::ui
