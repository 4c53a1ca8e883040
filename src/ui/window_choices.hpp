#pragma once

#include "ui/window_saver.hpp"

#include <array>

namespace siamrt::ui {

/// A line of the save panel.
struct Choice {
  char key;
  const char* what;
  Saved saved;
};

constexpr std::array<Choice, 7> choices = {{
    {'v', "annotated video", Saved::video},
    {'c', "boxes, CSV", Saved::csv},
    {'o', "boxes, OTB", Saved::otb},
    {'g', "boxes, GOT-10k", Saved::got10k},
    {'k', "boxes, COCO video", Saved::coco},
    {'m', "boxes, MOTChallenge", Saved::mot},
    {'j', "session, to go on with later", Saved::session},
}};
constexpr char all_choices = 'a';

}  // namespace siamrt::ui
