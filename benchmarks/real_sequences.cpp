// Tracks the 13 real sequences with the real trained networks and writes a Markdown page of AUCs
// beside the original trackers'. It is the source of docs/results.md.

#include "track/real_sequences.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <vector>

namespace {

using namespace siamrt;

struct Options {
  std::string archives = "build/release/archives/real";
  std::string shared = "../shared";
  std::string out = "docs/results.md";
  int threads = 1;
};

/// One network on one sequence.
struct Cell {
  double auc = 0;
  double golden = 0;
  double largest_px = 0;  ///< of a box from the original's, over the strict frames
  size_t strict = 0;
  size_t frames = 0;
};

const char* const networks[] = {"nanotrack_v1", "nanotrack_v2", "nanotrack_v3",
                                "lighttrack_mobile"};

Cell measure(const Tracker& tracker, const std::string& network, const test::Sequence& sequence,
             const Options& options) {
  const test::GoldenRun golden =
      test::golden_run(options.shared + "/golden/nanotrack", network, sequence);
  const std::vector<Box> boxes = test::run(tracker, sequence);
  Cell cell;
  cell.auc = test::auc(boxes, sequence.truth);
  cell.golden = golden.auc;
  cell.frames = boxes.size();
  cell.strict = network == std::string("lighttrack_mobile") ? boxes.size() : golden.strict;
  for (size_t t = 0; t < cell.strict; ++t) {
    cell.largest_px = std::max(cell.largest_px, test::distance(boxes[t], golden.boxes[t]));
  }
  return cell;
}

std::string table(const std::vector<std::vector<Cell>>& rows) {
  std::string text = "| sequence | frames |";
  std::string rule = "|---|---|";
  for (const char* network : networks) {
    text += fmt::format(" {} | original | largest px |", network);
    rule += "---|---|---|";
  }
  text += "\n" + rule + "\n";
  std::vector<Cell> mean(std::size(networks));
  for (size_t row = 0; row < rows.size(); ++row) {
    text += fmt::format("| {} | {} |", test::real_sequence_names()[row], rows[row][0].frames);
    for (size_t n = 0; n < mean.size(); ++n) {
      const Cell& cell = rows[row][n];
      const std::string until =
          cell.strict < cell.frames ? fmt::format(" (to {})", cell.strict - 1) : "";
      text += fmt::format(" {:.4f} | {:.4f} | {:.4f}{} |", cell.auc, cell.golden, cell.largest_px,
                          until);
      mean[n].auc += cell.auc / static_cast<double>(rows.size());
      mean[n].golden += cell.golden / static_cast<double>(rows.size());
      mean[n].largest_px = std::max(mean[n].largest_px, cell.largest_px);
    }
    text += "\n";
  }
  text += "| **mean** | |";
  for (const Cell& cell : mean)
    text +=
        fmt::format(" **{:.4f}** | **{:.4f}** | {:.4f} |", cell.auc, cell.golden, cell.largest_px);
  return text + "\n";
}

std::string page(const std::vector<std::vector<Cell>>& rows, const std::vector<Tracker>& trackers) {
  std::string text =
      "# Results on real sequences\n\n"
      "Real trained networks on 13 real benchmark sequences (some of them excerpts), beside what "
      "the original Python\n"
      "trackers found on the same files with the same weights. AUC is OTB's success: the mean over "
      "21 thresholds\n"
      "0, 0.05 .. 1 of the share of frames whose IoU with the truth is above; first frame counted, "
      "frames without truth\n"
      "left out. `largest px` is the largest difference of x, y, w or h from the original's box "
      "over all frames, or up\n"
      "to the frame in brackets where rounding alone parts two runs of the original itself.\n"
      "LightTrack's original figures are of boxes whose corner may be negative; what it reports, "
      "and siamrt too,\n"
      "begins at 0, which changes two of the AUCs a little. VOT_bag's 0.0002 are one frame: the "
      "original figures\n"
      "have 1 + 7e-16 for the IoU of its first box with itself, which is above the last "
      "threshold.\n\n";
  text += table(rows);
  text += "\nMade by\n\n```sh\nbuild/release/bin/siamrt_real_sequences\n```\n\n";
  text += fmt::format("in fp32 on {} thread(s), with these archives:\n\n",
                      trackers[0].model().options().threads);
  for (const Tracker& tracker : trackers) {
    const Description& d = tracker.model().description();
    const auto snapshot = d.source.find("sha256");
    text += fmt::format("- `{}`, weights' SHA-256 {}\n", d.name,
                        snapshot == d.source.end() ? "unknown" : snapshot->second);
  }
  text +=
      "\nThe tests `track/*RealSequences*` (one sequence) and `track_slow/*RealSequences*` (all) "
      "hold the boxes within\n"
      "0.05 px and the AUCs within 0.002 (LightTrack: 0.005).\n";
  return text;
}

int make(const Options& options) {
  std::vector<Tracker> trackers;
  for (const char* network : networks) {
    trackers.emplace_back(Model::open(fmt::format("{}/{}.pt", options.archives, network),
                                      {Precision::fp32, options.threads, "cpu"}));
  }
  std::vector<std::vector<Cell>> rows;
  for (const std::string& name : test::real_sequence_names()) {
    const test::Sequence sequence = test::read_sequence(options.shared + "/sequences", name);
    rows.emplace_back();
    for (size_t n = 0; n < trackers.size(); ++n) {
      rows.back().push_back(measure(trackers[n], networks[n], sequence, options));
      fmt::print(stderr, "{} {}: AUC {:.4f}\n", name, networks[n], rows.back().back().auc);
    }
  }
  std::ofstream file(options.out);
  file << page(rows, trackers);
  file.close();
  if (!file) throw Error(Error::Kind::system, options.out + ": cannot be written");
  return 0;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  CLI::App app(
      "Tracks the real sequences and writes docs/results.md (run in the repository's root)");
  app.add_option("--archives", options.archives,
                 "folder of nanotrack_v1.pt .. lighttrack_mobile.pt")
      ->capture_default_str();
  app.add_option("--shared", options.shared, "folder with sequences/ and golden/")
      ->capture_default_str();
  app.add_option("--out", options.out, "page to write")->capture_default_str();
  app.add_option("--threads", options.threads, "of the network")->capture_default_str();
  CLI11_PARSE(app, count, words);
  try {
    return make(options);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "real_sequences: {}\n", problem.what());
    return 3;
  }
}
