#include "media/video_decoder.hpp"

#include "media/ffmpeg.hpp"
#include "media/packet_ledger.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <opencv2/core.hpp>

#include <chrono>
#include <cmath>

namespace siamrt::media {
namespace {

using Clock = std::chrono::steady_clock;

/// A stream that stays silent for so long has ended.
constexpr std::chrono::seconds patience{15};

[[noreturn]] void fail(const std::string& url, const std::string& problem) {
  throw Error(Error::Kind::input, fmt::format("{}: {}", url, problem));
}

/// Codecs that hide pictures which are never shown: a packet without a frame is no loss there.
bool hides_pictures(AVCodecID id) noexcept {
  return id == AV_CODEC_ID_VP8 || id == AV_CODEC_ID_VP9 || id == AV_CODEC_ID_AV1;
}

bool by_fields(const AVCodecParameters& codec) noexcept {
  return codec.field_order != AV_FIELD_PROGRESSIVE && codec.field_order != AV_FIELD_UNKNOWN;
}

/// The decoder could not read parts of the picture and has painted them from its neighbours. A
/// picture whose predecessor is missing is not damaged by itself.
bool is_damaged(const AVFrame& picture) noexcept {
  constexpr int damage = FF_DECODE_ERROR_INVALID_BITSTREAM | FF_DECODE_ERROR_CONCEALMENT_ACTIVE |
                         FF_DECODE_ERROR_DECODE_SLICES;
  return (picture.decode_error_flags & damage) != 0;
}

}  // namespace

struct VideoDecoder::State {
  FfmpegSilence silence;
  Clock::time_point deadline = Clock::time_point::max();
  bool remote = false;  ///< reached by a URL, so that silence is to be reckoned with
  bool live = false;    ///< without a known end
  Format format;
  Codec codec;
  AVStream* stream = nullptr;
  Packet packet{av_packet_alloc()};
  Picture picture{av_frame_alloc()};
  BgrConverter converter;
  PacketLedger ledger;
  std::int64_t serial = 0;  ///< of the next packet
  bool flushed = false;     ///< the decoder was told that no packet follows
  bool held = false;        ///< `picture` waits until the losses before it are reported
  int turns = 0;

  void be_patient() { deadline = remote ? Clock::now() + patience : Clock::time_point::max(); }
  void open(const std::string& url);
  void open_codec(const std::string& url);
  bool feed();
  bool decode();
};

namespace {

int out_of_patience(void* deadline) {
  return Clock::now() > *static_cast<const Clock::time_point*>(deadline) ? 1 : 0;
}

}  // namespace

void VideoDecoder::State::open(const std::string& url) {
  AVFormatContext* opened = avformat_alloc_context();
  opened->interrupt_callback = {out_of_patience, &deadline};
  be_patient();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "rtsp_transport", "tcp", 0);  // as OpenCV: UDP loses packets
  // A file's name may hold a colon, which FFmpeg would take for a protocol.
  const std::string address = remote ? url : "file:" + url;
  const int code = avformat_open_input(&opened, address.c_str(), nullptr, &options);
  av_dict_free(&options);
  if (code == AVERROR_INVALIDDATA) fail(url, "no video that can be read");
  if (code < 0) fail(url, fmt::format("cannot open: {}", ffmpeg_text(code)));
  format.reset(opened);
  if (const int found = avformat_find_stream_info(opened, nullptr); found < 0) {
    fail(url, fmt::format("no video that can be read: {}", ffmpeg_text(found)));
  }
  const int index = av_find_best_stream(opened, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (index == AVERROR_DECODER_NOT_FOUND) fail(url, "this FFmpeg has no decoder for its video");
  if (index < 0) fail(url, "holds no video");
  stream = opened->streams[index];
  live = remote && (opened->duration == AV_NOPTS_VALUE || opened->duration <= 0);
}

void VideoDecoder::State::open_codec(const std::string& url) {
  const AVCodec* decoder = avcodec_find_decoder(stream->codecpar->codec_id);
  if (decoder == nullptr) fail(url, "this FFmpeg has no decoder for its video");
  codec.reset(avcodec_alloc_context3(decoder));
  avcodec_parameters_to_context(codec.get(), stream->codecpar);
  codec->pkt_timebase = stream->time_base;
  codec->thread_count = 0;  // one a core
  // Threads by frame would hold pictures back and lose the H.264 decoder's word on damage.
  codec->thread_type = FF_THREAD_SLICE;
  const int code = avcodec_open2(codec.get(), decoder, nullptr);
  if (code < 0) fail(url, fmt::format("cannot decode: {}", ffmpeg_text(code)));
  turns = quarter_turns(*stream);
  const bool one_picture_a_packet = !hides_pictures(decoder->id) && !by_fields(*stream->codecpar);
  ledger = PacketLedger(live || !one_picture_a_packet);
}

/// Gives the decoder one packet, or the word that none follows. False when that was said before.
bool VideoDecoder::State::feed() {
  while (!flushed) {
    be_patient();
    const int code = av_read_frame(format.get(), packet.get());
    if (code == AVERROR(EAGAIN)) continue;
    if (code < 0) {
      flushed = true;
      avcodec_send_packet(codec.get(), nullptr);
      return true;
    }
    if (packet->stream_index != stream->index) {
      av_packet_unref(packet.get());
      continue;
    }
    if ((packet->flags & AV_PKT_FLAG_DISCARD) == 0) {
      const bool timed = packet->pts != AV_NOPTS_VALUE;
      ledger.add(serial, timed ? std::optional(packet->pts) : std::nullopt,
                 (packet->flags & AV_PKT_FLAG_KEY) != 0, packet->size);
    }
    // The decoder hands each picture its packet's time: our own number goes through it in its
    // place.
    packet->pts = serial;
    packet->dts = serial++;
    const int sent = avcodec_send_packet(codec.get(), packet.get());
    av_packet_unref(packet.get());
    if (sent < 0 && sent != AVERROR(EAGAIN)) ledger.note_error();
    return true;
  }
  return false;
}

/// Decodes into `picture`; false at the end.
bool VideoDecoder::State::decode() {
  constexpr int most_errors_at_end = 64;  // more than any decoder holds back
  for (int errors_at_end = 0; errors_at_end < most_errors_at_end;) {
    const int code = avcodec_receive_frame(codec.get(), picture.get());
    if (code >= 0) return true;
    if (code == AVERROR_EOF) return false;
    if (code != AVERROR(EAGAIN)) ledger.note_error();
    if (!feed()) ++errors_at_end;
  }
  return false;
}

VideoDecoder::VideoDecoder(const std::string& url, bool remote)
    : state_(std::make_unique<State>()) {
  state_->remote = remote;
  state_->open(url);
  state_->open_codec(url);
}

VideoDecoder::~VideoDecoder() = default;

FrameSource::Read VideoDecoder::next(Frame* frame) {
  State& s = *state_;
  if (!s.held) {
    s.held = s.decode();
    if (s.held) {
      s.ledger.came_out(s.picture->pts, s.codec->has_b_frames);
    } else {
      s.ledger.ended();
    }
  }
  if (s.ledger.take_loss()) return FrameSource::Read::unreadable;
  if (!s.held) return FrameSource::Read::end;
  s.held = false;
  bool usable = s.live || !is_damaged(*s.picture);
  if (frame != nullptr && usable) {
    usable = s.converter.convert(*s.picture, *s.codec, *frame);
    if (usable && s.turns > 0) cv::rotate(*frame, *frame, s.turns - 1);  // ROTATE_90_CLOCKWISE is 0
  }
  av_frame_unref(s.picture.get());
  return usable ? FrameSource::Read::frame : FrameSource::Read::unreadable;
}

bool VideoDecoder::live() const noexcept { return state_->live; }

std::optional<std::int64_t> VideoDecoder::count() const noexcept {
  const State& s = *state_;
  if (s.live) return std::nullopt;
  if (s.stream->nb_frames > 0) return s.stream->nb_frames;
  if (s.format->duration == AV_NOPTS_VALUE || s.format->duration <= 0) return std::nullopt;
  return std::llround(static_cast<double>(s.format->duration) / AV_TIME_BASE * fps());
}

double VideoDecoder::fps() const noexcept {
  const AVRational rate = av_guess_frame_rate(state_->format.get(), state_->stream, nullptr);
  return rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 25;
}

}  // namespace siamrt::media
