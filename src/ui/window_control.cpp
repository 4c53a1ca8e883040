#include "ui/window_control.hpp"

#include "session/target.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace siamrt::ui {
namespace {

using session::Shown;

struct Choice {
  char key;
  const char* what;
  Saved saved;
};

constexpr std::array<Choice, 7> choices = {{
    {'v', "annotated video", Saved::video},
    {'c', "boxes, CSV", Saved::csv},
    {'o', "boxes, OTB", Saved::otb},
    {'g', "boxes, GOT-10k", Saved::got10k},
    {'k', "boxes, COCO video", Saved::coco},
    {'m', "boxes, MOTChallenge", Saved::mot},
    {'j', "session, to go on with later", Saved::session},
}};
constexpr char all_choices = 'a';

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
  scene.selected = selected_;
  scene.lanes = lanes_;
  scene.overlays = overlays_;
  scene.keys = keys_;
  scene.hint = hint();
  scene.notice = notice_;
  scene.alarm = alarm_;
  if (saver_state_.running) scene.progress = saver_state_.progress;
  if (saving_) {
    for (const Choice& choice : choices)
      scene.choices.push_back({choice.key, choice.what, saver_.where(choice.saved)});
    scene.choices.push_back({all_choices, "all of them", ""});
    scene.folder = saver_.folder();
  }
  if (drawing_) {
    SceneDraft draft;
    draft.box = drawing_->editor.box().value_or(Box());
    draft.drawn = drawing_->editor.is_drawn();
    draft.again = drawing_->again;
    draft.number = drawing_->again.value_or(next_number());
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
