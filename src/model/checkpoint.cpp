#include "model/checkpoint.hpp"

#include "core/atomic_file.hpp"
#include "core/shown.hpp"
#include "model/checkpoint_zip.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

namespace siamrt::model {
namespace {

using Kind = PickleValue::Kind;

/// The stream begins with a pickle of 0x1950a86a20f9469cfc6c: these bytes after PROTO and its
/// number and, in protocol 4, a FRAME and its size.
constexpr std::string_view stream_magic("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e", 13);
constexpr std::int64_t stream_version = 1001;

/// Taken off in this order, only from the front (TracKit, load_pretrain).
constexpr std::string_view prefixes[] = {"module.", "feature_extractor."};
constexpr std::string_view wrappers[] = {"state_dict", "model_state_dict"};

bool is_stream(std::string_view bytes) {
  const std::size_t at = bytes.find(stream_magic);
  return at == 2 || at == 11;
}

std::string_view bare_name(std::string_view name) {
  for (const std::string_view prefix : prefixes) {
    if (name.substr(0, prefix.size()) == prefix) name.remove_prefix(prefix.size());
  }
  return name;
}

}  // namespace

std::int64_t count_of(const CheckpointTensor& tensor) noexcept {
  std::int64_t count = 1;
  for (const std::int64_t size : tensor.sizes) count *= size;
  return count;
}

std::string elements_of(const CheckpointTensor& tensor) {
  const auto width = static_cast<std::size_t>(size_of(tensor.element));
  const auto count = static_cast<std::size_t>(count_of(tensor));
  std::string out(count * width, '\0');
  std::vector<std::int64_t> index(tensor.sizes.size(), 0);
  std::int64_t at = tensor.offset;
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(out.data() + i * width,
                tensor.storage.data() + static_cast<std::size_t>(at) * width, width);
    for (std::size_t axis = index.size(); axis > 0; --axis) {
      const std::size_t a = axis - 1;
      at += tensor.strides[a];
      if (++index[a] < tensor.sizes[a]) break;
      at -= tensor.strides[a] * tensor.sizes[a];
      index[a] = 0;
    }
  }
  return out;
}

/// Finds out what a file is and takes it apart. Used by Checkpoint alone.
class CheckpointReader {
 public:
  CheckpointReader(std::string bytes, const std::string& place)
      : held_(std::make_shared<const std::string>(std::move(bytes))),
        bytes_(*held_),
        place_(place) {}

  Checkpoint read() {
    if (bytes_.empty()) fail("empty, expected a checkpoint");
    if (bytes_.substr(0, 2) == "PK") {
      read_zip_file();
    } else if (is_stream(bytes_.substr(0, 64))) {
      made_.format_ = Checkpoint::Format::stream;
      read_stream();
    } else {
      fail("no checkpoint: neither a zip file nor the stream format of torch.save");
    }
    made_.bytes_ = held_;
    return std::move(made_);
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(Error::Kind::input, fmt::format("{}: {}", place_, problem));
  }

  void read_zip_file() {
    const ZipRecords records = read_zip(bytes_, place_);
    if (records.count("constants.pkl") != 0)
      fail("an archive (TorchScript), expected a checkpoint written by torch.save");
    const auto object = records.find("data.pkl");
    if (object == records.end()) fail("no checkpoint: a zip file without data.pkl");
    const auto order = records.find("byteorder");
    if (order != records.end() && order->second != "little")
      fail("written on a big-endian machine, expected little-endian");
    std::size_t at = 0;
    const Pickle pickle(object->second, at, place_);
    for (const PickleStorage& storage : pickle.storages()) {
      const auto found = records.find("data/" + std::string(storage.key));
      if (found == records.end())
        fail(fmt::format("damaged: storage {} is missing", core::shown(storage.key)));
      if (storage.view) fail("damaged: a storage inside another, as only streams have");
      check_size(storage, found->second.size());
      storages_.push_back(found->second);
    }
    take_state(pickle);
  }

  /// Five pickles (magic number, version, the machine, the object, the storages' keys), then the
  /// storages: element count and elements.
  void read_stream() {
    std::size_t at = 0;
    const Pickle magic(bytes_, at, place_);
    const Pickle version(bytes_, at, place_);
    if (version.root().kind != Kind::integer || version.root().number != stream_version)
      fail(fmt::format("stream version {}, expected {}", version.root().number, stream_version));
    const Pickle machine(bytes_, at, place_);
    const PickleValue* little = machine.find(machine.root(), "little_endian");
    if (little != nullptr && little->kind == Kind::boolean && little->number == 0)
      fail("written on a big-endian machine, expected little-endian");
    const Pickle object(bytes_, at, place_);
    const Pickle keys(bytes_, at, place_);
    if (keys.root().kind != Kind::list) fail("damaged: no list of storages");
    read_stream_storages(object, keys, at);
    take_state(object);
  }

  void read_stream_storages(const Pickle& object, const Pickle& keys, std::size_t at) {
    std::unordered_map<std::string_view, const PickleStorage*> wanted;
    for (const PickleStorage& storage : object.storages()) {
      const auto [known, is_new] = wanted.emplace(storage.key, &storage);
      if (!is_new &&
          (known->second->element != storage.element || known->second->count != storage.count)) {
        fail(fmt::format("damaged: storage {} has two sizes", core::shown(storage.key)));
      }
    }
    std::unordered_map<std::string_view, std::string_view> contents;
    for (const std::uint32_t id : keys.root().items) {
      const PickleValue& key = keys.value(id);
      const auto found = wanted.find(key.text);
      if (key.kind != Kind::text || found == wanted.end())
        fail("damaged: a storage that nothing refers to");
      const std::string_view raw = stream_storage(*found->second, at);
      if (!contents.emplace(key.text, raw).second)
        fail(fmt::format("damaged: storage {} occurs twice", core::shown(key.text)));
    }
    for (const PickleStorage& storage : object.storages()) {
      const auto found = contents.find(storage.key);
      if (found == contents.end())
        fail(fmt::format("damaged: storage {} is missing", core::shown(storage.key)));
      storages_.push_back(storage.view ? view_of(storage, found->second) : found->second);
    }
  }

  std::string_view stream_storage(const PickleStorage& storage, std::size_t& at) const {
    constexpr std::size_t header = 8;
    if (bytes_.size() - at < header) fail("truncated: it ends before its last storage");
    std::uint64_t count = 0;
    std::memcpy(&count, bytes_.data() + at, header);
    at += header;
    if (count != static_cast<std::uint64_t>(storage.count)) {
      fail(fmt::format("damaged: storage {} has {} elements, expected {}", core::shown(storage.key),
                       count, storage.count));
    }
    const auto width = static_cast<std::uint64_t>(size_of(storage.element));
    if (count > (bytes_.size() - at) / width) fail("truncated: it ends inside a storage");
    const std::string_view raw = bytes_.substr(at, count * width);
    at += raw.size();
    return raw;
  }

  std::string_view view_of(const PickleStorage& storage, std::string_view whole) const {
    const PickleStorage::View& view = *storage.view;
    if (view.offset < 0 || view.size < 0 || view.offset > storage.count ||
        view.size > storage.count - view.offset) {
      fail(fmt::format("damaged: view {} reaches outside its storage", core::shown(view.key)));
    }
    const auto width = static_cast<std::size_t>(size_of(storage.element));
    return whole.substr(static_cast<std::size_t>(view.offset) * width,
                        static_cast<std::size_t>(view.size) * width);
  }

  void check_size(const PickleStorage& storage, std::size_t bytes) const {
    const auto width = static_cast<std::size_t>(size_of(storage.element));
    if (bytes % width == 0 && bytes / width == static_cast<std::size_t>(storage.count)) return;
    fail(fmt::format("damaged: storage {} has {} bytes, expected {} elements of {}",
                     core::shown(storage.key), bytes, storage.count, to_string(storage.element)));
  }

  void take_state(const Pickle& pickle) {
    const PickleValue* state = &pickle.root();
    if (const PickleValue* epoch = pickle.find(*state, "epoch");
        epoch != nullptr && epoch->kind == Kind::integer) {
      made_.epoch_ = epoch->number;
    }
    for (const std::string_view wrapper : wrappers) {
      const PickleValue* inner = pickle.find(*state, wrapper);
      if (inner != nullptr && inner->kind == Kind::dict) state = inner;
    }
    if (state->kind != Kind::dict)
      fail(fmt::format("holds a {}, expected a state dict", to_string(state->kind)));
    if (state->items.empty()) fail("its state dict is empty");
    std::unordered_set<std::string> names;
    for (std::size_t i = 0; i + 1 < state->items.size(); i += 2) {
      const PickleValue& name = pickle.value(state->items[i]);
      const PickleValue& value = pickle.value(state->items[i + 1]);
      if (name.kind != Kind::text || value.kind != Kind::tensor) {
        fail(fmt::format("entry '{}' is a {}, expected a tensor", core::shown(name.text),
                         to_string(value.kind)));
      }
      CheckpointTensor tensor = tensor_of(pickle, bare_name(name.text),
                                          pickle.tensors()[static_cast<std::size_t>(value.number)]);
      if (!names.insert(tensor.name).second) {
        fail(fmt::format("two tensors are called {} once prefixes are off",
                         core::shown(tensor.name)));
      }
      made_.tensors_.push_back(std::move(tensor));
    }
  }

  CheckpointTensor tensor_of(const Pickle& pickle, std::string_view name,
                             const PickleTensor& found) const {
    CheckpointTensor tensor;
    tensor.name = name;
    tensor.element = pickle.storages()[found.storage].element;
    tensor.storage = storages_[found.storage];
    tensor.offset = found.offset;
    tensor.sizes = found.sizes;
    tensor.strides = found.strides;
    check_inside(tensor);
    return tensor;
  }

  void check_inside(const CheckpointTensor& tensor) const {
    const auto refuse = [&](const char* problem) {
      fail(fmt::format("tensor {}: {}", core::shown(tensor.name), problem));
    };
    if (tensor.sizes.size() != tensor.strides.size()) refuse("sizes and strides differ in number");
    const auto held = static_cast<std::int64_t>(tensor.storage.size()) / size_of(tensor.element);
    std::int64_t count = 1, last = tensor.offset;
    bool overflow = tensor.offset < 0;
    for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
      const std::int64_t size = tensor.sizes[i], stride = tensor.strides[i];
      std::int64_t reach = 0;
      overflow = overflow || size < 0 || stride < 0 || __builtin_mul_overflow(count, size, &count);
      if (size < 1) continue;
      overflow = overflow || __builtin_mul_overflow(size - 1, stride, &reach) ||
                 __builtin_add_overflow(last, reach, &last);
    }
    if (overflow) refuse("impossible sizes or strides");
    if (count > 0 && last >= held) refuse("reaches outside its storage");
    if (count > held) refuse("has more elements than its storage");
  }

  std::shared_ptr<const std::string> held_;
  std::string_view bytes_;
  const std::string& place_;
  Checkpoint made_;
  std::vector<std::string_view> storages_;  ///< by index of the pickle's storages
};

Checkpoint Checkpoint::parse(std::string bytes, const std::string& place) {
  return CheckpointReader(std::move(bytes), place).read();
}

Checkpoint Checkpoint::open(const std::string& path) { return parse(core::read_file(path), path); }

}  // namespace siamrt::model
