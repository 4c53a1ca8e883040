"""Ocean in all its forms: trunk, adjust layer, head and grid behind the methods of an archive."""

from typing import Any, Dict, Final, List, Sequence, Tuple

import torch
from torch import Tensor, nn

from ..errors import Error
from ..layers import corners, cut_edges, first_of_centred_grid
from .align import AlignHead
from .attention import attention_modules, fit_tables
from .head import Head, Maps
from .online import Classifier, layer_online, normalised
from .trunk import Features, Neck


class Ocean(nn.Module):
    """BGR 0..255 in, no normalisation.  Search sizes are 127 + 8 n; S = (size - 127) / 8 + 9.

    tables, resample: see trunk.ResNet; layer 3's features have 15 x 15 cells for 127, (size - 7) / 8 for a search crop.
    """

    stride: Final[int] = 8
    shared_search = True  # locate takes several templates for each crop

    def __init__(self, tables: Sequence[int] = (), resample: bool = False) -> None:
        super().__init__()
        self.features = Features(tables, resample)
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
        self.walk(z, x, into)
        return into

    def walk(self, z: Tensor, x: Tensor, into: Dict[str, Tensor]) -> Maps:
        into["neck_z_uncropped"] = self.neck(self.features.features.walk(z, "z", into))
        into["neck_z"] = self.centre(into["neck_z_uncropped"])
        into["neck_x"] = self.neck(self.features.features.walk(x, "x", into))
        maps = self.connect_model.walk(into["neck_x"], self.connect_model.embed(into["neck_z"]), into)
        into["cls"], into["sides"] = maps.cls, maps.sides
        into["score"], into["box"] = self.decode(x.size(3), maps)
        return maps

    def centre(self, neck: Tensor) -> Tensor:
        """The template's 15 x 15 cells -> the 7 x 7 in the middle, after convolution and normalisation."""
        return cut_edges(neck, 4)

    def decode(self, crop: int, maps: Maps) -> Tuple[Tensor, Tensor]:
        """Logits and sides -> score and corners, for a search crop of `crop` pixels."""
        first = first_of_centred_grid(crop, maps.sides.size(3), self.stride)
        return maps.cls.sigmoid()[:, 0], corners(maps.sides, self.stride, first)

    @torch.jit.unused
    def fit(self, tensors: Dict[str, Tensor]) -> Tuple[Dict[str, Tensor], Dict[str, Any]]:
        """A checkpoint's tensors as this network names them, and what its description has to add about them."""
        fitted, made = fit_tables(self, tensors)
        facts: Dict[str, Any] = {}
        for _, block in attention_modules(self):
            sides = [block.side] + [int(side) for side in block.sizes]
            facts["attention"] = {"tables": sides, "resample": block.resample, "resampled": made}
        return fitted, facts


class OceanAligned(Ocean):
    """With the object-aware branch; a third result aligned_score, N x S x S, which the tracker mixes in."""

    def __init__(self, tables: Sequence[int] = (), resample: bool = False) -> None:
        super().__init__(tables, resample)
        self.align_head = AlignHead()

    @torch.jit.export
    def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:  # type: ignore[override]
        maps = self.connect_model(self.neck(self.features(x)), features)
        score, box = self.decode(x.size(3), maps)
        return score, box, self.align_head(maps.reg_tower, box).sigmoid()[:, 0]

    @torch.jit.export
    def stages(self, z: Tensor, x: Tensor) -> Dict[str, Tensor]:
        """Adds offsets, aligned_feature, cls_align (logit), aligned_score."""
        into: Dict[str, Tensor] = {}
        maps = self.walk(z, x, into)
        into["aligned_score"] = self.align_head.walk(maps.reg_tower, into["box"], into).sigmoid()[:, 0]
        return into


class OceanOnline(Ocean):
    """With the online branch's layer and classifier: three more methods (docs/archive.md)."""

    def __init__(self, tables: Sequence[int] = (), resample: bool = False) -> None:
        super().__init__(tables, resample)
        self.features.features.layeronline = layer_online()
        self.classifier = Classifier()

    @torch.jit.export
    def online(self, x: Tensor) -> Tensor:
        """x: N x 3 x 224 x 224, RGB 0..255, not rounded -> N x 512 x 13 x 13."""
        trunk = self.features.features
        x = trunk.layer2(trunk.layer1(trunk.maxpool(trunk.stem(normalised(x)))))
        return self.classifier.feature(trunk.layeronline(x))

    @torch.jit.export
    def online_start(self, features: Tensor) -> Tensor:
        """What the first filter is pooled from, the same shape as `features`."""
        return self.classifier.filter_initializer.filter_conv(features)

    @torch.jit.export
    def online_tables(self) -> List[Tensor]:
        return self.classifier.tables()


def make(align: bool = False, online: bool = False, tables: Sequence[int] = (), resample: bool = False) -> Ocean:
    """The form that an experiment's `network` section asks for."""
    if align and online:
        raise Error("input", "network of kind ocean: align and online exclude each other")
    kind = OceanAligned if align else OceanOnline if online else Ocean
    return kind(tables, resample)
