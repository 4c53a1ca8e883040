#include "report/page.hpp"

#include "report/assets.hpp"
#include "report/base64.hpp"
#include "report/escape.hpp"

#include <fmt/core.h>

#include <cmath>
#include <map>

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

/// A short piece of a tracker's line, as in the plots.
std::string swatch(const Ranked& tracker) {
  Drawing drawing;
  drawing.width = 30;
  drawing.height = 10;
  drawing.add(
      Path{{{0, 5}, {30, 5}}, false, line_pen(tracker.style.colour, 3, tracker.style.dash)});
  return svg_of(drawing, true);
}

std::string file_links(const std::string& base, const std::vector<const char*>& endings) {
  std::string out;
  for (const char* ending : endings) {
    out += fmt::format("<a href=\"{0}.{1}\" download>{1}</a>", e(base), ending);
  }
  return "<span class=\"files\">" + out + "</span>";
}

std::string figure_html(const PageSection& part, const NamedPlot& plot) {
  return fmt::format("<figure>{}<figcaption>{} {}</figcaption></figure>\n",
                     svg_of(plot.drawing, true), e(plot.caption),
                     file_links(part.section->profile + "/" + plot.file, {"svg", "png", "pdf"}));
}

std::string figures_html(const PageSection& part, const std::vector<NamedPlot>& plots) {
  std::string out;
  for (const NamedPlot& plot : plots) out += figure_html(part, plot);
  return "<div class=\"plots\">\n" + out + "</div>\n";
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

/// How a table is shown: with trackers' swatches in its rows or columns, with shaded numbers.
struct TableLook {
  const Section* row_trackers = nullptr;  ///< rows stand for its trackers, in this order
  double shade_full = 0;                  ///< value that is shaded fully; 0: no shades
};

std::string table_html(const Table& table, const TableLook& look) {
  std::string rows;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    rows += "<tr";
    std::string sample;
    if (look.row_trackers != nullptr && r < look.row_trackers->trackers.size()) {
      const Ranked& tracker = look.row_trackers->trackers[r];
      rows += fmt::format(" data-name=\"{}\"", e(tracker.figures->tracker));
      sample = swatch(tracker);
    }
    rows += ">";
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const Column& column = table.columns[c];
      const Cell& cell = table.rows[r][c];
      const bool shaded = look.shade_full > 0 && column.better != 0 && std::isfinite(cell.value);
      const double shade = shaded ? std::min(1.0, std::max(0.0, cell.value / look.shade_full)) : -1;
      std::string html = cell_html(cell, column, shade);
      if (c == 0 && !sample.empty()) html.insert(html.find('>') + 1, sample + " ");
      rows += html;
    }
    rows += "</tr>\n";
  }
  return fmt::format(
      "<div "
      "class=\"scroll\"><table{}>\n<caption>{}</caption>\n{}<tbody>\n{}</tbody></table></div>\n",
      look.shade_full > 0 ? " class=\"shaded\"" : "", e(table.caption), head_html(table), rows);
}

double largest(const Table& table) {
  double most = 0;
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (table.columns[c].better != 0 && std::isfinite(row[c].value)) {
        most = std::max(most, row[c].value);
      }
    }
  }
  return most;
}

std::string strips_html(const PageSection& part) {
  if (part.strips.empty()) return "";
  std::string out =
      "<h3>Worst sequences</h3>\n<p class=\"key\"><span class=\"truth\"></span> truth";
  for (const StripTrack& track : part.tracks) {
    out +=
        fmt::format(" <span style=\"background:{}\"></span> {}", hex(track.colour), e(track.name));
  }
  out += "</p>\n";
  for (const PageStrip& one : part.strips) {
    std::string numbers, scores;
    for (const std::int64_t frame : one.strip.frames) {
      numbers += fmt::format("<span>frame {}</span>", frame + 1);
    }
    for (std::size_t i = 0; i < std::min(one.scores.size(), part.tracks.size()); ++i) {
      scores += fmt::format("{}{} {}", i > 0 ? ", " : "", e(part.tracks[i].name), e(one.scores[i]));
    }
    out += fmt::format(
        "<figure class=\"strip\"><figcaption><b>{}</b> {}</figcaption><img alt=\"Frames of {}\" "
        "width=\"{}\" height=\"{}\" src=\"data:image/jpeg;base64,{}\"><div>{}</div></figure>\n",
        e(one.sequence), scores, e(one.sequence), one.strip.width, one.strip.height,
        base64(one.strip.jpeg), numbers);
  }
  return out;
}

std::string details_html(const std::string& title, const std::string& inside) {
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", title, inside);
}

const std::vector<const char*>& table_endings() {
  static const std::vector<const char*> endings = {"md", "tex", "csv", "json"};
  return endings;
}

std::string section_html(const PageSection& part, std::size_t number) {
  const Section& section = *part.section;
  const std::string folder = section.profile + "/";
  std::string out = fmt::format("<section id=\"profile-{}\">\n<h2>{} <small>{}</small></h2>\n",
                                number, e(section.profile), e(part.about));
  out += table_html(part.overall, {&section, 0}) + file_links(folder + "overall", table_endings());
  out += figures_html(part, part.plots);
  if (!part.attributes.rows.empty()) {
    out += "<h3>By attribute</h3>\n";
    std::vector<NamedPlot> radar, rest;
    for (const NamedPlot& plot : part.attribute_plots) {
      (plot.file == "attributes/radar" ? radar : rest).push_back(plot);
    }
    if (!radar.empty()) out += figures_html(part, radar);
    out += table_html(part.attributes, {nullptr, largest(part.attributes)});
    out += file_links(folder + "attributes", table_endings());
    if (!rest.empty()) {
      out +=
          details_html(fmt::format("{} plots by attribute", rest.size()), figures_html(part, rest));
    }
  }
  out += strips_html(part);
  out += "<h3>By sequence</h3>\n";
  out += table_html(part.sequences, {nullptr, largest(part.sequences)});
  out += file_links(folder + "sequences", table_endings());
  if (!part.sequence_plots.empty()) {
    out += details_html("The same as a picture", figures_html(part, part.sequence_plots));
  }
  return out + "</section>\n";
}

std::string warnings_html(const std::vector<std::string>& warnings) {
  if (warnings.empty()) return "";
  std::string out;
  for (const std::string& line : warnings) out += "<li>" + e(line) + "</li>\n";
  return details_html(fmt::format("{} remark{} about the results", warnings.size(),
                                  warnings.size() == 1 ? "" : "s"),
                      "<ul class=\"remarks\">\n" + out + "</ul>\n");
}

}  // namespace

std::string html_of(const Page& page) {
  std::string links, sections;
  for (std::size_t i = 0; i < page.sections.size(); ++i) {
    links += fmt::format("<a href=\"#profile-{}\">{}</a>", i, e(page.sections[i].section->profile));
    sections += section_html(page.sections[i], i);
  }
  return filled(assets::page_html, {{"title", e(page.title)},
                                    {"line", e(page.line)},
                                    {"style", std::string(assets::page_css)},
                                    {"script", std::string(assets::page_js)},
                                    {"links", page.sections.size() > 1 ? links : ""},
                                    {"sections", sections},
                                    {"remarks", warnings_html(page.warnings)},
                                    {"made_by", e(page.made_by)}});
}

}  // namespace siamrt::report
