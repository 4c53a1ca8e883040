#include "sweep/merge.hpp"

#include "bench/run_store.hpp"
#include "core/atomic_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

namespace siamrt::sweep {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void differ(const std::string& first, const std::string& second,
                         const std::string& what) {
  throw Error(Error::Kind::usage,
              fmt::format("{}: no shard of the same sweep as {}: {}", second, first, what));
}

void check_same(const Manifest& one, const Manifest& other, const std::string& first,
                const std::string& second) {
  if (one.network != other.network)
    differ(first, second, fmt::format("network {}, not {}", other.network, one.network));
  if (one.dataset != other.dataset)
    differ(first, second, fmt::format("data set {}, not {}", other.dataset, one.dataset));
  if (one.profile != other.profile)
    differ(first, second, fmt::format("profile {}, not {}", other.profile, one.profile));
  if (one.entries.size() != other.entries.size()) {
    differ(first, second,
           fmt::format("{} checkpoints, not {}", other.entries.size(), one.entries.size()));
  }
  for (std::size_t i = 0; i < one.entries.size(); ++i) {
    const Entry& a = one.entries[i];
    const Entry& b = other.entries[i];
    if (a.name != b.name)
      differ(first, second, fmt::format("checkpoint {}, not {}", b.name, a.name));
    if (a.key != b.key) {
      differ(first, second, fmt::format("{} has other weights, settings or versions", b.name));
    }
  }
}

/// Copies files below `inner` that the store lacks.
void copy_files(const fs::path& from, const char* inner, const bench::RunStore& store) {
  std::error_code code;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(from / inner, code)) {
    if (entry.is_regular_file(code) && entry.path().extension() == ".txt")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string path = file.lexically_relative(from).string();
    if (!store.has(path)) store.write(path, core::read_file(file.string()));
  }
}

void copy_results(const std::string& from, const std::string& to, const Entry& entry) {
  const std::string source = run_folder(from, entry);
  std::error_code unknown;
  if (entry.key.empty() || !fs::is_directory(source, unknown)) return;
  const bench::RunStore store(run_folder(to, entry), entry.identity, false);
  // Times first: a result file says that a sequence is done.
  copy_files(source, "times", store);
  copy_files(source, "results", store);
}

}  // namespace

Manifest merge(const std::vector<std::string>& shards, const std::string& folder) {
  if (shards.empty()) throw Error(Error::Kind::usage, "--merge: no folder of a shard");
  Manifest all = read_manifest(shards.front());
  for (const std::string& shard : shards) {
    const Manifest one = read_manifest(shard);
    check_same(all, one, shards.front(), shard);
    for (std::size_t i = 0; i < one.entries.size(); ++i) {
      Entry& entry = all.entries[i];
      if (one.entries[i].failure) entry.failure = one.entries[i].failure;
      entry.failed_sequences.insert(one.entries[i].failed_sequences.begin(),
                                    one.entries[i].failed_sequences.end());
    }
    std::error_code unknown;
    if (fs::equivalent(shard, folder, unknown)) continue;
    for (const Entry& entry : one.entries) copy_results(shard, folder, entry);
  }
  return all;
}

}  // namespace siamrt::sweep
