// The online branch's part of a network: the methods online, online_start and online_tables of an
// archive (docs/archive.md).

#include "model/archive_network.hpp"
#include "model/thread_scope.hpp"

#include <siamrt/error.hpp>

#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace siamrt::model {
namespace {

[[noreturn]] void no_branch() { throw Error(Error::Kind::usage, "network: has no online branch"); }

void require_branch(const Description& description) {
  if (description.online.crop == 0) no_branch();
}

int piece_of(size_t left) { return left >= 4 ? 4 : left >= 2 ? 2 : 1; }

/// N x channels x cells x cells -> [N][cells * cells][channels].
void store(const at::Tensor& feature, const Description& d, std::int64_t count, float* to) {
  const std::vector<std::int64_t> expected = {count, d.online.channels, d.online.cells,
                                              d.online.cells};
  if (feature.sizes() != at::IntArrayRef(expected)) {
    throw Error(Error::Kind::model,
                fmt::format("{}: online gives {}, expected {}", d.name, feature.sizes(), expected));
  }
  const at::Tensor inside = feature.permute({0, 2, 3, 1}).to(at::kCPU, at::kFloat).contiguous();
  std::copy_n(inside.data_ptr<float>(), inside.numel(), to);
}

std::vector<float> numbers(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.to(at::kCPU, at::kFloat).contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

/// What LibTorch throws becomes our Error.
template <typename Work>
auto told(const std::string& name, int threads, Work work) {
  const ThreadScope scope(threads);
  const c10::InferenceMode inference;
  try {
    return work();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& problem) {
    throw Error(Error::Kind::model, fmt::format("{}: online: {}", name, one_line(problem)));
  }
}

}  // namespace

void ArchiveNetwork::online(const std::vector<cv::Mat>& crops, float* features) const {
  const Description& d = archive_.description;
  require_branch(d);
  const auto each = static_cast<size_t>(d.online.cells) * static_cast<size_t>(d.online.cells) *
                    static_cast<size_t>(d.online.channels);
  told(d.name, options_.threads, [&] {
    for (size_t first = 0; first < crops.size();) {
      Call call;
      call.count = piece_of(crops.size() - first);
      call.size = d.online.crop;
      call.fill = [&](at::Tensor& images) {
        for (int n = 0; n < call.count; ++n) {
          const cv::Mat& crop = crops[first + static_cast<size_t>(n)];
          images[n].copy_(
              at::from_blob(crop.data, {crop.rows, crop.cols, 3}, at::kFloat).permute({2, 0, 1}));
        }
      };
      call.take = [&](const std::vector<at::Tensor>& outputs) {
        store(outputs.at(0), d, call.count, features + first * each);
      };
      online_.run(call);
      first += static_cast<size_t>(call.count);
    }
  });
}

void ArchiveNetwork::online_start(const float* feature, float* start) const {
  const Description& d = archive_.description;
  require_branch(d);
  told(d.name, options_.threads, [&] {
    const at::Tensor inside =
        at::from_blob(const_cast<float*>(feature),
                      {1, d.online.cells, d.online.cells, d.online.channels}, at::kFloat);
    const at::Tensor given =
        inside.permute({0, 3, 1, 2}).contiguous().to(at::Device(options_.device));
    const at::Tensor made = archive_.module.get_method("online_start")({given}).toTensor();
    store(made, d, 1, start);
  });
}

OnlineTables ArchiveNetwork::online_tables() const {
  const Description& d = archive_.description;
  require_branch(d);
  return told(d.name, options_.threads, [&] {
    const auto found = tensors_of(archive_.module.get_method("online_tables")({}));
    if (found.size() != 5 || found[0].numel() != 1 || found[1].numel() != 1) {
      throw Error(
          Error::Kind::model,
          d.name + ": online_tables gives other than step, regularisation and three tables");
    }
    OnlineTables tables = {found[0].item<float>(), found[1].item<float>(), numbers(found[2]),
                           numbers(found[3]), numbers(found[4])};
    for (const auto* table : {&tables.label, &tables.mask, &tables.spatial}) {
      if (table->size() < 2)
        throw Error(Error::Kind::model, d.name + ": online_tables gives a table of under two bins");
    }
    return tables;
  });
}

}  // namespace siamrt::model
