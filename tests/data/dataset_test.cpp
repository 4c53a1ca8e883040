#include "data/opened.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <gmock/gmock.h>

namespace siamrt {
namespace {

using data::Dataset;
using data::Frames;
using data::OpenOptions;
using test::error_of;
using test::MadeDownload;
using test::missing_of;
using test::names;
using test::picture_number;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(OpenDataset, NamesTheNearestOfAnUnknownName) {
  OpenOptions options;
  options.root = "/";
  try {
    data::open_dataset("otb2016", options);
    FAIL() << "an unknown data set was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_THAT(error.what(), HasSubstr("data set 'otb2016': unknown, did you mean 'otb201"));
    for (const std::string& name : data::dataset_names())
      EXPECT_THAT(error.what(), HasSubstr(name));
  }
}

TEST(OpenDataset, KnowsSeventeenNames) {
  EXPECT_THAT(data::dataset_names(),
              testing::UnorderedElementsAre("otb2013", "otb50", "otb2015", "got10k_train",
                                            "got10k_val", "got10k_test", "vot2018", "vot2019",
                                            "lasot", "uav123", "uav20l", "nfs30", "nfs240",
                                            "tcolor128", "dtb70", "trackingnet", "folder"));
}

TEST(OpenDataset, AsksForAFolderOrAnAnnotationFile) {
  EXPECT_THAT(error_of("otb2015", {}), HasSubstr("give its folder (--data) or an annotation file"));
}

TEST(OpenDataset, TakesTruthFromAnnotationsAndImagesFromTheDownload) {
  const MadeDownload download;
  download.file("OTB.json", R"({"basketball": {"gt_rect": [[1, 2, 3, 4], [2, 2, 3, 4]],
      "img_names": ["Basketball/img/0007.jpg", "Basketball/img/0008.jpg"]},
      "Jogging-2": {"gt_rect": [[5, 6, 7, 8]], "attr": ["XX"], "tb50": true}})");
  download.images("Basketball/img", 5, 9, 4);
  OpenOptions options = test::available(download, Frames::if_there);
  options.annotations = download.path("OTB.json");
  const Dataset dataset = data::open_dataset("otb2015", options);
  EXPECT_THAT(names(dataset), ElementsAre("Basketball", "Jogging-2"));
  EXPECT_EQ(picture_number(dataset.sequences[0], 1), 8);
  EXPECT_EQ(dataset.sequences[1].frames, nullptr);
  EXPECT_THAT(dataset.sequences[1].attributes, ElementsAre("XX"));
  EXPECT_THAT(dataset.sequences[1].subsets, ElementsAre("tb50"));
  EXPECT_THAT(missing_of(dataset, "Deer"), HasSubstr("not in "));
}

TEST(OpenDataset, TakesAnyAnnotationFileAsAFolder) {
  const MadeDownload download;
  download.file("my.json", R"({"b": {"gt_rect": [[1, 2, 3, 4], [2, 2, 3, 4]], "video_dir": "b"},
      "a": {"gt_rect": [[5, 6, 7, 8]]}})");
  download.images("b/img", 1, 2, 4);
  OpenOptions options;
  options.annotations = download.path("my.json");
  options.root = download.path();
  const Dataset dataset = data::open_dataset("folder", options);
  EXPECT_THAT(names(dataset), ElementsAre("b", "a"));
  EXPECT_EQ(dataset.sequences[0].frames->count(), 2);
  EXPECT_TRUE(dataset.one_based);
}

TEST(OpenDataset, SaysThatAnAnnotationFileIsOfAnotherBenchmark) {
  const MadeDownload download;
  download.file("x.json", R"({"bike1": {"gt_rect": [[1, 2, 3, 4]]}})");
  OpenOptions options;
  options.annotations = download.path("x.json");
  EXPECT_THAT(error_of("otb2015", options), HasSubstr("100 of 100 sequences missing"));
}

TEST(StartBox, IsZeroBasedAndNeedsTruth) {
  data::Sequence sequence;
  sequence.name = "s";
  sequence.truth = {{1, 2, 3, 4}, {0, 0, 0, 0}};
  EXPECT_EQ(sequence.start_box(true), (Box{0, 1, 3, 4}));
  EXPECT_EQ(sequence.start_box(false), (Box{1, 2, 3, 4}));
  EXPECT_THROW(sequence.start_box(true, 1), Error);
  EXPECT_THROW(sequence.start_box(true, 2), Error);
  EXPECT_THROW(sequence.start_box(true, -1), Error);
}

}  // namespace
}  // namespace siamrt
