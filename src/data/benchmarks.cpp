#include "data/benchmark.hpp"

#include "data/beside.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace siamrt::data {
namespace {

using Tree = const FileTree*;
using Path = std::string;

// Lists.

List otb2015(Tree, const Path&) { return otb_list(); }

List otb_part(bool Listed::*member) {
  List list;
  for (const Listed& item : otb_list()) {
    if (item.*member) list.push_back(item);
  }
  return list;
}

List otb2013(Tree, const Path&) { return otb_part(&Listed::cvpr13); }
List otb50(Tree, const Path&) { return otb_part(&Listed::tb50); }
List vot2018(Tree, const Path&) { return vot2018_list(); }
List vot2019(Tree, const Path&) { return vot2019_list(); }
List lasot(Tree, const Path&) { return lasot_list(); }
List uav123(Tree, const Path&) { return uav123_list(); }
List uav20l(Tree, const Path&) { return uav20l_list(); }
List dtb70(Tree, const Path&) { return dtb70_list(); }
List tcolor128(Tree, const Path&) { return tcolor128_list(); }

/// The list's ranges are those at 30 frames a second in pytracking's conversion: a number of
/// images to expect, no numbers to go by.
List nfs30(Tree, const Path&) {
  List list = nfs_list();
  for (Listed& item : list) item.first = 0;
  return list;
}

List nfs240(Tree, const Path&) {
  List list = nfs_list();
  for (Listed& item : list) item.first = item.last = 0;
  return list;
}

List numbered(const char* subset, int count) {
  List list;
  for (int number = 1; number <= count; ++number) {
    Listed item;
    item.name = fmt::format("GOT-10k_{}_{:06}", subset, number);
    list.push_back(std::move(item));
  }
  return list;
}

constexpr int got10k_train_count = 9335;
constexpr int got10k_val_count = 180;
constexpr int got10k_test_count = 180;
List got10k_train(Tree, const Path&) { return numbered("Train", got10k_train_count); }
List got10k_val(Tree, const Path&) { return numbered("Val", got10k_val_count); }
List got10k_test(Tree, const Path&) { return numbered("Test", got10k_test_count); }

/// What anno/ holds; the devkit has no list.
List trackingnet(Tree tree, const Path& base) {
  List list;
  if (tree == nullptr) return list;
  for (const Path& top : {joined(base, "TEST"), base}) {
    for (const std::string& file : tree->list(joined(top, "anno")).files) {
      if (file.size() < 5 || file.substr(file.size() - 4) != ".txt") continue;
      Listed item;
      item.name = file.substr(0, file.size() - 4);
      list.push_back(std::move(item));
    }
    if (!list.empty()) break;
  }
  return list;
}

// Places.

Places otb_places(const Listed& listed, const Path& base) {
  const Path folder = joined(base, listed.in());
  const Path truth = listed.truth.empty() ? "groundtruth_rect.txt" : listed.truth;
  Places places{
      {joined(folder, truth)}, {joined(folder, "img"), folder}, listed.first, listed.last};
  return places;
}

Places vot_places(const Listed& listed, const Path& base) {
  const Path folder = joined(base, listed.in());
  return {{joined(folder, "groundtruth.txt")},
          {joined(folder, "color"), joined(folder, "imgs"), folder},
          listed.first,
          listed.last};
}

Places got10k_places(const Listed& listed, const Path& base) {
  const bool train = listed.name.find("Train") != Path::npos;
  const bool val = listed.name.find("Val") != Path::npos;
  const Path inner = joined(joined(base, train ? "train" : val ? "val" : "test"), listed.name);
  const Path plain = joined(base, listed.name);
  return {{joined(plain, "groundtruth.txt"), joined(inner, "groundtruth.txt")}, {plain, inner}};
}

/// `airplane-1` of class `airplane`; the toolkit's annos/ has `airplane-1.txt`.
Places lasot_places(const Listed& listed, const Path& base) {
  const Path group = listed.name.substr(0, listed.name.rfind('-'));
  const Path inner = joined(joined(base, group), listed.name);
  const Path plain = joined(base, listed.name);
  return {{joined(inner, "groundtruth.txt"), joined(plain, "groundtruth.txt"),
           joined(base, listed.name + ".txt")},
          {joined(inner, "img"), joined(plain, "img")},
          listed.first,
          listed.last};
}

Places uav_places(const char* subset, const Listed& listed, const Path& base) {
  Places places;
  places.first = listed.first;
  places.last = listed.last;
  const Path truth = joined(subset, listed.name + ".txt");
  for (const Path& top : {base, joined(base, "UAV123")}) {
    places.truth.push_back(joined(joined(top, "anno"), truth));
    // UAV20L's clips are folders of UAV123's data_seq too.
    for (const Path& set : {Path(subset), Path("UAV123")})
      places.images.push_back(joined(joined(joined(top, "data_seq"), set), listed.in()));
    places.images.push_back(joined(top, listed.in()));
  }
  return places;
}

Places uav123_places(const Listed& listed, const Path& base) {
  return uav_places("UAV123", listed, base);
}
Places uav20l_places(const Listed& listed, const Path& base) {
  return uav_places("UAV20L", listed, base);
}

/// The download: SEQ/30/SEQ.txt and SEQ/30/SEQ/%05d.jpg, the same below 240. In pytracking's
/// conversion: anno/nfs_SEQ.txt and sequences/SEQ.
Places nfs_places(const char* rate, const Listed& listed, const Path& base) {
  const Path folder = joined(joined(base, listed.name), rate);
  Places places{{joined(folder, listed.name + ".txt")}, {joined(folder, listed.name), folder}};
  if (Path(rate) == "30") {
    places.truth.push_back(joined(base, "anno/nfs_" + listed.name + ".txt"));
    places.images.push_back(joined(base, "sequences/" + listed.name));
  }
  return places;
}

Places nfs30_places(const Listed& listed, const Path& base) {
  return nfs_places("30", listed, base);
}
Places nfs240_places(const Listed& listed, const Path& base) {
  return nfs_places("240", listed, base);
}

/// The list's names write `Yo-yos` with an underscore, and pytracking's copy has `tpl_` in front.
Places tcolor128_places(const Listed& listed, const Path& base) {
  Path other = listed.name;
  const std::size_t place = other.find("Yo_yos");
  if (place != Path::npos) other.replace(place, 6, "Yo-yos");
  Places places;
  places.first = listed.first;
  places.last = listed.last;
  for (const Path& name : {listed.name, other, "tpl_" + listed.name, "tpl_" + other}) {
    const Path folder = joined(base, name);
    for (const Path& stem : {listed.name, other})
      places.truth.push_back(joined(folder, stem + "_gt.txt"));
    places.images.push_back(joined(folder, "img"));
  }
  return places;
}

Places dtb70_places(const Listed& listed, const Path& base) {
  const Path folder = joined(base, listed.name);
  return {{joined(folder, "groundtruth_rect.txt"), joined(base, listed.name + ".txt")},
          {joined(folder, "img"), folder}};
}

Places trackingnet_places(const Listed& listed, const Path& base) {
  Places places;
  for (const Path& top : {joined(base, "TEST"), base}) {
    places.truth.push_back(joined(top, "anno/" + listed.name + ".txt"));
    places.images.push_back(joined(top, "frames/" + listed.name));
    places.images.push_back(joined(top, "zips/" + listed.name));
  }
  return places;
}

// name, one-based, polygons, sequences, list, places, parse, beside, reconcile, sized.
// Origins: docs/datasets.md.
const std::vector<Benchmark>& table() {
  static const std::vector<Benchmark> benchmarks = {
      {"otb2013", true, false, 51, otb2013, otb_places, parse_truth},
      {"otb50", true, false, 50, otb50, otb_places, parse_truth},
      {"otb2015", true, false, 100, otb2015, otb_places, parse_truth},
      {"got10k_train", false, false, got10k_train_count, got10k_train, got10k_places, parse_truth,
       beside_got10k, nullptr, true},
      {"got10k_val", false, false, got10k_val_count, got10k_val, got10k_places, parse_truth,
       beside_got10k, nullptr, true},
      {"got10k_test", false, false, got10k_test_count, got10k_test, got10k_places, parse_truth,
       beside_got10k, nullptr, true},
      {"vot2018", false, true, 60, vot2018, vot_places, parse_truth, beside_vot, nullptr, true},
      {"vot2019", false, true, 60, vot2019, vot_places, parse_truth, beside_vot, nullptr, true},
      {"lasot", true, false, 280, lasot, lasot_places, parse_truth, beside_lasot},
      {"uav123", true, false, 123, uav123, uav123_places, parse_truth},
      {"uav20l", true, false, 20, uav20l, uav20l_places, parse_truth},
      {"nfs30", false, false, 100, nfs30, nfs30_places, parse_nfs, nullptr, reconcile_nfs},
      {"nfs240", false, false, 100, nfs240, nfs240_places, parse_nfs, nullptr, reconcile_nfs},
      {"tcolor128", true, false, 129, tcolor128, tcolor128_places, parse_truth, beside_tcolor128},
      {"dtb70", true, false, 70, dtb70, dtb70_places, parse_truth},
      {"trackingnet", false, false, 511, trackingnet, trackingnet_places, parse_truth},
  };
  return benchmarks;
}

}  // namespace

const Benchmark* find_benchmark(const std::string& name) {
  for (const Benchmark& benchmark : table()) {
    if (benchmark.name == name) return &benchmark;
  }
  return nullptr;
}

std::vector<std::string> benchmark_names() {
  std::vector<std::string> names;
  for (const Benchmark& benchmark : table()) names.push_back(benchmark.name);
  return names;
}

}  // namespace siamrt::data
