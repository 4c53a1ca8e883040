#include "ui/upload_kind.hpp"

#include <gtest/gtest.h>

namespace siamrt::ui {
namespace {

TEST(UploadKind, KnowsTheBeginningsOfVideosAndArchives) {
  using namespace std::string_literals;
  std::string tar(512, '\0');
  tar.replace(257, 5, "ustar");
  std::string stream(600, 'x');
  for (const std::size_t at : {0, 188, 376}) stream[at] = 'G';
  for (const std::string& bytes :
       {"\0\0\0\x20"s + "ftypisom", "RIFF\1\2\3\4AVI LIST"s, "\x1a\x45\xdf\xa3 webm"s,
        "\0\0\1\xba rest"s, "PK\3\4 zip"s, tar, stream})
    EXPECT_TRUE(begins_like_clip(bytes)) << bytes.substr(0, 12);
}

TEST(UploadKind, TextNeverPassesWhateverItIsCalled) {
  for (const char* bytes : {"", "#EXTM3U\nfile:///etc/hosts", "ffconcat version 1.0\nfile /etc/a",
                            "<?xml version='1.0'?><MPD>", "RIFF", "RIFF....WAVE", "hello"})
    EXPECT_FALSE(begins_like_clip(bytes)) << bytes;
  EXPECT_FALSE(looks_like_clip("/nowhere"));
}

TEST(UploadKind, GoesByTheExtensionInAnyCase) {
  EXPECT_TRUE(is_clip_name("a.MP4"));
  EXPECT_TRUE(is_clip_name("a.b.zip"));
  for (const char* name : {"", "a", "a.txt", "a.m3u8", "mp4", "a.mp4/", "a.mp4.sh"})
    EXPECT_FALSE(is_clip_name(name)) << name;
}

}  // namespace
}  // namespace siamrt::ui
