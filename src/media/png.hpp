#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace siamrt::media {

/// True if the bytes start as a PNG file does.
bool is_png(std::string_view bytes) noexcept;

/// The same PNG with only the chunks that the pixels depend on (IHDR, PLTE, tRNS, IDAT, eXIf,
/// IEND), or nothing if it is cut short or a kept chunk fails its CRC. libpng prints its warnings
/// (unknown colour profile, broken text chunk, ...) on stderr and OpenCV gives no way to stop it;
/// this does.
std::optional<std::string> checked_png(std::string_view bytes);

}  // namespace siamrt::media
