#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace siamrt::test {

/// Rows of a CSV file by column name; `.xz` files are unpacked.
using CsvRow = std::map<std::string, std::string>;
std::vector<CsvRow> read_csv(const std::filesystem::path& path);

/// Text of a file, unpacked where its name ends in `.xz`.
std::string read_text(const std::filesystem::path& path);

/// Unpacks an archive into a new temporary folder.
std::filesystem::path unpack(const std::filesystem::path& archive);

/// tests/eval/golden: the files whose copying the shared material allows.
std::filesystem::path golden_dir();

/// A data set of the shared annotations (`OTB100`), opened once.
const data::Dataset& shared_dataset(const std::string& name, const std::string& file);

/// All trackers in an archive of the shared results, read once.
const std::vector<eval::TrackerResults>& shared_results(const std::string& archive,
                                                        const data::Dataset& dataset);

/// The tracker of this name; fails the test where it is not there.
const eval::TrackerResults& tracker_of(const std::vector<eval::TrackerResults>& all,
                                       const std::string& name);

/// A data set made of boxes alone.
data::Dataset made_dataset(const std::vector<std::vector<Box>>& truths);

/// One run for each sequence of made_dataset().
eval::TrackerResults made_results(const data::Dataset& dataset,
                                  const std::vector<std::vector<Box>>& runs);

/// Expects that a figure equals a golden cell (`nan` included) to `relative` of its size, or of 1
/// where it is smaller.
void expect_figure(const std::map<std::string, double>& figures, const std::string& name,
                   const std::string& cell, double relative, const std::string& where);

}  // namespace siamrt::test
