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

/// The first line that is a box; VOT's files start with `1`, the mark of an initialisation.
std::optional<Box> first_box(const std::string& text) {
  std::size_t start = 0;
  for (int line = 0; line < 2 && start < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    try {
      const TruthRows rows = parse_truth(text.substr(start, end - start), "");
      return rows.boxes.front();
    } catch (const Error&) {
      start = end + 1;
    }
  }
  return std::nullopt;
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
  Moves moves;  ///< of first boxes that have the truth's size
};

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
    if (!box) continue;
    const Box truth = nearest_truth(*sequence, *box);
    constexpr double same = 0.01;
    if (!(std::abs(box->w - truth.w) < same) || !(std::abs(box->h - truth.h) < same)) continue;
    const double x = (box->x - truth.x) * 100;
    const double y = (box->y - truth.y) * 100;
    constexpr double far = 1e6;
    if (std::abs(x) < far && std::abs(y) < far) ++tally.moves[{std::lround(x), std::lround(y)}];
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
  for (const auto& [move, count] : tally.moves) {
    if (move.first == 0 && move.second == 0) {
      found.equal = count;
    } else if (count > found.shifted) {
      found.shifted = count;
      found.dx = static_cast<double>(move.first) / 100;
      found.dy = static_cast<double>(move.second) / 100;
    }
  }
  // Systematic: most sequences, and more than a stray few.
  if (found.shifted * 2 > found.sequences && (found.shifted > 2 || found.sequences <= 2)) {
    found.remark =
        fmt::format("{} of {} sequences start {:+g}, {:+g} px off the truth: {}", found.shifted,
                    found.sequences, found.dx, found.dy, meaning(found, one_based));
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
  for (const auto& [folder, tally] : tallies)
    found.push_back(judge(folder, tally, dataset.one_based));
  return found;
}

}  // namespace siamrt::data
