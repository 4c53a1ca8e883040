#include "data/annotations.hpp"

#include "data/annotation_cache.hpp"
#include "data/made_download.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace siamrt {
namespace {

using data::Annotation;
using data::parse_annotations;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

namespace fs = std::filesystem;

std::string error_of(const std::string& json) {
  try {
    parse_annotations(json, "a.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    return error.what();
  }
  return "no error";
}

TEST(AnnotationJson, GivesEveryFieldThatPysotsFilesHave) {
  const auto found = parse_annotations(
      R"( {"A\u00e9-1": {"video_dir": "A", "init_rect": [1, 2, 3, 4], "attr": ["IV", "\"q\""],
          "img_names": ["A/img/0001.jpg", "A/img/0002.jpg"], "gt_rect": [[1, 2.5, 3e1, -4], null],
          "start_frame": 7, "end_frame": 8, "init_omit": 1, "cvpr13": true, "tb50": false,
          "width": 640, "height": 480, "absent": [1, 0], "occlusion": [0, 1], "other": {"x": [1]}},
          "B": {"gt_rect": [[NaN, NaN, NaN, NaN], [1, 2, 3, 4]], "absent_runs": [[0, 0], [1, 1]]}} )",
      "a.json");
  ASSERT_EQ(found.size(), 2u);
  const Annotation& a = found[0];
  EXPECT_EQ(a.name, "A\xC3\xA9-1");
  EXPECT_EQ(a.video_dir, "A");
  EXPECT_THAT(a.attributes, ElementsAre("IV", "\"q\""));
  EXPECT_EQ(a.images[1], "A/img/0002.jpg");
  EXPECT_EQ(a.truth[0], (Box{1, 2.5, 30, -4}));
  EXPECT_TRUE(std::isnan(a.truth[1].x) && std::isnan(a.truth[1].h));
  EXPECT_EQ(a.first, 7);
  EXPECT_EQ(a.last, 8);
  EXPECT_EQ(a.omitted, 1);
  EXPECT_EQ(a.cvpr13, true);
  EXPECT_EQ(a.tb50, false);
  EXPECT_EQ(a.width, 640);
  EXPECT_THAT(a.absent, ElementsAre(0, 1)) << "pysot's flag 1 means present";
  EXPECT_THAT(a.tags.at("occlusion"), ElementsAre(0, 1));
  EXPECT_TRUE(std::isnan(found[1].truth[0].w));
  EXPECT_THAT(found[1].absent, ElementsAre(0, 1));
  EXPECT_FALSE(found[1].cvpr13.has_value());
}

TEST(AnnotationJson, TakesPolygonsRectanglesAndOneBareBox) {
  const auto found = parse_annotations(
      R"({"p": {"gt_rect": [[0,0,10,5], [1,2,3,2,3,4,1,4]]}, "q": {"gt_rect": [1,2,3,4]}})", "a");
  EXPECT_EQ(found[0].polygons[0][2].x, 10);
  EXPECT_THAT(found[0].rectangles, ElementsAre(1, 0));
  EXPECT_EQ(found[0].truth[1], (Box{1, 2, 2, 2}));
  ASSERT_EQ(found[1].truth.size(), 1u);
  EXPECT_EQ(found[1].truth[0], (Box{1, 2, 3, 4}));
}

TEST(AnnotationJson, ReadsNumbersToTheLastBit) {
  const auto found =
      parse_annotations(R"({"p": {"gt_rect": [[0.1, 123456789012345678, -0, 1.1369e-13]]}})", "a");
  EXPECT_EQ(found[0].truth[0].x, 0.1);
  EXPECT_EQ(found[0].truth[0].y, 123456789012345678.0);
  EXPECT_EQ(found[0].truth[0].h, 1.1369e-13);
}

TEST(AnnotationJson, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(error_of(""), "a.json: at byte 0: the text ends, expected '{'");
  EXPECT_THAT(error_of("[]"), HasSubstr("'[', expected '{'"));
  EXPECT_THAT(error_of("{}"), HasSubstr("no sequence in it"));
  EXPECT_THAT(error_of(R"({"a": ["x"]})"), HasSubstr("'a' is no sequence; expected an object"));
  for (const char* name : {"", "../x", "a/b", ".hidden", "a\\nb", "a\\u0000"}) {
    EXPECT_THAT(error_of("{\"" + std::string(name) + "\": {\"gt_rect\": [[1,2,3,4]]}}"),
                HasSubstr("cannot name a sequence"));
  }
  EXPECT_THAT(error_of(R"({"a": {}})"), HasSubstr("a: no gt_rect"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": []}})"), HasSubstr("a: no gt_rect"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": [[1,2,3,4],[1,2,3]]}})"),
              HasSubstr("a: gt_rect row 2 has 3 numbers, expected 4"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": [[1,2,3,x]]}})"),
              HasSubstr("'x]]}}', expected a number"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": [[1,2,3,4]]}, "a": {"gt_rect": [[1,2,3,4]]}})"),
              HasSubstr("a: twice"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": [[1,2,3,4]]}} x)"), HasSubstr("follows the end"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": [[1,2,3,4]], "width": -1}})"), HasSubstr("width"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": [[1,2,3,4]], "x": )" + std::string(100, '[')),
              HasSubstr("nested more than 64 deep"));
  EXPECT_THAT(error_of(R"({"a": {"gt_rect": [[1,2,3,4])"), HasSubstr("the text ends"));
}

std::string xz_of(const std::string& text) {
  std::string packed(text.size() + 4096, '\0');
  std::size_t used = 0;
  const std::unique_ptr<archive, decltype(&archive_write_free)> writer(archive_write_new(),
                                                                       archive_write_free);
  archive_write_set_format_raw(writer.get());
  archive_write_add_filter_xz(writer.get());
  archive_write_open_memory(writer.get(), packed.data(), packed.size(), &used);
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            archive_entry_free);
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_write_header(writer.get(), entry.get());
  archive_write_data(writer.get(), text.data(), text.size());
  archive_write_close(writer.get());
  return packed.substr(0, used);
}

/// A cache folder of the test's own.
class AnnotationCache : public testing::Test {
 protected:
  void SetUp() override {
    const char* before = std::getenv("XDG_CACHE_HOME");
    if (before != nullptr) before_ = before;
    ::setenv("XDG_CACHE_HOME", download_.path("cache").c_str(), 1);
    download_.file("a.json.xz", xz_of(json_));
  }
  void TearDown() override {
    before_.empty() ? ::unsetenv("XDG_CACHE_HOME") : ::setenv("XDG_CACHE_HOME", before_.c_str(), 1);
  }

  std::string file() const { return download_.path("a.json.xz"); }
  fs::path entry() const {
    for (const auto& found : fs::directory_iterator(data::annotation_cache_folder()))
      return found.path();
    return {};
  }

  const test::MadeDownload download_;
  const std::string json_ = R"({"p": {"gt_rect": [[1, 2, 3, 4]]}})";
  std::string before_;
};

TEST_F(AnnotationCache, GivesThePackedFilesTextTheFirstTimeAndLater) {
  EXPECT_EQ(data::annotation_text(file()), json_);
  EXPECT_TRUE(fs::exists(entry()));
  EXPECT_EQ(data::annotation_text(file()), json_);
  EXPECT_EQ(data::read_annotations(file())[0].truth[0].h, 4);
}

TEST_F(AnnotationCache, MakesADamagedEntryAnew) {
  data::annotation_text(file());
  const fs::path damaged = entry();
  const auto whole = fs::file_size(damaged);
  std::fstream(damaged, std::ios::in | std::ios::out) << "X";
  EXPECT_EQ(data::annotation_text(file()), json_);
  fs::resize_file(damaged, 3);
  EXPECT_EQ(data::annotation_text(file()), json_);
  EXPECT_EQ(fs::file_size(damaged), whole);
}

TEST_F(AnnotationCache, DoesWithoutAFolderThatCannotBeWritten) {
  download_.file("cache", "in the way");
  EXPECT_EQ(data::annotation_text(file()), json_);
}

TEST_F(AnnotationCache, KeepsNothingOfAPlainFile) {
  download_.file("plain.json", json_);
  EXPECT_EQ(data::annotation_text(download_.path("plain.json")), json_);
  EXPECT_FALSE(fs::exists(data::annotation_cache_folder()));
}

TEST_F(AnnotationCache, RefusesADamagedPackedFile) {
  const std::string packed = xz_of(json_);
  download_.file("cut.json.xz", packed.substr(0, packed.size() / 2));
  try {
    data::annotation_text(download_.path("cut.json.xz"));
    FAIL() << "a file cut short was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    EXPECT_THAT(error.what(), HasSubstr("cut.json.xz: cannot unpack"));
  }
}

}  // namespace
}  // namespace siamrt
