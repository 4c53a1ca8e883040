"""Ocean's trunk: a ResNet-50 up to layer 3 with overall stride 8, and the adjust layer behind it.

It differs from the common ResNet in paddings and shortcuts, so that cells stay where an unpadded network has them:
conv1 and the strided convolutions are not padded, and the shortcuts of layers 2 and 3 are 3 x 3.
Sizes for inputs of 127, 255, 271: conv1 61, 125, 133; layer 1 31, 63, 67; layers 2 and 3 15, 31, 33.
"""

from typing import Dict, NamedTuple, Sequence

from torch import Tensor, nn

from .attention import Attention


class Conv(NamedTuple):
    """Kernel, stride, padding, dilation."""
    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    def make(self, channels: int, out: int) -> nn.Conv2d:
        return nn.Conv2d(channels, out, self.kernel, self.stride, self.padding, self.dilation, bias=False)


PLAIN = Conv(3, 1, 1)
# The unusual ones: the middle convolution and the shortcut of a layer's first block, and layer 3's later blocks.
LAYER1_SHORTCUT = Conv(1)
LAYER2_FIRST = Conv(3, 2)
LAYER3_FIRST = Conv(3, 1, 1)
LAYER3_LATER = Conv(3, 1, 2, 2)


class Bottleneck(nn.Module):
    """1x1, `middle`, 1x1 to four times the width; the stride sits on the middle convolution."""

    def __init__(self, channels: int, width: int, middle: nn.Module, shortcut: nn.Module):
        super().__init__()
        out = 4 * width
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = middle
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out)
        self.downsample = shortcut

    def forward(self, x: Tensor) -> Tensor:
        y = self.bn1(self.conv1(x)).relu()
        y = self.bn2(self.conv2(y)).relu()
        return (self.bn3(self.conv3(y)) + self.downsample(x)).relu()

    def walk(self, x: Tensor, side: str, into: Dict[str, Tensor]) -> Tensor:
        return self.forward(x)


class AttentionBottleneck(Bottleneck):
    """The same with self-attention in the middle, which stands in a sequence of its own: names are conv2.0.query ..."""

    def __init__(self, channels: int, width: int, sides: Sequence[int], resample: bool) -> None:
        super().__init__(channels, width, nn.Sequential(Attention(width, sides, resample)), nn.Identity())

    def walk(self, x: Tensor, side: str, into: Dict[str, Tensor]) -> Tensor:
        """Notes what the attention notes."""
        for attention in self.conv2:
            attention.walk(self.bn1(self.conv1(x)).relu(), side, into)
        return self.forward(x)


def layer(channels: int, width: int, blocks: int, first: Conv, shortcut: Conv, later: Conv) -> nn.Sequential:
    """Layers 1 to 3 of the base form, and the online branch's."""
    out = 4 * width
    project = nn.Sequential(shortcut.make(channels, out), nn.BatchNorm2d(out))
    rest = [Bottleneck(out, width, later.make(width, width), nn.Identity()) for _ in range(blocks - 1)]
    return nn.Sequential(Bottleneck(channels, width, first.make(width, width), project), *rest)


class ResNet(nn.Module):
    """N x 3 x H x W -> N x 1024 x S x S, S = 15 for 127, 31 for 255.

    tables: sides of the features that a last block with self-attention has positions for; empty: no such block.
    """

    def __init__(self, tables: Sequence[int] = (), resample: bool = False) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = layer(64, 64, 3, PLAIN, LAYER1_SHORTCUT, PLAIN)
        self.layer2 = layer(256, 128, 4, LAYER2_FIRST, LAYER2_FIRST, PLAIN)
        self.layer3 = layer(512, 256, 6, LAYER3_FIRST, LAYER3_FIRST, LAYER3_LATER)
        if tables:
            self.layer3[5] = AttentionBottleneck(1024, 256, tables, resample)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer3(self.layer2(self.layer1(self.maxpool(self.stem(x)))))

    def stem(self, x: Tensor) -> Tensor:
        return self.bn1(self.conv1(x)).relu()

    def walk(self, x: Tensor, side: str, into: Dict[str, Tensor]) -> Tensor:
        """side: z or x; notes stem_z, p1_z, p2_z, p3_z."""
        into["stem_" + side] = x = self.stem(x)
        into["p1_" + side] = x = self.layer1(self.maxpool(x))
        into["p2_" + side] = x = self.layer2(x)
        for block in self.layer3:
            x = block.walk(x, side, into)
        into["p3_" + side] = x
        return x


class Features(nn.Module):
    """The trunk's parameters carry the name `features` twice."""

    def __init__(self, tables: Sequence[int] = (), resample: bool = False) -> None:
        super().__init__()
        self.features = ResNet(tables, resample)

    def forward(self, x: Tensor) -> Tensor:
        return self.features(x)


class Neck(nn.Module):
    """1024 -> 256 channels; no ReLU."""

    def __init__(self) -> None:
        super().__init__()
        self.downsample = nn.Sequential(nn.Conv2d(1024, 256, 1, bias=False), nn.BatchNorm2d(256))

    def forward(self, x: Tensor) -> Tensor:
        return self.downsample(x)
