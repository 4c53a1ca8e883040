#pragma once

#include "data/loading.hpp"
#include "data/tables.hpp"

#include <string>
#include <vector>

namespace siamrt::data {

/// Where one sequence's files may be in a download, most usual place first.
struct Places {
  std::vector<std::string> truth;   ///< files
  std::vector<std::string> images;  ///< folders
  long long first = 0;              ///< numbers of the images that count; 0: all of the folder
  long long last = 0;
};

/// How one benchmark's download is laid out. Plain data and functions; benchmarks.cpp has the
/// table of them.
struct Benchmark {
  std::string name;
  bool one_based = false;
  bool polygons = false;     ///< VOT: every sequence has polygons
  std::size_t expected = 0;  ///< sequences of the whole benchmark
  /// The sequences wanted; `tree` may be null, for annotations without a download.
  List (*list)(const FileTree* tree, const std::string& base) = nullptr;
  Places (*places)(const Listed& listed, const std::string& base) = nullptr;
  TruthRows (*parse)(std::string_view text, const std::string& place) = nullptr;
  /// What lies beside the truth (labels, tags); may be null. Throws NotThere for what does not fit.
  void (*beside)(const FileTree& tree, const Places& places, Sequence& sequence) = nullptr;
  /// The benchmark's own rule where images and rows differ in number; may be null. `images` may be
  /// empty.
  void (*reconcile)(const Listed& listed, Sequence& sequence, ImageList& images) = nullptr;
  bool sized = false;  ///< its figures need the size of the images
};

/// Null for a name that is not in the table (`folder` is not).
const Benchmark* find_benchmark(const std::string& name);

/// Names of the table, in its order.
std::vector<std::string> benchmark_names();

/// The folder that holds the sequences: the top, or the one up to two below it that has the most.
/// Downloads unpack to one folder more or less (OTB100/, Dataset_UAV123/UAV123/, ...).
std::string find_base(const FileTree& tree, const Benchmark& benchmark);

/// Opens a benchmark from a download, an annotation file, or truth from the file and images from
/// the download.
Dataset open_benchmark(const Benchmark& benchmark, const OpenOptions& options);

}  // namespace siamrt::data
