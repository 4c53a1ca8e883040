#pragma once

// Pictures for the online branch: unlike the Siamese crops they are float, RGB, and repeat the
// frame's border. Source: pytracking's preprocessing and augmentation as TracKit's Ocean ships
// them.

#include <siamrt/frame.hpp>

#include <opencv2/core/mat.hpp>

#include <array>
#include <vector>

namespace siamrt::track {

/// A place in the frame, row first as in the original; float32, since the original's whole-pixel
/// decisions are made in it.
struct Place {
  float y = 0;
  float x = 0;
};

/// A box x, y, w, h in pixels of a crop.
using CropBox = std::array<float, 4>;

/// Where a patch really lies once it is cut at whole (and every n-th) pixels.
struct PatchCut {
  int step = 1;  ///< every step-th pixel is taken
  int top = 0;   ///< of the window, in units of step, may lie outside; the start offset left out,
  int left = 0;  ///< as in the original
  int side = 0;  ///< pixels of the window, in units of step
  int offset_y = 0;  ///< first row and column that are taken
  int offset_x = 0;

  /// Middle of the patch in the frame as the original reports it.
  Place middle() const;
  /// Frame pixels for a pixel of a crop of `out` pixels.
  float scale(int out) const;
};

/// The cut of a square of `side` frame pixels around `centre` for a crop of `out` pixels.
PatchCut cut_patch(Place centre, float side, int out);

/// Writes the patch to `crop` (out x out, CV_32FC3, RGB, 0..255; bilinear, border repeated).
void sample_patch(const Frame& frame, const PatchCut& cut, int out, cv::Mat& crop);

/// How one of the first frame's samples is made from the patch around the target.
struct Transform {
  enum class Kind { shift, flip, blur, rotate };
  Kind kind = Kind::shift;
  float a = 0;      ///< blur: sigma along y; rotate: degrees
  float b = 0;      ///< blur: sigma along x
  int shift_y = 0;  ///< the picture moves by this, and the target's box with it
  int shift_x = 0;
};

/// Cuts `out` x `out` out of the middle of `patch` (CV_32FC3), transformed. Rotation and blur are
/// about the patch's centre, before the cut; blur counts zeros outside, rotation repeats the
/// border.
void transform_patch(const cv::Mat& patch, const Transform& transform, int out, cv::Mat& crop);

/// The 23 transforms of the first frame without their random shifts, in the original's order, and
/// how many copies with dropped channels follow. `out`: side of the crop.
std::vector<Transform> first_transforms(int out);
constexpr int dropout_copies = 7;

/// True for transforms whose shift is drawn at random.
bool shifts_at_random(const Transform& transform);

}  // namespace siamrt::track
