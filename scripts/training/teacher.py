"""Distillation: what trained networks make of a pair is taught to the student: score maps, boxes, features.

A teacher looks at the pair before blur, noise and coding where `distil.clean` is set, the student after: it learns to see
through them. Maps are compared on the cells that both grids share, features where both lie on the same pixel.
"""
from typing import Dict, List, Sequence, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import losses
from .adapters import Adapter, Raw
from .errors import TrainError
from .labels import grid

SURE = 0.5  # a cell teaches its box where the teacher's score is above


class Teacher:
    """adapter: a trained network's; its maps' cells lie on the student's grid or between."""

    def __init__(self, adapter: Adapter):
        self.adapter = adapter.eval().requires_grad_(False)

    @torch.no_grad()
    def __call__(self, z: Tensor, x: Tensor) -> Tuple[Raw, Tuple[Tensor, Tensor]]:
        """(maps, (template feature, search feature))."""
        zf, xf = self.adapter.features(z), self.adapter.features(x)
        return self.adapter.maps(zf, xf), (zf, xf)

    def axis(self, search: int, size: int, device=None) -> Tensor:
        """Search pixels of the map's cells along one axis."""
        return grid(size, self.adapter.stride, self.adapter.first(search, size), device)

    def channels(self) -> int:
        """Width of the features."""
        return self.adapter.features(torch.zeros(1, 3, 127, 127)).size(1)


def projections(student: Adapter, teachers: Sequence[Teacher]) -> nn.ModuleList:
    """A 1x1 convolution from the student's features to each teacher's."""
    cells = [a.cell for a in (student, *(t.adapter for t in teachers))]
    if None in cells or any(c % cells[0] for c in cells):
        raise TrainError("usage", "distil.features needs padded backbones whose strides divide (light, nanotrack)")
    width = student.features(torch.zeros(1, 3, 127, 127)).size(1)
    return nn.ModuleList(nn.Conv2d(width, t.channels(), 1) for t in teachers)


def shared(teacher_axis: Tensor, first: int, stride: int, size: int) -> Tuple[Tensor, Tensor]:
    """(which of the teacher's cells lie on the student's map, their places there in -1 .. 1, x first: K x K x 2)."""
    at = (teacher_axis - first) / stride
    inside = (at >= 0) & (at <= size - 1)
    at = at[inside] / (size - 1) * 2 - 1
    return inside, torch.stack(torch.meshgrid(at, at, indexing="ij")[::-1], -1)


def read(maps: Tensor, places: Tensor) -> Tensor:
    """N x C x S x S read at K x K places: N x C x K x K."""
    return F.grid_sample(maps.float(), places.expand(maps.size(0), -1, -1, -1), mode="bilinear", align_corners=True)


def trusted(scores: Tensor, axis: Tensor, box: Tensor, positive: Tensor, known: Tensor) -> Tensor:
    """N (bool): pairs whose truth is not known, and those on which the teacher is right: its best cell lies in the true
    box, or the object is another one and no cell is SURE."""
    best, at = scores.flatten(1).max(1)
    x, y = axis[at % axis.numel()], axis[torch.div(at, axis.numel(), rounding_mode="floor")]
    hit = (x >= box[:, 0]) & (x <= box[:, 2]) & (y >= box[:, 1]) & (y <= box[:, 3]) & (best > 0.1)
    return ~known | torch.where(positive, hit, best < SURE)


def score_loss(student: Tensor, wanted: Tensor, trust: Tensor) -> Tensor:
    """Cross-entropy of the student's logits against the teacher's scores, both N x K x K. Cells count by what either of
    the two sees there: the many that both take for background hardly do, a look-alike that fools the student does."""
    loss = F.binary_cross_entropy_with_logits(student, wanted, reduction="none")
    weight = (0.05 + torch.maximum(wanted, torch.sigmoid(student.detach()))) * trust.view(-1, 1, 1)
    return (loss * weight).sum() / weight.sum().clamp(min=1)


def feature_loss(student: Sequence[Tensor], wanted: Sequence[Tensor], step: int) -> Tensor:
    """Mean squared difference to the teacher's features, whose channels are brought to mean 0 and deviation 1 over the
    batch: 1 is what a constant would have. step: student's cells to a cell of the teacher."""
    flat = wanted[1].float().permute(1, 0, 2, 3).flatten(1)
    mean, spread = flat.mean(1).view(1, -1, 1, 1), flat.std(1).clamp(min=1e-3).view(1, -1, 1, 1)
    loss = 0.0
    for own, other in zip(student, wanted):
        own = own[:, :, ::step, ::step].float()
        other = (other.float() - mean) / spread
        h, w = min(own.size(2), other.size(2)), min(own.size(3), other.size(3))
        loss = loss + 0.5 * F.mse_loss(own[:, :, :h, :w], other[:, :, :h, :w])
    return loss


class Distillation:
    """The teachers' losses on a batch; c: `distil` of train.yaml."""

    def __init__(self, teachers: List[Teacher], c: dict):
        self.teachers, self.c = teachers, c

    def __call__(self, z: Tensor, x: Tensor, batch: dict, out: Raw, student: Adapter) -> Tuple[Tensor, Dict[str, Tensor]]:
        """(weighted sum with gradient, parts). z, x: what the teachers see; out: the student's maps."""
        c, parts = self.c, {"score": x.new_zeros(()), "side": x.new_zeros(()), "feature": x.new_zeros(())}
        size = out.cls.size(-1)
        first = student.first(x.size(-1), size)
        for n, teacher in enumerate(self.teachers):
            maps, features = teacher(z, x)
            axis = teacher.axis(x.size(-1), maps.cls.size(-1), x.device)
            wanted = torch.sigmoid(maps.cls[:, 0].float())
            trust = trusted(wanted, axis, *(batch[k].to(x.device) for k in ("box", "positive", "known")))
            inside, places = shared(axis, first, student.stride, size)
            wanted = wanted[:, inside][:, :, inside]
            parts["score"] = parts["score"] + score_loss(read(out.cls, places)[:, 0], wanted, trust)
            if c["box"]:
                weight = wanted * (wanted > SURE) * trust.view(-1, 1, 1)
                sides = maps.sides.float()[:, :, inside][:, :, :, inside]
                parts["side"] = parts["side"] + losses.box_loss(read(out.sides, places), sides, weight, "giou")[0]
            if c["features"]:
                parts["feature"] = parts["feature"] + feature_loss(out.imitated[n], features, teacher.adapter.cell // student.cell)
        parts = {k: v / len(self.teachers) for k, v in parts.items()}
        total = c["score"] * parts["score"] + c["box"] * parts["side"] + c["features"] * parts["feature"]
        return total, {k: v.detach() for k, v in parts.items()}
