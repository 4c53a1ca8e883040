#include "ui/page.hpp"

#include <ui/page_files.hpp>

namespace siamrt::ui {

const std::vector<PageFile>& page_files() {
  static const std::string script = "text/javascript; charset=utf-8";
  static const std::vector<PageFile> files = {
      {"/", "text/html; charset=utf-8", page::index_html},
      {"/style.css", "text/css; charset=utf-8", page::style_css},
      {"/icon.svg", "image/svg+xml", page::icon_svg},
      {"/app.js", script, page::app_js},
      {"/clips.js", script, page::clips_js},
      {"/dom.js", script, page::dom_js},
      {"/keys.js", script, page::keys_js},
      {"/paint.js", script, page::paint_js},
      {"/readings.js", script, page::readings_js},
      {"/saving.js", script, page::saving_js},
      {"/server.js", script, page::server_js},
      {"/targets.js", script, page::targets_js},
      {"/timeline.js", script, page::timeline_js},
      {"/view.js", script, page::view_js},
  };
  return files;
}

}  // namespace siamrt::ui
