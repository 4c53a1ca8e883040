#include "cli/common_options.hpp"

namespace siamrt::cli {

Option set_option(Target target) {
  return {"set", 's', "KEY=VALUE", "one setting; may be given again", target};
}

Option precision_option(Target target) {
  return {"precision",
          0,
          "NAME",
          "number format of the network",
          target,
          Completes::choices,
          {"fp32", "bf16", "auto"}};
}

Option device_option(Target target) { return {"device", 0, "NAME", "cpu, cuda or cuda:N", target}; }

Option annotations_option(Target target) {
  return {
      "annotations", 'a',
      "FILE",        "truth from JSON of pysot's kind, plain or .xz, in place of the download's",
      target,        Completes::file};
}

Option quiet_option(bool* target) {
  return {"quiet", 'q', "", "no progress and no table; warnings and errors only", target};
}

Group settings_group(BenchOptions& options) {
  return {"Settings",
          {{"benchmark", 0, "NAME",
            "the archive's settings for this benchmark (default: by the data set's name; none "
            "where the archive has none)",
            &options.benchmark},
           {"config", 'c', "FILE", "YAML file of settings", &options.config, Completes::file},
           set_option(&options.sets),
           precision_option(&options.precision),
           device_option(&options.device)}};
}

}  // namespace siamrt::cli
