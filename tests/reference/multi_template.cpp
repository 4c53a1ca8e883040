#include "reference/multi_template.hpp"

#include "reference/crop.hpp"
#include "reference/decode.hpp"
#include "track/window.hpp"

namespace siamrt::reference {

MultiTemplate::MultiTemplate(const Model& model, const Settings& settings, const Frame& frame,
                             const Box& box)
    : model_(model),
      settings_(settings),
      rules_(track::rules_of(model.description().family)),
      fill_(track::mean_colour(frame)),
      target_(rules_.start(box)) {
  for (int n = 0; n < settings.templates; ++n) {
    memory_.push_back(cut(frame));
    origins_.push_back(0);
  }
}

model::Features MultiTemplate::cut(const Frame& frame) const {
  const int size = model_.description().template_size;
  const double side = track::context_side(target_, settings_.context);
  const track::Cut where = rules_.place(target_, rules_.template_side(side, size));
  return model_.network().embed({crop(frame, where, fill_, size)}).at(0);
}

Box MultiTemplate::next(const Frame& frame) {
  const Description& about = model_.description();
  const int z = about.template_size;
  const int x = settings_.search;
  const double side = track::context_side(target_, settings_.context);
  const cv::Mat search =
      crop(frame, rules_.place(target_, rules_.search_side(side, z, x)), fill_, x);

  std::vector<model::Maps> maps(memory_.size());
  for (size_t n = 0; n < memory_.size(); ++n)
    model_.network().locate({search}, {memory_[n]}, maps[n]);
  std::vector<float> mixed = maps[0].score;
  for (size_t k = 0; k < mixed.size() && memory_.size() > 1; ++k) {
    double mean = 0;
    for (size_t n = 1; n < memory_.size(); ++n)
      mean += maps[n].score[k] / static_cast<double>(memory_.size() - 1);
    mixed[k] = static_cast<float>((1 - settings_.template_share) * maps[0].score[k] +
                                  settings_.template_share * mean);
  }

  track::CellMaps cells;
  cells.cells = maps[0].size * maps[0].size;
  cells.score = mixed.data();
  cells.box = maps[0].box.data();
  const track::View view = {z / side, x, frame.cols, frame.rows};
  const track::Decoded found = decode(about.family, settings_, cells, view,
                                      track::make_window(settings_.window, maps[0].size), target_);
  target_ = found.target;
  score_ = found.score;
  ++frame_;
  if (memory_.size() > 1 && frame_ % settings_.template_every == 0 &&
      score_ >= settings_.template_min_score) {
    memory_.erase(memory_.begin() + 1);
    memory_.push_back(cut(frame));
    origins_.erase(origins_.begin() + 1);
    origins_.push_back(frame_);
  }
  return rules_.rectangle(target_);
}

}  // namespace siamrt::reference
