#include "track/real_sequences.hpp"

#include "core/numbers.hpp"
#include "support/npz.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace siamrt::test {
namespace {

using Files = std::map<std::string, std::string>;  // sorted: %04d.jpg is in order

Files read_tar(const std::filesystem::path& path) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> reader(archive_read_new(),
                                                                      archive_read_free);
  archive_read_support_format_tar(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), 1 << 16) != ARCHIVE_OK) {
    throw std::runtime_error(path.string() + ": " + archive_error_string(reader.get()));
  }
  Files files;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
    std::string content(static_cast<size_t>(archive_entry_size(entry)), '\0');
    if (archive_read_data(reader.get(), content.data(), content.size()) !=
        static_cast<la_ssize_t>(content.size())) {
      throw std::runtime_error(path.string() + ": cut off");
    }
    files[archive_entry_pathname(entry)] = std::move(content);
  }
  return files;
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream text(line);
  for (std::string cell; std::getline(text, cell, ',');) cells.push_back(cell);
  return cells;
}

double number(const std::string& cell) { return core::to_double(cell).value(); }

std::vector<std::optional<Box>> parse_truth(const std::string& content) {
  std::vector<std::optional<Box>> truth;
  std::istringstream text(content);
  for (std::string line; std::getline(text, line);) {
    const Box box = core::parse_box(line);
    truth.emplace_back();
    if (std::isfinite(box.x)) truth.back() = Box{box.x - 1, box.y - 1, box.w, box.h};
  }
  return truth;
}

/// Lines of a CSV file that begin with `start`, split.
std::vector<std::vector<std::string>> rows_of(const std::filesystem::path& path,
                                              const std::string& start) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream text(read_text(path.string()));
  for (std::string line; std::getline(text, line);) {
    if (line.compare(0, start.size(), start) == 0) rows.push_back(split(line));
  }
  if (rows.empty()) throw std::runtime_error(path.string() + ": nothing for " + start);
  return rows;
}

Box box_at(const std::vector<std::string>& row, size_t first) {
  return {number(row.at(first)), number(row.at(first + 1)), number(row.at(first + 2)),
          number(row.at(first + 3))};
}

}  // namespace

const std::vector<std::string>& real_sequence_names() {
  static const std::vector<std::string> names = {
      "Crossing",        "Couple", "Dog",         "Deer",    "Skiing",          "DragonBaby",
      "Bolt2",           "Car4",   "TLD_jumping", "VOT_bag", "TLD_pedestrian3", "Suv",
      "DAVIS_car-shadow"};
  return names;
}

Sequence read_sequence(const std::filesystem::path& folder, const std::string& name) {
  Sequence sequence;
  sequence.name = name;
  for (const auto& [path, content] : read_tar(folder / (name + ".tar"))) {
    if (path == name + "/groundtruth_rect.txt") sequence.truth = parse_truth(content);
    if (path.find("/img/") == std::string::npos || content.empty()) continue;
    const std::vector<uchar> bytes(content.begin(), content.end());
    sequence.frames.push_back(cv::imdecode(bytes, cv::IMREAD_COLOR));
  }
  if (sequence.frames.size() != sequence.truth.size()) {
    throw std::runtime_error(fmt::format("{}: {} frames, {} lines of truth", name,
                                         sequence.frames.size(), sequence.truth.size()));
  }
  return sequence;
}

std::vector<Box> run(const Tracker& tracker, const Sequence& sequence) {
  std::vector<Box> boxes = {sequence.truth.at(0).value()};
  Track track = tracker.start(sequence.frames.at(0), boxes[0]);
  for (size_t t = 1; t < sequence.frames.size(); ++t)
    boxes.push_back(track.next(sequence.frames[t]).box);
  return boxes;
}

double auc(const std::vector<Box>& boxes, const std::vector<std::optional<Box>>& truth) {
  int frames = 0;
  int above = 0;
  for (size_t t = 0; t < truth.size(); ++t) {
    if (!truth[t]) continue;
    ++frames;
    const double overlap = iou(boxes.at(t), *truth[t]);
    for (int step = 0; step <= 20; ++step) above += overlap > step * 0.05 ? 1 : 0;
  }
  return above / (21.0 * frames);
}

GoldenRun golden_run(const std::filesystem::path& folder, const std::string& model,
                     const Sequence& sequence) {
  GoldenRun golden;
  if (model == "lighttrack_mobile") {
    for (const auto& row : rows_of(folder / "sequences_lighttrack.csv.xz", sequence.name + ",")) {
      golden.boxes.push_back(box_at(row, 2));
    }
    golden.auc = auc(golden.boxes, sequence.truth);
    // The file holds centre - size / 2; what the original reports has no negative corner.
    for (Box& box : golden.boxes) {
      box.x = std::max(0.0, box.x);
      box.y = std::max(0.0, box.y);
    }
    golden.auc_tolerance = 0.005;
    return golden;
  }
  const std::string start = model.substr(model.size() - 1) + "," + sequence.name + ",";
  for (const auto& row : rows_of(folder / "sequences.csv.xz", start))
    golden.boxes.push_back(box_at(row, 3));
  const auto summary = rows_of(folder / "sequences_summary.csv", "shared," + start).at(0);
  golden.auc = number(summary.at(3));
  golden.auc_tolerance = 0.002;
  golden.strict =
      summary.at(6).empty() ? golden.boxes.size() : static_cast<size_t>(number(summary.at(6)));
  return golden;
}

double distance(const Box& a, const Box& b) {
  return std::max(
      {std::abs(a.x - b.x), std::abs(a.y - b.y), std::abs(a.w - b.w), std::abs(a.h - b.h)});
}

}  // namespace siamrt::test
