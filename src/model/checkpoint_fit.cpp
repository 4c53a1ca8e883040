#include "model/checkpoint_fit.hpp"

#include "core/digest.hpp"
#include "core/shown.hpp"
#include "model/pour_target.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace siamrt::model {
namespace {

constexpr std::string_view counter = ".num_batches_tracked";
constexpr std::size_t longest_name = 200;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_floating(Element element) {
  return element == Element::f16 || element == Element::bf16 || element == Element::f32 ||
         element == Element::f64;
}

std::string shape(const std::vector<std::int64_t>& sizes, bool floating, const char* type) {
  return fmt::format("[{}]{}", fmt::join(sizes, "x"),
                     floating ? std::string() : fmt::format(" {}", type));
}

/// Names with their leaves gathered by module, none left out: conv1.bn.{weight, bias}.
std::vector<std::string> grouped(const std::vector<std::string>& names) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> leaves;
  for (const std::string& name : names) {
    const std::size_t dot = name.rfind('.');
    const std::string module = dot == std::string::npos ? "" : name.substr(0, dot);
    const std::string leaf = dot == std::string::npos ? name : name.substr(dot + 1);
    if (leaves.count(module) == 0) order.push_back(module);
    leaves[module].push_back(core::shown(leaf, longest_name));
  }
  std::vector<std::string> shown;
  for (const std::string& module : order) {
    const std::vector<std::string>& inside = leaves[module];
    const std::string leaf =
        inside.size() == 1 ? inside[0] : fmt::format("{{{}}}", fmt::join(inside, ", "));
    const std::string prefix = core::shown(module, longest_name);
    shown.push_back(module.empty() ? leaf : fmt::format("{}.{}", prefix, leaf));
  }
  return shown;
}

using ByName = std::unordered_map<std::string_view, const CheckpointTensor*>;

ByName by_name(const Checkpoint& checkpoint) {
  ByName found;
  for (const CheckpointTensor& tensor : checkpoint.tensors()) found[tensor.name] = &tensor;
  return found;
}

}  // namespace

std::string misfit(const Checkpoint& checkpoint, const std::vector<Parameter>& network,
                   const std::vector<std::string>& ignored) {
  const ByName given = by_name(checkpoint);
  std::unordered_map<std::string_view, const Parameter*> targets;
  std::vector<std::string> missing, extra, wrong;
  for (const Parameter& target : network) {
    targets[target.name] = &target;
    const auto found = given.find(target.name);
    if (found == given.end()) {
      if (!ends_with(target.name, counter)) missing.push_back(target.name);
      continue;
    }
    const CheckpointTensor& tensor = *found->second;
    const bool floating = is_floating(tensor.element);
    if (tensor.sizes == target.sizes && floating == target.floating) continue;
    wrong.push_back(fmt::format("{} {}, expected {}", target.name,
                                shape(tensor.sizes, floating, to_string(tensor.element)),
                                shape(target.sizes, target.floating, "int64")));
  }
  for (const CheckpointTensor& tensor : checkpoint.tensors()) {
    const bool is_ignored =
        std::any_of(ignored.begin(), ignored.end(), [&](const std::string& prefix) {
          return tensor.name.compare(0, prefix.size(), prefix) == 0;
        });
    if (!is_ignored && targets.count(tensor.name) == 0) extra.push_back(tensor.name);
  }
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const char* what, const std::vector<std::string>& shown) {
    if (count > 0) parts.push_back(fmt::format("{} {} ({})", count, what, fmt::join(shown, ", ")));
  };
  add(missing.size(), "missing", grouped(missing));
  add(extra.size(), "extra", grouped(extra));
  add(wrong.size(), "misshapen", wrong);
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string weights_digest(const Checkpoint& checkpoint, const std::vector<Parameter>& network) {
  const ByName given = by_name(checkpoint);
  std::map<std::string_view, const CheckpointTensor*> taken;
  for (const Parameter& target : network) {
    const auto found = given.find(target.name);
    if (found != given.end() && !ends_with(target.name, counter)) taken.insert(*found);
  }
  std::string lines;
  for (const auto& [name, tensor] : taken) {
    lines += fmt::format("{} {} {} {}\n", name, to_string(tensor->element),
                         fmt::join(tensor->sizes, "x"), core::sha256(elements_of(*tensor)));
  }
  return core::sha256(lines);
}

std::string poured_digest(const PourTarget& target, const Checkpoint& checkpoint,
                          const std::string& place) {
  const std::string problem = misfit(checkpoint, target.parameters, target.description.ignored);
  if (!problem.empty()) {
    throw Error(Error::Kind::model,
                fmt::format("{}: does not fit {}: {}", place, target.description.name, problem));
  }
  return core::sha256(target.description.digest + weights_digest(checkpoint, target.parameters));
}

}  // namespace siamrt::model
