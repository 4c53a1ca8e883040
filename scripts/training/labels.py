"""Label assignment on the score grid. Boxes: N x 4 corners x1, y1, x2, y2 (pixel centres) in the search crop."""
from typing import Dict, Optional

import torch
from torch import Tensor


def grid(size: int, stride: int, first: int, device=None) -> Tensor:
    """Pixel coordinate of each of `size` cells along one axis, the first at pixel `first`."""
    return torch.arange(size, dtype=torch.float32, device=device) * stride + float(first)


def sides(box: Tensor, axis: Tensor) -> Tensor:
    """Distances left, top, right, bottom of every cell from the box: N x 4 x S x S pixels, negative outside."""
    n, s = box.size(0), axis.numel()
    x = axis.view(1, 1, s).expand(n, s, s)
    y = axis.view(1, s, 1).expand(n, s, s)
    b = box.view(n, 4, 1, 1)
    return torch.stack([x - b[:, 0], y - b[:, 1], b[:, 2] - x, b[:, 3] - y], 1)


def centerness(d: Tensor) -> Tensor:
    """sqrt(min(l, r) / max(l, r) * min(t, b) / max(t, b)) where all are positive, 0 elsewhere (FCOS, eq. 3): N x S x S."""
    l, t, r, b = d.unbind(1)
    inside = d.min(1).values > 0
    share = (torch.minimum(l, r) / torch.maximum(l, r)) * (torch.minimum(t, b) / torch.maximum(t, b))
    return torch.where(inside, share.clamp(min=0).sqrt(), torch.zeros_like(share))


def _cls(d: Tensor, stride: int, kind: str) -> Tensor:
    """1 object, 0 background, -1 ignored: N x S x S."""
    l, t, r, b = d.unbind(1)
    if kind == "box":
        return (d.min(1).values > 0).float()
    if kind == "radius":
        return ((((l - r) / 2) ** 2 + ((t - b) / 2) ** 2).sqrt() <= 2 * stride).float()
    # distance from the middle in units of the half sides: 1 on the ellipse that touches the box
    u = (((l - r) / (l + r)) ** 2 + ((t - b) / (t + b)) ** 2).sqrt()
    label = torch.where(u <= 0.5, torch.ones_like(u), torch.where(u <= 1.0, -torch.ones_like(u), torch.zeros_like(u)))
    return label


def assign(box: Tensor, positive: Tensor, size: int, stride: int, first: int, kind: str = "ellipse",
           known: Optional[Tensor] = None) -> Dict[str, Tensor]:
    """cls N x S x S (1, 0, -1), ctr N x S x S in 0..1, sides N x 4 x S x S, inside N x S x S (bool).

    kind `box`: SiamFC++, all cells inside the box are object. kind `ellipse`: object inside half the box's axes,
    background outside the full ellipse, ignored between. kind `radius`: object within two cells of the middle, as Ocean
    has it. A pair that is not positive is background everywhere; one whose truth is not known (`known`, N, bool) has no labels at all.
    At least the cell nearest to the middle of a positive box is object, if it lies on the map.
    """
    axis = grid(size, stride, first, box.device)
    d = sides(box, axis)
    cls = _cls(d, stride, kind)
    middle = (box[:, :2] + box[:, 2:]) / 2
    cell = ((middle - axis[0]) / stride).round().long()
    on_map = ((cell >= 0) & (cell < size)).all(1)
    rows = torch.arange(box.size(0), device=box.device)[on_map]
    cls[rows, cell[on_map, 1], cell[on_map, 0]] = 1.0
    inside = d.min(1).values > 0
    off = ~positive.view(-1, 1, 1).expand_as(inside)
    cls = cls.masked_fill(off, 0.0)
    if known is not None:
        cls = cls.masked_fill(~known.view(-1, 1, 1), -1.0)
        off = off | ~known.view(-1, 1, 1)
    return {"cls": cls, "ctr": centerness(d).masked_fill(off, 0.0), "sides": d, "inside": inside & ~off}
