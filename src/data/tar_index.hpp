#pragma once

#include "data/archive_tree.hpp"
#include "data/raw_file.hpp"

namespace siamrt::data {

/// The files in an uncompressed tar (ustar, GNU long names, pax path and size), in its order; links
/// and devices are left out. Throws Error(input) for a file that is no tar or is cut short.
std::vector<Member> tar_index(const RawFile& file);

}  // namespace siamrt::data
