"""The filter of Ocean's online branch with gradients: started, fitted and scored as siamrt does it while tracking, so
that the parts with weights learn to make the fit succeed (DiMP, Bhat et al., ICCV 2019).

Shapes: B targets, n samples each. Features B x n x C x S x S; a filter B x C x 4 x 4 is kept as B x 16 C; score maps
B x n x (S + 1) x (S + 1). Boxes: x, y, w, h in crop pixels, continuous. All float32.
"""
from typing import List, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

SIDE = 4        # cells of the filter
STRIDE = 16     # crop pixels from cell to cell
BIN_WIDTH = 0.1


class Goal(NamedTuple):
    """What every cell is asked to score, how much a negative score counts as it is (0..1), and the cell's weight."""

    label: Tensor
    mask: Tensor
    spatial: Tensor


def columns(features: Tensor) -> Tensor:
    """B x n x C x S x S -> B x n x (S + 1)^2 x 16 C: what the filter sees at every cell of the score map."""
    b, n = features.shape[:2]
    seen = F.unfold(features.flatten(0, 1), SIDE, padding=SIDE // 2).transpose(1, 2).contiguous()  # or every product would copy
    return seen.view(b, n, seen.size(1), seen.size(2))


def score(seen: Tensor, filters: Tensor) -> Tensor:
    """columns, B x 16 C -> B x n x cells."""
    return torch.einsum("bnlc,bc->bnl", seen, filters)


def hat_integral(t: Tensor) -> Tensor:
    """The integral of max(0, 1 - |t|) from below up to t."""
    t = t.clamp(-1, 1)
    return torch.where(t < 0, (1 + t) ** 2 / 2, 1 - (1 - t) ** 2 / 2)


def pooling(low: Tensor, size: Tensor, cells: int) -> Tensor:
    """Share of each cell in each of the four bins of a span (cells): the mean of the bilinear surface over the bin, taken
    exactly; ... -> ... x 4 x cells."""
    edges = low[..., None] + size[..., None] * torch.arange(SIDE + 1, device=low.device) / SIDE
    whole = hat_integral(edges[..., None] - torch.arange(cells, device=low.device))
    return (whole[..., 1:, :] - whole[..., :-1, :]) * SIDE / size[..., None, None]


def start(features: Tensor, boxes: Tensor) -> Tensor:
    """Precise RoI pooling of B x n x C x S x S (after filter_conv) in B x n x 4 boxes, mean over n -> B x 16 C."""
    at = boxes / STRIDE
    across, down = (pooling(at[..., axis], at[..., axis + 2], features.size(-1 - axis)) for axis in (0, 1))
    pooled = torch.einsum("bnih,bnchw,bnjw->bncij", down, features, across)
    return pooled.mean(1).flatten(1)


def goal(tables: List[Tensor], boxes: Tensor, cells: int) -> Goal:
    """tables: label, mask (before its sigmoid) and spatial weight by bin of distance from the box's middle; read with
    linear weights, the last bin serves all that is farther. Maps B x n x cells^2."""
    middle = (boxes[..., :2] + boxes[..., 2:] / 2) / STRIDE
    axis = torch.arange(cells, device=boxes.device)
    dx, dy = axis - middle[..., 0, None], axis - middle[..., 1, None]
    distance = (dy[..., :, None] ** 2 + dx[..., None, :] ** 2 + 1e-12).sqrt().flatten(-2) / BIN_WIDTH
    last = tables[0].numel() - 1
    low = distance.clamp(max=last).floor().long()
    share = (distance.clamp(max=last) - low).detach()
    label, mask, spatial = (torch.lerp(t[low], t[(low + 1).clamp(max=last)], share) for t in tables)
    return Goal(label, mask.sigmoid(), spatial)


def fit(seen: Tensor, wanted: Goal, filters: Tensor, step: Tensor, regularisation: Tensor, steps: int) -> List[Tensor]:
    """The filters before the first step and after each: steepest descent with the Gauss-Newton step length on
    mean over n of v^2 (a(s) - y)^2 + reg |f|^2 (docs/models.md, 'Online form')."""
    found = [filters]
    weight = wanted.spatial ** 2 / seen.size(1)
    for _ in range(steps):
        s = score(seen, filters)
        slope = (1 - wanted.mask) / 2 * s.sign() + (1 + wanted.mask) / 2
        bent = (1 - wanted.mask) / 2 * s.abs() + (1 + wanted.mask) / 2 * s
        gradient = torch.einsum("bnlc,bnl->bc", seen, slope * weight * (bent - wanted.label)) + regularisation * filters
        along = slope * score(seen, gradient)
        square = (gradient ** 2).sum(1)
        curve = (weight * along ** 2).sum((1, 2)) + regularisation * square
        filters = filters - (step * square / curve.clamp(min=1e-8))[:, None] * gradient
        found.append(filters)
    return found


def bump(boxes: Tensor, cells: int, sigma: float) -> Tensor:
    """Gaussians about the boxes' middles on the score map; sigma in cells. B x n x 4 -> B x n x cells^2."""
    middle = (boxes[..., :2] + boxes[..., 2:] / 2) / STRIDE
    axis = torch.arange(cells, device=boxes.device)
    across, down = (torch.exp(-0.5 * ((axis - middle[..., k, None]) / sigma) ** 2) for k in (0, 1))
    return (down[..., :, None] * across[..., None, :]).flatten(-2)
