#include "session/annotate.hpp"

#include "media/frame_sink.hpp"
#include "media/overlay.hpp"
#include "media/prefetch.hpp"
#include "session/truth.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <memory>

namespace siamrt::session {
namespace {

std::vector<media::Drawn> drawn(const Record& record, const std::vector<Truth>& truth,
                                std::int64_t frame) {
  std::vector<media::Drawn> list;
  for (const Target& target : record.targets) {
    const Mark* mark = target.at(frame);
    if (mark == nullptr) continue;
    const bool unsure = mark->lost || mark->origin == Origin::held;
    list.push_back({target.number(), mark->box, mark->score, unsure, {}});
  }
  const auto row = static_cast<std::size_t>(frame);
  for (std::size_t n = 0; n < std::min(truth.size(), list.size()); ++n) {
    if (row < truth[n].boxes.size() && is_valid(truth[n].boxes[row]))
      list[n].truth = truth[n].boxes[row];
  }
  return list;
}

}  // namespace

bool annotate(const Record& record, const std::string& path, bool overwrite,
              const std::function<bool(std::int64_t)>& done) {
  if (record.live) {
    throw Error(Error::Kind::usage,
                fmt::format("{}: frames of a camera or stream are gone once shown; only boxes can "
                            "be saved",
                            record.input));
  }
  const auto source = media::read_ahead(FrameSource::open(record.input));
  const auto sink = media::FrameSink::open(path, {record.fps, overwrite});
  const std::vector<Truth> truth = find_truth(record.input);
  media::Overlay overlay;
  Frame picture;
  std::int64_t frames = 0;
  while (true) {
    const FrameSource::Read read = source->next(picture);
    if (read == FrameSource::Read::end) break;
    if (picture.empty() || picture.cols != record.width || picture.rows != record.height) continue;
    Frame canvas = picture.clone();
    overlay.draw(canvas, drawn(record, truth, source->index()),
                 {record.model, fmt::format("frame {}", source->index())});
    sink->write(canvas);
    if (!done(++frames)) return false;
  }
  sink->finish();
  return true;
}

}  // namespace siamrt::session
