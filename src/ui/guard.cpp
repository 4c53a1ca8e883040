#include "ui/guard.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace siamrt::ui {
namespace {

constexpr std::size_t token_bytes = 16;

std::string random_token() {
  std::array<unsigned char, token_bytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw Error(Error::Kind::system, "access token: no random numbers to be had");
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

/// Takes the same time wherever the texts part.
bool equal(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The value of one cookie.
std::string cookie_value(const std::string& cookies, const std::string& name) {
  std::size_t start = 0;
  while (start < cookies.size()) {
    const std::size_t end = std::min(cookies.find(';', start), cookies.size());
    const std::size_t begin = std::min(cookies.find_first_not_of(' ', start), end);
    const std::string item = cookies.substr(begin, end - begin);
    if (item.rfind(name + "=", 0) == 0) return item.substr(name.size() + 1);
    start = end + 1;
  }
  return {};
}

std::string after(const std::string& text, const std::string& start) {
  return text.rfind(start, 0) == 0 ? text.substr(start.size()) : std::string();
}

bool is_any(const std::string& host) { return host == "0.0.0.0" || host == "::" || host.empty(); }

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace

bool is_loopback(const std::string& host) {
  const std::string name = lower(host);
  return name == "localhost" || name == "::1" || name.rfind("127.", 0) == 0;
}

Guard::Guard(const std::string& host, int port)
    : host_(lower(host)),
      port_(port),
      loopback_(is_loopback(host)),
      token_(loopback_ ? std::string() : random_token()) {}

/// Whether `host[:port]` is a way to write this server. Beyond loopback any name will do: people
/// reach it by names we do not know, and the token stands in for the check.
bool Guard::knows(const std::string& authority) const {
  if (!loopback_) return !authority.empty();
  const std::string port = fmt::format(":{}", port_);
  const std::string asked = lower(authority);
  for (const std::string& name : {std::string("localhost"), std::string("127.0.0.1"),
                                  std::string("[::1]"), bracketed(host_)}) {
    if (asked == name + port || (port_ == 80 && asked == name)) return true;
  }
  return false;
}

Guard::Verdict Guard::judge(const Asked& asked) const {
  if (!knows(asked.host))
    return {403, "Host: this server answers to its own address only; open the one it printed"};
  const bool same = asked.origin.empty() || lower(asked.origin) == "http://" + lower(asked.host);
  if (!same) return {403, "Origin: another site may not use this server"};
  // These two types cannot be sent across origins without asking first, whatever the browser.
  const std::string type = asked.content_type.substr(0, asked.content_type.find(';'));
  const bool writes = asked.method != "GET" && asked.method != "HEAD";
  if (writes && type != "application/json" && type != "application/octet-stream") {
    return {415, "Content-Type: expected application/json, or application/octet-stream for files"};
  }
  if (token_.empty()) return {};
  const bool allowed = equal(asked.query_token, token_) ||
                       equal(after(asked.authorization, "Bearer "), token_) ||
                       equal(cookie_value(asked.cookie, "siamrt_token"), token_);
  if (!allowed) return {401, "token: missing or wrong; open the address that the server printed"};
  return {};
}

std::string Guard::address() const {
  const std::string host = is_any(host_) ? "localhost" : bracketed(host_);
  const std::string token = token_.empty() ? "" : "?token=" + token_;
  return fmt::format("http://{}:{}/{}", host, port_, token);
}

}  // namespace siamrt::ui
