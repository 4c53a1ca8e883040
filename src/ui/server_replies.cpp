#include "ui/server_replies.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>

namespace siamrt::ui {

using httplib::Request;
using httplib::Response;

void put(Response& response, const Reply& reply) {
  response.status = reply.status;
  if (!reply.attachment.empty()) {
    response.set_header("Content-Disposition",
                        fmt::format("attachment; filename=\"{}\"", reply.attachment));
  }
  response.set_content(reply.body, reply.type);
}

Guard::Asked asked_of(const Request& request) {
  Guard::Asked asked;
  asked.method = request.method;
  asked.host = request.get_header_value("Host");
  asked.origin = request.get_header_value("Origin");
  asked.content_type = request.get_header_value("Content-Type");
  asked.authorization = request.get_header_value("Authorization");
  asked.cookie = request.get_header_value("Cookie");
  asked.query_token = request.get_param_value("token");
  return asked;
}

bool send_piece(httplib::DataSink& sink, const std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const std::array<char, 4> head = {static_cast<char>(size >> 24U), static_cast<char>(size >> 16U),
                                    static_cast<char>(size >> 8U), static_cast<char>(size)};
  return sink.write(head.data(), head.size()) && (text.empty() || sink.write(text.data(), size));
}

void send_video(Response& response, const std::string& file, const std::string& name,
                const std::string& otherwise) {
  const auto stream = std::make_shared<std::ifstream>(file, std::ios::binary);
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  if (file.empty() || unknown || !*stream) return put(response, Api::refusal(409, otherwise));
  response.set_header("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
  response.set_content_provider(
      size, "video/mp4", [stream](size_t offset, size_t length, httplib::DataSink& sink) {
        std::array<char, 65536> bytes{};
        stream->seekg(static_cast<std::streamoff>(offset));
        stream->read(bytes.data(), static_cast<std::streamsize>(std::min(length, bytes.size())));
        return stream->gcount() > 0 &&
               sink.write(bytes.data(), static_cast<size_t>(stream->gcount()));
      });
}

}  // namespace siamrt::ui
