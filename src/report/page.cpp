#include "report/page.hpp"

#include "report/base64.hpp"
#include "report/escape.hpp"
#include "report/page_parts.hpp"

#include <fmt/core.h>

#include <cmath>

namespace siamrt::report {
namespace {

std::string e(std::string_view text) { return xml_escaped(text); }

/// A short piece of a tracker's line, as in the plots.
std::string swatch(const Ranked& tracker) {
  Drawing drawing;
  drawing.width = 30;
  drawing.height = 10;
  drawing.add(
      Path{{{0, 5}, {30, 5}}, false, line_pen(tracker.style.colour, 3, tracker.style.dash)});
  return svg_of(drawing, true);
}

std::string figures_html(const PageSection& part, const std::vector<NamedPlot>& plots) {
  std::string out;
  for (const NamedPlot& plot : plots) {
    out += figure_html(plot.drawing, plot.caption, part.section->profile + "/" + plot.file,
                       {"svg", "png", "pdf"});
  }
  return "<div class=\"plots\">\n" + out + "</div>\n";
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

const std::vector<std::string>& table_endings() {
  static const std::vector<std::string> endings = {"md", "tex", "csv", "json"};
  return endings;
}

/// Rows that stand for the section's trackers, in their order.
TableLook tracker_rows(const Section& section) {
  TableLook look;
  for (const Ranked& tracker : section.trackers)
    look.rows.push_back({tracker.figures->tracker, "", swatch(tracker)});
  return look;
}

std::string section_html(const PageSection& part, std::size_t number) {
  const Section& section = *part.section;
  const std::string folder = section.profile + "/";
  std::string out = fmt::format("<section id=\"profile-{}\">\n<h2>{} <small>{}</small></h2>\n",
                                number, e(section.profile), e(part.about));
  out += table_html(part.overall, tracker_rows(section)) +
         file_links(folder + "overall", table_endings());
  out += figures_html(part, part.plots);
  if (!part.attributes.rows.empty()) {
    out += "<h3>By attribute</h3>\n";
    std::vector<NamedPlot> radar, rest;
    for (const NamedPlot& plot : part.attribute_plots) {
      (plot.file == "attributes/radar" ? radar : rest).push_back(plot);
    }
    if (!radar.empty()) out += figures_html(part, radar);
    out += table_html(part.attributes, {{}, largest(part.attributes)});
    out += file_links(folder + "attributes", table_endings());
    if (!rest.empty()) {
      out +=
          details_html(fmt::format("{} plots by attribute", rest.size()), figures_html(part, rest));
    }
  }
  out += strips_html(part);
  out += "<h3>By sequence</h3>\n";
  out += table_html(part.sequences, {{}, largest(part.sequences)});
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
  return page_html({page.title, page.line, page.sections.size() > 1 ? links : "",
                    sections + warnings_html(page.warnings), page.made_by});
}

}  // namespace siamrt::report
