#include "report/section.hpp"

#include "report/words.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

namespace siamrt::report {
namespace {

double main_value(const Section& section, const eval::Figures& figures) {
  return figure_of(figures.overall, section.figure);
}

Section section_of(const std::vector<eval::Figures>& all, const std::string& profile) {
  Section section;
  section.dataset = all[0].dataset;
  section.profile = profile;
  section.figure = main_figure(profile);
  for (const eval::Figures& figures : all) {
    if (figures.profile != profile) continue;
    Ranked ranked;
    ranked.figures = &figures;
    ranked.label = figures.tracker + (figures.partial ? "*" : "");
    section.trackers.push_back(std::move(ranked));
    section.partial = section.partial || figures.partial;
    section.sequences = std::max(section.sequences, figures.sequences.size());
  }
  std::stable_sort(section.trackers.begin(), section.trackers.end(),
                   [&](const Ranked& a, const Ranked& b) {
                     const double x = main_value(section, *a.figures);
                     const double y = main_value(section, *b.figures);
                     return x > y || (!std::isnan(x) && std::isnan(y));
                   });
  for (std::size_t i = 0; i < section.trackers.size(); ++i) {
    section.trackers[i].rank = i;
    section.trackers[i].style = style_of(i);
  }
  return section;
}

std::string capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

std::string Section::line() const {
  return fmt::format("{}, {} sequence{}{}", profile, sequences, sequences == 1 ? "" : "s",
                     partial ? ", * partial: some are not scored" : "");
}

std::vector<Section> sections_of(const std::vector<eval::Figures>& all) {
  if (all.empty()) throw Error(Error::Kind::usage, "report: no figures given, expected some");
  std::vector<std::string> profiles;
  for (const eval::Figures& figures : all) {
    if (figures.dataset != all[0].dataset) {
      throw Error(Error::Kind::usage,
                  fmt::format("report: figures of {} and {}, expected those of one data set",
                              all[0].dataset, figures.dataset));
    }
    if (std::find(profiles.begin(), profiles.end(), figures.profile) == profiles.end()) {
      profiles.push_back(figures.profile);
    }
  }
  std::vector<Section> sections;
  sections.reserve(profiles.size());
  for (const std::string& profile : profiles) sections.push_back(section_of(all, profile));
  return sections;
}

std::string sequence_figure(const Section& section) {
  return section.figure == "eao" ? "lost" : section.figure;
}

std::vector<std::size_t> worst_first(const Section& section) {
  const std::string figure = sequence_figure(section);
  std::vector<std::pair<double, std::size_t>> means;
  for (std::size_t i = 0; i < section.sequences; ++i) {
    double sum = 0, known = 0;
    for (const Ranked& tracker : section.trackers) {
      if (i >= tracker.figures->sequences.size()) continue;
      const double value = figure_of(tracker.figures->sequences[i].scores, figure);
      if (!std::isfinite(value)) continue;
      sum += value;
      known += 1;
    }
    if (known > 0) means.emplace_back(better_of(figure) * sum / known, i);
  }
  std::stable_sort(means.begin(), means.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::size_t> order;
  order.reserve(means.size());
  for (const auto& [mean, i] : means) order.push_back(i);
  return order;
}

std::vector<std::string> attributes_of(const Section& section) {
  std::set<std::string> names;
  for (const Ranked& tracker : section.trackers) {
    for (const auto& [name, scores] : tracker.figures->attributes) names.insert(name);
  }
  std::vector<std::string> list(names.begin(), names.end());
  std::stable_partition(list.begin(), list.end(),
                        [](const std::string& name) { return !is_subset(name); });
  return list;
}

std::size_t count_with(const data::Dataset& dataset, const std::string& attribute) {
  const auto has = [&](const std::vector<std::string>& list) {
    return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
      return name == attribute || capitals(name) == attribute;
    });
  };
  return static_cast<std::size_t>(std::count_if(
      dataset.sequences.begin(), dataset.sequences.end(), [&](const data::Sequence& sequence) {
        return has(sequence.attributes) || has(sequence.subsets);
      }));
}

}  // namespace siamrt::report
