// MAT files made byte by byte after the format's description; they are seeds of the fuzz target
// too.

#include "eval/mat_file.hpp"

#include "eval/material.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace siamrt::eval {
namespace {

/// A seed without the byte that chooses the reader.
std::string seed(const char* name) {
  return test::read_text(test::tests_dir() / "fuzz/corpus/results" / name).substr(1);
}

TEST(MatFile, GivesTheRowsOfResultsPlainAndCompressed) {
  for (const char* name : {"mat_plain", "mat_packed"}) {
    const ResultBoxes found = read_mat_boxes(seed(name), name);
    ASSERT_EQ(found.boxes.size(), 2U) << name;
    EXPECT_EQ(found.boxes[0], (Box{1, 2, 3, 4})) << name;
    EXPECT_EQ(found.boxes[1], (Box{5, 6, 7, 8})) << name;
  }
}

TEST(MatFile, CutShortAnywhereIsRefused) {
  const std::string whole = seed("mat_plain");
  for (std::size_t size = 0; size + 8 < whole.size(); size += 8) {
    EXPECT_THROW(read_mat_boxes(whole.substr(0, size), "r.mat"), Error) << size;
  }
}

TEST(MatFile, OtherTypesOfResultsAreRefused) {
  std::string bytes = seed("mat_plain");
  const std::string rect("r\0e\0c\0t\0", 8);
  bytes.replace(bytes.find(rect), rect.size(), std::string("a\0f\0f\0n\0", 8));
  try {
    read_mat_boxes(bytes, "r.mat");
    FAIL() << "results of another type were read";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "r.mat: results of type 'affn', expected rect");
  }
}

TEST(MatFile, TextIsRefused) {
  EXPECT_THROW(read_mat_boxes(std::string(200, 'x'), "r.mat"), Error);
}

}  // namespace
}  // namespace siamrt::eval
