"""Ocean's head: dilated encoders, weighted group correlation, towers and predictions.

All of it exists twice, for classification (cls) and regression (reg), without shared parameters.
"""

from typing import Dict, List, NamedTuple

import torch
from torch import Tensor, nn

from ..layers import correlate_depthwise, of_first_template

CHANNELS = 256


def encode(rows: int, columns: int) -> nn.Sequential:
    """3 x 3 without padding, dilated by `rows` vertically and `columns` horizontally."""
    return nn.Sequential(nn.Conv2d(CHANNELS, CHANNELS, 3, dilation=(rows, columns), bias=False),
                         nn.BatchNorm2d(CHANNELS), nn.ReLU())


class Encoders(nn.Module):
    """Three ways of looking at template (_k) and search (_s): square, tall, wide.

    Template 7 x 7 -> 5 x 5, 3 x 5, 5 x 3; search 31 x 31 -> 29 x 29, 27 x 29, 29 x 27: each pair correlates to 25 x 25.
    """

    def __init__(self) -> None:
        super().__init__()
        self.matrix11_k, self.matrix11_s = encode(1, 1), encode(1, 1)
        self.matrix12_k, self.matrix12_s = encode(2, 1), encode(2, 1)
        self.matrix21_k, self.matrix21_s = encode(1, 2), encode(1, 2)

    def template(self, z: Tensor) -> List[Tensor]:
        return [self.matrix11_k(z), self.matrix12_k(z), self.matrix21_k(z)]

    def forward(self, x: Tensor) -> List[Tensor]:
        return [self.matrix11_s(x), self.matrix12_s(x), self.matrix21_s(x)]


class GroupCorrelation(nn.Module):
    """Depthwise correlation of each way, summed with the soft-max of three learnt weights."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))

    def forward(self, x: List[Tensor], z: List[Tensor]) -> Tensor:
        """x: encoded search features, z: encoded templates, in the encoders' order."""
        weight = self.weight.softmax(0)
        return (weight[0] * correlate_depthwise(x[0], z[0]) + weight[1] * correlate_depthwise(x[1], z[1])
                + weight[2] * correlate_depthwise(x[2], z[2]))


def tower() -> nn.Sequential:
    """Four times convolution with bias, batch normalisation, ReLU: keys 3 n and 3 n + 1."""
    layers: List[nn.Module] = []
    for _ in range(4):
        layers += [nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1), nn.BatchNorm2d(CHANNELS), nn.ReLU()]
    return nn.Sequential(*layers)


class Maps(NamedTuple):
    """What the head gives; `reg_tower` is the feature that an object-aware branch starts from."""
    cls: Tensor        # N x 1 x S x S, a logit
    sides: Tensor      # N x 4 x S x S, left, top, right, bottom in crop pixels
    reg_tower: Tensor  # N x 256 x S x S


class Head(nn.Module):
    """neck features -> Maps.  The template's side is encoded once, by `embed`."""

    def __init__(self) -> None:
        super().__init__()
        self.cls_encode = Encoders()
        self.reg_encode = Encoders()
        self.cls_dw = GroupCorrelation()
        self.reg_dw = GroupCorrelation()
        self.bbox_tower = tower()
        self.cls_tower = tower()
        self.bbox_pred = nn.Conv2d(CHANNELS, 4, 3, padding=1)
        self.cls_pred = nn.Conv2d(CHANNELS, 1, 3, padding=1)
        self.adjust = nn.Parameter(torch.full((1,), 0.1))
        self.bias = nn.Parameter(torch.ones(1, 4, 1, 1))

    def embed(self, z: Tensor) -> List[Tensor]:
        """z: N x 256 x 7 x 7 -> three encoded templates for classification, three for regression."""
        return self.cls_encode.template(z) + self.reg_encode.template(z)

    def forward(self, x: Tensor, features: List[Tensor]) -> Maps:
        cls = self.cls_tower(self.cls_dw(self.cls_encode(x), features[:3]))
        first = [of_first_template(feature, x.size(0)) for feature in features[3:6]]
        reg = self.bbox_tower(self.reg_dw(self.reg_encode(x), first))
        return self.predict(cls, reg)

    def predict(self, cls: Tensor, reg: Tensor) -> Maps:
        """The factor 0.1 scales cls_pred's bias too."""
        return Maps(0.1 * self.cls_pred(cls), (self.adjust * self.bbox_pred(reg) + self.bias).exp(), reg)

    def walk(self, x: Tensor, features: List[Tensor], into: Dict[str, Tensor]) -> Maps:
        """Notes cls_z11 ... reg_x21, cls_corr, reg_corr, cls_tower, reg_tower."""
        encoded = self.cls_encode(x) + self.reg_encode(x)
        for index, name in enumerate(["11", "12", "21"]):
            into["cls_z" + name], into["reg_z" + name] = features[index], features[index + 3]
            into["cls_x" + name], into["reg_x" + name] = encoded[index], encoded[index + 3]
        into["cls_corr"] = self.cls_dw(encoded[:3], features[:3])
        into["reg_corr"] = self.reg_dw(encoded[3:], features[3:6])
        into["cls_tower"] = self.cls_tower(into["cls_corr"])
        into["reg_tower"] = self.bbox_tower(into["reg_corr"])
        return self.predict(into["cls_tower"], into["reg_tower"])
