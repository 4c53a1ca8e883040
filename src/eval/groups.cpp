#include "eval/groups.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace siamrt::eval {

Spread spread(const std::vector<double>& values) {
  Spread out;
  out.members = values.size();
  if (values.empty()) return out;
  const auto count = static_cast<double>(values.size());
  out.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  out.low = *low;
  out.high = *high;
  double squares = 0;
  for (const double value : values) squares += (value - out.mean) * (value - out.mean);
  if (values.size() > 1) out.deviation = std::sqrt(squares / (count - 1));
  return out;
}

Group group(const std::string& name, const std::vector<const Figures*>& members) {
  if (members.empty()) {
    throw Error(Error::Kind::usage, fmt::format("group '{}': no tracker belongs to it", name));
  }
  Group out;
  out.name = name;
  out.profile = members[0]->profile;
  for (const Figures* member : members) {
    if (member->dataset != members[0]->dataset || member->profile != out.profile) {
      throw Error(
          Error::Kind::usage,
          fmt::format("group '{}': its members are of different data sets or profiles", name));
    }
    out.trackers.push_back(member->tracker);
  }
  for (const auto& [figure, value] : members[0]->overall.figures) {
    std::vector<double> values;
    for (const Figures* member : members) {
      const auto found = member->overall.figures.find(figure);
      if (found != member->overall.figures.end()) values.push_back(found->second);
    }
    if (values.size() == members.size()) out.figures[figure] = spread(values);
  }
  return out;
}

bool fits(const std::string& pattern, const std::string& name) noexcept {
  const char* p = pattern.c_str();
  const char* n = name.c_str();
  const char* star = nullptr;
  const char* retry = nullptr;
  while (*n != 0) {
    if (*p == '*') {
      star = p++;
      retry = n;
    } else if (*p == *n) {
      ++p;
      ++n;
    } else if (star != nullptr) {
      p = star + 1;
      n = ++retry;
    } else {
      return false;
    }
  }
  while (*p == '*') ++p;
  return *p == 0;
}

}  // namespace siamrt::eval
