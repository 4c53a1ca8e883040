"""Distillation: a trained network's score map is the student's wanted class map on the cells that both grids share."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .labels import grid


class Teacher:
    """network: any trained network (embed, locate) with a grid whose cells lie on the student's grid or between."""

    def __init__(self, network: nn.Module, first, stride: int):
        self.network, self.first, self.stride = network, first, stride

    @torch.no_grad()
    def scores(self, z: Tensor, x: Tensor) -> Tensor:
        """N x S x S in 0..1."""
        return self.network.locate(x, self.network.embed(z))[0].float()

    def __call__(self, z: Tensor, x: Tensor, out, first: int, stride: int) -> Tensor:
        """Cross-entropy of the student's class map, read at the teacher's cells, against the teacher's scores."""
        wanted = self.scores(z, x)
        axis = grid(wanted.size(-1), self.stride, self.first(x.size(-1), wanted.size(-1)), x.device)
        size = out.cls.size(-1)
        at = (axis - first) / stride
        inside = (at >= 0) & (at <= size - 1)
        at = at[inside] / (size - 1) * 2 - 1
        places = torch.stack(torch.meshgrid(at, at, indexing="ij")[::-1], -1).expand(x.size(0), -1, -1, -1)
        student = F.grid_sample(out.cls.float(), places, mode="bilinear", align_corners=True)[:, 0]
        wanted = wanted[:, inside][:, :, inside]
        loss = F.binary_cross_entropy_with_logits(student, wanted, reduction="none")
        weight = 0.1 + wanted
        return (loss * weight).sum() / weight.sum()
