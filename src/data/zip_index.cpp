#include "data/zip_index.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>

namespace siamrt::data {
namespace {

// Layout: PKWARE's APPNOTE.TXT 6.3, sections 4.3.6 to 4.3.16.
constexpr std::uint64_t end_size = 22;
constexpr std::uint64_t longest_comment = 65535;
constexpr std::uint64_t most_content = std::uint64_t{1} << 30;

[[noreturn]] void fail(const RawFile& file, const std::string& problem) {
  throw Error(Error::Kind::input, fmt::format("{}: {}", file.path(), problem));
}

std::uint64_t little(const std::string& bytes, std::size_t at, int count) {
  std::uint64_t value = 0;
  for (int i = count - 1; i >= 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return value;
}

struct Directory {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

Directory find_directory(const RawFile& file) {
  const std::uint64_t tail_size = std::min(file.size(), end_size + longest_comment);
  const std::uint64_t tail_start = file.size() - tail_size;
  const std::string tail = file.read(tail_start, tail_size);
  const std::size_t end = tail.rfind("PK\x05\x06");
  if (end == std::string::npos || tail.size() - end < end_size)
    fail(file, "no zip file, or one that is cut short");
  Directory found{little(tail, end + 16, 4), little(tail, end + 12, 4)};
  const std::uint64_t position = tail_start + end;
  if ((found.offset == 0xFFFFFFFF || found.size == 0xFFFFFFFF) && position >= 20) {  // zip64
    const std::string locator = file.read(position - 20, 20);
    if (locator.compare(0, 4, "PK\x06\x07") == 0) {
      const std::string record = file.read(little(locator, 8, 8), 56);
      if (record.compare(0, 4, "PK\x06\x06") != 0) fail(file, "a damaged zip64 record");
      found = {little(record, 48, 8), little(record, 40, 8)};
    }
  }
  if (found.offset > file.size() || found.size > file.size() - found.offset)
    fail(file, "a damaged zip: its directory lies outside the file");
  return found;
}

/// Fields that do not fit 32 bits are in the extra field 1, in this order, only where needed.
void read_zip64(const std::string& extra, Member& member) {
  std::size_t at = 0;
  while (at + 4 <= extra.size()) {
    const std::uint64_t id = little(extra, at, 2);
    const std::size_t end = std::min(extra.size(), at + 4 + little(extra, at + 2, 2));
    std::size_t next = at + 4;
    for (std::uint64_t* field : {&member.size, &member.stored, &member.offset}) {
      if (id != 1 || *field != 0xFFFFFFFF || next + 8 > end) continue;
      *field = little(extra, next, 8);
      next += 8;
    }
    at = end;
  }
}

}  // namespace

std::vector<Member> zip_index(const RawFile& file) {
  constexpr std::size_t fixed = 46;
  const Directory place = find_directory(file);
  const std::string directory = file.read(place.offset, place.size);
  std::vector<Member> members;
  std::size_t at = 0;
  while (at + fixed <= directory.size() && directory.compare(at, 4, "PK\x01\x02") == 0) {
    Member member;
    member.encrypted = (little(directory, at + 8, 2) & 1U) != 0;
    member.method = static_cast<std::uint16_t>(little(directory, at + 10, 2));
    member.crc = static_cast<std::uint32_t>(little(directory, at + 16, 4));
    member.stored = little(directory, at + 20, 4);
    member.size = little(directory, at + 24, 4);
    member.offset = little(directory, at + 42, 4);
    const std::size_t name = little(directory, at + 28, 2);
    const std::size_t extra = little(directory, at + 30, 2);
    const std::size_t comment = little(directory, at + 32, 2);
    if (directory.size() - at - fixed < name + extra + comment)
      fail(file, "a damaged zip: its directory is cut short");
    member.path = directory.substr(at + fixed, name);
    read_zip64(directory.substr(at + fixed + name, extra), member);
    at += fixed + name + extra + comment;
    if (!member.path.empty() && member.path.back() != '/') members.push_back(std::move(member));
  }
  if (at != directory.size()) fail(file, "a damaged zip: its directory ends in something else");
  return members;
}

std::string zip_content(const RawFile& file, const Member& member) {
  const auto refuse = [&](const std::string& problem) {
    throw Error(Error::Kind::input, fmt::format("{}:{}: {}", file.path(), member.path, problem));
  };
  if (member.encrypted) refuse("is encrypted");
  if (member.method != 0 && member.method != 8) refuse("is packed in a way other than deflate");
  if (member.size > most_content) refuse("is larger than 1 GiB");
  const std::string header = file.read(member.offset, 30);
  if (header.compare(0, 4, "PK\x03\x04") != 0) refuse("damaged: no local header");
  const std::uint64_t start = member.offset + 30 + little(header, 26, 2) + little(header, 28, 2);
  std::string stored = file.read(start, member.stored);
  std::string content;
  if (member.method == 0) {
    content = std::move(stored);
  } else {
    content.resize(member.size);
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) refuse("cannot unpack: no memory");
    // zlib's field is not const, yet only read.
    stream.next_in = reinterpret_cast<Bytef*>(stored.data());
    stream.avail_in = static_cast<uInt>(stored.size());
    stream.next_out = reinterpret_cast<Bytef*>(content.data());
    stream.avail_out = static_cast<uInt>(content.size());
    const int code = inflate(&stream, Z_FINISH);
    const bool whole = code == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    if (!whole) refuse("damaged: cannot be unpacked");
  }
  const auto crc =
      crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
  if (content.size() != member.size || crc != member.crc) refuse("damaged: wrong checksum");
  return content;
}

}  // namespace siamrt::data
