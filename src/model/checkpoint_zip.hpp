#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace siamrt::model {

/// Records of the zip file that torch.save writes since 1.6, by name without the top folder:
/// `data.pkl`, `data/KEY`, `byteorder`; others are there without their content. All views point
/// into `bytes`, which must outlive them.
using ZipRecords = std::unordered_map<std::string_view, std::string_view>;

/// Reads the directory of a zip file (zip64 too) whose records are stored uncompressed, and checks
/// the CRC-32 of those given with content. Throws Error(input), with `place` first, for a file that
/// is cut short or damaged, or holds records that are packed, encrypted, named twice or in several
/// top folders.
ZipRecords read_zip(std::string_view bytes, const std::string& place);

}  // namespace siamrt::model
