#include "ui/api.hpp"

#include "core/shown.hpp"
#include "session/saving.hpp"
#include "session/session_file.hpp"
#include "ui/fields.hpp"
#include "ui/pack.hpp"
#include "ui/shown_json.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <utility>

namespace siamrt::ui {
namespace {

using Json = nlohmann::ordered_json;
using session::Session;
using SessionPtr = std::shared_ptr<Session>;

constexpr auto patience = std::chrono::seconds(20);

/// Something that cannot be done as things stand.
Error not_now(const std::string& line) { return {Error::Kind::usage, line}; }

SessionPtr table_of(const Studio& studio) {
  SessionPtr session = studio.session();
  if (!session) throw not_now("no clip is open: choose or upload one first");
  return session;
}

/// Waits for what was asked of a session; its error comes out.
template <typename Result>
Result settled(std::future<Result> future) {
  if (future.wait_for(patience) != std::future_status::ready)
    throw Error(Error::Kind::system, "the session is busy; try again");
  return future.get();
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Reply done(const Json& json = Json::object()) {
  return {200, "application/json", dumped(json), ""};
}

/// Frame that a box was drawn on: the one shown where it is not said.
std::int64_t frame_of(const Fields& fields, const Session& session) {
  return fields.has("frame") ? fields.integer("frame", 0, Fields::most) : session.latest()->index;
}

int number_of(const Fields& fields) {
  constexpr int most = 1000000;
  return static_cast<int>(fields.integer("target", 1, most)) - 1;
}

using Act = std::function<Json(const SessionPtr&, const Fields&)>;

template <typename Member>
Act simple(Member member) {
  return [member](const SessionPtr& session, const Fields&) {
    settled(((*session).*member)());
    return Json::object();
  };
}

/// What can be done with the session on the table.
const std::map<std::string, std::pair<std::vector<std::string>, Act>>& acts() {
  static const std::map<std::string, std::pair<std::vector<std::string>, Act>> table = {
      {"play", {{}, simple(&Session::play)}},
      {"pause", {{}, simple(&Session::pause)}},
      {"toggle", {{}, simple(&Session::toggle)}},
      {"step",
       {{"by"},
        [](const SessionPtr& session, const Fields& fields) {
          constexpr int most = 1000;
          settled(session->step(static_cast<int>(fields.integer("by", -most, most))));
          return Json::object();
        }}},
      {"seek",
       {{"frame"},
        [](const SessionPtr& session, const Fields& fields) {
          settled(session->seek(fields.integer("frame", 0, Fields::most)));
          return Json::object();
        }}},
      {"speed",
       {{"value"},
        [](const SessionPtr& session, const Fields& fields) {
          settled(session->set_speed(fields.number("value")));
          return Json::object();
        }}},
      {"add",
       {{"frame", "box"},
        [](const SessionPtr& session, const Fields& fields) {
          const Box box = fields.box("box");
          return Json{{"target", settled(session->add(frame_of(fields, *session), box)) + 1}};
        }}},
      {"correct",
       {{"target", "frame", "box"},
        [](const SessionPtr& session, const Fields& fields) {
          const Box box = fields.box("box");
          settled(session->correct(number_of(fields), frame_of(fields, *session), box));
          return Json::object();
        }}},
      {"remove",
       {{"target"},
        [](const SessionPtr& session, const Fields& fields) {
          settled(session->remove(number_of(fields)));
          return Json::object();
        }}},
      {"undo",
       {{},
        [](const SessionPtr& session, const Fields&) {
          return Json{{"undone", settled(session->undo())}};
        }}},
      {"redo",
       {{},
        [](const SessionPtr& session, const Fields&) {
          return Json{{"redone", settled(session->redo())}};
        }}},
      {"back",
       {{"target"},
        [](const SessionPtr& session, const Fields& fields) {
          settled(session->track_back(fields.has("target") ? std::optional<int>(number_of(fields))
                                                           : std::nullopt));
          return Json::object();
        }}},
      {"relocate",
       {{"after"},
        [](const SessionPtr& session, const Fields& fields) {
          constexpr int most = 100000;
          settled(session->set_relocate_after(static_cast<int>(fields.integer("after", 0, most))));
          return Json::object();
        }}},
      {"insights",
       {{"on"},
        [](const SessionPtr& session, const Fields& fields) {
          settled(session->set_insights(fields.flag("on")));
          return Json::object();
        }}},
  };
  return table;
}

Json files_json(const Library& library, const std::string& path) {
  Json entries = Json::array();
  for (const Entry& entry : library.list(path)) {
    entries.push_back({{"name", entry.name},
                       {"path", entry.path},
                       {"folder", entry.kind == Entry::Kind::folder},
                       {"sequence", entry.sequence},
                       {"bytes", entry.bytes}});
  }
  return {{"path", path}, {"entries", std::move(entries)}};
}

Reply saved(const Session& session, const std::string& format) {
  const session::Record record = session.record();
  const std::string name = session::clip_name(record.input);
  if (format == "session")
    return {200, "application/json", session_text(record), name + "_session.json"};
  const auto files = session::saved_boxes(record, session::box_format(format));
  if (files.size() > 1)
    return {200, "application/zip", zip_of(files), fmt::format("{}_{}.zip", name, format)};
  std::string plain = files.front().name;
  plain = plain.substr(plain.find('/') + 1);
  return {200, "text/plain; charset=utf-8", files.front().content, plain};
}

/// The little picture of what target `number` looks like to the network; nothing where insights are
/// off or it is not followed just now.
Reply template_of(const Session& session, const std::string& number) {
  for (const session::ShownTarget& target : session.latest()->targets) {
    if (std::to_string(target.number + 1) != number || !target.insight) continue;
    std::vector<unsigned char> bytes;
    cv::imencode(".jpg", target.insight->template_picture, bytes);
    return {200, "image/jpeg", {bytes.begin(), bytes.end()}, ""};
  }
  return {204, "image/jpeg", "", ""};  // gone since the page asked: nothing to show, nothing wrong
}

std::string value_of(const Api::Query& query, const std::string& key) {
  const auto found = query.find(key);
  return found == query.end() ? std::string() : found->second;
}

/// HTTP status of our own errors.
int status_of(const Error& fault) {
  switch (fault.kind()) {
    case Error::Kind::usage:
    case Error::Kind::input:
      return 409;
    case Error::Kind::model:
    case Error::Kind::system:
      break;
  }
  return 500;
}

template <typename Work>
Reply guarded(Work work) {
  try {
    return work();
  } catch (const BadRequest& fault) {
    return Api::refusal(400, fault.what());
  } catch (const Error& fault) {
    return Api::refusal(status_of(fault), fault.what());
  } catch (const std::exception& fault) {
    return Api::refusal(500, fmt::format("a fault in siamrt itself: {}", fault.what()));
  }
}

}  // namespace

Reply Api::refusal(int status, const std::string& line) {
  return {status, "application/json", dumped({{"error", line}}), ""};
}

Reply Api::get(const std::string& name, const Query& query) const {
  return guarded([&]() -> Reply {
    if (name == "state") return {200, "application/json", live_.state(), ""};
    if (name == "files") return done(files_json(studio_.library(), value_of(query, "path")));
    if (name == "timeline") {
      const SessionPtr session = studio_.session();
      return done(session ? timeline_json(session->record()) : Json{{"targets", Json::array()}});
    }
    if (name == "save") return saved(*table_of(studio_), value_of(query, "format"));
    if (name == "template") return template_of(*table_of(studio_), value_of(query, "target"));
    return refusal(404, "no such thing to ask for: /api/" + core::shown(name));
  });
}

Reply Api::post(const std::string& name, const std::string& body) {
  return guarded([&]() -> Reply {
    if (name == "restore") {
      settled(table_of(studio_)->restore(session::read_session(body, "session file").targets));
      return done();
    }
    const auto act = acts().find(name);
    if (act != acts().end()) {
      const Fields fields(body, act->second.first);
      return done(act->second.second(table_of(studio_), fields));
    }
    if (name == "open") {
      const Fields fields(body, {"path"});
      studio_.open(fields.text("path"));
      return done();
    }
    if (name == "video") {
      const Fields fields(body, {});
      studio_.write_video();
      return done();
    }
    if (name == "record") {
      if (Fields(body, {"on"}).flag("on")) {
        studio_.start_recording();
      } else {
        studio_.recordings().stop();
      }
      return done();
    }
    return refusal(404, "no such thing to do: /api/" + core::shown(name));
  });
}

}  // namespace siamrt::ui
