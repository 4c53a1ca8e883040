#include "media/palette.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace siamrt::media {
namespace {

struct Rgb {
  int r, g, b;
};

constexpr std::array<Rgb, 7> okabe_ito = {{
    {230, 159, 0},    // orange
    {86, 180, 233},   // sky blue
    {0, 158, 115},    // bluish green
    {240, 228, 66},   // yellow
    {204, 121, 167},  // reddish purple
    {213, 94, 0},     // vermilion
    {0, 114, 178},    // blue
}};

/// `share` of the way from a value to `target`.
int towards(int value, int target, double share) {
  return static_cast<int>(std::lround(value + (target - value) * share));
}

}  // namespace

cv::Scalar target_colour(int index) {
  const int n = static_cast<int>(okabe_ito.size());
  const int positive = ((index % (3 * n)) + 3 * n) % (3 * n);
  const Rgb base = okabe_ito[static_cast<std::size_t>(positive % n)];
  const int round = positive / n;
  const double share = round == 0 ? 0 : 0.45;
  const int target = round == 1 ? 255 : 0;
  return {static_cast<double>(towards(base.b, target, share)),
          static_cast<double>(towards(base.g, target, share)),
          static_cast<double>(towards(base.r, target, share))};
}

cv::Scalar text_colour(const cv::Scalar& background) {
  // Luma of ITU-R BT.601; above the middle black has the stronger contrast.
  const double luma = 0.114 * background[0] + 0.587 * background[1] + 0.299 * background[2];
  return luma > 120 ? cv::Scalar(0, 0, 0) : cv::Scalar(255, 255, 255);
}

}  // namespace siamrt::media
