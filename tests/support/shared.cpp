#include "support/shared.hpp"

#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace siamrt::test {
namespace fs = std::filesystem;

fs::path shared_dir() {
  const char* named = std::getenv("SIAMRT_SHARED");
  return named != nullptr ? fs::path(named) : fs::path(SIAMRT_SOURCE_DIR) / ".." / "shared";
}

fs::path tests_dir() { return fs::path(SIAMRT_SOURCE_DIR) / "tests"; }

fs::path build_dir() { return SIAMRT_BINARY_DIR; }

fs::path temporary_dir() {
  struct Cleaner {
    std::vector<fs::path> made;
    ~Cleaner() {
      std::error_code code;
      for (const fs::path& path : made) fs::remove_all(path, code);
    }
  };
  static Cleaner cleaner;
  std::string name = (fs::temp_directory_path() / "siamrt-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return cleaner.made.emplace_back(name);
}

}  // namespace siamrt::test
