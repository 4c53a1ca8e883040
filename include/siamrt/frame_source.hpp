#pragma once

#include <siamrt/frame.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace siamrt {

/// Where frames come from: a video file, an image folder (natural order), an image pattern
/// (`img/%04d.jpg`, `img/*.png`), a list file (`.txt`, one image path a line), a camera index
/// (`0`), a stream URL (`rtsp://`, `http://`, ...). Every frame comes out as 8-bit BGR, whatever
/// the file holds. One thread at a time.
class FrameSource {
 public:
  enum class Kind { video, images, camera, stream };
  enum class Read {
    frame,       ///< a frame was read
    unreadable,  ///< this frame exists but does not decode; reading can go on
    end,         ///< nothing more to come
  };

  /// Throws Error(input) for something that cannot be opened or holds no frame.
  static std::unique_ptr<FrameSource> open(const std::string& input);

  virtual ~FrameSource() = default;

  /// Reads the next frame; `frame` is left alone unless the result is Read::frame.
  virtual Read next(Frame& frame) = 0;

  /// 0-based index of the frame that the last next() dealt with; -1 before the first.
  virtual std::int64_t index() const noexcept = 0;

  /// Number of frames, where known beforehand (a video's own count may be off).
  virtual std::optional<std::int64_t> count() const noexcept = 0;

  /// Frames per second of a video; 25 for images.
  virtual double fps() const noexcept = 0;

  /// Makes next() deal with frame `index` next. False where the source cannot (camera, stream).
  virtual bool seek(std::int64_t index) = 0;

  virtual Kind kind() const noexcept = 0;

  /// What the frame of the last next() is called: a file's path, or `clip.avi#17`.
  virtual std::string name() const = 0;
};

}  // namespace siamrt
