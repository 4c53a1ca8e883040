#include "synth/dataset.hpp"

#include "core/atomic_file.hpp"
#include "support/shared.hpp"

#include <siamrt/box.hpp>
#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

#include <filesystem>
#include <sstream>

namespace siamrt::synth {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

DatasetOptions tiny(const fs::path& folder, Layout layout, const std::string& format = "png") {
  DatasetOptions options;
  options.folder = folder.string();
  options.layout = layout;
  options.sequences = 2;
  options.format = format;
  options.presets = {Preset::plain, Preset::out_of_view};
  options.scene.width = 96;
  options.scene.height = 72;
  options.scene.frames = 24;
  return options;
}

bool write(const DatasetOptions& options) {
  return write_dataset(options, [](long long, const std::string&) { return true; });
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::istringstream in(core::read_file(file.string()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<double> numbers_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<double> numbers;
  for (std::string part; std::getline(in, part, ',');) numbers.push_back(std::stod(part));
  return numbers;
}

/// Every file below a folder with its bytes.
std::map<std::string, std::string> content_of(const fs::path& folder) {
  std::map<std::string, std::string> content;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      content[fs::relative(entry.path(), folder).string()] = core::read_file(entry.path().string());
    }
  }
  return content;
}

std::string error_of(Error::Kind kind, const DatasetOptions& options) {
  try {
    write(options);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST(Dataset, InOtbLayoutReadsBackAsTheSceneSays) {
  const fs::path folder = test::temporary_dir() / "set";
  const DatasetOptions options = tiny(folder, Layout::otb);
  ASSERT_TRUE(write(options));
  for (int i = 0; i < 2; ++i) {
    const SequencePlan plan = plan_of(options, i);
    const Scene scene(plan.seed, plan.scene);
    const auto boxes = lines_of(folder / plan.name / "groundtruth_rect.txt");
    ASSERT_EQ(boxes.size(), 24u);
    for (int t = 0; t < 24; t += 5) {
      const cv::Mat frame =
          cv::imread((folder / plan.name / "img" / (t < 9 ? "000" : "00")).string() +
                     std::to_string(t + 1) + ".png");
      ASSERT_FALSE(frame.empty());
      EXPECT_EQ(cv::norm(frame, scene.render(t), cv::NORM_INF), 0) << t;
      if (scene.visibility(t).out_of_view) continue;
      const Box truth = scene.truth(t);
      const auto line = numbers_of(boxes[static_cast<size_t>(t)]);
      ASSERT_EQ(line.size(), 4u);
      EXPECT_NEAR(line[0], truth.x + 1, 0.006) << "counted from 1";
      EXPECT_NEAR(line[1], truth.y + 1, 0.006);
      EXPECT_NEAR(line[2], truth.w, 0.006);
      EXPECT_NEAR(line[3], truth.h, 0.006);
    }
    const auto attributes = lines_of(folder / plan.name / "attributes.txt");
    EXPECT_THAT(attributes,
                ElementsAre(i == 0 ? "0,0,0,0,0,0,0,0,0,0,0" : "0,0,0,0,0,0,0,0,1,0,0"));
  }
}

TEST(Dataset, InOtbLayoutHasNoBoxWhereTheTargetIsOutOfView) {
  const fs::path folder = test::temporary_dir() / "set";
  const DatasetOptions options = tiny(folder, Layout::otb);
  ASSERT_TRUE(write(options));
  const SequencePlan plan = plan_of(options, 1);
  const Scene scene(plan.seed, plan.scene);
  const auto boxes = lines_of(folder / plan.name / "groundtruth_rect.txt");
  int absent = 0;
  for (int t = 0; t < 24; ++t) {
    const bool out = scene.visibility(t).out_of_view;
    EXPECT_EQ(boxes[static_cast<size_t>(t)] == "NaN,NaN,NaN,NaN", out) << t;
    absent += out ? 1 : 0;
  }
  EXPECT_GT(absent, 0);
}

TEST(Dataset, InGot10kLayoutHasTruthAbsenceCoverAndMeta) {
  const fs::path folder = test::temporary_dir() / "set";
  const DatasetOptions options = tiny(folder, Layout::got10k);
  ASSERT_TRUE(write(options));
  EXPECT_THAT(lines_of(folder / "val" / "list.txt"),
              ElementsAre(plan_of(options, 0).name, plan_of(options, 1).name));
  for (int i = 0; i < 2; ++i) {
    const SequencePlan plan = plan_of(options, i);
    const Scene scene(plan.seed, plan.scene);
    const fs::path place = folder / "val" / plan.name;
    const auto boxes = lines_of(place / "groundtruth.txt");
    const auto absence = lines_of(place / "absence.label");
    const auto cover = lines_of(place / "cover.label");
    const auto cut = lines_of(place / "cut_by_image.label");
    for (const auto* lines : {&boxes, &absence, &cover, &cut}) ASSERT_EQ(lines->size(), 24u);
    for (int t = 0; t < 24; ++t) {
      const auto at = static_cast<size_t>(t);
      const Visibility v = scene.visibility(t);
      EXPECT_NEAR(numbers_of(boxes[at])[0], scene.truth(t).x, 6e-5) << "counted from 0";
      EXPECT_EQ(absence[at], v.absent() ? "1" : "0");
      EXPECT_EQ(cover[at], std::to_string(v.eighths()));
      EXPECT_EQ(cut[at], v.cut_by_frame ? "1" : "0");
      EXPECT_EQ(absence[at] == "1", cover[at] == "0");
    }
    EXPECT_TRUE(fs::exists(place / "00000001.png"));
    EXPECT_TRUE(fs::exists(place / "00000024.png"));
    EXPECT_THAT(core::read_file((place / "meta_info.ini").string()),
                HasSubstr("resolution: (96, 72)\n"));
  }
}

TEST(Dataset, OfOneSeedIsTheSameBytesWhateverTheThreads) {
  const fs::path folder = test::temporary_dir();
  for (const char* format : {"png", "jpg"}) {
    DatasetOptions options = tiny(folder / (std::string("a") + format), Layout::got10k, format);
    options.threads = 1;
    ASSERT_TRUE(write(options));
    options.folder = (folder / (std::string("b") + format)).string();
    options.threads = 3;
    ASSERT_TRUE(write(options));
    EXPECT_EQ(content_of(folder / (std::string("a") + format)), content_of(options.folder));
  }
}

TEST(Dataset, OfAnotherSeedDiffers) {
  DatasetOptions options;
  const SequencePlan a = plan_of(options, 0);
  options.seed = 2;
  EXPECT_NE(plan_of(options, 0).seed, a.seed);
}

TEST(Dataset, MeetsEveryPresetAndEveryWorld) {
  const DatasetOptions options;
  std::set<std::string> names;
  std::set<int> worlds;
  for (int i = 0; i < 40; ++i) {
    const SequencePlan plan = plan_of(options, i);
    names.insert(plan.name.substr(4));
    worlds.insert(plan.scene.world);
  }
  EXPECT_EQ(worlds.size(), 4u);
  EXPECT_EQ(names.size(), 40u) << "every preset in every world";
}

TEST(Dataset, StoppedHalfWayHoldsWholeSequencesOnly) {
  const fs::path folder = test::temporary_dir() / "set";
  const DatasetOptions options = tiny(folder, Layout::otb);
  EXPECT_FALSE(
      write_dataset(options, [](long long frames, const std::string&) { return frames < 30; }));
  EXPECT_TRUE(fs::exists(folder / plan_of(options, 0).name / "groundtruth_rect.txt"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST(Dataset, RefusesAFolderThatHoldsSomethingAndAFile) {
  const fs::path folder = test::temporary_dir();
  core::write_atomically((folder / "mine.txt").string(), "precious");
  EXPECT_THAT(error_of(Error::Kind::usage, tiny(folder, Layout::otb)),
              HasSubstr("holds something"));
  EXPECT_THAT(error_of(Error::Kind::usage, tiny(folder / "mine.txt", Layout::otb)),
              HasSubstr("is a file"));
  EXPECT_EQ(core::read_file((folder / "mine.txt").string()), "precious");
}

TEST(Dataset, SaysThatAPlaceCannotBeWritten) {
  // /proc takes no folders from anyone, root included.
  EXPECT_THAT(error_of(Error::Kind::system, tiny("/proc/siamrt/set", Layout::otb)),
              HasSubstr("cannot write"));
}

TEST(DatasetOptions, SayWhichValueIsWrong) {
  DatasetOptions options = tiny(test::temporary_dir() / "set", Layout::otb);
  options.sequences = 0;
  EXPECT_EQ(error_of(Error::Kind::usage, options), "sequences: 0, expected 1 to 10000");
  options.sequences = 1;
  options.format = "gif";
  EXPECT_EQ(error_of(Error::Kind::usage, options), "format: 'gif', expected jpg or png");
  options.format = "png";
  options.presets.clear();
  EXPECT_THAT(error_of(Error::Kind::usage, options), HasSubstr("presets: none"));
}

}  // namespace siamrt::synth
