"""Which object of which two crops makes a pair."""
from typing import NamedTuple, Tuple

import numpy as np

from . import parts
from .store import Store


class Target(NamedTuple):
    """A box in a crop: mostly the crop's own object, else a part or a patch."""

    index: int
    box: Tuple[float, float, float, float]


class Pick(NamedTuple):
    """What the template shows, what the search view is drawn around, and whether the search target's box is the truth:
    a box drawn anywhere in one frame has moved by an unknown way in another, and only a teacher can say where to."""

    template: Target
    search: Target
    known: bool = True


class Targets:
    """Draws targets from a store; config is the `pairs` section of train.yaml."""

    def __init__(self, store: Store, config: dict):
        self.store, self.c = store, config
        self.names = sorted(name for name in store.tracks if parts.MARK not in name)
        self.part_names = sorted(name for name in store.tracks if parts.MARK in name)
        weights = [self._weight(name) for name in self.names]
        self.track_share = np.cumsum(weights) / sum(weights) if weights else np.zeros(0)
        still = np.array([config["sky"] if store.crops[i].origin == "drone-net" else 1.0 for i in store.stills])
        self.still_share = np.cumsum(still) / still.sum() if len(still) else np.zeros(0)

    def _weight(self, name: str) -> float:
        """sqrt of the length; hand-made labels count more, plain sky less."""
        members = self.store.tracks[name]
        first = self.store.crops[members[0]]
        factor = 1.5 if first.kind in ("truth", "mask") else 1.0
        return np.sqrt(len(members)) * factor * (self.c["sky"] if name.startswith("sky") else 1.0)

    def own(self, index: int) -> Target:
        """The crop's own object."""
        return Target(index, self.store.crops[index].box)

    def pick(self, rng) -> Pick:
        """One object in two crops, or twice in one still."""
        c = self.c
        if c["free"] and len(self.names) and rng.random() < c["free"]:
            return self._free(rng, self._track(rng))
        if self.part_names and rng.random() < c["parts"]:
            return self._two(rng, self.part_names[int(rng.integers(len(self.part_names)))])
        if len(self.names) and (rng.random() < c["tracks"] or not len(self.still_share)):
            if c["pieces"] and rng.random() < c["pieces"]:
                return self._piece(rng, self._track(rng))
            return self._two(rng, self._track(rng))
        i = self.store.stills[int(np.searchsorted(self.still_share, rng.random()))]
        target = self.own(i)
        if rng.random() < c["patches"]:
            target = self._anything(rng, i)
        return Pick(target, target)

    def _track(self, rng) -> str:
        return self.names[int(np.searchsorted(self.track_share, rng.random()))]

    def _anything(self, rng, index: int) -> Target:
        """A box inside the crop's object, a piece of it, or something with corners beside it."""
        crop, draw = self.store.crops[index], rng.random()
        if draw < 0.3:
            box = parts.inside(rng, crop.box)
        elif draw < 0.7:
            box = parts.piece(crop.box, parts.portion(rng))
        else:
            box = parts.around(rng, crop, self.store.images[index])
        return self.own(index) if box is None else Target(index, tuple(box))

    def _two(self, rng, name: str) -> Pick:
        members = self.store.tracks[name]
        a, b = rng.integers(0, len(members), 2)
        if a == b:
            b = (a + 1 + rng.integers(0, max(1, len(members) - 1))) % len(members)
        return Pick(self.own(members[a]), self.own(members[b]))

    def _near(self, rng, members: list, far: int) -> Tuple[int, int]:
        """Two crops of a track at most `far` places apart."""
        a = int(rng.integers(len(members)))
        b = int(np.clip(a + rng.choice([-1, 1]) * rng.integers(1, far + 1), 0, len(members) - 1))
        return members[a], members[b]

    def _piece(self, rng, name: str) -> Pick:
        """The same piece of an object in two crops near in time, between which it has hardly changed its place in the box."""
        portion = parts.portion(rng)
        return Pick(*(Target(i, parts.piece(self.store.crops[i].box, portion)) for i in self._near(rng, self.store.tracks[name], 3)))

    def _free(self, rng, name: str) -> Pick:
        """Anything in one crop and its place beside the object in another: about there the teacher will find it."""
        a, b = self._near(rng, self.store.tracks[name], 6)
        target = self._anything(rng, a)
        (ax, ay, aw, ah), (bx, by, bw, bh) = self.store.crops[a].box, self.store.crops[b].box
        x, y, w, h = target.box
        return Pick(target, Target(b, (bx + (x - ax) * bw / aw, by + (y - ay) * bh / ah, w, h)), False)

    def other(self, rng, index: int, same: float) -> int:
        """A crop of another object; of the same class with probability `same` where there is one."""
        crop = self.store.crops[index]

        def apart(j: int) -> bool:
            other = self.store.crops[j]
            if crop.track == "still" or other.track == "still":
                return other.file != crop.file
            return parts.root(other.track) != parts.root(crop.track)

        if crop.cls and rng.random() < same:
            members = self.store.classes[crop.cls]
            for _ in range(4):
                j = members[int(rng.integers(len(members)))]
                if apart(j):
                    return j
        for _ in range(100):
            j = int(rng.integers(len(self.store)))
            if apart(j):
                return j
        return (index + 1) % len(self.store)
