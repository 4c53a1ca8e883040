#include <siamrt/model.hpp>

#include "model/archive.hpp"
#include "model/archive_network.hpp"
#include "model/builtin.hpp"
#include "model/machine.hpp"
#include "model/pour.hpp"
#include "model/thread_scope.hpp"

#include <siamrt/error.hpp>

#include <ATen/Context.h>
#include <fmt/core.h>

namespace siamrt {
namespace {

using model::Archive;

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

ModelOptions resolve(ModelOptions options, const Description& description) {
  if (options.threads < 0) {
    throw Error(Error::Kind::usage,
                fmt::format("threads: {}, expected 0 (all cores) or more", options.threads));
  }
  if (options.threads == 0) options.threads = model::usable_cores();
  if (options.precision == Precision::automatic) {
    options.precision = model::choose_precision(description, options.device).precision;
  } else if (options.precision == Precision::bf16) {
    model::require_bf16(options.device);
  }
  return options;
}

}  // namespace

const char* to_string(Precision precision) noexcept {
  switch (precision) {
    case Precision::fp32:
      return "fp32";
    case Precision::bf16:
      return "bf16";
    case Precision::automatic:
      return "auto";
  }
  return "?";
}

struct Model::State {
  Description description;
  ModelOptions options;
  std::unique_ptr<const model::Network> network;
};

Model Model::open(const std::string& name_or_path, const ModelOptions& options) {
  return open(name_or_path, {}, options);
}

Model Model::open(const std::string& name_or_path, const std::string& checkpoint,
                  const ModelOptions& options) {
  const at::Device device = device_from(options.device);
  const std::string path = name_or_path == "default" ? model::builtin_archive() : name_or_path;
  Archive archive = model::read_archive(path, device);
  if (!checkpoint.empty()) model::pour(checkpoint, archive);
  auto state = std::make_shared<State>();
  state->description = archive.description;
  state->options = resolve(options, archive.description);
  state->network = std::make_unique<model::ArchiveNetwork>(std::move(archive), state->options);
  return Model(state);
}

const Description& Model::description() const noexcept { return state_->description; }

const ModelOptions& Model::options() const noexcept { return state_->options; }

const model::Network& Model::network() const noexcept { return *state_->network; }

}  // namespace siamrt
