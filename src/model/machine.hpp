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

/// Facts about the machine and LibTorch that `siamrt doctor` shows.
struct Machine {
  std::string cpu;                    ///< model name
  std::vector<std::string> features;  ///< avx2, avx512f, avx512_bf16, amx_bf16, ...
  int cores = 0;                      ///< that this process may use
  std::string torch;                  ///< LibTorch's version
  std::string blas;                   ///< which BLAS library is loaded, e.g. libopenblas
  bool slow_blas = false;            ///< reference BLAS: 1x1 convolutions run about 20 times slower
  std::vector<std::string> devices;  ///< cpu, cuda:0, ...
  bool bf16 = false;                 ///< the CPU has bf16 instructions
};

Machine inspect_machine();

PrecisionChoice choose_precision(const Description& description, const std::string& device);

}  // namespace siamrt::model
