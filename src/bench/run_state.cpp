#include "bench/run_state.hpp"

#include "core/numbers.hpp"
#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

namespace siamrt::bench {
namespace {

using Json = nlohmann::ordered_json;

Json starts_in(const RunStore& store) {
  const Json& state = store.state();
  if (!state.is_object() || !state.contains("sequences") || !state["sequences"].is_object())
    return Json::object();
  return state["sequences"];
}

}  // namespace

void note_state(RunStore& store, const data::Dataset& dataset, const RunState& state) {
  Json failed = Json::object(), missing = Json::object(), starts = starts_in(store);
  for (const data::Sequence& sequence : dataset.sequences) {
    starts[sequence.name] = start_of(sequence);
    const auto found = state.failed.find(sequence.name);
    if (found != state.failed.end()) failed[sequence.name] = found->second;
  }
  for (const data::Missing& item : dataset.missing) missing[item.sequence] = item.what;
  const bool complete = state.ended && state.done == dataset.sequences.size() && !dataset.partial;
  store.note_state({{"complete", complete},
                    {"partial", dataset.partial},
                    {"done", state.done},
                    {"of", dataset.sequences.size()},
                    {"failed", failed},
                    {"missing", missing},
                    {"sequences", starts}});
}

std::string start_of(const data::Sequence& sequence) {
  const Box box = sequence.truth.empty() ? Box{} : sequence.truth[0];
  return fmt::format("{} frames from {},{},{},{}", sequence.truth.size(), core::to_text(box.x),
                     core::to_text(box.y), core::to_text(box.w), core::to_text(box.h));
}

void check_starts(const data::Dataset& dataset, const RunStore& store) {
  const Json known = starts_in(store);
  for (const data::Sequence& sequence : dataset.sequences) {
    const auto found = known.find(sequence.name);
    if (found == known.end() || *found == start_of(sequence)) continue;
    throw Error(
        Error::Kind::usage,
        fmt::format("{}/run.json: {} was run as {}, is now {}; --overwrite starts over, or take "
                    "another folder",
                    store.folder(), sequence.name,
                    core::shown(found->is_string() ? found->get<std::string>() : found->dump()),
                    start_of(sequence)));
  }
}

}  // namespace siamrt::bench
