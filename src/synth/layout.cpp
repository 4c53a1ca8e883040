#include "synth/layout.hpp"

#include <fmt/core.h>

namespace siamrt::synth {
namespace {

/// OTB counts pixels from 1. A target wholly out of view has no box; one that is only hidden has.
std::string otb_line(const FrameTruth& truth) {
  if (truth.visibility.out_of_view) return "NaN,NaN,NaN,NaN\n";
  const Box& b = truth.box;
  return fmt::format("{:.2f},{:.2f},{:.2f},{:.2f}\n", b.x + 1, b.y + 1, b.w, b.h);
}

std::map<std::string, std::string> otb_files(const SequencePlan& plan,
                                             const std::vector<FrameTruth>& truth) {
  std::string boxes;
  for (const FrameTruth& t : truth) boxes += otb_line(t);
  std::string attributes;
  for (const int a : otb_attributes(plan.scene.preset)) {
    attributes += fmt::format("{}{}", attributes.empty() ? "" : ",", a);
  }
  return {{"groundtruth_rect.txt", boxes}, {"attributes.txt", attributes + "\n"}};
}

std::map<std::string, std::string> got10k_files(const SequencePlan& plan, const Scene& scene,
                                                const std::vector<FrameTruth>& truth) {
  std::string boxes;
  std::string absence;
  std::string cover;
  std::string cut;
  for (const FrameTruth& t : truth) {
    boxes += fmt::format("{:.4f},{:.4f},{:.4f},{:.4f}\n", t.box.x, t.box.y, t.box.w, t.box.h);
    absence += fmt::format("{}\n", t.visibility.absent() ? 1 : 0);
    cover += fmt::format("{}\n", t.visibility.eighths());
    cut += fmt::format("{}\n", t.visibility.cut_by_frame ? 1 : 0);
  }
  const std::string meta = fmt::format(
      "[METAINFO]\nurl: rendered by siamrt synth\nbegin: 00:00:00\nend: 00:{:02}:{:02}\n"
      "anno_fps: 25Hz\nobject_class: {}\nmotion_class: {}\nmajor_class: {}\n"
      "root_class: rendered\nmotion_adverb: {}\nresolution: ({}, {})\n",
      plan.scene.frames / 1500 % 60, plan.scene.frames / 25 % 60, scene.target(),
      to_string(plan.scene.preset), scene.place(), to_string(plan.scene.preset), plan.scene.width,
      plan.scene.height);
  return {{"groundtruth.txt", boxes},
          {"absence.label", absence},
          {"cover.label", cover},
          {"cut_by_image.label", cut},
          {"meta_info.ini", meta}};
}

}  // namespace

std::string sequence_root(Layout layout, const std::string& folder) {
  return layout == Layout::otb ? folder : folder + "/val";
}

std::string image_name(Layout layout, int index, const std::string& format) {
  return layout == Layout::otb ? fmt::format("img/{:04}.{}", index + 1, format)
                               : fmt::format("{:08}.{}", index + 1, format);
}

std::map<std::string, std::string> label_files(Layout layout, const SequencePlan& plan,
                                               const Scene& scene,
                                               const std::vector<FrameTruth>& truth) {
  return layout == Layout::otb ? otb_files(plan, truth) : got10k_files(plan, scene, truth);
}

}  // namespace siamrt::synth
