#include "eval/results.hpp"

#include "core/natural_order.hpp"
#include "core/near.hpp"
#include "eval/layouts.hpp"
#include "eval/mat_file.hpp"
#include "eval/result_files.hpp"
#include "eval/result_text.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace siamrt::eval {
namespace {

/// One file of a tracker.
struct Found {
  std::string path;
  Role role = Role::boxes;
  std::size_t sequence = 0;
  int run = 0;
};

struct Tracker {
  std::string name;
  std::string prefix;
  const Layout* layout = nullptr;
  std::vector<Found> files;
  std::vector<std::string> unknown;  ///< text files beside, which name no sequence
};

const Layout* forced_layout(const std::string& name) {
  if (name.empty()) return nullptr;
  for (const Layout& layout : layouts()) {
    if (name == layout.name) return &layout;
  }
  const std::string near = core::nearest(name, layout_names());
  throw Error(Error::Kind::usage,
              fmt::format("layout '{}': unknown; {}", name,
                          near.empty() ? fmt::format("one of {}", fmt::join(layout_names(), ", "))
                                       : "did you mean '" + near + "'?"));
}

std::string folder_of(const std::string& path) {
  const std::size_t cut = path.rfind('/');
  return cut == std::string::npos ? "" : path.substr(0, cut);
}

std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

void strip_end(std::string& name, const std::string& end) {
  if (name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0) {
    name.resize(name.size() - end.size());
  }
}

/// The name a folder stands for: results/ and the like are called after the folder above.
std::string tracker_name(const std::string& prefix, const std::string& top) {
  std::string rest = prefix;
  while (!rest.empty()) {
    std::string name = last_part(rest);
    if (name != "results" && name != "result") {
      strip_end(name, "_tracking_result");
      return name;
    }
    rest = folder_of(rest);
  }
  return top;
}

/// Where supervised VOT runs and others lie side by side, those of the data set's kind are meant:
/// some sequences of VOT are called like OTB's.
void keep_kind(std::map<std::string, Tracker>& trackers, bool vot) {
  const auto is_vot = [](const Tracker& tracker) {
    return std::any_of(tracker.files.begin(), tracker.files.end(),
                       [](const Found& file) { return file.role == Role::vot; });
  };
  const bool some = std::any_of(trackers.begin(), trackers.end(),
                                [&](const auto& entry) { return is_vot(entry.second) == vot; });
  if (!some) return;
  for (auto entry = trackers.begin(); entry != trackers.end();) {
    entry = is_vot(entry->second) == vot ? std::next(entry) : trackers.erase(entry);
  }
}

/// Trackers by folder, from the paths alone.
std::map<std::string, Tracker> sort_files(const ResultFiles& files, const SequenceNames& names,
                                          const Layout* forced) {
  std::map<std::string, Tracker> trackers;
  std::vector<std::string> rest;
  const auto exists = [&](const std::string& path) { return files.has(path); };
  for (const std::string& path : files.paths()) {
    const auto known = recognise(path, names, forced, exists);
    if (!known) {
      rest.push_back(path);
      continue;
    }
    Tracker& tracker = trackers[known->prefix];
    tracker.prefix = known->prefix;
    if (known->role != Role::times && tracker.layout == nullptr) tracker.layout = known->layout;
    tracker.files.push_back({path, known->role, known->sequence, known->run});
  }
  for (const std::string& path : rest) {
    const auto found = trackers.find(folder_of(path));
    if (found == trackers.end()) continue;
    std::string file = last_part(path);
    if (file.size() > 4 && file.substr(file.size() - 4) == ".txt")
      found->second.unknown.push_back(std::move(file));
  }
  return trackers;
}

/// `x_012` -> `x` and 12.
bool numbered(const std::string& prefix, std::string& stem, int& number) {
  const std::size_t size = prefix.size();
  if (size < 5 || prefix[size - 4] != '_') return false;
  for (std::size_t i = size - 3; i < size; ++i) {
    if (std::isdigit(static_cast<unsigned char>(prefix[i])) == 0) return false;
  }
  stem = prefix.substr(0, size - 4);
  number = std::stoi(prefix.substr(size - 3));
  return true;
}

/// pytracking writes whole numbers between tabs.
bool looks_like_pytracking(const Tracker& tracker, const ResultFiles& files) {
  for (const Found& file : tracker.files) {
    if (file.role != Role::boxes) continue;
    const ResultBoxes boxes = parse_result_boxes(files.read(file.path), files.shown(file.path));
    return boxes.tabs && boxes.whole_numbers;
  }
  return false;
}

/// Folders `param_000`, `param_001`, ... of pytracking become repetitions of one tracker.
void join_runs(std::map<std::string, Tracker>& trackers, const ResultFiles& files,
               const Layout* forced) {
  const bool asked = forced != nullptr && std::string(forced->name) == "pytracking";
  const Layout* pytracking = &layouts().back();
  std::map<std::string, Tracker> joined;
  for (auto& [prefix, tracker] : trackers) {
    std::string stem;
    int number = 0;
    const bool text =
        tracker.layout != nullptr && (asked || tracker.layout->name == std::string("text"));
    if (!text || !numbered(prefix, stem, number) ||
        (!asked && !looks_like_pytracking(tracker, files))) {
      joined.emplace(prefix, std::move(tracker));
      continue;
    }
    Tracker& whole = joined[stem];
    whole.prefix = stem;
    whole.layout = pytracking;
    for (Found& file : tracker.files) {
      file.run = number + 1;
      whole.files.push_back(std::move(file));
    }
  }
  trackers = std::move(joined);
}

/// Gives every tracker a name of its own.
std::vector<Tracker> named(std::map<std::string, Tracker> trackers, const std::string& top,
                           const std::string& wanted) {
  std::vector<Tracker> list;
  std::map<std::string, int> uses;
  for (auto& [prefix, tracker] : trackers) {
    if (tracker.layout == nullptr) continue;  // times without boxes
    tracker.name = tracker_name(prefix, top);
    ++uses[tracker.name];
    list.push_back(std::move(tracker));
  }
  for (Tracker& tracker : list) {
    if (uses[tracker.name] > 1 && !tracker.prefix.empty()) tracker.name = tracker.prefix;
    if (wanted.empty()) continue;
    tracker.name = list.size() == 1 ? wanted : wanted + "/" + tracker.name;
  }
  std::sort(list.begin(), list.end(),
            [](const Tracker& a, const Tracker& b) { return core::natural_less(a.name, b.name); });
  return list;
}

bool has_marks(const std::string& text) {
  const std::string first = text.substr(0, text.find('\n'));
  return first.find_first_of(",;") == std::string::npos &&
         (first[0] == '1' || first[0] == '0' || first[0] == '2') &&
         first.find_first_not_of("0123456789. \r\t") == std::string::npos &&
         first.find_first_of(" \t") == std::string::npos;
}

}  // namespace

struct ResultSet::State {
  State(const std::string& where, const data::Dataset& set)
      : files(where), dataset(&set), place(where) {}

  ResultFiles files;
  const data::Dataset* dataset;
  std::string place;
  std::vector<Tracker> trackers;
  std::vector<std::string> names;

  void add_file(TrackerResults& results, SequenceResult& result, const Found& file) const;
};

void ResultSet::State::add_file(TrackerResults& results, SequenceResult& result,
                                const Found& file) const {
  const std::string text = files.read(file.path);
  const std::string shown = files.shown(file.path);
  if (file.role == Role::times) {
    for (auto& column : parse_times(text, shown)) result.seconds.push_back(std::move(column));
  } else if (file.role == Role::vot || (file.run > 0 && !text.empty() && has_marks(text))) {
    result.vot.push_back(parse_result_lines(text));
    if (result.vot.back().empty()) results.warnings.push_back(shown + ": no lines in it");
  } else {
    ResultBoxes boxes =
        file.role == Role::matlab ? read_mat_boxes(text, shown) : parse_result_boxes(text, shown);
    for (std::string& line : boxes.warnings) results.warnings.push_back(std::move(line));
    result.boxes.push_back(std::move(boxes.boxes));
  }
}

ResultSet::ResultSet(std::unique_ptr<State> state) : state_(std::move(state)) {}
ResultSet::ResultSet(ResultSet&&) noexcept = default;
ResultSet::~ResultSet() = default;

ResultSet ResultSet::open(const std::string& place, const data::Dataset& dataset,
                          const ReadOptions& options) {
  const Layout* forced = forced_layout(options.layout);
  auto state = std::make_unique<State>(place, dataset);
  const SequenceNames names(dataset);
  auto trackers = sort_files(state->files, names, forced);
  keep_kind(trackers, dataset.name.compare(0, 3, "vot") == 0);
  join_runs(trackers, state->files, forced);
  state->trackers = named(std::move(trackers), state->files.name(), options.name);
  if (state->trackers.empty()) {
    const std::string example = dataset.sequences.empty() ? "SEQUENCE" : dataset.sequences[0].name;
    throw Error(Error::Kind::input,
                fmt::format("{}: no results of {} found among {} files; expected for example "
                            "{}.txt or TRACKER/{}.txt{}",
                            place, dataset.name, state->files.paths().size(), example, example,
                            forced != nullptr ? fmt::format(" (layout {})", forced->name) : ""));
  }
  for (const Tracker& tracker : state->trackers) state->names.push_back(tracker.name);
  return ResultSet(std::move(state));
}

const std::vector<std::string>& ResultSet::trackers() const noexcept { return state_->names; }

TrackerResults ResultSet::read(std::size_t index) const {
  const Tracker& tracker = state_->trackers.at(index);
  TrackerResults results;
  results.tracker = tracker.name;
  results.layout = tracker.layout->name;
  results.origin = tracker.prefix.empty() ? state_->place : state_->files.shown(tracker.prefix);
  std::set<std::tuple<std::size_t, int, bool>> seen;
  for (const Found& file : tracker.files) {
    const std::string& name = state_->dataset->sequences[file.sequence].name;
    if (!seen.insert({file.sequence, file.run, file.role == Role::times}).second) {
      results.warnings.push_back(
          fmt::format("{}: a second file for {}: left out", state_->files.shown(file.path), name));
      continue;
    }
    SequenceResult& result = results.sequences[name];
    result.name = name;
    state_->add_file(results, result, file);
  }
  if (!tracker.unknown.empty()) {
    const std::size_t shown = std::min<std::size_t>(tracker.unknown.size(), 3);
    results.warnings.push_back(
        fmt::format("{}: {} text file{} that name{} no sequence of {}: {}{}", results.origin,
                    tracker.unknown.size(), tracker.unknown.size() == 1 ? "" : "s",
                    tracker.unknown.size() == 1 ? "s" : "", state_->dataset->name,
                    fmt::join(tracker.unknown.begin(), tracker.unknown.begin() + shown, ", "),
                    tracker.unknown.size() > shown ? ", ..." : ""));
  }
  return results;
}

std::vector<TrackerResults> read_results(const std::string& place, const data::Dataset& dataset,
                                         const ReadOptions& options) {
  const ResultSet set = ResultSet::open(place, dataset, options);
  std::vector<TrackerResults> all;
  for (std::size_t i = 0; i < set.trackers().size(); ++i) all.push_back(set.read(i));
  return all;
}

const std::vector<std::string>& layout_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Layout& layout : layouts()) list.emplace_back(layout.name);
    return list;
  }();
  return names;
}

}  // namespace siamrt::eval
