"""NanoTrack: backbone, head and grid behind the three methods of an archive."""

from typing import Dict, Final, List, Tuple

import torch
from torch import Tensor, nn

from ..layers import corners, first_of_centred_grid
from ..online import construction_tables, scaled
from .backbone import Backbone
from .heads import HeadV1, HeadV2, HeadV3

class NanoTrack(nn.Module):
    """BGR 0..255 in, no normalisation.  version: 1, 2 or 3 (a checkpoint does not say which it is)."""

    stride: Final[int] = 16
    shared_search = True  # locate takes several templates for each crop

    def __init__(self, version: int):
        super().__init__()
        self.backbone = Backbone(9 if version == 3 else 8)
        self.ban_head = {1: HeadV1, 2: HeadV2, 3: HeadV3}[version](self.backbone.channels)

    @torch.jit.export
    def embed(self, z: Tensor) -> List[Tensor]:
        """z: N x 3 x 127 x 127 -> what the head needs of the template."""
        return self.ban_head.embed(self.backbone(z))

    @torch.jit.export
    def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        """x: N x 3 x H x H -> score N x S x S (soft-max, the second of two classes), box N x 4 x S x S."""
        cls, sides = self.ban_head(self.backbone(x), features)
        return self.decode(x.size(3), cls, sides)

    @torch.jit.export
    def stages(self, z: Tensor, x: Tensor) -> Dict[str, Tensor]:
        """Every module's output ("z:backbone...", "x:ban_head...") and the maps: cls, loc, score, box."""
        into: Dict[str, Tensor] = {}
        zf = self.backbone.walk(z, "z:backbone", into)
        xf = self.backbone.walk(x, "x:backbone", into)
        cls, sides = self.ban_head.walk(zf, xf, "x:ban_head", into)
        into["zf"], into["xf"], into["cls"], into["loc"] = zf, xf, cls, sides
        into["score"], into["box"] = self.decode(x.size(3), cls, sides)
        return into

    def decode(self, crop: int, cls: Tensor, sides: Tensor) -> Tuple[Tensor, Tensor]:
        """Class logits and sides -> score and corners, for a search crop of `crop` pixels."""
        first = first_of_centred_grid(crop, sides.size(3), self.stride)
        return cls.softmax(1)[:, 1], corners(sides, self.stride, first)


class NanoTrackOnline(NanoTrack):
    """With an online branch on the backbone's output: three more methods (docs/archive.md)."""

    @torch.jit.export
    def online(self, x: Tensor) -> Tensor:
        """x: N x 3 x H x H, RGB 0..255 -> N x C x H/16 x H/16."""
        return scaled(self.backbone(x.flip(1)))

    @torch.jit.export
    def online_start(self, features: Tensor) -> Tensor:
        return features

    @torch.jit.export
    def online_tables(self) -> List[Tensor]:
        return construction_tables()


def make(version: int, online: bool = False) -> NanoTrack:
    """The form that an experiment's `network` section asks for."""
    return NanoTrackOnline(version) if online else NanoTrack(version)
