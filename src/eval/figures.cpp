#include "eval/figures.hpp"

#include "eval/bootstrap.hpp"
#include "eval/one_pass.hpp"
#include "eval/profile.hpp"
#include "eval/vot.hpp"

#include <siamrt/error.hpp>

namespace siamrt::eval {

Figures evaluate(const data::Dataset& dataset, const TrackerResults& results,
                 const std::string& profile) {
  const Profile& rules = find_profile(profile);
  if (dataset.sequences.empty()) {
    throw Error(Error::Kind::usage, "data set " + dataset.name + ": no sequences to score");
  }
  Figures figures = rules.kind == Kind::vot ? evaluate_vot(dataset, results)
                                            : evaluate_one_pass(rules, dataset, results);
  add_intervals(figures);
  return figures;
}

}  // namespace siamrt::eval
