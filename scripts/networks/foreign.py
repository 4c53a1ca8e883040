"""Wraps a foreign TorchScript network, whose definition we do not have, into an archive.

The file must have a method that turns a template into one feature, and one that turns a search crop and that
feature into a class map and a box map.  How it wants its pixels and what its maps mean is told by options.
The foreign network hangs under `network`, so its own parameter names get that prefix.
"""

from pathlib import Path
from typing import Dict, Final, List, Optional, Tuple

import torch
from torch import Tensor, nn

from . import checkpoint
from .errors import Error, first_line
from .layers import corners, first_of_centred_grid, standardise
from .online import construction_tables, scaled

SCORES = ("sigmoid", "softmax", "plain")
SIDES = ("pixels", "exp")
BATCHES = ("one", "any")


class Foreign(nn.Module):
    """The three methods of an archive around a foreign network.

    scale, mean, std: pixels go in as (x / scale - mean) / std, in the channel order of input.channels; `flip` turns
        that order round first.
    score: how the class map becomes 0..1: sigmoid of one logit, softmax over two (the second counts), plain.
    sides: the box map holds left, top, right, bottom in crop pixels, or (exp) their logarithms.
    batch: `one` where the foreign methods are fixed to one target; N targets then take N calls.
    """

    score: Final[str]
    sides: Final[str]
    stride: Final[int]
    one_by_one: Final[bool]
    flip: Final[bool]

    def __init__(self, network: torch.jit.ScriptModule, stride: int, scale: float, mean: List[float],
                 std: List[float], flip: bool, score: str, sides: str, batch: str):
        super().__init__()
        self.network = network
        self.stride, self.flip = stride, flip
        self.score, self.sides, self.one_by_one = score, sides, batch == "one"
        self.scale, self.mean, self.std = float(scale), [float(m) for m in mean], [float(s) for s in std]

    @torch.jit.export
    def embed(self, z: Tensor) -> List[Tensor]:
        """z: N x 3 x H x H -> the template feature of N targets."""
        z = self.prepare(z)
        if not self.one_by_one:
            return [self.network.siamrt_template(z)]
        return [torch.cat([self.network.siamrt_template(z[n:n + 1]) for n in range(z.size(0))])]

    @torch.jit.export
    def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        """x: N x 3 x H x H -> score N x S x S, box N x 4 x S x S."""
        cls, sides = self.track(self.prepare(x), features[0])
        return self.decode(x.size(3), cls, sides)

    @torch.jit.export
    def stages(self, z: Tensor, x: Tensor) -> Dict[str, Tensor]:
        """z_in and x_in (after normalisation), zf, cls and reg as the foreign network gives them, score, box."""
        into: Dict[str, Tensor] = {}
        into["z_in"], into["x_in"] = self.prepare(z), self.prepare(x)
        into["zf"] = self.embed(z)[0]
        into["cls"], into["reg"] = self.track(into["x_in"], into["zf"])
        into["score"], into["box"] = self.decode(x.size(3), into["cls"], into["reg"])
        return into

    def track(self, x: Tensor, feature: Tensor) -> Tuple[Tensor, Tensor]:
        """x: prepared.  Class map N x 1 or 2 x S x S and box map N x 4 x S x S."""
        if not self.one_by_one:
            return self.network.siamrt_track(x, feature)
        cls: List[Tensor] = []
        sides: List[Tensor] = []
        for n in range(x.size(0)):
            one_cls, one_sides = self.network.siamrt_track(x[n:n + 1], feature[n:n + 1])
            cls.append(one_cls)
            sides.append(one_sides)
        return torch.cat(cls), torch.cat(sides)

    def prepare(self, x: Tensor) -> Tensor:
        if self.flip:
            x = x.flip(1)
        return standardise(x / self.scale, self.mean, self.std)

    def decode(self, crop: int, cls: Tensor, sides: Tensor) -> Tuple[Tensor, Tensor]:
        """The foreign maps -> score and corners, for a search crop of `crop` pixels."""
        if self.score == "sigmoid":
            cls = cls.sigmoid()
        elif self.score == "softmax":
            cls = cls.softmax(1)
        if self.sides == "exp":
            sides = sides.exp()
        return cls[:, -1], corners(sides, self.stride, first_of_centred_grid(crop, sides.size(3), self.stride))


class ForeignOnline(Foreign):
    """With an online branch on the foreign backbone's output: three more methods (docs/archive.md)."""

    @torch.jit.export
    def online(self, x: Tensor) -> Tensor:
        """x: N x 3 x H x H, RGB 0..255, the order that the network takes too."""
        x = self.prepare(x)
        if not self.one_by_one:
            return scaled(self.network.siamrt_features(x))
        return scaled(torch.cat([self.network.siamrt_features(x[n:n + 1]) for n in range(x.size(0))]))

    @torch.jit.export
    def online_start(self, features: Tensor) -> Tensor:
        return features

    @torch.jit.export
    def online_tables(self) -> List[Tensor]:
        return construction_tables()


def wrap(snapshot: Optional[Path], stride: int, template: str = "template", track: str = "track", scale: float = 1.0,
         mean: List[float] = [0.0, 0.0, 0.0], std: List[float] = [1.0, 1.0, 1.0], flip: bool = False,
         score: str = "sigmoid", sides: str = "pixels", batch: str = "any", online: str = "") -> Foreign:
    """The TorchScript file `snapshot` behind our methods.  template, track: what its own methods are called.

    online: the method (of the network or, as in `back.forward`, of a part of it) that gives an online branch its feature;
        for networks that take RGB.
    """
    if snapshot is None:
        raise Error("usage", "a foreign network has no definition of its own: its TorchScript file is needed")
    for value, known, what in ((score, SCORES, "score"), (sides, SIDES, "sides"), (batch, BATCHES, "batch")):
        if value not in known:
            raise Error("input", f"network: {what} is '{value}', expected one of {', '.join(known)}")
    network = open_torchscript(snapshot)
    rename(network, snapshot, template, "siamrt_template", "z: Tensor", "z", "Tensor")
    rename(network, snapshot, track, "siamrt_track", "x: Tensor, zf: Tensor", "x, zf", "Tuple[Tensor, Tensor]")
    if online:
        rename(network, snapshot, online, "siamrt_features", "x: Tensor", "x", "Tensor")
    kind = ForeignOnline if online else Foreign
    return kind(network, stride, scale, mean, std, flip, score, sides, batch)


def open_torchscript(path: Path) -> torch.jit.ScriptModule:
    checkpoint.require_file(path)
    if not checkpoint.is_torchscript(path):
        raise Error("input", f"{path}: no whole TorchScript file")
    try:
        return torch.jit.load(str(path), map_location="cpu").eval()
    except RuntimeError as error:
        raise Error("input", f"{path}: no whole TorchScript file: {first_line(error)}")


def rename(network: torch.jit.ScriptModule, place: Path, name: str, ours: str, parameters: str, arguments: str,
           result: str) -> None:
    """Gives the foreign method `name` the name that Foreign calls it by; scripts cannot look methods up by text."""
    owner, last = network, name
    while "." in last and hasattr(owner, last.split(".")[0]):
        owner, last = getattr(owner, last.split(".")[0]), last.split(".", 1)[1]
    if not last.isidentifier() or not hasattr(owner, last):
        raise Error("model", f"{place}: has no method '{name}'")
    try:
        network.define(f"def {ours}(self, {parameters}) -> {result}:\n    return self.{name}({arguments})\n")
    except RuntimeError as error:
        raise Error("model", f"{place}: method '{name}' does not take {parameters} and give {result}: "
                             f"{first_line(error)}")
