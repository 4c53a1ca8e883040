#pragma once

#include "data/annotations.hpp"
#include "data/dataset.hpp"
#include "data/file_tree.hpp"
#include "data/frames.hpp"
#include "data/names.hpp"
#include "data/truth_text.hpp"

#include <stdexcept>

namespace siamrt::data {

/// Why one sequence cannot be taken; becomes a Missing, never leaves the room.
class NotThere : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws NotThere.
[[noreturn]] void not_there(const std::string& what);

/// The first of `candidates` that is a file; throws NotThere that names the first candidate.
std::string find_file(const FileTree& tree, const std::vector<std::string>& candidates);

/// Truth, polygons, rectangles and form of a sequence from the parsed rows of a file.
void take_truth(Sequence& sequence, TruthRows rows, const std::string& file);

/// Attaches `images` by the rule of options.frames. `truth` is one row a frame, or the first
/// frame's only, which the rest is then added to as NaN. Throws NotThere where frames are required
/// and do not fit; `lacking` are numbers of images known not to be there.
void attach_frames(Sequence& sequence, const std::shared_ptr<const FileTree>& tree,
                   ImageList images, const std::vector<long long>& lacking, Frames frames);

/// Size of a sequence from its first image, where nothing else said it and that can be read.
void find_size(const std::shared_ptr<const FileTree>& tree, const ImageList& images,
               Sequence& sequence);

/// Ends the opening of a data set: throws Error(input), one line that lists what is missing below
/// `place`, unless `available`; with it, fails only if nothing is left.
void settle(Dataset& dataset, std::size_t expected, const std::string& place, bool available);

/// The folder layout: any directory of sequences (folder.cpp).
Dataset open_folder(const OpenOptions& options);

}  // namespace siamrt::data
