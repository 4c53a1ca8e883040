#pragma once

#include "model/machine.hpp"

namespace siamrt::model {

/// Asks LibTorch and the process.
TorchFacts torch_facts();

}  // namespace siamrt::model
