"""How the network of a family is run in training: what it learns from, logits and sides for the losses, fast correlation,
frozen stems.

The network itself stays as inference needs it; an adapter calls its parts.
"""
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn

from networks.layers import first_of_centred_grid

from . import losses
from .correlation import correlate
from .errors import TrainError
from .labels import assign
from .pairs import Pairs


class Raw(NamedTuple):
    """cls: N x 1 x S x S logit; ctr: the same or None; sides: N x 4 x S x S pixels, positive; aligned: logit or None;
    imitated: for each projection (a teacher's) the backbone's template and search features through it."""

    cls: Tensor
    ctr: Optional[Tensor]
    sides: Tensor
    aligned: Optional[Tensor] = None
    imitated: Tuple[Tuple[Tensor, Tensor], ...] = ()


class Adapter(nn.Module):
    """network: a module of networks/ with embed and locate. Subclasses give features(crop) and maps(zf, xf).

    stride: pixels between cells of the maps. cell: pixels between cells of `features` where feature (i, j) lies at the
    crop's pixel (cell j, cell i), as padded backbones have it; None where the grid begins elsewhere.
    projections: 1x1 convolutions from `features` to a teacher's, for distillation alone; no part of the network."""

    stride = 8
    cell: Optional[int] = None
    taught = True  # maps that a teacher's can be compared with

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network
        self.frozen_stem = False
        self.projections = nn.ModuleList()

    def forward(self, z: Tensor, x: Tensor) -> Raw:
        zf, xf = self.features(z), self.features(x)
        return self.maps(zf, xf)._replace(imitated=tuple((p(zf), p(xf)) for p in self.projections))

    @staticmethod
    def samples(store, c: dict, template: int) -> Pairs:
        """Where samples come from. c: the whole configuration."""
        return Pairs(store, c["pairs"], template, c["pairs"]["search"], c["seed"], c["distil"]["clean"])

    def inputs(self, batch: Dict[str, Tensor]) -> Tuple[Tensor, ...]:
        """What forward takes, from a batch of samples on the network's device."""
        return images(batch["z"]), images(batch["x"])

    def losses(self, out: Raw, batch: Dict[str, Tensor], c: dict) -> Dict[str, Tensor]:
        """Parts of the loss, `total` with gradient."""
        size = out.cls.size(-1)
        first = self.first(c["pairs"]["search"], size)
        label = assign(batch["box"], batch["positive"], size, self.stride, first, c["labels"], batch["known"])
        return losses.dense_box(out, label, c["loss"])

    def first(self, search: int, size: int) -> int:
        """Crop pixel of the map's first cell."""
        return first_of_centred_grid(search, size, self.stride)


def images(x: Tensor) -> Tensor:
    """Bytes -> float32, channels last on a CPU, where that is faster."""
    return x.float().contiguous(memory_format=torch.contiguous_format if x.is_cuda else torch.channels_last)


class SiamFCppAdapter(Adapter):
    """SiamFC++'s form: basemodel, c_z_k, r_z_k, c_x, r_x, head(c, r)."""

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

    def maps(self, zf: Tensor, xf: Tensor) -> Raw:
        net = self.network
        kernels = net.adjust_template(zf) if hasattr(net, "adjust_template") else [net.c_z_k(zf), net.r_z_k(zf)]
        out = net.head(correlate(net.c_x(xf), kernels[0]), correlate(net.r_x(xf), kernels[1]))
        if hasattr(net.head, "sides"):  # the dense-box head of SiamFC++ gives raw offsets; exp wants a bound in training
            off = torch.clamp(net.head.si * out[2].float() + net.head.bi, -4.0, 5.0)
            return Raw(out[0], out[1], off.exp() * self.stride)
        return Raw(out[0], out[1], out[2])


class LightAdapter(SiamFCppAdapter):
    """The built-in network's form: SiamFC++'s on a padded backbone."""

    cell = 8


class OceanAdapter(Adapter):
    """Ocean; with the object-aware branch where the network has an align_head(tower, boxes). The branch learns how to
    score a box, not where to put it: no gradient goes through the places that it samples."""

    def features(self, x: Tensor) -> Tensor:
        return self.network.neck(self.network.features(x))

    def forward(self, z: Tensor, x: Tensor) -> Raw:
        net, head = self.network, self.network.connect_model
        kernels = head.embed(net.centre(self.features(z)))
        f = self.features(x)
        maps = head.predict(head.cls_tower(mixed(head.cls_dw, head.cls_encode(f), kernels[:3])),
                            head.bbox_tower(mixed(head.reg_dw, head.reg_encode(f), kernels[3:])))
        sides = maps.sides.float().clamp(max=1e4)
        aligned = None
        if hasattr(net, "align_head"):
            aligned = net.align_head(maps.reg_tower, net.decode(x.size(3), maps._replace(sides=sides.detach()))[1])
        return Raw(maps.cls, None, sides, aligned)


def mixed(weights: nn.Module, x: List[Tensor], z: List[Tensor]) -> Tensor:
    """Ocean's GroupCorrelation with the fast gradient."""
    share = weights.weight.softmax(0)
    return sum(share[i] * correlate(x[i], z[i]) for i in range(3))


class NanoTrackAdapter(Adapter):
    """NanoTrack: two class logits, whose difference is the logit of the soft-max."""

    stride = 16
    cell = 16

    def features(self, x: Tensor) -> Tensor:
        return self.network.backbone(x)

    def maps(self, zf: Tensor, xf: Tensor) -> Raw:
        cls, sides = self.network.ban_head(xf, self.network.ban_head.embed(zf))
        return Raw(cls[:, 1:2] - cls[:, 0:1], None, sides.clamp(max=1e4))


def adapt(network: nn.Module, kind: str) -> Adapter:
    """kind: `network.kind` of the experiment. A network with an online branch learns that branch."""
    if hasattr(network, "online_tables"):
        from .online_adapter import OnlineAdapter

        return OnlineAdapter(network)
    table = {"siamfcpp": SiamFCppAdapter, "light": LightAdapter, "ocean": OceanAdapter, "nanotrack": NanoTrackAdapter}
    if kind not in table:
        raise TrainError("usage", f"networks of kind '{kind}' cannot be trained, only {', '.join(table)}")
    return table[kind](network)
