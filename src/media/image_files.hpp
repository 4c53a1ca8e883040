#pragma once

#include <string>
#include <vector>

namespace siamrt::media {

/// True for the extensions that are read as pictures (jpg, jpeg, jpe, png, bmp, tif, tiff, webp,
/// ppm, pgm, pbm, pnm, jp2), in any case of letters.
bool is_image_name(const std::string& path);

/// Those extensions for messages: `jpg, jpeg, ...`.
std::string image_extensions();

/// Images of a folder in natural order; hidden files are left out. A folder without images but with
/// a subfolder `img`, `imgs`, `images`, `color` or `frames` (a benchmark's sequence) gives that
/// one's. Throws Error(input) if there is no image or the folder cannot be read.
std::vector<std::string> images_in_folder(const std::string& folder);

/// True if `text` can be a pattern: it has `*`, `?` or `[`, or one `%d` / `%0Nd` in its last
/// component.
bool is_pattern(const std::string& text);

/// Files of a glob pattern (natural order) or of a printf pattern (by number, from the lowest that
/// exists). Throws Error(input) if nothing matches or a number is missing in between.
std::vector<std::string> images_of_pattern(const std::string& pattern);

/// Files that a list file names, relative ones from the list's folder.
/// Throws Error(input), `list:line: ...`, for an entry that is no file.
std::vector<std::string> images_of_list(const std::string& list);

}  // namespace siamrt::media
