#pragma once

#include "session/session.hpp"

#include <string>
#include <vector>

namespace siamrt::session {

/// How boxes are written. docs/interactive.md shows a line of each.
enum class BoxFormat {
  csv,     ///< frame,target,x,y,w,h,score,origin; all from 0 but the target, from 1
  otb,     ///< a file for each target, `x,y,w,h` a frame, x and y from 1 (groundtruth_rect.txt)
  got10k,  ///< a folder for each target: groundtruth.txt, absence.label; from 0
  coco,    ///< one JSON of videos, images and annotations with instance_id (CocoVID); from 0
  mot,     ///< one file: frame,id,x,y,w,h,score,-1,-1,-1; all from 1 (MOTChallenge)
};

/// Names as a user writes them: csv, otb, got10k, coco, mot.
const std::vector<std::string>& box_format_names();

/// Throws Error(usage) that lists the names, for an unknown one.
BoxFormat box_format(const std::string& name);

/// One file of a saved set; `name` is relative and may have a folder in front.
struct SavedFile {
  std::string name;
  std::string content;
};

/// All boxes of a record in one format. Frames in which a target has no box are left out (csv,
/// coco, mot) or a line `nan,nan,nan,nan` (otb, got10k, which count lines). Nothing is written to
/// disk. Throws Error(usage) where there is no box at all.
std::vector<SavedFile> saved_boxes(const Record& record, BoxFormat format);

/// Name of a clip for files: its last part without extension and without anything but letters,
/// digits, dot, dash and underscore; `clip` where nothing is left.
std::string clip_name(const std::string& input);

/// Writes files below a folder, each whole, making folders; existing ones are replaced. Throws
/// Error(system).
void write_files(const std::vector<SavedFile>& files, const std::string& folder);

}  // namespace siamrt::session
