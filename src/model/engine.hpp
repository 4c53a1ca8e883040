#pragma once

// The seam between this room's two halves. All that needs LibTorch is a shared module of its own,
// libsiamrt_torch.so, which is loaded when a network is first asked for: LibTorch's start costs 0.4
// s of processor time, and most of what siamrt does (figures, reports, rendering, help) needs no
// network.

#include "model/machine.hpp"
#include "model/network.hpp"
#include "model/pour_target.hpp"

#include <siamrt/model.hpp>

#include <memory>
#include <string>

namespace siamrt::model {

/// An archive read, poured into and ready to run.
struct Opened {
  Description description;
  ModelOptions options;  ///< resolved
  std::unique_ptr<const Network> network;
};

/// The half with LibTorch.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Model::open() with the path of a file; an empty checkpoint keeps the archive's weights.
  virtual Opened open(const std::string& archive, const std::string& checkpoint,
                      const ModelOptions& options) const = 0;

  /// read_target() with the path of a file.
  virtual PourTarget target(const std::string& archive) const = 0;

  virtual TorchFacts facts() const = 0;
};

/// Loads the module that lies beside this library, at the first call; safe from many threads.
/// Throws Error(system) where it is missing, does not load (no LibTorch), or is of another version.
const Engine& engine();

}  // namespace siamrt::model
