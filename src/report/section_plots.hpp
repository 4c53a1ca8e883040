#pragma once

#include "report/drawing.hpp"
#include "report/section.hpp"

#include <string>
#include <vector>

namespace siamrt::report {

/// A plot of a report: its drawing, its file's name without ending, its words.
struct NamedPlot {
  std::string file;  ///< `success`, `attributes/success_OCC`
  std::string caption;
  Drawing drawing;
};

/// What the field shows of this profile: curves, ranking with intervals, accuracy against
/// robustness (VOT), speed against accuracy where speeds are known.
std::vector<NamedPlot> main_plots(const Section& section);

/// Radar of all attributes and curves of each. `dataset` may be null: titles then lack the number
/// of sequences.
std::vector<NamedPlot> attribute_plots(const Section& section, const data::Dataset* dataset);

/// The sequences' figure by tracker as colours, worst sequences first. None for a single tracker.
std::vector<NamedPlot> sequence_plots(const Section& section);

}  // namespace siamrt::report
