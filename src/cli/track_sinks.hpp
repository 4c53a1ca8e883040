#pragma once

#include "cli/track_mark.hpp"
#include "cli/track_options.hpp"

#include <siamrt/frame.hpp>

#include <memory>
#include <string>
#include <vector>

namespace siamrt::cli {

/// Where the frames of a run go: annotated video or pictures, box file, live view. A file appears
/// under its name, whole, with finish().
class Sinks {
 public:
  /// Opens what `options` ask for. `frame` is the frames' size,
  /// `model` the name that is shown in the picture. Throws Error(system) where a file
  /// cannot be made. requires: check_outputs() passed.
  Sinks(const TrackOptions& options, const Terminal& terminal, cv::Size frame, double fps,
        size_t targets, const std::string& model, bool with_view);
  ~Sinks();
  Sinks(const Sinks&) = delete;
  Sinks& operator=(const Sinks&) = delete;

  /// Takes one frame; `number` counts from 0. Returns false once the live view was ended by its
  /// user. Throws Error(system) when something cannot be written (disk full).
  bool add(const Frame& frame, std::int64_t number, const std::vector<Mark>& marks);

  /// Completes every file. Throws Error(system) for the first that cannot be, after trying all.
  void finish();

  /// Files that finish() has completed.
  const std::vector<std::string>& written() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// Refuses outputs that exist or that are the input itself: before anything is opened.
void check_outputs(const TrackOptions& options);

}  // namespace siamrt::cli
