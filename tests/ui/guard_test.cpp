#include "ui/guard.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace siamrt::ui {
namespace {

Guard::Asked get(const std::string& host, const std::string& origin = "") {
  Guard::Asked asked;
  asked.method = "GET";
  asked.host = host;
  asked.origin = origin;
  return asked;
}

Guard::Asked post(const std::string& type) {
  Guard::Asked asked = get("127.0.0.1:8100");
  asked.method = "POST";
  asked.content_type = type;
  return asked;
}

TEST(Guard, AnswersToItsOwnNamesAndToNoOther) {
  const Guard guard("127.0.0.1", 8100);
  for (const char* host : {"127.0.0.1:8100", "localhost:8100", "LOCALHOST:8100", "[::1]:8100"})
    EXPECT_EQ(guard.judge(get(host)).status, 200) << host;
  for (const char* host : {"", "evil.example:8100", "127.0.0.1", "127.0.0.1:8101", "localhost",
                           "127.0.0.1:8100.evil.example", "localhost.evil.example:8100"})
    EXPECT_EQ(guard.judge(get(host)).status, 403) << host;
}

TEST(Guard, RefusesPagesOfOtherOrigins) {
  const Guard guard("127.0.0.1", 8100);
  EXPECT_EQ(guard.judge(get("localhost:8100", "http://localhost:8100")).status, 200);
  for (const char* origin : {"http://evil.example", "http://localhost:8101", "null",
                             "https://localhost:8100", "http://127.0.0.1:8100"})
    EXPECT_EQ(guard.judge(get("localhost:8100", origin)).status, 403) << origin;
}

TEST(Guard, TakesOnlyTypesThatABrowserDoesNotSendAcrossOriginsUnasked) {
  const Guard guard("127.0.0.1", 8100);
  EXPECT_EQ(guard.judge(post("application/json")).status, 200);
  EXPECT_EQ(guard.judge(post("application/json; charset=utf-8")).status, 200);
  EXPECT_EQ(guard.judge(post("application/octet-stream")).status, 200);
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", "text/plain; application/json"})
    EXPECT_EQ(guard.judge(post(type)).status, 415) << type;
}

TEST(Guard, NeedsNoTokenOnThisMachineAndARandomOneBeyond) {
  EXPECT_EQ(Guard("127.0.0.1", 8100).token(), "");
  EXPECT_EQ(Guard("localhost", 8100).address(), "http://localhost:8100/");
  const Guard guard("0.0.0.0", 8100);
  EXPECT_TRUE(std::regex_match(guard.token(), std::regex("[0-9a-f]{32}")));
  EXPECT_NE(guard.token(), Guard("0.0.0.0", 8100).token());
  EXPECT_NE(guard.address().find("?token=" + guard.token()), std::string::npos);
}

TEST(Guard, TakesTheTokenFromAddressCookieOrHeaderAndNothingLess) {
  const Guard guard("0.0.0.0", 8100);
  Guard::Asked asked = get("machine.lan:8100");
  EXPECT_EQ(guard.judge(asked).status, 401);
  asked.query_token = guard.token();
  EXPECT_EQ(guard.judge(asked).status, 200);
  asked.query_token = guard.token().substr(1);
  EXPECT_EQ(guard.judge(asked).status, 401);
  asked = get("machine.lan:8100");
  asked.cookie = "other=1; siamrt_token=" + guard.token() + "; more=2";
  EXPECT_EQ(guard.judge(asked).status, 200);
  asked.cookie = "siamrt_token=";
  EXPECT_EQ(guard.judge(asked).status, 401);
  asked = get("machine.lan:8100");
  asked.authorization = "Bearer " + guard.token();
  EXPECT_EQ(guard.judge(asked).status, 200);
  asked.origin = "http://evil.example";
  EXPECT_EQ(guard.judge(asked).status, 403);
}

}  // namespace
}  // namespace siamrt::ui
