#include "report/strips.hpp"

#include "eval/vot.hpp"
#include "media/strokes.hpp"

#include <siamrt/error.hpp>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::report {
namespace {

constexpr int frame_height = 180;
constexpr int between = 3;  ///< pixels between frames
constexpr double missed = 0.1;
constexpr std::size_t in_a_row = 5;

/// Frame from which the boxes miss the target; nothing where they never do.
std::optional<std::size_t> loss_of(const std::vector<Box>& truth, const std::vector<Box>& boxes) {
  std::size_t misses = 0, start = 0;
  for (std::size_t i = 0; i < std::min(truth.size(), boxes.size()); ++i) {
    if (!is_valid(truth[i])) continue;
    if (iou(truth[i], boxes[i]) > missed) {
      misses = 0;
      continue;
    }
    if (misses == 0) start = i;
    if (++misses == in_a_row) return start;
  }
  return std::nullopt;
}

Box shown_box(const Box& box, bool one_based, double scale) {
  const double shift = one_based ? 1 : 0;
  return {(box.x - shift) * scale, (box.y - shift) * scale, box.w * scale, box.h * scale};
}

/// Without the halo that would cover the truth below.
void draw_thin_box(Frame& canvas, const Box& box, const Colour& colour) {
  const cv::Scalar bgr(colour.blue, colour.green, colour.red);
  const Point corners[] = {{box.x, box.y},
                           {box.x + box.w, box.y},
                           {box.x + box.w, box.y + box.h},
                           {box.x, box.y + box.h}};
  for (int i = 0; i < 4; ++i) media::stroke(canvas, corners[i], corners[(i + 1) % 4], bgr, 2);
}

Frame draw_frame(const Frame& frame, const data::Sequence& sequence, std::int64_t index,
                 bool one_based, const std::vector<StripTrack>& tracks) {
  const double scale = static_cast<double>(frame_height) / frame.rows;
  const int width = std::max(1, static_cast<int>(std::lround(frame.cols * scale)));
  Frame canvas;
  cv::resize(frame, canvas, {width, frame_height}, 0, 0, cv::INTER_AREA);
  const auto i = static_cast<std::size_t>(index);
  const auto box_in = [&](const std::vector<Box>& boxes) -> std::optional<Box> {
    if (i >= boxes.size() || !is_valid(boxes[i])) return std::nullopt;
    return shown_box(boxes[i], one_based, scale);
  };
  if (const auto box = box_in(sequence.truth)) {
    media::box_outline(canvas, *box, {255, 255, 255}, media::Pen(canvas.size()), false);
  }
  for (auto track = tracks.rbegin(); track != tracks.rend(); ++track) {
    if (const auto box = box_in(track->boxes)) draw_thin_box(canvas, *box, track->colour);
  }
  return canvas;
}

}  // namespace

std::vector<Box> boxes_of(const eval::SequenceResult& result) {
  if (!result.boxes.empty()) return result.boxes[0];
  if (result.vot.empty()) return {};
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Box> boxes;
  for (const eval::VotLine& line : eval::parse_vot_lines(result.vot[0], result.name)) {
    const std::vector<double>& n = line.numbers;
    if (line.mark >= 0) {
      boxes.push_back({nan, nan, nan, nan});
    } else if (n.size() == 4) {
      boxes.push_back({n[0], n[1], n[2], n[3]});
    } else {
      double left = n[0], top = n[1], right = n[0], bottom = n[1];
      for (std::size_t i = 2; i + 1 < n.size(); i += 2) {
        left = std::min(left, n[i]);
        right = std::max(right, n[i]);
        top = std::min(top, n[i + 1]);
        bottom = std::max(bottom, n[i + 1]);
      }
      boxes.push_back({left, top, right - left, bottom - top});
    }
  }
  return boxes;
}

std::vector<std::int64_t> telling_frames(const std::vector<Box>& truth,
                                         const std::vector<Box>& boxes, std::size_t wanted) {
  if (truth.empty() || wanted == 0) return {};
  std::vector<std::int64_t> frames;
  for (std::size_t i = 0; i < wanted; ++i) {
    const double share = wanted > 1 ? static_cast<double>(i) / static_cast<double>(wanted - 1) : 0;
    frames.push_back(std::llround(share * static_cast<double>(truth.size() - 1)));
  }
  const auto loss = loss_of(truth, boxes);
  if (loss && *loss > 0 && frames.size() > 2) {
    const auto at = static_cast<std::int64_t>(*loss);
    const auto nearest = std::min_element(
        frames.begin() + 1, frames.end() - 1,
        [&](std::int64_t a, std::int64_t b) { return std::abs(a - at) < std::abs(b - at); });
    *nearest = at;
  }
  std::sort(frames.begin(), frames.end());
  frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
  return frames;
}

std::optional<Strip> draw_strip(const data::Sequence& sequence, bool one_based,
                                const std::vector<StripTrack>& tracks) {
  if (!sequence.frames) return std::nullopt;
  Strip strip;
  std::vector<Frame> pictures;
  const std::vector<Box> none;
  for (const std::int64_t index :
       telling_frames(sequence.truth, tracks.empty() ? none : tracks[0].boxes)) {
    if (index >= sequence.frames->count()) break;
    try {
      const Frame frame = sequence.frames->read(index);
      pictures.push_back(draw_frame(frame, sequence, index, one_based, tracks));
      strip.frames.push_back(index);
    } catch (const Error&) {
      // A frame that cannot be read is missing from the strip, as it is from the benchmark.
    }
  }
  if (pictures.empty()) return std::nullopt;
  const int share = pictures[0].cols + between;
  Frame whole(frame_height, share * static_cast<int>(pictures.size()) - between, CV_8UC3,
              cv::Scalar(255, 255, 255));
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    // Frames of one sequence have one size; a different one is cut rather than refused.
    const int width = std::min(pictures[i].cols, pictures[0].cols);
    pictures[i].colRange(0, width).copyTo(
        whole(cv::Rect(share * static_cast<int>(i), 0, width, frame_height)));
  }
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", whole, bytes, {cv::IMWRITE_JPEG_QUALITY, 85});
  strip.jpeg.assign(bytes.begin(), bytes.end());
  strip.width = whole.cols;
  strip.height = whole.rows;
  return strip;
}

}  // namespace siamrt::report
