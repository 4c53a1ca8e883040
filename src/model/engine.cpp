#include "model/engine.hpp"

#include <siamrt/error.hpp>
#include <version.hpp>

#include <dlfcn.h>
#include <fmt/core.h>

#include <filesystem>
#include <system_error>

namespace siamrt::model {
namespace {

namespace fs = std::filesystem;

constexpr const char* module_name = "libsiamrt_torch.so";

/// Beside this library; by its bare name, for the system's loader to find, where that is unknown.
std::string module_path() {
  Dl_info self = {};
  // Any address inside this library will do.
  if (dladdr(reinterpret_cast<const void*>(&engine), &self) == 0 || self.dli_fname == nullptr)
    return module_name;
  std::error_code code;
  const fs::path library = fs::canonical(self.dli_fname, code);
  return code ? module_name : (library.parent_path() / module_name).string();
}

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw Error(Error::Kind::system,
              fmt::format("{}: {}; networks need it and LibTorch (install siamrt again, or run "
                          "scripts/setup --runtime)",
                          path, why));
}

const Engine* load() {
  const std::string path = module_path();
  // Never closed: LibTorch does not bear it.
  void* const module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    const char* const why = dlerror();
    fail(path, fmt::format("cannot be loaded ({})", why != nullptr ? why : "no reason given"));
  }
  using Make = const Engine* (*)(const char* version);
  const auto make = reinterpret_cast<Make>(dlsym(module, "siamrt_torch_engine"));
  const Engine* const made = make != nullptr ? make(SIAMRT_VERSION) : nullptr;
  if (made == nullptr) fail(path, "is not of version " SIAMRT_VERSION);
  return made;
}

}  // namespace

const Engine& engine() {
  static const Engine* const loaded = load();  // tried again after a throw
  return *loaded;
}

}  // namespace siamrt::model
