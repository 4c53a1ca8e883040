#pragma once

#include "sweep/ranking.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace siamrt::sweep {

/// Sequences drawn at random, always the same for the same data set and seed: `first` of them, then
/// twice as many (the first among them), and so on, below all of them. Empty where `first` is all.
std::vector<std::set<std::string>> rungs(const data::Dataset& dataset, std::size_t first,
                                         std::uint64_t seed = 1);

/// The data set with these sequences only.
data::Dataset part_of(const data::Dataset& dataset, const std::set<std::string>& sequences);

/// Share of bootstrap draws over sequences (paired) in which `first` has the higher figure, equals
/// counting half: how sure it is that it is better. 0.5 where nothing can be compared.
double confidence_above(const eval::Figures& first, const eval::Figures& second,
                        const std::string& figure, std::uint64_t seed = 1);

/// Screens out the entries that are below the best of a ranking over a part of the sequences with
/// at least this confidence, and says so in Entry::screened. Gives how many. `ranking` has the
/// rows of `entries`, in their order.
std::size_t screen(std::vector<Entry>& entries, const Ranking& ranking, double confidence = 0.95);

}  // namespace siamrt::sweep
