#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace siamrt::model {

/// Type of a storage's elements.
enum class Element { f16, bf16, f32, f64, i8, u8, i16, i32, i64, boolean };

/// Bytes of one element.
std::int64_t size_of(Element element) noexcept;

/// PyTorch's name: float32, bfloat16, int64, bool ...
const char* to_string(Element element) noexcept;

/// What the pickles of torch.save may hold. Everything is data: a constructor is a word with a
/// meaning (`Global`), never something that is called.
struct PickleValue {
  enum class Kind : std::uint8_t {
    none,
    boolean,
    integer,
    text,
    list,    ///< list or tuple
    dict,    ///< plain or ordered
    global,  ///< a constructor or a type
    storage,
    tensor,  ///< tensor or parameter
    other,   ///< float, bytes, numpy scalar, device: read over, not kept
  };
  Kind kind = Kind::other;
  std::int64_t number = 0;                ///< value; index of a storage or tensor; which global
  std::string_view text;                  ///< points into the pickle; of a global `module name`
  std::vector<std::uint32_t> items = {};  ///< list: values; dict: key, value, key, value ...
};

/// A storage that a pickle names; its content lies elsewhere in the file.
struct PickleStorage {
  /// In files of early versions: this storage is a part of another, `size` elements from `offset`.
  struct View {
    std::string_view key;
    std::int64_t offset = 0;
    std::int64_t size = 0;
  };
  Element element = Element::f32;
  std::string_view key;
  std::int64_t count = 0;  ///< elements, of the whole storage
  std::optional<View> view;
};

/// A tensor as a pickle describes it; nothing is checked against the storage yet.
struct PickleTensor {
  std::size_t storage = 0;
  std::int64_t offset = 0;  ///< elements
  std::vector<std::int64_t> sizes;
  std::vector<std::int64_t> strides;  ///< elements
};

/// One pickle of protocol 2 to 4, as torch.save writes them. Strict: the opcodes that such files
/// need, the constructors of tensors, and no others; nothing is executed. Values lie side by side
/// and refer to each other by number, so that neither depth nor sharing costs more than the bytes
/// read.
class Pickle {
 public:
  /// Reads the pickle that begins at `at` and moves `at` behind it. `bytes` must outlive the
  /// result. `place` begins every message. Throws Error(input).
  Pickle(std::string_view bytes, std::size_t& at, const std::string& place);

  const PickleValue& root() const { return values_[root_]; }
  const PickleValue& value(std::uint32_t id) const { return values_[id]; }
  const std::vector<PickleStorage>& storages() const noexcept { return storages_; }
  const std::vector<PickleTensor>& tensors() const noexcept { return tensors_; }

  /// The value of a text key in a dict, the last one where there are several; null where there is
  /// none or `dict` is none.
  const PickleValue* find(const PickleValue& dict, std::string_view key) const;

 private:
  friend class PickleReader;
  std::uint32_t root_ = 0;
  std::vector<PickleValue> values_;
  std::vector<PickleStorage> storages_;
  std::vector<PickleTensor> tensors_;
};

/// A kind in words, for messages.
const char* to_string(PickleValue::Kind kind) noexcept;

}  // namespace siamrt::model
