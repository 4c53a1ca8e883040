#pragma once

// Several templates of one target: the first frame's, which stays, and later ones, of which the
// oldest makes room for the newest. Source: SiamFC++'s multi-template tracker
// (MegviiDetection/video_analyst), whose renewal is commented out in its last commit.

#include "model/network.hpp"

#include <siamrt/settings.hpp>

#include <vector>

namespace siamrt::track {

/// The template features of one track: always `settings.templates` of them, at the start all the
/// first frame's.
class Templates {
 public:
  Templates() = default;
  Templates(const model::Features& first, const Settings& settings);

  /// The first frame's.
  const model::Features& first() const { return all_.front(); }

  /// The first frame's, then the later ones from the oldest to the newest.
  const std::vector<model::Features>& all() const noexcept { return all_; }

  /// To be asked once for each followed frame; `score` is its estimate's, negative where there was
  /// none. True where a template is to be cut at the new place and taken.
  bool due(double score);

  /// Drops the oldest of the later templates for `newest`.
  void take(model::Features newest);

 private:
  std::vector<model::Features> all_;
  int every_ = 1;
  double least_score_ = 0;
  int frames_ = 0;  ///< followed so far
};

/// Mixes the scores of crop n's templates into those of its first one, which
/// Maps::score_of shows: (1 - share) * first + share * mean of the others. With one template
/// nothing is touched.
void mix_scores(model::Maps& maps, int n, double share);

}  // namespace siamrt::track
