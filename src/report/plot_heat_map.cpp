#include "report/plots.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::report {
namespace {

constexpr double top = 58;
constexpr double label_size = 10;
constexpr int shades = 48;  ///< cells of one shade are one shape

/// Sizes chosen so that rows can be read and the whole fits a page or a screen.
struct Grid {
  Box box;
  double cell_width = 0;
  double cell_height = 0;
};

Grid grid_of(const HeatMap& map) {
  double widest = 0;
  for (const std::string& row : map.rows) {
    widest = std::max(widest, std::min(150.0, text_width(row, label_size)));
  }
  const auto columns = static_cast<double>(map.columns.size());
  const auto rows = static_cast<double>(map.rows.size());
  Grid grid;
  grid.cell_width = std::clamp(std::floor(760 / columns), 4.0, 44.0);
  grid.cell_height = std::clamp(std::floor(900 / rows), 11.0, 22.0);
  grid.box = {std::ceil(40 + widest), top, columns * grid.cell_width, rows * grid.cell_height};
  return grid;
}

struct Range {
  double low = 0;
  double high = 1;
};

Range range_of(const HeatMap& map) {
  Range range{INFINITY, -INFINITY};
  for (const double value : map.values) {
    if (!std::isfinite(value)) continue;
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  }
  if (!std::isfinite(range.low)) return {0, 1};
  if (map.diverging) {
    const double end = std::max({1e-9, std::abs(range.low), std::abs(range.high)});
    return {-end, end};
  }
  if (range.high - range.low < 1e-9) range.high = range.low + 1e-9;
  return range;
}

Colour colour_of(const HeatMap& map, double share) {
  return map.diverging ? diverging_colour(2 * share - 1) : sequential_colour(share);
}

void draw_cells(Drawing& drawing, const HeatMap& map, const Grid& grid, const Range& range) {
  std::vector<std::vector<Box>> cells(shades + 1);  // the last one: unknown
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    const std::size_t row_number = i / map.columns.size();
    const auto row = static_cast<double>(row_number);
    const auto column = static_cast<double>(i % map.columns.size());
    std::size_t shade = shades;
    if (std::isfinite(map.values[i])) {
      const double share = (map.values[i] - range.low) / (range.high - range.low);
      shade = static_cast<std::size_t>(std::lround(share * (shades - 1)));
    }
    cells[shade].push_back({grid.box.x + column * grid.cell_width,
                            grid.box.y + row * grid.cell_height, grid.cell_width,
                            grid.cell_height});
  }
  for (std::size_t shade = 0; shade <= shades; ++shade) {
    if (cells[shade].empty()) continue;
    const double share = shade == shades ? std::numeric_limits<double>::quiet_NaN()
                                         : static_cast<double>(shade) / (shades - 1);
    drawing.add(Boxes{std::move(cells[shade]), fill_pen(colour_of(map, share))});
  }
}

Text label(Point at, std::string words, Anchor anchor, double size = label_size) {
  Text text;
  text.at = at;
  text.text = std::move(words);
  text.size = size;
  text.anchor = anchor;
  text.colour = ink;
  return text;
}

void draw_labels(Drawing& drawing, const HeatMap& map, const Grid& grid) {
  for (std::size_t i = 0; i < map.rows.size(); ++i) {
    const double y = grid.box.y + (static_cast<double>(i) + 0.5) * grid.cell_height + 3.6;
    drawing.add(label({grid.box.x - 6, y}, shortened(map.rows[i], label_size, 150), Anchor::end));
  }
  double widest = 0;
  for (const std::string& column : map.columns) {
    widest = std::max(widest, text_width(column, label_size));
  }
  const bool level = widest + 8 < 70;
  const double room = level ? widest + 8 : label_size + 4;
  const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(room / grid.cell_width)));
  const double bottom = grid.box.y + grid.box.h;
  for (std::size_t i = 0; i < map.columns.size(); i += every) {
    const double x = grid.box.x + (static_cast<double>(i) + 0.5) * grid.cell_width;
    Text text = label({x, bottom + 14}, shortened(map.columns[i], label_size, 110), Anchor::middle);
    if (!level) {
      text.upwards = true;
      text.anchor = Anchor::end;
      text.at = {x + 3.6, bottom + 6};
    }
    drawing.add(std::move(text));
  }
}

/// The colours' meaning, in a bar at the right.
void draw_scale(Drawing& drawing, const HeatMap& map, const Grid& grid, const Range& range) {
  const double x = grid.box.x + grid.box.w + 24, height = std::min(grid.box.h, 240.0);
  const double step = height / shades;
  for (int i = 0; i < shades; ++i) {
    const double share = 1 - static_cast<double>(i) / (shades - 1);
    drawing.add(
        Boxes{{{x, grid.box.y + i * step, 14, step + 0.3}}, fill_pen(colour_of(map, share))});
  }
  for (int i = 0; i <= 4; ++i) {
    const double value = range.low + (range.high - range.low) * (4 - i) / 4;
    drawing.add(label({x + 20, grid.box.y + height * i / 4 + 3.6}, tick_text(value, map.decimals),
                      Anchor::start));
  }
  Text text = label({x + 64, grid.box.y + height / 2}, map.figure, Anchor::middle, 12);
  text.upwards = true;
  drawing.add(std::move(text));
}

}  // namespace

Drawing plot_heat_map(const HeatMap& map) {
  if (map.values.empty() || map.values.size() != map.rows.size() * map.columns.size()) {
    throw Error(Error::Kind::usage,
                fmt::format("heat map: {} values, expected {} rows x {} columns, at least one",
                            map.values.size(), map.rows.size(), map.columns.size()));
  }
  const Grid grid = grid_of(map);
  const Range range = range_of(map);
  double widest = 0;
  for (const std::string& column : map.columns) {
    widest = std::max(widest, std::min(110.0, text_width(column, label_size)));
  }
  const double below = widest + 8 < 70 ? 24 : widest + 12;
  Drawing drawing;
  drawing.title = map.heading.title;
  drawing.width = std::ceil(std::max(grid.box.x + grid.box.w + 100, 420.0));
  drawing.height = std::ceil(top + std::max(grid.box.h, 60.0) + below + 26);
  draw_paper(drawing);
  draw_title(drawing, 16, map.heading.title, map.heading.line);
  drawing.add(GroupStart{"heat",
                         {{"left", fmt::format("{:g}", grid.box.x)},
                          {"top", fmt::format("{:g}", grid.box.y)},
                          {"cell-width", fmt::format("{:g}", grid.cell_width)},
                          {"cell-height", fmt::format("{:g}", grid.cell_height)}}});
  draw_cells(drawing, map, grid, range);
  drawing.add(GroupEnd{});
  draw_labels(drawing, map, grid);
  drawing.add(
      label({grid.box.x + grid.box.w / 2, grid.box.y + std::max(grid.box.h, 0.0) + below + 12},
            map.column_label, Anchor::middle, 12));
  Text side = label({18, grid.box.y + grid.box.h / 2}, map.row_label, Anchor::middle, 12);
  side.upwards = true;
  drawing.add(std::move(side));
  draw_scale(drawing, map, grid, range);
  return drawing;
}

}  // namespace siamrt::report
