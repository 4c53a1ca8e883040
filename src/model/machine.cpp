#include "model/machine.hpp"

#include "model/engine.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <sched.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

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

/// Why bf16 does not run on `device`; empty if it does.
std::string obstacle_to_bf16(const std::string& device) {
  if (device != "cpu") return fmt::format("bf16 runs on the cpu only, the device is {}", device);
  if (!has_bf16(read_cpu())) return "this CPU has no bf16 instructions (avx512_bf16, amx_bf16)";
  if (!engine().facts().plans)
    return "this build runs networks by LibTorch's interpreter, which gains nothing from bf16";
  return {};
}

}  // namespace

int usable_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (sched_getaffinity(0, sizeof cores, &cores) == 0) return std::max(1, CPU_COUNT(&cores));
  return std::max(1U, std::thread::hardware_concurrency());
}

Machine inspect_machine() {
  const Cpu cpu = read_cpu();
  Machine machine;
  machine.cpu = cpu.name;
  for (const std::string& name : interesting()) {
    if (cpu.flags.count(name) > 0) machine.features.push_back(name);
  }
  machine.cores = usable_cores();
  machine.torch = engine().facts();
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

ModelOptions resolve(ModelOptions options, const Description& description) {
  if (options.threads < 0) {
    throw Error(Error::Kind::usage,
                fmt::format("threads: {}, expected 0 (all cores) or more", options.threads));
  }
  if (options.threads == 0) options.threads = usable_cores();
  if (options.precision == Precision::automatic) {
    options.precision = choose_precision(description, options.device).precision;
  } else if (options.precision == Precision::bf16) {
    require_bf16(options.device);
  }
  return options;
}

void require_bf16(const std::string& device) {
  const std::string obstacle = obstacle_to_bf16(device);
  if (!obstacle.empty())
    throw Error(Error::Kind::system, "precision 'bf16': " + obstacle + "; use fp32");
}

}  // namespace siamrt::model
