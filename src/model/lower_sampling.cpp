#include "model/planner.hpp"
#include "model/sampling.hpp"

// Bilinear sampling (grid_sample): Ocean's object-aware branch samples inside its boxes.

namespace siamrt::model {

bool Planner::lower_sampling(const FusedStep& step) {
  if (!is_kind(step, "aten::grid_sampler")) return false;
  const auto& a = step.arguments;
  constexpr std::int64_t bilinear = 0, zeros = 0;
  const bool ours = a[2].constant.toInt() == bilinear && a[3].constant.toInt() == zeros &&
                    a[4].constant.toBool();  // aligned corners
  if (!ours || a[0].value < 0 || a[1].value < 0 || sizes_of(a[0].value).size() != 4) return false;
  const at::Tensor feature = dense(plain(a[0].value, at::kFloat)).tensor;
  const at::Tensor places = plain(a[1].value, at::kFloat).tensor;
  const at::Tensor result = make_result(step.results[0], at::kFloat).tensor;
  const Sampling sampling = {
      feature.size(0),        feature.size(1),
      feature.size(2),        feature.size(3),
      result.size(2),         result.size(3),
      places.strides().vec(), std::vector<float>(static_cast<size_t>(feature.size(1)), 0.0F)};
  add(step_name(step, tape_), [=](dnnl::stream&) {
    sampling.run(feature.data_ptr<float>(), places.data_ptr<float>(), result.data_ptr<float>());
  });
  return true;
}

}  // namespace siamrt::model
