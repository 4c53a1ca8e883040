"""Ocean: trunk, adjust layer, head and grid behind the three methods of an archive."""

from typing import Dict, Final, List, Tuple

import torch
from torch import Tensor, nn

from ..layers import corners, cut_edges, first_of_centred_grid
from .head import Head, Maps
from .trunk import Features, Neck


class Ocean(nn.Module):
    """BGR 0..255 in, no normalisation.  Search sizes are 127 + 8 n; S = (size - 127) / 8 + 9.

    The object-aware branch would add `align_head` and an output aligned_score computed from Maps, the online branch
    a second trunk layer with an output of its own; `embed` and `locate` keep their first results.
    """

    stride: Final[int] = 8

    def __init__(self) -> None:
        super().__init__()
        self.features = Features()
        self.neck = Neck()
        self.connect_model = Head()

    @torch.jit.export
    def embed(self, z: Tensor) -> List[Tensor]:
        """z: N x 3 x 127 x 127 -> six encoded templates."""
        return self.connect_model.embed(self.centre(self.neck(self.features(z))))

    @torch.jit.export
    def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        """x: N x 3 x H x H -> score N x S x S, box N x 4 x S x S."""
        return self.decode(x.size(3), self.connect_model(self.neck(self.features(x)), features))

    @torch.jit.export
    def stages(self, z: Tensor, x: Tensor) -> Dict[str, Tensor]:
        """stem_z, p1_z ... p3_x, neck_z, neck_x, the head's stages; cls (logit), sides, score, box."""
        into: Dict[str, Tensor] = {}
        into["neck_z_uncropped"] = self.neck(self.features.features.walk(z, "z", into))
        into["neck_z"] = self.centre(into["neck_z_uncropped"])
        into["neck_x"] = self.neck(self.features.features.walk(x, "x", into))
        maps = self.connect_model.walk(into["neck_x"], self.connect_model.embed(into["neck_z"]), into)
        into["cls"], into["sides"] = maps.cls, maps.sides
        into["score"], into["box"] = self.decode(x.size(3), maps)
        return into

    def centre(self, neck: Tensor) -> Tensor:
        """The template's 15 x 15 cells -> the 7 x 7 in the middle, after convolution and normalisation."""
        return cut_edges(neck, 4)

    def decode(self, crop: int, maps: Maps) -> Tuple[Tensor, Tensor]:
        """Logits and sides -> score and corners, for a search crop of `crop` pixels."""
        first = first_of_centred_grid(crop, maps.sides.size(3), self.stride)
        return maps.cls.sigmoid()[:, 0], corners(maps.sides, self.stride, first)
