// Real trained networks on real benchmark sequences, beside the original trackers. The slow program
// runs all of them, the quick one the shortest sequence.

#include "track/real_sequences.hpp"
#include "track/material.hpp"

namespace siamrt {
namespace {

class RealSequences : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

std::vector<std::string> sequences() {
#ifdef SIAMRT_SLOW_TESTS
  return test::real_sequence_names();
#else
  return {"DAVIS_car-shadow"};
#endif
}

}  // namespace

TEST_P(RealSequences, GiveTheOriginalsBoxesAndFigures) {
  const auto& [model, name] = GetParam();
  SIAMRT_NEEDS_SHARED("sequences/" + name + ".tar");
  SIAMRT_NEEDS_ARCHIVE("real/" + model);
  const test::Sequence sequence = test::read_sequence(test::shared_dir() / "sequences", name);
  const test::GoldenRun golden =
      test::golden_run(test::shared_dir() / "golden/nanotrack", model, sequence);
  const Tracker tracker(Model::open(test::archive("real/" + model), {Precision::fp32, 1, "cpu"}));
  const std::vector<Box> boxes = test::run(tracker, sequence);
  ASSERT_EQ(boxes.size(), golden.boxes.size());
  for (size_t t = 0; t < golden.strict; ++t) {
    ASSERT_LT(test::distance(boxes[t], golden.boxes[t]), 0.05) << "frame " << t;
  }
  EXPECT_NEAR(test::auc(boxes, sequence.truth), golden.auc, golden.auc_tolerance);
}

INSTANTIATE_TEST_SUITE_P(Golden, RealSequences,
                         testing::Combine(testing::Values("nanotrack_v1", "nanotrack_v2",
                                                          "nanotrack_v3", "lighttrack_mobile"),
                                          testing::ValuesIn(sequences())),
                         [](const auto& one) {
                           std::string name = std::get<0>(one.param) + "_" + std::get<1>(one.param);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace siamrt
