"""The network side of Ocean's online branch: features for a classifier that is fitted while tracking (ATOM, DiMP).

The loop around it (samples, filter, memory) is siamrt's; here is everything that has weights.
"""

from typing import Final, List

import torch
from torch import Tensor, nn

from ..layers import standardise
from .trunk import LAYER2_FIRST, PLAIN, layer

CHANNELS = 512      # of the classifier's feature
FILTER = 4          # cells, a side of its filter
BINS = 100          # of distance from the target's centre, 0.1 cells apart
BIN_WIDTH = 0.1


def layer_online() -> nn.Sequential:
    """Six bottlenecks, stride 2 without dilation, beside the trunk's layer 3."""
    return layer(512, 256, 6, LAYER2_FIRST, LAYER2_FIRST, PLAIN)


class FilterInitializer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.filter_conv = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1)


class FilterOptimizer(nn.Module):
    """What the fitting is told: three tables over the distance from the centre, step length, regularisation.

    The numbers are those at construction of the original; a checkpoint overwrites them.
    """

    def __init__(self) -> None:
        super().__init__()
        distance = torch.arange(BINS, dtype=torch.float32) * BIN_WIDTH
        bump = (-0.5 * (distance / 0.85) ** 2).exp()
        self.log_step_length = nn.Parameter(torch.tensor([0.9]).log())
        self.filter_reg = nn.Parameter(torch.tensor([0.1]))
        self.label_map_predictor = table(bump - bump.min())
        self.target_mask_predictor = nn.Sequential(table(3 * torch.tanh(2 - distance)), nn.Sigmoid())
        self.spatial_weight_predictor = table(torch.ones(BINS))


def table(values: Tensor) -> nn.Conv2d:
    conv = nn.Conv2d(BINS, 1, 1, bias=False)
    conv.weight = nn.Parameter(values.reshape(1, BINS, 1, 1).clone())
    return conv


class Classifier(nn.Module):
    energy: Final[float] = (1.0 / (CHANNELS * FILTER * FILTER)) ** 0.5  # root mean square of a feature

    def __init__(self) -> None:
        super().__init__()
        self.filter_initializer = FilterInitializer()
        self.filter_optimizer = FilterOptimizer()
        self.feature_extractor = nn.Sequential(nn.Conv2d(1024, CHANNELS, 3, padding=1, bias=False))

    def feature(self, x: Tensor) -> Tensor:
        """N x 1024 x S x S -> N x 512 x S x S, each sample scaled to the same energy."""
        x = self.feature_extractor(x)
        sum_of_squares = (x * x).sum([1, 2, 3], keepdim=True)
        return x * (self.energy * (x.size(1) * x.size(2) * x.size(3) / (sum_of_squares + 1e-5)).sqrt())

    def tables(self) -> List[Tensor]:
        """Step length, regularisation (as a factor), then label, mask (before its sigmoid) and spatial weight by bin."""
        fit = self.filter_optimizer
        return [fit.log_step_length.exp(), (fit.filter_reg * fit.filter_reg).clamp(min=1e-6),
                fit.label_map_predictor.weight.flatten(), fit.target_mask_predictor[0].weight.flatten(),
                fit.spatial_weight_predictor.weight.flatten()]


def normalised(x: Tensor) -> Tensor:
    """RGB 0..255 -> ImageNet's normalisation."""
    return standardise(x / 255.0, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
