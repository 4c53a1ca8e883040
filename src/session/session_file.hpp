#pragma once

#include "session/session.hpp"

#include <string>

namespace siamrt::session {

/// A record as JSON text that read_session() takes: every box with its score and origin, so that
/// work goes on where it was left.
std::string session_text(const Record& record);

/// The record again. `place` stands for the file in messages. Throws Error(input), `place: ...`,
/// for anything that is no such text: not JSON, a newer version, a box that is not valid, a target
/// that occurs twice, more than 1000 targets, frames beyond 2^40.
Record read_session(const std::string& text, const std::string& place);

}  // namespace siamrt::session
