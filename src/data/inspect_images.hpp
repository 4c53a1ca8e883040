#pragma once

#include "data/inspect.hpp"

namespace siamrt::data {

/// Decodes images of every sequence: one that does not decode, one of another size than the first
/// and a first box outside the first image are faults.
void inspect_images(const Dataset& dataset, const InspectOptions& how, Inspection& found);

}  // namespace siamrt::data
