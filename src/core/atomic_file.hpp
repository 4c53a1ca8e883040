#pragma once

// Core room: what every other room stands on and nothing of images or networks. It offers boxes and
// settings (public headers), strict YAML, digests, whole-or-nothing files, natural order, exact
// number text, nearest names. It does not log, print or hold state.

#include <string>
#include <string_view>

namespace siamrt::core {

/// Writes `content` to `path` so that a reader sees the old file or the whole new one: a temporary
/// file beside it, flushed to disk, then renamed. An existing file keeps its permissions, a link
/// stays a link, and a device or pipe is written to as it is. Throws Error(system) (disk full, no
/// permission) and leaves the old file.
void write_atomically(const std::string& path, std::string_view content);

/// Removes what killed processes left of write_atomically() directly in `folder`. For a folder that
/// nobody else writes to now. What cannot be removed stays.
void remove_temporaries(const std::string& folder);

/// Reads a whole file. Throws Error(input) if it is missing, a folder or unreadable.
std::string read_file(const std::string& path);

}  // namespace siamrt::core
