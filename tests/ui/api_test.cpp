#include "ui/api.hpp"

#include "session/made.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <thread>

namespace siamrt::ui {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr int frames = 12;

/// An API over a library with one made clip in it.
class Apis : public testing::Test {
 protected:
  Apis()
      : clip(test::temporary_dir() / "made"),
        studio([this] { return session::made_follower(calls); }, options_of(clip)),
        live(studio),
        api(studio, live) {
    std::filesystem::rename(session::made_clip(frames), clip);
  }

  static Studio::Options options_of(const std::filesystem::path& clip) {
    Studio::Options options;
    options.root = clip.parent_path().string();
    options.session.most_targets = 3;
    return options;
  }

  void open() {
    const Reply reply = api.post("open", json{{"path", clip.filename().string()}}.dump());
    ASSERT_EQ(reply.status, 200) << reply.body;
    session::wait_at(*studio.session(), 0);
  }

  json state() { return json::parse(api.get("state", {}).body); }

  Reply add(int n = 0) {
    const Box box = session::made_truth(n);
    return api.post("add", json{{"frame", n}, {"box", {box.x, box.y, box.w, box.h}}}.dump());
  }

  void play_to_the_end() {
    api.post("speed", R"({"value": 0})");
    ASSERT_EQ(api.post("play", "").status, 200);
    session::wait_until(*studio.session(), [](const session::Shown& shown) { return shown.ended; });
  }

  std::shared_ptr<session::Calls> calls = std::make_shared<session::Calls>();
  std::filesystem::path clip;
  Studio studio;
  Live live;
  Api api;
};

TEST_F(Apis, SaysThatNothingIsOpenUntilSomethingIs) {
  EXPECT_EQ(state()["open"], false);
  const Reply reply = api.post("play", "{}");
  EXPECT_EQ(reply.status, 409);
  EXPECT_THAT(reply.body, HasSubstr("no clip is open"));
  open();
  EXPECT_EQ(state()["open"], true);
  EXPECT_EQ(state()["count"], frames);
  EXPECT_EQ(state()["title"], clip.filename().string());
}

TEST_F(Apis, FollowsATargetAndSavesIt) {
  open();
  EXPECT_EQ(json::parse(add().body)["target"], 1);
  play_to_the_end();
  const json target = state()["targets"][0];
  EXPECT_EQ(target["number"], 1);
  EXPECT_NEAR(target["box"][0].get<double>(), session::made_truth(frames - 1).x, 0.01);
  const Reply csv = api.get("save", {{"format", "csv"}});
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), frames + 1);
  EXPECT_THAT(csv.attachment, HasSubstr(".csv"));
  EXPECT_EQ(api.get("save", {{"format", "otb"}}).type, "text/plain; charset=utf-8");
  add(0);
  EXPECT_EQ(api.get("save", {{"format", "otb"}}).body.substr(0, 2), "PK");
  EXPECT_EQ(api.get("save", {{"format", "xml"}}).status, 409);
}

TEST_F(Apis, ASavedSessionComesBack) {
  open();
  add();
  play_to_the_end();
  const Reply saved = api.get("save", {{"format", "session"}});
  ASSERT_EQ(api.post("remove", R"({"target": 1})").status, 200);
  EXPECT_TRUE(state()["targets"].empty());
  ASSERT_EQ(api.post("restore", saved.body).status, 200);
  EXPECT_EQ(state()["targets"].size(), 1U);
  EXPECT_EQ(api.post("restore", "{}").status, 409);
}

TEST_F(Apis, TheTimeLineHasKeyFramesAndSpans) {
  open();
  add();
  play_to_the_end();
  api.post("correct", R"({"target": 1, "frame": 5, "box": [10, 10, 20, 20]})");
  const json row = json::parse(api.get("timeline", {}).body)["targets"][0];
  EXPECT_EQ(row["keys"], (std::vector<int>{0, 5}));
  EXPECT_EQ(row["spans"][0], (std::vector<int>{0, 5, 0}));
}

TEST_F(Apis, TellsAMalformedRequestFromOneAtTheWrongTime) {
  open();
  const std::vector<std::pair<std::string, std::string>> malformed = {
      {"seek", ""},
      {"seek", "{"},
      {"seek", "[1]"},
      {"seek", R"({"frame": "7"})"},
      {"seek", R"({"frame": 1.5})"},
      {"seek", R"({"frame": -1})"},
      {"seek", R"({"frame": 18446744073709551615})"},
      {"seek", R"({"frame": 1, "frmae": 2})"},
      {"play", R"({"now": true})"},
      {"step", R"({"by": 100000})"},
      {"speed", R"({"value": null})"},
      {"add", R"({"frame": 0})"},
      {"add", R"({"frame": 0, "box": [1, 2, 3]})"},
      {"add", R"({"frame": 0, "box": [1, 2, 0, 4]})"},
      {"add", R"({"frame": 0, "box": [1, 2, -3, 4]})"},
      {"add", R"({"frame": 0, "box": [1, 2, "3", 4]})"},
      {"correct", R"({"target": 0, "box": [1, 2, 3, 4]})"},
      {"insights", R"({"on": 1})"},
      {"open", R"({"path": 7})"},
      {"seek", std::string(100000, '[')},
  };
  for (const auto& [name, body] : malformed) {
    const Reply reply = api.post(name, body);
    EXPECT_EQ(reply.status, 400) << name << ' ' << body.substr(0, 80) << ' ' << reply.body;
    EXPECT_TRUE(json::parse(reply.body).contains("error"));
  }
  const std::vector<std::pair<std::string, std::string>> not_now = {
      {"correct", R"({"target": 9, "box": [1, 2, 3, 4]})"},
      {"remove", R"({"target": 9})"},
      {"back", "{}"},
      {"add", R"({"frame": 0, "box": [5000, 5000, 9, 9]})"},
      {"add", R"({"frame": 5000, "box": [1, 1, 9, 9]})"},
      {"speed", R"({"value": -1})"},
      {"open", R"({"path": "../../etc"})"},
      {"open", R"({"path": "nowhere.mp4"})"},
  };
  for (const auto& [name, body] : not_now) {
    EXPECT_EQ(api.post(name, body).status, 409) << name << ' ' << body;
  }
  EXPECT_EQ(api.post("dance", "{}").status, 404);
  EXPECT_EQ(api.get("dance", {}).status, 404);
  EXPECT_EQ(api.get("files", {{"path", ".."}}).status, 409);
  EXPECT_EQ(state()["open"], true);  // and all is as it was
}

TEST_F(Apis, KeepsToTheMostTargets) {
  open();
  for (int n = 0; n < 3; ++n) EXPECT_EQ(add().status, 200);
  EXPECT_EQ(add().status, 409);
}

TEST_F(Apis, ListsTheLibrary) {
  const json files = json::parse(api.get("files", {}).body);
  bool found = false;
  for (const json& entry : files["entries"])
    found = found || (entry["name"] == clip.filename().string() && entry["sequence"] == true);
  EXPECT_TRUE(found);
}

TEST_F(Apis, ViewersGetTheNewestMomentAndItsPictureOnce) {
  open();
  const Live::Viewer viewer(live);
  const auto first = live.wait(0, std::chrono::seconds(10));
  ASSERT_TRUE(first && first->picture);
  EXPECT_EQ(first->picture->substr(0, 2), "\xff\xd8");
  play_to_the_end();
  auto moment = first;
  while (json::parse(moment->state)["index"] != frames - 1) {
    moment = live.wait(moment->serial, std::chrono::seconds(10));
    ASSERT_TRUE(moment);
  }
  EXPECT_GT(moment->picture_serial, first->picture_serial);
}

TEST_F(Apis, WritesAnAnnotatedVideoOnTheSide) {
  open();
  add();
  ASSERT_EQ(api.post("video", "{}").status, 200);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (studio.video().state == VideoJob::State::running && std::chrono::steady_clock::now() < end)
    std::this_thread::yield();
  const VideoJob job = studio.video();
  ASSERT_EQ(job.state, VideoJob::State::done) << job.problem;
  EXPECT_EQ(job.frames, frames);
  EXPECT_GT(std::filesystem::file_size(job.file), 1000U);
}

TEST_F(Apis, AnUploadThatIsNoVideoIsRefusedAndRemoved) {
  const std::string place = studio.upload_place("clip.mp4");
  std::ofstream(place) << "#EXTM3U\nfile:///etc/hosts\n";
  EXPECT_THROW(studio.open_upload(place, "clip.mp4"), Error);
  EXPECT_FALSE(std::filesystem::exists(place));
  EXPECT_THROW(studio.upload_place("clip.sh"), Error);
  EXPECT_EQ(studio.upload_place("../../x y;.mp4").find(".."), std::string::npos);
}

TEST_F(Apis, UndoesAndDoesAgainAndSaysWhat) {
  open();
  EXPECT_EQ(api.post("undo", "{}").status, 409);
  add();
  EXPECT_EQ(state()["undo"], "target 1 drawn");
  EXPECT_EQ(json::parse(api.post("undo", "{}").body)["undone"], "target 1 drawn");
  EXPECT_TRUE(state()["targets"].empty());
  EXPECT_EQ(state()["redo"], "target 1 drawn");
  EXPECT_EQ(json::parse(api.post("redo", "").body)["redone"], "target 1 drawn");
  EXPECT_EQ(state()["targets"].size(), 1U);
  EXPECT_EQ(api.post("undo", R"({"steps": 2})").status, 400);
}

TEST_F(Apis, RecordsLiveInputOnly) {
  EXPECT_EQ(api.post("record", R"({"on": true})").status, 409);
  open();
  const Reply reply = api.post("record", R"({"on": true})");
  EXPECT_EQ(reply.status, 409);
  EXPECT_THAT(reply.body, HasSubstr("annotated video"));
  EXPECT_EQ(api.post("record", R"({"on": false})").status, 409);
  EXPECT_EQ(api.post("record", R"({"on": 1})").status, 400);
  EXPECT_EQ(api.post("record", "{}").status, 400);
  EXPECT_EQ(state()["recording"]["state"], "none");
}

}  // namespace
}  // namespace siamrt::ui
