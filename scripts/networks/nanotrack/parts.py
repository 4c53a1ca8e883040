"""What the three heads are made of: correlations with the template, and towers of separable convolutions."""

from typing import Dict, List

from torch import Tensor, nn

from ..layers import Chain, GlobalMean, cell_filters, correlate_cells, correlate_depthwise

TEMPLATE_CELLS = 64  # 8 x 8 for a template of 127 pixels


def adjust(channels: int) -> Chain:
    """1x1 convolution with bias and batch normalisation: how both correlations prepare a feature."""
    return Chain(nn.Conv2d(channels, channels, 1), nn.BatchNorm2d(channels))


class ChannelAttention(nn.Module):
    """Weights the channels by a sigmoid of two 1x1 convolutions over the global mean."""

    def __init__(self, channels: int):
        super().__init__()
        self.avg_pool = GlobalMean()
        self.fc1 = nn.Conv2d(channels, channels, 1)
        self.relu = nn.ReLU()
        self.fc2 = nn.Conv2d(channels, channels, 1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return x * self.sigmoid(self.fc2(self.relu(self.fc1(self.avg_pool(x)))))

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        weight = x
        for key, layer in self.named_children():
            weight = layer(weight)
            into[name + "." + key] = weight
        x = x * weight
        into[name] = x
        return x


class PixelCorrelation(nn.Module):
    """Template cells as 64 filters of 1x1, then channel attention.

    adjusted (v2, v3): both features go through a 1x1 convolution first.
    shrunk (v3): the 16 x 16 map is brought to 15 x 15, so that it has a central cell.
    """

    def __init__(self, channels: int, adjusted: bool, shrunk: bool):
        super().__init__()
        cells = TEMPLATE_CELLS
        self.conv_kernel = adjust(channels) if adjusted else Chain()
        self.conv_search = adjust(channels) if adjusted else Chain()
        self.CA_layer = ChannelAttention(cells)
        self.conv = Chain(
            nn.Conv2d(cells, cells, 2, groups=cells, bias=False), nn.BatchNorm2d(cells), nn.ReLU6(),
            nn.Conv2d(cells, cells, 1), nn.BatchNorm2d(cells)) if shrunk else Chain()

    def embed(self, zf: Tensor) -> Tensor:
        """zf: N x C x 8 x 8 -> filters N x 64 x C."""
        return cell_filters(self.conv_kernel(zf))

    def forward(self, xf: Tensor, filters: Tensor) -> Tensor:
        return self.conv(self.CA_layer(correlate_cells(self.conv_search(xf), filters)))

    def walk(self, zf: Tensor, xf: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        filters = cell_filters(self.conv_kernel.walk(zf, name + ".conv_kernel", into))
        x = correlate_cells(self.conv_search.walk(xf, name + ".conv_search", into), filters)
        x = self.conv.walk(self.CA_layer.walk(x, name + ".CA_layer", into), name + ".conv", into)
        into[name] = x
        return x


class DepthwiseCorrelation(nn.Module):
    """The central 4 x 4 of the template slides over the search feature, padded by 1: 16 -> 15 cells."""

    def __init__(self, channels: int):
        super().__init__()
        self.conv_kernel = adjust(channels)
        self.conv_search = adjust(channels)

    def embed(self, zf: Tensor) -> Tensor:
        """zf: N x C x 8 x 8 -> kernel N x C x 4 x 4."""
        return self.conv_kernel(centre(zf))

    def forward(self, xf: Tensor, kernel: Tensor) -> Tensor:
        return correlate_depthwise(self.conv_search(xf), kernel, 1)

    def walk(self, zf: Tensor, xf: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        kernel = self.conv_kernel.walk(centre(zf), name + ".conv_kernel", into)
        x = correlate_depthwise(self.conv_search.walk(xf, name + ".conv_search", into), kernel, 1)
        into[name] = x
        return x


def centre(zf: Tensor) -> Tensor:
    """The 4 x 4 cells in the middle."""
    row, column = (zf.size(2) - 4) // 2, (zf.size(3) - 4) // 2
    return zf[:, :, row:row + 4, column:column + 4]


def tower(channels: int, width: int, kernels: List[int]) -> Chain:
    """v1, v2: depthwise, pointwise, batch normalisation, ReLU6 for every kernel size; keys 4 n + 0, 1, 2."""
    layers: List[nn.Module] = []
    for kernel in kernels:
        layers += [nn.Conv2d(channels, channels, kernel, padding=kernel // 2, groups=channels, bias=False),
                   nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU6()]
        channels = width
    return Chain(*layers)


def tower_with_inner_norm(width: int, depth: int) -> Chain:
    """v3: batch normalisation after both convolutions, ReLU6 between them only; keys 5 n + 0, 1, 3, 4."""
    layers: List[nn.Module] = []
    for _ in range(depth):
        layers += [nn.Conv2d(width, width, 3, padding=1, groups=width, bias=False), nn.BatchNorm2d(width),
                   nn.ReLU6(), nn.Conv2d(width, width, 1, bias=False), nn.BatchNorm2d(width)]
    return Chain(*layers)


def predictor(width: int, out: int) -> Chain:
    """1x1 convolution with bias."""
    return Chain(nn.Conv2d(width, out, 1))
