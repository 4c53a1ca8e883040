#include "data/first_boxes.hpp"

#include "data/file_tree.hpp"
#include "data/names.hpp"
#include "data/truth_text.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

namespace siamrt::data {
namespace {

using ByName = std::unordered_map<std::string, const Sequence*>;  ///< by canonical name
using Moves = std::map<std::pair<long, long>, std::size_t>;       ///< in hundredths of a pixel

/// `SEQ.txt`, `SEQ_001.txt` and what follows a tracker's name have the sequence in front.
const Sequence* sequence_of(const ByName& names, const std::string& file) {
  if (file.size() < 5 || file.substr(file.size() - 4) != ".txt") return nullptr;
  std::string stem = file.substr(0, file.size() - 4);
  const auto whole = names.find(canonical(stem));
  if (whole != names.end()) return whole->second;
  constexpr std::size_t repetition = 4;  // _001
  if (stem.size() <= repetition || stem.compare(stem.size() - repetition, repetition, "_001") != 0)
    return nullptr;
  const auto found = names.find(canonical(stem.substr(0, stem.size() - repetition)));
  return found == names.end() ? nullptr : found->second;
}

/// The box of the first line; none where that is VOT's mark of an initialisation, or no box at all.
std::optional<Box> first_box(const std::string& text) {
  try {
    return parse_truth(std::string_view(text).substr(0, text.find('\n')), "").boxes.front();
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Truth of the frame that a first result stands for: results of Tiger1 may start at frame 6.
Box nearest_truth(const Sequence& sequence, const Box& box) {
  const Box first = sequence.truth.front();
  const auto omitted = static_cast<std::size_t>(sequence.omitted);
  if (omitted == 0 || omitted >= sequence.truth.size()) return first;
  const Box late = sequence.truth[omitted];
  const auto distance = [&](const Box& truth) {
    return std::hypot(box.x - truth.x, box.y - truth.y);
  };
  return distance(late) < distance(first) ? late : first;
}

struct Tally {
  std::size_t sequences = 0;
  std::size_t boxes = 0;
  std::size_t equal = 0;
  std::size_t corners = 0;
  Moves moves;
};

void add(Tally& tally, const Sequence& sequence, const Box& box) {
  constexpr double same = 0.01;
  constexpr double far = 1e6;  // keeps hundredths within a long
  ++tally.boxes;
  const Box truth = nearest_truth(sequence, box);
  const double dx = box.x - truth.x;
  const double dy = box.y - truth.y;
  if (!(std::abs(dx) < far) || !(std::abs(dy) < far)) return;
  const auto sized = [&](double w, double h) {
    return std::abs(w - truth.w) < same && std::abs(h - truth.h) < same;
  };
  if (sized(box.w, box.h) && std::abs(dx) < same && std::abs(dy) < same) ++tally.equal;
  if (sized(box.w - box.x, box.h - box.y) && !sized(box.w, box.h)) ++tally.corners;
  ++tally.moves[{std::lround(dx * 100), std::lround(dy * 100)}];
}

void search(const FileTree& tree, const std::string& folder, const ByName& names, int depth,
            std::map<std::string, Tally>& tallies) {
  const Listing listing = tree.list(folder);
  for (const std::string& file : listing.files) {
    const Sequence* sequence = sequence_of(names, file);
    if (sequence == nullptr) continue;
    const auto box = first_box(tree.read(joined(folder, file)));
    // VOT and GOT-10k have a folder per sequence: the tracker's is the one above.
    const bool own = names.count(canonical(base_name(folder))) != 0;
    const std::size_t slash = folder.rfind('/');
    const std::string above = slash == std::string::npos ? "" : folder.substr(0, slash);
    Tally& tally = tallies[own ? above : folder];
    ++tally.sequences;
    if (box) add(tally, *sequence, *box);
  }
  if (depth == 0) return;
  for (const std::string& inner : listing.folders)
    search(tree, joined(folder, inner), names, depth - 1, tallies);
}

std::string meaning(const FirstBoxes& found, bool one_based) {
  const auto is = [&](double move) {
    return std::abs(found.dx - move) < 0.02 && std::abs(found.dy - move) < 0.02;
  };
  if (is(-1) && one_based) return "results counted from 0, truth from 1";
  if (is(1) && !one_based) return "results counted from 1, truth from 0";
  if (is(-1) || is(1)) return "a whole pixel: one of the two was converted twice or not at all";
  if (is(0.5)) return "half a pixel: pysot's runner writes the first box so (centre from x + w/2)";
  if (is(-0.5)) return "half a pixel: corners taken as pixel centres";
  return "a fixed move";
}

FirstBoxes judge(const std::string& folder, const Tally& tally, bool one_based) {
  FirstBoxes found;
  found.folder = folder;
  found.sequences = tally.sequences;
  found.boxes = tally.boxes;
  found.equal = tally.equal;
  found.corners = tally.corners;
  for (const auto& [move, count] : tally.moves) {
    if ((move.first == 0 && move.second == 0) || count <= found.shifted) continue;
    found.shifted = count;
    found.dx = static_cast<double>(move.first) / 100;
    found.dy = static_cast<double>(move.second) / 100;
  }
  // Systematic: most sequences, and more than a stray few.
  const auto most = [&](std::size_t count) {
    return count * 2 > found.boxes && (count > 2 || found.boxes <= 2);
  };
  if (most(found.shifted)) {
    found.remark =
        fmt::format("{} of {} sequences start {:+g}, {:+g} px off the truth: {}", found.shifted,
                    found.boxes, found.dx, found.dy, meaning(found, one_based));
  }
  if (most(found.corners)) {
    found.remark += fmt::format("{}{} of {} first rows are corners (x1,y1,x2,y2), not x,y,w,h",
                                found.remark.empty() ? "" : "; ", found.corners, found.boxes);
  }
  return found;
}

}  // namespace

std::vector<FirstBoxes> first_boxes(const Dataset& dataset, const std::string& results) {
  ByName names;
  for (const Sequence& sequence : dataset.sequences)
    names.emplace(canonical(sequence.name), &sequence);
  const auto tree = open_tree(results);
  std::map<std::string, Tally> tallies;
  search(*tree, "", names, 5, tallies);
  if (tallies.empty()) {
    throw Error(Error::Kind::input,
                fmt::format("{}: no result file of a sequence of {}", results, dataset.name));
  }
  std::vector<FirstBoxes> found;
  found.reserve(tallies.size());
  for (const auto& [folder, tally] : tallies)
    found.push_back(judge(folder, tally, dataset.one_based));
  return found;
}

}  // namespace siamrt::data
