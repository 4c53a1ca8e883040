"""Self-attention in place of a bottleneck's 3 x 3 convolution (the BoTNet form of Ocean's trunk).

One head over all cells: energy[i][j] = q_i . k_j + p_i . q_j, where p is a table of positions, the sum of one part
that varies along rows and one that varies along columns. A table belongs to one size of feature: the template's and
the search region's differ, so there is one for each, and other sizes are refused unless `resample` is on.
"""

import re
from typing import Dict, Final, List, Sequence, Tuple

import torch
from torch import Tensor, nn

from ..errors import Error


class Table(nn.Module):
    """Positions of features of `side` x `side` cells: rel_h 1 x C x 1 x side and rel_w 1 x C x side x 1.

    Projects differ in which of the two varies along rows. Only their sum is used, so each shape works as it is.
    """

    side: Final[int]

    def __init__(self, channels: int, side: int) -> None:
        super().__init__()
        self.side = side
        self.rel_h = nn.Parameter(torch.randn(1, channels, 1, side))
        self.rel_w = nn.Parameter(torch.randn(1, channels, side, 1))

    def forward(self) -> Tensor:
        return self.rel_h + self.rel_w


class Attention(nn.Module):
    """N x C x S x S -> the same shape; S is one of `sides` unless `resample` is on.

    The first side's table has the original's names rel_h and rel_w, those of others lie under sizes.SIDE.
    """

    resample: Final[bool]
    side: Final[int]

    def __init__(self, channels: int, sides: Sequence[int], resample: bool) -> None:
        super().__init__()
        self.resample = resample
        self.side = sides[0]
        self.query, self.key, self.value = (nn.Conv2d(channels, channels, 1) for _ in range(3))
        self.rel_h = nn.Parameter(torch.randn(1, channels, 1, sides[0]))
        self.rel_w = nn.Parameter(torch.randn(1, channels, sides[0], 1))
        self.sizes = nn.ModuleDict({str(side): Table(channels, side) for side in sides[1:]})

    def positions(self, side: int) -> Tensor:
        """1 x C x side x side."""
        nearest = self.rel_h + self.rel_w
        away = abs(self.side - side)
        for table in self.sizes.values():
            if abs(table.side - side) < away:
                nearest = table()
                away = abs(table.side - side)
        if away == 0:
            return nearest
        if not self.resample:
            # TorchScript fills no numbered fields.
            raise RuntimeError("no table of positions for features of {} x {} cells, and resampling is off; "
                               "choose another search size".format(side, side))
        return nn.functional.interpolate(nearest, [side, side], mode="bilinear", align_corners=True)

    def energy(self, q: Tensor, k: Tensor, side: int) -> Tensor:
        """q, k: N x C x L -> N x L x L."""
        places = self.positions(side).flatten(2).transpose(1, 2)  # 1 x L x C
        return torch.matmul(q.transpose(1, 2), k) + torch.matmul(places, q)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.query(x).flatten(2), self.key(x).flatten(2), self.value(x).flatten(2)
        weight = self.energy(q, k, x.size(2)).softmax(-1)
        return torch.matmul(v, weight.transpose(1, 2)).view(x.size())

    def walk(self, x: Tensor, side: str, into: Dict[str, Tensor]) -> None:
        """side: z or x; notes energy_z and att_z, 1 x 1 x L x L."""
        q, k = self.query(x).flatten(2), self.key(x).flatten(2)
        into["energy_" + side] = self.energy(q, k, x.size(2)).unsqueeze(1)
        into["att_" + side] = into["energy_" + side].softmax(-1)


def attention_modules(network: nn.Module) -> List[Tuple[str, Attention]]:
    """Every attention block of a network with its name."""
    return [(name, module) for name, module in network.named_modules() if isinstance(module, Attention)]


def fit_tables(network: nn.Module, tensors: Dict[str, Tensor]) -> Tuple[Dict[str, Tensor], List[int]]:
    """A checkpoint's tensors under this network's names, and the sides whose tables had to be made by resampling.

    A table under the plain names goes to the side that its shape tells. The modules take on the checkpoint's layout.
    What is missing stays missing unless the network resamples.
    """
    made: List[int] = []
    fitted = dict(tensors)
    for name, block in attention_modules(network):
        given = tables_of(name, tensors)
        sides = [block.side] + [int(side) for side in block.sizes]
        for key in [key for key in fitted if re.match(re.escape(name) + r"\.(sizes\.\d+\.)?rel_[hw]$", key)]:
            del fitted[key]
        for side in sides:
            if side not in given and block.resample and given:
                source = given[min(given, key=lambda one: abs(one - side))]
                given[side] = tuple(stretched(part, side) for part in source)
                made.append(side)
        for side, parts in given.items():
            place = name + "." if side == block.side or side not in sides else f"{name}.sizes.{side}."
            owner = block if side == block.side or side not in sides else block.sizes[str(side)]
            if side not in sides and block.side in given:
                continue  # it has served as a source
            for leaf, part in zip(("rel_h", "rel_w"), parts):
                fitted[place + leaf] = part
                if part.numel() == getattr(owner, leaf).numel():
                    setattr(owner, leaf, nn.Parameter(torch.empty_like(part, dtype=torch.float32)))
    return fitted, sorted(set(made))


def tables_of(name: str, tensors: Dict[str, Tensor]) -> Dict[int, Tuple[Tensor, ...]]:
    """Side -> (rel_h, rel_w) for every whole pair of the block `name`."""
    found: Dict[int, Tuple[Tensor, ...]] = {}
    for key in tensors:
        match = re.match(re.escape(name) + r"\.((?:sizes\.\d+\.)?)rel_h$", key)
        if match and f"{name}.{match.group(1)}rel_w" in tensors:
            pair = (tensors[key], tensors[f"{name}.{match.group(1)}rel_w"])
            found[side_of(key, pair)] = pair
    return found


def side_of(key: str, pair: Tuple[Tensor, Tensor]) -> int:
    """The two parts of a table must be 1 x C x 1 x S and 1 x C x S x 1, in either order."""
    shapes = [tuple(part.shape) for part in pair]
    for one, other in (shapes, shapes[::-1]):
        if len(one) == 4 == len(other) and one[2] == 1 == other[3] and one[3] == other[2] and one[:2] == other[:2]:
            return one[3]
    raise Error("model", f"{key} and rel_w are {shapes[0]} and {shapes[1]}, expected (1, C, 1, S) and (1, C, S, 1) "
                         "or the other way round")


def stretched(part: Tensor, side: int) -> Tensor:
    """One part of a table at another size: linear, the outermost cells staying outermost."""
    shape = [1, side] if part.size(2) == 1 else [side, 1]
    return nn.functional.interpolate(part.float(), shape, mode="bilinear", align_corners=True)
