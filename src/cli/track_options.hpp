#pragma once

#include "cli/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// What `siamrt track` was asked to do, as typed.
struct TrackOptions {
  std::string input;
  std::string model = "default";
  std::vector<std::string> boxes;        ///< x,y,w,h, one a target
  std::optional<long long> start;        ///< frame on which the boxes are given, 0-based
  std::optional<long long> frames;       ///< most frames to read, the first included
  std::string config;                    ///< settings file
  std::vector<std::string> sets;         ///< key=value
  std::optional<std::string> benchmark;  ///< settings of a benchmark
  std::optional<std::string> precision;  ///< fp32, bf16, auto
  std::optional<std::string> threads;    ///< 0: all cores
  std::optional<std::string> device;     ///< cpu, cuda, cuda:N
  std::string out;                       ///< video file or folder of pictures; empty: none
  std::string box_file;                  ///< `-`: standard output; empty: none
  OptionalFile json;
  std::optional<long long> relocate;  ///< lost frames before the whole frame is searched
  bool overwrite = false;
  bool no_window = false;
  bool quiet = false;
};

/// Does it. Returns the exit code; throws Error.
int run_track(const TrackOptions& options, const Terminal& terminal);

}  // namespace siamrt::cli
