#include "cli/eval_explain.hpp"
#include "cli/eval_options.hpp"
#include "cli/eval_table.hpp"
#include "cli/exit_codes.hpp"
#include "cli/json_output.hpp"
#include "cli/progress.hpp"
#include "eval/json.hpp"
#include "eval/profile.hpp"
#include "eval/results.hpp"
#include "report/report.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <version.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>

namespace siamrt::cli {
namespace {

constexpr std::size_t most_warnings = 12;
constexpr double slow_seconds = 1;

/// A place of results with the name its tracker is given.
struct Place {
  std::string name;
  std::string path;
};

/// `NAME=PLACE`, unless a file or folder has that very name.
Place parse_place(const std::string& text) {
  const std::size_t cut = text.find('=');
  std::error_code unknown;
  if (cut == std::string::npos || std::filesystem::exists(text, unknown)) return {"", text};
  if (cut == 0) {
    throw Error(Error::Kind::usage,
                fmt::format("--results '{}': no name before the =, expected NAME=PLACE", text));
  }
  return {text.substr(0, cut), text.substr(cut + 1)};
}

data::Dataset open_dataset(const EvalOptions& options) {
  if (options.data.empty() && options.annotations.empty()) {
    throw Error(Error::Kind::usage,
                "--data or --annotations: one of them is needed, for the truth of the sequences");
  }
  data::OpenOptions open;
  open.root = options.data;
  open.annotations = options.annotations;
  open.available = options.available;
  // Only a report shows frames; looking for them takes longer than all figures.
  open.frames = options.report.empty() ? data::Frames::none : data::Frames::if_there;
  return data::open_dataset(options.dataset, open);
}

/// The profiles asked for, `all` spelled out, each once.
std::vector<std::string> chosen_profiles(const EvalOptions& options, const std::string& dataset) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const std::string& name : options.profiles) {
    if (name == "all") {
      for (const std::string& each : eval::profiles_for(dataset)) add(each);
    } else {
      add(eval::find_profile(name).name);
    }
  }
  if (names.empty()) add(eval::default_profile(dataset));
  return names;
}

/// Refuses results that lack sequences, unless what is there is to be scored.
void check_complete(const data::Dataset& dataset, const eval::TrackerResults& results,
                    const std::vector<std::string>& profiles, bool available) {
  const bool counts_as_empty = std::all_of(
      profiles.begin(), profiles.end(),
      [](const std::string& name) { return eval::find_profile(name).missing_is_empty; });
  if (available || counts_as_empty) return;
  std::vector<std::string> missing;
  for (const data::Sequence& sequence : dataset.sequences) {
    if (results.sequences.count(sequence.name) == 0) missing.push_back(sequence.name);
  }
  if (missing.empty()) return;
  const std::size_t count = missing.size();
  if (count > 8) missing.resize(8);
  throw Error(Error::Kind::input,
              fmt::format("{}: no results for {} of {} sequences: {}{}; --available scores what is "
                          "there",
                          results.origin, count, dataset.sequences.size(), fmt::join(missing, ", "),
                          count > missing.size() ? ", ..." : ""));
}

class Evaluation {
 public:
  Evaluation(const EvalOptions& options, const Terminal& terminal)
      : options_(options),
        terminal_(terminal),
        json_(options.json, options.overwrite),
        dataset_(open_dataset(options)),
        profiles_(chosen_profiles(options, dataset_.name)),
        has_frames_(std::any_of(dataset_.sequences.begin(), dataset_.sequences.end(),
                                [](const data::Sequence& s) { return s.frames != nullptr; })) {
    if (!options.report.empty()) report::prepare_folder(options.report, options.overwrite);
  }

  int run() {
    open_places();
    score();
    make_groups();
    warn();
    print();
    if (json_.wanted()) json_.write(document(), terminal_);
    if (!options_.report.empty()) write_report();
    return exit_done;
  }

 private:
  void open_places() {
    for (const std::string& text : options_.results) {
      const Place place = parse_place(text);
      sets_.push_back(eval::ResultSet::open(place.path, dataset_, {options_.layout, place.name}));
      for (const std::string& name : sets_.back().trackers()) {
        if (!trackers_.insert(name).second) {
          throw Error(Error::Kind::usage,
                      fmt::format("two trackers are called '{}'; --results NAME={} gives this one "
                                  "another name",
                                  name, place.path));
        }
      }
    }
  }

  void score() {
    const auto start = std::chrono::steady_clock::now();
    Progress progress(terminal_, !options_.quiet, "trackers",
                      static_cast<std::int64_t>(trackers_.size()));
    std::int64_t done = 0;
    for (const eval::ResultSet& set : sets_) {
      for (std::size_t i = 0; i < set.trackers().size(); ++i, ++done) {
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        if (passed.count() > slow_seconds) progress.update(done, set.trackers()[i]);
        eval::TrackerResults results = set.read(i);
        check_complete(dataset_, results, profiles_, options_.available);
        for (const std::string& line : results.warnings) {
          warnings_.push_back(results.tracker + ": " + line);
        }
        for (const std::string& profile : profiles_) {
          figures_.push_back(eval::evaluate(dataset_, results, profile));
        }
        if (options_.explain)
          explanations_ += explain_tracker(dataset_, results, profiles_, options_);
        if (has_frames_) results_.emplace(results.tracker, std::move(results));
      }
    }
  }

  void make_groups() {
    for (const std::string& text : options_.groups) {
      const std::size_t cut = text.find('=');
      if (cut == std::string::npos || cut == 0) {
        throw Error(Error::Kind::usage, fmt::format("--group '{}': expected NAME=PATTERN", text));
      }
      const std::string name = text.substr(0, cut), pattern = text.substr(cut + 1);
      for (const std::string& profile : profiles_) {
        std::vector<const eval::Figures*> members;
        for (const eval::Figures& figures : figures_) {
          if (figures.profile == profile && eval::fits(pattern, figures.tracker))
            members.push_back(&figures);
        }
        groups_.push_back(eval::group(name, members));
      }
    }
  }

  /// Each line once, whichever profiles say it.
  void warn() const {
    std::vector<std::string> lines = warnings_;
    std::map<std::string, std::vector<std::string>> profiles;
    std::vector<std::string> order;
    for (const eval::Figures& figures : figures_) {
      for (const std::string& line : figures.warnings) {
        const std::string key = figures.tracker + ": " + line;
        if (profiles.count(key) == 0) order.push_back(key);
        profiles[key].push_back(figures.profile);
      }
    }
    for (const std::string& key : order) {
      const bool all = profiles[key].size() == profiles_.size();
      lines.push_back(all ? key : fmt::format("{} ({})", key, fmt::join(profiles[key], ", ")));
    }
    for (std::size_t i = 0; i < lines.size() && i < most_warnings; ++i) terminal_.warn(lines[i]);
    if (lines.size() > most_warnings) {
      terminal_.warn(
          fmt::format("{} more like these; --json lists all", lines.size() - most_warnings));
    }
  }

  void print() const {
    if (options_.quiet || json_.to_standard_output()) return;
    std::ostream& out = *terminal_.out;
    out << terminal_.bold(dataset_.name) << "\n" << figures_table(figures_);
    if (std::any_of(figures_.begin(), figures_.end(),
                    [](const eval::Figures& figures) { return figures.partial; })) {
      out << "  * partial: some sequences are not scored\n";
    }
    out << groups_table(groups_) << differences_table(figures_);
    if (options_.show_attributes) out << attributes_table(figures_);
    if (options_.show_sequences) out << sequences_table(figures_, options_.sequences);
    out << explanations_;
  }

  nlohmann::ordered_json document() const {
    nlohmann::ordered_json json;
    for (const eval::Figures& figures : figures_) {
      nlohmann::ordered_json one = eval::json_of(figures);
      // Against the best only: all pairs of a hundred trackers would take longer than everything
      // else.
      const eval::Figures* best = best_of(figures_, figures.profile);
      if (best != nullptr && best != &figures) {
        one["against"] = best->tracker;
        for (const eval::Difference& d : eval::compare(figures, *best)) {
          one["differences"].push_back(eval::json_of(d));
        }
      }
      json[figures.tracker][figures.profile] = std::move(one);
    }
    for (const eval::Group& group : groups_) {
      json[group.name][group.profile] = eval::json_of(group);
    }
    return json;
  }

  void write_report() const {
    report::Options options;
    options.made_by = fmt::format("siamrt {}, siamrt eval --report", SIAMRT_VERSION);
    options.overwrite = true;  // asked about at the start
    options.dataset = &dataset_;
    options.results = [&](const std::string& tracker) {
      const auto found = results_.find(tracker);
      return found == results_.end() ? nullptr : &found->second;
    };
    report::write_report(figures_, options_.report, options);
    if (!options_.quiet && !json_.to_standard_output()) {
      *terminal_.out << "\nreport: " << options_.report << "/index.html\n";
    }
  }

  const EvalOptions& options_;
  const Terminal& terminal_;
  JsonOutput json_;
  data::Dataset dataset_;
  std::vector<std::string> profiles_;
  bool has_frames_;
  std::map<std::string, eval::TrackerResults> results_;  ///< kept for a report's frames only
  std::vector<eval::ResultSet> sets_;
  std::set<std::string> trackers_;
  std::vector<eval::Figures> figures_;
  std::vector<eval::Group> groups_;
  std::vector<std::string> warnings_;
  std::string explanations_;
};

}  // namespace

int run_eval(const EvalOptions& options, const Terminal& terminal) {
  return Evaluation(options, terminal).run();
}

}  // namespace siamrt::cli
