#include "model/torch_facts.hpp"

#include "model/method.hpp"

#include <ATen/Context.h>
#include <fmt/core.h>
#include <link.h>
#include <torch/version.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#ifdef SIAMRT_ONEDNN
#include <dnnl.hpp>
#endif

namespace siamrt::model {
namespace {

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

}  // namespace

TorchFacts torch_facts() {
  TorchFacts facts;
  facts.version = TORCH_VERSION;
  std::tie(facts.blas, facts.slow_blas) = find_blas();
  facts.kernels = kernels();
  facts.devices = list_devices();
  facts.plans = has_plans();
  return facts;
}

}  // namespace siamrt::model
