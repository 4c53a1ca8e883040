#include "ui/server.hpp"

#include "core/shown.hpp"
#include "ui/api.hpp"
#include "ui/guard.hpp"
#include "ui/live.hpp"
#include "ui/page.hpp"
#include "ui/server_replies.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace siamrt::ui {
namespace {

using httplib::Request;
using httplib::Response;

constexpr int spare_threads = 64;        // for short requests beside the viewers
constexpr int backlog = 128;             // connections that wait to be taken
constexpr int send_buffer = 256 * 1024;  // bytes; frames that lie here are late ones
constexpr std::size_t most_body = 64u
                                  << 20u;  // a JSON session of a long clip; uploads are streamed
constexpr auto heartbeat = std::chrono::milliseconds(500);

}  // namespace

struct Server::Inside {
  Inside(Studio& of, const Options& with) : studio(of), options(with), live(of), api(of, live) {}

  void route();
  void route_page();
  void route_live();
  void route_files();
  void upload(const Request& request, Response& response, const httplib::ContentReader& reader);
  httplib::Server::HandlerResponse before(const Request& request, Response& response) const;

  Studio& studio;
  const Options options;
  Live live;
  Api api;
  httplib::Server http;
  std::unique_ptr<Guard> guard;
  std::atomic<bool> stopping{false};
  std::atomic<int> watching{0};
  int listening = -1;  ///< the socket, which httplib keeps to itself
};

/// Everything passes here first.
httplib::Server::HandlerResponse Server::Inside::before(const Request& request,
                                                        Response& response) const {
  using Result = httplib::Server::HandlerResponse;
  response.set_header("Content-Security-Policy",
                      "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; "
                      "base-uri 'none'; form-action 'none'");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cache-Control", "no-store");
  const Guard::Verdict verdict = guard->judge(asked_of(request));
  if (verdict.status != 200) {
    put(response, Api::refusal(verdict.status, verdict.line));
    return Result::Handled;
  }
  if (!guard->token().empty() && !request.get_param_value("token").empty()) {
    response.set_header(
        "Set-Cookie",
        fmt::format("siamrt_token={}; HttpOnly; SameSite=Strict; Path=/", guard->token()));
    if (request.path == "/") {  // keeps the token out of the address bar and the history
      response.set_redirect("/");
      return Result::Handled;
    }
  }
  return Result::Unhandled;
}

void Server::Inside::route() {
  http.set_pre_routing_handler(
      [this](const Request& request, Response& response) { return before(request, response); });
  http.set_error_handler([](const Request& request, Response& response) {
    if (!response.body.empty()) return;
    const std::string line = response.status == 404
                                 ? core::shown(request.path) + ": no such page"
                                 : fmt::format("request refused ({})", response.status);
    response.set_content(Api::refusal(response.status, line).body, "application/json");
  });
  route_page();
  route_live();
  route_files();
  http.Get(R"(/api/([a-z_]+))", [this](const Request& request, Response& response) {
    Api::Query query;
    for (const auto& [key, value] : request.params) query.emplace(key, value);
    put(response, api.get(request.matches[1], query));
  });
  http.Post(R"(/api/([a-z_]+))", [this](const Request& request, Response& response,
                                        const httplib::ContentReader& reader) {
    std::string body;
    std::size_t taken = 0;
    reader([&](const char* bytes, size_t count) {
      taken += count;
      if (taken <= most_body) body.append(bytes, count);
      return true;  // the rest is read and forgotten, so that the answer arrives
    });
    put(response, taken > most_body ? Api::refusal(413, "body: too large")
                                    : api.post(request.matches[1], body));
  });
}

void Server::Inside::route_page() {
  for (const PageFile& file : page_files()) {
    http.Get(file.path, [&file](const Request&, Response& response) {
      response.set_content(file.text.data(), file.text.size(), file.type);
    });
  }
}

/// GET /api/live: an endless answer of records, each a length, a JSON state, a length, a JPEG; the
/// second length is 0 where the picture is the last one still.
void Server::Inside::route_live() {
  struct Watch {
    Watch(Live& of, std::atomic<int>& counted) : viewer(of), count(counted) {}
    ~Watch() { --count; }
    Live::Viewer viewer;
    std::atomic<int>& count;
    std::uint64_t serial = 0;
    std::uint64_t picture = 0;
  };
  http.Get("/api/live", [this](const Request&, Response& response) {
    if (++watching > options.most_viewers) {
      --watching;
      response.set_header("Retry-After", "3");
      put(response, Api::refusal(503, fmt::format("viewers: {} are watching already, the most "
                                                  "allowed",
                                                  options.most_viewers)));
      return;
    }
    const auto watch = std::make_shared<Watch>(live, watching);
    response.set_chunked_content_provider(
        "application/octet-stream", [this, watch](size_t, httplib::DataSink& sink) {
          const auto moment = live.wait(watch->serial, heartbeat);
          if (stopping) return false;
          if (!moment) return true;
          watch->serial = moment->serial;
          const bool fresh = moment->picture && moment->picture_serial != watch->picture;
          watch->picture = moment->picture_serial;
          return send_piece(sink, moment->state) &&
                 send_piece(sink, fresh ? *moment->picture : std::string());
        });
  });
}

void Server::Inside::upload(const Request& request, Response& response,
                            const httplib::ContentReader& reader) {
  // What is refused is read to its end all the same: else the answer would be lost on the way.
  const auto refuse = [&](int status, const std::string& line) {
    reader([](const char*, size_t) { return true; });
    put(response, Api::refusal(status, line));
  };
  const std::uintmax_t most = studio.most_upload();
  const auto stated = request.get_header_value<std::uint64_t>("Content-Length");
  if (most == 0 || stated > most) {
    return refuse(413, fmt::format("upload: {} bytes, at most {} are taken", stated, most));
  }
  std::string file;
  const std::string name = request.get_param_value("name");
  try {
    file = studio.upload_place(name);
  } catch (const Error& fault) {
    return refuse(400, fault.what());
  }
  std::uintmax_t taken = 0;
  bool written = true;
  {
    std::ofstream stream(file, std::ios::binary);
    const bool whole = reader([&](const char* bytes, size_t count) {
      taken += count;
      if (taken > most) return false;
      stream.write(bytes, static_cast<std::streamsize>(count));
      written = stream.good();
      return written;
    });
    written = whole && stream.flush().good();
  }
  if (!written) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    put(response, taken > most ? Api::refusal(413, fmt::format("upload: more than {} bytes", most))
                               : Api::refusal(507, "upload: cut short, or the disk is full"));
    return;
  }
  try {
    studio.open_upload(file, name);
    put(response, {200, "application/json", "{}", ""});
  } catch (const Error& fault) {
    put(response, Api::refusal(422, fault.what()));
  }
}

void Server::Inside::route_files() {
  http.Post("/api/upload",
            [this](const Request& request, Response& response,
                   const httplib::ContentReader& reader) { upload(request, response, reader); });
  http.Get("/api/video", [this](const Request&, Response& response) {
    const VideoJob job = studio.video();
    const bool whole = job.state == VideoJob::State::done;
    send_video(response, whole ? job.file : "", job.name, "video: not written yet");
  });
  http.Get("/api/recording", [this](const Request&, Response& response) {
    const Recordings::Job job = studio.recordings().job();
    send_video(response, job.file, job.name, "recording: none is there; start and end one first");
  });
}

Server::Server(Studio& studio, const Options& options)
    : inside_(std::make_unique<Inside>(studio, options)) {
  httplib::Server& http = inside_->http;
  const int threads = options.most_viewers + spare_threads;
  http.new_task_queue = [threads] {
    return new httplib::ThreadPool(static_cast<size_t>(threads));  // httplib deletes it
  };
  http.set_tcp_nodelay(true);
  // One request a connection: httplib does not read the body of a request that was refused early,
  // and would take it for the next request, past the guard.
  http.set_keep_alive_max_count(1);
  http.set_read_timeout(10);
  http.set_write_timeout(5);
  http.set_payload_max_length(
      std::max<std::size_t>(most_body, static_cast<std::size_t>(studio.most_upload())));
  http.set_socket_options([this](int socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof(send_buffer));
    inside_->listening = socket;
  });
  int port = options.port;
  if (port == 0) port = http.bind_to_any_port(options.host);
  const bool bound = options.port == 0 ? port > 0 : http.bind_to_port(options.host, port);
  if (!bound) {
    throw Error(Error::Kind::system,
                fmt::format("{}:{}: cannot listen there (in use, or not an address of this "
                            "machine); --port 0 takes any free one",
                            options.host, options.port));
  }
  ::listen(inside_->listening, backlog);  // httplib's own is 5
  inside_->guard = std::make_unique<Guard>(options.host, port);
  inside_->route();
}

Server::~Server() { stop(); }

std::string Server::address() const { return inside_->guard->address(); }

void Server::run() { inside_->http.listen_after_bind(); }

void Server::stop() {
  inside_->stopping = true;
  inside_->http.stop();
}

}  // namespace siamrt::ui
