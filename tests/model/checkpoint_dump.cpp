// checkpoint_dump FILE ...: what the reader makes of checkpoints, for
// tests/model/test_checkpoints.py: a line `name type shape sha256-of-the-elements` a tensor, or
// `refused: ` and why.

#include "core/digest.hpp"
#include "model/checkpoint.hpp"

#include <siamrt/error.hpp>

#include <fmt/ranges.h>

#include <cstdio>
#include <exception>

namespace {

void dump(const char* path) {
  using siamrt::model::Checkpoint;
  try {
    const Checkpoint found = Checkpoint::open(path);
    const bool zip = found.format() == Checkpoint::Format::zip;
    fmt::print("{}{}\n", zip ? "zip" : "stream",
               found.epoch() ? fmt::format(" epoch {}", *found.epoch()) : "");
    for (const auto& tensor : found.tensors()) {
      fmt::print("{} {} [{}] {}\n", tensor.name, to_string(tensor.element),
                 fmt::join(tensor.sizes, "x"),
                 siamrt::core::sha256(siamrt::model::elements_of(tensor)));
    }
  } catch (const siamrt::Error& error) {
    fmt::print("refused: {}\n", error.what());
  }
  fmt::print("\n");
}

}  // namespace

int main(int count, char** words) {
  try {
    for (int i = 1; i < count; ++i) dump(words[i]);
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
}
