"""An online branch on a network's own features, for networks that were never trained with one.

Ocean's branch (ocean/online.py) has a layer, a classifier and an optimiser with trained numbers; here the features are
those that the network has anyway, the first filter is pooled from them as they are, and the optimiser's numbers are
those that Ocean's start from. So nothing has to be trained, and nothing is added to the state dict.
"""

from typing import List

import torch
from torch import Tensor


def scaled(x: Tensor) -> Tensor:
    """N x C x S x S -> the same, each sample scaled so that a filter of 4 x 4 cells of it answers the sample with about 1."""
    energy = (x * x).sum([1, 2, 3], keepdim=True) + 1e-5
    return x * (float(x.size(2) * x.size(3)) / (16.0 * energy)).sqrt()


def construction_tables() -> List[Tensor]:
    """Step length, regularisation, then label, mask (before its sigmoid) and spatial weight by distance, 0.1 cells a bin."""
    distance = torch.arange(100, dtype=torch.float32) * 0.1
    bump = (-0.5 * (distance / 0.85) ** 2).exp()
    return [torch.full([1], 0.9), torch.full([1], 0.01), bump - bump.min(), 3.0 * torch.tanh(2.0 - distance),
            torch.ones([100])]
