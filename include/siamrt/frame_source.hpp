#pragma once

#include <siamrt/frame.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace siamrt {

/// Where frames come from:
/// - a video file;
/// - an image folder (natural order), or a benchmark's sequence: a folder with a subfolder `img`;
/// - a tar or zip file of images, a single image;
/// - an image pattern: `img/%04d.jpg` (by number, no gaps) or `img/*.png` (natural order);
/// - a list file (`.txt`, one image path a line, relative to the list's folder; `#` starts a
/// comment);
/// - a camera index (`0`), a stream URL (`rtsp://`, `http://`, ...).
/// Every frame comes out as 8-bit BGR, whatever the file holds, pixel for pixel as the benchmarks'
/// readers have it (cv::imread with IMREAD_COLOR, cv::VideoCapture): grey and palette pictures
/// become BGR, alpha is dropped, 16-bit channels keep their upper byte, EXIF orientation and a
/// video's rotation are applied. One thread at a time.
class FrameSource {
 public:
  enum class Kind { video, images, camera, stream };
  enum class Read {
    frame,       ///< a frame was read
    unreadable,  ///< this frame exists but does not decode; reading can go on
    end,         ///< nothing more to come
  };

  /// Throws Error(input) for something that cannot be opened or of which no frame decodes,
  /// Error(system) for a camera that is not there. What is open has at least one frame that
  /// decodes.
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

  /// Makes next() deal with frame `index` next, exactly. A video decodes its way there, going back
  /// from its start. False where the source cannot (camera, stream, an index beyond the end).
  virtual bool seek(std::int64_t index) = 0;

  virtual Kind kind() const noexcept = 0;

  /// What the frame of the last next() is called: a file's path, or `clip.avi#17`.
  virtual std::string name() const = 0;
};

}  // namespace siamrt
