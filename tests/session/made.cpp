#include "session/made.hpp"

#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <fstream>

namespace siamrt::session {
namespace {

int number_of(const Frame& frame) { return frame.at<cv::Vec3b>(0, 0)[0]; }

struct MadeTarget final : Followed {
  Box box;
  int frame = 0;
};

class MadeFollower final : public Follower {
 public:
  MadeFollower(std::shared_ptr<Calls> calls, int lost_from, int lost_to)
      : calls_(std::move(calls)), lost_from_(lost_from), lost_to_(lost_to) {}

  std::unique_ptr<Followed> start(const Frame& frame, const Box& box) override {
    if (!touches(box, frame.cols, frame.rows))
      throw Error(Error::Kind::input, "box: lies outside the frame");
    ++calls_->starts;
    return at(frame, box);
  }
  std::unique_ptr<Followed> resume(const Followed&, const Frame& frame, const Box& box) override {
    ++calls_->resumes;
    return at(frame, box);
  }
  std::vector<Estimate> next(const Frame& frame, const std::vector<Followed*>& all) override {
    calls_->batches.push_back(all.size());
    std::vector<Estimate> estimates;
    for (Followed* one : all) {
      auto& target = static_cast<MadeTarget&>(*one);
      const int moved = number_of(frame) - target.frame;
      target.frame = number_of(frame);
      target.box.x += 2 * moved;
      target.box.y += moved;
      Estimate estimate;
      estimate.box = target.box;
      estimate.lost = target.frame >= lost_from_ && target.frame < lost_to_;
      estimate.score = estimate.lost ? 0.1 : 0.9;
      estimates.push_back(estimate);
    }
    return estimates;
  }
  std::optional<Estimate> search_everywhere(const Frame&, Followed& one) override {
    ++calls_->searches;
    Estimate estimate;
    auto& target = static_cast<MadeTarget&>(one);
    estimate.box = target.box = made_truth(target.frame);
    estimate.score = 0.7;
    return estimate;
  }
  std::optional<Insight> insight(const Followed&) const override {
    return on_ ? std::optional<Insight>(Insight()) : std::nullopt;
  }
  void keep_insights(bool on) override { on_ = on; }
  std::string name() const override { return "made"; }

 private:
  static std::unique_ptr<Followed> at(const Frame& frame, const Box& box) {
    auto target = std::make_unique<MadeTarget>();
    target->box = box;
    target->frame = number_of(frame);
    return target;
  }

  std::shared_ptr<Calls> calls_;
  int lost_from_;
  int lost_to_;
  bool on_ = false;
};

}  // namespace

Frame made_frame(int number) {
  Frame frame(made_height, made_width, CV_8UC3, cv::Scalar::all(40));
  const Box box = made_truth(number);
  cv::rectangle(frame, cv::Rect2d(box.x, box.y, box.w, box.h), cv::Scalar::all(220), cv::FILLED);
  frame.at<cv::Vec3b>(0, 0)[0] = static_cast<unsigned char>(number);
  return frame;
}

std::filesystem::path made_clip(int frames, int broken) {
  const std::filesystem::path folder = test::temporary_dir();
  for (int n = 0; n < frames; ++n) {
    const std::string file = (folder / fmt::format("{:04}.png", n)).string();
    if (n == broken) {
      std::ofstream(file) << "no picture";
    } else {
      cv::imwrite(file, made_frame(n));
    }
  }
  return folder;
}

std::unique_ptr<Follower> made_follower(const std::shared_ptr<Calls>& calls, int lost_from,
                                        int lost_to) {
  return std::make_unique<MadeFollower>(calls, lost_from, lost_to);
}

}  // namespace siamrt::session
