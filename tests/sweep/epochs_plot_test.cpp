// Epoch plots of real sweeps: three published SiamFC trainings of 149 checkpoints in all
// (../shared/golden/eval), and an Ocean training of 20 epochs (docs/sweep.md has its table).
// SIAMRT_KEEP_PLOTS=FOLDER keeps the pictures, to be looked at.

#include "report/plots.hpp"

#include "core/atomic_file.hpp"
#include "core/numbers.hpp"
#include "support/npz.hpp"
#include "support/shared.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <sstream>

namespace siamrt::report {
namespace {

void keep(const Drawing& drawing, const std::string& name) {
  const char* folder = std::getenv("SIAMRT_KEEP_PLOTS");
  if (folder == nullptr) return;
  core::write_atomically(std::string(folder) + "/" + name + ".png", png_of(drawing));
  core::write_atomically(std::string(folder) + "/" + name + ".svg", svg_of(drawing));
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++count;
  return count;
}

TEST(EpochsPlot, DrawsAHundredAndFortyNineCheckpointsReadably) {
  SIAMRT_NEEDS_SHARED("golden/eval/sweep_otb2015_epochs.csv");
  std::istringstream lines(
      test::read_text((test::shared_dir() / "golden/eval/sweep_otb2015_epochs.csv").string()));
  EpochsPlot plot;
  plot.heading = {"SiamFC: three trainings on OTB2015",
                  "otb-got10k, 100 sequences, 149 checkpoints"};
  plot.figure = "success";
  plot.unit = "epoch";
  std::string line;
  std::getline(lines, line);
  std::size_t points = 0;
  while (std::getline(lines, line)) {
    const auto cells = core::fields(line);
    ASSERT_GE(cells.size(), 5U) << line;
    const std::string run(cells[0]);
    if (plot.series.empty() || plot.series.back().name != run) plot.series.push_back({run, {}});
    EpochPoint point;
    point.epoch = core::to_double(cells[2]).value();
    point.value = core::to_double(cells[4]).value();
    plot.series.back().points.push_back(point);
    ++points;
  }
  EXPECT_EQ(points, 149U);
  EXPECT_EQ(plot.series.size(), 3U);
  const Drawing drawing = plot_epochs(plot);
  const std::string svg = svg_of(drawing);
  for (const EpochSeries& series : plot.series)
    EXPECT_GE(count_of(svg, series.name), 1U) << series.name;
  EXPECT_THAT(svg, testing::HasSubstr("149 checkpoints"));
  keep(drawing, "sweep_siamfc_otb2015");
}

TEST(EpochsPlot, DrawsTheOceanTrainingWithItsBestAndWhatIsBesideIt) {
  // Success and precision on OTB2015 by epoch, 5 to 20, as that training's table has them.
  const std::vector<double> success = {0.565, 0.609, 0.628, 0.633, 0.622, 0.634, 0.649, 0.667,
                                       0.662, 0.670, 0.662, 0.668, 0.661, 0.668, 0.672, 0.672};
  const std::vector<double> precision = {0.788, 0.834, 0.845, 0.850, 0.839, 0.850, 0.862, 0.889,
                                         0.881, 0.896, 0.886, 0.894, 0.882, 0.896, 0.897, 0.898};
  EpochsPlot plot;
  plot.heading = {"Ocean: checkpoints 5 to 20", "OTB2015, base form"};
  plot.figure = "success, precision";
  plot.unit = "epoch";
  plot.series = {{"success", {}}, {"precision", {}}};
  for (std::size_t i = 0; i < success.size(); ++i) {
    EpochPoint point;
    point.epoch = 5 + static_cast<double>(i);
    point.value = success[i];
    plot.series[0].points.push_back(point);
    point.value = precision[i];
    plot.series[1].points.push_back(point);
  }
  const Drawing drawing = plot_epochs(plot);
  const std::string svg = svg_of(drawing);
  EXPECT_THAT(svg, testing::HasSubstr("0.672"));
  EXPECT_THAT(svg, testing::HasSubstr("0.898"));
  keep(drawing, "sweep_ocean_otb2015");
}

}  // namespace
}  // namespace siamrt::report
