#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace YAML {
class Node;
}

namespace siamrt::core {

/// A YAML mapping read strictly: every key must be asked for, every value must parse. Errors say
/// `file:line: key: what is wrong` and, for an unknown key, the nearest valid one. All problems are
/// Error(kind) with the kind given at the start (model for an archive, usage for a settings file).
class StrictMap {
 public:
  enum class Blame { usage, model };

  /// Parses a document whose top level is a mapping. `place` stands for the file in messages.
  static StrictMap parse(const std::string& text, const std::string& place, Blame blame);

  StrictMap(StrictMap&&) noexcept;
  ~StrictMap();

  bool has(const std::string& key) const;

  /// Required values; each throws if the key is missing or the value is of another kind.
  std::string text(const std::string& key);
  double number(const std::string& key);
  long long integer(const std::string& key);
  std::vector<std::string> texts(const std::string& key);
  StrictMap map(const std::string& key);

  /// Keys in the order of the file, without marking them as read.
  std::vector<std::string> keys() const;

  /// Every value as text, for maps whose keys the reader does not know beforehand.
  std::map<std::string, std::string> all_texts();

  /// Throws for the first key that was never asked for. Call it last.
  void finish() const;

  /// `file:line: key: ` + problem, as an Error of this map's kind; control characters in the
  /// problem are escaped and its length is limited, so that it may quote foreign text.
  [[noreturn]] void fail(const std::string& key, const std::string& problem) const;

 private:
  StrictMap(std::unique_ptr<YAML::Node> node, std::string place, Blame blame);
  const YAML::Node value(const std::string& key);

  std::unique_ptr<YAML::Node> node_;
  std::string place_;
  Blame blame_;
  std::set<std::string> asked_;
};

}  // namespace siamrt::core
