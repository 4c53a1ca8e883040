#include "synth/dataset.hpp"

#include "synth/layout.hpp"
#include "synth/parallel.hpp"
#include "synth/random.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <opencv2/imgcodecs.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace siamrt::synth {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const fs::path& path, const std::string& why) {
  throw Error(Error::Kind::system, fmt::format("{}: cannot write: {}", path.string(), why));
}

void make_folder(const fs::path& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (code) cannot_write(path, code.message());
}

/// Plain, not atomic: a sequence's folder gets its name when all is in it.
void write_file(const fs::path& path, const void* bytes, size_t size) {
  errno = 0;
  std::ofstream out(path, std::ios::binary);
  out.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  out.close();
  if (!out) cannot_write(path, errno != 0 ? std::strerror(errno) : "stream broken");
}

void refuse_full(const fs::path& folder) {
  std::error_code code;
  if (!fs::exists(folder, code)) return;
  if (!fs::is_directory(folder, code)) {
    throw Error(Error::Kind::usage,
                fmt::format("{}: is a file; give a folder for the data set", folder.string()));
  }
  const bool empty = fs::is_empty(folder, code);
  if (code) cannot_write(folder, code.message());
  if (!empty) {
    throw Error(Error::Kind::usage,
                fmt::format("{}: exists and holds something; give another folder or empty it",
                            folder.string()));
  }
}

/// Renders one sequence into `folder`; false if it was stopped.
bool write_sequence(const DatasetOptions& options, const SequencePlan& plan, const fs::path& folder,
                    const std::function<bool(int)>& done) {
  const Scene scene(plan.seed, plan.scene);
  const int frames = plan.scene.frames;
  std::vector<FrameTruth> truth(static_cast<size_t>(frames));
  make_folder((folder / image_name(options.layout, 0, options.format)).parent_path());
  const bool whole = for_each_index(
      frames, options.threads,
      [&](int i) {
        truth[static_cast<size_t>(i)] = {scene.truth(i), scene.visibility(i)};
        const std::vector<unsigned char> bytes = encode(scene.render(i), options.format);
        write_file(folder / image_name(options.layout, i, options.format), bytes.data(),
                   bytes.size());
      },
      done);
  if (!whole) return false;
  for (const auto& [name, text] : label_files(options.layout, plan, scene, truth)) {
    write_file(folder / name, text.data(), text.size());
  }
  return true;
}

}  // namespace

void DatasetOptions::check() const {
  if (sequences < 1 || sequences > 10000) {
    throw Error(Error::Kind::usage, fmt::format("sequences: {}, expected 1 to 10000", sequences));
  }
  if (format != "jpg" && format != "png") {
    throw Error(Error::Kind::usage, fmt::format("format: '{}', expected jpg or png", format));
  }
  if (presets.empty()) throw Error(Error::Kind::usage, "presets: none, expected at least one");
  scene.check();
}

SequencePlan plan_of(const DatasetOptions& options, int index) {
  SequencePlan plan;
  const int kinds = static_cast<int>(options.presets.size());
  const int worlds = static_cast<int>(world_names().size());
  plan.scene = options.scene;
  plan.scene.preset = options.presets[static_cast<size_t>(index % kinds)];
  // Each round through the presets meets the worlds in another order.
  if (plan.scene.world < 0) plan.scene.world = (index + index / kinds) % worlds;
  plan.seed = scramble(options.seed + scramble(static_cast<std::uint64_t>(index)));
  plan.name =
      fmt::format("{:03}_{}_{}", index + 1, target_names()[static_cast<size_t>(plan.scene.world)],
                  to_string(plan.scene.preset));
  return plan;
}

bool write_dataset(const DatasetOptions& options,
                   const std::function<bool(long long, const std::string&)>& done) {
  options.check();
  refuse_full(options.folder);
  const fs::path root = sequence_root(options.layout, options.folder);
  make_folder(root);
  std::string names;
  for (int i = 0; i < options.sequences; ++i) {
    const SequencePlan plan = plan_of(options, i);
    const long long before = static_cast<long long>(i) * options.scene.frames;
    const fs::path part = root / ("." + plan.name + ".part");
    bool whole = false;
    std::error_code code;
    try {
      whole = write_sequence(options, plan, part,
                             [&](int frames) { return done(before + frames, plan.name); });
    } catch (...) {
      fs::remove_all(part, code);
      throw;
    }
    if (!whole) {
      fs::remove_all(part, code);
      return false;
    }
    fs::rename(part, root / plan.name, code);
    if (code) cannot_write(root / plan.name, code.message());
    names += plan.name + "\n";
  }
  if (options.layout == Layout::got10k) {
    write_file(root / "list.txt", names.data(), names.size());
  }
  return true;
}

std::vector<unsigned char> encode(const Frame& frame, const std::string& format) {
  std::vector<unsigned char> bytes;
  // Quality 95, no chroma loss beyond the encoder's default; PNG settings spelled out, so that a
  // changed default of OpenCV does not change the files.
  const std::vector<int> how =
      format == "png" ? std::vector<int>{cv::IMWRITE_PNG_COMPRESSION, 4, cv::IMWRITE_PNG_STRATEGY,
                                         cv::IMWRITE_PNG_STRATEGY_FILTERED}
                      : std::vector<int>{cv::IMWRITE_JPEG_QUALITY, 95};
  if (!cv::imencode("." + format, frame, bytes, how)) {
    throw Error(Error::Kind::system, fmt::format("this OpenCV cannot write {} pictures", format));
  }
  return bytes;
}

}  // namespace siamrt::synth
