"""The backbone of NanoTrack: a shortened MobileNetV3-small, stride 16.  No normalisation, BGR 0..255 goes in."""

from typing import Dict, List, NamedTuple

from torch import Tensor, nn

from ..layers import Chain, GlobalMean


class Block(NamedTuple):
    """One row of the backbone's table."""
    kernel: int
    expanded: int
    out: int
    gate: int        # hidden width of the squeeze-excite gate, 0 for none
    hard: bool       # hard-swish, else ReLU
    stride: int


# features.1 ...; v3 has the last one in addition.
BLOCKS = [
    Block(3, 16, 16, 8, False, 2),
    Block(3, 72, 24, 0, False, 2),
    Block(3, 88, 24, 0, False, 1),
    Block(5, 96, 40, 24, True, 2),
    Block(5, 240, 40, 64, True, 1),
    Block(5, 240, 40, 64, True, 1),
    Block(5, 120, 48, 32, True, 1),
    Block(5, 144, 48, 40, True, 1),
    Block(5, 288, 96, 72, True, 1),
]


class Gate(nn.Module):
    """Squeeze-excite: channel weights from the global mean, through two linear layers and a hard sigmoid."""

    def __init__(self, channels: int, hidden: int):
        super().__init__()
        self.avg_pool = GlobalMean()
        self.fc = Chain(nn.Linear(channels, hidden), nn.ReLU(), nn.Linear(hidden, channels), nn.Hardsigmoid())

    def forward(self, x: Tensor) -> Tensor:
        return x * self.fc(self.avg_pool(x).flatten(1)).unsqueeze(2).unsqueeze(3)

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        mean = self.avg_pool(x)
        into[name + ".avg_pool"] = mean
        x = x * self.fc.walk(mean.flatten(1), name + ".fc", into).unsqueeze(2).unsqueeze(3)
        into[name] = x
        return x


class InvertedResidual(nn.Module):
    """Widen, filter each channel, gate, narrow; the input is added where sizes allow.

    The gate comes before the second activation, but after it in the block without widening (features.1).
    """

    def __init__(self, channels: int, block: Block):
        super().__init__()
        self.shortcut = block.stride == 1 and channels == block.out
        wide = block.expanded

        def activation() -> nn.Module:
            return nn.Hardswish() if block.hard else nn.ReLU()

        gate = Gate(wide, block.gate) if block.gate else nn.Identity()
        depthwise = nn.Conv2d(wide, wide, block.kernel, block.stride, block.kernel // 2, groups=wide, bias=False)
        narrow = [nn.Conv2d(wide, block.out, 1, bias=False), nn.BatchNorm2d(block.out)]
        if wide == channels:
            layers = [depthwise, nn.BatchNorm2d(wide), activation(), gate]
        else:
            layers = [nn.Conv2d(channels, wide, 1, bias=False), nn.BatchNorm2d(wide), activation(),
                      depthwise, nn.BatchNorm2d(wide), gate, activation()]
        self.conv = Chain(*layers, *narrow)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv(x)
        return x + y if self.shortcut else y

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        y = self.conv.walk(x, name + ".conv", into)
        y = x + y if self.shortcut else y
        into[name] = y
        return y


class Backbone(nn.Module):
    """N x 3 x H x W -> N x C x H/16 x W/16 (127 -> 8, 255 -> 16), C = 48 for eight blocks, 96 for nine."""

    def __init__(self, blocks: int):
        super().__init__()
        layers: List[nn.Module] = [Chain(nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.Hardswish())]
        channels = 16
        for block in BLOCKS[:blocks]:
            layers.append(InvertedResidual(channels, block))
            channels = block.out
        self.features = Chain(*layers)
        self.channels = channels

    def forward(self, x: Tensor) -> Tensor:
        return self.features(x)

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        x = self.features.walk(x, name + ".features", into)
        into[name] = x
        return x
