#include "session/saving.hpp"

#include "core/atomic_file.hpp"
#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <set>
#include <utility>

namespace siamrt::session {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::array<const char*, 3> origin_names = {"hand", "tracked", "held"};

const char* origin_name(Origin origin) { return origin_names.at(static_cast<std::size_t>(origin)); }

std::string numbers(const Box& box, double shift) {
  return fmt::format("{},{},{},{}", core::to_text(box.x + shift), core::to_text(box.y + shift),
                     core::to_text(box.w), core::to_text(box.h));
}

/// Number of frames of the files that have a line for each: the clip's, or up to the last box.
std::int64_t frames_of(const Record& record) {
  std::int64_t frames = record.live ? 0 : record.count.value_or(0);
  for (const Target& target : record.targets) {
    if (!target.marks().empty()) frames = std::max(frames, target.marks().rbegin()->first + 1);
  }
  return frames;
}

/// Every box, frame by frame, the targets of a frame in order.
std::vector<std::pair<std::int64_t, std::pair<int, Mark>>> by_frame(const Record& record) {
  std::vector<std::pair<std::int64_t, std::pair<int, Mark>>> all;
  for (const Target& target : record.targets) {
    for (const auto& [frame, mark] : target.marks())
      all.push_back({frame, {target.number(), mark}});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return all;
}

std::string csv(const Record& record) {
  std::string text = "frame,target,x,y,w,h,score,origin\n";
  for (const auto& [frame, item] : by_frame(record)) {
    const Mark& mark = item.second;
    text += fmt::format("{},{},{},{},{}\n", frame, item.first + 1, numbers(mark.box, 0),
                        core::to_text(mark.score), origin_name(mark.origin));
  }
  return text;
}

/// MOTChallenge counts frames, targets and pixels from 1 (its devkit and paper, arXiv:1504.01942).
std::string mot(const Record& record) {
  std::string text;
  for (const auto& [frame, item] : by_frame(record)) {
    const Mark& mark = item.second;
    text += fmt::format("{},{},{},{},-1,-1,-1\n", frame + 1, item.first + 1, numbers(mark.box, 1),
                        core::to_text(mark.score));
  }
  return text;
}

/// One line a frame; `shift` is the benchmark's first pixel.
std::string line_a_frame(const Target& target, std::int64_t frames, double shift) {
  std::string text;
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    const Mark* mark = target.at(frame);
    text += mark == nullptr ? "nan,nan,nan,nan\n" : numbers(mark->box, shift) + "\n";
  }
  return text;
}

std::string absence(const Target& target, std::int64_t frames) {
  std::string text;
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    const Mark* mark = target.at(frame);
    text += mark == nullptr || mark->lost ? "1\n" : "0\n";
  }
  return text;
}

/// The form that video detection toolkits call CocoVID: images carry video_id and frame_id,
/// annotations instance_id.
std::string coco(const Record& record, const std::string& name) {
  Json images = Json::array();
  Json annotations = Json::array();
  std::set<std::int64_t> listed;
  for (const auto& [frame, item] : by_frame(record)) {
    const Mark& mark = item.second;
    if (listed.insert(frame).second) {
      images.push_back({{"id", frame + 1},
                        {"video_id", 1},
                        {"frame_id", frame},
                        {"file_name", fmt::format("{}/{:06}.jpg", name, frame)},
                        {"width", record.width},
                        {"height", record.height}});
    }
    annotations.push_back({{"id", annotations.size() + 1},
                           {"image_id", frame + 1},
                           {"video_id", 1},
                           {"category_id", 1},
                           {"instance_id", item.first + 1},
                           {"bbox", {mark.box.x, mark.box.y, mark.box.w, mark.box.h}},
                           {"area", mark.box.w * mark.box.h},
                           {"iscrowd", 0},
                           {"score", mark.score},
                           {"origin", origin_name(mark.origin)}});
  }
  const Json document = {
      {"videos", {{{"id", 1}, {"name", name}, {"fps", record.fps}}}},
      {"categories", {{{"id", 1}, {"name", "target"}}}},
      {"images", images},
      {"annotations", annotations},
  };
  return document.dump(1) + "\n";
}

}  // namespace

const std::vector<std::string>& box_format_names() {
  static const std::vector<std::string> names = {"csv", "otb", "got10k", "coco", "mot"};
  return names;
}

BoxFormat box_format(const std::string& name) {
  const auto& names = box_format_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<BoxFormat>(found - names.begin());
  throw Error(Error::Kind::usage,
              fmt::format("box format '{}': unknown, expected {}", name, fmt::join(names, ", ")));
}

std::vector<SavedFile> saved_boxes(const Record& record, BoxFormat format) {
  const std::int64_t frames = frames_of(record);
  const bool any = std::any_of(record.targets.begin(), record.targets.end(),
                               [](const Target& target) { return !target.marks().empty(); });
  if (!any) throw Error(Error::Kind::usage, "boxes: there is none yet; draw one first");
  const std::string name = clip_name(record.input);
  if (format == BoxFormat::csv) return {{name + ".csv", csv(record)}};
  if (format == BoxFormat::mot) return {{name + "_mot.txt", mot(record)}};
  if (format == BoxFormat::coco) return {{name + "_coco.json", coco(record, name)}};
  std::vector<SavedFile> files;
  for (const Target& target : record.targets) {
    const std::string one = fmt::format("{}_{}", name, target.number() + 1);
    if (format == BoxFormat::otb) {
      files.push_back({one + "/groundtruth_rect.txt", line_a_frame(target, frames, 1)});
    } else {
      files.push_back({one + "/groundtruth.txt", line_a_frame(target, frames, 0)});
      files.push_back({one + "/absence.label", absence(target, frames)});
    }
  }
  return files;
}

std::string clip_name(const std::string& input) {
  fs::path path(input);
  if (!path.has_filename()) path = path.parent_path();  // a folder with a slash at the end
  if (path.filename() == "img") path = path.parent_path();
  std::string name;
  for (const char c : path.stem().string()) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ||
                       (c == '.' && !name.empty());
    if (plain) name += c;
  }
  return name.empty() ? "clip" : name;
}

void write_files(const std::vector<SavedFile>& files, const std::string& folder) {
  for (const SavedFile& file : files) {
    const fs::path path = fs::path(folder) / file.name;
    std::error_code code;
    fs::create_directories(path.parent_path(), code);
    if (code) {
      throw Error(Error::Kind::system, fmt::format("{}: cannot be made: {}",
                                                   path.parent_path().string(), code.message()));
    }
    core::write_atomically(path.string(), file.content);
  }
}

}  // namespace siamrt::session
