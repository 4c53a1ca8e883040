"""Pieces that several families share.  Everything here is scriptable and free of fixed batch or crop sizes."""

from typing import Dict, List

import torch
from torch import Tensor, nn


class Chain(nn.Sequential):
    """Layers one after another; `walk` does the same and notes what every layer gives.

    A layer that has a `walk` of its own notes its inside as well.  Names grow by dots, as in a state dict, so a
    note "z:backbone.features.3" is the output of that module in the template pass.
    """

    def walk(self, x: Tensor, name: str, into: Dict[str, Tensor]) -> Tensor:
        for key, layer in self.named_children():
            if hasattr(layer, "walk"):
                x = layer.walk(x, name + "." + key, into)
            else:
                x = layer(x)
                into[name + "." + key] = x
        into[name] = x
        return x


class GlobalMean(nn.Module):
    """N x C x H x W -> N x C x 1 x 1; nn.AdaptiveAvgPool2d would leave its checks as branches in the graph."""

    def forward(self, x: Tensor) -> Tensor:
        return x.mean([-1, -2], keepdim=True)


def correlate_depthwise(x: Tensor, kernel: Tensor, padding: int = 0) -> Tensor:
    """Channel c of item n of `kernel` slides over channel c of item n of `x`; no flip, no scaling.

    x: N x C x H x W, kernel: N x C x h x w -> N x C x (H - h + 1 + 2 padding) x (W - w + 1 + 2 padding).
    Batch and channels are folded into groups, so that each search feature meets its own template only.
    A kernel of N K items has K templates for each item of x, one after another, and so has the result.
    """
    x = for_each_template(x, kernel.size(0))
    n, c = x.size(0), x.size(1)
    groups = n * c
    out = nn.functional.conv2d(x.reshape(1, groups, x.size(2), x.size(3)),
                               kernel.reshape(groups, 1, kernel.size(2), kernel.size(3)),
                               padding=padding, groups=groups)
    return out.view(n, c, out.size(2), out.size(3))


def cell_filters(z: Tensor) -> Tensor:
    """Every cell of a template feature as one 1x1 filter: N x C x h x w -> N x h*w x C, cells row by row."""
    return z.flatten(2).transpose(1, 2).contiguous()


def correlate_cells(x: Tensor, filters: Tensor) -> Tensor:
    """Pixel-wise correlation.  x: N x C x H x W, filters: N x K x C (cell_filters) -> N x K x H x W.

    Filters of several templates for each item of x: as correlate_depthwise.
    """
    x = for_each_template(x, filters.size(0))
    return torch.bmm(filters, x.flatten(2)).view(x.size(0), filters.size(1), x.size(2), x.size(3))


def for_each_template(x: Tensor, templates: int) -> Tensor:
    """Search features N x C x H x W, each as often as it has templates -> `templates` x C x H x W."""
    if templates == x.size(0):
        return x
    each: List[Tensor] = []  # joined rather than expanded: siamrt's plans have no strides of 0
    for n in range(x.size(0)):
        for _ in range(templates // x.size(0)):
            each.append(x[n:n + 1])
    return torch.cat(each)


def of_first_template(feature: Tensor, targets: int) -> Tensor:
    """A template feature of `targets` targets, each with as many templates -> that of each one's first."""
    if feature.size(0) == targets:
        return feature
    return feature[::feature.size(0) // targets]


def cut_edges(x: Tensor, cells: int) -> Tensor:
    """Takes the outer `cells` off every edge: those that a padded trunk computes from zeros."""
    return x[:, :, cells:x.size(2) - cells, cells:x.size(3) - cells]


def standardise(x: Tensor, mean: List[float], std: List[float]) -> Tensor:
    """(x - mean) / std by channel.  The numbers are no buffers, which a snapshot would have to bring along."""
    centre = torch.tensor(mean, dtype=x.dtype, device=x.device).view(1, -1, 1, 1)
    spread = torch.tensor(std, dtype=x.dtype, device=x.device).view(1, -1, 1, 1)
    return (x - centre) / spread


def corners(sides: Tensor, stride: int, first: int) -> Tensor:
    """Distances to left, top, right, bottom -> corners x1, y1, x2, y2, both N x 4 x S x S in crop pixels.

    Cell (i, j) stands at x = first + stride * j, y = first + stride * i.  Grid points are whole numbers, exact in
    float32, so each corner is rounded once and x2 - x1 stays as near to left + right as float32 allows.
    """
    at_y = torch.arange(sides.size(2), device=sides.device).to(sides.dtype) * stride + first
    at_x = torch.arange(sides.size(3), device=sides.device).to(sides.dtype) * stride + first
    at_y = at_y.unsqueeze(1)
    left, top, right, bottom = sides.unbind(1)
    return torch.stack([at_x - left, at_y - top, at_x + right, at_y + bottom], 1)


def first_of_centred_grid(crop: int, cells: int, stride: int) -> int:
    """Crop pixel of cell 0 where cell S // 2 stands at crop // 2 (Ocean, LightTrack, NanoTrack)."""
    return crop // 2 - (cells // 2) * stride
