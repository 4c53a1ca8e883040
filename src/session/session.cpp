#include "session/session.hpp"

#include "session/desk.hpp"

#include <utility>

namespace siamrt::session {

Session::Session(const std::string& input, std::unique_ptr<Follower> follower,
                 const Options& options)
    : desk_(std::make_unique<Desk>(input, std::move(follower), options)) {}
Session::~Session() = default;

std::shared_ptr<const Shown> Session::latest() const { return desk_->latest(); }

std::shared_ptr<const Shown> Session::wait(std::uint64_t after,
                                           std::chrono::milliseconds patience) const {
  return desk_->wait(after, patience);
}

Record Session::record() const { return desk_->record(); }

std::future<void> Session::play() {
  return desk_->ask<void>([desk = desk_.get()] { desk->play(); });
}
std::future<void> Session::pause() {
  return desk_->ask<void>([desk = desk_.get()] { desk->pause(); });
}
std::future<void> Session::toggle() {
  return desk_->ask<void>([desk = desk_.get()] { desk->toggle(); });
}
std::future<void> Session::step(int frames) {
  return desk_->ask<void>([desk = desk_.get(), frames] { desk->step(frames); });
}
std::future<void> Session::seek(std::int64_t frame) {
  return desk_->ask<void>([desk = desk_.get(), frame] { desk->seek(frame); });
}
std::future<void> Session::set_speed(double speed) {
  return desk_->ask<void>([desk = desk_.get(), speed] { desk->set_speed(speed); });
}
std::future<int> Session::add(std::int64_t frame, const Box& box) {
  return desk_->ask<int>([desk = desk_.get(), frame, box] { return desk->add(frame, box); });
}
std::future<void> Session::correct(int number, std::int64_t frame, const Box& box) {
  return desk_->ask<void>([desk = desk_.get(), number, frame, box] {  //
    desk->correct(number, frame, box);
  });
}
std::future<void> Session::remove(int number) {
  return desk_->ask<void>([desk = desk_.get(), number] { desk->remove(number); });
}
std::future<std::string> Session::undo() {
  return desk_->ask<std::string>([desk = desk_.get()] { return desk->undo(); });
}
std::future<std::string> Session::redo() {
  return desk_->ask<std::string>([desk = desk_.get()] { return desk->redo(); });
}
std::future<void> Session::track_back(std::optional<int> number) {
  return desk_->ask<void>([desk = desk_.get(), number] { desk->track_back(number); });
}
std::future<void> Session::set_relocate_after(int lost_frames) {
  return desk_->ask<void>(
      [desk = desk_.get(), lost_frames] { desk->set_relocate_after(lost_frames); });
}
std::future<void> Session::set_insights(bool on) {
  return desk_->ask<void>([desk = desk_.get(), on] { desk->set_insights(on); });
}
std::future<void> Session::restore(std::vector<Target> targets) {
  return desk_->ask<void>([desk = desk_.get(), kept = std::move(targets)] { desk->restore(kept); });
}

}  // namespace siamrt::session
