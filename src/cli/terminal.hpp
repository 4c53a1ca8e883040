#pragma once

#include <iosfwd>
#include <string>

namespace siamrt::cli {

/// The two streams of the program and what they are: results go to `out`, everything said to people
/// while working goes to `err`.
struct Terminal {
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool out_colour = false;  ///< a terminal, NO_COLOR empty or unset, TERM not `dumb`
  bool err_colour = false;

  /// Characters per line of the terminal behind `err`; 80 where there is none.
  int width() const;

  /// `text` in bold where `out` shows colours.
  std::string bold(const std::string& text) const;

  /// One line to `err`, marked as a warning.
  void warn(const std::string& line) const;

  /// Standard output and error of this process.
  static Terminal of_process();

  /// Flushes `out`; throws Error(system) if anything written there was lost (disk full, closed
  /// pipe).
  void finish() const;
};

}  // namespace siamrt::cli
