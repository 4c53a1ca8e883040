#include "eval/layouts.hpp"

#include "data/names.hpp"

#include <algorithm>
#include <cctype>

namespace siamrt::eval {
namespace {

const std::string any_sequence = "{seq}";

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool is_digits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// A file's sequence and run, if its name has the form.
struct FileName {
  std::size_t sequence = 0;
  int run = 0;
};

std::optional<FileName> parse_name(const std::string& file, FileForm form,
                                   const SequenceNames& names) {
  if (form == FileForm::matlab) {
    if (!ends_with(file, ".mat")) return std::nullopt;
    // Names of trackers and of sequences may hold underscores: the longest sequence that fits.
    std::string stem = file.substr(0, file.size() - 4);
    for (std::size_t cut = stem.rfind('_'); cut != std::string::npos && cut > 0;
         cut = stem.rfind('_', cut - 1)) {
      if (const auto found = names.find(stem.substr(0, cut))) return FileName{*found, 0};
    }
    return std::nullopt;
  }
  if (!ends_with(file, ".txt")) return std::nullopt;
  std::string stem = file.substr(0, file.size() - 4);
  int run = 0;
  if (form == FileForm::time) {
    if (!ends_with(stem, "_time")) return std::nullopt;
    stem.resize(stem.size() - 5);
  } else if (form == FileForm::run) {
    const std::size_t cut = stem.rfind('_');
    if (cut == std::string::npos) return std::nullopt;
    const std::string digits = stem.substr(cut + 1);
    if (digits.size() < 3 || digits.size() > 6 || !is_digits(digits)) return std::nullopt;
    run = std::stoi(digits);
    stem.resize(cut);
  }
  const auto found = names.find(stem);
  if (!found) return std::nullopt;
  return FileName{*found, run};
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', start)) {
    parts.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  parts.push_back(path.substr(start));
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::size_t count) {
  std::string path;
  for (std::size_t i = 0; i < count; ++i) path += (i == 0 ? "" : "/") + parts[i];
  return path;
}

/// Number of leading parts that are the tracker's folder, if the folders fit the pattern.
std::optional<std::size_t> fit_folders(const std::vector<std::string>& parts,
                                       const Pattern& pattern, std::size_t sequence,
                                       const SequenceNames& names) {
  const std::size_t folders = parts.size() - 1;
  if (folders < pattern.folders.size()) return std::nullopt;
  std::size_t prefix = folders - pattern.folders.size();
  for (std::size_t i = 0; i < pattern.folders.size(); ++i) {
    const std::string& wanted = pattern.folders[i];
    const std::string& given = parts[prefix + i];
    if (wanted == any_sequence) {
      const auto found = names.find(given);
      if (!found || *found != sequence) return std::nullopt;
    } else if (wanted[0] == '*') {
      if (!ends_with(given, wanted.substr(1))) return std::nullopt;
      return prefix + i + 1;
    } else if (given != wanted) {
      return std::nullopt;
    }
  }
  return prefix;
}

}  // namespace

const std::vector<Layout>& layouts() {
  const std::string seq = any_sequence;
  static const std::vector<Layout> table = {
      {"siamrt",
       "run folder of siamrt bench",
       {{Role::vot, {"results", "baseline", seq}, FileForm::run},
        {Role::boxes, {"results", seq}, FileForm::run},
        {Role::boxes, {"results"}, FileForm::run},
        {Role::boxes, {"results"}, FileForm::plain},
        {Role::times, {"times"}, FileForm::plain},
        {Role::times, {"times"}, FileForm::time},
        {Role::times, {"results", seq}, FileForm::time}},
       "run.json"},
      {"vot",
       "pysot, TracKit, video_analyst: VOT",
       {{Role::vot, {"baseline", seq}, FileForm::run},
        {Role::times, {"baseline", seq}, FileForm::time}}},
      {"got10k",
       "GOT-10k toolkit, pysot, pytracking, video_analyst: GOT-10k",
       {{Role::boxes, {seq}, FileForm::run}, {Role::times, {seq}, FileForm::time}}},
      {"lasot",
       "LaSOT evaluation toolkit",
       {{Role::boxes, {"*_tracking_result"}, FileForm::plain}}},
      {"matlab", "OTB's MATLAB tool", {{Role::matlab, {}, FileForm::matlab}}},
      {"text",
       "pysot, TracKit, GOT-10k toolkit (OTB), pytracking, TrackingNet",
       {{Role::times, {"times"}, FileForm::time},
        {Role::times, {"times"}, FileForm::plain},
        {Role::boxes, {}, FileForm::plain},
        {Role::times, {}, FileForm::time}}},
      {"pytracking",
       "pytracking, one folder a run",
       {{Role::boxes, {}, FileForm::plain}, {Role::times, {}, FileForm::time}}},
  };
  return table;
}

SequenceNames::SequenceNames(const data::Dataset& dataset) {
  for (std::size_t i = 0; i < dataset.sequences.size(); ++i) {
    places_.emplace(data::canonical(dataset.sequences[i].name), i);
  }
}

std::optional<std::size_t> SequenceNames::find(const std::string& name) const {
  const auto found = places_.find(data::canonical(name));
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

std::optional<Recognised> match(const std::string& path, const SequenceNames& names,
                                const Layout& layout) {
  const std::vector<std::string> parts = split(path);
  for (const Pattern& pattern : layout.patterns) {
    const auto file = parse_name(parts.back(), pattern.form, names);
    if (!file) continue;
    const auto prefix = fit_folders(parts, pattern, file->sequence, names);
    if (!prefix) continue;
    return Recognised{&layout, pattern.role, join(parts, *prefix), file->sequence, file->run};
  }
  return std::nullopt;
}

}  // namespace siamrt::eval
