#include "data/got10k_files.hpp"

#include "core/numbers.hpp"

#include <fmt/core.h>

namespace siamrt::data {
namespace {

std::vector<std::uint8_t> labels(const FileTree& tree, const std::string& folder, const char* name,
                                 std::size_t rows) {
  const std::string path = joined(folder, name);
  if (!tree.has_file(path)) return {};
  std::vector<std::uint8_t> found = parse_flags(tree.read(path), tree.place(path));
  if (found.size() != rows) {
    not_there(fmt::format("{} has {} labels, but the truth {} rows", tree.place(path), found.size(),
                          rows));
  }
  return found;
}

/// `(1920, 1080)`
void read_resolution(std::string_view value, Sequence& sequence) {
  const std::size_t comma = value.find(',');
  if (value.size() < 5 || value.front() != '(' || value.back() != ')' ||
      comma == std::string_view::npos)
    return;
  const auto width = core::to_integer(value.substr(1, comma - 1));
  const auto height = core::to_integer(value.substr(comma + 1, value.size() - comma - 2));
  constexpr long long largest = 1 << 16;
  if (!width || !height || *width < 1 || *height < 1 || *width > largest || *height > largest)
    return;
  sequence.width = static_cast<int>(*width);
  sequence.height = static_cast<int>(*height);
}

}  // namespace

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = core::trim(std::string_view(text).substr(start, end - start));
    if (!line.empty()) lines.emplace_back(line);
    start = end + 1;
  }
  return lines;
}

void read_got10k_labels(const FileTree& tree, const std::string& folder, Sequence& sequence) {
  const std::size_t rows = sequence.truth.size();
  sequence.absent = labels(tree, folder, "absence.label", rows);
  sequence.cover = labels(tree, folder, "cover.label", rows);
  const std::string meta = joined(folder, "meta_info.ini");
  if (!tree.has_file(meta)) return;
  for (const std::string& line : lines_of(tree.read(meta))) {
    const std::size_t colon = line.find_first_of(":=");
    if (colon == std::string::npos) continue;
    const std::string_view key = core::trim(std::string_view(line).substr(0, colon));
    const std::string_view value = core::trim(std::string_view(line).substr(colon + 1));
    if (key == "resolution") read_resolution(value, sequence);
    if (key == "object_class" && !value.empty()) sequence.attributes.emplace_back(value);
  }
}

}  // namespace siamrt::data
