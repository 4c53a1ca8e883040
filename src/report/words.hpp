#pragma once

#include "eval/figures.hpp"

#include <string>
#include <vector>

namespace siamrt::report {

/// The figure that a profile's tables are sorted by: auc, ao or eao.
std::string main_figure(const std::string& profile);

/// Figures in the order in which tables show them.
const std::vector<std::string>& figure_order();

/// A figure as tables show it: 4 decimals for 0..1, 2 for percent and pixels, 1 for frames per
/// second, none for counts; `-` for NaN.
std::string figure_text(const std::string& profile, const std::string& figure, double value);

/// The same as plots' legends show it: 3 decimals for 0..1, 1 for percent.
std::string short_text(const std::string& profile, const std::string& figure, double value);

/// `Success (AUC)`, `Precision (20 px)`; with `[%]`, `[fps]` or `[px]` where it has a unit.
std::string figure_label(const std::string& profile, const std::string& figure);

/// As papers write it: `OTB2015`, `GOT-10k val`; an unknown name as it is.
std::string dataset_label(const std::string& dataset);

/// `OCC` becomes `Occlusion`, `camera_motion` becomes `Camera motion`.
std::string attribute_label(const std::string& attribute);

/// True for `OCC` and other names without lower-case letters.
bool is_abbreviation(const std::string& attribute);

/// True for what is a list of sequences rather than a difficulty (OTB's CVPR13 and TB50).
bool is_subset(const std::string& attribute);

/// 1: higher is better, -1: lower is better, 0: neither.
int better_of(const std::string& figure);

/// NaN where there is none.
double figure_of(const eval::Scores& scores, const std::string& figure);

}  // namespace siamrt::report
