#pragma once

#include "model/network.hpp"
#include "track/families.hpp"

namespace siamrt::track {

/// How the network's boxes are brought to the box that was drawn. A network sees the template's
/// picture, not the box in it, and boxes what it takes for the object: for a deer's head the whole
/// deer. Its answer in the first frame, where the truth is known, says by how much; later answers
/// are corrected by the same factors. Lengths are in shares of the predicted sides, so that they
/// follow the target's size.
struct Calibration {
  double w = 1;  ///< factor of the predicted sides
  double h = 1;
  double x = 0;  ///< shift of the predicted centre, in predicted sides
  double y = 0;

  bool is_none() const { return w == 1 && h == 1 && x == 0 && y == 0; }
};

/// From the box predicted in the first frame to the drawn one, `amount` (0..1) of the way: factors
/// are powers of it. None where the two overlap by less than a quarter: such an answer is about
/// something else. Factors are kept within 1/2 .. 2.
Calibration calibrate(const Target& predicted, const Target& drawn, double amount);

/// Corrects the boxes of item n of the maps. extra: Rules::corner_extra.
void correct_boxes(model::Maps& maps, int n, const Calibration& calibration, double extra);

}  // namespace siamrt::track
