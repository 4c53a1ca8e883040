// The reader of checkpoints on bytes made by hand: what PyTorch would never write.
// tests/model/test_checkpoints.py compares it with PyTorch on what it does write.

#include "model/checkpoint_fit.hpp"

#include "support/npz.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstring>

namespace siamrt::model {
namespace {

using std::string_literals::operator""s;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string magic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e"s;
const std::string version = "\x80\x02M\xe9\x03."s;
const std::string machine = "\x80\x02}."s;

std::string word(const std::string& text) {
  return "X" + std::string(1, static_cast<char>(text.size())) + "\0\0\0"s + text;
}

std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}

/// Pickle of a float tensor on storage "0" of 4 elements.
std::string tensor(const std::string& offset, const std::string& sizes, const std::string& strides,
                   const std::string& count = "K\x04") {
  return global("torch._utils", "_rebuild_tensor_v2") + "((" + word("storage") +
         global("torch", "FloatStorage") + word("0") + word("cpu") + count + "NtQ" + offset +
         sizes + strides + "\x89}tR";
}

std::string stream(const std::string& object, const std::string& storages) {
  return magic + version + machine + "\x80\x02" + object + "." + "\x80\x02](" + word("0") + "e." +
         storages;
}

std::string four_floats() {
  const float values[4] = {1, 2, 3, 4};
  std::string raw = "\4\0\0\0\0\0\0\0"s;
  raw.append(reinterpret_cast<const char*>(values), sizeof values);
  return raw;
}

std::string with_tensor(const std::string& pickled) {
  return stream("}" + word("w") + pickled + "s", four_floats());
}

std::string refusal(const std::string& bytes) {
  try {
    Checkpoint::parse(bytes, "c.pth");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    EXPECT_THAT(error.what(), StartsWith("c.pth: "));
    EXPECT_EQ(std::strpbrk(error.what(), "\r\n"), nullptr) << error.what();
    return error.what();
  }
  return "not refused";
}

const std::string two_by_two = "K\x02K\x02\x86";
const std::string dense = "K\x02K\x01\x86";

TEST(Checkpoint, ReadsAStreamOfOneTensor) {
  const auto found =
      Checkpoint::parse(with_tensor(tensor("K"s + '\0', two_by_two, dense)), "c.pth");
  EXPECT_EQ(found.format(), Checkpoint::Format::stream);
  ASSERT_EQ(found.tensors().size(), 1U);
  EXPECT_EQ(found.tensors()[0].name, "w");
  EXPECT_THAT(found.tensors()[0].sizes, ElementsAre(2, 2));
  EXPECT_EQ(elements_of(found.tensors()[0]), four_floats().substr(8));
}

TEST(Checkpoint, RefusesTensorsThatReachOutsideTheirStorage) {
  EXPECT_THAT(refusal(with_tensor(tensor("K\x01", two_by_two, dense))),
              HasSubstr("reaches outside"));
  EXPECT_THAT(refusal(with_tensor(tensor("K"s + '\0', two_by_two, "K\x03K\x01\x86"))),
              HasSubstr("reaches outside"));
  const std::string minus = "J\xff\xff\xff\xff";
  EXPECT_THAT(refusal(with_tensor(tensor(minus, two_by_two, dense))), HasSubstr("impossible"));
  EXPECT_THAT(refusal(with_tensor(tensor("K"s + '\0', two_by_two, minus + "K\x01\x86"))),
              HasSubstr("impossible"));
  EXPECT_THAT(refusal(with_tensor(tensor("K"s + '\0', "K\x02" + minus + "\x86", dense))),
              HasSubstr("impossible"));
}

TEST(Checkpoint, RefusesSizesThatOverflowOrRepeatAStorage) {
  const std::string huge = "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f";
  EXPECT_THAT(refusal(with_tensor(tensor("K"s + '\0', huge + huge + "\x86", dense))),
              HasSubstr("impossible"));
  EXPECT_THAT(refusal(with_tensor(tensor("K"s + '\0', huge + "\x85", "K"s + '\0' + "\x85"))),
              HasSubstr("more elements than its storage"));
}

TEST(Checkpoint, RefusesAStorageOfAnotherSizeThanItSays) {
  const std::string five = tensor("K"s + '\0', two_by_two, dense, "K\x05");
  EXPECT_THAT(refusal(with_tensor(five)), HasSubstr("has 4 elements, expected 5"));
  const std::string minus = tensor("K"s + '\0', two_by_two, dense, "J\xff\xff\xff\xff");
  EXPECT_THAT(refusal(with_tensor(minus)), HasSubstr("negative size"));
}

TEST(Checkpoint, RefusesUnknownConstructorsByName) {
  EXPECT_THAT(refusal(with_tensor(global("builtins", "eval") + word("1") + "\x85R")),
              HasSubstr("it holds a builtins.eval, which is not part of a checkpoint"));
  EXPECT_THAT(refusal(with_tensor(global("torch", "ComplexFloatStorage"))),
              HasSubstr("torch.ComplexFloatStorage"));
  EXPECT_THAT(refusal(with_tensor(global("a\x1b[2J", "b"))), HasSubstr("a\\x1b[2J.b"));
}

TEST(Checkpoint, RefusesOpcodesThatNoCheckpointNeeds) {
  EXPECT_THAT(refusal(with_tensor("i")), HasSubstr("opcode 0x69"));
}

TEST(Checkpoint, RefusesDamagedPickles) {
  for (const std::string& pickled :
       {"R"s, "Q"s, "b"s, "u"s, "e"s, "t"s, "s"s, "a"s, "h\x07"s, "\x93"s, "}R"s, "K\x01Q"s,
        "K\x01\x85Q"s, global("collections", "OrderedDict") + "K\x01R", "K\x01}b"s}) {
    EXPECT_THAT(refusal(with_tensor(pickled)), HasSubstr("damaged pickle")) << pickled;
  }
}

/// The same without any storage.
std::string with_value(const std::string& pickled) {
  return magic + version + machine + "\x80\x02}" + word("w") + pickled + "s." + "\x80\x02].";
}

TEST(Checkpoint, BearsDeepNesting) {
  EXPECT_THAT(refusal(with_value("N" + std::string(100000, '\x85'))),
              HasSubstr("entry 'w' is a list"));
}

TEST(Checkpoint, TakesListsThatHoldThemselves) {
  EXPECT_THAT(refusal(with_value("]q\x01h\x01"s + "a")), HasSubstr("entry 'w' is a list"));
}

TEST(Checkpoint, RefusesAStateWithoutTensors) {
  EXPECT_THAT(refusal(magic + version + machine + "\x80\x02}.\x80\x02]."), HasSubstr("is empty"));
}

TEST(Checkpoint, RefusesAListThatMakesManyDicts) {
  std::string many = "](" + std::string(2000, ')') + "eq\x01";
  const std::string again = global("collections", "OrderedDict") + "h\x01\x85R0";
  for (int i = 0; i < 100; ++i) many += again;
  EXPECT_THAT(refusal(with_tensor(many)), HasSubstr("damaged pickle"));
}

TEST(Checkpoint, RefusesTwoTensorsOfOneName) {
  const std::string one = tensor("K"s + '\0', two_by_two, dense);
  const std::string two = "}" + word("w") + one + "s" + word("module.w") + one + "s";
  EXPECT_THAT(refusal(stream(two, four_floats())), HasSubstr("two tensors are called w"));
}

TEST(Checkpoint, RefusesMoreValuesThanAnyCheckpointHas) {
  EXPECT_THAT(refusal(with_tensor(std::string(3000000, '}'))), HasSubstr("values in its pickle"));
}

TEST(Checkpoint, HoldsTheValuesThatTheOriginalWrote) {
  const auto folder = test::tests_dir() / "golden/checkpoints/ocean";
  const auto expected = nlohmann::json::parse(test::read_text((folder / "expected.json").string()));
  const auto found = Checkpoint::open((folder / "stream_state_dict_module.pth").string());
  std::size_t floats = 0;
  for (const CheckpointTensor& tensor : found.tensors()) {
    ASSERT_TRUE(expected.contains(tensor.name)) << tensor.name;
    const auto& entry = expected[tensor.name];
    EXPECT_EQ(entry["dtype"], to_string(tensor.element));
    EXPECT_EQ(entry["shape"].get<std::vector<std::int64_t>>(), tensor.sizes);
    if (tensor.element != Element::f32) continue;
    const std::string raw = elements_of(tensor);
    std::vector<float> values(raw.size() / sizeof(float));
    if (!raw.empty()) std::memcpy(values.data(), raw.data(), raw.size());
    EXPECT_EQ(entry["values"].get<std::vector<float>>(), values) << tensor.name;
    floats += values.size();
  }
  EXPECT_GT(floats, 50U);
}

Checkpoint two_entries(const std::string& first, const std::string& second) {
  const std::string one = tensor("K"s + '\0', two_by_two, dense);
  return Checkpoint::parse(
      stream("}" + word(first) + one + "s" + word(second) + one + "s", four_floats()), "c.pth");
}

TEST(CheckpointFit, NamesEverythingThatDoesNotFit) {
  const std::vector<Parameter> network = {{"a.weight", {2, 2}, true},
                                          {"b.weight", {3}, true},
                                          {"b.bias", {3}, true},
                                          {"c", {2, 3}, true},
                                          {"b.num_batches_tracked", {}, false}};
  EXPECT_EQ(misfit(two_entries("c", "d.weight"), network, {}),
            "3 missing (a.weight, b.{weight, bias}); 1 extra (d.weight); "
            "1 misshapen (c [2x2], expected [2x3])");
}

TEST(CheckpointFit, TakesWhatFitsAndLeavesWhatIsIgnored) {
  const std::vector<Parameter> network = {{"a", {2, 2}, true},
                                          {"n.num_batches_tracked", {}, false}};
  EXPECT_EQ(misfit(two_entries("a", "neck.x"), network, {"neck."}), "");
  EXPECT_EQ(misfit(two_entries("a", "neck.x"), {{"a", {2, 2}, false}}, {"neck."}),
            "1 misshapen (a [2x2], expected [2x2] int64)");
}

TEST(CheckpointFit, DigestIsOfTheWeightsAlone) {
  const std::vector<Parameter> network = {{"a", {2, 2}, true}};
  const std::string digest = weights_digest(two_entries("a", "neck.x"), network);
  EXPECT_EQ(digest.size(), 64U);
  EXPECT_EQ(digest, weights_digest(two_entries("other", "module.a"), network));
  EXPECT_NE(digest, weights_digest(two_entries("b", "a"), {{"b", {2, 2}, true}}));
}

}  // namespace
}  // namespace siamrt::model
