#include "core/strict_yaml.hpp"

#include "core/near.hpp"
#include "core/numbers.hpp"
#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

namespace siamrt::core {
namespace {

Error::Kind kind_of(StrictMap::Blame blame) {
  return blame == StrictMap::Blame::model ? Error::Kind::model : Error::Kind::usage;
}

/// Deeper nesting than any of our files; yaml-cpp parses recursively, and a hostile file of a
/// million brackets would exhaust the stack.
bool too_deep(const std::string& text) {
  constexpr int limit = 100;
  constexpr size_t widest = 200;
  int open = 0;
  int dashes = 0;
  size_t indent = 0;
  bool line_start = true;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      line_start = true;
      indent = 0;
      dashes = 0;
    } else if (line_start && (c == ' ' || c == '\t')) {
      ++indent;
    } else if (line_start && (c == '-' || c == '?')) {
      ++dashes;
    } else {
      line_start = false;
    }
    if (c == '[' || c == '{') ++open;
    if ((c == ']' || c == '}') && open > 0) --open;
    if (open > limit || indent > widest || dashes > limit) return true;
  }
  return false;
}

/// Remembers where a document begins and nothing else.
class DocumentStart : public YAML::EventHandler {
 public:
  int line = 0;
  void OnDocumentStart(const YAML::Mark& mark) override { line = mark.line + 1; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                       YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}
};

/// YAML::Load takes the first document and says nothing of the rest. (YAML::LoadAll never returns
/// for some texts, a lone comma among them: yaml-cpp 0.7.)
void refuse_second_document(const std::string& text, const std::string& place,
                            StrictMap::Blame blame) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStart start;
  if (!parser.HandleNextDocument(start) || !parser.HandleNextDocument(start)) return;
  throw Error(kind_of(blame),
              fmt::format("{}:{}: a second document, expected one", place, start.line));
}

}  // namespace

StrictMap::StrictMap(std::unique_ptr<YAML::Node> node, std::string place, Blame blame)
    : node_(std::move(node)), place_(std::move(place)), blame_(blame) {}
StrictMap::StrictMap(StrictMap&&) noexcept = default;
StrictMap::~StrictMap() = default;

StrictMap StrictMap::parse(const std::string& text, const std::string& place, Blame blame) {
  if (too_deep(text)) throw Error(kind_of(blame), place + ": nested too deeply for a description");
  auto node = std::make_unique<YAML::Node>();
  try {
    *node = YAML::Load(text);
    if (node->IsMap()) refuse_second_document(text, place, blame);
  } catch (const YAML::Exception& problem) {
    throw Error(kind_of(blame),
                fmt::format("{}:{}: {}", place, problem.mark.line + 1, shown(problem.msg, 200)));
  }
  if (!node->IsMap()) throw Error(kind_of(blame), place + ": no mapping of keys to values");
  StrictMap map(std::move(node), place, blame);
  map.keys();  // refuses keys that are no plain text
  return map;
}

void StrictMap::fail(const std::string& key, const std::string& problem) const {
  int line = node_->Mark().line + 1;
  for (const auto& entry : *node_) {
    if (entry.first.IsScalar() && entry.first.Scalar() == key) line = entry.first.Mark().line + 1;
  }
  throw Error(kind_of(blame_),
              fmt::format("{}:{}: {}: {}", place_, line, shown(key), shown(problem, 400)));
}

bool StrictMap::has(const std::string& key) const {
  for (const auto& entry : *node_) {
    if (entry.first.Scalar() == key) return true;
  }
  return false;
}

const YAML::Node StrictMap::value(const std::string& key) {
  asked_.insert(key);
  for (const auto& entry : *node_) {
    if (entry.first.Scalar() == key) return entry.second;
  }
  throw Error(kind_of(blame_),
              fmt::format("{}:{}: {}: missing", place_, node_->Mark().line + 1, key));
}

std::string StrictMap::text(const std::string& key) {
  const YAML::Node found = value(key);
  if (!found.IsScalar()) fail(key, "expected plain text");
  return found.Scalar();
}

double StrictMap::number(const std::string& key) {
  const std::string found = text(key);
  const auto parsed = to_double(found);
  if (!parsed) fail(key, fmt::format("'{}' is no number", shown(found)));
  return *parsed;
}

long long StrictMap::integer(const std::string& key) {
  const std::string found = text(key);
  const auto parsed = to_integer(found);
  if (!parsed) fail(key, fmt::format("'{}' is no whole number", shown(found)));
  return *parsed;
}

std::vector<std::string> StrictMap::texts(const std::string& key) {
  const YAML::Node found = value(key);
  if (!found.IsSequence()) fail(key, "expected a list");
  std::vector<std::string> items;
  for (const auto& item : found) {
    if (!item.IsScalar()) fail(key, "expected a list of plain texts");
    items.push_back(item.Scalar());
  }
  return items;
}

StrictMap StrictMap::map(const std::string& key) {
  const YAML::Node found = value(key);
  if (!found.IsMap()) fail(key, "expected a mapping of keys to values");
  StrictMap inner(std::make_unique<YAML::Node>(found), place_, blame_);
  inner.keys();
  return inner;
}

std::vector<std::string> StrictMap::keys() const {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const auto& entry : *node_) {
    const int line = entry.first.Mark().line + 1;
    if (!entry.first.IsScalar()) {
      throw Error(kind_of(blame_), fmt::format("{}:{}: a key that is no plain text", place_, line));
    }
    names.push_back(entry.first.Scalar());
    if (!seen.insert(names.back()).second) {
      throw Error(kind_of(blame_),
                  fmt::format("{}:{}: {}: given twice", place_, line, shown(names.back())));
    }
  }
  return names;
}

std::map<std::string, std::string> StrictMap::all_texts() {
  std::map<std::string, std::string> values;
  for (const auto& entry : *node_) {
    const std::string& key = entry.first.Scalar();
    asked_.insert(key);
    if (!entry.second.IsScalar()) fail(key, "expected plain text");
    values[key] = entry.second.Scalar();
  }
  return values;
}

void StrictMap::finish() const {
  for (const std::string& key : keys()) {
    if (asked_.count(key) > 0) continue;
    const std::string near = nearest(key, {asked_.begin(), asked_.end()});
    fail(key, near.empty() ? "unknown key" : fmt::format("unknown key; did you mean '{}'?", near));
  }
}

}  // namespace siamrt::core
