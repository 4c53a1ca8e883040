#include "data/inspect.hpp"

#include "data/benchmark.hpp"
#include "data/inspect_images.hpp"
#include "data/names.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace siamrt::data {
namespace {

void count_rows(const Dataset& dataset, Inspection& found) {
  bool any = false;
  for (const Sequence& sequence : dataset.sequences) {
    found.rows += static_cast<std::int64_t>(sequence.truth.size());
    for (const Box& box : sequence.truth) {
      if (!is_valid(box)) {
        ++found.rows_without_truth;
        continue;
      }
      const double low = std::min(box.x, box.y);
      found.origin.smallest = any ? std::min(found.origin.smallest, low) : low;
      any = true;
      if (box.x == 0 || box.y == 0) {
        ++found.origin.at_zero;
      } else if (box.x == 1 || box.y == 1) {
        ++found.origin.at_one;
      }
    }
    if (!is_valid(sequence.truth.front())) {
      found.faults.push_back(
          fmt::format("{}: the first row is no box to start from", sequence.name));
    }
  }
}

/// Boxes at the left and upper edges tell where counting starts; ten of them are no accident.
void judge_origin(Inspection& found) {
  constexpr std::int64_t enough = 10;
  const Origin& origin = found.origin;
  if (found.one_based && origin.at_zero >= enough && origin.at_zero > origin.at_one) {
    found.remarks.push_back(
        fmt::format("truth looks counted from 0 ({} rows touch 0, {} touch 1), but {} counts from "
                    "1; was it converted?",
                    origin.at_zero, origin.at_one, found.dataset));
  }
  if (!found.one_based && origin.at_zero == 0 && origin.smallest >= 1 && origin.at_one >= enough) {
    found.remarks.push_back(
        fmt::format("truth looks counted from 1 ({} rows touch 1, none is below), but {} counts "
                    "from 0; was it converted?",
                    origin.at_one, found.dataset));
  }
}

void count_forms(const Dataset& dataset, Inspection& found) {
  for (const Sequence& sequence : dataset.sequences) {
    if (sequence.truth_file.empty()) continue;
    ++found.separators[sequence.form.separator];
    found.windows_files += sequence.form.windows_lines ? 1 : 0;
    found.files_without_end += sequence.form.newline_at_end ? 0 : 1;
    if (sequence.form.separator == "mixed") {
      found.remarks.push_back(
          fmt::format("{}: several separators in one file", sequence.truth_file));
    }
  }
}

void count_images(const Dataset& dataset, bool download, Inspection& found) {
  std::size_t without = 0;
  for (const Sequence& sequence : dataset.sequences) {
    if (sequence.frames == nullptr) {
      ++without;
      continue;
    }
    found.images += sequence.frames->count();
    const auto first = image_number(sequence.frames->name(0));
    const auto last = image_number(sequence.frames->name(sequence.frames->count() - 1));
    if (first && last && *first > 1)
      found.ranges.push_back(fmt::format("{} {}-{}", sequence.name, *first, *last));
  }
  if (without > 0 && download) {
    found.remarks.push_back(fmt::format(
        "sequences without images, which `eval` can use and `bench` cannot: {}", without));
  }
}

/// Folders of the download that are no sequence of the benchmark by its own spelling.
void find_aliases(const Benchmark& benchmark, const OpenOptions& options, Inspection& found) {
  if (options.root.empty()) return;
  const auto tree = open_tree(options.root);
  const std::string base = find_base(*tree, benchmark);
  std::set<std::string> exact;
  std::map<std::string, std::string> spelled;  // canonical -> the benchmark's own
  const List list = benchmark.list(tree.get(), base);
  for (const Listed& listed : list) {
    exact.insert(listed.in());
    exact.insert(listed.name);
    spelled.emplace(canonical(listed.in()), listed.in());
    spelled.emplace(canonical(listed.name), listed.in());
  }
  for (const std::string& folder : tree->list(base).folders) {
    if (exact.count(folder) != 0) continue;
    const auto meant = spelled.find(canonical(folder));
    if (meant != spelled.end()) {
      found.faults.push_back(fmt::format("{}: this is {} by another name; rename the folder",
                                         tree->place(joined(base, folder)), meant->second));
    }
  }
}

/// Every sequence whose images are not all there is missing for `bench`; its truth still counts.
void find_missing(const std::string& name, const OpenOptions& options, const Dataset& dataset,
                  Inspection& found) {
  found.missing = dataset.missing;
  if (options.root.empty() || found.images == 0) return;
  OpenOptions strict = options;
  strict.available = true;
  strict.frames = Frames::required;
  const Dataset whole = open_dataset(name, strict);
  for (const Missing& item : whole.missing) {
    const bool known = std::any_of(found.missing.begin(), found.missing.end(),
                                   [&](const Missing& m) { return m.sequence == item.sequence; });
    if (!known) found.faults.push_back(fmt::format("{}: {}", item.sequence, item.what));
  }
}

}  // namespace

Inspection inspect(const std::string& name, const OpenOptions& options, const InspectOptions& how) {
  Inspection found;
  found.dataset = name;
  OpenOptions lenient = options;
  lenient.available = true;
  lenient.frames = Frames::if_there;
  const Benchmark* benchmark = find_benchmark(name);
  Dataset dataset;
  try {
    dataset = open_dataset(name, lenient);
  } catch (const Error& error) {
    if (error.kind() != Error::Kind::input) throw;
    found.faults.emplace_back(error.what());
    return found;
  }
  found.expected = benchmark == nullptr ? 0 : benchmark->expected;
  found.sequences = dataset.sequences.size();
  found.one_based = dataset.one_based;
  count_rows(dataset, found);
  judge_origin(found);
  count_forms(dataset, found);
  count_images(dataset, !options.root.empty(), found);
  find_missing(name, options, dataset, found);
  if (benchmark != nullptr) find_aliases(*benchmark, options, found);
  inspect_images(dataset, how, found);
  return found;
}

}  // namespace siamrt::data
