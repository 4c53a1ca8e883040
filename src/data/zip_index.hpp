#pragma once

#include "data/archive_tree.hpp"
#include "data/raw_file.hpp"

namespace siamrt::data {

/// The files in a zip (zip64 too) from its central directory. Throws Error(input) for a file that
/// is no zip or is damaged.
std::vector<Member> zip_index(const RawFile& file);

/// Content of one of them, its CRC checked. Throws Error(input) if it is encrypted, packed by
/// another method than deflate, or damaged.
std::string zip_content(const RawFile& file, const Member& member);

}  // namespace siamrt::data
