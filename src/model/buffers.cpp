#include "model/buffers.hpp"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>

namespace siamrt::model {

BufferPool::Lease BufferPool::take(size_t bytes) {
  bytes = (std::max<size_t>(bytes, 1) + 63) / 64 * 64;
  std::shared_ptr<Block> best;
  for (const auto& block : *all_) {
    // A block of more than twice the size would be missing for something larger.
    const bool fits = !block->used && block->bytes >= bytes && block->bytes <= 2 * bytes + 4096;
    if (fits && (!best || block->bytes < best->bytes)) best = block;
  }
  if (!best) {
    best = std::make_shared<Block>();
    best->bytes = bytes;
    best->memory =
        at::zeros({static_cast<std::int64_t>(bytes)}, at::kByte);  // LibTorch aligns to 64
    all_->push_back(best);
  }
  best->used = true;
  void* address = best->memory.data_ptr();
  return {address, [best](void*) { best->used = false; }};
}

std::vector<at::Tensor> BufferPool::blocks() const {
  std::vector<at::Tensor> memory;
  for (const auto& block : *all_) memory.push_back(block->memory);
  return memory;
}

std::vector<std::int64_t> channels_last(const std::vector<std::int64_t>& sizes) {
  std::vector<std::int64_t> strides(sizes.size(), 1);
  std::vector<size_t> order;  // dimensions, outermost first
  const size_t n = sizes.size();
  if (n >= 4) {
    order = {0, n - 2, n - 1};
    for (size_t d = 1; d + 2 < n; ++d) order.push_back(d);
  } else {
    for (size_t d = 0; d < n; ++d) order.push_back(d);
  }
  std::int64_t step = 1;
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    strides[*d] = step;
    step *= sizes[*d];
  }
  return strides;
}

bool is_dense_channels_last(const at::Tensor& tensor) {
  const auto expected = channels_last(tensor.sizes().vec());
  for (std::int64_t d = 0; d < tensor.dim(); ++d) {
    if (tensor.size(d) != 1 && tensor.stride(d) != expected[static_cast<size_t>(d)]) return false;
  }
  return true;
}

void mean_of_cells(const at::Tensor& in, const at::Tensor& out) {
  constexpr std::int64_t wide = 16;  // channels at a time: one cache line
  const std::int64_t channels = in.size(1);
  const std::int64_t cells = in.size(2) * in.size(3);
  const std::int64_t pieces = (channels + wide - 1) / wide;
  const float* const source = in.data_ptr<float>();
  float* const target = out.data_ptr<float>();
  const std::int64_t grain = std::max<std::int64_t>(1, (1 << 14) / (cells * wide));
  at::parallel_for(0, in.size(0) * pieces, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t piece = begin; piece < end; ++piece) {
      const std::int64_t item = piece / pieces;
      const std::int64_t first = piece % pieces * wide;
      const std::int64_t count = std::min(wide, channels - first);
      double sums[wide] = {};
      const float* from = source + item * cells * channels + first;
      for (std::int64_t cell = 0; cell < cells; ++cell, from += channels) {
        for (std::int64_t c = 0; c < count; ++c) sums[c] += from[c];
      }
      for (std::int64_t c = 0; c < count; ++c) {
        target[item * channels + first + c] =
            static_cast<float>(sums[c] / static_cast<double>(cells));
      }
    }
  });
}

StridedCopy::StridedCopy(const at::Tensor& from, const at::Tensor& to)
    : from_(static_cast<const char*>(from.data_ptr())),
      to_(static_cast<char*>(to.data_ptr())),
      element_(to.element_size()) {
  TORCH_CHECK(from.sizes() == to.sizes() && from.scalar_type() == to.scalar_type() &&
                  (element_ == 2 || element_ == 4),
              "a copy between unlike tensors");
  for (std::int64_t d = 0; d < to.dim(); ++d) {
    if (to.size(d) != 1) axes_.push_back({to.size(d), from.stride(d), to.stride(d)});
  }
  std::stable_sort(axes_.begin(), axes_.end(),
                   [](const Axis& a, const Axis& b) { return a.to > b.to; });
  for (size_t i = 0; i + 1 < axes_.size();) {
    Axis& outer = axes_[i];
    const Axis& inner = axes_[i + 1];
    if (outer.from == inner.from * inner.size && outer.to == inner.to * inner.size) {
      outer = {outer.size * inner.size, inner.from, inner.to};
      axes_.erase(axes_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    } else {
      ++i;
    }
  }
  if (axes_.empty()) axes_.push_back({1, 1, 1});
}

template <typename T>
void StridedCopy::run_as() const {
  const Axis inner = axes_.back();
  std::int64_t rows = 1;
  for (size_t i = 0; i + 1 < axes_.size(); ++i) rows *= axes_[i].size;
  const T* const source = reinterpret_cast<const T*>(from_);
  T* const target = reinterpret_cast<T*>(to_);
  // One contiguous run is cut into pieces, so that threads share it.
  if (rows == 1 && inner.from == 1 && inner.to == 1) {
    at::parallel_for(0, inner.size, 1 << 14, [&](std::int64_t begin, std::int64_t end) {
      std::memcpy(target + begin, source + begin, static_cast<size_t>(end - begin) * sizeof(T));
    });
    return;
  }
  const std::int64_t grain = std::max<std::int64_t>(1, (1 << 14) / inner.size);
  at::parallel_for(0, rows, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const T* from = source;
      T* to = target;
      std::int64_t left = row;
      for (size_t i = axes_.size() - 1; i-- > 0;) {
        const std::int64_t index = left % axes_[i].size;
        left /= axes_[i].size;
        from += index * axes_[i].from;
        to += index * axes_[i].to;
      }
      if (inner.from == 1 && inner.to == 1) {
        std::memcpy(to, from, static_cast<size_t>(inner.size) * sizeof(T));
      } else if (inner.from == 1 && inner.to == 2) {  // interleaving two halves, as ShuffleNet does
        for (std::int64_t k = 0; k < inner.size; ++k) to[2 * k] = from[k];
      } else {
        for (std::int64_t k = 0; k < inner.size; ++k) to[k * inner.to] = from[k * inner.from];
      }
    }
  });
}

void StridedCopy::run() const { element_ == 4 ? run_as<std::uint32_t>() : run_as<std::uint16_t>(); }

}  // namespace siamrt::model
