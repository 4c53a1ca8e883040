#include "report/report.hpp"

#include "core/atomic_file.hpp"
#include "eval/json.hpp"
#include "eval/profile.hpp"
#include "report/escape.hpp"
#include "report/page.hpp"
#include "report/section.hpp"
#include "report/section_plots.hpp"
#include "report/section_tables.hpp"
#include "report/words.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace siamrt::report {
namespace {

namespace fs = std::filesystem;

std::string dump(const nlohmann::ordered_json& json) {
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// Writes the files of a report and counts them.
class Writer {
 public:
  Writer(std::string folder, const Options& options)
      : folder_(std::move(folder)), options_(options) {}

  void expect(std::size_t files) { all_ += files; }

  void write(const std::string& name, const std::string& content) {
    const fs::path path = fs::path(folder_) / name;
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    core::write_atomically(path.string(), content);
    ++done_;
    if (options_.progress) options_.progress(done_, std::max(all_, done_));
  }

  void write_plots(const std::string& profile, const std::vector<NamedPlot>& plots) {
    for (const NamedPlot& plot : plots) {
      const std::string base = profile + "/" + plot.file;
      write(base + ".svg", svg_of(plot.drawing));
      write(base + ".png", png_of(plot.drawing, options_.png_scale));
      write(base + ".pdf", pdf_of(plot.drawing));
    }
  }

  void write_table(const std::string& profile, const std::string& name, const Table& table) {
    const std::string base = profile + "/" + name;
    write(base + ".md", markdown_of(table));
    write(base + ".tex", latex_of(table));
    write(base + ".csv", csv_of(table));
    write(base + ".json", dump(json_of(table)));
  }

 private:
  std::string folder_;
  const Options& options_;
  std::size_t done_ = 0;
  std::size_t all_ = 0;
};

/// Trackers whose boxes are drawn, without their boxes.
std::vector<StripTrack> tracks_of(const Section& section, std::size_t most) {
  std::vector<StripTrack> tracks;
  for (const Ranked& tracker : section.trackers) {
    if (tracks.size() == most) break;
    tracks.push_back({tracker.figures->tracker, tracker.style.colour, {}});
  }
  return tracks;
}

/// Frames of the worst sequences that have frames and results.
std::vector<PageStrip> strips_of(const Section& section, const Options& options) {
  std::vector<PageStrip> strips;
  if (options.dataset == nullptr || !options.results) return strips;
  const std::string figure = sequence_figure(section);
  for (const std::size_t i : worst_first(section)) {
    if (strips.size() == options.worst) break;
    if (i >= options.dataset->sequences.size()) continue;
    const data::Sequence& sequence = options.dataset->sequences[i];
    if (!sequence.frames) continue;
    std::vector<StripTrack> tracks = tracks_of(section, options.in_strips);
    PageStrip one;
    for (std::size_t t = 0; t < tracks.size(); ++t) {
      const eval::TrackerResults* results = options.results(tracks[t].name);
      if (results == nullptr) continue;
      const auto found = results->sequences.find(sequence.name);
      if (found != results->sequences.end()) tracks[t].boxes = boxes_of(found->second);
      const eval::Figures& figures = *section.trackers[t].figures;
      const double value = figure_of(figures.sequences[i].scores, figure);
      one.scores.push_back(short_text(section.profile, figure, value));
    }
    auto strip = draw_strip(sequence, options.dataset->one_based, tracks);
    if (!strip) continue;
    one.sequence = sequence.name;
    one.file = "strips/" + file_name(sequence.name) + ".jpg";
    one.strip = std::move(*strip);
    strips.push_back(std::move(one));
  }
  return strips;
}

PageSection make_section(const Section& section, const Options& options) {
  PageSection part;
  part.section = &section;
  part.about = std::string("as ") + eval::find_profile(section.profile).toolkit + " scores";
  part.plots = main_plots(section);
  part.attribute_plots = attribute_plots(section, options.dataset);
  part.sequence_plots = sequence_plots(section);
  part.overall = overall_table(section);
  part.attributes = attribute_table(section, options.dataset);
  part.sequences = sequence_table(section);
  part.strips = strips_of(section, options);
  part.tracks = tracks_of(section, options.in_strips);
  return part;
}

std::vector<std::string> warnings_of(const std::vector<eval::Figures>& all) {
  std::vector<std::string> lines;
  std::set<std::string> seen;
  for (const eval::Figures& figures : all) {
    for (const std::string& line : figures.warnings) {
      std::string whole = fmt::format("{}, {}: {}", figures.tracker, figures.profile, line);
      if (seen.insert(whole).second) lines.push_back(std::move(whole));
    }
  }
  return lines;
}

nlohmann::ordered_json json_of_all(const std::vector<eval::Figures>& all) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const eval::Figures& figures : all) {
    json[figures.tracker][figures.profile] = eval::json_of(figures);
  }
  return json;
}

}  // namespace

void prepare_folder(const std::string& folder, bool overwrite) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure || !fs::is_directory(folder, failure)) {
    throw Error(Error::Kind::system, fmt::format("{}: cannot be made: {}", folder,
                                                 failure ? failure.message() : "not a folder"));
  }
  if (!overwrite && !fs::is_empty(folder, failure)) {
    throw Error(Error::Kind::usage,
                fmt::format("{}: has files in it; --overwrite writes over them", folder));
  }
  core::remove_temporaries(folder);
}

void write_report(const std::vector<eval::Figures>& figures, const std::string& folder,
                  const Options& options) {
  const std::vector<Section> sections = sections_of(figures);
  prepare_folder(folder, options.overwrite);
  Page page;
  page.title = options.title.empty() ? dataset_label(figures[0].dataset) : options.title;
  page.line = fmt::format("{} tracker{}, {} sequences", sections[0].trackers.size(),
                          sections[0].trackers.size() == 1 ? "" : "s", sections[0].sequences);
  page.made_by = options.made_by;
  page.warnings = warnings_of(figures);
  Writer writer(folder, options);
  for (const Section& section : sections) {
    page.sections.push_back(make_section(section, options));
    const PageSection& part = page.sections.back();
    const std::size_t plots =
        part.plots.size() + part.attribute_plots.size() + part.sequence_plots.size();
    writer.expect(3 * plots + 12 + part.strips.size());
  }
  writer.expect(2);
  for (const PageSection& part : page.sections) {
    const std::string& profile = part.section->profile;
    for (const auto* plots : {&part.plots, &part.attribute_plots, &part.sequence_plots}) {
      writer.write_plots(profile, *plots);
    }
    writer.write_table(profile, "overall", part.overall);
    if (!part.attributes.rows.empty()) writer.write_table(profile, "attributes", part.attributes);
    writer.write_table(profile, "sequences", part.sequences);
    for (const PageStrip& one : part.strips) writer.write(one.file, one.strip.jpeg);
  }
  writer.write("figures.json", dump(json_of_all(figures)));
  writer.write("index.html", html_of(page));
}

}  // namespace siamrt::report
