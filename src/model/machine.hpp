#pragma once

#include <siamrt/model.hpp>

#include <string>
#include <vector>

namespace siamrt::model {

/// What `auto` precision becomes on this machine and why, in words for people.
struct PrecisionChoice {
  Precision precision = Precision::fp32;
  std::string reason;
};

/// What LibTorch and what lies under it are here.
struct TorchFacts {
  std::string version;               ///< LibTorch's
  std::string blas;                  ///< which BLAS library is loaded, e.g. libopenblas
  bool slow_blas = false;            ///< reference BLAS: 1x1 convolutions run about 20 times slower
  std::string kernels;               ///< what runs the networks on the CPU, e.g. oneDNN 2.6.3
  std::vector<std::string> devices;  ///< cpu, cuda:0, ...
  bool plans = false;                ///< networks run by oneDNN plans, which know bf16
};

/// Facts that `siamrt doctor` shows.
struct Machine {
  std::string cpu;                    ///< model name
  std::vector<std::string> features;  ///< avx2, avx512f, avx512_bf16, amx_bf16, ...
  int cores = 0;                      ///< that this process may use
  TorchFacts torch;
  bool bf16 = false;  ///< bf16 runs here: the CPU has the instructions, the build oneDNN
};

/// Cores that this process may use (its affinity mask), at least 1.
int usable_cores();

/// Loads LibTorch, to ask it.
Machine inspect_machine();

/// bf16 if the archive declares what it costs, the device is the CPU, and it runs bf16; fp32
/// otherwise.
PrecisionChoice choose_precision(const Description& description, const std::string& device);

/// `options` with automatic precision and 0 threads resolved to what is used. Throws Error(usage)
/// for threads below 0 and what require_bf16() throws.
ModelOptions resolve(ModelOptions options, const Description& description);

/// Throws Error(system) that says why, where `device` cannot compute in bf16.
void require_bf16(const std::string& device);

}  // namespace siamrt::model
