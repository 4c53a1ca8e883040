#pragma once

#include <string>

namespace siamrt::data {

/// Name of a sequence as aliases are compared: lower case, `.` and `_` as `-`, without pytracking's
/// `nfs_` and `tpl_`, and the few spellings that toolkits do not agree on (Human4 and Human4-2,
/// `motorroling`) as one.
std::string canonical(const std::string& name);

}  // namespace siamrt::data
