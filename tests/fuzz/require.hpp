#pragma once

#include <cstdlib>

/// A property that must hold for every input; its failure is a finding.
#define SIAMRT_REQUIRE(condition)   \
  do {                              \
    if (!(condition)) std::abort(); \
  } while (false)
