#include "cli/exit_codes.hpp"
#include "cli/layers.hpp"
#include "cli/serve_options.hpp"
#include "cli/stop.hpp"
#include "session/saving.hpp"
#include "session/tracker_follower.hpp"
#include "ui/server.hpp"
#include "ui/studio.hpp"

#include <siamrt/siamrt.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <thread>

namespace siamrt::cli {
namespace {

namespace fs = std::filesystem;

int checked(const char* name, long long value, long long low, long long high) {
  if (value < low || value > high) {
    throw Error(Error::Kind::usage,
                fmt::format("--{}: {}, expected {} to {}", name, value, low, high));
  }
  return static_cast<int>(value);
}

Tracker open_tracker(const ServeOptions& options) {
  const Layers layers(options.config, options.sets);
  ModelOptions how;
  std::string benchmark;
  layers.apply(how, benchmark);
  if (options.threads) how.threads = threads_from(*options.threads);
  if (options.device) how.device = *options.device;
  Model model = Model::open(options.model, how);
  Settings settings = model.description().settings_for(benchmark);
  layers.apply(settings);
  return {std::move(model), settings};
}

/// A folder that is a clip itself: pictures, or a benchmark's sequence.
bool is_sequence(const std::string& folder) {
  std::error_code unknown;
  return fs::is_directory(fs::path(folder) / "img", unknown);
}

/// What people call it.
std::string title_of(const std::string& input) {
  const bool camera =
      std::all_of(input.begin(), input.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return camera ? "camera " + input : session::clip_name(input);
}

ui::Studio::Options studio_options(const ServeOptions& options) {
  constexpr std::uintmax_t megabyte = 1000000;
  constexpr int most_megabytes = 1000000;
  constexpr int most_targets = 1000;
  constexpr int most_frames = 100000;
  ui::Studio::Options studio;
  std::error_code unknown;
  if (fs::is_directory(options.input, unknown)) studio.root = options.input;
  studio.most_upload = megabyte * static_cast<std::uintmax_t>(checked(
                                      "upload-limit", options.upload_limit, 0, most_megabytes));
  studio.most_recording = megabyte * static_cast<std::uintmax_t>(checked(
                                         "record-limit", options.record_limit, 0, most_megabytes));
  studio.session.most_targets =
      static_cast<std::size_t>(checked("targets", options.targets, 1, most_targets));
  studio.session.relocate_after = checked("relocate", options.relocate.value_or(0), 0, most_frames);
  return studio;
}

ui::Server::Options server_options(const ServeOptions& options) {
  constexpr int most_port = 65535;
  constexpr int most_clients = 1000;
  ui::Server::Options server;
  server.host = options.host;
  server.port = checked("port", options.port, 0, most_port);
  server.most_viewers = checked("clients", options.clients, 1, most_clients);
  return server;
}

}  // namespace

int run_serve(const ServeOptions& options, const Terminal& terminal) {
  const ui::Studio::Options studio_how = studio_options(options);
  const ui::Server::Options server_how = server_options(options);
  const Tracker tracker = open_tracker(options);
  ui::Studio studio([&tracker] { return session::follow_with(tracker); }, studio_how);
  if (studio_how.root.empty() || is_sequence(options.input)) {
    studio.open_trusted(options.input, title_of(options.input));
  }
  ui::Server server(studio, server_how);
  const StopOnSignal stop;
  *terminal.out << server.address() << '\n' << std::flush;
  if (!options.quiet) {
    *terminal.err << fmt::format("siamrt: {}, {} threads; open the address above, ctrl-C ends\n",
                                 tracker.model().description().name,
                                 tracker.model().options().threads);
  }
  std::atomic<bool> ended{false};
  std::thread watcher([&] {
    while (!ended && !StopOnSignal::wanted())
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    server.stop();
  });
  server.run();
  ended = true;
  watcher.join();
  return StopOnSignal::wanted() ? exit_interrupted : exit_done;
}

}  // namespace siamrt::cli
