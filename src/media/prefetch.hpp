#pragma once

#include <siamrt/frame_source.hpp>

#include <memory>

namespace siamrt::media {

/// What happens when frames come faster than they are taken.
enum class WhenFull {
  wait,         ///< the reader waits; nothing is lost: files
  drop_oldest,  ///< the oldest waiting frame makes room, so that the newest is never late: cameras,
                ///< streams
};

/// Reads ahead on a thread of its own, so that decoding overlaps with tracking. A FrameSource like
/// the one it wraps: same order, same Read values, index() and name() of the frame that next()
/// gave. An exception of the inner source comes out of next() in its place, and reading has ended
/// then. The destructor stops the thread; it waits for a read that is under way. With drop_oldest,
/// index() jumps over the frames that were dropped. requires: depth >= 1, the number of decoded
/// frames that may wait.
std::unique_ptr<FrameSource> read_ahead(std::unique_ptr<FrameSource> source, int depth,
                                        WhenFull when_full);

/// The usual choice: four frames ahead, dropping for cameras and streams only.
std::unique_ptr<FrameSource> read_ahead(std::unique_ptr<FrameSource> source);

}  // namespace siamrt::media
