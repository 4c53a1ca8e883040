#pragma once

#include <string>
#include <vector>

namespace siamrt::data {

/// One sequence of a benchmark's definition: facts that the download alone does not tell.
struct Listed {
  std::string name;
  std::string folder;      ///< in the download; empty: the name
  int first = 0;           ///< number in the first image's name; 0: not said
  int last = 0;            ///< of the last image
  std::string attributes;  ///< separated by blanks
  std::string truth = {};  ///< name of the truth file where it is not the usual one
  bool cvpr13 = false;     ///< OTB
  bool tb50 = false;       ///< OTB
  int omitted = 0;         ///< OTB

  int rows() const { return first > 0 ? last - first + 1 : 0; }  ///< 0: not said
  const std::string& in() const { return folder.empty() ? name : folder; }
};

using List = std::vector<Listed>;

/// OTB2015's 100 targets (jwlim/tracker_benchmark; ranges: the MATLAB tool's configSeqs.m).
const List& otb_list();
const List& vot2018_list();
const List& vot2019_list();
/// LaSOT's 280 test sequences.
const List& lasot_list();
/// UAV123's 123 sequences and UAV20L's 20: parts of the folders' clips (configSeqs.m).
const List& uav123_list();
const List& uav20l_list();
const List& dtb70_list();
/// NFS's 100 sequences, ranges at 30 frames a second.
const List& nfs_list();
const List& tcolor128_list();

/// The entry of this name, aliases accepted; null if there is none.
const Listed* find_listed(const List& list, const std::string& name);

}  // namespace siamrt::data
