// Annotation files and sequences as published: the counts that their READMEs state.

#include "data/dataset.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <opencv2/core.hpp>

#include <cmath>
#include <fstream>
#include <thread>

namespace siamrt {
namespace {

using data::Dataset;
using data::OpenOptions;
using data::Sequence;

OpenOptions annotated(const std::string& file) {
  OpenOptions options;
  options.annotations = (test::shared_dir() / "annotations" / file).string();
  return options;
}

std::size_t rows(const Dataset& dataset) {
  std::size_t total = 0;
  for (const Sequence& sequence : dataset.sequences) total += sequence.truth.size();
  return total;
}

std::size_t rows_of_nan(const Dataset& dataset) {
  std::size_t total = 0;
  for (const Sequence& sequence : dataset.sequences) {
    for (const Box& box : sequence.truth)
      total +=
          std::isnan(box.x) && std::isnan(box.y) && std::isnan(box.w) && std::isnan(box.h) ? 1 : 0;
  }
  return total;
}

struct Stated {
  const char* dataset;
  const char* file;
  std::size_t sequences;
  std::size_t rows;
  std::size_t nan;
  bool one_based;
};

class AnnotationFiles : public testing::TestWithParam<Stated> {};

TEST_P(AnnotationFiles, HoldWhatTheirReadmeStates) {
  const Stated& stated = GetParam();
  SIAMRT_NEEDS_SHARED(std::string("annotations/") + stated.file);
  const Dataset dataset = data::open_dataset(stated.dataset, annotated(stated.file));
  EXPECT_EQ(dataset.name, stated.dataset);
  EXPECT_EQ(dataset.sequences.size(), stated.sequences);
  EXPECT_EQ(rows(dataset), stated.rows);
  EXPECT_EQ(rows_of_nan(dataset), stated.nan);
  EXPECT_EQ(dataset.one_based, stated.one_based);
  EXPECT_FALSE(dataset.partial);
  EXPECT_TRUE(dataset.missing.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, AnnotationFiles,
    testing::Values(Stated{"otb2015", "OTB100.json.xz", 100, 59040, 0, true},
                    Stated{"otb2013", "OTB100.json.xz", 51, 29491, 0, true},
                    Stated{"otb50", "OTB100.json.xz", 50, 26972, 0, true},
                    Stated{"vot2018", "VOT2018.json.xz", 60, 21356, 0, false},
                    Stated{"vot2019", "VOT2019.json.xz", 60, 19935, 0, false},
                    Stated{"lasot", "LaSOT_test.json.xz", 280, 685360, 0, true},
                    Stated{"uav123", "UAV123.json.xz", 123, 112578, 2683, true},
                    Stated{"uav20l", "UAV20L.json.xz", 20, 58670, 2409, true},
                    Stated{"dtb70", "DTB70.json.xz", 70, 15777, 0, true}),
    [](const auto& one) { return std::string(one.param.dataset); });

TEST(OtbAnnotations, SayRangesSubsetsAndAttributes) {
  SIAMRT_NEEDS_SHARED("annotations/OTB100.json.xz");
  const Dataset otb = data::open_dataset("otb2015", annotated("OTB100.json.xz"));
  const Sequence* tiger = otb.find("tiger1");
  ASSERT_NE(tiger, nullptr);
  EXPECT_EQ(tiger->omitted, 5);
  EXPECT_EQ(tiger->truth.size(), 354u);
  const Sequence* jogging = otb.find("Jogging.2");
  ASSERT_NE(jogging, nullptr);
  EXPECT_EQ(jogging->name, "Jogging-2");
  EXPECT_THAT(jogging->subsets, testing::ElementsAre("cvpr13"));
  EXPECT_THAT(jogging->attributes, testing::Contains("DEF"));
  for (const char* alias : {"Human4", "human4_2", "Human4.2", "HUMAN4-2"}) {
    ASSERT_NE(otb.find(alias), nullptr) << alias;
    EXPECT_EQ(otb.find(alias)->name, "Human4-2");
  }
  for (const char* alias : {"jogging_1", "skating2_2", "fleetface", "faceocc1", "motorroling"})
    EXPECT_NE(otb.find(alias), nullptr) << alias;
  EXPECT_EQ(otb.find("Human42"), nullptr);
}

TEST(VotAnnotations, HoldPolygonsTagsAndSizes) {
  SIAMRT_NEEDS_SHARED("annotations/VOT2018.json.xz");
  const Dataset vot = data::open_dataset("vot2018", annotated("VOT2018.json.xz"));
  const Sequence* ants = vot.find("ants1");
  ASSERT_NE(ants, nullptr);
  EXPECT_EQ(ants->width, 1024);
  EXPECT_EQ(ants->height, 1024);
  EXPECT_EQ(ants->tags.size(), 5u);
  EXPECT_EQ(ants->polygons[0][2].y, 529.41);
  EXPECT_EQ(ants->truth[0].x, 128.72);
  EXPECT_DOUBLE_EQ(ants->truth[0].w, 156.83 - 128.72);
  for (const Sequence& sequence : vot.sequences) {
    EXPECT_EQ(sequence.polygons.size(), sequence.truth.size());
    EXPECT_EQ(sequence.rectangles.size(), sequence.truth.size());
  }
}

TEST(LasotAnnotations, UnfoldTheRunsOfAbsence) {
  SIAMRT_NEEDS_SHARED("annotations/LaSOT_test.json.xz");
  const Dataset lasot = data::open_dataset("lasot", annotated("LaSOT_test.json.xz"));
  const Sequence* plane = lasot.find("airplane-15");
  ASSERT_NE(plane, nullptr);
  ASSERT_EQ(plane->absent.size(), 4500u);
  EXPECT_EQ(plane->absent[1850], 0);
  EXPECT_EQ(plane->absent[1851], 1);
  EXPECT_EQ(plane->absent[1892], 1);
  EXPECT_EQ(plane->absent[1893], 0);
}

TEST(RealSequences, AreReadFromTheirTarsInPlace) {
  SIAMRT_NEEDS_SHARED("sequences/Crossing.tar");
  OpenOptions options;
  options.root = (test::shared_dir() / "sequences").string();
  options.frames = data::Frames::required;
  const Dataset dataset = data::open_dataset("folder", options);
  EXPECT_EQ(dataset.sequences.size(), 13u);
  EXPECT_TRUE(dataset.one_based);
  EXPECT_EQ(rows(dataset), 1479u);
  EXPECT_EQ(rows_of_nan(dataset), 28u);
  const Sequence* car = dataset.find("Car4");  // one-channel JPEG
  ASSERT_NE(car, nullptr);
  ASSERT_EQ(car->frames->count(), 100);
  const Frame frame = car->frames->read(99);
  EXPECT_EQ(frame.type(), CV_8UC3);
  EXPECT_EQ(frame.cols, 360);
  EXPECT_EQ(frame.rows, 240);
  EXPECT_THAT(car->frames->name(99), testing::EndsWith("Car4.tar:Car4/img/0100.jpg"));
}

TEST(RealSequences, GiveTheSameFramesToManyThreads) {
  SIAMRT_NEEDS_SHARED("sequences/Crossing.tar");
  OpenOptions options;
  options.root = (test::shared_dir() / "sequences" / "Crossing.tar").string();
  const Dataset dataset = data::open_dataset("folder", options);
  ASSERT_EQ(dataset.sequences.size(), 1u);
  const auto& frames = *dataset.sequences[0].frames;
  const auto sum_of = [&](int first) {
    double total = 0;
    for (int i = 0; i < 30; ++i) {
      const Frame frame = frames.read((first + i) % 30);
      total += cv::sum(frame)[0];
    }
    return total;
  };
  const double alone = sum_of(0);
  std::vector<double> sums(4);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] { sums[static_cast<std::size_t>(t)] = sum_of(7 * t); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(sums, testing::Each(alone));
}

}  // namespace
}  // namespace siamrt
