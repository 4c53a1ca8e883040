"""How the network of a family is run in training: logits and sides for the losses, fast correlation, frozen stems.

The network itself stays as inference needs it; an adapter calls its parts.
"""
from typing import NamedTuple, Optional

import torch
from torch import Tensor, nn

from networks.layers import first_of_centred_grid

from .correlation import correlate
from .errors import TrainError


class Raw(NamedTuple):
    """cls: N x 1 x S x S logit; ctr: the same or None; sides: N x 4 x S x S pixels, positive; aligned: logit or None."""

    cls: Tensor
    ctr: Optional[Tensor]
    sides: Tensor
    aligned: Optional[Tensor]


class Adapter(nn.Module):
    """network: a module of networks/ with embed and locate."""

    stride = 8

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network
        self.frozen_stem = False

    def first(self, search: int, size: int) -> int:
        """Crop pixel of the map's first cell."""
        return first_of_centred_grid(search, size, self.stride)


class SiamFCppAdapter(Adapter):
    """SiamFC++'s form: basemodel, c_z_k, r_z_k, c_x, r_x, head(c, r); also the light network."""

    def first(self, search: int, size: int) -> int:
        return (search - 1 - (size - 1) * self.stride) // 2

    def features(self, x: Tensor) -> Tensor:
        """Backbone; where its stem is frozen, the stem runs without recording gradients, which saves a fifth of a step."""
        base = self.network.basemodel
        if self.frozen_stem and hasattr(base, "stem"):
            with torch.no_grad():
                x = base.stem(x)
            return base.trunk(x)
        return base(x)

    def forward(self, z: Tensor, x: Tensor) -> Raw:
        net = self.network
        f = self.features(z)
        kernels = net.adjust_template(f) if hasattr(net, "adjust_template") else [net.c_z_k(f), net.r_z_k(f)]
        f = self.features(x)
        out = net.head(correlate(net.c_x(f), kernels[0]), correlate(net.r_x(f), kernels[1]))
        if hasattr(net.head, "sides"):  # the dense-box head of SiamFC++ gives raw offsets; exp wants a bound in training
            off = torch.clamp(net.head.si * out[2].float() + net.head.bi, -4.0, 5.0)
            return Raw(out[0], out[1], off.exp() * self.stride, None)
        return Raw(out[0], out[1], out[2], None)


class OceanAdapter(Adapter):
    """Ocean; with the object-aware branch once the network has an align_head(tower, boxes)."""

    def forward(self, z: Tensor, x: Tensor) -> Raw:
        net = self.network
        features = net.connect_model.embed(net.centre(net.neck(net.features(z))))
        maps = net.connect_model(net.neck(net.features(x)), features)
        aligned = None
        if hasattr(net, "align_head"):
            aligned = net.align_head(maps.reg_tower, net.decode(x.size(3), maps)[1])
        return Raw(maps.cls, None, maps.sides.clamp(max=1e4), aligned)


class NanoTrackAdapter(Adapter):
    """NanoTrack: two class logits, whose difference is the logit of the soft-max."""

    stride = 16

    def forward(self, z: Tensor, x: Tensor) -> Raw:
        net = self.network
        cls, sides = net.ban_head(net.backbone(x), net.ban_head.embed(net.backbone(z)))
        return Raw(cls[:, 1:2] - cls[:, 0:1], None, sides.clamp(max=1e4), None)


def adapt(network: nn.Module, kind: str) -> Adapter:
    """kind: `network.kind` of the experiment."""
    table = {"siamfcpp": SiamFCppAdapter, "light": SiamFCppAdapter, "ocean": OceanAdapter, "nanotrack": NanoTrackAdapter}
    if kind not in table:
        raise TrainError("usage", f"networks of kind '{kind}' cannot be trained, only {', '.join(table)}")
    return table[kind](network)
