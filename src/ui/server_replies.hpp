#pragma once

// Between our own words and cpp-httplib's.

#include "ui/api.hpp"
#include "ui/guard.hpp"

#include <httplib.h>

#include <string>

namespace siamrt::ui {

/// A reply as an HTTP answer.
void put(httplib::Response& response, const Reply& reply);

/// What of a request decides whether it may pass.
Guard::Asked asked_of(const httplib::Request& request);

/// A piece of an endless answer: four bytes of length, highest first, then the text. False where
/// the other side is gone.
bool send_piece(httplib::DataSink& sink, const std::string& text);

/// A finished video to be kept; `otherwise`, as a refusal, where there is none. It is open by the
/// time a newer one may take its place.
void send_video(httplib::Response& response, const std::string& file, const std::string& name,
                const std::string& otherwise);

}  // namespace siamrt::ui
