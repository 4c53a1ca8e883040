#pragma once

// FFmpeg's C types with owners, and what OpenCV does with its pictures. Included by the video
// decoder alone.

#include <siamrt/frame.hpp>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

namespace siamrt::media {

struct FormatCloser {
  void operator()(AVFormatContext* format) const noexcept { avformat_close_input(&format); }
};
struct CodecCloser {
  void operator()(AVCodecContext* codec) const noexcept { avcodec_free_context(&codec); }
};
struct PacketCloser {
  void operator()(AVPacket* packet) const noexcept { av_packet_free(&packet); }
};
struct PictureCloser {
  void operator()(AVFrame* picture) const noexcept { av_frame_free(&picture); }
};
struct ScalerCloser {
  void operator()(SwsContext* scaler) const noexcept { sws_freeContext(scaler); }
};

using Format = std::unique_ptr<AVFormatContext, FormatCloser>;
using Codec = std::unique_ptr<AVCodecContext, CodecCloser>;
using Packet = std::unique_ptr<AVPacket, PacketCloser>;
using Picture = std::unique_ptr<AVFrame, PictureCloser>;
using Scaler = std::unique_ptr<SwsContext, ScalerCloser>;

/// FFmpeg's text for an error code.
std::string ffmpeg_text(int code);

/// FFmpeg logs to stderr by one setting of the whole process. The first of these turns it off, the
/// last one puts the old level back.
class FfmpegSilence {
 public:
  FfmpegSilence();
  ~FfmpegSilence();
  FfmpegSilence(const FfmpegSilence&) = delete;
  FfmpegSilence& operator=(const FfmpegSilence&) = delete;
};

/// Turns FFmpeg's pictures into BGR Mats as OpenCV's video backend does (bicubic flag, coded size).
class BgrConverter {
 public:
  /// Writes the picture to `frame`; memory is reused only when nobody else shares it. False if the
  /// picture's format cannot be converted.
  bool convert(const AVFrame& picture, const AVCodecContext& codec, Frame& frame);

 private:
  Scaler scaler_;
  cv::Mat padded_;
};

/// Quarter turns clockwise that a stream's display matrix asks for: 0 to 3.
int quarter_turns(const AVStream& stream);

}  // namespace siamrt::media
