#pragma once

#include <string>

namespace siamrt::model {

/// Where the archive of the built-in model `default` lies: share/siamrt/default.pt of the
/// installation that this library (or the running program) belongs to, else in the source tree it
/// was built from. Throws Error(input) that names the places looked at.
std::string builtin_archive();

/// The archive at a path, or the built-in one by the name `default`.
std::string archive_path(const std::string& name_or_path);

}  // namespace siamrt::model
