#pragma once

#include "ui/live.hpp"
#include "ui/studio.hpp"

#include <map>
#include <string>

namespace siamrt::ui {

/// What goes back to the page.
struct Reply {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::string attachment;  ///< file name to save as; empty: shown
};

/// What the page can ask for, apart from HTTP: words in, words out. Whatever comes in, something
/// sensible comes back: 400 for what is malformed, 404 for what is not there, 409 for what cannot
/// be done now, 500 for what broke, each as {"error": "one line"}. Safe from many threads.
class Api {
 public:
  Api(Studio& studio, const Live& live) : studio_(studio), live_(live) {}

  using Query = std::map<std::string, std::string>;

  /// GET /api/NAME: state, timeline, files (path), save (format), template (target).
  Reply get(const std::string& name, const Query& query) const;

  /// POST /api/NAME with a JSON object: open, play, pause, toggle, step, seek, speed, add, correct,
  /// remove, undo, redo, back, relocate, insights, video, record, restore.
  Reply post(const std::string& name, const std::string& body);

  /// An error as a reply.
  static Reply refusal(int status, const std::string& line);

 private:
  Studio& studio_;
  const Live& live_;
};

}  // namespace siamrt::ui
