#include "model/golden.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace siamrt::test {

std::string archive_path(const std::string& name) {
  return (build_dir() / "archives" / (name + ".pt")).string();
}

Model open_single(const std::string& path) {
  ModelOptions options;
  options.threads = 1;
  return Model::open(path, options);
}

cv::Mat picture(const NpyArray& array) {
  const std::vector<std::uint8_t> bytes = array.as_bytes();
  cv::Mat image(static_cast<int>(array.shape.at(0)), static_cast<int>(array.shape.at(1)), CV_8UC3);
  std::memcpy(image.data, bytes.data(), bytes.size());
  return image;
}

cv::Mat synthetic_image(int size, int phase) {
  cv::Mat image(size, size, CV_8UC3);
  const int low = static_cast<int>(std::floor(0.42 * size));
  const int high = static_cast<int>(std::floor(0.58 * size));
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      const bool inverted = i >= low && i < high && j >= low && j < high;
      for (int c = 0; c < 3; ++c) {
        double v = 127.5 + 55 * std::sin(0.11 * (i + phase) + c) +
                   55 * std::cos(0.07 * (j - phase) * (c + 1));
        if (inverted) v = 255 - v;
        image.at<cv::Vec3b>(i, j)[c] =
            static_cast<std::uint8_t>(std::min(255.0, std::max(0.0, std::floor(v + 0.5))));
      }
    }
  }
  return image;
}

Values as_values(const std::vector<float>& numbers) { return {numbers.begin(), numbers.end()}; }

Values values_of(const model::Array& array) { return as_values(array.values); }

Values thinned(const model::Array& array, size_t stride) {
  Values values;
  for (size_t i = 0; i < array.values.size(); i += stride) values.push_back(array.values[i]);
  return values;
}

Values thinned(const model::Array& array, size_t c, size_t s) {
  const auto channels = static_cast<size_t>(array.shape.at(1));
  const auto rows = static_cast<size_t>(array.shape.at(2));
  const auto columns = static_cast<size_t>(array.shape.at(3));
  Values values;
  for (size_t k = 0; k < channels; k += c) {
    for (size_t i = 0; i < rows; i += s) {
      for (size_t j = 0; j < columns; j += s)
        values.push_back(array.values[(k * rows + i) * columns + j]);
    }
  }
  return values;
}

double difference(const Values& a, const Values& b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  double most = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double d = std::abs(a[i] - b[i]);
    if (!(d <= std::numeric_limits<double>::max())) return std::numeric_limits<double>::infinity();
    most = std::max(most, d);
  }
  return most;
}

double largest(const Values& values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

Values planes(const Values& cells) {
  Values turned(cells.size());
  const size_t n = cells.size() / 4;
  for (size_t k = 0; k < n; ++k) {
    for (size_t c = 0; c < 4; ++c) turned[c * n + k] = cells[4 * k + c];
  }
  return turned;
}

Values corners_from_sides(const Values& sides, int size, double stride, double first) {
  Values corners(sides.size());
  const auto n = static_cast<size_t>(size);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      const size_t k = i * n + j;
      const double x = first + stride * static_cast<double>(j);
      const double y = first + stride * static_cast<double>(i);
      corners[k] = x - sides[k];
      corners[n * n + k] = y - sides[n * n + k];
      corners[2 * n * n + k] = x + sides[2 * n * n + k];
      corners[3 * n * n + k] = y + sides[3 * n * n + k];
    }
  }
  return corners;
}

model::Maps maps_of(const Model& model, const cv::Mat& z, const cv::Mat& x) {
  model::Maps maps;
  model.network().locate({x}, model.network().embed({z}), maps);
  return maps;
}

}  // namespace siamrt::test
