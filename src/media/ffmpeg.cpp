#include "media/ffmpeg.hpp"

#include <opencv2/core.hpp>

#include <array>
#include <cmath>
#include <mutex>

namespace siamrt::media {
namespace {

struct Quiet {
  std::mutex mutex;
  int holders = 0;
  int level = 0;
};

/// FFmpeg's log level is the process's own global; this is its counterpart, nothing of ours.
Quiet& quiet() {
  static Quiet state;
  return state;
}

/// A Mat whose memory may be written: a fresh one where the old one is shared.
void make_own(Frame& frame, int height, int width) {
  if (frame.u != nullptr && __atomic_load_n(&frame.u->refcount, __ATOMIC_ACQUIRE) > 1)
    frame.release();
  frame.create(height, width, CV_8UC3);
}

}  // namespace

std::string ffmpeg_text(int code) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

FfmpegSilence::FfmpegSilence() {
  Quiet& state = quiet();
  const std::lock_guard lock(state.mutex);
  if (state.holders++ > 0) return;
  state.level = av_log_get_level();
  av_log_set_level(AV_LOG_QUIET);
}

FfmpegSilence::~FfmpegSilence() {
  Quiet& state = quiet();
  const std::lock_guard lock(state.mutex);
  if (--state.holders == 0) av_log_set_level(state.level);
}

bool BgrConverter::convert(const AVFrame& picture, const AVCodecContext& codec, Frame& frame) {
  // The coded size where the buffer holds it: conversion of whole macro blocks, then cut.
  const bool coded = codec.coded_width >= picture.width && codec.coded_height >= picture.height &&
                     picture.width == codec.width && picture.height == codec.height;
  const int width = coded ? codec.coded_width : picture.width;
  const int height = coded ? codec.coded_height : picture.height;
  scaler_.reset(sws_getCachedContext(scaler_.release(), width, height,
                                     static_cast<AVPixelFormat>(picture.format), width, height,
                                     AV_PIX_FMT_BGR24, SWS_BICUBIC, nullptr, nullptr, nullptr));
  if (scaler_ == nullptr) return false;
  // The vector code writes whole registers: rows are padded, and the picture cut out of them.
  padded_.create(height, (width + 63) / 64 * 64, CV_8UC3);
  std::array<std::uint8_t*, 4> target = {padded_.data, nullptr, nullptr, nullptr};
  const std::array<int, 4> step = {static_cast<int>(padded_.step), 0, 0, 0};
  if (sws_scale(scaler_.get(), picture.data, picture.linesize, 0, height, target.data(),
                step.data()) <= 0) {
    return false;
  }
  make_own(frame, picture.height, picture.width);
  padded_(cv::Rect(0, 0, picture.width, picture.height)).copyTo(frame);
  return true;
}

int quarter_turns(const AVStream& stream) {
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
  const AVPacketSideData* side =
      av_packet_side_data_get(stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data,
                              AV_PKT_DATA_DISPLAYMATRIX);
  const std::uint8_t* matrix = side == nullptr ? nullptr : side->data;
#else
  const std::uint8_t* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
  if (matrix == nullptr) return 0;
  const double anticlockwise =
      av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (!std::isfinite(anticlockwise)) return 0;
  const int turns = static_cast<int>(std::lround(-anticlockwise / 90)) % 4;
  return (turns + 4) % 4;
}

}  // namespace siamrt::media
