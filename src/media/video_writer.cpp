#include "media/video_writer.hpp"

#include "media/ffmpeg.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <unistd.h>
#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <optional>

namespace siamrt::media {
namespace {

struct Container {
  const char* extension;
  const char* format;  ///< FFmpeg's name
  bool h264;
};

constexpr std::array containers = {
    Container{".mp4", "mp4", true},  Container{".m4v", "mp4", true},
    Container{".mov", "mov", true},  Container{".mkv", "matroska", true},
    Container{".avi", "avi", false},
};

const Container* container_of(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const Container& container : containers) {
    if (extension == container.extension) return &container;
  }
  return nullptr;
}

/// H.264 by libx264 where it is there, else MPEG-4 part 2, which every FFmpeg has.
const AVCodec* encoder_for(const Container& container) {
  const AVCodec* h264 = container.h264 ? avcodec_find_encoder_by_name("libx264") : nullptr;
  return h264 != nullptr ? h264 : avcodec_find_encoder(AV_CODEC_ID_MPEG4);
}

class VideoFile final : public FrameSink {
 public:
  VideoFile(std::string path, double fps);
  ~VideoFile() override;
  void write(const Frame& frame) override;
  void finish() override;
  std::uint64_t bytes() const override;

 private:
  [[noreturn]] void fail(const std::string& problem, int code) const;
  void check(const char* what, int code) const;
  void open_file();
  void open_encoder(const cv::Size& size);
  void convert(const Frame& frame);
  void encode(const AVFrame* picture);

  FfmpegSilence silence_;
  std::string path_;
  std::string temporary_;
  AVRational rate_;
  AVFormatContext* format_ = nullptr;  ///< owned; closing needs two steps
  AVStream* stream_ = nullptr;
  Codec codec_;
  Packet packet_{av_packet_alloc()};
  Picture picture_{av_frame_alloc()};
  Scaler scaler_;
  cv::Size size_;   ///< of the frames
  cv::Mat padded_;  ///< a frame as the conversion wants it
  std::int64_t written_ = 0;
};

VideoFile::VideoFile(std::string path, double fps)
    : path_(std::move(path)),
      temporary_(fmt::format("{}.tmp{}", path_, ::getpid())),
      rate_(av_d2q(fps > 0 ? fps : 25, 60000)) {
  open_file();
}

VideoFile::~VideoFile() {
  if (format_ == nullptr) return;
  avio_closep(&format_->pb);
  avformat_free_context(format_);
  ::unlink(temporary_.c_str());
}

void VideoFile::fail(const std::string& problem, int code) const {
  throw Error(Error::Kind::system, fmt::format("{}: {}: {}", path_, problem, ffmpeg_text(code)));
}

void VideoFile::check(const char* what, int code) const {
  if (code < 0) fail(what, code);
}

void VideoFile::open_file() {
  check("cannot write",
        avformat_alloc_output_context2(&format_, nullptr, container_of(path_)->format, nullptr));
  // The name is needed for mp4's second pass, which puts the index in front.
  format_->url = av_strdup(("file:" + temporary_).c_str());
  const int code = avio_open(&format_->pb, format_->url, AVIO_FLAG_WRITE);
  if (code >= 0) return;
  avformat_free_context(std::exchange(format_, nullptr));  // the destructor does not run
  fail("cannot write", code);
}

void VideoFile::open_encoder(const cv::Size& size) {
  const AVCodec* encoder = encoder_for(*container_of(path_));
  const bool h264 = encoder->id == AV_CODEC_ID_H264;
  codec_.reset(avcodec_alloc_context3(encoder));
  codec_->width = h264 ? (size.width + 1) / 2 * 2 : size.width;
  codec_->height = h264 ? (size.height + 1) / 2 * 2 : size.height;
  codec_->pix_fmt = AV_PIX_FMT_YUV420P;
  codec_->time_base = av_inv_q(rate_);
  codec_->framerate = rate_;
  codec_->thread_count =
      1;  // the network wants the others; and the bytes do not depend on the machine
  // What the conversion below makes, said in the file, so that players do not guess by the size.
  codec_->colorspace = AVCOL_SPC_SMPTE170M;
  codec_->color_range = AVCOL_RANGE_MPEG;
  if ((format_->oformat->flags & AVFMT_GLOBALHEADER) != 0)
    codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  AVDictionary* options = nullptr;
  if (h264) {
    av_dict_set(&options, "crf", "18", 0);
    av_dict_set(&options, "preset", "veryfast", 0);
    // Its macro-block tree looks at memory that was never written: the bytes would differ from run
    // to run.
    av_dict_set(&options, "x264-params", "mbtree=0", 0);
  } else {
    codec_->flags |= AV_CODEC_FLAG_QSCALE;
    codec_->global_quality = FF_QP2LAMBDA * 2;
    codec_->codec_tag = container_of(path_)->h264 ? 0 : MKTAG('X', 'V', 'I', 'D');
  }
  const int code = avcodec_open2(codec_.get(), encoder, &options);
  av_dict_free(&options);
  check("no encoder for this size of frame", code);

  stream_ = avformat_new_stream(format_, nullptr);
  stream_->time_base = codec_->time_base;
  stream_->avg_frame_rate = rate_;
  check("cannot write", avcodec_parameters_from_context(stream_->codecpar, codec_.get()));
  AVDictionary* muxing = nullptr;
  av_dict_set(&muxing, "movflags", "+faststart", 0);  // plays in a browser while it loads
  const int header = avformat_write_header(format_, &muxing);
  av_dict_free(&muxing);
  check("cannot write", header);

  picture_->format = codec_->pix_fmt;
  picture_->width = codec_->width;
  picture_->height = codec_->height;
  check("cannot write", av_frame_get_buffer(picture_.get(), 0));
  scaler_.reset(sws_getContext(codec_->width, codec_->height, AV_PIX_FMT_BGR24, codec_->width,
                               codec_->height, codec_->pix_fmt, SWS_BICUBIC | SWS_ACCURATE_RND,
                               nullptr, nullptr, nullptr));
  if (scaler_ == nullptr) fail("no conversion for this size of frame", AVERROR(EINVAL));
}

void VideoFile::convert(const Frame& frame) {
  // The vector code reads whole registers, so beyond the end of a tight picture: rows are padded
  // and one row is to spare. An odd side is filled up with its last row or column.
  padded_.create(codec_->height + 1, (codec_->width + 63) / 64 * 64, CV_8UC3);
  const cv::Mat target = padded_(cv::Rect(0, 0, codec_->width, codec_->height));
  cv::copyMakeBorder(frame, target, 0, codec_->height - frame.rows, 0, codec_->width - frame.cols,
                     cv::BORDER_REPLICATE);
  check("cannot write", av_frame_make_writable(picture_.get()));
  const std::array<const std::uint8_t*, 4> planes = {target.data, nullptr, nullptr, nullptr};
  const std::array<int, 4> steps = {static_cast<int>(target.step), 0, 0, 0};
  sws_scale(scaler_.get(), planes.data(), steps.data(), 0, codec_->height, picture_->data,
            picture_->linesize);
}

/// Encodes one picture (none: the rest that the encoder holds back) and writes what comes out.
void VideoFile::encode(const AVFrame* picture) {
  check("cannot encode", avcodec_send_frame(codec_.get(), picture));
  while (true) {
    const int code = avcodec_receive_packet(codec_.get(), packet_.get());
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
    check("cannot encode", code);
    packet_->duration = 1;
    packet_->stream_index = stream_->index;
    av_packet_rescale_ts(packet_.get(), codec_->time_base, stream_->time_base);
    check("cannot write", av_interleaved_write_frame(format_, packet_.get()));
    check("cannot write", format_->pb->error);
  }
}

void VideoFile::write(const Frame& frame) {
  if (stream_ == nullptr) {
    size_ = frame.size();
    open_encoder(size_);
  }
  if (frame.size() != size_) {
    throw Error(Error::Kind::input,
                fmt::format("{}: frame {} has {}x{}, those before have {}x{}", path_, written_,
                            frame.cols, frame.rows, size_.width, size_.height));
  }
  convert(frame);
  picture_->pts = written_++;
  encode(picture_.get());
}

std::uint64_t VideoFile::bytes() const {
  const std::int64_t at = format_ != nullptr ? avio_tell(format_->pb) : 0;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, at));
}

void VideoFile::finish() {
  if (format_ == nullptr) return;
  if (stream_ == nullptr)
    throw Error(Error::Kind::input, fmt::format("{}: no frame was given to write", path_));
  encode(nullptr);
  check("cannot write", av_write_trailer(format_));
  avio_flush(format_->pb);
  check("cannot write", format_->pb->error);
  const int closed = avio_closep(&format_->pb);
  check("cannot write", closed);
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot write", AVERROR(errno));
  avformat_free_context(std::exchange(format_, nullptr));
}

}  // namespace

bool is_video_name(const std::string& path) { return container_of(path) != nullptr; }

std::string video_extensions() {
  std::string all;
  for (const Container& container : containers)
    all += fmt::format("{}{}", all.empty() ? "" : ", ", container.extension);
  return all;
}

std::unique_ptr<FrameSink> open_video_file(const std::string& path, double fps) {
  return std::make_unique<VideoFile>(path, fps);
}

}  // namespace siamrt::media
