#pragma once

#include "model/archive.hpp"
#include "model/method.hpp"
#include "model/network.hpp"

namespace siamrt::model {

struct Features::Held {
  std::vector<at::Tensor> tensors;  ///< leading dimension 1, float32
};

/// The network of an archive, driven by its methods.
class ArchiveNetwork final : public Network {
 public:
  /// options: precision fp32 or bf16, threads above 0.
  ArchiveNetwork(Archive archive, const ModelOptions& options);

  std::vector<Features> embed(const std::vector<cv::Mat>& crops) const override;
  void locate(const std::vector<cv::Mat>& crops, const std::vector<Features>& features,
              Maps& maps) const override;
  void online(const std::vector<cv::Mat>& crops, float* features) const override;
  void online_start(const float* feature, float* start) const override;
  OnlineTables online_tables() const override;
  std::map<std::string, Array> stages(const cv::Mat& template_crop,
                                      const cv::Mat& search_crop) const override;

 private:
  template <typename Work>
  auto guarded(const char* method, Work work) const;
  void locate_shared(const std::vector<cv::Mat>& crops, const std::vector<Features>& features,
                     Maps& maps) const;
  void locate_repeated(const std::vector<cv::Mat>& crops, const std::vector<Features>& features,
                       Maps& maps) const;
  void check_outputs(const std::vector<at::Tensor>& outputs, int count, const Maps& maps) const;
  void check_boxes(const Maps& maps, size_t first, int count) const;
  void take_maps(const std::vector<at::Tensor>& outputs, size_t first, int count, Maps& maps) const;
  at::Tensor stack_features(const std::vector<Features>& features, size_t first, int count,
                            size_t which) const;

  Archive archive_;
  ModelOptions options_;
  Method embed_;
  Method locate_;
  Method online_;  ///< called only where the description has an online branch
};

}  // namespace siamrt::model
