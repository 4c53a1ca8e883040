#include "cli/doctor_dataset.hpp"

#include "cli/exit_codes.hpp"
#include "cli/table.hpp"
#include "data/first_boxes.hpp"
#include "data/inspect.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <thread>

namespace siamrt::cli {
namespace {

/// The first boxes of everything under one `--results`.
struct CheckedResults {
  std::string given;
  std::vector<data::FirstBoxes> trackers;
};

data::OpenOptions open_options(const DatasetCheck& check) {
  data::OpenOptions options;
  options.root = check.data;
  options.annotations = check.annotations;
  return options;
}

data::InspectOptions inspect_options(const DatasetCheck& check) {
  data::InspectOptions how;
  how.images = check.images == "all"    ? data::Images::all
               : check.images == "none" ? data::Images::none
                                        : data::Images::some;
  how.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  return how;
}

std::vector<CheckedResults> check_results(const DatasetCheck& check) {
  if (check.results.empty()) return {};
  data::OpenOptions options = open_options(check);
  options.available = true;
  options.frames = data::Frames::none;
  const data::Dataset dataset = data::open_dataset(check.dataset, options);
  std::vector<CheckedResults> checked;
  for (const std::string& results : check.results)
    checked.push_back({results, data::first_boxes(dataset, results)});
  return checked;
}

std::string separators(const data::Inspection& found) {
  std::vector<std::string> parts;
  for (const auto& [name, files] : found.separators)
    parts.push_back(fmt::format("{} in {}", name, files));
  if (parts.empty()) return "none read (truth is from the annotation file)";
  std::string text = fmt::format("{} files", fmt::join(parts, ", "));
  if (found.windows_files > 0)
    text += fmt::format("; Windows line ends in {}", found.windows_files);
  if (found.files_without_end > 0)
    text += fmt::format("; no newline at the end in {}", found.files_without_end);
  return text;
}

std::string shortened(const std::vector<std::string>& items, std::size_t most) {
  const std::size_t shown = std::min(items.size(), most);
  const std::vector<std::string> first(items.begin(),
                                       items.begin() + static_cast<std::ptrdiff_t>(shown));
  std::string text = fmt::format("{}", fmt::join(first, ", "));
  if (items.size() > shown) text += fmt::format(" and {} more", items.size() - shown);
  return text;
}

std::string section(const Terminal& terminal, const std::string& title,
                    const std::vector<std::string>& lines) {
  std::string text = "\n" + terminal.bold(title) + "\n";
  if (lines.empty()) text += "  none\n";
  for (const std::string& line : lines) text += "  " + line + "\n";
  return text;
}

std::vector<std::string> missing_lines(const data::Inspection& found) {
  std::vector<std::string> lines;
  for (const data::Missing& item : found.missing)
    lines.push_back(fmt::format("{}: {}", item.sequence, item.what));
  return lines;
}

std::string result_line(const data::FirstBoxes& tracker) {
  if (tracker.boxes == 0) {
    return fmt::format("{} sequences, their files start with VOT's mark, not with a box",
                       tracker.sequences);
  }
  if (!tracker.remark.empty()) return tracker.remark;
  return fmt::format("{} of {} sequences start at the truth, no systematic offset", tracker.equal,
                     tracker.boxes);
}

std::vector<std::string> result_lines(const std::vector<CheckedResults>& results) {
  std::vector<std::string> lines;
  for (const CheckedResults& one : results) {
    for (const data::FirstBoxes& tracker : one.trackers) {
      const std::string name =
          tracker.folder.empty() ? one.given : one.given + ":" + tracker.folder;
      lines.push_back(fmt::format("{}: {}", name, result_line(tracker)));
    }
  }
  return lines;
}

std::string ranges(const data::Inspection& found) {
  if (found.images == 0) return "no images to tell them by";
  return found.ranges.empty() ? "every sequence starts at its first image"
                              : shortened(found.ranges, 12);
}

std::string as_text(const data::Inspection& found, const std::vector<CheckedResults>& results,
                    const Terminal& terminal) {
  const std::string of = found.expected == 0 ? "" : fmt::format(" of {}", found.expected);
  const auto count = [](std::int64_t number) { return grouped(number); };
  std::string text = terminal.bold("Data set " + found.dataset) + "\n";
  text +=
      facts({{"sequences", fmt::format("{}{}", found.sequences, of)},
             {"truth", fmt::format("{} rows, {} without a usable box", count(found.rows),
                                   count(found.rows_without_truth))},
             {"images", fmt::format("{}, {} decoded", count(found.images), count(found.decoded))},
             {"ranges", ranges(found)},
             {"separators", separators(found)},
             {"origin",
              fmt::format("counted from {}; smallest coordinate {:g}, {} rows touch 0, {} touch 1",
                          found.one_based ? 1 : 0, found.origin.smallest,
                          count(found.origin.at_zero), count(found.origin.at_one))}});
  text += section(terminal, "Missing sequences", missing_lines(found));
  text += section(terminal, "Faults", found.faults);
  text += section(terminal, "Remarks", found.remarks);
  if (!results.empty()) {
    text +=
        section(terminal, "First boxes of results (nothing is corrected)", result_lines(results));
  }
  return text;
}

nlohmann::ordered_json as_json(const data::Inspection& found,
                               const std::vector<CheckedResults>& results) {
  nlohmann::ordered_json json = {{"dataset", found.dataset},
                                 {"expected", found.expected},
                                 {"sequences", found.sequences},
                                 {"rows", found.rows},
                                 {"rows_without_truth", found.rows_without_truth},
                                 {"images", found.images},
                                 {"decoded", found.decoded},
                                 {"ranges", found.ranges},
                                 {"separators", found.separators},
                                 {"windows_files", found.windows_files},
                                 {"files_without_end", found.files_without_end},
                                 {"one_based", found.one_based},
                                 {"origin",
                                  {{"smallest", found.origin.smallest},
                                   {"at_zero", found.origin.at_zero},
                                   {"at_one", found.origin.at_one}}},
                                 {"missing", nlohmann::ordered_json::array()},
                                 {"faults", found.faults},
                                 {"remarks", found.remarks},
                                 {"results", nlohmann::ordered_json::array()}};
  for (const data::Missing& item : found.missing)
    json["missing"].push_back({{"sequence", item.sequence}, {"what", item.what}});
  for (const CheckedResults& one : results) {
    for (const data::FirstBoxes& tracker : one.trackers) {
      json["results"].push_back({{"results", one.given},
                                 {"folder", tracker.folder},
                                 {"sequences", tracker.sequences},
                                 {"boxes", tracker.boxes},
                                 {"equal", tracker.equal},
                                 {"corners", tracker.corners},
                                 {"shifted", tracker.shifted},
                                 {"dx", tracker.dx},
                                 {"dy", tracker.dy},
                                 {"remark", tracker.remark}});
    }
  }
  return json;
}

}  // namespace

Group dataset_check_options(DatasetCheck* check) {
  return {"Checking a data set",
          {{"dataset", 0, "NAME",
            "check this data set: counts, ranges, separators, origin, names, images",
            &check->dataset, Completes::choices, data::dataset_names()},
           {"data", 0, "DIR", "its download: a folder, a .tar or a .zip", &check->data,
            Completes::folder},
           {"annotations", 0, "FILE", "truth from pysot's kind of JSON, plain or .xz",
            &check->annotations, Completes::file},
           {"results", 0, "DIR",
            "point out where the first boxes of these results lie off the truth; may be repeated",
            &check->results, Completes::folder},
           {"images",
            0,
            "WHICH",
            "decode all images, some (20 of a sequence, the default) or none",
            &check->images,
            Completes::choices,
            {"all", "some", "none"}}}};
}

int check_dataset(const DatasetCheck& check, const JsonOutput& json, const Terminal& terminal) {
  if (check.dataset.empty()) {
    throw Error(Error::Kind::usage, "--data, --annotations and --results need --dataset NAME");
  }
  const data::Inspection found =
      data::inspect(check.dataset, open_options(check), inspect_options(check));
  const std::vector<CheckedResults> results = check_results(check);
  if (json.wanted()) {
    json.write(as_json(found, results), terminal);
  } else {
    *terminal.out << as_text(found, results, terminal);
  }
  return found.faults.empty() && found.missing.empty() ? exit_done : exit_input;
}

}  // namespace siamrt::cli
