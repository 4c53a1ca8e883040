// The readers of checkpoints: any bytes give a state dict whose tensors lie inside the file, or an
// Error(input) of one line. The first byte chooses what the rest is: a whole file (zip or stream),
// a stream behind its three head pickles, or the object's pickle in a sound zip (whose CRC no
// fuzzer would hit).

#include "model/checkpoint.hpp"
#include "require.hpp"

#include <siamrt/error.hpp>

#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace {

using std::string_literals::operator""s;

std::string little(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i)
    text += static_cast<char>(number >> (8U * static_cast<unsigned>(i)));
  return text;
}

class Zip {
 public:
  void add(const std::string& name, const std::string& content) {
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    const std::string common = "\0\0\0\0\0\0\0\0"s + little(crc, 4) + little(content.size(), 4) +
                               little(content.size(), 4) + little(name.size(), 2) + "\0\0"s;
    directory_ +=
        "PK\1\2\0\0\0\0"s + common + std::string(10, '\0') + little(body_.size(), 4) + name;
    body_ += "PK\3\4\0\0"s + common + name + content;
    ++count_;
  }
  std::string whole() const {
    return body_ + directory_ + "PK\5\6\0\0\0\0"s + little(count_, 2) + little(count_, 2) +
           little(directory_.size(), 4) + little(body_.size(), 4) + "\0\0"s;
  }

 private:
  std::string body_, directory_;
  std::uint64_t count_ = 0;
};

std::string file_of(std::uint8_t kind, const std::string& rest) {
  if (kind % 3 == 0) return rest;
  if (kind % 3 == 1) {
    return "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e\x80\x02M\xe9\x03.\x80\x02}."s +
           rest;
  }
  Zip zip;
  zip.add("a/data.pkl", rest);
  for (const char* key : {"0", "1", "2"}) zip.add("a/data/"s + key, std::string(96, '\1'));
  return zip.whole();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    const auto found = siamrt::model::Checkpoint::parse(file_of(data[0], rest), "c.pth");
    SIAMRT_REQUIRE(!found.tensors().empty());
    for (const auto& tensor : found.tensors()) {
      const std::string elements = elements_of(tensor);
      SIAMRT_REQUIRE(elements.size() <= tensor.storage.size());
    }
  } catch (const siamrt::Error& error) {
    SIAMRT_REQUIRE(error.kind() == siamrt::Error::Kind::input);
    SIAMRT_REQUIRE(std::strpbrk(error.what(), "\r\n") == nullptr);
    SIAMRT_REQUIRE(std::strncmp(error.what(), "c.pth: ", 7) == 0);
  }
  return 0;
}
