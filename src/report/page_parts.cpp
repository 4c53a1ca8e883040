#include "report/page_parts.hpp"

#include "report/assets.hpp"
#include "report/escape.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

std::string e(std::string_view text) { return xml_escaped(text); }

/// Replaces `{{name}}` in a template.
std::string filled(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = text.find("{{");
    const std::size_t end = start == std::string_view::npos ? start : text.find("}}", start);
    if (end == std::string_view::npos) break;
    out += text.substr(0, start);
    out += values.at(std::string(text.substr(start + 2, end - start - 2)));
    text.remove_prefix(end + 2);
  }
  return out.append(text);
}

std::string head_html(const Table& table) {
  std::string out;
  for (const Column& column : table.columns) {
    out += fmt::format("<th scope=\"col\"{}><button>{}</button></th>",
                       column.number ? " class=\"number\"" : "", e(column.title));
  }
  return "<thead><tr>" + out + "</tr></thead>\n";
}

std::string cell_html(const Cell& cell, const Column& column, double shade) {
  std::string classes = column.number ? "number" : "";
  if (cell.place > 0) classes += cell.place == 1 ? " best" : " second";
  std::string out = "<td";
  if (!classes.empty()) out += fmt::format(" class=\"{}\"", classes);
  if (column.number && std::isfinite(cell.value))
    out += fmt::format(" data-value=\"{}\"", cell.value);
  if (shade >= 0) out += fmt::format(" style=\"--shade:{:.3f}\"", shade);
  out += "><span>" + e(cell.text) + "</span>";
  if (!cell.interval_text.empty()) out += " <small>" + e(cell.interval_text) + "</small>";
  return out + "</td>";
}

std::string row_start(const RowLook& look) {
  std::string out = "<tr";
  if (!look.style.empty()) out += fmt::format(" class=\"{}\"", look.style);
  if (!look.name.empty()) out += fmt::format(" data-name=\"{}\"", e(look.name));
  return out + ">";
}

}  // namespace

std::string page_html(const PageFrame& frame) {
  return filled(assets::page_html, {{"title", e(frame.title)},
                                    {"line", e(frame.line)},
                                    {"style", std::string(assets::page_css)},
                                    {"script", std::string(assets::page_js)},
                                    {"links", frame.links_html},
                                    {"content", frame.html},
                                    {"made_by", e(frame.made_by)}});
}

std::string table_html(const Table& table, const TableLook& look) {
  std::string rows;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const RowLook row = r < look.rows.size() ? look.rows[r] : RowLook{};
    rows += row_start(row);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const Column& column = table.columns[c];
      const Cell& cell = table.rows[r][c];
      const bool shaded = look.shade_full > 0 && column.better != 0 && std::isfinite(cell.value);
      const double shade = shaded ? std::min(1.0, std::max(0.0, cell.value / look.shade_full)) : -1;
      std::string html = cell_html(cell, column, shade);
      if (c == 0 && !row.sample_html.empty())
        html.insert(html.find('>') + 1, row.sample_html + " ");
      rows += html;
    }
    rows += "</tr>\n";
  }
  return fmt::format(
      "<div "
      "class=\"scroll\"><table{}>\n<caption>{}</caption>\n{}<tbody>\n{}</tbody></table></div>\n",
      look.shade_full > 0 ? " class=\"shaded\"" : "", e(table.caption), head_html(table), rows);
}

std::string figure_html(const Drawing& drawing, const std::string& caption, const std::string& base,
                        const std::vector<std::string>& endings) {
  return fmt::format("<figure>{}<figcaption>{} {}</figcaption></figure>\n", svg_of(drawing, true),
                     e(caption), file_links(base, endings));
}

std::string file_links(const std::string& base, const std::vector<std::string>& endings) {
  std::string out;
  for (const std::string& ending : endings)
    out += fmt::format("<a href=\"{0}.{1}\" download>{1}</a>", e(base), ending);
  return "<span class=\"files\">" + out + "</span>";
}

std::string details_html(const std::string& title, const std::string& html) {
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", e(title), html);
}

}  // namespace siamrt::report
