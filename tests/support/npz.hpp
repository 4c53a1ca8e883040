#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace siamrt::test {

/// One array of a .npz file, C order.
struct NpyArray {
  std::vector<size_t> shape;
  std::string dtype;  ///< numpy's, e.g. <f4, |u1
  std::string bytes;

  size_t size() const;
  /// The elements as double, whatever the type is.
  std::vector<double> as_double() const;
  /// The elements as bytes; throws unless the type is |u1.
  std::vector<std::uint8_t> as_bytes() const;
  double scalar() const { return as_double().at(0); }
};

/// Reads every array of a .npz file (zip of .npy). Throws std::runtime_error.
std::map<std::string, NpyArray> read_npz(const std::string& path);

/// Reads a whole text file, decompressed if it ends in .xz. Throws std::runtime_error.
std::string read_text(const std::string& path);

}  // namespace siamrt::test
