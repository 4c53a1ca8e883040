// Ocean's deformable sampling with the convolution behind it, as the object-aware branch has it,
// in the ways that were considered: docs/performance.md has the table.
//
//   siamrt_sampling_benchmark [--threads N] [--rounds N]
//
// LibTorch's grid_sample on a row-major and on a channels-last feature, our kernel (what plans
// use), all with LibTorch's convolution behind them, and our kernel writing columns for a matrix
// product. All in one run, in turns; what is
// compared is the median of the ratios of one turn.

#include "model/sampling.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace {

using siamrt::model::Sampling;

constexpr std::int64_t channels = 256;

/// Seconds of one call.
template <typename Work>
double time(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

void measure(int search, int rounds) {
  const std::int64_t cells = (search - 127) / 8 + 9;
  const std::int64_t taps = 3 * cells;
  const at::Tensor rows = at::randn({1, channels, cells, cells});
  const at::Tensor last = rows.contiguous(at::MemoryFormat::ChannelsLast);
  // Boxes of about nine cells around every cell, as a target's are.
  const at::Tensor places = at::empty({1, taps, taps, 2});
  const at::Tensor by_cell = at::empty({1, cells * cells, 9, 2});
  for (std::int64_t y = 0; y < taps; ++y) {
    for (std::int64_t x = 0; x < taps; ++x) {
      for (int axis = 0; axis < 2; ++axis) {
        const std::int64_t at = axis == 0 ? x : y;
        const double cell =
            static_cast<double>(at / 3) + 0.3 + static_cast<double>(at % 3 - 1) * 4.4;
        const auto unit = static_cast<float>(cell * 2 / static_cast<double>(cells - 1) - 1);
        places[0][y][x][axis] = unit;
        by_cell[0][y / 3 * cells + x / 3][y % 3 * 3 + x % 3][axis] = unit;
      }
    }
  }
  const at::Tensor weight = at::randn({channels, channels, 3, 3}) * 0.02;
  const at::Tensor weight_last = weight.contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor as_columns = weight.permute({2, 3, 1, 0}).reshape({9 * channels, channels});
  const at::Tensor sampled = at::empty({1, channels, taps, taps}, at::MemoryFormat::ChannelsLast);
  const at::Tensor column = at::empty({cells * cells, 9 * channels});
  const std::vector<float> outside(channels, 0.0F);
  const Sampling ours = {1, channels, cells, cells, taps, taps, places.strides().vec(), outside};
  const Sampling columns = {
      1, channels, cells, cells, cells * cells, 9, by_cell.strides().vec(), outside};
  const auto libtorch = [&](const at::Tensor& feature, const at::Tensor& by) {
    return at::conv2d(at::grid_sampler(feature, places, 0, 0, true), by, {}, 3);
  };
  const auto mine = [&] {
    ours.run(last.data_ptr<float>(), places.data_ptr<float>(), sampled.data_ptr<float>());
    return at::conv2d(sampled, weight_last, {}, 3);
  };
  const auto by_columns = [&] {
    columns.run(last.data_ptr<float>(), by_cell.data_ptr<float>(), column.data_ptr<float>());
    return at::mm(column, as_columns);
  };
  const at::Tensor expected = libtorch(rows, weight);
  const at::Tensor product = by_columns().t().reshape({1, channels, cells, cells});
  const double off = std::max((mine() - expected).abs().max().item<double>(),
                              (product - expected).abs().max().item<double>());
  if (off > 1e-4) throw std::runtime_error("the ways do not agree");
  std::vector<double> times[5];
  for (int round = -3; round < rounds; ++round) {
    const double taken[] = {
        time([&] { libtorch(rows, weight); }), time([&] { libtorch(last, weight_last); }),
        time(mine), time(by_columns), time([&] { at::conv2d(sampled, weight_last, {}, 3); })};
    for (int way = 0; round >= 0 && way < 5; ++way) times[way].push_back(taken[way]);
  }
  fmt::print("| {} |", search);
  for (int way = 0; way < 4; ++way) {
    std::vector<double> ratios;
    for (size_t n = 0; n < times[way].size(); ++n) ratios.push_back(times[way][n] / times[2][n]);
    fmt::print(" {:.2f} ({:.2f}) |", 1e3 * median(times[way]), median(ratios));
  }
  fmt::print(" {:.2f} |\n", 1e3 * median(times[4]));
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app("Ocean's deformable sampling and convolution in several ways.");
  int threads = 1, rounds = 60;
  app.add_option("--threads", threads)->check(CLI::Range(1, 256));
  app.add_option("--rounds", rounds, "turns that count, after three that do not")
      ->check(CLI::Range(1, 100000));
  CLI11_PARSE(app, count, arguments);
  at::set_num_threads(threads);
  const c10::InferenceMode inference;
  fmt::print(
      "Milliseconds on {} thread(s), in brackets the ratio to our kernel in the same turn.\n\n"
      "| search | grid_sample, row-major | grid_sample, channels last | our kernel | our kernel, "
      "columns and a matrix product | the convolution alone |\n|---|---|---|---|---|---|\n",
      threads);
  for (const int search : {255, 271, 287}) measure(search, rounds);
  return 0;
}
