#pragma once

#include "data/dataset.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace siamrt::data {

/// What an annotation file says about one sequence; a field that the file lacks is empty or 0.
struct Annotation {
  std::string name;
  std::string video_dir;                 ///< the published folder
  std::vector<std::string> images;       ///< `img_names`: paths from the data set's top
  long long first = 0;                   ///< number in the first image's name
  long long last = 0;                    ///< of the last image
  std::vector<Box> truth;                ///< polygons: their extent
  std::vector<Polygon> polygons;         ///< one per row where any row has 8 numbers, else empty
  std::vector<std::uint8_t> rectangles;  ///< beside polygons: 1 where the row has 4 numbers
  std::vector<std::uint8_t> absent;      ///< 1 = absent
  std::map<std::string, std::vector<std::uint8_t>> tags;
  std::vector<std::string> attributes;
  std::optional<bool> cvpr13;
  std::optional<bool> tb50;
  int omitted = 0;  ///< `init_omit`
  int width = 0;
  int height = 0;
};

/// Parses JSON of the kind that pysot's toolkit reads: an object with a member per sequence, each
/// with `gt_rect` (rows of 4 or 8 numbers; null and NaN are the same) and any of `video_dir`,
/// `img_names`, `start_frame`, `end_frame`, `attr`, `cvpr13`, `tb50`, `init_omit`, `width`,
/// `height`, `absent`, `absent_runs` and VOT's five tags. Unknown members are passed over.
/// Throws Error(input), `place: ...`, for anything else.
std::vector<Annotation> parse_annotations(std::string_view json, const std::string& place);

/// The same of a file, plain or `.xz`. The unpacked text of an `.xz` is kept in the user's cache
/// folder (annotation_cache.hpp), because unpacking costs more than parsing.
std::vector<Annotation> read_annotations(const std::string& path);

/// The four corners of a box as VOT's own readers turn one into a region: (x,y), (x+w,y),
/// (x+w,y+h), (x,y+h).
Polygon polygon_of(const Box& box) noexcept;

/// Smallest box around the corners; NaN in, NaN out.
Box extent_of(const Polygon& polygon) noexcept;

}  // namespace siamrt::data
