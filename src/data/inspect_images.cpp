#include "data/inspect_images.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace siamrt::data {
namespace {

struct Seen {
  std::int64_t decoded = 0;
  std::vector<std::string> faults;
};

std::vector<std::int64_t> chosen(std::int64_t count, Images which) {
  constexpr std::int64_t most = 20;
  std::vector<std::int64_t> indices;
  const std::int64_t wanted = which == Images::all ? count : std::min(count, most);
  for (std::int64_t i = 0; i < wanted; ++i)
    indices.push_back(wanted == 1 ? 0 : i * (count - 1) / (wanted - 1));
  return indices;
}

Seen look_at(const Sequence& sequence, bool one_based, Images which) {
  Seen seen;
  int width = 0;
  int height = 0;
  for (const std::int64_t index : chosen(sequence.frames->count(), which)) {
    try {
      const Frame frame = sequence.frames->read(index);
      ++seen.decoded;
      if (width == 0) {
        width = frame.cols;
        height = frame.rows;
        const Box& box = sequence.truth.front();
        if (index == 0 && is_valid(box) && !touches(sequence.start_box(one_based), width, height)) {
          seen.faults.push_back(fmt::format("{}: the first box lies outside its {} x {} image",
                                            sequence.name, width, height));
        }
      } else if (frame.cols != width || frame.rows != height) {
        seen.faults.push_back(fmt::format("{}: {} x {} pixels, the first image has {} x {}",
                                          sequence.frames->name(index), frame.cols, frame.rows,
                                          width, height));
      }
    } catch (const Error& error) {
      seen.faults.emplace_back(error.what());
    }
  }
  return seen;
}

}  // namespace

void inspect_images(const Dataset& dataset, const InspectOptions& how, Inspection& found) {
  if (how.images == Images::none) return;
  std::vector<Seen> seen(dataset.sequences.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < seen.size(); i = next++) {
      const Sequence& sequence = dataset.sequences[i];
      if (sequence.frames != nullptr) seen[i] = look_at(sequence, dataset.one_based, how.images);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < how.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  for (const Seen& one : seen) {
    found.decoded += one.decoded;
    found.faults.insert(found.faults.end(), one.faults.begin(), one.faults.end());
  }
}

}  // namespace siamrt::data
