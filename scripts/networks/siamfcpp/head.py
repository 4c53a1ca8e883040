"""The dense-box head: two towers, three 1x1 outputs."""

from typing import Dict, List, NamedTuple

import torch
from torch import Tensor, nn

from .blocks import ConvBlock


class Raw(NamedTuple):
    """The head's outputs before sigmoid and exp: N x 1, 1, 4 x S x S."""
    cls: Tensor
    ctr: Tensor
    off: Tensor


class Head(nn.Module):
    """Correlations N x W x C x C -> class and centerness logits, both from the classification tower, and offsets.

    norms: for each of two or three tower blocks, whether it has batch normalisation; a block takes 2 cells off.
    """

    def __init__(self, width: int, norms: List[bool]):
        super().__init__()
        self.bi = nn.Parameter(torch.tensor(0.0))
        self.si = nn.Parameter(torch.tensor(1.0))
        blocks = [[ConvBlock(width, width, 3, norm=norm) for norm in norms] for _ in range(2)]
        (self.cls_p5_conv1, self.cls_p5_conv2), (self.bbox_p5_conv1, self.bbox_p5_conv2) = blocks[0][:2], blocks[1][:2]
        self.cls_p5_conv3 = blocks[0][2] if len(norms) == 3 else nn.Identity()
        self.bbox_p5_conv3 = blocks[1][2] if len(norms) == 3 else nn.Identity()
        self.cls_score_p5 = ConvBlock(width, 1, 1, relu=False)
        self.ctr_score_p5 = ConvBlock(width, 1, 1, relu=False)
        self.bbox_offsets_p5 = ConvBlock(width, 4, 1, relu=False)

    def forward(self, cls: Tensor, box: Tensor) -> Raw:
        cls = self.cls_p5_conv3(self.cls_p5_conv2(self.cls_p5_conv1(cls)))
        box = self.bbox_p5_conv3(self.bbox_p5_conv2(self.bbox_p5_conv1(box)))
        return Raw(self.cls_score_p5(cls), self.ctr_score_p5(cls), self.bbox_offsets_p5(box))

    def walk(self, cls: Tensor, box: Tensor, name: str, into: Dict[str, Tensor]) -> Raw:
        into[name + ".cls_p5_conv1"] = cls = self.cls_p5_conv1(cls)
        into[name + ".bbox_p5_conv1"] = box = self.bbox_p5_conv1(box)
        into[name + ".cls_p5_conv2"] = cls = self.cls_p5_conv2(cls)
        into[name + ".bbox_p5_conv2"] = box = self.bbox_p5_conv2(box)
        into[name + ".cls_p5_conv3"] = into["cls_tower"] = cls = self.cls_p5_conv3(cls)
        into[name + ".bbox_p5_conv3"] = into["bbox_tower"] = box = self.bbox_p5_conv3(box)
        into[name + ".cls_score_p5"] = into["cls_raw"] = self.cls_score_p5(cls)
        into[name + ".ctr_score_p5"] = into["ctr_raw"] = self.ctr_score_p5(cls)
        into[name + ".bbox_offsets_p5"] = into["off_raw"] = self.bbox_offsets_p5(box)
        return Raw(into["cls_raw"], into["ctr_raw"], into["off_raw"])

    def sides(self, off: Tensor) -> Tensor:
        """Offsets -> left, top, right, bottom in crop pixels: positive, without an upper limit."""
        return (self.si * off + self.bi).exp() * 8  # the stride multiplies outside of exp
