#include "track/online.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace siamrt::track {
namespace {

/// Upper left corner and size in a crop of `out` pixels of what is `h` x `w` frame pixels large and
/// `away` frame pixels from the crop's middle.
CropBox box_around(Place away, float h, float w, float scale, int out) {
  const float middle = static_cast<float>(out - 1) / 2;
  const float box_h = h / scale;
  const float box_w = w / scale;
  return {away.x / scale + middle - (box_w - 1) / 2, away.y / scale + middle - (box_h - 1) / 2,
          box_w, box_h};
}

}  // namespace

Draws Draws::from_seed(int seed, int crop, int channels) {
  std::mt19937 stream(static_cast<std::uint32_t>(seed));
  const auto unit = [&] { return static_cast<double>(stream()) / 4294967296.0; };
  Draws draws;
  for (const Transform& transform : first_transforms(crop)) {
    Shift shift = {transform.shift_y, transform.shift_x};
    if (shifts_at_random(transform)) {
      shift.y = static_cast<int>((unit() - 0.5) * crop / 3);
      shift.x = static_cast<int>((unit() - 0.5) * crop / 3);
    }
    draws.shifts.push_back(shift);
  }
  for (int copy = 0; copy < dropout_copies; ++copy) {
    auto& keep = draws.keeps.emplace_back(static_cast<size_t>(channels));
    for (std::uint8_t& one : keep) one = unit() >= 0.2 ? 1 : 0;
  }
  return draws;
}

Online::Online(const model::Network& network, const OnlineBranch& about, int frame_width,
               int frame_height, int threads)
    : network_(&network),
      about_(about),
      margin_(about.placed ? static_cast<float>(about.crop - about.cells * about.stride) / 2 : 0),
      shape_{about.channels, about.cells, about.stride},
      tables_(network.online_tables()),
      width_(frame_width),
      height_(frame_height),
      fit_(shape_, threads),
      shares_(static_cast<int>(first_transforms(about.crop).size()) + dropout_copies),
      features_(static_cast<size_t>(SampleShares::slots) * shape_.feature_size()),
      boxes_(SampleShares::slots),
      goals_(SampleShares::slots),
      filter_(shape_.filter_size()),
      scores_(shape_.map_size()),
      seen_(shape_.feature_size()),
      crops_(1) {
  samples_.reserve(SampleShares::slots);
  fit_.reserve(SampleShares::slots);
}

void Online::start(const Frame& frame, const Target& target, const Draws& draws) {
  position_ = {static_cast<float>(target.y), static_cast<float>(target.x)};
  size_h_ = static_cast<float>(target.h);
  size_w_ = static_cast<float>(target.w);
  const auto out = static_cast<float>(about_.crop);
  const float area = static_cast<float>(OnlineRules::area_factor) * size_h_ *
                     static_cast<float>(OnlineRules::area_factor) * size_w_;
  scale_ = std::sqrt(area) / out;
  const float base_h = size_h_ / scale_;
  const float base_w = size_w_ / scale_;
  constexpr auto smallest = static_cast<float>(OnlineRules::smallest_target);
  least_scale_ = std::max(smallest / base_h, smallest / base_w);
  largest_scale_ =
      std::min(static_cast<float>(height_) / base_h, static_cast<float>(width_) / base_w);

  const Place middle = {std::nearbyint(position_.y), std::nearbyint(position_.x)};
  cv::Mat patch;
  sample_patch(frame, cut_patch(middle, scale_ * 2 * out, 2 * about_.crop), 2 * about_.crop, patch);
  std::vector<Transform> transforms = first_transforms(about_.crop);
  std::vector<cv::Mat> crops(transforms.size());
  const CropBox plain = box_around({position_.y - middle.y, position_.x - middle.x}, size_h_,
                                   size_w_, scale_, about_.crop);
  for (size_t n = 0; n < transforms.size(); ++n) {
    transforms[n].shift_y = draws.shifts.at(n).y;
    transforms[n].shift_x = draws.shifts.at(n).x;
    transform_patch(patch, transforms[n], about_.crop, crops[n]);
    boxes_[n] = {plain[0] + static_cast<float>(transforms[n].shift_x),
                 plain[1] + static_cast<float>(transforms[n].shift_y), plain[2], plain[3]};
  }
  network_->online(crops, features_.data());

  const auto channels = static_cast<size_t>(shape_.channels);
  for (size_t copy = 0; copy < draws.keeps.size(); ++copy) {
    const size_t slot = transforms.size() + copy;
    boxes_[slot] = plain;
    float* to = feature(static_cast<int>(slot));
    const float* from = feature(0);
    for (size_t k = 0; k < shape_.feature_size(); ++k)
      to[k] = draws.keeps[copy][k % channels] != 0 ? from[k] / 0.8F : 0;
  }
  std::fill(filter_.begin(), filter_.end(), 0.0F);
  for (int slot = 0; slot < shares_.count(); ++slot) {
    CropBox& box = boxes_[static_cast<size_t>(slot)];
    box = from_margin(box);
    network_->online_start(feature(slot), seen_.data());
    pool_filter(shape_, seen_.data(), to_pool(box), 1 / static_cast<float>(shares_.count()),
                filter_);
    make_goal(shape_, tables_, box, goals_[static_cast<size_t>(slot)]);
  }
  for (Goal& goal : goals_) goal.reserve(shape_.map_size());
  frame_ = 1;
  fit(OnlineRules::first_steps);
}

/// A box in crop pixels as seen from the first cell's corner.
CropBox Online::from_margin(CropBox box) const {
  box[0] -= margin_;
  box[1] -= margin_;
  return box;
}

/// Tap t of the filter covers cell r - 2 + t for the score at r, so that the filter's middle is
/// half a cell before r. The original pools without regard to it.
CropBox Online::to_pool(CropBox box) const {
  if (!about_.placed) return box;
  box[0] -= static_cast<float>(about_.stride) / 2;
  box[1] -= static_cast<float>(about_.stride) / 2;
  return box;
}

void Online::fit(int steps) {
  samples_.clear();
  for (int slot = 0; slot < shares_.count(); ++slot)
    samples_.push_back({feature(slot), &goals_[static_cast<size_t>(slot)], shares_.share(slot)});
  fit_.run(tables_, samples_, steps, filter_);
}

const std::vector<float>& Online::seek(const Frame& frame) {
  ++frame_;
  const float side = scale_ * static_cast<float>(about_.crop);
  // An even filter over an odd number of cells looks half a cell to the lower right.
  const bool odd = !about_.placed && (about_.cells + FilterShape::side) % 2 == 1;
  const float half_cell = odd ? side / static_cast<float>(2 * about_.cells) : 0;
  cut_ = cut_patch({position_.y + half_cell, position_.x + half_cell}, side, about_.crop);
  sample_patch(frame, cut_, about_.crop, crops_[0]);
  network_->online(crops_, seen_.data());
  fit_.score(seen_.data(), filter_, scores_.data());
  located_ = localise(scores_, shape_.scores(), about_.crop, size_h_, size_w_,
                      cut_.scale(about_.crop), {}, scratch_);
  return scores_;
}

const float* Online::on_grid(const Grid& grid) {
  const cv::Mat scores(shape_.scores(), shape_.scores(), CV_32F, scores_.data());
  if (!about_.placed) {
    cv::resize(scores, grid_, {grid.size, grid.size}, 0, 0, cv::INTER_CUBIC);
    return grid_.ptr<float>();
  }
  map_x_.create(grid.size, grid.size, CV_32F);
  map_y_.create(grid.size, grid.size, CV_32F);
  const Place middle = cut_.middle();
  const float scale = cut_.scale(about_.crop);
  const auto cell = [&](float away) {  // as make_goal counts them
    const float pixel = away / scale + static_cast<float>(about_.crop) / 2 - margin_;
    return pixel / static_cast<float>(about_.stride);
  };
  for (int r = 0; r < grid.size; ++r) {
    for (int c = 0; c < grid.size; ++c) {
      map_x_.at<float>(r, c) = cell(grid.first.x + static_cast<float>(c) * grid.step - middle.x);
      map_y_.at<float>(r, c) = cell(grid.first.y + static_cast<float>(r) * grid.step - middle.y);
    }
  }
  cv::remap(scores, grid_, map_x_, map_y_, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return grid_.ptr<float>();
}

void Online::move(const Target& target) {
  const auto kept_inside = [](double centre, double side, int limit) {
    const auto beyond = static_cast<float>((OnlineRules::inside - 0.5) * side);
    return std::max(std::min(static_cast<float>(centre), static_cast<float>(limit) - beyond),
                    beyond);
  };
  position_ = {kept_inside(target.y, target.h, height_), kept_inside(target.x, target.w, width_)};
  size_h_ = static_cast<float>(target.h);
  size_w_ = static_cast<float>(target.w);
}

void Online::learn(const Target& target) {
  if (located_.finding == Finding::not_found) return;
  move(target);
  const float sample_scale = cut_.scale(about_.crop);
  scale_ = std::max(least_scale_, std::min(sample_scale, largest_scale_));
  if (located_.finding == Finding::uncertain) return;

  const bool rival = located_.finding == Finding::hard_negative;
  const auto slot =
      static_cast<size_t>(shares_.insert(rival ? OnlineRules::rival_rate : OnlineRules::rate));
  const Place middle = cut_.middle();
  boxes_[slot] = from_margin(box_around({position_.y - middle.y, position_.x - middle.x}, size_h_,
                                        size_w_, sample_scale, about_.crop));
  std::copy(seen_.begin(), seen_.end(), feature(static_cast<int>(slot)));
  make_goal(shape_, tables_, boxes_[slot], goals_[slot]);
  if (rival || (frame_ - 1) % OnlineRules::every == 0) fit(OnlineRules::later_steps);
}

}  // namespace siamrt::track
