#include "model/builtin.hpp"

#include <siamrt/error.hpp>

#include <dlfcn.h>
#include <fmt/core.h>

#include <filesystem>
#include <system_error>
#include <vector>

namespace siamrt::model {
namespace {

namespace fs = std::filesystem;

/// PREFIX/share/siamrt/default.pt for every folder PREFIX above `file`, nearest first; three are
/// enough for bin/siamrt, lib/libsiamrt.so and lib/x86_64-linux-gnu/libsiamrt.so.
void add_prefixes_of(const fs::path& file, std::vector<fs::path>& places) {
  fs::path folder = file.parent_path();
  for (int level = 0; level < 3 && folder.has_relative_path();
       ++level, folder = folder.parent_path()) {
    places.push_back(folder / "share" / "siamrt" / "default.pt");
  }
}

std::vector<fs::path> places_to_look() {
  std::vector<fs::path> places;
  std::error_code code;
  Dl_info self = {};
  // Any address inside this library will do.
  if (dladdr(reinterpret_cast<const void*>(&builtin_archive), &self) != 0 &&
      self.dli_fname != nullptr) {
    const fs::path library = fs::canonical(self.dli_fname, code);
    if (!code) add_prefixes_of(library, places);
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  if (!code) add_prefixes_of(program, places);
#ifdef SIAMRT_SOURCE_TREE
  places.emplace_back(fs::path(SIAMRT_SOURCE_TREE) / "experiments" / "siamfcpp" / "default" /
                      "default.pt");
#endif
  return places;
}

}  // namespace

std::string builtin_archive() {
  const std::vector<fs::path> places = places_to_look();
  std::error_code code;
  for (const fs::path& place : places) {
    if (fs::exists(place, code)) return place.string();
  }
  throw Error(Error::Kind::input, fmt::format("model 'default': no built-in model here (last "
                                              "looked for {}); give the path of an archive, "
                                              "or make one with scripts/export",
                                              places.empty() ? "nothing" : places.back().string()));
}

std::string archive_path(const std::string& name_or_path) {
  return name_or_path == "default" ? builtin_archive() : name_or_path;
}

}  // namespace siamrt::model
