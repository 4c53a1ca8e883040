#include "model/archive.hpp"

#include "core/digest.hpp"
#include "model/description.hpp"

#include <siamrt/error.hpp>

#include <caffe2/serialize/inline_container.h>
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace siamrt::model {
namespace {

namespace fs = std::filesystem;
using Container = caffe2::serialize::PyTorchStreamReader;

constexpr const char* description_record = "extra/siamrt/model.yaml";

[[noreturn]] void refuse(const std::string& path, const std::string& problem) {
  throw Error(Error::Kind::model, path + ": " + problem);
}

/// Every TorchScript archive is a zip file; anything else gets a plain word instead of a zip
/// reader's.
void check_magic(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char magic[4] = {};
  file.read(magic, sizeof magic);
  if (file.gcount() == 0) refuse(path, "empty, expected an archive that scripts/export wrote");
  const bool zip = file.gcount() == 4 && std::equal(magic, magic + 4, "PK\x03\x04");
  if (!zip) refuse(path, "no archive (not a zip file), expected one that scripts/export wrote");
}

Container open_container(const std::string& path) {
  try {
    return Container(path);
  } catch (const std::exception&) {
    refuse(path, "damaged or truncated (its zip directory does not read)");
  }
}

std::string description_text(Container& container, const std::string& path) {
  if (!container.hasRecord(description_record)) {
    const bool checkpoint = !container.hasRecord("constants.pkl");
    refuse(
        path,
        checkpoint
            ? "a checkpoint, not an archive; turn it into one with scripts/export"
            : "has no siamrt/model.yaml inside; a foreign TorchScript file needs scripts/export");
  }
  try {
    const auto record = container.getRecord(description_record);
    return {static_cast<const char*>(std::get<0>(record).get()), std::get<1>(record)};
  } catch (const std::exception&) {
    refuse(path, "damaged: siamrt/model.yaml inside does not read");
  }
}

torch::jit::Module load_module(const std::string& path, const torch::Device& device) {
  try {
    torch::jit::Module module = torch::jit::load(path, device);
    module.eval();
    return module;
  } catch (const std::exception& problem) {
    refuse(path, "damaged or of a newer LibTorch: " + one_line(problem));
  }
}

/// `name(Tensor...) -> result`, as docs/archive.md says; extra arguments would leave us without
/// values.
void check_method(const torch::jit::Module& module, const std::string& path,
                  const std::string& name, size_t arguments) {
  const auto method = module.find_method(name);
  if (!method) refuse(path, fmt::format("its network has no method {} (docs/archive.md)", name));
  const size_t found = method->function().getSchema().arguments().size() - 1;  // self not counted
  if (found != arguments) {
    refuse(path, fmt::format("its method {} takes {} arguments, expected {} (docs/archive.md)",
                             name, found, arguments));
  }
}

}  // namespace

std::string one_line(const std::exception& problem) {
  const auto* ours = dynamic_cast<const c10::Error*>(&problem);
  std::string text = ours != nullptr ? ours->what_without_backtrace() : problem.what();
  // An exception out of TorchScript is a page of source; its last filled line says what happened.
  if (text.find("TorchScript interpreter") != std::string::npos) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    text = text.substr(text.rfind('\n') + 1);
    const std::string raised = "builtins.RuntimeError: ";  // what the network itself says
    if (text.rfind(raised, 0) == 0) text.erase(0, raised.size());
  }
  text = text.substr(0, text.find('\n'));
  text = text.substr(0, text.find(" (Exception raised from"));
  return text.size() <= 200 ? text : text.substr(0, 197) + "...";
}

Archive read_archive(const std::string& path, const torch::Device& device) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    throw Error(Error::Kind::input, path + ": a folder, expected an archive (.pt)");
  Archive archive;
  const std::string digest =
      core::sha256_of_file(path);  // Error(input) where the file does not read
  check_magic(path);
  {
    Container container = open_container(path);
    archive.description =
        parse_description(description_text(container, path), path + "/siamrt/model.yaml");
  }
  archive.description.digest = digest;
  archive.description.file = path;
  archive.module = load_module(path, device);
  check_method(archive.module, path, "embed", 1);
  check_method(archive.module, path, "locate", 2);
  if (archive.description.online.crop > 0) {
    check_method(archive.module, path, "online", 1);
    check_method(archive.module, path, "online_start", 1);
    check_method(archive.module, path, "online_tables", 0);
  }
  return archive;
}

}  // namespace siamrt::model
