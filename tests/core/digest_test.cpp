#include "core/digest.hpp"

#include "core/atomic_file.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gtest/gtest.h>

namespace siamrt::core {
namespace {

// Vectors of FIPS 180-4's examples and NIST's SHAVS.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfAFileEqualsThatOfItsBytesForEverySizeAroundAPiece) {
  const std::string path = (test::temporary_dir() / "bytes").string();
  for (const std::size_t size : {0u, 1u, 65535u, 65536u, 65537u, 200000u}) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 % 251);
    write_atomically(path, bytes);
    EXPECT_EQ(sha256_of_file(path), sha256(bytes)) << size;
  }
}

TEST(Sha256, OfAMissingFileOrAFolderIsAnInputError) {
  const std::string folder = test::temporary_dir().string();
  for (const std::string& path : {folder, folder + "/none"}) {
    try {
      sha256_of_file(path);
      FAIL() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Error::Kind::input);
      EXPECT_EQ(std::string(error.what()).rfind(path, 0), 0u) << error.what();
    }
  }
}

}  // namespace
}  // namespace siamrt::core
