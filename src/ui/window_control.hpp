#pragma once

#include "session/session.hpp"
#include "ui/canvas_scene.hpp"
#include "ui/window_editor.hpp"
#include "ui/window_saver.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::ui {

// Keys without a letter: X11 keysyms, which highgui reports as well.
constexpr int key_none = -1;
constexpr int key_escape = 27;
constexpr int key_enter = 13;
constexpr int key_return = 10;
constexpr int key_backspace = 8;
constexpr int key_home = 0xff50;
constexpr int key_left = 0xff51;
constexpr int key_up = 0xff52;
constexpr int key_right = 0xff53;
constexpr int key_down = 0xff54;
constexpr int key_end = 0xff57;
constexpr int key_delete = 0xffff;
constexpr int key_undo = 26;  // ctrl-z, as terminals have it
constexpr int key_redo = 25;  // ctrl-y, ctrl-shift-z

/// One press of a key: a character of ASCII or one of the above.
struct Key {
  int code = key_none;
  bool shift = false;
};

/// One thing that the mouse did; `at` in window pixels.
struct Mouse {
  enum class Kind {
    move,
    press,    ///< the left button
    release,  ///< the left button
    take,     ///< the middle button: takes the picture, to push it
    let_go,   ///< the middle button
    wheel,
  };
  Kind kind = Kind::move;
  cv::Point2d at;
  double turns = 0;  ///< wheel: notches, away from the hand positive
};

/// What keys and mouse mean: the hands of a Session. Knows the window's size but no window, so
/// that it can be tested without a display. Never waits. One thread.
class Control {
 public:
  struct Options {
    std::string model;        ///< name to show
    int relocate_after = 10;  ///< lost frames, where `r` switches it on
    bool hints = true;
  };

  /// `session` and `saver` outlive it.
  Control(session::Session& session, Saver& saver, Options options);

  void resize(cv::Size window) { window_ = window; }
  void set_model(const std::string& name) { options_.model = name; }
  void key(const Key& key);
  void mouse(const Mouse& mouse);

  /// Takes what is new from the session; true if the window looks different now.
  bool refresh();

  Scene scene() const;

  bool ended() const noexcept { return ended_; }

 private:
  using Clock = std::chrono::steady_clock;
  using ShownPtr = std::shared_ptr<const session::Shown>;

  /// A box on its way: on a frame that stands still meanwhile.
  struct Drawing {
    ShownPtr on;
    BoxEditor editor;
    std::optional<int> again;  ///< target that is drawn again; nothing: a new one
    bool resume = false;       ///< it was playing before
  };
  /// A button held down over the picture, not moved far yet: a click or the start of a box.
  struct Press {
    ShownPtr on;
    cv::Point2d at;
  };

  const session::Shown& seen() const { return drawing_ ? *drawing_->on : *shown_; }
  Layout layout() const;
  const session::ShownTarget* target(int number) const;
  std::optional<int> target_at(const Point& at) const;
  std::optional<int> meant_target() const;

  // window_zoom.cpp: the part of the frame that is looked at.
  bool zoom_key(const Key& key);
  bool zoom_mouse(const Mouse& mouse);
  void zoom_by(double ratio, const cv::Point2d& from, const cv::Point2d& to);

  // window_drawing.cpp: boxes.
  void begin(const ShownPtr& on, std::optional<int> again);
  void keep(bool play);
  void cancel();
  void draw_again();
  bool drawing_key(const Key& key);
  bool arrow_key(const Key& key);
  void press_picture(const cv::Point2d& at);
  void move_picture(const cv::Point2d& at);
  void release_picture();

  // window_pointer.cpp: the mouse.
  void point_at(const cv::Point2d& at);
  bool panel_point(const Layout& places, const cv::Point2d& at);
  void seek_to(double x);

  // window_news.cpp: what the session and the saver have to say.
  bool refresh_shown();
  bool refresh_lanes();
  bool refresh_notices();
  bool refresh_recording();

  // window_control.cpp: keys.
  bool panel_key(const Key& key);
  void other_key(const Key& key);
  void change_speed(int way);
  void remove_target();
  void toggle_overlays();
  void toggle_relocation();
  void toggle_recording();
  void undo();
  void redo();
  void save(char letter);
  void escape();
  void tell(const std::string& line, bool alarm = false);
  std::string hint() const;
  std::string drawing_hint() const;

  session::Session& session_;
  Saver& saver_;
  Options options_;
  cv::Size window_ = {1280, 720};
  ShownPtr shown_;
  std::optional<Drawing> drawing_;
  std::optional<Press> press_;
  Zoom zoom_;
  std::optional<cv::Point2d> pushing_;  ///< where the middle button has the picture
  bool seeking_ = false;
  std::optional<std::int64_t> sought_;
  std::optional<cv::Point2d> mouse_;
  std::optional<int> selected_;
  std::optional<double> wished_speed_;
  bool overlays_ = false;
  bool keys_ = false;
  bool saving_ = false;  ///< the panel is open
  bool ended_ = false;
  bool changed_ = true;  ///< since the last refresh()
  std::string notice_;
  bool alarm_ = false;
  Clock::time_point notice_until_;
  std::string told_;  ///< the session's message that was told last
  std::uint64_t saver_serial_ = 0;
  Saver::State saver_state_;
  std::optional<session::Recorder::State> recording_;
  std::vector<SceneLane> lanes_;
  std::uint64_t lanes_serial_ = 0;
  Clock::time_point lanes_due_;
};

}  // namespace siamrt::ui
