#pragma once

#include "session/saving.hpp"

#include <string>
#include <vector>

namespace siamrt::ui {

/// Files as the bytes of one zip. Throws Error(system).
std::string zip_of(const std::vector<session::SavedFile>& files);

}  // namespace siamrt::ui
