#pragma once

#include "session/follower.hpp"

#include <future>
#include <memory>
#include <string>

namespace siamrt::ui {

/// A follower that is still being made (a network takes a second to load): the window is there at
/// once, and the first box waits for it. Where making it failed, that error comes out of every
/// call but name(). `name` stands for it until it is there.
std::unique_ptr<session::Follower> follow_later(
    std::shared_future<std::shared_ptr<session::Follower>> coming, std::string name);

/// Whether a future has its value, or its error.
template <typename Value>
bool is_ready(const std::shared_future<Value>& coming) {
  return coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace siamrt::ui
