#pragma once

#include "ui/studio.hpp"

#include <memory>
#include <string>

namespace siamrt::ui {

/// The browser's side of a studio: a single page and what it asks for, over HTTP. Every connection
/// has a thread, of a fixed number; a viewer who is slow loses frames, one who does not read for
/// seconds is dropped, one too many is told to come back.
class Server {
 public:
  struct Options {
    std::string host =
        "127.0.0.1";        ///< address to listen on; not a loopback one: a token is needed
    int port = 8100;        ///< 0: any free one
    int most_viewers = 16;  ///< live pictures at once
  };

  /// Starts to listen. Throws Error(system) if the address cannot be had.
  Server(Studio& studio, const Options& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// What to open in a browser, the access token included where there is one.
  std::string address() const;

  /// Answers requests until stop().
  void run();

  /// Ends run(); from any thread.
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace siamrt::ui
