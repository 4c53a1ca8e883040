#pragma once

// Model room: archives, networks, precision and device. It offers Model (public header), the
// network behind it (this header), the parser of siamrt/model.yaml (description.hpp) and facts
// about the machine (machine.hpp). LibTorch's headers stay in its .cpp files; crops come in as
// images and maps go out as plain numbers. It knows nothing of frames, boxes in frames, or targets.

#include <opencv2/core/mat.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace siamrt::model {

/// Template features of one target, as the network wants them. Cheap to copy (shared), immutable.
class Features {
 public:
  struct Held;
  Features() = default;
  explicit Features(std::shared_ptr<const Held> held) : held_(std::move(held)) {}
  const Held* held() const noexcept { return held_.get(); }

 private:
  std::shared_ptr<const Held> held_;
};

/// Maps of N search crops with K templates each. Row-major; buffers are kept and reused from call
/// to call.
struct Maps {
  int count = 0;             ///< N
  int templates = 1;         ///< K
  int size = 0;              ///< S, cells per side
  std::vector<float> score;  ///< [N][K][S*S], 0..1
  std::vector<float> box;    ///< [N][4][S*S], x1 y1 x2 y2 in search-crop pixels, of first templates
  std::map<std::string, std::vector<float>> extra;  ///< further outputs by name, flattened [N]...

  /// Of crop n's first template; those of the others follow.
  const float* score_of(int n) const {
    return score.data() + static_cast<size_t>(n) * templates * size * size;
  }
  const float* box_of(int n) const { return box.data() + static_cast<size_t>(n) * 4 * size * size; }
};

/// What the fit of an online branch is told (docs/archive.md); tables go over the distance from the
/// target's centre in bins of 0.1 cells.
struct OnlineTables {
  float step = 1;            ///< factor of the step length
  float regularisation = 0;  ///< weight of the filter's squares
  std::vector<float> label;
  std::vector<float> mask;  ///< before its sigmoid
  std::vector<float> spatial;
};

/// A named array with its shape, for stage-by-stage comparison.
struct Array {
  std::vector<long> shape;
  std::vector<float> values;
};

/// A network ready to run: frozen, folded, in its precision, on its device. Immutable; may be
/// called from several threads at once; each call uses the model's own number of threads.
class Network {
 public:
  virtual ~Network() = default;

  /// Template features of each crop. Crops: CV_8UC3 BGR, all square and of one size.
  virtual std::vector<Features> embed(const std::vector<cv::Mat>& crops) const = 0;

  /// Maps of N search crops (CV_8UC3 BGR, square, one size) in one call, crop n with the K
  /// templates features[n * K] to features[n * K + K - 1]. Throws Error(model) if the network's
  /// outputs do not have the described shapes, Error(usage) unless there are as many features for
  /// every crop.
  virtual void locate(const std::vector<cv::Mat>& crops, const std::vector<Features>& features,
                      Maps& maps) const = 0;

  /// Features for an online branch of crops CV_32FC3 RGB 0..255, as large as
  /// Description::online says, into `features`, [crops][cells * cells][channels]. Throws
  /// Error(usage) for a network without such a branch, as the next two do.
  virtual void online(const std::vector<cv::Mat>& crops, float* features) const;

  /// What the first filter is pooled from, for one feature; the same shape.
  virtual void online_start(const float* feature, float* start) const;

  virtual OnlineTables online_tables() const;

  /// Every stage by name from the unfused float32 network (docs/archive.md). Slow; for tests.
  virtual std::map<std::string, Array> stages(const cv::Mat& template_crop,
                                              const cv::Mat& search_crop) const = 0;
};

}  // namespace siamrt::model
