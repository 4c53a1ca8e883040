#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"
#include "report/style.hpp"

#include <string>
#include <vector>

namespace siamrt::report {

/// One tracker in a section; its style stays the same in all plots.
struct Ranked {
  const eval::Figures* figures = nullptr;
  std::size_t rank = 0;  ///< 0: best in the main figure
  LineStyle style;
  std::string label;  ///< name, with a star where figures are partial
};

/// All trackers under one profile, best first.
struct Section {
  std::string dataset;
  std::string profile;
  std::string figure;  ///< main_figure() of the profile
  std::vector<Ranked> trackers;
  std::size_t sequences = 0;  ///< of the data set, scored or not
  bool partial = false;       ///< of any tracker

  /// `otb-pysot, 100 sequences`, and that figures are partial.
  std::string line() const;
};

/// One section for each profile, in the order in which profiles first appear. Trackers whose main
/// figure is NaN come last; ties keep the given order. Throws Error(usage) where figures are of
/// several data sets, or none are given.
std::vector<Section> sections_of(const std::vector<eval::Figures>& all);

/// Figure that says how a single sequence went, and whether more is better: the main figure, or the
/// number of failures under VOT.
std::string sequence_figure(const Section& section);

/// Indices of the section's sequences by the mean of sequence_figure() over the trackers, worst
/// first; those that nobody has a score for are left out.
std::vector<std::size_t> worst_first(const Section& section);

/// Attributes that any tracker has, subsets last.
std::vector<std::string> attributes_of(const Section& section);

/// How many sequences carry an attribute or belong to a subset; 0 where it is not known (per-frame
/// tags of VOT).
std::size_t count_with(const data::Dataset& dataset, const std::string& attribute);

}  // namespace siamrt::report
