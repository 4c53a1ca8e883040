#pragma once

#include "data/benchmark.hpp"

namespace siamrt::data {

/// absence.label, cover.label and the size in meta_info.ini.
void beside_got10k(const FileTree& tree, const Places& places, Sequence& sequence);

/// The tags camera_motion, illum_change, motion_change, occlusion and size_change, as `.tag` or, in
/// older years, `.label`; an annotation's tags are kept. Lengths are as published.
void beside_vot(const FileTree& tree, const Places& places, Sequence& sequence);

/// full_occlusion.txt and out_of_view.txt; `absent` is either, as in the toolkit's absent files,
/// unless the annotation had it. With the toolkit's annos/: absent/SEQ.txt and att/SEQ.txt.
void beside_lasot(const FileTree& tree, const Places& places, Sequence& sequence);

/// The range in SEQ_frames.txt (`start,end`), where that is there, must be the list's.
void beside_tcolor128(const FileTree& tree, const Places& places, Sequence& sequence);

/// parse_vatic() for rows of the download, parse_truth() for pytracking's converted files (4
/// numbers).
TruthRows parse_nfs(std::string_view text, const std::string& place);

/// Where there are no images, their number at 30 frames a second is the list's.
/// got10k/datasets/nfs.py: about eight rows an image are rows at 240 frames a second, of which
/// every eighth counts; a difference of one is cut from the longer.
void reconcile_nfs(const Listed& listed, Sequence& sequence, ImageList& images);

}  // namespace siamrt::data
