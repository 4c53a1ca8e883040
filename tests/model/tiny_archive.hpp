#pragma once

#include <string>

namespace siamrt::test {

/// Description of the tiny network; a grid of 9 cells at search 64, stride 4.
extern const char* const tiny_description;

/// TorchScript of a network that is quick to run and has something of everything: convolutions of
/// both forms, batch norms, shortcuts, a depthwise correlation, an attention gate, a concatenation,
/// in-place operators.
extern const char* const tiny_methods;

/// Writes an archive with weights that depend on `seed` only. An empty description leaves
/// siamrt/model.yaml out.
void write_tiny_archive(const std::string& path, const std::string& description = tiny_description,
                        const std::string& methods = tiny_methods, int seed = 1);

}  // namespace siamrt::test
