#pragma once

// Data room: benchmarks' sequences with their truth, from an unpacked download, from tar/zip files
// in place, or from annotation JSON without frames. It knows layouts and origins (0- or 1-based
// truth), not trackers or figures.

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace siamrt::data {

/// Four corners in the order of the annotation (VOT).
using Polygon = std::array<Point, 4>;

/// Where frames of one sequence are read from (folder, tar, zip). Safe from many threads.
class FrameStore {
 public:
  virtual ~FrameStore() = default;
  virtual std::int64_t count() const = 0;
  /// 8-bit BGR; throws Error(input) that names the frame if it is missing or does not decode.
  virtual Frame read(std::int64_t index) const = 0;
  virtual std::string name(std::int64_t index) const = 0;
};

/// How a truth file is written.
struct TextForm {
  std::string separator;       ///< comma, semicolon, tab, blank; mixed where a file has several
  bool windows_lines = false;  ///< CR LF
  bool newline_at_end = false;
};

/// One target in one clip. Truth is as published: the origin (0 or 1) is the data set's, see
/// Dataset.
struct Sequence {
  std::string name;               ///< pysot's spelling for OTB, the folder's elsewhere
  std::vector<Box> truth;         ///< one per frame; four NaN where there is none
  std::vector<Polygon> polygons;  ///< VOT: one per frame; elsewhere empty (truth: its extent)
  std::vector<std::uint8_t> rectangles;  ///< VOT: 1 = published as 4 numbers, which truth holds
  std::vector<std::uint8_t> absent;      ///< LaSOT: 1 = absent; GOT-10k: absence.label; else empty
  std::vector<std::uint8_t> full_occlusion;               ///< LaSOT, where the files are there
  std::vector<std::uint8_t> out_of_view;                  ///< LaSOT, where the files are there
  std::vector<std::uint8_t> cover;                        ///< GOT-10k: 0..8; else empty
  std::map<std::string, std::vector<std::uint8_t>> tags;  ///< VOT: per-frame attributes
  std::vector<std::string> attributes;                    ///< per-sequence attributes
  std::vector<std::string> subsets;                       ///< OTB: cvpr13, tb50
  int omitted = 0;  ///< leading frames that most OTB tools leave out (Tiger1: 5)
  int width = 0;    ///< of the frames; 0 if unknown
  int height = 0;
  std::string truth_file;  ///< where truth was read; empty: from an annotation file
  TextForm form;           ///< of that file
  std::shared_ptr<const FrameStore> frames;  ///< null when only annotations are there

  /// Box for the tracker's start, 0-based pixels of the frame, of frame `index`.
  Box start_box(bool one_based, std::int64_t index = 0) const;
};

/// What a download lacks, in words for people.
struct Missing {
  std::string sequence;
  std::string what;
};

struct Dataset {
  std::string name;        ///< otb2015, got10k_val, ..., folder
  bool one_based = false;  ///< x = 1 is the first column in truth and in result files
  std::vector<Sequence> sequences;
  std::vector<Missing> missing;  ///< empty unless opened with `available`
  bool partial = false;          ///< sequences of the benchmark are left out

  const Sequence* find(
      const std::string& name) const;  ///< aliases accepted (Jogging.1, jogging_1, Human4)
};

/// What becomes of a sequence's images.
enum class Frames {
  if_there,  ///< attached where all are there, else Sequence::frames is null (eval, report)
  required,  ///< a sequence whose images are not all there is missing (bench)
  none,      ///< not looked for
};

struct OpenOptions {
  std::string
      root;  ///< the benchmark's unpacked download, or a folder of tar/zip files; may be empty
  std::string annotations;  ///< pysot-style JSON, plain or .xz; may be empty
  bool available = false;   ///< take what is there instead of failing on what is missing
  Frames frames = Frames::if_there;
};

/// Names that open() knows: otb2013, otb50, otb2015, got10k_train, got10k_val, got10k_test,
/// vot2018, vot2019, lasot, uav123, uav20l, nfs30, nfs240, tcolor128, dtb70, trackingnet, folder.
const std::vector<std::string>& dataset_names();

/// Throws Error(usage) for an unknown name (nearest names listed), Error(input) that says precisely
/// what is missing.
Dataset open_dataset(const std::string& name, const OpenOptions& options);

}  // namespace siamrt::data
