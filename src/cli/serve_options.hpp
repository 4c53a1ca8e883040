#pragma once

#include "cli/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// What `siamrt serve` was asked to do, as typed.
struct ServeOptions {
  std::string input = ".";  ///< folder whose clips may be opened, or one clip
  std::string model = "default";
  std::string host = "127.0.0.1";
  int port = 8100;                     ///< 0: any free one
  int clients = 16;                    ///< viewers at once
  int targets = 64;                    ///< most of one clip
  int upload_limit = 1024;             ///< megabytes; 0: no uploads
  int record_limit = 2000;             ///< megabytes; 0: no recordings
  std::optional<long long> relocate;   ///< lost frames
  std::string config;                  ///< settings file
  std::vector<std::string> sets;       ///< key=value
  std::optional<std::string> threads;  ///< 0: all cores
  std::optional<std::string> device;   ///< cpu, cuda, cuda:N
  bool quiet = false;
};

/// Serves until ctrl-C. Returns the exit code; throws Error.
int run_serve(const ServeOptions& options, const Terminal& terminal);

}  // namespace siamrt::cli
