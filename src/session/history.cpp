#include "session/history.hpp"

#include <numeric>
#include <utility>

namespace siamrt::session {
namespace {

constexpr auto at_once = std::chrono::seconds(2);

/// Whether `next` goes on with what `last` began, so that one undo takes both back.
bool goes_on(const Change& last, const Change& next) {
  return last.corrected && last.corrected == next.corrected && next.at - last.at < at_once;
}

}  // namespace

std::size_t Change::marks() const {
  return std::accumulate(before.begin(), before.end(), std::size_t{0},
                         [](std::size_t sum, const Before& each) {
                           return sum + (each.target ? each.target->marks().size() : 0);
                         });
}

void History::did(Change change) {
  redo_.clear();
  if (!undo_.empty() && goes_on(undo_.back(), change)) {
    undo_.back().at = change.at;
    return;
  }
  put(undo_, std::move(change));
}

std::optional<Change> History::take(std::deque<Change>& changes) {
  if (changes.empty()) return std::nullopt;
  Change last = std::move(changes.back());
  changes.pop_back();
  return last;
}

void History::put(std::deque<Change>& changes, Change change) {
  changes.push_back(std::move(change));
  const auto marks = [&] {
    return std::accumulate(changes.begin(), changes.end(), std::size_t{0},
                           [](std::size_t sum, const Change& each) { return sum + each.marks(); });
  };
  while (changes.size() > 1 && (changes.size() > most_changes || marks() > most_marks))
    changes.pop_front();
}

}  // namespace siamrt::session
