#include "data/benchmark.hpp"

#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>

namespace siamrt::data {
namespace {

using ByName = std::map<std::string, const Annotation*>;  ///< by canonical name

/// Everything that loading one sequence needs.
struct Source {
  const Benchmark& benchmark;
  const OpenOptions& options;
  std::shared_ptr<const FileTree> tree;  ///< null: annotations only
  std::string base;                      ///< folder in the tree from which places start
};

bool any_there(const FileTree& tree, const Places& places) {
  const auto file = [&](const std::string& path) { return tree.has_file(path); };
  const auto folder = [&](const std::string& path) { return tree.has_folder(path); };
  return std::any_of(places.truth.begin(), places.truth.end(), file) ||
         std::any_of(places.images.begin(), places.images.end(), folder);
}

/// How many of the first listed sequences lie below a base.
std::size_t hits(const FileTree& tree, const Benchmark& benchmark, const std::string& base) {
  constexpr std::size_t sample = 200;
  std::size_t count = 0;
  std::size_t tried = 0;
  for (const Listed& listed : benchmark.list(&tree, base)) {
    if (++tried > sample) break;
    if (any_there(tree, benchmark.places(listed, base))) ++count;
  }
  return count;
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> found;
  for (const std::string_view word : core::fields(text)) found.emplace_back(word);
  return found;
}

void take_facts(const Listed& listed, Sequence& sequence) {
  sequence.attributes = words(listed.attributes);
  if (listed.cvpr13) sequence.subsets.emplace_back("cvpr13");
  if (listed.tb50) sequence.subsets.emplace_back("tb50");
  sequence.omitted = listed.omitted;
}

/// The annotation's word holds before the table's; what it does not say is the table's.
void take_annotation(const Annotation& annotation, Sequence& sequence) {
  sequence.truth = annotation.truth;
  sequence.polygons = annotation.polygons;
  sequence.rectangles = annotation.rectangles;
  sequence.absent = annotation.absent;
  sequence.tags = annotation.tags;
  sequence.width = annotation.width;
  sequence.height = annotation.height;
  if (!annotation.attributes.empty()) sequence.attributes = annotation.attributes;
  if (annotation.cvpr13 || annotation.tb50) {
    sequence.subsets.clear();
    if (annotation.cvpr13.value_or(false)) sequence.subsets.emplace_back("cvpr13");
    if (annotation.tb50.value_or(false)) sequence.subsets.emplace_back("tb50");
  }
}

/// Where an annotation says that its images are.
void take_images(const Annotation& annotation, const std::string& base, Places& places) {
  const auto rows = static_cast<long long>(annotation.truth.size());
  if (!annotation.images.empty()) {
    const std::string& path = annotation.images.front();
    const std::size_t slash = path.rfind('/');
    if (slash != std::string::npos)
      places.images.insert(places.images.begin(), joined(base, path.substr(0, slash)));
    const auto first = image_number(path);
    const auto last = image_number(annotation.images.back());
    if (first && last && *last - *first + 1 == rows) {
      places.first = *first;
      places.last = *last;
    }
  } else if (annotation.first > 0 && annotation.last - annotation.first + 1 == rows) {
    places.first = annotation.first;
    places.last = annotation.last;
  }
}

/// Truth without the frames that most OTB tools leave out (Tiger1: 349 of 354 rows, as in pysot's
/// own JSON) starts at a later image.
void shift_for_omitted(const Listed& listed, Sequence& sequence, Places& places) {
  const int rows = static_cast<int>(sequence.truth.size());
  if (sequence.omitted == 0 || rows != listed.rows() - sequence.omitted) return;
  places.first = listed.first + sequence.omitted;
  places.last = listed.last;
  sequence.omitted = 0;
}

void require_length(const Listed& listed, const Sequence& sequence, const std::string& place) {
  const auto rows = static_cast<int>(sequence.truth.size());
  const int wanted = listed.rows();
  if (wanted == 0 || rows == wanted || (sequence.omitted > 0 && rows == wanted - sequence.omitted))
    return;
  not_there(fmt::format("{} has {} rows, expected {} (images {} to {})", place, rows, wanted,
                        listed.first, listed.last));
}

void attach(const Source& source, const Listed& listed, const Places& places, Sequence& sequence) {
  const Benchmark& benchmark = source.benchmark;
  if (source.tree == nullptr) return;
  const bool by_images = benchmark.reconcile != nullptr || (benchmark.sized && sequence.width == 0);
  if (source.options.frames == Frames::none && !by_images) return;
  ImageList images = find_images(*source.tree, places.images);
  if (images.folder.empty() && images.names.empty() && !places.images.empty())
    images.folder = places.images.front();
  std::vector<long long> lacking;
  if (places.first > 0 && !images.names.empty())
    lacking = keep_range(images, places.first, places.last);
  if (lacking.empty() && benchmark.reconcile != nullptr)
    benchmark.reconcile(listed, sequence, images);
  if (benchmark.sized) find_size(source.tree, images, sequence);
  attach_frames(sequence, source.tree, std::move(images), lacking, source.options.frames);
}

Sequence load(const Source& source, const Listed& listed, const Annotation* annotation) {
  Sequence sequence;
  sequence.name = listed.name;
  take_facts(listed, sequence);
  Places places = source.benchmark.places(listed, source.base);
  if (annotation != nullptr) {
    take_annotation(*annotation, sequence);
    take_images(*annotation, source.base, places);
  } else {
    const FileTree& tree = *source.tree;
    const std::string path = find_file(tree, places.truth);
    take_truth(sequence, source.benchmark.parse(tree.read(path), tree.place(path)),
               tree.place(path));
    if (source.benchmark.parse == parse_truth) require_length(listed, sequence, tree.place(path));
  }
  shift_for_omitted(listed, sequence, places);
  if (source.benchmark.polygons && sequence.polygons.empty()) {
    for (const Box& box : sequence.truth) sequence.polygons.push_back(polygon_of(box));
    sequence.rectangles.assign(sequence.truth.size(), 1);
  }
  if (source.tree != nullptr && source.benchmark.beside != nullptr)
    source.benchmark.beside(*source.tree, places, sequence);
  attach(source, listed, places, sequence);
  return sequence;
}

ByName by_name(const std::vector<Annotation>& annotations) {
  ByName found;
  for (const Annotation& annotation : annotations)
    found.emplace(canonical(annotation.name), &annotation);
  return found;
}

/// TrackingNet and `folder` have no list of their own: what the file holds is the list.
List list_of(const std::vector<Annotation>& annotations) {
  List list;
  for (const Annotation& annotation : annotations) {
    Listed listed;
    listed.name = annotation.name;
    listed.folder = annotation.video_dir;
    list.push_back(std::move(listed));
  }
  return list;
}

}  // namespace

std::string find_base(const FileTree& tree, const Benchmark& benchmark) {
  std::string best;
  std::size_t most = hits(tree, benchmark, best);
  std::vector<std::string> level = {""};
  for (int depth = 0; depth < 2 && most == 0; ++depth) {
    std::vector<std::string> below;
    for (const std::string& folder : level) {
      for (const std::string& name : tree.list(folder).folders) {
        below.push_back(joined(folder, name));
        const std::size_t found = hits(tree, benchmark, below.back());
        if (found > most) {
          most = found;
          best = below.back();
        }
      }
    }
    level = std::move(below);
  }
  return best;
}

Dataset open_benchmark(const Benchmark& benchmark, const OpenOptions& options) {
  Dataset dataset;
  dataset.name = benchmark.name;
  dataset.one_based = benchmark.one_based;
  Source source{benchmark, options, nullptr, ""};
  std::vector<Annotation> annotations;
  if (!options.annotations.empty()) annotations = read_annotations(options.annotations);
  if (!options.root.empty()) {
    source.tree = open_tree(options.root);
    source.base = find_base(*source.tree, benchmark);
  }
  List list = benchmark.list(source.tree.get(), source.base);
  if (list.empty()) list = list_of(annotations);
  const ByName annotated = by_name(annotations);
  for (const Listed& listed : list) {
    const auto found = annotated.find(canonical(listed.name));
    if (!annotations.empty() && found == annotated.end()) {
      dataset.missing.push_back({listed.name, fmt::format("not in {}", options.annotations)});
      continue;
    }
    try {
      dataset.sequences.push_back(
          load(source, listed, found == annotated.end() ? nullptr : found->second));
    } catch (const NotThere& problem) {
      dataset.missing.push_back({listed.name, problem.what()});
    } catch (const Error& error) {
      if (error.kind() != Error::Kind::input) throw;
      dataset.missing.push_back({listed.name, error.what()});
    }
  }
  const std::string& place = options.root.empty() ? options.annotations : options.root;
  settle(dataset, benchmark.expected, place, options.available);
  return dataset;
}

}  // namespace siamrt::data
