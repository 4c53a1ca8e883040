#include "cli/sweep_setup.hpp"

#include "core/numbers.hpp"
#include "model/checkpoint.hpp"
#include "sweep/settled.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <limits>
#include <utility>

namespace siamrt::cli {

std::int64_t memory_from(const std::string& text) {
  constexpr std::array<std::pair<const char*, unsigned>, 9> units = {{{"KiB", 10},
                                                                      {"MiB", 20},
                                                                      {"GiB", 30},
                                                                      {"KB", 10},
                                                                      {"MB", 20},
                                                                      {"GB", 30},
                                                                      {"K", 10},
                                                                      {"M", 20},
                                                                      {"G", 30}}};
  std::string digits = text;
  unsigned shift = 0;
  for (const auto& [name, bits] : units) {
    const std::string unit = name;
    if (digits.size() <= unit.size() ||
        digits.compare(digits.size() - unit.size(), unit.size(), unit) != 0) {
      continue;
    }
    digits.resize(digits.size() - unit.size());
    shift = bits;
    break;
  }
  const auto number = core::to_double(digits);
  const double bytes = number.value_or(-1) * static_cast<double>(std::int64_t{1} << shift);
  constexpr double most = 1e15;
  if (!(bytes > 0 && bytes <= most)) {
    throw Error(Error::Kind::usage,
                fmt::format("--memory '{}': expected a size, as in 512MiB or 8GiB", text));
  }
  return static_cast<std::int64_t>(bytes);
}

std::string sweep_folder(const SweepOptions& options) {
  if (!options.bench.out.empty()) return options.bench.out;
  return fmt::format("sweep-{}-{}", std::filesystem::path(options.bench.model).stem().string(),
                     options.bench.dataset);
}

EntryMaker::EntryMaker(const OpenedModel& opened, const data::Dataset& dataset,
                       const BenchOptions& options, const bench::Plan& plan)
    : opened_(opened),
      target_(model::read_target(options.model)),
      identity_(identity_of(opened, dataset, options.annotations, plan)) {}

std::int64_t EntryMaker::values() const noexcept {
  std::int64_t sum = 0;
  for (const model::Parameter& parameter : target_.parameters) {
    std::int64_t count = 1;
    for (const std::int64_t size : parameter.sizes) count *= size;
    sum += count;
  }
  return sum;
}

sweep::Entry EntryMaker::make(const sweep::CheckpointFile& file) {
  const std::string stamp = file.path + " " + sweep::stamp_of(file.path);
  const auto known = known_.find(stamp);
  sweep::Entry entry = known == known_.end() ? sweep::Entry{} : known->second;
  entry.name = file.name;
  entry.epoch = file.epoch;
  if (known != known_.end()) return entry;
  entry.file = file.path;
  entry.settings = opened_.settings;
  try {
    const model::Checkpoint checkpoint = model::Checkpoint::open(file.path);
    entry.identity = identity_;
    entry.identity["model"]["digest"] = model::poured_digest(target_, checkpoint, file.path);
    entry.key = sweep::key_of(entry.identity);
  } catch (const Error& error) {
    // The table names the checkpoint; tables of two machines must not differ by their folders.
    std::string why = error.what();
    if (why.compare(0, file.path.size() + 2, file.path + ": ") == 0)
      why = why.substr(file.path.size() + 2);
    entry.failure = Error(error.kind(), why);
  }
  known_[stamp] = entry;
  return entry;
}

}  // namespace siamrt::cli
