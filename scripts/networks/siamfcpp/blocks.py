"""The building block of SiamFC++, and its two plain backbones: AlexNet and TinyConv.

Both take raw BGR 0..255.  Sizes in comments are for a template of 127 and a search crop of 303.
"""

from collections import OrderedDict

from torch import Tensor, nn

from ..layers import Chain


class ConvBlock(nn.Module):
    """Convolution with bias, then batch normalisation and ReLU where asked for."""

    def __init__(self, channels: int, out: int, kernel: int, stride: int = 1, groups: int = 1, norm: bool = True,
                 relu: bool = True):
        super().__init__()
        self.conv = nn.Conv2d(channels, out, kernel, stride, groups=groups)
        self.bn = nn.BatchNorm2d(out) if norm else nn.Identity()
        self.relu = nn.ReLU() if relu else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(self.bn(self.conv(x)))


def pool() -> nn.MaxPool2d:
    """Ceil mode changes nothing at 127 and 303, but does at other crop sizes."""
    return nn.MaxPool2d(3, 2, ceil_mode=True)


def alexnet() -> Chain:
    """N x 3 x H x W -> N x 256 x 6 x 6 (28 x 28).  Not grouped anywhere."""
    return Chain(OrderedDict([
        ("conv1", ConvBlock(3, 96, 11, 2)),           # 59 / 147
        ("pool1", pool()),                            # 29 / 73
        ("conv2", ConvBlock(96, 256, 5)),             # 25 / 69
        ("pool2", pool()),                            # 12 / 34
        ("conv3", ConvBlock(256, 384, 3)),            # 10 / 32
        ("conv4", ConvBlock(384, 384, 3)),            # 8 / 30
        ("conv5", ConvBlock(384, 256, 3, relu=False)),
    ]))


def tinyconv() -> Chain:
    """N x 3 x H x W -> N x 64 x 11 x 11 (33 x 33)."""
    return Chain(OrderedDict([
        ("conv1", ConvBlock(3, 32, 3, 2)),              # 63 / 151
        ("pool1", pool()),                              # 31 / 75
        ("conv2a", ConvBlock(32, 64, 1)),
        ("conv2b", ConvBlock(64, 64, 7, 2, groups=64)),  # 13 / 35
        ("conv3a", ConvBlock(64, 64, 3)),               # 11 / 33
        ("conv3b", ConvBlock(64, 64, 1, relu=False)),
    ]))
