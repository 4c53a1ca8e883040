#pragma once

#include "sweep/ranking.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace siamrt::sweep {

/// Figures that tables show, in order: those of the profile that the rows have.
std::vector<std::string> shown_figures(const Ranking& ranking);

/// A figure's name for people: success, precision, EAO.
std::string title_of(const std::string& figure);

/// A row's figure as tables show it; `-` where there is none.
std::string figure_text(const Ranking& ranking, const Row& row, const std::string& figure);

/// `0.510..0.732`, the interval of the ranking's figure; empty where there is none.
std::string interval_text(const Ranking& ranking, const Row& row);

/// What became of a row: `best`, `tied`, `failed: ...`; empty: evaluated, and clearly below.
std::string mark_of(const Row& row);

/// `ocean on otb2015, 100 sequences, profile otb-matlab`.
std::string heading(const Ranking& ranking);

/// The sweep as text. All hold the same rows in the same order, the same for the same results
/// whoever ran them: no times, no paths of a machine. Rows that have no figures say why.
std::string markdown_table(const Ranking& ranking);
std::string latex_table(const Ranking& ranking);
std::string csv_table(const Ranking& ranking);

/// Figures in full precision, intervals, differences, and every sequence.
nlohmann::ordered_json json_table(const Ranking& ranking);

/// Cells for a terminal: header and rows.
std::vector<std::vector<std::string>> text_rows(const Ranking& ranking);

/// `epoch-20 (0.672 [0.64, 0.70])`, and which others are statistically tied with it.
std::string verdict(const Ranking& ranking);

/// Writes sweep.md, .tex, .csv and .json below `folder`. Throws Error(system).
void write_tables(const std::string& folder, const Ranking& ranking);

}  // namespace siamrt::sweep
