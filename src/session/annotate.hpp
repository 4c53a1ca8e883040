#pragma once

#include "session/session.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace siamrt::session {

/// Writes the clip of a record with all its boxes, trails and labels drawn: a video or a folder of
/// pictures, as media::FrameSink has it, from the first frame to the last. The input is read anew,
/// so a session can go on meanwhile. `done(frames)` is told how far it is and returns false to
/// stop, then nothing is left and false is returned. Throws Error(usage) for live input, whose
/// frames are gone; errors of FrameSource and FrameSink.
bool annotate(const Record& record, const std::string& path, bool overwrite,
              const std::function<bool(std::int64_t)>& done);

}  // namespace siamrt::session
