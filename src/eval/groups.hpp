#pragma once

#include "eval/figures.hpp"

#include <map>
#include <string>
#include <vector>

namespace siamrt::eval {

/// Several trainings of one network (seeds, sites): how far a figure spreads.
struct Spread {
  std::size_t members = 0;
  double mean = 0;
  double deviation = 0;  ///< standard deviation with members - 1; 0 for one member
  double low = 0;
  double high = 0;

  double range() const noexcept { return high - low; }
};

struct Group {
  std::string name;
  std::string profile;
  std::vector<std::string> trackers;
  std::map<std::string, Spread> figures;  ///< those that every member has
};

Spread spread(const std::vector<double>& values);

/// Throws Error(usage) for no members or ones of different data sets or profiles.
Group group(const std::string& name, const std::vector<const Figures*>& members);

/// True where `name` fits a pattern in which `*` stands for any characters.
bool fits(const std::string& pattern, const std::string& name) noexcept;

}  // namespace siamrt::eval
