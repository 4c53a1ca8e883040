#pragma once

#include <siamrt/frame.hpp>
#include <siamrt/frame_source.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace siamrt::media {

/// Frames of a video file or stream in the order of presentation, by the FFmpeg libraries that
/// OpenCV itself uses, with the same choices: the pixels are those of cv::VideoCapture (a rotation
/// that the container asks for is applied). Unlike cv::VideoCapture it tells of broken frames: a
/// packet that gives no picture, and in files a picture that the decoder had to repair, becomes a
/// Read::unreadable in its place, so that later frames keep their index. In a live stream a
/// repaired picture counts as read: it is the newest there is. One thread at a time. While one
/// lives, FFmpeg's own messages are off.
class VideoDecoder {
 public:
  /// A file by its path or, with `remote`, anything by its URL. Throws Error(input) for what cannot
  /// be opened or has no video.
  VideoDecoder(const std::string& url, bool remote);
  ~VideoDecoder();
  VideoDecoder(const VideoDecoder&) = delete;
  VideoDecoder& operator=(const VideoDecoder&) = delete;

  /// Decodes the next frame; without `frame` it is passed over, which saves the conversion to BGR.
  FrameSource::Read next(Frame* frame);

  /// True for a stream whose end is not known; a video that a web server hands out is not live.
  bool live() const noexcept;

  /// Number of frames as the container states it.
  std::optional<std::int64_t> count() const noexcept;

  /// Frames per second; 25 where the container does not say.
  double fps() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace siamrt::media
