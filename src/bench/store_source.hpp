#pragma once

#include "data/dataset.hpp"

#include <siamrt/frame_source.hpp>

#include <memory>

namespace siamrt::bench {

/// The frames of a sequence in order, decoded a few ahead on a thread of their own so that the
/// network does not wait for them. A frame that is missing or does not decode is an Error(input)
/// from next() in its place. The store is shared, not copied.
std::unique_ptr<FrameSource> frames_ahead(std::shared_ptr<const data::FrameStore> store);

}  // namespace siamrt::bench
