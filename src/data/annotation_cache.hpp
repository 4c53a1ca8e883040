#pragma once

#include <string>

namespace siamrt::data {

/// Text of an annotation file, plain or xz (told by its first bytes). The unpacked text of an xz
/// file is kept under the SHA-256 of the packed one in the cache folder: `$XDG_CACHE_HOME/siamrt`,
/// else `~/.cache/siamrt`. The folder may be deleted at any time, a damaged entry is made anew, and
/// where it cannot be written nothing is kept. Throws Error(input) if the file cannot be read.
std::string annotation_text(const std::string& path);

/// The folder of annotation_text(); empty where neither variable is set.
std::string annotation_cache_folder();

}  // namespace siamrt::data
