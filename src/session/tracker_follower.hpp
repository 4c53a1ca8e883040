#pragma once

#include "session/follower.hpp"

#include <siamrt/tracker.hpp>

#include <memory>

namespace siamrt::session {

/// A follower that is a Tracker.
std::unique_ptr<Follower> follow_with(Tracker tracker);

}  // namespace siamrt::session
