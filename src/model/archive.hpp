#pragma once

#include <siamrt/description.hpp>

#include <torch/script.h>

#include <exception>
#include <string>

namespace siamrt::model {

/// What an archive holds (docs/archive.md): the description and the network as it was exported.
struct Archive {
  Description description;  ///< with the file's digest
  torch::jit::Module module;
};

/// Reads an archive and moves its network to `device`.
/// Throws Error(input) for a file that is missing or unreadable; Error(model) for one that is no
/// archive, is truncated, has no siamrt/model.yaml or one of a newer schema, or lacks embed or
/// locate.
Archive read_archive(const std::string& path, const torch::Device& device);

/// First line of what LibTorch (or anybody) threw, without back-trace and source position, at most
/// 200 characters: fit for the end of an Error's line.
std::string one_line(const std::exception& problem);

}  // namespace siamrt::model
