#pragma once

// Media room: frames in, pictures and videos out. It offers FrameSource (public header), a reader
// that decodes ahead (prefetch.hpp), writers of videos and numbered images (video_writer.hpp),
// overlays (overlay.hpp) and box files (box_file.hpp). It knows nothing of networks and of
// trackers.

#include <siamrt/frame_source.hpp>

#include <memory>
#include <string>
#include <vector>

namespace siamrt::media {

/// Image files one after the other. Throws Error(input), naming `place`, if none of them decodes.
std::unique_ptr<FrameSource> open_images(std::vector<std::string> files, const std::string& place);

/// Images inside a tar or zip file, natural order of their names; a benchmark's sequence as one
/// file. Throws Error(input) if there is none, none decodes, or the archive cannot be read.
std::unique_ptr<FrameSource> open_archive(const std::string& path);

/// A video file or, with `remote`, a URL. Throws Error(input) if it cannot be opened or no frame
/// decodes.
std::unique_ptr<FrameSource> open_video(const std::string& url, bool remote);

/// A camera by its index. Throws Error(system) if there is none or it gives no picture.
std::unique_ptr<FrameSource> open_camera(int index);

}  // namespace siamrt::media
