#pragma once

#include "media/frame_sink.hpp"

namespace siamrt::media {

/// Pictures as `000000.jpg`, `000001.jpg`, ... (quality 95) in a folder, which is made if need be;
/// each file appears whole. Throws Error(system) if the folder cannot be made.
std::unique_ptr<FrameSink> open_image_folder(const std::string& folder);

}  // namespace siamrt::media
