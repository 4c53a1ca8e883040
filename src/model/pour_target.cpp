#include "model/pour_target.hpp"

#include "model/builtin.hpp"
#include "model/engine.hpp"

namespace siamrt::model {

PourTarget read_target(const std::string& name_or_path) {
  return engine().target(archive_path(name_or_path));
}

}  // namespace siamrt::model
