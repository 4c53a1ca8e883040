#pragma once

#include "ui/canvas.hpp"
#include "ui/canvas_scene.hpp"

#include <string>

namespace siamrt::ui {

// The parts of paint(), in the order in which they are drawn.
void paint_picture(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_insights(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_targets(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_labels(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_draft(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_templates(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_stages(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_bar(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_recording(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_words(Canvas& canvas, const Scene& scene, const Layout& layout);
void paint_panels(Canvas& canvas, const Scene& scene, const Layout& layout);

constexpr Ink white = {1, 1, 1, 1};
constexpr Ink black = {0, 0, 0, 1};
constexpr Ink ground = {0.078, 0.082, 0.094, 1};  ///< behind the picture
constexpr Ink plate = {0.11, 0.117, 0.133, 1};    ///< bar and panels
constexpr Ink quiet = {0.62, 0.65, 0.69, 1};      ///< words that matter less
constexpr Ink alarm_red = {0.92, 0.27, 0.24, 1};
constexpr Ink accent = {0.35, 0.73, 0.98, 1};

/// Lost, or held over a frame that could not be tracked.
bool is_unsure(const session::Mark& mark);

/// The target's colour; paler where it is unsure.
Ink ink_of(const session::ShownTarget& target);

/// Words on a rounded plate, what stands between backticks as keys; `at` is the plate's middle.
/// Returns where the plate is.
cv::Rect2d words_on_plate(Canvas& canvas, const std::string& words, cv::Point2d at, double size,
                          const Ink& ink, const Ink& behind);

/// `0:03.2` of seconds; `1:02:03.2` from an hour on.
std::string clock_words(double seconds);

}  // namespace siamrt::ui
