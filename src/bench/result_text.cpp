#include "bench/result_text.hpp"

#include "core/near.hpp"
#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <iterator>

namespace siamrt::bench {
namespace {

std::string in_single(double value) { return fmt::format("{:.4f}", static_cast<float>(value)); }

std::string line_of(Layout layout, const Box& box) {
  switch (layout) {
    case Layout::got10k:
      return fmt::format("{:.3f},{:.3f},{:.3f},{:.3f}\n", box.x, box.y, box.w, box.h);
    case Layout::vot:
      return fmt::format("{},{},{},{}\n", in_single(box.x), in_single(box.y), in_single(box.w),
                         in_single(box.h));
    case Layout::text:
      break;
  }
  return fmt::format("{},{},{},{}\n", core::to_text(box.x), core::to_text(box.y),
                     core::to_text(box.w), core::to_text(box.h));
}

}  // namespace

const std::vector<std::string>& layout_names() {
  static const std::vector<std::string> names = {"text", "got10k", "vot"};
  return names;
}

const char* to_string(Layout layout) noexcept {
  switch (layout) {
    case Layout::got10k:
      return "got10k";
    case Layout::vot:
      return "vot";
    case Layout::text:
      break;
  }
  return "text";
}

Layout layout_from(const std::string& name) {
  for (const Layout layout : {Layout::text, Layout::got10k, Layout::vot}) {
    if (name == to_string(layout)) return layout;
  }
  throw Error(Error::Kind::usage, fmt::format("layout '{}': unknown; expected one of {}", name,
                                              fmt::join(layout_names(), ", ")));
}

std::string result_path(Layout layout, const std::string& sequence, int repetition,
                        int repetitions) {
  switch (layout) {
    case Layout::got10k:
      return fmt::format("results/{0}/{0}_{1:03}.txt", sequence, repetition);
    case Layout::vot:
      return fmt::format("results/baseline/{0}/{0}_{1:03}.txt", sequence, repetition);
    case Layout::text:
      break;
  }
  if (repetitions > 1) return fmt::format("results/{}_{:03}.txt", sequence, repetition);
  return fmt::format("results/{}.txt", sequence);
}

std::string times_path(Layout layout, const std::string& sequence) {
  if (layout == Layout::got10k) return fmt::format("results/{0}/{0}_time.txt", sequence);
  return fmt::format("times/{}.txt", sequence);
}

std::string boxes_text(Layout layout, const std::vector<Box>& boxes, const Box& first,
                       bool one_based) {
  const double origin = one_based ? 1 : 0;
  std::string text;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    Box box = boxes[i];
    box.x += origin;
    box.y += origin;
    text += line_of(layout, i == 0 ? first : box);
  }
  return text;
}

std::string supervised_text(const std::vector<SupervisedFrame>& frames) {
  std::string text;
  for (const SupervisedFrame& frame : frames) {
    switch (frame.mark) {
      case SupervisedFrame::start:
        text += "1\n";
        break;
      case SupervisedFrame::failure:
        text += "2\n";
        break;
      case SupervisedFrame::skipped:
        text += "0\n";
        break;
      case SupervisedFrame::region:
        text += line_of(Layout::vot, frame.box);
        break;
    }
  }
  return text;
}

std::string times_text(const std::vector<std::vector<double>>& columns) {
  std::string text;
  const std::size_t rows = columns.empty() ? 0 : columns[0].size();
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      fmt::format_to(std::back_inserter(text), "{}{:.8f}", c == 0 ? "" : ",", columns[c].at(i));
    }
    text += '\n';
  }
  return text;
}

}  // namespace siamrt::bench
