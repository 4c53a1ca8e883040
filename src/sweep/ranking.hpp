#pragma once

#include "bench/plan.hpp"
#include "data/dataset.hpp"
#include "eval/bootstrap.hpp"
#include "eval/figures.hpp"
#include "sweep/entry.hpp"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::sweep {

/// An entry in the table.
struct Row {
  enum class State {
    evaluated,
    failed,      ///< `why` says it; no figures
    screened,    ///< taken out early; `why` says after how much and how surely
    unfinished,  ///< some sequences are still to be run
  };
  State state = State::unfinished;
  std::string name;
  double epoch = 0;
  std::string key;
  std::string why;
  std::optional<eval::Figures> figures;  ///< of an evaluated row

  double value = std::numeric_limits<double>::quiet_NaN();  ///< of the ranking's figure
  bool best = false;
  bool tied = false;  ///< not clearly below the best: 0 inside the interval of the difference
  std::optional<eval::Difference> below;  ///< best minus this, paired over sequences
};

/// How many came to what.
struct Accounting {
  std::size_t asked = 0;
  std::size_t evaluated = 0;
  std::size_t failed = 0;
  std::size_t screened = 0;
  std::size_t unfinished = 0;
};

/// What the rows are, in words for people.
struct RankingWords {
  std::string entry = "checkpoint";
  std::string axis = "epoch";  ///< along which they lie in plots
  std::string question = "which checkpoint is best?";
};

/// The sweep's result: rows in the order of the entries.
struct Ranking {
  RankingWords words;
  std::string remark;   ///< a further line below the verdict; may be empty
  bool whole = true;    ///< the runs' folders hold these sequences and no others
  std::string network;  ///< name of the archive
  std::string dataset;
  std::string profile;
  std::string figure;  ///< the one that ranks: eval's key
  bool partial = false;
  std::size_t sequences = 0;
  std::vector<Row> rows;

  Accounting accounting() const;
  const Row* best() const;  ///< null where nothing was evaluated
};

/// Which figure of a profile ranks: EAO, else success (auc), else ao, else the first it has.
std::string ranking_figure(const std::string& profile);

/// Reads every entry's results below `folder` and scores those that are complete. Figures are
/// those of siamrt eval, with intervals. Of equals the first is the best.
Ranking rank(const std::string& folder, const std::vector<Entry>& entries,
             const data::Dataset& dataset, const bench::Plan& plan, const std::string& profile);

/// `asked 16, evaluated 15, failed 1 (checkpoint_e9: truncated ...)`.
std::string accounting_line(const Ranking& ranking);

}  // namespace siamrt::sweep
