"""SiamFC++: backbone, adjust convolutions, correlations, head and grid behind the three methods of an archive."""

from typing import Dict, Final, List, NamedTuple, Tuple

import torch
from torch import Tensor, nn

from ..layers import corners, correlate_depthwise, of_first_template
from ..online import construction_tables, scaled
from .blocks import ConvBlock, alexnet, tinyconv
from .googlenet import GoogLeNet
from .head import Head, Raw
from .shufflenet import ShuffleNet


class Variant(NamedTuple):
    """What differs between the five besides the backbone's inside."""
    channels: int        # of the backbone's output and of everything behind it
    norms: List[bool]    # tower blocks: with batch normalisation?


VARIANTS = {
    "alexnet": Variant(256, [False, False, True]),
    "googlenet": Variant(256, [False, False]),
    "shufflenetv2x0_5": Variant(256, [False, False, True]),
    "shufflenetv2x1_0": Variant(256, [False, False, True]),
    "tinyconv": Variant(64, [False, False, True]),
}


def make_backbone(name: str) -> nn.Module:
    if name == "alexnet":
        return alexnet()
    if name == "tinyconv":
        return tinyconv()
    if name == "googlenet":
        return GoogLeNet()
    return ShuffleNet([48, 96, 192] if name == "shufflenetv2x0_5" else [116, 232, 464])


class SiamFCpp(nn.Module):
    """BGR 0..255 in; whatever normalisation there is happens inside the backbone.

    backbone: a key of VARIANTS.  norms: overrides the variant's (an archived GoogLeNet has it in block 2).
    """

    stride: Final[int] = 8
    shared_search = True  # locate takes several templates for each crop

    def __init__(self, backbone: str, norms: List[bool] = []):
        super().__init__()
        if backbone not in VARIANTS:
            raise TypeError(f"unknown backbone '{backbone}', known: {', '.join(VARIANTS)}")
        variant = VARIANTS[backbone]
        width = variant.channels
        self.basemodel = make_backbone(backbone)
        self.head = Head(width, norms or variant.norms)
        self.r_z_k = ConvBlock(width, width, 3, relu=False)
        self.c_z_k = ConvBlock(width, width, 3, relu=False)
        self.r_x = ConvBlock(width, width, 3, relu=False)
        self.c_x = ConvBlock(width, width, 3, relu=False)

    @torch.jit.export
    def embed(self, z: Tensor) -> List[Tensor]:
        """z: N x 3 x 127 x 127 -> kernels for classification and regression, N x W x k x k each."""
        f_z = self.basemodel(z)
        return [self.c_z_k(f_z), self.r_z_k(f_z)]

    @torch.jit.export
    def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        """x: N x 3 x H x H -> score N x S x S (class times centerness), box N x 4 x S x S."""
        f_x = self.basemodel(x)
        raw = self.head(correlate_depthwise(self.c_x(f_x), features[0]),
                        correlate_depthwise(self.r_x(f_x), of_first_template(features[1], x.size(0))))
        return self.decode(x.size(3), raw)

    @torch.jit.export
    def stages(self, z: Tensor, x: Tensor) -> Dict[str, Tensor]:
        """Every block's output ("z:basemodel.conv1", "x:head.cls_p5_conv1") and what lies between: f_z, c_corr, ..."""
        into: Dict[str, Tensor] = {}
        into["f_z"] = f_z = self.basemodel.walk(z, "z:basemodel", into)
        into["f_x"] = f_x = self.basemodel.walk(x, "x:basemodel", into)
        into["c_z_k"] = into["z:c_z_k"] = self.c_z_k(f_z)
        into["r_z_k"] = into["z:r_z_k"] = self.r_z_k(f_z)
        into["c_x"] = into["x:c_x"] = self.c_x(f_x)
        into["r_x"] = into["x:r_x"] = self.r_x(f_x)
        into["c_corr"] = correlate_depthwise(into["c_x"], into["c_z_k"])
        into["r_corr"] = correlate_depthwise(into["r_x"], into["r_z_k"])
        raw = self.head.walk(into["c_corr"], into["r_corr"], "x:head", into)
        into["cls"], into["ctr"] = raw.cls.sigmoid(), raw.ctr.sigmoid()
        into["score"], into["box"] = self.decode(x.size(3), raw)
        return into

    def decode(self, crop: int, raw: Raw) -> Tuple[Tensor, Tensor]:
        """Raw outputs -> score and corners, for a search crop of `crop` pixels."""
        sides = self.head.sides(raw.off)
        first = (crop - 1 - (sides.size(3) - 1) * self.stride) // 2
        return (raw.cls.sigmoid() * raw.ctr.sigmoid())[:, 0], corners(sides, self.stride, first)


class SiamFCppOnline(SiamFCpp):
    """With an online branch on what c_x gives, as SiamFC++'s own has it: three more methods (docs/archive.md)."""

    @torch.jit.export
    def online(self, x: Tensor) -> Tensor:
        """x: N x 3 x H x H, RGB 0..255 -> N x W x C x C."""
        return scaled(self.c_x(self.basemodel(x.flip(1))))

    @torch.jit.export
    def online_start(self, features: Tensor) -> Tensor:
        return features

    @torch.jit.export
    def online_tables(self) -> List[Tensor]:
        return construction_tables()


def make(backbone: str, norms: List[bool] = [], online: bool = False) -> SiamFCpp:
    """The form that an experiment's `network` section asks for."""
    return SiamFCppOnline(backbone, norms) if online else SiamFCpp(backbone, norms)
