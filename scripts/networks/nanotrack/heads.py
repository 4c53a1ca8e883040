"""The three heads.  Each turns two features into class logits N x 2 x S x S and sides N x 4 x S x S.

`embed` gives all that depends on the template alone; the original computes it anew on every frame.  Of several
templates for each crop all get a class map, the first one alone gets sides: docs/archive.md.  Sides are distances
left, top, right, bottom from the cell in pixels of the search crop, after exp.
"""

from typing import Dict, List, Tuple

import torch
from torch import Tensor, nn

from ..layers import of_first_template
from .parts import (DepthwiseCorrelation, PixelCorrelation, TEMPLATE_CELLS, predictor, tower,
                    tower_with_inner_norm)


class HeadV1(nn.Module):
    """One correlation feeds both towers."""

    def __init__(self, channels: int):
        super().__init__()
        self.corr_pw = PixelCorrelation(channels, adjusted=False, shrunk=False)
        self.cls_tower = tower(TEMPLATE_CELLS, 128, [5, 5, 3])
        self.bbox_tower = tower(TEMPLATE_CELLS, 96, [3, 3, 5, 5])
        self.cls_logits = predictor(128, 2)
        self.bbox_pred = predictor(96, 4)

    def embed(self, zf: Tensor) -> List[Tensor]:
        return [self.corr_pw.embed(zf)]

    def forward(self, xf: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        corr = self.corr_pw(xf, features[0])
        first = of_first_template(corr, xf.size(0))
        return self.cls_logits(self.cls_tower(corr)), self.bbox_pred(self.bbox_tower(first)).exp()

    def walk(self, zf: Tensor, xf: Tensor, name: str, into: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
        corr = self.corr_pw.walk(zf, xf, name + ".corr_pw", into)
        cls = self.cls_tower.walk(corr, name + ".cls_tower", into)
        box = self.bbox_tower.walk(corr, name + ".bbox_tower", into)
        into["corr_pw"], into["cls_tower"], into["bbox_tower"] = corr, cls, box
        return (self.cls_logits.walk(cls, name + ".cls_logits", into),
                self.bbox_pred.walk(box, name + ".bbox_pred", into).exp())


class HeadV2(nn.Module):
    """A correlation for each tower, on adjusted features."""

    def __init__(self, channels: int):
        super().__init__()
        self.corr_pw_reg = PixelCorrelation(channels, adjusted=True, shrunk=False)
        self.corr_pw_cls = PixelCorrelation(channels, adjusted=True, shrunk=False)
        self.cls_pw_tower = tower(TEMPLATE_CELLS, 96, [3] * 6)
        self.bbox_pw_tower = tower(TEMPLATE_CELLS, 96, [3] * 6)
        self.cls_pred = predictor(96, 2)
        self.bbox_pred = predictor(96, 4)

    def embed(self, zf: Tensor) -> List[Tensor]:
        return [self.corr_pw_cls.embed(zf), self.corr_pw_reg.embed(zf)]

    def forward(self, xf: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        cls = self.cls_pw_tower(self.corr_pw_cls(xf, features[0]))
        box = self.bbox_pw_tower(self.corr_pw_reg(xf, of_first_template(features[1], xf.size(0))))
        return self.cls_pred(cls), self.bbox_pred(box).exp()

    def walk(self, zf: Tensor, xf: Tensor, name: str, into: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
        corr_cls = self.corr_pw_cls.walk(zf, xf, name + ".corr_pw_cls", into)
        corr_reg = self.corr_pw_reg.walk(zf, xf, name + ".corr_pw_reg", into)
        into["corr_pw_cls.conv_kernel"] = into[name + ".corr_pw_cls.conv_kernel"]
        into["corr_pw_cls.conv_search"] = into[name + ".corr_pw_cls.conv_search"]
        cls = self.cls_pw_tower.walk(corr_cls, name + ".cls_pw_tower", into)
        box = self.bbox_pw_tower.walk(corr_reg, name + ".bbox_pw_tower", into)
        into["corr_pw_cls"], into["corr_pw_reg"] = corr_cls, corr_reg
        into["cls_pw_tower"], into["bbox_pw_tower"] = cls, box
        return (self.cls_pred.walk(cls, name + ".cls_pred", into),
                self.bbox_pred.walk(box, name + ".bbox_pred", into).exp())


class HeadV3(nn.Module):
    """Pixel-wise and depthwise correlation side by side for each tower, joined by a 1x1 convolution."""

    def __init__(self, channels: int):
        super().__init__()
        joined = TEMPLATE_CELLS + channels
        self.corr_pw_reg = PixelCorrelation(channels, adjusted=True, shrunk=True)
        self.corr_pw_cls = PixelCorrelation(channels, adjusted=True, shrunk=True)
        self.corr_dw_reg = DepthwiseCorrelation(channels)
        self.corr_dw_cls = DepthwiseCorrelation(channels)
        self.down_reg = predictor(joined, channels)
        self.down_cls = predictor(joined, channels)
        self.cls_tower = tower_with_inner_norm(channels, 6)
        self.bbox_tower = tower_with_inner_norm(channels, 6)
        self.cls_logits = predictor(channels, 2)
        self.bbox_pred = predictor(channels, 4)

    def embed(self, zf: Tensor) -> List[Tensor]:
        return [self.corr_pw_cls.embed(zf), self.corr_dw_cls.embed(zf),
                self.corr_pw_reg.embed(zf), self.corr_dw_reg.embed(zf)]

    def forward(self, xf: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        cls = torch.cat([self.corr_pw_cls(xf, features[0]), self.corr_dw_cls(xf, features[1])], 1)
        pw, dw = of_first_template(features[2], xf.size(0)), of_first_template(features[3], xf.size(0))
        box = torch.cat([self.corr_pw_reg(xf, pw), self.corr_dw_reg(xf, dw)], 1)
        return (self.cls_logits(self.cls_tower(self.down_cls(cls))),
                self.bbox_pred(self.bbox_tower(self.down_reg(box))).exp())

    def walk(self, zf: Tensor, xf: Tensor, name: str, into: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
        cls = torch.cat([self.corr_pw_cls.walk(zf, xf, name + ".corr_pw_cls", into),
                         self.corr_dw_cls.walk(zf, xf, name + ".corr_dw_cls", into)], 1)
        box = torch.cat([self.corr_pw_reg.walk(zf, xf, name + ".corr_pw_reg", into),
                         self.corr_dw_reg.walk(zf, xf, name + ".corr_dw_reg", into)], 1)
        cls = self.cls_tower.walk(self.down_cls.walk(cls, name + ".down_cls", into), name + ".cls_tower", into)
        box = self.bbox_tower.walk(self.down_reg.walk(box, name + ".down_reg", into), name + ".bbox_tower", into)
        for key in ["corr_pw_cls", "corr_pw_reg", "corr_dw_cls", "corr_dw_reg", "down_cls", "down_reg",
                    "cls_tower", "bbox_tower"]:
            into[key] = into[name + "." + key]
        return (self.cls_logits.walk(cls, name + ".cls_logits", into),
                self.bbox_pred.walk(box, name + ".bbox_pred", into).exp())
