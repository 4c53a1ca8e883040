#pragma once

#include <functional>
#include <string>

namespace siamrt::ui {

/// Decides which requests the server answers. A browser sends requests on behalf of any page it has
/// open, so what comes from this machine is not yet to be trusted: a page of another origin may not
/// act here, and a name that was bent to 127.0.0.1 (DNS rebinding) may not read. Immutable.
class Guard {
 public:
  /// `host`: the address listened on. A loopback one needs no token; for any other one is made of
  /// 128 random bits. `port` is what clients connect to.
  Guard(const std::string& host, int port);

  /// Hex digits that every request must carry; empty where none is needed.
  const std::string& token() const noexcept { return token_; }

  /// What http needs to know of a request; headers are empty where absent.
  struct Asked {
    std::string method;
    std::string host;           ///< header Host
    std::string origin;         ///< header Origin
    std::string content_type;   ///< header Content-Type
    std::string authorization;  ///< header Authorization (`Bearer TOKEN`)
    std::string cookie;         ///< header Cookie (`siamrt_token=TOKEN`)
    std::string query_token;    ///< ?token=TOKEN
  };

  struct Verdict {
    int status = 200;  ///< 200: answer it; 401, 403, 415: refuse
    std::string line;  ///< why not, and what would be right
  };
  Verdict judge(const Asked& asked) const;

  /// The address to open in a browser, token included.
  std::string address() const;

 private:
  bool knows(const std::string& authority) const;

  std::string host_;
  int port_;
  bool loopback_;
  std::string token_;
};

/// True for 127.0.0.0/8, ::1 and localhost.
bool is_loopback(const std::string& host);

}  // namespace siamrt::ui
