#pragma once

// Everything a user of the library includes:
//
//   auto model = siamrt::Model::open("nanotrack_v3.pt");
//   siamrt::Tracker tracker(model);
//   siamrt::Track track = tracker.start(frame, {316, 140, 112, 115});
//   siamrt::Estimate estimate = track.next(next_frame);

#include <siamrt/box.hpp>
#include <siamrt/description.hpp>
#include <siamrt/error.hpp>
#include <siamrt/frame.hpp>
#include <siamrt/frame_source.hpp>
#include <siamrt/model.hpp>
#include <siamrt/settings.hpp>
#include <siamrt/tracker.hpp>
