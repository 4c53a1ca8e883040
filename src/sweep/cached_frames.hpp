#pragma once

#include "data/dataset.hpp"

#include <memory>

namespace siamrt::sweep {

/// The same frames, each kept once it was decoded until `most_bytes` are held; further ones are
/// decoded anew each time. For runs that start anew in the middle (VOT), where several trackers
/// cannot share one pass. Safe from many threads.
std::shared_ptr<const data::FrameStore> cached(std::shared_ptr<const data::FrameStore> store,
                                               std::int64_t most_bytes);

}  // namespace siamrt::sweep
