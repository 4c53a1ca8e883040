#include "model/network.hpp"

#include "model/golden.hpp"
#include "model/machine.hpp"
#include "model/tiny_archive.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>
#include <siamrt/model.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include <thread>

namespace siamrt::test {
namespace {

using model::Features;
using model::Maps;

class Network : public testing::Test {
 protected:
  void SetUp() override { write_tiny_archive(path_); }

  Model open(int threads = 1, Precision precision = Precision::fp32) const {
    ModelOptions options;
    options.threads = threads;
    options.precision = precision;
    return Model::open(path_, options);
  }

  static cv::Mat search(int n) { return synthetic_image(64, 3 * n); }
  static cv::Mat target(int n) { return synthetic_image(32, 5 * n); }

  static Maps locate(const Model& model, const std::vector<cv::Mat>& crops,
                     const std::vector<Features>& features) {
    Maps maps;
    model.network().locate(crops, features, maps);
    return maps;
  }

  std::string path_ = (temporary_dir() / "tiny.pt").string();
};

TEST_F(Network, FusedMapsEqualThePlainNetworksStages) {
  for (const int threads : {1, 2, 3}) {
    const Model model = open(threads);
    const Maps maps = maps_of(model, target(0), search(0));
    auto plain = model.network().stages(target(0), search(0));
    EXPECT_EQ(maps.size, 9);
    EXPECT_LE(difference(as_values(maps.score), values_of(plain["score"])), 1e-6);
    EXPECT_LE(difference(as_values(maps.box), values_of(plain["box"])), 1e-4);
    EXPECT_LE(difference(as_values(maps.extra.at("extra")), values_of(plain["extra"])), 1e-5);
  }
}

TEST_F(Network, StagesBeforehandChangeNothing) {
  const Model fresh = open();
  const Model used = open();
  used.network().stages(target(0), search(0));
  EXPECT_EQ(maps_of(fresh, target(0), search(0)).box, maps_of(used, target(0), search(0)).box);
}

TEST_F(Network, ABatchEqualsItsSingles) {
  const Model model = open();
  std::vector<cv::Mat> crops;
  std::vector<Features> features;
  for (int n = 0; n < 7; ++n) {  // goes through in pieces of 4, 2 and 1
    crops.push_back(search(n));
    features.push_back(model.network().embed({target(n)}).at(0));
  }
  const Maps all = locate(model, crops, features);
  ASSERT_EQ(all.count, 7);
  for (int n = 0; n < 7; ++n) {
    const auto index = static_cast<size_t>(n);
    const Maps one = locate(model, {crops[index]}, {features[index]});
    const size_t cells = one.score.size();
    const Values score(all.score_of(n), all.score_of(n) + cells);
    const Values box(all.box_of(n), all.box_of(n) + 4 * cells);
    EXPECT_LE(difference(score, as_values(one.score)), 1e-6) << n;
    EXPECT_LE(difference(box, as_values(one.box)), 1e-4) << n;
    const Values extra(all.extra.at("extra").begin() + 5 * n,
                       all.extra.at("extra").begin() + 5 * n + 5);
    EXPECT_LE(difference(extra, as_values(one.extra.at("extra"))), 1e-5) << n;
  }
}

TEST_F(Network, TargetsOfABatchAreNotMixedUp) {
  const Model model = open();
  const Features a = model.network().embed({target(0)}).at(0);
  const Features b = model.network().embed({target(4)}).at(0);
  const Maps ab = locate(model, {search(0), search(1)}, {a, b});
  const Maps ba = locate(model, {search(1), search(0)}, {b, a});
  const size_t cells = 81;
  EXPECT_LE(difference(Values(ab.score_of(0), ab.score_of(0) + cells),
                       Values(ba.score_of(1), ba.score_of(1) + cells)),
            1e-6);
  EXPECT_GT(difference(Values(ab.score_of(0), ab.score_of(0) + cells),
                       Values(ab.score_of(1), ab.score_of(1) + cells)),
            1e-3);
}

/// Several templates for each crop: scores of all, boxes and extras of the first ones.
void expect_several_templates(const Model& model, const std::vector<cv::Mat>& crops,
                              const std::vector<Features>& features) {
  const size_t templates = features.size() / crops.size();
  Maps all;
  model.network().locate(crops, features, all);
  ASSERT_EQ(all.count, static_cast<int>(crops.size()));
  ASSERT_EQ(all.templates, static_cast<int>(templates));
  ASSERT_EQ(all.score.size(), features.size() * 81);
  ASSERT_EQ(all.box.size(), crops.size() * 4 * 81);
  ASSERT_EQ(all.extra.at("extra").size(), crops.size() * 5);
  for (size_t n = 0; n < crops.size(); ++n) {
    for (size_t t = 0; t < templates; ++t) {
      Maps one;
      model.network().locate({crops[n]}, {features[n * templates + t]}, one);
      const float* score = all.score_of(static_cast<int>(n)) + 81 * t;
      EXPECT_LE(difference(Values(score, score + 81), as_values(one.score)), 1e-6) << n << ' ' << t;
      if (t > 0) continue;
      const float* box = all.box_of(static_cast<int>(n));
      EXPECT_LE(difference(Values(box, box + 4 * 81), as_values(one.box)), 1e-4) << n;
      const auto extra = all.extra.at("extra").begin() + static_cast<long>(5 * n);
      EXPECT_LE(difference(Values(extra, extra + 5), as_values(one.extra.at("extra"))), 1e-5) << n;
    }
  }
}

TEST_F(Network, SeveralTemplatesForACropShareItOrRepeatIt) {
  // The tiny network's locate with several kernels for each item of x.
  std::string methods = tiny_methods;
  const auto replace = [&](const std::string& from, const std::string& to) {
    ASSERT_EQ(methods.find(from), methods.rfind(from));
    methods.replace(methods.find(from), from.size(), to);
  };
  replace(
      "    f = self.backbone(x)\n    n, c = f.size(0), f.size(1)\n    k = features[0]\n",
      "    f = self.backbone(x)\n    k = features[0]\n    each = k.size(0) // f.size(0)\n"
      "    f = f.unsqueeze(1).expand(f.size(0), each, f.size(1), f.size(2), f.size(3)).flatten(0, "
      "1)\n    n, c = f.size(0), f.size(1)\n");
  replace("    sides = torch.exp(out[:, 1:] * 0.1) * 8.0\n",
          "    out = out[::each]\n    sides = torch.exp(out[:, 1:] * 0.1) * 8.0\n");
  const std::string sharing = path_ + ".sharing";
  write_tiny_archive(sharing, std::string(tiny_description) + "shared_search: true\n", methods);
  ModelOptions options;
  options.threads = 1;
  const Model shared = Model::open(sharing, options);
  EXPECT_TRUE(shared.description().shared_search);
  EXPECT_FALSE(open().description().shared_search);
  for (const Model& model : {shared, open()}) {
    std::vector<cv::Mat> crops;
    std::vector<Features> features;
    for (int n = 0; n < 5; ++n) {  // goes through in pieces of 4 and 1
      crops.push_back(search(n));
      for (int t = 0; t < 3; ++t)
        features.push_back(model.network().embed({target(3 * n + t)}).at(0));
    }
    expect_several_templates(model, crops, features);
    expect_several_templates(model, {crops[0]}, {features[0], features[1]});
  }
}

TEST_F(Network, FeaturesOfManyEqualFeaturesOfOne) {
  const Model model = open();
  const auto many = model.network().embed({target(0), target(1), target(2)});
  ASSERT_EQ(many.size(), 3u);
  const Features one = model.network().embed({target(1)}).at(0);
  EXPECT_EQ(locate(model, {search(0)}, {many[1]}).box, locate(model, {search(0)}, {one}).box);
}

TEST_F(Network, SearchCropsOfOtherSizesGiveOtherGrids) {
  const Model model = open();
  const auto features = model.network().embed({target(0)});
  EXPECT_EQ(locate(model, {synthetic_image(96, 0)}, features).size, 17);
  EXPECT_EQ(locate(model, {synthetic_image(64, 0)}, features).size, 9);
}

TEST_F(Network, TwoThreadsAtOnceGiveTheSameBytesAsOneAlone) {
  for (const int threads : {1, 2}) {
    const Model model = open(threads);
    const auto features = model.network().embed({target(0)});
    const Maps alone = locate(model, {search(0)}, features);
    std::vector<Maps> found(4);
    std::vector<std::thread> workers;
    for (size_t w = 0; w < found.size(); ++w) {
      workers.emplace_back([&, w] {
        for (int turn = 0; turn < 20; ++turn)
          model.network().locate({search(0)}, features, found[w]);
      });
    }
    for (std::thread& worker : workers) worker.join();
    for (const Maps& maps : found) {
      EXPECT_EQ(maps.score, alone.score);
      EXPECT_EQ(maps.box, alone.box);
    }
  }
}

TEST_F(Network, ModelsOfDifferentThreadCountsDoNotDisturbEachOther) {
  const Model one = open(1);
  const Model three = open(3);
  const auto features = one.network().embed({target(0)});
  const Maps first = locate(one, {search(0)}, features);
  const Maps of_three = locate(three, {search(0)}, features);
  EXPECT_EQ(locate(one, {search(0)}, features).box, first.box);
  EXPECT_EQ(locate(three, {search(0)}, features).box, of_three.box);
  EXPECT_EQ(one.options().threads, 1);
  EXPECT_EQ(three.options().threads, 3);
}

TEST_F(Network, ChannelOrderOfTheDescriptionIsHonoured) {
  const std::string rgb = path_ + ".rgb";
  std::string text = tiny_description;
  text.replace(text.find("channels: bgr"), 13, "channels: rgb");
  write_tiny_archive(rgb, text);
  const auto turned = [](const cv::Mat& image) {
    cv::Mat out(image.size(), image.type());
    for (int i = 0; i < image.rows * image.cols; ++i) {
      const auto& from = image.at<cv::Vec3b>(i / image.cols, i % image.cols);
      out.at<cv::Vec3b>(i / image.cols, i % image.cols) = cv::Vec3b(from[2], from[1], from[0]);
    }
    return out;
  };
  ModelOptions options;
  options.threads = 1;
  const Maps a = maps_of(open(), target(1), search(1));
  const Maps b = maps_of(Model::open(rgb, options), turned(target(1)), turned(search(1)));
  EXPECT_EQ(a.score, b.score);
  EXPECT_EQ(a.box, b.box);
}

TEST_F(Network, CropsThatArePartsOfAPictureGiveTheSameBytes) {
  const Model model = open();
  cv::Mat large(100, 90, CV_8UC3, cv::Scalar(9, 9, 9));
  search(2).copyTo(large(cv::Rect(7, 11, 64, 64)));
  const auto features = model.network().embed({target(2)});
  EXPECT_EQ(locate(model, {large(cv::Rect(7, 11, 64, 64))}, features).box,
            locate(model, {search(2)}, features).box);
}

TEST_F(Network, WrongCallsAreUsageErrors) {
  const Model model = open();
  const auto features = model.network().embed({target(0)});
  Maps maps;
  const auto refused = [&](const std::vector<cv::Mat>& crops, const std::vector<Features>& given) {
    try {
      model.network().locate(crops, given, maps);
    } catch (const Error& problem) {
      return problem.kind() == Error::Kind::usage;
    }
    return false;
  };
  EXPECT_TRUE(refused({}, {}));
  EXPECT_TRUE(refused({search(0)}, {}));
  EXPECT_TRUE(refused({search(0)}, {Features()}));
  EXPECT_TRUE(refused({search(0), search(1)}, {features[0], features[0], features[0]}));
  EXPECT_TRUE(refused({cv::Mat(64, 60, CV_8UC3, cv::Scalar())}, features));
  EXPECT_TRUE(refused({cv::Mat(64, 64, CV_8UC1, cv::Scalar())}, features));
  EXPECT_TRUE(refused({search(0), synthetic_image(96, 0)}, {features[0], features[0]}));
}

TEST_F(Network, Bf16IsNearFloatOrRefusedWithAReason) {
  if (!model::inspect_machine().bf16) {
    try {
      open(1, Precision::bf16);
      FAIL();
    } catch (const Error& problem) {
      EXPECT_EQ(problem.kind(), Error::Kind::system);
      EXPECT_THAT(problem.what(), testing::HasSubstr("bf16"));
    }
    return;
  }
  const Maps plain = maps_of(open(), target(0), search(0));
  const Maps low = maps_of(open(1, Precision::bf16), target(0), search(0));
  const double off = difference(as_values(low.score), as_values(plain.score));
  EXPECT_LE(off, 0.03);
  EXPECT_GT(off, 0) << "bf16 was asked for and not used";
}

TEST_F(Network, AutomaticPrecisionNeedsADeclaration) {
  EXPECT_EQ(open(1, Precision::automatic).options().precision, Precision::fp32);
  const std::string declared = path_ + ".declared";
  write_tiny_archive(declared, std::string(tiny_description) + "precision: {bf16: 0.001}\n");
  ModelOptions options;
  options.precision = Precision::automatic;
  const Precision chosen = Model::open(declared, options).options().precision;
  EXPECT_EQ(chosen, model::inspect_machine().bf16 ? Precision::bf16 : Precision::fp32);
  EXPECT_FALSE(model::choose_precision(Model::open(declared).description(), "cpu").reason.empty());
}

/// Maps of a network with its own locate(), beside what that network computes step by step.
void expect_maps_equal_stages(const std::string& path, const std::string& locate) {
  std::string methods = tiny_methods;
  const size_t begin = methods.find("def locate");
  const size_t end = methods.find("def stages");
  methods.replace(begin, end - begin, locate);
  write_tiny_archive(path, tiny_description, methods);
  const Model model = open_single(path);
  for (const int phase : {0, 40}) {
    const cv::Mat z = synthetic_image(32, phase);
    const cv::Mat x = synthetic_image(64, phase);
    const Maps maps = maps_of(model, z, x);
    auto plain = model.network().stages(z, x);
    EXPECT_LE(difference(as_values(maps.score), values_of(plain["score"])), 1e-5);
    EXPECT_LE(difference(as_values(maps.box), values_of(plain["box"])), 1e-4);
  }
}

TEST_F(Network, ThatLooksAtItsNumbersRunsAsWritten) {
  expect_maps_equal_stages(path_, R"(
def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    f = torch.adaptive_avg_pool2d(self.backbone(x)[:, :4], [9, 9])
    if bool(x[0, 0, 0, 0] > 127.0):
        f = f * 2.0
    return torch.sigmoid(f[:, 0]), f, f.mean([2, 3])

)");
}

TEST_F(Network, ThatChangesATensorSeenElsewhereRunsAsWritten) {
  expect_maps_equal_stages(path_, R"(
def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    f = torch.adaptive_avg_pool2d(self.backbone(x)[:, :4], [9, 9])
    part = f[:, 0]
    f.mul_(0.5)
    return torch.sigmoid(part), f, f.mean([2, 3])

)");
}

TEST_F(Network, WithUncommonOperatorsRunsAsWritten) {
  expect_maps_equal_stages(path_, R"(
def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    f = self.backbone(x)
    f = torch.leaky_relu(torch.upsample_bilinear2d(f, [18, 18], False), 0.1)
    f = torch.avg_pool2d(torch.clamp(f, -3.0, 4.0), [3, 3], [2, 2], [1, 1], False, True)
    f = torch.silu(f.permute(0, 2, 3, 1).contiguous()).permute(0, 3, 1, 2)[:, 1:5]
    g = torch.hardsigmoid(f) + torch.hardtanh(f - 1, -1.0, 1.0)
    return torch.softmax(g, 1)[:, 1], g.transpose(2, 3), g.flatten(2).mean(2)

)");
}

TEST(Machine, KnowsItself) {
  const model::Machine machine = model::inspect_machine();
  EXPECT_FALSE(machine.cpu.empty());
  EXPECT_GE(machine.cores, 1);
  EXPECT_FALSE(machine.torch.version.empty());
  EXPECT_FALSE(machine.torch.blas.empty());
  EXPECT_FALSE(machine.torch.kernels.empty());
  EXPECT_EQ(machine.torch.devices.at(0), "cpu");
}

}  // namespace
}  // namespace siamrt::test
