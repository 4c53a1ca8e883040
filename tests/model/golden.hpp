#pragma once

#include "model/network.hpp"
#include "support/npz.hpp"
#include "support/shared.hpp"

#include <siamrt/model.hpp>

#include <opencv2/core/mat.hpp>

#include <string>
#include <vector>

namespace siamrt::test {

/// An archive that the fixture `golden/archives` made, e.g. "ocean" or "real/nanotrack_v1".
std::string archive_path(const std::string& name);

/// On one thread: waiting threads spin, which a busy machine pays for many times over.
Model open_single(const std::string& path);

/// H x W x 3 bytes as a picture (a copy).
cv::Mat picture(const NpyArray& array);

/// The made picture of tests/golden/synthetic/README.md.
cv::Mat synthetic_image(int size, int phase);

/// Numbers without a batch dimension of their own, compared one by one.
using Values = std::vector<double>;

Values values_of(const model::Array& array);

/// Every `stride`-th value of the flattened array.
Values thinned(const model::Array& array, size_t stride);

/// N,C,H,W -> every `c`-th channel, `s`-th row and column.
Values thinned(const model::Array& array, size_t c, size_t s);

/// Largest absolute difference; infinite if the sizes differ or a number is not finite.
double difference(const Values& a, const Values& b);

double largest(const Values& values);

/// Cells x 4 or 4 x cells (`planes`) of sides l, t, r, b -> corners by planes, for a grid whose
/// cell 0 stands at `first`.
Values corners_from_sides(const Values& sides, int size, double stride, double first);

/// Cells x 4 -> 4 x cells.
Values planes(const Values& cells);

/// The maps of one template and one search crop through embed and locate.
model::Maps maps_of(const Model& model, const cv::Mat& z, const cv::Mat& x);

Values as_values(const std::vector<float>& numbers);

}  // namespace siamrt::test

/// Skips where the archive has not been made (ctest makes it as the fixture golden/archives).
#define SIAMRT_NEEDS_ARCHIVE(name)                                \
  if (!std::filesystem::exists(siamrt::test::archive_path(name))) \
  GTEST_SKIP() << "needs " << siamrt::test::archive_path(name)    \
               << ", which tests/golden/make_archives writes"
