#include "model/network.hpp"
#include "model/tiny_archive.hpp"
#include "support/npz.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>
#include <siamrt/model.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <opencv2/core.hpp>

#include <fstream>
#include <sstream>

namespace siamrt::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

struct Refusal {
  Error::Kind kind;
  std::string line;
};

/// How opening fails; also checks that the line is one line.
Refusal refusal(const std::string& name, const ModelOptions& options = {}) {
  try {
    Model::open(name, options);
  } catch (const Error& problem) {
    const std::string line = problem.what();
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_LT(line.size(), 500u) << line;
    return {problem.kind(), line};
  }
  ADD_FAILURE() << name << " was taken";
  return {};
}

class Archive : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
  }

  static std::string content_of(const std::string& file) {
    std::ostringstream all;
    all << std::ifstream(file, std::ios::binary).rdbuf();
    return all.str();
  }

  fs::path folder_ = temporary_dir();
};

TEST_F(Archive, AGoodOneOpensWithItsDescriptionAndDigest) {
  write_tiny_archive(path("a.pt"));
  const Model model = Model::open(path("a.pt"));
  EXPECT_EQ(model.description().name, "tiny");
  EXPECT_EQ(model.description().digest.size(), 64u);
  EXPECT_EQ(model.options().precision, Precision::fp32);
  EXPECT_GE(model.options().threads, 1);
}

TEST_F(Archive, MissingFileIsAnInputError) {
  const Refusal got = refusal(path("no.pt"));
  EXPECT_EQ(got.kind, Error::Kind::input);
  EXPECT_THAT(got.line, HasSubstr("no.pt"));
}

TEST_F(Archive, FolderIsAnInputError) {
  EXPECT_EQ(refusal(folder_.string()).kind, Error::Kind::input);
  EXPECT_THAT(refusal(folder_.string()).line, HasSubstr("a folder"));
}

TEST_F(Archive, UnreadableFileIsAnInputError) {
  write_tiny_archive(path("a.pt"));
  fs::permissions(path("a.pt"), fs::perms::none);
  if (::access(path("a.pt").c_str(), R_OK) == 0)
    GTEST_SKIP() << "this user reads everything (root)";
  EXPECT_EQ(refusal(path("a.pt")).kind, Error::Kind::input);
}

TEST_F(Archive, OtherFilesAreRefusedAsNoArchive) {
  write("text.pt", "a text\n");
  write("empty.pt", "");
  write("short.pt", "PK");
  write("zeros.pt", std::string(100000, '\0'));
  for (const char* name : {"text.pt", "empty.pt", "short.pt", "zeros.pt"}) {
    const Refusal got = refusal(path(name));
    EXPECT_EQ(got.kind, Error::Kind::model) << name;
    EXPECT_THAT(got.line, HasSubstr(name));
  }
  EXPECT_THAT(refusal(path("text.pt")).line, HasSubstr("no archive"));
  EXPECT_THAT(refusal(path("empty.pt")).line, HasSubstr("empty"));
}

TEST_F(Archive, TruncatedAnywhereItIsRefused) {
  write_tiny_archive(path("a.pt"));
  const std::string whole = content_of(path("a.pt"));
  for (const double share : {0.0001, 0.01, 0.3, 0.9, 0.999, 0.99999}) {
    write("cut.pt",
          whole.substr(0, static_cast<size_t>(share * static_cast<double>(whole.size()))));
    EXPECT_EQ(refusal(path("cut.pt")).kind, Error::Kind::model) << share;
  }
  write("cut.pt", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(refusal(path("cut.pt")).line, HasSubstr("truncated"));
}

TEST_F(Archive, DamagedInTheMiddleItIsRefusedOrOpensButNeverCrashes) {
  write_tiny_archive(path("a.pt"));
  const std::string whole = content_of(path("a.pt"));
  const auto opens = [&](size_t at) {
    std::string damaged = whole;
    for (size_t i = at; i < std::min(at + 64, whole.size()); ++i)
      damaged[i] ^= static_cast<char>(0x5a);
    write("damaged.pt", damaged);
    try {
      Model::open(path("damaged.pt"));
    } catch (const Error& problem) {
      EXPECT_EQ(problem.kind(), Error::Kind::model);
      return false;
    }
    return true;  // weights only: LibTorch does not look at their checksums
  };
  for (size_t part = 1; part < 24; ++part) opens(part * whole.size() / 24);
  EXPECT_FALSE(opens(0)) << "the first bytes";
  EXPECT_FALSE(opens(whole.size() - 40)) << "the end of the zip directory";
  EXPECT_FALSE(opens(whole.find("siamrt/model.yaml") + 120)) << "the description";
}

TEST_F(Archive, WithoutDescriptionItIsRefused) {
  write_tiny_archive(path("a.pt"), "");
  const Refusal got = refusal(path("a.pt"));
  EXPECT_EQ(got.kind, Error::Kind::model);
  EXPECT_THAT(got.line, HasSubstr("siamrt/model.yaml"));
}

TEST_F(Archive, ACheckpointIsToldApart) {
  const fs::path weights = shared_dir() / "weights" / "nanotrack_v1.pth";
  SIAMRT_NEEDS_SHARED("weights/nanotrack_v1.pth");
  const Refusal got = refusal(weights.string());
  EXPECT_EQ(got.kind, Error::Kind::model);
  EXPECT_THAT(got.line, HasSubstr("checkpoint"));
  EXPECT_THAT(got.line, HasSubstr("scripts/export"));
}

TEST_F(Archive, OfANewerSchemaItIsRefused) {
  std::string text = tiny_description;
  text.replace(text.find("schema: 1"), 9, "schema: 7");
  write_tiny_archive(path("a.pt"), text);
  const Refusal got = refusal(path("a.pt"));
  EXPECT_EQ(got.kind, Error::Kind::model);
  EXPECT_THAT(got.line, HasSubstr("a.pt/siamrt/model.yaml:1: schema: 7 is newer than 1"));
}

TEST_F(Archive, AMisspeltKeyIsNamedWithItsLineAndNeighbour) {
  std::string text = tiny_description;
  text.replace(text.find("family"), 6, "famliy");
  write_tiny_archive(path("a.pt"), text);
  EXPECT_THAT(refusal(path("a.pt")).line,
              HasSubstr("model.yaml:3: famliy: unknown key; did you mean 'family'?"));
}

TEST_F(Archive, WithoutAMethodItIsRefused) {
  write_tiny_archive(path("a.pt"), tiny_description,
                     "def embed(self, z: Tensor) -> List[Tensor]:\n    return [z]\n");
  const Refusal got = refusal(path("a.pt"));
  EXPECT_EQ(got.kind, Error::Kind::model);
  EXPECT_THAT(got.line, HasSubstr("no method locate"));
}

TEST_F(Archive, OutputsOfWrongShapeAreRefusedWhenTheyCome) {
  write_tiny_archive(path("a.pt"), tiny_description, R"(
def embed(self, z: Tensor) -> List[Tensor]:
    return [z]
def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    return x[:, 0], x, x
)");
  const Model model = Model::open(path("a.pt"));
  const auto features = model.network().embed({cv::Mat(32, 32, CV_8UC3, cv::Scalar())});
  model::Maps maps;
  try {
    model.network().locate({cv::Mat(64, 64, CV_8UC3, cv::Scalar())}, features, maps);
    FAIL();
  } catch (const Error& problem) {
    EXPECT_EQ(problem.kind(), Error::Kind::model);
    EXPECT_THAT(problem.what(), HasSubstr("tiny: locate gives score of shape [1, 64, 64]"));
  }
}

TEST_F(Archive, AFailingNetworkIsAModelErrorOfOneLine) {
  write_tiny_archive(path("a.pt"), tiny_description, R"(
def embed(self, z: Tensor) -> List[Tensor]:
    return [torch.matmul(z, z[:, :, :5])]
def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    return x, x, x
)");
  const Model model = Model::open(path("a.pt"));
  try {
    model.network().embed({cv::Mat(32, 32, CV_8UC3, cv::Scalar())});
    FAIL();
  } catch (const Error& problem) {
    EXPECT_EQ(problem.kind(), Error::Kind::model);
    EXPECT_EQ(std::string(problem.what()).find('\n'), std::string::npos);
    EXPECT_THAT(problem.what(), HasSubstr("tiny: embed: "));
  }
}

TEST_F(Archive, TheBuiltInModelIsAbsentWithAHintOrOpens) {
  try {
    EXPECT_FALSE(Model::open("default").description().name.empty());
  } catch (const Error& problem) {
    EXPECT_EQ(problem.kind(), Error::Kind::input);
    EXPECT_THAT(problem.what(), HasSubstr("scripts/export"));
  }
}

TEST_F(Archive, DevicesThatAreNotThereOrUnknownAreRefused) {
  write_tiny_archive(path("a.pt"));
  ModelOptions options;
  options.device = "tpu";
  EXPECT_EQ(refusal(path("a.pt"), options).kind, Error::Kind::usage);
  options.device = "cuda:x";
  EXPECT_EQ(refusal(path("a.pt"), options).kind, Error::Kind::usage);
  options.device = "cuda:99";
  EXPECT_EQ(refusal(path("a.pt"), options).kind, Error::Kind::system);
  options.device = "cpu";
  options.threads = -1;
  EXPECT_EQ(refusal(path("a.pt"), options).kind, Error::Kind::usage);
}

}  // namespace
}  // namespace siamrt::test
