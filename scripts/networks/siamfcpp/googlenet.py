"""The GoogLeNet backbone: an Inception-v3 trunk up to Mixed_6e without its second max pool, hence stride 8.

Convolutions have no bias (but channel_reduce has) and their batch normalisation has eps 0.001.
"""

from typing import Dict, Tuple

import torch
from torch import Tensor, nn

from ..layers import cut_edges

EPS = 0.001


class Conv(nn.Module):
    """Convolution, batch normalisation, ReLU.  kernel and padding: rows, columns."""

    def __init__(self, channels: int, out: int, kernel: Tuple[int, int] = (1, 1), stride: int = 1,
                 padding: Tuple[int, int] = (0, 0)):
        super().__init__()
        self.conv = nn.Conv2d(channels, out, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=EPS)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.bn(self.conv(x)))


def conv3(channels: int, out: int, stride: int = 1, padding: int = 0) -> Conv:
    return Conv(channels, out, (3, 3), stride, (padding, padding))


def row7(channels: int, out: int) -> Conv:
    return Conv(channels, out, (1, 7), 1, (0, 3))


def column7(channels: int, out: int) -> Conv:
    return Conv(channels, out, (7, 1), 1, (3, 0))


def mean3(x: Tensor) -> Tensor:
    """3 x 3 average that counts the zeros of the padding: always divided by 9."""
    return nn.functional.avg_pool2d(x, 3, 1, 1, count_include_pad=True)


class Mixed(nn.Module):
    """Branches side by side.  A branch's layers are numbered from 1 and stand in order among the children."""

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        """Notes every layer of every branch; the block's own output comes from `forward`."""
        y = x
        for key, layer in self.named_children():
            if key == "branch_pool":
                y = mean3(x)
            elif key.endswith("_1") or key == "branch1x1" or key == "branch3x3":
                y = x
            y = layer(y)
            into[name + "." + key] = y
        out = self.forward(x)
        into[name] = out
        return out


class MixedA(Mixed):
    """Mixed_5b, 5c, 5d: 28 x 28 (72 x 72), 64 + 64 + 96 + pool channels out."""

    def __init__(self, channels: int, pool: int):
        super().__init__()
        self.branch1x1 = Conv(channels, 64)
        self.branch5x5_1 = Conv(channels, 48)
        self.branch5x5_2 = Conv(48, 64, (5, 5), 1, (2, 2))
        self.branch3x3dbl_1 = Conv(channels, 64)
        self.branch3x3dbl_2 = conv3(64, 96, padding=1)
        self.branch3x3dbl_3 = conv3(96, 96, padding=1)
        self.branch_pool = Conv(channels, pool)

    def forward(self, x: Tensor) -> Tensor:
        five = self.branch5x5_2(self.branch5x5_1(x))
        three = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch1x1(x), five, three, self.branch_pool(mean3(x))], 1)


class MixedReduce(Mixed):
    """Mixed_6a: 28 x 28 -> 13 x 13 (72 -> 35), 384 + 96 channels and the pooled input."""

    def __init__(self, channels: int):
        super().__init__()
        self.branch3x3 = conv3(channels, 384, stride=2)
        self.branch3x3dbl_1 = Conv(channels, 64)
        self.branch3x3dbl_2 = conv3(64, 96, padding=1)
        self.branch3x3dbl_3 = conv3(96, 96, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch3x3(x), double, nn.functional.max_pool2d(x, 3, 2)], 1)


class MixedC(Mixed):
    """Mixed_6b ... 6e: 768 channels in and out, 7 x 7 taken apart into rows and columns of width `inner`."""

    def __init__(self, inner: int):
        super().__init__()
        self.branch1x1 = Conv(768, 192)
        self.branch7x7_1 = Conv(768, inner)
        self.branch7x7_2 = row7(inner, inner)
        self.branch7x7_3 = column7(inner, 192)
        self.branch7x7dbl_1 = Conv(768, inner)
        self.branch7x7dbl_2 = column7(inner, inner)
        self.branch7x7dbl_3 = row7(inner, inner)
        self.branch7x7dbl_4 = column7(inner, inner)
        self.branch7x7dbl_5 = row7(inner, 192)
        self.branch_pool = Conv(768, 192)

    def forward(self, x: Tensor) -> Tensor:
        seven = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        double = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        double = self.branch7x7dbl_5(self.branch7x7dbl_4(double))
        return torch.cat([self.branch1x1(x), seven, double, self.branch_pool(mean3(x))], 1)


class GoogLeNet(nn.Module):
    """BGR 0..255, N x 3 x H x W -> N x 256 x 5 x 5 (27 x 27)."""

    def __init__(self) -> None:
        super().__init__()
        self.Conv2d_1a_3x3 = conv3(3, 32, stride=2)
        self.Conv2d_2a_3x3 = conv3(32, 32)
        self.Conv2d_2b_3x3 = conv3(32, 64, padding=1)
        self.Conv2d_3b_1x1 = Conv(64, 80)
        self.Conv2d_4a_3x3 = conv3(80, 192)
        self.Mixed_5b = MixedA(192, 32)
        self.Mixed_5c = MixedA(256, 64)
        self.Mixed_5d = MixedA(288, 64)
        self.Mixed_6a = MixedReduce(288)
        self.Mixed_6b = MixedC(128)
        self.Mixed_6c = MixedC(160)
        self.Mixed_6d = MixedC(160)
        self.Mixed_6e = MixedC(192)
        self.channel_reduce = nn.Sequential(nn.Conv2d(768, 256, 1), nn.BatchNorm2d(256, eps=EPS))  # no ReLU

    def forward(self, x: Tensor) -> Tensor:
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(to_unit_rgb(x))))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(nn.functional.max_pool2d(x, 3, 2)))
        x = self.Mixed_5d(self.Mixed_5c(self.Mixed_5b(x)))
        x = self.Mixed_6e(self.Mixed_6d(self.Mixed_6c(self.Mixed_6b(self.Mixed_6a(x)))))
        return self.channel_reduce(cut_edges(x, 4))

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        x = to_unit_rgb(x)
        for key, layer in self.named_children():
            if key == "Conv2d_3b_1x1":
                x = nn.functional.max_pool2d(x, 3, 2)
            if key == "channel_reduce":
                x = cut_edges(x, 4)
            if hasattr(layer, "walk"):
                x = layer.walk(x, name + "." + key, into)
            else:
                x = layer(x)
                into[name + "." + key] = x
        return x


def to_unit_rgb(x: Tensor) -> Tensor:
    """BGR 0..255 -> RGB -1..1."""
    return (x.flip(1) - 127.5) / 127.5
