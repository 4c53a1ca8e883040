#include "model/machine.hpp"

#include "model/method.hpp"
#include "model/thread_scope.hpp"

#include <siamrt/error.hpp>

#include <ATen/Context.h>
#include <fmt/core.h>
#include <link.h>
#include <torch/version.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#ifdef SIAMRT_ONEDNN
#include <dnnl.hpp>
#endif

namespace siamrt::model {
namespace {

/// Instruction sets that decide how fast a network runs; `asimd` and `bf16` are Arm's names.
const std::vector<std::string>& interesting() {
  static const std::vector<std::string> names = {
      "avx",         "avx2",     "fma",      "avx512f", "avx512_vnni",
      "avx512_bf16", "amx_bf16", "amx_tile", "asimd",   "bf16"};
  return names;
}

struct Cpu {
  std::string name = "unknown";
  std::set<std::string> flags;
};

/// First processor of /proc/cpuinfo; empty where there is none.
Cpu read_cpu() {
  Cpu cpu;
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line) && !line.empty();) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string key = line.substr(0, line.find_last_not_of(" \t", colon - 1) + 1);
    const std::string value = line.substr(std::min(line.size(), colon + 2));
    if (key == "model name") cpu.name = value;
    if (key == "flags" || key == "Features") {
      std::istringstream words(value);
      for (std::string word; words >> word;) cpu.flags.insert(word);
    }
  }
  return cpu;
}

bool has_bf16(const Cpu& cpu) {
  return cpu.flags.count("avx512_bf16") + cpu.flags.count("amx_bf16") + cpu.flags.count("bf16") > 0;
}

/// Real paths of the shared libraries in this process.
std::vector<std::string> loaded_libraries() {
  std::vector<std::string> paths;
  const auto note = [](dl_phdr_info* info, size_t, void* out) {
    std::error_code code;
    const auto real = std::filesystem::canonical(info->dlpi_name, code);
    if (!code) static_cast<std::vector<std::string>*>(out)->push_back(real.string());
    return 0;
  };
  dl_iterate_phdr(note, &paths);
  return paths;
}

/// Name of the BLAS in this process and whether it is the slow reference one. Debian's libblas.so.3
/// is a link that may lead to OpenBLAS, so real paths are looked at.
std::pair<std::string, bool> find_blas() {
  const std::vector<std::string> paths = loaded_libraries();
  const auto loaded = [&](const char* part) {
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
      return path.find(part) != std::string::npos;
    });
  };
  if (loaded("libmkl") || at::hasMKL()) return {"mkl", false};
  if (loaded("openblas")) return {"libopenblas", false};
  if (loaded("libblis") || loaded("/blis")) return {"libblis", false};
  if (loaded("atlas")) return {"libatlas", false};
  if (loaded("libblas")) return {"libblas (reference)", true};
  return {"inside LibTorch", false};
}

std::vector<std::string> list_devices() {
  std::vector<std::string> devices = {"cpu"};
  if (!at::hasCUDA()) return devices;
  const int count = static_cast<int>(at::detail::getCUDAHooks().getNumGPUs());
  for (int index = 0; index < count; ++index) devices.push_back(fmt::format("cuda:{}", index));
  return devices;
}

std::string kernels() {
#ifdef SIAMRT_ONEDNN
  if (has_plans()) {
    const dnnl_version_t* version = dnnl_version();
    return fmt::format("oneDNN {}.{}.{}", version->major, version->minor, version->patch);
  }
#endif
  return "LibTorch's interpreter";
}

/// Why bf16 does not run on `device`; empty if it does.
std::string obstacle_to_bf16(const std::string& device) {
  if (device != "cpu") return fmt::format("bf16 runs on the cpu only, the device is {}", device);
  if (!has_bf16(read_cpu())) return "this CPU has no bf16 instructions (avx512_bf16, amx_bf16)";
  if (!has_plans())
    return "this build runs networks by LibTorch's interpreter, which gains nothing from bf16";
  return {};
}

}  // namespace

Machine inspect_machine() {
  const Cpu cpu = read_cpu();
  Machine machine;
  machine.cpu = cpu.name;
  for (const std::string& name : interesting()) {
    if (cpu.flags.count(name) > 0) machine.features.push_back(name);
  }
  machine.cores = usable_cores();
  machine.torch = TORCH_VERSION;
  std::tie(machine.blas, machine.slow_blas) = find_blas();
  machine.kernels = kernels();
  machine.devices = list_devices();
  machine.bf16 = obstacle_to_bf16("cpu").empty();
  return machine;
}

PrecisionChoice choose_precision(const Description& description, const std::string& device) {
  const std::string obstacle = obstacle_to_bf16(device);
  if (!obstacle.empty()) return {Precision::fp32, obstacle};
  const auto declared = description.precision.find("bf16");
  if (declared == description.precision.end()) {
    return {Precision::fp32,
            "the archive does not declare what bf16 costs (precision: {bf16: ...})"};
  }
  return {Precision::bf16,
          fmt::format(
              "the CPU has bf16 instructions and the archive declares a change of mean AUC of {}",
              declared->second)};
}

void require_bf16(const std::string& device) {
  const std::string obstacle = obstacle_to_bf16(device);
  if (!obstacle.empty())
    throw Error(Error::Kind::system, "precision 'bf16': " + obstacle + "; use fp32");
}

}  // namespace siamrt::model
