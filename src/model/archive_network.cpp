#include "model/archive_network.hpp"

#include "model/crops.hpp"
#include "model/thread_scope.hpp"

#include <siamrt/error.hpp>

#include <c10/core/InferenceMode.h>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <algorithm>
#include <cmath>

namespace siamrt::model {
namespace {

/// Largest piece of a batch that goes through the network at once: plans are made for 4, 2 and 1
/// crops, so that a changing number of targets does not make a plan for every number.
constexpr size_t largest_piece = 4;

/// Name of the output that is sampled inside the predicted boxes (docs/archive.md).
constexpr const char* aligned_score = "aligned_score";

int piece_of(size_t left) { return left >= largest_piece ? 4 : left >= 2 ? 2 : 1; }

void append(std::vector<float>& out, size_t at, const at::Tensor& values) {
  const at::Tensor flat = values.to(at::kCPU, at::kFloat).contiguous();
  const float* from = flat.data_ptr<float>();
  std::copy(from, from + flat.numel(), out.begin() + static_cast<std::ptrdiff_t>(at));
}

Array to_array(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.to(at::kCPU, at::kFloat).contiguous();
  const float* from = flat.data_ptr<float>();
  return {{flat.sizes().begin(), flat.sizes().end()}, {from, from + flat.numel()}};
}

}  // namespace

ArchiveNetwork::ArchiveNetwork(Archive archive, const ModelOptions& options)
    : archive_(std::move(archive)),
      options_(options),
      embed_(archive_.module, "embed", options),
      locate_(archive_.module, "locate", options),
      online_(archive_.module, "online", options) {}

/// Runs `work` with the model's threads and without autograd; what LibTorch throws becomes our
/// Error.
template <typename Work>
auto ArchiveNetwork::guarded(const char* method, Work work) const {
  const ThreadScope threads(options_.threads);
  const c10::InferenceMode inference;
  try {
    return work();
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw Error(Error::Kind::system,
                fmt::format("{}: {}: out of memory", archive_.description.name, method));
  } catch (const std::exception& problem) {
    throw Error(Error::Kind::model,
                fmt::format("{}: {}: {}", archive_.description.name, method, one_line(problem)));
  }
}

std::vector<Features> ArchiveNetwork::embed(const std::vector<cv::Mat>& crops) const {
  check_crops(crops);
  return guarded("embed", [&] {
    std::vector<Features> all;
    // One by one: a target's features are the same bytes whoever starts with it.
    for (size_t n = 0; n < crops.size(); ++n) {
      Call call;
      call.count = 1;
      call.size = crops[n].rows;
      call.fill = [&](at::Tensor& images) {
        write_crops(crops, n, archive_.description.channels, images);
      };
      call.take = [&](const std::vector<at::Tensor>& outputs) {
        auto held = std::make_shared<Features::Held>();
        for (const at::Tensor& output : outputs) {
          if (output.dim() < 1 || output.size(0) != 1) {
            throw Error(Error::Kind::model,
                        fmt::format("{}: embed: a feature of shape {}, expected 1 first",
                                    archive_.description.name, output.sizes()));
          }
          held->tensors.push_back(output.clone(at::MemoryFormat::Contiguous));
        }
        all.emplace_back(std::move(held));
      };
      embed_.run(call);
    }
    return all;
  });
}

/// Features first ... first + count - 1 in one tensor.
at::Tensor ArchiveNetwork::stack_features(const std::vector<Features>& features, size_t first,
                                          int count, size_t which) const {
  if (count == 1) return features[first].held()->tensors[which];
  std::vector<at::Tensor> parts;
  parts.reserve(static_cast<size_t>(count));
  for (int n = 0; n < count; ++n)
    parts.push_back(features[first + static_cast<size_t>(n)].held()->tensors.at(which));
  return at::cat(parts);
}

void ArchiveNetwork::check_outputs(const std::vector<at::Tensor>& outputs, int count,
                                   const Maps& maps) const {
  const int grid = maps.size;
  const Description& d = archive_.description;
  if (outputs.size() != d.outputs.size()) {
    throw Error(Error::Kind::model,
                fmt::format("{}: locate gives {} tensors, the description names {}", d.name,
                            outputs.size(), d.outputs.size()));
  }
  const auto expect = [&](size_t which, const std::vector<std::int64_t>& shape) {
    if (outputs[which].sizes().vec() == shape && outputs[which].is_floating_point()) return;
    throw Error(Error::Kind::model,
                fmt::format("{}: locate gives {} of shape {} ({}), expected {} of floats", d.name,
                            d.outputs[which], outputs[which].sizes(),
                            toString(outputs[which].scalar_type()), shape));
  };
  expect(0, {count * maps.templates, grid, grid});
  expect(1, {count, 4, grid, grid});
  for (size_t which = 2; which < outputs.size(); ++which) {
    const at::Tensor& extra = outputs[which];
    if (extra.dim() >= 1 && extra.size(0) == count) continue;
    throw Error(Error::Kind::model,
                fmt::format("{}: locate gives an output of shape {}, expected {} first", d.name,
                            extra.sizes(), count));
  }
}

void ArchiveNetwork::take_maps(const std::vector<at::Tensor>& outputs, size_t first, int count,
                               Maps& maps) const {
  const auto cells = static_cast<size_t>(maps.size) * static_cast<size_t>(maps.size);
  append(maps.score, first * static_cast<size_t>(maps.templates) * cells, outputs[0]);
  append(maps.box, first * 4 * cells, outputs[1]);
  for (size_t which = 2; which < outputs.size(); ++which) {
    std::vector<float>& extra = maps.extra[archive_.description.outputs[which]];
    const auto each = static_cast<size_t>(outputs[which].numel() / count);
    extra.resize(static_cast<size_t>(maps.count) * each);
    append(extra, first * each, outputs[which]);
  }
  if (!maps.extra.empty() && maps.extra.count(aligned_score) > 0) check_boxes(maps, first, count);
}

/// Where an aligned score is sampled at comes from the boxes: one that is not finite has no place.
void ArchiveNetwork::check_boxes(const Maps& maps, size_t first, int count) const {
  const size_t each = 4 * static_cast<size_t>(maps.size) * static_cast<size_t>(maps.size);
  const auto begin = maps.box.begin() + static_cast<std::ptrdiff_t>(first * each);
  const auto end = begin + static_cast<std::ptrdiff_t>(static_cast<size_t>(count) * each);
  const auto bad = std::find_if(begin, end, [](float side) { return !std::isfinite(side); });
  if (bad == end) return;
  const size_t cell = static_cast<size_t>(bad - begin) % (each / 4);
  const auto side = static_cast<size_t>(maps.size);
  throw Error(Error::Kind::model,
              fmt::format("{}: the box of row {}, column {} is not finite, so its aligned score "
                          "cannot be sampled; the weights do not fit this network or these crops",
                          archive_.description.name, cell / side, cell % side));
}

void ArchiveNetwork::locate(const std::vector<cv::Mat>& crops,
                            const std::vector<Features>& features, Maps& maps) const {
  check_crops(crops);
  if (features.empty() || features.size() % crops.size() != 0) {
    throw Error(Error::Kind::usage, fmt::format("network: {} crops with features of {} templates",
                                                crops.size(), features.size()));
  }
  for (const Features& one : features) {
    if (one.held() != nullptr && one.held()->tensors.size() == features[0].held()->tensors.size())
      continue;
    throw Error(Error::Kind::usage, "network: features that are empty or of another model");
  }
  if (features.size() == crops.size() || archive_.description.shared_search) {
    locate_shared(crops, features, maps);
  } else {
    locate_repeated(crops, features, maps);
  }
}

/// One pass of the backbone for each crop, however many templates it has.
void ArchiveNetwork::locate_shared(const std::vector<cv::Mat>& crops,
                                   const std::vector<Features>& features, Maps& maps) const {
  const int size = crops[0].rows;
  const int grid = archive_.description.grid_for(size);
  guarded("locate", [&] {
    maps.count = static_cast<int>(crops.size());
    maps.templates = static_cast<int>(features.size() / crops.size());
    maps.size = grid;
    const auto templates = static_cast<size_t>(maps.templates);
    const size_t cells =
        static_cast<size_t>(std::max(grid, 0)) * static_cast<size_t>(std::max(grid, 0));
    maps.score.resize(features.size() * cells);
    maps.box.resize(crops.size() * 4 * cells);
    for (size_t first = 0; first < crops.size();) {
      Call call;
      call.count = piece_of(crops.size() - first);
      call.size = size;
      call.fill = [&](at::Tensor& images) {
        write_crops(crops, first, archive_.description.channels, images);
      };
      for (size_t which = 0; which < features[0].held()->tensors.size(); ++which) {
        call.features.push_back(
            stack_features(features, first * templates, call.count * maps.templates, which));
      }
      call.take = [&](const std::vector<at::Tensor>& outputs) {
        check_outputs(outputs, call.count, maps);
        take_maps(outputs, first, call.count, maps);
      };
      locate_.run(call);
      first += static_cast<size_t>(call.count);
    }
  });
}

/// For archives whose locate wants as many crops as templates: the whole network for each template.
void ArchiveNetwork::locate_repeated(const std::vector<cv::Mat>& crops,
                                     const std::vector<Features>& features, Maps& maps) const {
  const size_t templates = features.size() / crops.size();
  std::vector<cv::Mat> repeated;
  repeated.reserve(features.size());
  for (size_t n = 0; n < features.size(); ++n) repeated.push_back(crops[n / templates]);
  locate_shared(repeated, features, maps);
  maps.count = static_cast<int>(crops.size());
  maps.templates = static_cast<int>(templates);
  const auto keep_first = [&](std::vector<float>& map) {
    const size_t each = map.size() / features.size();
    for (size_t n = 1; n < crops.size(); ++n) {
      const auto from = map.begin() + static_cast<std::ptrdiff_t>(n * templates * each);
      std::copy_n(from, each, map.begin() + static_cast<std::ptrdiff_t>(n * each));
    }
    map.resize(crops.size() * each);
  };
  keep_first(maps.box);
  for (auto& [name, map] : maps.extra) keep_first(map);
}

std::map<std::string, Array> ArchiveNetwork::stages(const cv::Mat& template_crop,
                                                    const cv::Mat& search_crop) const {
  check_crops({template_crop});
  check_crops({search_crop});
  return guarded("stages", [&] {
    const torch::jit::GraphOptimizerEnabledGuard as_written(
        false);  // seconds of compiling for one call
    const auto method = archive_.module.find_method("stages");
    if (!method) {
      throw Error(Error::Kind::model,
                  archive_.description.name + ": its network has no method stages");
    }
    const at::Device device(options_.device);
    const auto image = [&](const cv::Mat& crop) -> c10::IValue {
      at::Tensor images = at::empty({1, 3, crop.rows, crop.cols}, at::kFloat);
      write_crops({crop}, 0, archive_.description.channels, images);
      return images.to(device);
    };
    const c10::IValue result = (*method)({image(template_crop), image(search_crop)});
    std::map<std::string, Array> all;
    for (const auto& entry : result.toGenericDict()) {
      all[entry.key().toStringRef()] = to_array(entry.value().toTensor());
    }
    return all;
  });
}

}  // namespace siamrt::model
