#pragma once

#include <stdexcept>
#include <string>

namespace siamrt {

/// The only exception that leaves the library. what() is one line: the thing, the place, what was
/// found, what would be right, e.g. `groundtruth_rect.txt:17: 3 numbers, expected 4 (x,y,w,h)`.
class Error : public std::runtime_error {
 public:
  /// Who has to act: the caller, the giver of the data, the giver of the network, the machine.
  enum class Kind {
    usage,   ///< wrong call or option; exit code 2 of the program
    input,   ///< unreadable or malformed data (frames, boxes, lists); exit code 3
    model,   ///< no archive, wrong archive, network that gives no usable numbers; exit code 4
    system,  ///< disk full, no display, no such device; exit code 5
  };

  Error(Kind kind, const std::string& line) : std::runtime_error(line), kind_(kind) {}

  Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

}  // namespace siamrt
