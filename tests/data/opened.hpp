#pragma once

#include "data/dataset.hpp"
#include "data/made_download.hpp"

#include <string>
#include <vector>

namespace siamrt::test {

/// Options that take what a made download has; frames are required unless said otherwise.
data::OpenOptions available(const MadeDownload& download,
                            data::Frames frames = data::Frames::required);

/// The number of the picture that MadeDownload::images() made, modulo 100.
int picture_number(const data::Sequence& sequence, std::int64_t index);

/// The message that opening stops with, or `no error`.
std::string error_of(const std::string& name, const data::OpenOptions& options);

std::vector<std::string> names(const data::Dataset& dataset);

/// What is said to be missing of a sequence, or `not missing`.
std::string missing_of(const data::Dataset& dataset, const std::string& name);

}  // namespace siamrt::test
