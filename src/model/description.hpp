#pragma once

#include <siamrt/description.hpp>

#include <string>

namespace siamrt::model {

/// Reads the text of siamrt/model.yaml (docs/archive.md). `place` stands for the file in messages.
/// Throws Error(model), one line: `place:line: key: what is wrong`.
Description parse_description(const std::string& text, const std::string& place);

}  // namespace siamrt::model
