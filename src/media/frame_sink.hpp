#pragma once

#include <siamrt/frame.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace siamrt::media {

/// Where finished pictures go: a video file (.mp4, .m4v, .mov, .mkv, .avi) or a folder of numbered
/// images (`000000.jpg`, ...). All frames of one sink have the size of the first.
class FrameSink {
 public:
  struct Options {
    double fps = 25;         ///< > 0
    bool overwrite = false;  ///< replace a file; write into a folder that holds something
  };

  /// A path with one of the extensions above is a video; one that is a folder, ends in `/` or has
  /// no extension is a folder, which is made if need be. Throws Error(usage) for another extension
  /// or something that exists and may not be replaced, Error(system) for a place that cannot be
  /// written.
  static std::unique_ptr<FrameSink> open(const std::string& path, const Options& options);

  /// Without finish() before, a video leaves nothing behind; images stay.
  virtual ~FrameSink() = default;

  /// requires: CV_8UC3. Throws Error(input) for a frame of another size than the first,
  /// Error(system) if it cannot be written (disk full).
  virtual void write(const Frame& frame) = 0;

  /// Completes the output; a video appears under its name now, whole. Throws as write() does.
  virtual void finish() = 0;

  /// Bytes that were written so far, as far as known: of a video, what its encoder gave out.
  virtual std::uint64_t bytes() const { return 0; }
};

}  // namespace siamrt::media
