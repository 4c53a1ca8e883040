#include "report/xml.hpp"

#include <stdexcept>
#include <utility>

namespace siamrt::test {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("XML: " + what); }

std::string resolved(std::string_view text) {
  static const std::pair<std::string_view, char> entities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string out;
  while (!text.empty()) {
    if (text[0] == '<') fail("'<' within text");
    if (text[0] != '&') {
      out += text[0];
      text.remove_prefix(1);
      continue;
    }
    bool known = false;
    for (const auto& [name, character] : entities) {
      if (text.substr(0, name.size()) != name) continue;
      out += character;
      text.remove_prefix(name.size());
      known = true;
      break;
    }
    if (!known) fail("'&' that begins no entity: " + std::string(text.substr(0, 20)));
  }
  return out;
}

/// `name a="b" c="d"`.
Element parse_tag(std::string_view tag) {
  Element element;
  std::size_t at = tag.find(' ');
  element.name = std::string(tag.substr(0, at));
  if (element.name.empty()) fail("a tag without a name");
  while (at != std::string_view::npos) {
    at = tag.find_first_not_of(' ', at);
    if (at == std::string_view::npos) break;
    const std::size_t equals = tag.find("=\"", at);
    if (equals == std::string_view::npos) fail("an attribute without quotes in " + element.name);
    const std::size_t end = tag.find('"', equals + 2);
    if (end == std::string_view::npos) fail("an attribute without end in " + element.name);
    const auto name = std::string(tag.substr(at, equals - at));
    if (name.find_first_of(" <>&'\"") != std::string::npos) fail("attribute name '" + name + "'");
    if (!element.attributes.emplace(name, resolved(tag.substr(equals + 2, end - equals - 2)))
             .second) {
      fail("attribute " + name + " twice");
    }
    at = end + 1;
    if (at < tag.size() && tag[at] != ' ') fail("no blank after attribute " + name);
  }
  return element;
}

}  // namespace

std::vector<Element> parse_xml(std::string_view text) {
  std::vector<Element> elements;
  std::vector<std::size_t> open;
  const std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  if (text.substr(0, declaration.size()) == declaration) text.remove_prefix(declaration.size());
  while (!text.empty()) {
    const std::size_t start = text.find('<');
    const std::string words = resolved(text.substr(0, start));
    if (!open.empty()) elements[open.back()].text += words;
    if (open.empty() && words.find_first_not_of(" \n") != std::string::npos) fail("text outside");
    if (start == std::string_view::npos) break;
    text.remove_prefix(start + 1);
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) fail("a tag without end");
    std::string_view tag = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!tag.empty() && tag[0] == '/') {
      if (open.empty() || elements[open.back()].name != tag.substr(1)) {
        fail("'" + std::string(tag) + "' closes nothing");
      }
      open.pop_back();
      continue;
    }
    const bool closed = !tag.empty() && tag.back() == '/';
    if (closed) tag.remove_suffix(1);
    if (open.empty() && !elements.empty()) fail("a second root");
    elements.push_back(parse_tag(tag));
    if (!closed) open.push_back(elements.size() - 1);
  }
  if (!open.empty()) fail("'" + elements[open.back()].name + "' is not closed");
  return elements;
}

}  // namespace siamrt::test
