#include <siamrt/model.hpp>

#include "model/builtin.hpp"
#include "model/engine.hpp"

namespace siamrt {

const char* to_string(Precision precision) noexcept {
  switch (precision) {
    case Precision::fp32:
      return "fp32";
    case Precision::bf16:
      return "bf16";
    case Precision::automatic:
      return "auto";
  }
  return "?";
}

struct Model::State {
  model::Opened opened;
};

Model Model::open(const std::string& name_or_path, const ModelOptions& options) {
  return open(name_or_path, {}, options);
}

Model Model::open(const std::string& name_or_path, const std::string& checkpoint,
                  const ModelOptions& options) {
  return Model(std::make_shared<State>(
      State{model::engine().open(model::archive_path(name_or_path), checkpoint, options)}));
}

const Description& Model::description() const noexcept { return state_->opened.description; }

const ModelOptions& Model::options() const noexcept { return state_->opened.options; }

const model::Network& Model::network() const noexcept { return *state_->opened.network; }

}  // namespace siamrt
