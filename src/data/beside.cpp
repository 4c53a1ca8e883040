#include "data/beside.hpp"

#include "core/numbers.hpp"
#include "data/got10k_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace siamrt::data {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

/// Folder of the truth file that is there, else of the first candidate.
std::string truth_folder(const FileTree& tree, const Places& places) {
  for (const std::string& path : places.truth) {
    if (tree.has_file(path)) return folder_of(path);
  }
  return places.truth.empty() ? "" : folder_of(places.truth.front());
}

std::vector<std::uint8_t> flags_of_frames(const FileTree& tree, const std::string& path,
                                          std::size_t rows) {
  if (!tree.has_file(path)) return {};
  std::vector<std::uint8_t> flags = parse_flags(tree.read(path), tree.place(path));
  if (flags.size() != rows) {
    not_there(fmt::format("{} has {} flags, but the truth {} rows", tree.place(path), flags.size(),
                          rows));
  }
  return flags;
}

/// Columns of the toolkit's att files.
constexpr std::array lasot_attributes = {"IV", "POC", "DEF", "MB", "CM", "ROT", "BC",
                                         "VC", "SV",  "FOC", "FM", "OV", "LR",  "ARC"};

void read_lasot_attributes(const FileTree& tree, const std::string& path, Sequence& sequence) {
  if (!sequence.attributes.empty() || !tree.has_file(path)) return;
  const std::vector<std::uint8_t> flags = parse_flags(tree.read(path), tree.place(path));
  if (flags.size() != lasot_attributes.size()) {
    not_there(fmt::format("{} has {} flags, expected {} (attributes)", tree.place(path),
                          flags.size(), lasot_attributes.size()));
  }
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (flags[i] != 0) sequence.attributes.emplace_back(lasot_attributes[i]);
  }
}

}  // namespace

void beside_got10k(const FileTree& tree, const Places& places, Sequence& sequence) {
  read_got10k_labels(tree, truth_folder(tree, places), sequence);
}

void beside_vot(const FileTree& tree, const Places& places, Sequence& sequence) {
  if (!sequence.tags.empty()) return;
  const std::string folder = truth_folder(tree, places);
  for (const char* tag :
       {"camera_motion", "illum_change", "motion_change", "occlusion", "size_change"}) {
    for (const char* extension : {".tag", ".label"}) {
      const std::string path = joined(folder, std::string(tag) + extension);
      if (!tree.has_file(path)) continue;
      sequence.tags[tag] = parse_flags(tree.read(path), tree.place(path));
      break;
    }
  }
}

void beside_lasot(const FileTree& tree, const Places& places, Sequence& sequence) {
  const std::string folder = truth_folder(tree, places);
  const std::size_t rows = sequence.truth.size();
  const std::string file = sequence.name + ".txt";
  sequence.full_occlusion = flags_of_frames(tree, joined(folder, "full_occlusion.txt"), rows);
  sequence.out_of_view = flags_of_frames(tree, joined(folder, "out_of_view.txt"), rows);
  read_lasot_attributes(tree, joined(folder, "att/" + file), sequence);
  if (!sequence.absent.empty()) return;
  sequence.absent = flags_of_frames(tree, joined(folder, "absent/" + file), rows);
  if (!sequence.absent.empty() || sequence.full_occlusion.empty() || sequence.out_of_view.empty())
    return;
  for (std::size_t i = 0; i < rows; ++i) {
    const bool hidden = sequence.full_occlusion[i] != 0 || sequence.out_of_view[i] != 0;
    sequence.absent.push_back(hidden ? 1 : 0);
  }
}

void beside_tcolor128(const FileTree& tree, const Places& places, Sequence& sequence) {
  if (places.first == 0) return;
  const std::string folder = truth_folder(tree, places);
  for (const std::string& name : tree.list(folder).files) {
    const std::string end = "_frames.txt";
    if (name.size() < end.size() || name.compare(name.size() - end.size(), end.size(), end) != 0)
      continue;
    const std::string path = joined(folder, name);
    const std::string text = tree.read(path);
    const auto said = lines_of(text);
    const std::string wanted = fmt::format("{},{}", places.first, places.last);
    std::string found = said.empty() ? "" : said.front();
    found.erase(std::remove(found.begin(), found.end(), ' '), found.end());
    std::replace(found.begin(), found.end(), '\t', ',');
    if (found != wanted) {
      not_there(fmt::format("{} says '{}', expected {} ({} rows of truth)", tree.place(path), found,
                            wanted, sequence.truth.size()));
    }
  }
}

TruthRows parse_nfs(std::string_view text, const std::string& place) {
  const std::string_view first = text.substr(0, text.find('\n'));
  const bool vatic = core::fields(first).size() > 4;
  return vatic ? parse_vatic(text, place) : parse_truth(text, place);
}

void reconcile_nfs(const Listed& listed, Sequence& sequence, ImageList& images) {
  const bool any = !images.names.empty();
  const std::size_t count = any ? images.names.size() : static_cast<std::size_t>(listed.last);
  if (count == 0) return;
  std::vector<Box>& truth = sequence.truth;
  if (std::abs(static_cast<double>(truth.size()) / static_cast<double>(count) - 8) < 1) {
    std::vector<Box> kept;
    for (std::size_t i = 0; i < truth.size(); i += 8) kept.push_back(truth[i]);
    truth = std::move(kept);
  }
  const std::size_t n = std::min(truth.size(), count);
  if (truth.size() + count - 2 * n > 1) return;
  truth.resize(n);
  if (any) images.names.resize(n);
}

}  // namespace siamrt::data
