"""Ocean's object-aware branch: the regression tower's feature, sampled inside each predicted box, scored once more.

A 3 x 3 deformable convolution (one offset group, no mask, no bias) whose nine taps span the cell's box. It is put
together from standard operators: all taps are sampled into a map of 3 S x 3 S cells, over which the convolution goes
in steps of three. So an archive needs no operator library, on no device; siamrt's plans run the sampling their own way.
"""

from typing import Dict, Final

import torch
from torch import Tensor, nn

CHANNELS = 256


class DeformableConv(nn.Module):
    """weight: 256 x 256 x 3 x 3 as in the original operator."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(CHANNELS, CHANNELS, 3, stride=3, bias=False)

    def forward(self, x: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """rows, columns: N x 3 S x 3 S, where to sample, in cells; tap (i, j) of cell (r, c) stands at (3 r + i, 3 c + j).

        Bilinear; what lies outside counts as 0. A coordinate that is no number makes the cell's result none.
        """
        return self.conv(nn.functional.grid_sample(x, torch.stack([unit(columns, x.size(3)), unit(rows, x.size(2))], 3),
                                                   mode="bilinear", padding_mode="zeros", align_corners=True))


def unit(cells: Tensor, side: int) -> Tensor:
    """Cells -> -1 at the first, 1 at the last. Beyond two cells outside every place is alike: nothing is sampled there,
    and the operator's whole numbers must not overflow."""
    return cells.clamp(-2.0, side + 1.0) * (2.0 / (side - 1)) - 1.0


class AlignHead(nn.Module):
    """Regression tower and boxes -> a second score."""

    stride: Final[int] = 8

    def __init__(self) -> None:
        super().__init__()
        self.rpn_conv = DeformableConv()
        self.rpn_cls = nn.Conv2d(CHANNELS, 1, 1)

    def forward(self, tower: Tensor, boxes: Tensor) -> Tensor:
        """tower: N x 256 x S x S, boxes: N x 4 x S x S, corners in crop pixels -> N x 1 x S x S, a logit."""
        return self.rpn_cls(self.feature(tower, boxes))

    def feature(self, tower: Tensor, boxes: Tensor) -> Tensor:
        left, top, right, bottom = boxes.unbind(1)
        return self.rpn_conv(tower, self.taps(top, bottom, 2), self.taps(left, right, 1)).relu()

    def taps(self, low: Tensor, high: Tensor, axis: int) -> Tensor:
        """N x S x S, the box's edges along one axis -> N x 3 S x 3 S, places of all taps along it, in cells.

        axis: 2 for rows, 1 for columns. The middle of a crop is half its side here, not the grid's whole pixel, and
        boxes are one pixel wider than their corners say: both as in the original.
        """
        cells = low.size(1)
        crop = (cells - 9) * self.stride + 127
        middle = ((low + high) / 2 - 0.5 * crop) / self.stride + cells // 2
        step = (high - low + 1) / self.stride / 2
        three = torch.stack([middle - step, middle, middle + step], 3)  # N x S x S x 3
        three = three.unsqueeze(axis + 1) if axis == 1 else three.unsqueeze(4)
        # N x S x 3 x S x 3 in the order cell row, tap row, cell column, tap column
        if axis == 1:
            return three.expand(-1, -1, 3, -1, -1).reshape(-1, 3 * cells, 3 * cells)
        return three.permute(0, 1, 3, 2, 4).expand(-1, -1, -1, -1, 3).reshape(-1, 3 * cells, 3 * cells)

    def walk(self, tower: Tensor, boxes: Tensor, into: Dict[str, Tensor]) -> Tensor:
        """Notes offsets (18 channels: dy, dx of each tap from where a plain convolution has it), aligned_feature,
        cls_align."""
        left, top, right, bottom = boxes.unbind(1)
        cells = tower.size(2)
        at = torch.arange(3 * cells, device=tower.device)
        plain = torch.div(at, 3, rounding_mode="floor") + at % 3 - 1
        rows = self.taps(top, bottom, 2) - plain.to(tower.dtype).unsqueeze(1)
        columns = self.taps(left, right, 1) - plain.to(tower.dtype)
        both = torch.stack([rows, columns], 1).view(-1, 2, cells, 3, cells, 3)
        into["offsets"] = both.permute(0, 3, 5, 1, 2, 4).reshape(-1, 18, cells, cells)
        into["aligned_feature"] = self.feature(tower, boxes)
        into["cls_align"] = self.rpn_cls(into["aligned_feature"])
        return into["cls_align"]
