#pragma once

#include <string>
#include <vector>

namespace siamrt::cli {

/// Whether one kind of video can be written and read back here.
struct Codec {
  std::string extension;  ///< mp4
  bool works = false;
};

/// Tries each kind with a few small frames in a temporary folder; some tenths of a second.
std::vector<Codec> try_codecs();

}  // namespace siamrt::cli
