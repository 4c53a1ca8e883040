// The half with LibTorch, as libsiamrt_torch.so offers it (engine.hpp).

#include "model/archive.hpp"
#include "model/archive_network.hpp"
#include "model/engine.hpp"
#include "model/pour.hpp"
#include "model/torch_facts.hpp"

#include <siamrt/error.hpp>
#include <version.hpp>

#include <ATen/Context.h>
#include <fmt/core.h>

namespace siamrt::model {
namespace {

[[noreturn]] void no_device(const std::string& device, const std::string& why) {
  throw Error(Error::Kind::system, fmt::format("device '{}': {}", device, why));
}

/// Checks cpu, cuda, cuda:N against the machine.
at::Device device_from(const std::string& name) {
  if (name == "cpu") return at::Device(at::kCPU);
  const bool cuda = name == "cuda" || name.rfind("cuda:", 0) == 0;
  const std::string number = name.size() > 5 ? name.substr(5) : "0";
  const bool whole =
      number.size() <= 3 && number.find_first_not_of("0123456789") == std::string::npos;
  if (!cuda || name == "cuda:" || !whole) {
    throw Error(Error::Kind::usage,
                fmt::format("device '{}': unknown, expected cpu, cuda or cuda:N", name));
  }
  const int index = std::stoi(number);
  if (!at::hasCUDA()) no_device(name, "this LibTorch sees no CUDA device; use cpu");
  const int count = static_cast<int>(at::detail::getCUDAHooks().getNumGPUs());
  if (index >= count)
    no_device(name, fmt::format("there are {} CUDA devices, numbered from 0", count));
  return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
}

class TorchEngine final : public Engine {
 public:
  Opened open(const std::string& path, const std::string& checkpoint,
              const ModelOptions& options) const override {
    Archive archive = read_archive(path, device_from(options.device));
    if (!checkpoint.empty()) pour(checkpoint, archive);
    Opened opened;
    opened.description = archive.description;
    opened.options = resolve(options, archive.description);
    opened.network = std::make_unique<ArchiveNetwork>(std::move(archive), opened.options);
    return opened;
  }

  PourTarget target(const std::string& path) const override {
    return target_of(read_archive(path, at::Device(at::kCPU)));
  }

  TorchFacts facts() const override { return torch_facts(); }
};

}  // namespace
}  // namespace siamrt::model

/// What engine() looks for; nothing for a library of another version.
extern "C" const siamrt::model::Engine* siamrt_torch_engine(const char* version) {
  static const siamrt::model::TorchEngine engine;
  return std::string(version) == SIAMRT_VERSION ? &engine : nullptr;
}
