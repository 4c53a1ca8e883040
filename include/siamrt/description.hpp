#pragma once

#include <siamrt/settings.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace siamrt {

/// Lineage of a network: chooses start, crop rule, penalty, smoothing and clipping of the tracker
/// loop.
enum class Family { siamfcpp, ocean, lighttrack, nanotrack };

/// Order of the three colour planes that a network takes.
enum class ChannelOrder { bgr, rgb };

/// Position tables of a network with self-attention, by side of the feature that each is for.
struct Attention {
  std::vector<int> tables;     ///< cells; empty: the network has none
  bool resample = false;       ///< features of other sizes get a table made by interpolation
  std::vector<int> resampled;  ///< those of `tables` that the export made so
};

/// What an online branch takes and gives (docs/archive.md); crop 0: the archive has none.
struct OnlineBranch {
  int crop = 0;         ///< side of its crop, crop pixels
  int stride = 0;       ///< crop pixels from cell to cell
  int cells = 0;        ///< per side of its feature
  int channels = 0;     ///< of its feature
  bool placed = false;  ///< scores join the grid where they lie in the frame, not stretched over it
};

/// What `siamrt/model.yaml` in an archive says (docs/archive.md). Plain data.
struct Description {
  static constexpr int newest_schema = 1;

  int schema = newest_schema;
  std::string name;  ///< e.g. siamfcpp_alexnet
  Family family = Family::siamfcpp;
  std::string architecture;  ///< free text, e.g. alexnet
  int template_size = 0;     ///< side of the template crop, crop pixels
  int search_size = 0;       ///< side of the default search crop, crop pixels
  ChannelOrder channels = ChannelOrder::bgr;
  int grid_size = 0;                           ///< cells per side of the maps at search_size
  int grid_stride = 0;                         ///< crop pixels from cell to cell
  std::vector<std::string> outputs;            ///< names of locate's results: score, box, extras
  Settings settings;                           ///< defaults, `search` filled in
  std::map<std::string, Settings> benchmarks;  ///< by data set, complete (defaults merged in)
  std::map<std::string, double> precision;     ///< declared change of mean AUC, by precision
  std::map<std::string, std::string> source;   ///< file, sha256, licence, origin
  std::int64_t parameter_count = 0;            ///< tensors in the state dict
  std::int64_t parameter_values = 0;           ///< numbers in all of them
  std::vector<std::string> ignored;            ///< prefixes of a snapshot that are left out
  bool shared_search = false;  ///< several templates for a crop cost one pass of the backbone
  Attention attention;
  OnlineBranch online;
  std::string digest;  ///< SHA-256 of the archive file, hex; not in the YAML
  std::string file;    ///< path that was opened, `default` resolved; not in the YAML

  /// Cells per side of the maps for a search crop of `search` pixels.
  int grid_for(int search) const noexcept {
    return grid_size + (search - search_size) / grid_stride;
  }

  /// Settings of a benchmark; an empty name gives the defaults. Throws Error(usage) for a benchmark
  /// that the archive does not list (the known names are given).
  const Settings& settings_for(const std::string& benchmark) const;
};

const char* to_string(Family family) noexcept;
const char* to_string(ChannelOrder order) noexcept;
const char* to_string(Window window) noexcept;

}  // namespace siamrt
