// Weights of a raw file in an archive's network against the archive that the exporter made of the
// same file.

#include "model/golden.hpp"
#include "model/pour_target.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <opencv2/core.hpp>

namespace siamrt::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string weights(const std::string& name) {
  return (shared_dir() / "weights" / (name + ".pth")).string();
}

cv::Mat noise(int side) {
  cv::Mat picture(side, side, CV_8UC3);
  cv::RNG random(7);
  random.fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

class Pour : public testing::TestWithParam<const char*> {};

TEST_P(Pour, GivesTheNetworkThatTheExporterMakesOfTheFile) {
  const std::string name = GetParam();
  SIAMRT_NEEDS_SHARED("weights");
  SIAMRT_NEEDS_ARCHIVE(name);  // made weights: nothing of them may be left
  SIAMRT_NEEDS_ARCHIVE("real/" + name);
  ModelOptions options;
  options.threads = 1;
  const Model poured = Model::open(archive_path(name), weights(name), options);
  const Model exported = Model::open(archive_path("real/" + name), options);
  const cv::Mat z = noise(127), x = noise(255);
  const auto found = maps_of(poured, z, x), expected = maps_of(exported, z, x);
  EXPECT_EQ(found.score, expected.score);
  EXPECT_EQ(found.box, expected.box);
  const auto other = maps_of(Model::open(archive_path(name), options), z, x);
  EXPECT_NE(found.score, other.score);
}

INSTANTIATE_TEST_SUITE_P(NanoTrack, Pour,
                         testing::Values("nanotrack_v1", "nanotrack_v2", "nanotrack_v3"));

TEST(PourDigest, IsOfArchiveAndWeights) {
  SIAMRT_NEEDS_SHARED("weights");
  SIAMRT_NEEDS_ARCHIVE("nanotrack_v1");
  ModelOptions options;
  options.threads = 1;
  const std::string archive = archive_path("nanotrack_v1"), file = weights("nanotrack_v1");
  const Model poured = Model::open(archive, file, options);
  const model::PourTarget target = model::read_target(archive);
  EXPECT_EQ(poured.description().digest,
            model::poured_digest(target, model::Checkpoint::open(file), file));
  EXPECT_NE(poured.description().digest, target.description.digest);
  EXPECT_EQ(poured.description().source.at("file"), "nanotrack_v1.pth");
}

TEST(PourMisfit, NamesEveryTensorThatDoesNotFit) {
  SIAMRT_NEEDS_SHARED("weights");
  SIAMRT_NEEDS_ARCHIVE("nanotrack_v1");
  try {
    Model::open(archive_path("nanotrack_v1"), weights("nanotrack_v3"), {});
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::model);
    EXPECT_THAT(error.what(), AllOf(HasSubstr("nanotrack_v3.pth: does not fit"),
                                    HasSubstr(" missing ("), HasSubstr(" extra (")));
  }
}

}  // namespace
}  // namespace siamrt::test
