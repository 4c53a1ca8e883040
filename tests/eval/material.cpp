#include "eval/material.hpp"

#include "core/numbers.hpp"
#include "eval/result_files.hpp"
#include "eval/results.hpp"
#include "support/shared.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace siamrt::test {
namespace {

std::string unpack_xz(const std::filesystem::path& path) {
  archive* file = archive_read_new();
  archive_read_support_filter_xz(file);
  archive_read_support_format_raw(file);
  std::string text;
  archive_entry* entry = nullptr;
  if (archive_read_open_filename(file, path.c_str(), 1 << 16) == ARCHIVE_OK &&
      archive_read_next_header(file, &entry) == ARCHIVE_OK) {
    char buffer[1 << 14];
    for (la_ssize_t n = 0; (n = archive_read_data(file, buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(n));
    }
  }
  archive_read_free(file);
  return text;
}

}  // namespace

std::string read_text(const std::filesystem::path& path) {
  if (path.extension() == ".xz") return unpack_xz(path);
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<CsvRow> read_csv(const std::filesystem::path& path) {
  std::istringstream text(read_text(path));
  std::vector<std::string> heads;
  std::vector<CsvRow> rows;
  for (std::string line; std::getline(text, line);) {
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
    if (heads.empty()) {
      heads = cells;
      continue;
    }
    CsvRow row;
    for (std::size_t i = 0; i < heads.size(); ++i) row[heads[i]] = i < cells.size() ? cells[i] : "";
    rows.push_back(row);
  }
  return rows;
}

std::filesystem::path unpack(const std::filesystem::path& archive) {
  const eval::ResultFiles files(archive.string());
  const std::filesystem::path folder = temporary_dir();
  for (const std::string& path : files.paths()) {
    std::filesystem::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary) << files.read(path);
  }
  return folder;
}

std::filesystem::path golden_dir() { return tests_dir() / "eval" / "golden"; }

const data::Dataset& shared_dataset(const std::string& name, const std::string& file) {
  static std::map<std::string, data::Dataset> opened;
  auto found = opened.find(name);
  if (found == opened.end()) {
    data::OpenOptions options;
    options.annotations = (shared_dir() / "annotations" / (file + ".json.xz")).string();
    found = opened.emplace(name, data::open_dataset(name, options)).first;
  }
  return found->second;
}

const std::vector<eval::TrackerResults>& shared_results(const std::string& archive,
                                                        const data::Dataset& dataset) {
  static std::map<std::string, std::vector<eval::TrackerResults>> read;
  const std::string key = archive + " " + dataset.name;
  auto found = read.find(key);
  if (found == read.end()) {
    const std::string place = (shared_dir() / "results" / archive).string();
    found = read.emplace(key, eval::read_results(place, dataset)).first;
  }
  return found->second;
}

const eval::TrackerResults& tracker_of(const std::vector<eval::TrackerResults>& all,
                                       const std::string& name) {
  for (const eval::TrackerResults& results : all) {
    if (results.tracker == name) return results;
  }
  static const eval::TrackerResults none;
  ADD_FAILURE() << "no tracker " << name;
  return none;
}

data::Dataset made_dataset(const std::vector<std::vector<Box>>& truths) {
  data::Dataset dataset;
  dataset.name = "folder";
  for (std::size_t i = 0; i < truths.size(); ++i) {
    data::Sequence sequence;
    sequence.name = "made" + std::to_string(i);
    sequence.truth = truths[i];
    dataset.sequences.push_back(sequence);
  }
  return dataset;
}

eval::TrackerResults made_results(const data::Dataset& dataset,
                                  const std::vector<std::vector<Box>>& runs) {
  eval::TrackerResults results;
  results.tracker = "made";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string& name = dataset.sequences[i].name;
    results.sequences[name].name = name;
    results.sequences[name].boxes = {runs[i]};
  }
  return results;
}

void expect_figure(const std::map<std::string, double>& figures, const std::string& name,
                   const std::string& cell, double relative, const std::string& where) {
  const auto found = figures.find(name);
  ASSERT_NE(found, figures.end()) << where << ": no figure " << name;
  const auto wanted = core::to_double(cell);
  ASSERT_TRUE(wanted.has_value()) << where << ": golden cell '" << cell << "'";
  if (std::isnan(*wanted)) {
    EXPECT_TRUE(std::isnan(found->second)) << where << " " << name;
    return;
  }
  const double tolerance = relative * std::max(1.0, std::abs(*wanted));
  EXPECT_NEAR(found->second, *wanted, tolerance) << where << " " << name;
}

}  // namespace siamrt::test
