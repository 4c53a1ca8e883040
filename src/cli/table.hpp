#pragma once

#include <string>
#include <vector>

namespace siamrt::cli {

/// A table as plain text: the first column and those without a head, which hold words, to the left,
/// the others to the right, two blanks between, two before each line. Every row has as many cells
/// as the first.
std::string table(const std::vector<std::vector<std::string>>& rows);

/// `name  value` lines with the values in one column, two blanks before each.
std::string facts(const std::vector<std::pair<std::string, std::string>>& rows);

/// 1234567 -> `1,234,567`.
std::string grouped(long long number);

/// A size in bytes for people: `1.9 MB`.
std::string size_text(double bytes);

}  // namespace siamrt::cli
