#pragma once

#include "report/section.hpp"
#include "report/table.hpp"

namespace siamrt::report {

/// One row for each tracker, best first: every figure, the main one with its interval, and its
/// difference from the best, both drawn sequence by sequence.
Table overall_table(const Section& section);

/// The main figure: one row for each attribute, one column for each tracker.
Table attribute_table(const Section& section, const data::Dataset* dataset);

/// sequence_figure(): one row for each sequence, worst first, one column for each tracker.
/// Sequences that nobody has a score for are at the end.
Table sequence_table(const Section& section);

}  // namespace siamrt::report
