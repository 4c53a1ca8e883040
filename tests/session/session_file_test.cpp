#include "session/session_file.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

namespace siamrt::session {
namespace {

Record made_record() {
  Record record;
  record.input = "clip.mp4";
  record.model = "made";
  record.count = 9;
  Target target(4);
  target.set_by_hand(2, {10.125, 20, 30, 40});
  target.note(3, {{0.1, 21, 30, 40}, 1.0 / 3, true, Origin::tracked});
  target.note(4, {{11, 21, 30, 40}, 0, false, Origin::held});
  target.set_by_hand(7, {1, 2, 3, 4});
  record.targets = {target};
  return record;
}

TEST(SessionFile, ReadsBackEveryBoxToTheLastBit) {
  const Record record = made_record();
  const Record again = read_session(session_text(record), "s.json");
  EXPECT_EQ(again.input, record.input);
  ASSERT_EQ(again.targets.size(), 1U);
  EXPECT_EQ(again.targets[0].number(), 4);
  ASSERT_EQ(again.targets[0].marks().size(), 4U);
  for (const auto& [frame, mark] : record.targets[0].marks()) {
    const Mark& other = *again.targets[0].at(frame);
    EXPECT_EQ(other.box, mark.box);
    EXPECT_EQ(other.score, mark.score);
    EXPECT_EQ(other.lost, mark.lost);
    EXPECT_EQ(other.origin, mark.origin);
  }
}

TEST(SessionFile, SaysWhatIsWrongWithABrokenOne) {
  const std::string good = session_text(made_record());
  const auto with = [&good](const std::string& old, const std::string& fresh) {
    std::string text = good;
    text.replace(text.find(old), old.size(), fresh);
    return text;
  };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "no JSON object"},
      {"[1,2]", "no JSON object"},
      {good.substr(0, good.size() / 2), "no JSON object"},
      {with("\"siamrt_session\":1", "\"siamrt_session\":2"), "version 2"},
      {with("\"siamrt_session\":1", "\"siamrt_session\":\"1\""), "whole number"},
      {with("\"targets\":[", "\"targets\":7,\"x\":["), "targets"},
      {with("10.125", "\"a\""), "x: expected a number"},
      {with("10.125", "1e999"), ""},
      {with("30.0,40.0", "0,40.0"), "no box"},
      {with("\"hand\"", "\"foot\""), "'foot'"},
      {with("[2,", "[-2,"), "out of range"},
      {with("\"number\":5", "\"number\":0"), "number"},
      {std::string(100000, '['), "no JSON object"},
  };
  for (const auto& [text, words] : cases) {
    try {
      read_session(text, "s.json");
      ADD_FAILURE() << "accepted: " << text.substr(0, 200);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Error::Kind::input);
      EXPECT_THAT(error.what(), testing::StartsWith("s.json: "));
      EXPECT_THAT(error.what(), testing::HasSubstr(words));
    }
  }
}

}  // namespace
}  // namespace siamrt::session
