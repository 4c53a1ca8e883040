#pragma once

#include "report/section.hpp"
#include "report/section_plots.hpp"
#include "report/strips.hpp"
#include "report/table.hpp"

#include <string>
#include <vector>

namespace siamrt::report {

/// A strip with its words.
struct PageStrip {
  std::string sequence;
  std::string file;  ///< relative to the page
  Strip strip;
  std::vector<std::string> scores;  ///< of each track drawn, in the order of `tracks`
};

/// All of one profile, ready for the page.
struct PageSection {
  const Section* section = nullptr;
  std::string about;  ///< whose arithmetic
  std::vector<NamedPlot> plots;
  std::vector<NamedPlot> attribute_plots;
  std::vector<NamedPlot> sequence_plots;
  Table overall;
  Table attributes;
  Table sequences;
  std::vector<StripTrack> tracks;  ///< whose boxes are in the strips; boxes are not read
  std::vector<PageStrip> strips;
};

struct Page {
  std::string title;
  std::string line;  ///< below the title
  std::string made_by;
  std::vector<PageSection> sections;
  std::vector<std::string> warnings;
};

/// One HTML file: style, script, plots and pictures are inside it.
std::string html_of(const Page& page);

}  // namespace siamrt::report
