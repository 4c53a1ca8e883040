#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace siamrt::ui {

/// One file of the page, kept in the program.
struct PageFile {
  std::string path;  ///< as it is asked for: `/`, `/app.js`
  std::string type;  ///< Content-Type
  std::string_view text;
};

const std::vector<PageFile>& page_files();

}  // namespace siamrt::ui
