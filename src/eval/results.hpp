#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <memory>
#include <string>
#include <vector>

namespace siamrt::eval {

struct ReadOptions {
  std::string layout;  ///< empty: found out; else one of layout_names()
  std::string name;    ///< empty: the folder's; several trackers found become NAME/FOLDER
};

/// Names that ReadOptions::layout takes.
const std::vector<std::string>& layout_names();

/// The trackers whose results lie in a folder or an archive. Listing is done at once, reading one
/// tracker at a time. Immutable.
class ResultSet {
 public:
  /// `place`: a run folder of siamrt bench, a folder of any toolkit's result files or of several
  /// trackers' folders, an archive of such. Throws Error(input) if nothing in it names a sequence
  /// of the data set, Error(usage) for an unknown layout.
  static ResultSet open(const std::string& place, const data::Dataset& dataset,
                        const ReadOptions& options = {});

  ResultSet(ResultSet&&) noexcept;
  ~ResultSet();

  /// Trackers in natural order of their names.
  const std::vector<std::string>& trackers() const noexcept;

  /// Throws Error(input) for a file that cannot be read or is not made of boxes.
  TrackerResults read(std::size_t tracker) const;

 private:
  struct State;
  explicit ResultSet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// All trackers of a place.
std::vector<TrackerResults> read_results(const std::string& place, const data::Dataset& dataset,
                                         const ReadOptions& options = {});

}  // namespace siamrt::eval
