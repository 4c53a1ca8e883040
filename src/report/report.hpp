#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <functional>
#include <string>
#include <vector>

namespace siamrt::report {

struct Options {
  std::string title;          ///< of the page; empty: the data set's name
  std::string made_by;        ///< one line at the page's foot: version and settings
  bool overwrite = false;     ///< write into a folder that has files in it
  std::size_t worst = 10;     ///< sequences shown with frames
  std::size_t in_strips = 4;  ///< trackers whose boxes are drawn into frames, the best ones
  double png_scale = 2;       ///< pixels of a PNG for each of a plot's units

  /// Null: strips and the number of sequences by attribute are left out. Frames are read where a
  /// sequence has them.
  const data::Dataset* dataset = nullptr;

  /// Result boxes of a tracker, for strips; null where it has none.
  std::function<const eval::TrackerResults*(const std::string& tracker)> results;

  /// Called before each file with the number done and the number known so far.
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// Throws Error(usage) where `folder` has files in it and `overwrite` is false, Error(system) where
/// it cannot be made.
void prepare_folder(const std::string& folder, bool overwrite);

/// Writes a report of one data set's figures:
///
///     index.html                 everything on one page that needs no other file and no network
///     figures.json               tracker -> profile -> all figures, curves, sequences
///     PROFILE/NAME.svg .png .pdf plots; attributes/ has those by attribute
///     PROFILE/NAME.md .tex .csv .json   tables: overall, attributes, sequences
///     strips/SEQUENCE.jpg        frames of the worst sequences, where frames are there
///
/// The same figures give the same bytes. Throws Error(usage) for no figures or ones of several data
/// sets, Error(system) if a file cannot be written.
void write_report(const std::vector<eval::Figures>& figures, const std::string& folder,
                  const Options& options = {});

}  // namespace siamrt::report
