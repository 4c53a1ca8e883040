#pragma once

// What the pages of reports and sweeps share: their frame (style, script, themes), tables that
// sort, drawings with their files. Everything is HTML text; words given are escaped here, `html` is
// not.

#include "report/drawing.hpp"
#include "report/table.hpp"

#include <map>
#include <string>
#include <vector>

namespace siamrt::report {

/// A whole page around its content.
struct PageFrame {
  std::string title;
  std::string line;        ///< below the title
  std::string links_html;  ///< in the head, beside the theme's button
  std::string html;        ///< the content
  std::string made_by;     ///< at the foot; may be empty
};
std::string page_html(const PageFrame& frame);

/// A row as more than its cells.
struct RowLook {
  std::string name;         ///< ties the row to what bears this name in plots; empty: to nothing
  std::string style;        ///< a class of the style sheet: winner, tied; empty: none
  std::string sample_html;  ///< before the first cell's text
};

/// How a table is shown.
struct TableLook {
  std::vector<RowLook> rows;  ///< as many as the table has, or fewer
  double shade_full = 0;      ///< value that is shaded fully; 0: no shades
};
std::string table_html(const Table& table, const TableLook& look = {});

/// A drawing with words and links to its files `base`.ENDING.
std::string figure_html(const Drawing& drawing, const std::string& caption, const std::string& base,
                        const std::vector<std::string>& endings);

/// Links to `base`.ENDING.
std::string file_links(const std::string& base, const std::vector<std::string>& endings);

/// What opens when its title is clicked.
std::string details_html(const std::string& title, const std::string& html);

}  // namespace siamrt::report
