#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace siamrt::test {

/// The folder of real material (environment SIAMRT_SHARED, else ../shared beside the source); may
/// not exist.
std::filesystem::path shared_dir();

/// tests/ of the source tree.
std::filesystem::path tests_dir();

/// The build folder; archives made from filled weights lie in its `archives` folder.
std::filesystem::path build_dir();

/// A new empty folder that is removed at the end of the test program.
std::filesystem::path temporary_dir();

}  // namespace siamrt::test

/// Skips a test, saying so, where the real material is absent.
#define SIAMRT_NEEDS_SHARED(path)                                                              \
  if (!std::filesystem::exists(siamrt::test::shared_dir() / (path)))                           \
  GTEST_SKIP() << "needs " << (path) << " below SIAMRT_SHARED (" << siamrt::test::shared_dir() \
               << "), which is absent"
