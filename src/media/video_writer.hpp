#pragma once

#include "media/frame_sink.hpp"

namespace siamrt::media {

/// True for a name with one of the extensions that can be written.
bool is_video_name(const std::string& path);

/// Those extensions for messages.
std::string video_extensions();

/// A video file by its extension: H.264 in mp4, m4v, mov and mkv (MPEG-4 part 2 where this FFmpeg
/// has no encoder for it), MPEG-4 part 2 in avi. Near-lossless to the eye, plays in browsers. H.264
/// wants even sides: an odd one gets a copy of its last row or column. The video is written beside
/// its place and renamed by finish(). Same frames, same bytes. requires: is_video_name(path).
/// Throws Error(system) if the place cannot be written.
std::unique_ptr<FrameSink> open_video_file(const std::string& path, double fps);

}  // namespace siamrt::media
