// Ocean's forms beside its base form: whole tracking steps in one run, in turns, so that what
// counts is the ratio within a turn. docs/models.md has the table.
//
//   siamrt_ocean_forms_benchmark --archives FOLDER [--threads N] [--rounds N]
//
// A turn is ten frames of each form, as many as lie between two fits of the online branch. The clip
// is made; weights do not matter for speed, but decide how often the branch sees a rival and fits
// at once, so that its frames with and without a fit are also told apart.

#include "track/state.hpp"

#include <siamrt/error.hpp>
#include <siamrt/tracker.hpp>

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>

namespace {

using namespace siamrt;

constexpr int turn = track::OnlineRules::every;
const Box target = {200, 150, 60, 44};

/// 480 x 360, patterned, with a patch that moves by (4, 3) a frame and back.
Frame made_frame(int t) {
  const int at = t % 40 < 20 ? t % 40 : 40 - t % 40;
  Frame frame(360, 480, CV_8UC3);
  const cv::Rect patch(200 + 4 * at, 150 + 3 * at, 60, 44);
  for (int y = 0; y < frame.rows; ++y) {
    for (int x = 0; x < frame.cols; ++x) {
      for (int c = 0; c < 3; ++c) {
        double v = 127.5 + 55 * std::sin(0.11 * y + c) + 55 * std::cos(0.07 * x * (c + 1));
        if (patch.contains({x, y})) v = 255 - v;
        frame.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(v);
      }
    }
  }
  return frame;
}

/// What a piece of work took: by the clock, or of the processor where the machine is busy.
bool processor_time = false;

double now() {
  timespec time = {};
  clock_gettime(processor_time ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double seconds(const std::function<void()>& work) {
  const double start = now();
  work();
  return now() - start;
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

double median(const std::vector<double>& values) { return quantile(values, 0.5); }

/// A form being tracked.
struct Form {
  std::string title;
  std::string archive;
  double online_ratio = 0;
  bool full = false;  ///< its memory of samples is filled before the first turn
  std::unique_ptr<Track> track;
  double start = 0;              ///< seconds that Tracker::start took
  std::vector<double> turns;     ///< seconds a frame, by turn
  std::vector<double> with_fit;  ///< seconds of single frames
  std::vector<double> without_fit;
  int frame = 0;

  void begin(const std::string& folder, int threads) {
    const Model model =
        Model::open(folder + "/" + archive + ".pt", {Precision::fp32, threads, "cpu"});
    Settings settings = model.description().settings;
    settings.online_ratio = online_ratio;
    const Tracker tracker(model, settings);
    start = seconds([&] { track = std::make_unique<Track>(tracker.start(made_frame(0), target)); });
    step();
    if (!full) return;
    for (int n = 0; n < 250; ++n) track->state().online->learn(track->state().target);
    if (track->state().online->shares().count() < 250)
      throw Error(Error::Kind::input, "the branch takes no samples on this clip");
  }

  double step() {
    const Frame frame_now = made_frame(++frame);
    return seconds([&] { track->next(frame_now); });
  }

  void take_turn() {
    double sum = 0;
    for (int n = 0; n < turn; ++n) {
      // The first frame was number 1: the branch fits on 11, 21, ...
      const double taken = step();
      sum += taken;
      if (!track->state().online) continue;
      const bool rival = track->state().online->finding() == track::Finding::hard_negative;
      (rival || frame % turn == 0 ? with_fit : without_fit).push_back(taken);
    }
    turns.push_back(sum / turn);
  }
};

std::vector<Form> forms() {
  std::vector<Form> all(5);
  all[0].title = "base", all[0].archive = "ocean";
  all[1].title = "object-aware", all[1].archive = "ocean_aligned";
  all[2].title = "BoTNet", all[2].archive = "ocean_botnet";
  all[3].title = "online, 30 samples and more", all[3].archive = "ocean_online";
  all[4].title = "online, 250 samples", all[4].archive = "ocean_online";
  all[3].online_ratio = all[4].online_ratio = 0.7;
  all[4].full = true;
  return all;
}

/// Largest resident memory of this process so far, MB.
double peak_memory() {
  std::ifstream file("/proc/self/status");
  for (std::string word; file >> word;) {
    if (word != "VmHWM:") continue;
    double kilobytes = 0;
    file >> kilobytes;
    return kilobytes / 1024;
  }
  return std::nan("");
}

void report(const std::vector<Form>& all) {
  fmt::print(
      "| form | start, ms | step, ms | step, times the base form's (quartiles) "
      "|\n|---|---|---|---|\n");
  for (const Form& form : all) {
    std::vector<double> ratios;
    for (size_t k = 0; k < form.turns.size(); ++k)
      ratios.push_back(form.turns[k] / all[0].turns[k]);
    fmt::print("| {} | {:.0f} | {:.1f} | **{:.2f}** ({:.2f} to {:.2f}) |\n", form.title,
               1e3 * form.start, 1e3 * median(form.turns), median(ratios), quantile(ratios, 0.25),
               quantile(ratios, 0.75));
  }
  const double base = median(all[0].turns);
  for (const Form& form : all) {
    if (form.without_fit.empty()) continue;
    const double plain = median(form.without_fit), fit = median(form.with_fit);
    fmt::print(
        "\n{}: {:.1f} ms a frame without a fit ({:.2f} times the base step), {:.1f} with one "
        "({:.2f}), {} of {} frames had one; one in ten: {:.2f} times.\n",
        form.title, 1e3 * plain, plain / base, 1e3 * fit, fit / base, form.with_fit.size(),
        form.with_fit.size() + form.without_fit.size(), (0.9 * plain + 0.1 * fit) / base);
  }
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app("Speed and memory of Ocean's forms beside the base form.");
  std::string folder = "build/release/archives";
  int threads = 1, rounds = 10, memory = -1;
  app.add_option("--archives", folder, "where tests/golden/make_archives wrote them");
  app.add_option("--threads", threads)->check(CLI::Range(1, 256));
  app.add_option("--rounds", rounds, "turns of ten frames of every form")
      ->check(CLI::Range(1, 10000));
  app.add_flag("--processor-time", processor_time,
               "the processor's time instead of the clock's, for a busy machine");
  app.add_option("--memory", memory, "only the peak memory, in MB, of the form of this number")
      ->check(CLI::Range(0, 4));
  CLI11_PARSE(app, count, arguments);
  std::vector<Form> all = forms();
  try {
    if (memory >= 0) {
      Form& form = all[static_cast<size_t>(memory)];
      form.begin(folder, threads);
      form.take_turn();
      fmt::print("{:.0f}\n", peak_memory());
      return 0;
    }
    for (Form& form : all) form.begin(folder, threads);
    for (int round = 0; round < rounds; ++round) {
      for (size_t n = 0; n < all.size(); ++n)
        all[(n + static_cast<size_t>(round)) % all.size()].take_turn();
    }
    report(all);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "ocean_forms: {}\n", problem.what());
    return 3;
  }
  return 0;
}
