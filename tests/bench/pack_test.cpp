#include "bench/pack.hpp"

#include "bench/run_store.hpp"
#include "data/zip_index.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <map>

namespace siamrt::bench {
namespace {

class PackTest : public testing::Test {
 protected:
  /// Names and contents in an archive, read by the data room's own reader.
  std::map<std::string, std::string> unpacked(const std::string& bytes) const {
    store_.write("upload.zip", bytes);
    const data::RawFile file(store_.folder() + "/upload.zip");
    std::map<std::string, std::string> found;
    for (const data::Member& member : data::zip_index(file))
      found[member.path] = data::zip_content(file, member);
    return found;
  }

  RunStore store_{(test::temporary_dir() / "run").string(), {{"model", "x"}}, false};
};

TEST_F(PackTest, HoldsGot10ksFoldersWithBoxesAndTimesAtItsTop) {
  const std::string boxes = std::string(5000, '1') + "\n";
  for (const char* name : {"V1", "V2"}) {
    store_.write(result_path(Layout::got10k, name, 1, 1), boxes);
    store_.write(times_path(Layout::got10k, name), "0.5\n");
  }
  const std::string bytes = pack_results(store_.folder(), Layout::got10k, {"V1", "V2"}, 1);
  EXPECT_LT(bytes.size(), 2000U) << "not compressed";
  const std::map<std::string, std::string> wanted = {{"V1/V1_001.txt", boxes},
                                                     {"V1/V1_time.txt", "0.5\n"},
                                                     {"V2/V2_001.txt", boxes},
                                                     {"V2/V2_time.txt", "0.5\n"}};
  EXPECT_EQ(unpacked(bytes), wanted);
}

TEST_F(PackTest, HoldsTrackingNetsPlainFiles) {
  store_.write(result_path(Layout::text, "a-b_0", 1, 1), "1,2,3,4\n");
  store_.write(times_path(Layout::text, "a-b_0"), "0.5\n");
  const std::map<std::string, std::string> wanted = {{"a-b_0.txt", "1,2,3,4\n"}};
  EXPECT_EQ(unpacked(pack_results(store_.folder(), Layout::text, {"a-b_0"}, 1)), wanted);
}

TEST_F(PackTest, IsTheSameBytesForTheSameFiles) {
  store_.write(result_path(Layout::text, "a", 1, 1), "1,2,3,4\n");
  const std::string once = pack_results(store_.folder(), Layout::text, {"a"}, 1);
  EXPECT_EQ(pack_results(store_.folder(), Layout::text, {"a"}, 1), once);
}

TEST_F(PackTest, NamesAFileThatIsMissing) {
  try {
    pack_results(store_.folder(), Layout::got10k, {"V1"}, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    EXPECT_THAT(error.what(), testing::HasSubstr("V1_001.txt"));
  }
}

}  // namespace
}  // namespace siamrt::bench
