#pragma once

#include "session/session.hpp"
#include "ui/studio.hpp"

#include <nlohmann/json_fwd.hpp>

namespace siamrt::ui {

/// A session as the page takes it (docs/interactive.md, "What the page asks"); boxes are [x, y, w,
/// h] in frame pixels, targets count from 1. The picture is not in it.
nlohmann::ordered_json state_json(const session::Shown& shown);

/// Key frames and spans of every target, for the time line.
nlohmann::ordered_json timeline_json(const session::Record& record);

nlohmann::ordered_json video_json(const VideoJob& job);
nlohmann::ordered_json recording_json(const Recordings::Job& job);

}  // namespace siamrt::ui
