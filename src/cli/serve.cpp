#include "cli/serve.hpp"

#include "cli/common_options.hpp"
#include "cli/serve_options.hpp"

#include <memory>

namespace siamrt::cli {
namespace {

std::vector<Example> examples() {
  return {
      {"siamrt serve clips/", "choose a clip of that folder in the browser, draw a box, watch"},
      {"siamrt serve clip.mp4 --model nanotrack_v3.pt", "one clip, another network"},
      {"ssh -L 8100:localhost:8100 HOST siamrt serve clips/",
       "on a machine without display; open http://localhost:8100/ here"},
      {"siamrt serve clips/ --host 0.0.0.0",
       "for the whole network; every request needs the token that is printed"},
      {"siamrt serve 0", "camera 0"},
  };
}

std::vector<Group> groups(ServeOptions& options) {
  return {
      {"Where",
       {{"host", 0, "ADDRESS", "address to listen on (default: 127.0.0.1, this machine alone)",
         &options.host},
        {"port", 'p', "N", "port, 0 for any free one (default: 8100)", &options.port}}},
      {"Network",
       {{"model", 'm', "ARCHIVE", "the network (default: the built-in model)", &options.model,
         Completes::archive},
        {"config", 'c', "FILE", "YAML file of settings, as of siamrt track", &options.config,
         Completes::file},
        set_option(&options.sets),
        {"threads", 't', "N", "threads of the network, 0 for all cores", &options.threads},
        device_option(&options.device),
        {"relocate", 0, "N",
         "search the whole frame after N lost frames (default: off; the page can switch it)",
         &options.relocate}}},
      {"Limits",
       {{"clients", 0, "N", "viewers at once (default: 16)", &options.clients},
        {"targets", 0, "N", "targets of one clip (default: 64)", &options.targets},
        {"upload-limit", 0, "MB", "largest upload; 0: none (default: 1024)", &options.upload_limit},
        {"record-limit", 0, "MB",
         "a recording of a camera ends at this size; 0: none (default: 2000)",
         &options.record_limit},
        {"quiet", 'q', "", "print the address alone", &options.quiet}}},
  };
}

std::vector<Section> sections() {
  return {
      {"In the browser",
       {"Drag to draw a box, Enter to track it; as many targets as wanted. Space plays and pauses,",
        ". and , step, the time line seeks. Correct a box by hand on any frame: what follows is",
        "tracked anew, b tracks backwards. Save boxes (CSV, OTB, GOT-10k, COCO video,",
        "MOTChallenge), an annotated video, or a session to go on with later. A camera or stream",
        "is recorded by v; ctrl-z undoes, wheel or two fingers zoom. h shows all keys."}},
      {"Who may use it",
       {"It listens on this machine alone unless --host says otherwise; then the address printed",
        "holds a random token that every request must carry. Files outside the folder given are",
        "out of reach, `..` and links included. All viewers work at the same clip."}},
  };
}

}  // namespace

Command serve_command() {
  auto options = std::make_shared<ServeOptions>();
  Command command;
  command.name = "serve";
  command.summary = "draw boxes and watch in a browser, for machines without a display";
  command.examples = examples();
  command.arguments = {{"INPUT", 0, "",
                        "folder whose clips may be opened (default: this one), or one clip, camera "
                        "or stream",
                        &options->input, Completes::file}};
  command.groups = groups(*options);
  command.sections = sections();
  command.run = [options](Terminal& terminal) { return run_serve(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
