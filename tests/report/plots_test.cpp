#include "report/plots.hpp"
#include "report/xml.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace siamrt::report {
namespace {

using test::Element;
using test::parse_xml;
using testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

CurvePlot two_curves() {
  CurvePlot plot;
  plot.heading = {"Success plot on OTB2015", "otb-pysot, 100 sequences"};
  plot.x = even_axis("Overlap threshold", 0, 1, 0.2, 1);
  plot.y = even_axis("Success rate", 0, 1, 0.2, 1);
  plot.lines = {{"good", "good", "0.672", {{0, 0.5, 1}, {1, 0.5, 0}}, style_of(0)},
                {"bad", "bad*", "0.401", {{0, 0.5, 1}, {0.8, 0.25, 0}}, style_of(1)}};
  return plot;
}

const std::string hostile = "<script>alert(\"1\")</script> & 'x' \x01\xFF";

std::vector<Element> elements_of(const Drawing& drawing) { return parse_xml(svg_of(drawing)); }

std::vector<std::string> texts_of(const Drawing& drawing) {
  std::vector<std::string> texts;
  for (const Element& element : elements_of(drawing)) {
    if (element.name == "text") texts.push_back(element.text);
  }
  return texts;
}

/// Number of shapes of a kind.
template <typename Kind>
std::size_t count(const Drawing& drawing) {
  std::size_t n = 0;
  for (const Shape& shape : drawing.shapes) n += std::holds_alternative<Kind>(shape) ? 1 : 0;
  return n;
}

void expect_sound(const Drawing& drawing) {
  const std::string svg = svg_of(drawing);
  EXPECT_NO_THROW(parse_xml(svg));
  EXPECT_NO_THROW(parse_xml(svg_of(drawing, true)));
  EXPECT_EQ(svg, svg_of(drawing));
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf"), std::string::npos);
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  const std::string png = png_of(drawing, 1);
  EXPECT_EQ(png.substr(1, 3), "PNG");
  EXPECT_EQ(png, png_of(drawing, 1));
}

TEST(Curves, LieAtThePixelsThatTheAxesSay) {
  const CurvePlot plot = two_curves();
  const std::vector<Element> elements = elements_of(plot_curves(plot));
  const Element* area = nullptr;
  std::vector<std::string> lines;
  bool in_curve = false;
  for (const Element& element : elements) {
    const auto kind = element.attributes.find("class");
    if (element.name == "g") in_curve = kind->second == "curve";
    if (element.name == "g" && kind->second == "plot") area = &element;
    if (element.name == "polyline" && in_curve) lines.push_back(element.attributes.at("points"));
  }
  ASSERT_NE(area, nullptr);
  const double left = std::stod(area->attributes.at("data-left"));
  const double top = std::stod(area->attributes.at("data-top"));
  const double width = std::stod(area->attributes.at("data-width"));
  const double height = std::stod(area->attributes.at("data-height"));
  ASSERT_GE(lines.size(), 2U);
  double x[3], y[3];
  ASSERT_EQ(
      std::sscanf(lines[0].c_str(), "%lf,%lf %lf,%lf %lf,%lf", x, y, x + 1, y + 1, x + 2, y + 2),
      6);
  EXPECT_NEAR(x[1], left + width / 2, 0.01);
  EXPECT_NEAR(y[1], top + height * 0.75, 0.01) << "the worst curve is drawn first";
  EXPECT_NEAR(y[0], top + height * 0.2, 0.01);
  EXPECT_NEAR(x[2], left + width, 0.01);
}

TEST(Curves, HaveALegendInTheGivenOrderWithScores) {
  const std::vector<std::string> texts = texts_of(plot_curves(two_curves()));
  const auto first = std::find(texts.begin(), texts.end(), "good [0.672]");
  const auto second = std::find(texts.begin(), texts.end(), "bad* [0.401]");
  ASSERT_NE(first, texts.end());
  ASSERT_NE(second, texts.end());
  EXPECT_LT(first, second);
  EXPECT_NE(std::find(texts.begin(), texts.end(), "Success plot on OTB2015"), texts.end());
  EXPECT_NE(std::find(texts.begin(), texts.end(), "otb-pysot, 100 sequences"), texts.end());
  EXPECT_NE(std::find(texts.begin(), texts.end(), "Overlap threshold"), texts.end());
}

TEST(Curves, KeepTheScoreOfANameThatIsTooLong) {
  CurvePlot plot = two_curves();
  plot.lines[0].label = std::string(300, 'W');
  const std::string svg = svg_of(plot_curves(plot));
  EXPECT_THAT(svg, HasSubstr("\xE2\x80\xA6 [0.672]"));
}

TEST(Curves, BreakAtUnknownValues) {
  CurvePlot plot = two_curves();
  const std::size_t whole = count<Path>(plot_curves(plot));
  plot.lines[0].curve = {{0, 0.25, 0.5, 0.75, 1}, {1, 0.9, nan, 0.5, 0}};
  const Drawing drawing = plot_curves(plot);
  EXPECT_EQ(count<Path>(drawing), whole + 1);
  expect_sound(drawing);
}

TEST(Curves, BeyondTheLimitAreGreyAndCounted) {
  CurvePlot plot = two_curves();
  for (int i = 0; i < 40; ++i) plot.lines.push_back(plot.lines[1]);
  const std::vector<std::string> texts = texts_of(plot_curves(plot));
  EXPECT_NE(std::find(texts.begin(), texts.end(), "and 22 more"), texts.end());
}

TEST(Plots, AreSoundForHostileNamesInEveryPlace) {
  const LineStyle style = style_of(0);
  CurvePlot curves = two_curves();
  curves.heading = {hostile, hostile};
  curves.x.label = hostile;
  curves.lines[0].name = curves.lines[0].label = curves.lines[0].score = hostile;
  expect_sound(plot_curves(curves));

  expect_sound(plot_ranking(
      {{hostile, hostile}, hostile, {{hostile, hostile, hostile, 0.5, {{0.4, 0.6}}, style}}}));
  ScatterPlot scatter;
  scatter.heading.title = hostile;
  scatter.x = logarithmic_axis(hostile, 3, 200);
  scatter.y = round_axis(hostile, 0.4, 0.7);
  scatter.entries = {{hostile, hostile, hostile, 10, 0.5, style}};
  expect_sound(plot_scatter(scatter));
  expect_sound(plot_radar({{hostile, hostile},
                           {hostile, "b", "c"},
                           {{hostile, hostile, hostile, {0.1, 0.5, nan}, style}},
                           2}));
  EpochsPlot epochs;
  epochs.heading.title = hostile;
  epochs.figure = epochs.unit = hostile;
  epochs.series = {{hostile, {{1, 0.5, {}, false}}}};
  expect_sound(plot_epochs(epochs));
  HeatMap map;
  map.heading.title = map.figure = map.row_label = map.column_label = hostile;
  map.rows = {hostile};
  map.columns = {hostile, "2"};
  map.values = {0.5, nan};
  expect_sound(plot_heat_map(map));
}

TEST(Plots, ExistForNothingAtAll) {
  CurvePlot curves = two_curves();
  curves.lines.clear();
  expect_sound(plot_curves(curves));
  expect_sound(plot_ranking({{"t", ""}, "AUC", {}}));
  expect_sound(plot_epochs({{"t", ""}, "AUC", "Epoch", {}, 3}));
  expect_sound(plot_epochs({{"t", ""}, "AUC", "Epoch", {{"none", {{1, nan, {}, false}}}}, 3}));
  expect_sound(plot_ranking({{"t", ""}, "AUC", {{"a", "a", "-", nan, {}, style_of(0)}}}));
}

TEST(Ranking, DrawsIntervalsAsWideAsTheyAre) {
  Ranking ranking{{"t", ""}, "AUC", {}};
  ranking.entries = {{"a", "a", "0.600", 0.6, eval::Interval{0.5, 0.7}, style_of(0)}};
  const Drawing drawing = plot_ranking(ranking);
  double widest = 0, middle = 0;
  Point marker;
  for (const Shape& shape : drawing.shapes) {
    if (const auto* circle = std::get_if<Circle>(&shape)) marker = circle->centre;
    const auto* path = std::get_if<Path>(&shape);
    if (path == nullptr || path->points.size() != 2 || path->pen.role != Role::data) continue;
    if (path->points[0].y != path->points[1].y) continue;
    widest = path->points[1].x - path->points[0].x;
    middle = (path->points[0].x + path->points[1].x) / 2;
  }
  EXPECT_NEAR(middle, marker.x, 1e-6);
  EXPECT_NEAR(widest, 420, 1e-6) << "axis and interval both span 0.5 to 0.7";
}

TEST(Epochs, MarkTheBestAndThoseTiedWithIt) {
  EpochsPlot plot{{"Success by epoch", ""}, "AUC", "Epoch", {}, 3};
  plot.series = {{"run",
                  {{1, 0.50, eval::Interval{0.48, 0.52}, false},
                   {2, 0.60, eval::Interval{0.58, 0.62}, true},
                   {3, 0.61, eval::Interval{0.59, 0.63}, true},
                   {4, nan, {}, false},
                   {5, 0.55, eval::Interval{0.53, 0.57}, false}}}};
  const Drawing drawing = plot_epochs(plot);
  const std::string svg = svg_of(drawing);
  EXPECT_THAT(svg, HasSubstr("run [0.610 at 3]"));
  EXPECT_THAT(svg, HasSubstr("rings: tied with it"));
  EXPECT_THAT(svg, HasSubstr("bands: 95 % intervals"));
  std::size_t rings = 0;
  for (const Shape& shape : drawing.shapes) {
    const auto* circle = std::get_if<Circle>(&shape);
    rings += circle != nullptr && circle->pen.line.alpha > 0 ? 1 : 0;
  }
  EXPECT_EQ(rings, 2U);
}

TEST(Epochs, StayReadableForManyCheckpoints) {
  EpochsPlot plot{{"Sweep", ""}, "AUC", "Epoch", {{"run", {}}}, 3};
  for (int epoch = 1; epoch <= 149; ++epoch) {
    plot.series[0].points.push_back({static_cast<double>(epoch), 0.5, {}, false});
  }
  const Drawing drawing = plot_epochs(plot);
  EXPECT_EQ(count<Circle>(drawing), 0U) << "markers would touch";
  std::size_t ticks = 0;
  for (const std::string& text : texts_of(drawing)) {
    ticks += text.find_first_not_of("0123456789") == std::string::npos ? 1 : 0;
  }
  EXPECT_LE(ticks, 20U);
}

TEST(HeatMap, HasACellForEveryNumberAndGreyForUnknown) {
  HeatMap map;
  map.rows = {"a", "b"};
  map.columns = {"1", "2", "3"};
  map.values = {0.1, 0.2, nan, 0.3, 0.4, 0.5};
  const Drawing drawing = plot_heat_map(map);
  std::size_t cells = 0;
  bool within = false;
  std::vector<Box> grey;
  for (const Shape& shape : drawing.shapes) {
    if (const auto* group = std::get_if<GroupStart>(&shape)) within = group->name == "heat";
    if (std::holds_alternative<GroupEnd>(shape)) within = false;
    const auto* boxes = std::get_if<Boxes>(&shape);
    if (boxes == nullptr || !within) continue;
    cells += boxes->boxes.size();
    if (hex(boxes->pen.fill) == hex(sequential_colour(nan))) grey = boxes->boxes;
  }
  EXPECT_EQ(cells, 6U);
  ASSERT_EQ(grey.size(), 1U);
}

TEST(HeatMap, RefusesAWrongNumberOfValues) {
  HeatMap map;
  map.rows = {"a"};
  map.columns = {"1", "2"};
  map.values = {0.1};
  try {
    plot_heat_map(map);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_THAT(error.what(), HasSubstr("1 values, expected 1 rows x 2 columns"));
  }
}

TEST(Axes, EndAtRoundNumbers) {
  const Axis axis = round_axis("", 0.4312, 0.6871);
  EXPECT_LE(axis.low, 0.4312);
  EXPECT_GE(axis.high, 0.6871);
  EXPECT_EQ(tick_text(axis.ticks[1], axis.decimals), "0.45");
  EXPECT_EQ(tick_text(-0.001, 1), "0.0");
  const Axis fps = logarithmic_axis("", 3, 180);
  EXPECT_EQ(fps.low, 2);
  EXPECT_EQ(fps.high, 200);
}

TEST(Styles, OfADozenTrackersDifferPairwise) {
  for (std::size_t a = 0; a < 24; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const LineStyle x = style_of(a), y = style_of(b);
      EXPECT_TRUE(hex(x.colour) != hex(y.colour) || x.dash != y.dash) << a << " and " << b;
    }
  }
}

TEST(Files, SayTheirSizeAndCarryNoDate) {
  const Drawing drawing = plot_curves(two_curves());
  const std::string png = png_of(drawing, 2);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(png[i]); };
  const unsigned width = (byte(18) << 8U) + byte(19);
  EXPECT_EQ(width, 2 * drawing.width);
  const std::string pdf = pdf_of(drawing);
  EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
  EXPECT_EQ(pdf, pdf_of(drawing));
}

}  // namespace
}  // namespace siamrt::report
