#pragma once

#include "data/file_tree.hpp"

#include <cstdint>

namespace siamrt::data {

/// Where a file's bytes lie in an archive.
struct Member {
  std::string path;
  std::uint64_t offset = 0;  ///< tar: of the content; zip: of the local header
  std::uint64_t stored = 0;  ///< bytes in the archive
  std::uint64_t size = 0;    ///< bytes of the content
  std::uint32_t crc = 0;     ///< zip only
  std::uint16_t method = 0;  ///< 0: as it is; 8: deflated (zip)
  bool encrypted = false;
};

/// Opens `X.tar` (not compressed: ustar, GNU, pax) or `X.zip`: one pass for an index of offsets,
/// then every file is read by position with a descriptor of its own, so that many threads can read
/// and thousands of archives can be open. Where everything in the archive lies in one folder named
/// `stem`, that folder is the top. Throws Error(input) for a damaged archive.
std::shared_ptr<const FileTree> open_archive_tree(const std::string& path, const std::string& stem);

}  // namespace siamrt::data
