"""The ShuffleNetV2 backbones x0.5 and x1.0, with stride 1 in stages 3 and 4: all three stages are 16 x 16 (38 x 38).

Convolutions have no bias.  No ReLU follows a depthwise convolution.
"""

from typing import Dict, List

import torch
from torch import Tensor, nn

from ..layers import Chain, cut_edges, standardise


def depthwise(channels: int, stride: int) -> List[nn.Module]:
    return [nn.Conv2d(channels, channels, 3, stride, 1, groups=channels, bias=False), nn.BatchNorm2d(channels)]


def pointwise(channels: int, out: int) -> List[nn.Module]:
    return [nn.Conv2d(channels, out, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU()]


def shuffle(a: Tensor, b: Tensor) -> Tensor:
    """Two halves of h channels interleaved: channel 2 i + g of the result is channel i of half g."""
    return torch.stack([a, b], 2).flatten(1, 2)


class FirstUnit(nn.Module):
    """First unit of a stage: both branches see the whole input."""

    def __init__(self, channels: int, out: int, stride: int):
        super().__init__()
        half = out // 2
        self.branch1 = nn.Sequential(*depthwise(channels, stride), *pointwise(channels, half))
        self.branch2 = nn.Sequential(*pointwise(channels, half), *depthwise(half, stride), *pointwise(half, half))

    def forward(self, x: Tensor) -> Tensor:
        return shuffle(self.branch1(x), self.branch2(x))


class Unit(nn.Module):
    """The first half of the channels passes through untouched."""

    def __init__(self, channels: int):
        super().__init__()
        half = channels // 2
        self.branch2 = nn.Sequential(*pointwise(half, half), *depthwise(half, 1), *pointwise(half, half))

    def forward(self, x: Tensor) -> Tensor:
        kept, changed = x.chunk(2, 1)
        return shuffle(kept, self.branch2(changed))


def stage(channels: int, out: int, units: int, stride: int) -> Chain:
    return Chain(FirstUnit(channels, out, stride), *[Unit(out) for _ in range(units - 1)])


class Trunk(nn.Module):
    """RGB, normalised -> N x 256 x 8 x 8 (30 x 30) from the outputs of all three stages."""

    def __init__(self, widths: List[int]):
        super().__init__()
        self.conv1 = nn.Sequential(nn.Conv2d(3, 24, 3, 2, 1, bias=False), nn.BatchNorm2d(24), nn.ReLU())
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.stage2 = stage(24, widths[0], 4, 2)
        self.stage3 = stage(widths[0], widths[1], 8, 1)
        self.stage4 = stage(widths[1], widths[2], 4, 1)
        self.channel_reduce = nn.Sequential(*pointwise(sum(widths), 256))

    def forward(self, x: Tensor) -> Tensor:
        two = self.stage2(self.maxpool(self.conv1(x)))
        three = self.stage3(two)
        return self.channel_reduce(joined(two, three, self.stage4(three)))

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        into[name + ".conv1"] = x = self.conv1(x)
        into[name + ".maxpool"] = x = self.maxpool(x)
        two = self.stage2.walk(x, name + ".stage2", into)
        three = self.stage3.walk(two, name + ".stage3", into)
        four = self.stage4.walk(three, name + ".stage4", into)
        into[name + ".channel_reduce"] = x = self.channel_reduce(joined(two, three, four))
        return x


def joined(two: Tensor, three: Tensor, four: Tensor) -> Tensor:
    return cut_edges(torch.cat([two, three, four], 1), 4)


class ShuffleNet(nn.Module):
    """BGR 0..255 in.  The trunk hangs under `_model`, as in the original's names."""

    def __init__(self, widths: List[int]):
        super().__init__()
        self._model = Trunk(widths)

    def forward(self, x: Tensor) -> Tensor:
        return self._model(to_imagenet_rgb(x))

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        return self._model.walk(to_imagenet_rgb(x), name + "._model", into)


def to_imagenet_rgb(x: Tensor) -> Tensor:
    """BGR 0..255 -> RGB, ImageNet's mean and spread taken out."""
    return standardise((x / 255).flip(1), [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
