#include "track/window.hpp"

#include <cmath>

namespace siamrt::track {
namespace {

constexpr double pi = 3.14159265358979323846;

/// Value n of a symmetric Hann window of `size` values; 1 where there is only one.
double hann(int n, int size) {
  return size == 1 ? 1.0 : 0.5 - 0.5 * std::cos(2 * pi * n / (size - 1));
}

double line(Window kind, int n, int size) {
  switch (kind) {
    case Window::cosine:
      return hann(n, size);
    case Window::cosine_open:
      return hann(n + 1, size + 2);
    case Window::uniform:
      return 1;
  }
  return 1;
}

}  // namespace

std::vector<double> make_window(Window kind, int size) {
  std::vector<double> window;
  window.reserve(static_cast<size_t>(size) * static_cast<size_t>(size));
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column)
      window.push_back(line(kind, row, size) * line(kind, column, size));
  }
  return window;
}

}  // namespace siamrt::track
