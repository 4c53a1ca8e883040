#pragma once

#include <string>
#include <string_view>

namespace siamrt::ui {

/// True for the extensions that people call clips by (mp4, mkv, ..., and zip, tar of pictures).
bool is_clip_name(const std::string& name);

/// True if a file begins as a video container or an archive does. FFmpeg goes by content, and a
/// play list (HLS, concat, DASH) that calls itself .mp4 would make it read other files of this
/// machine: text never passes.
bool looks_like_clip(const std::string& file);

/// The same of the first bytes of one; 512 are enough.
bool begins_like_clip(std::string_view bytes);

}  // namespace siamrt::ui
