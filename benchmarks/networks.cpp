// One network, one crop, step by step at the command of benchmarks/networks (the script), which
// interleaves the steps with plain PyTorch's. Not for people.
//
//   siamrt_network_benchmark ARCHIVE THREADS PRECISION TEMPLATE SEARCH
//
// TEMPLATE and SEARCH: raw bytes of square BGR crops. Reads lines: `run` makes a step and answers
// `SECONDS CPU_SECONDS`; `templates K` gives the crop K templates from now on and answers `K`;
// `maps FILE` writes score and box as float32 and answers `SIZE`. Ends with its input.

#include "model/network.hpp"

#include <siamrt/error.hpp>
#include <siamrt/model.hpp>

#include <fmt/core.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

namespace {

cv::Mat read_crop(const std::string& path) {
  std::ostringstream all;
  all << std::ifstream(path, std::ios::binary).rdbuf();
  const std::string bytes = all.str();
  const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(bytes.size()) / 3)));
  if (side < 1 || static_cast<size_t>(side) * side * 3 != bytes.size()) {
    throw siamrt::Error(siamrt::Error::Kind::input, path + ": no square of BGR bytes");
  }
  cv::Mat crop(side, side, CV_8UC3);
  std::memcpy(crop.data, bytes.data(), bytes.size());
  return crop;
}

double cpu_seconds() {
  timespec now = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void serve(const siamrt::Model& model, const cv::Mat& z, const cv::Mat& x) {
  using Clock = std::chrono::steady_clock;
  auto features = model.network().embed({z});
  siamrt::model::Maps maps;
  for (std::string word; std::cin >> word;) {
    if (word == "run") {
      const double cpu = cpu_seconds();
      const auto start = Clock::now();
      model.network().locate({x}, features, maps);
      const double wall = std::chrono::duration<double>(Clock::now() - start).count();
      fmt::print("{:.9f} {:.9f}\n", wall, cpu_seconds() - cpu);
    } else if (word == "templates") {
      size_t templates = 1;
      std::cin >> templates;
      features.assign(templates, siamrt::model::Features(features.front()));
      fmt::print("{}\n", templates);
    } else if (word == "maps") {
      std::string path;
      std::cin >> path;
      std::ofstream file(path, std::ios::binary);
      const auto write = [&](const std::vector<float>& values) {
        file.write(reinterpret_cast<const char*>(values.data()),
                   static_cast<std::streamsize>(values.size() * sizeof(float)));
      };
      write(maps.score);
      write(maps.box);
      file.close();
      fmt::print("{}\n", maps.size);
    }
    std::fflush(stdout);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    fmt::print(stderr, "siamrt_network_benchmark: run benchmarks/networks instead\n");
    return 2;
  }
  try {
    siamrt::ModelOptions options;
    options.threads = std::atoi(arguments[2]);
    options.precision =
        std::string(arguments[3]) == "bf16" ? siamrt::Precision::bf16 : siamrt::Precision::fp32;
    serve(siamrt::Model::open(arguments[1], options), read_crop(arguments[4]),
          read_crop(arguments[5]));
  } catch (const siamrt::Error& problem) {
    fmt::print(stderr, "siamrt_network_benchmark: {}\n", problem.what());
    return 4;
  }
  return 0;
}
