#pragma once

#include <siamrt/description.hpp>

#include <memory>
#include <string>

namespace siamrt {

namespace model {
class Network;
}

/// Number format in which the network computes.
enum class Precision {
  fp32,
  bf16,       ///< Error(system) where the CPU or device cannot
  automatic,  ///< bf16 where the archive declares what it costs and the machine is faster with it
};

const char* to_string(Precision precision) noexcept;

/// How a model is opened.
struct ModelOptions {
  Precision precision = Precision::fp32;
  int threads = 0;             ///< per call of the network; 0: all cores that this process may use
  std::string device = "cpu";  ///< cpu, cuda, cuda:N
};

/// A network with its description, read once. Immutable; copies share; safe from many threads.
class Model {
 public:
  /// Opens an archive by path, or the built-in model by the name `default`.
  /// Throws Error(model) for a file that is no archive, is truncated, lacks siamrt/model.yaml or is
  /// of a newer schema; Error(input) for one that cannot be read; Error(system) for a missing
  /// device.
  static Model open(const std::string& name_or_path, const ModelOptions& options = {});

  /// The same with the weights of a checkpoint as training writes it (torch.save, zip or stream
  /// format) in place of the archive's own; the description's digest is then that of both. Nothing
  /// in the file is executed. An empty path keeps the archive's. Throws, beyond the above,
  /// Error(input) for a file that is no whole checkpoint and Error(model) that names every tensor
  /// that does not fit.
  static Model open(const std::string& name_or_path, const std::string& checkpoint,
                    const ModelOptions& options);

  const Description& description() const noexcept;

  /// As asked, with `automatic` and 0 threads resolved to what is used.
  const ModelOptions& options() const noexcept;

  /// For the library's own rooms (src/model/network.hpp).
  const model::Network& network() const noexcept;

 private:
  struct State;
  explicit Model(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace siamrt
