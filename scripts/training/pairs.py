"""Training pairs: which two crops meet, and how they are composed. Pair i of epoch e depends on (seed, e, i) alone."""
from typing import Dict, NamedTuple, Tuple

import numpy as np

from . import augment, compose, parts
from .store import Store


class Target(NamedTuple):
    """A box in a crop: mostly the crop's own object, of stills now and then a part or a patch."""

    index: int
    box: Tuple[float, float, float, float]


class Pairs:
    """Source of pairs over a store; config is the `pairs` section of train.yaml."""

    def __init__(self, store: Store, config: dict, template: int, search: int, seed: int):
        self.store, self.c = store, config
        self.template, self.search, self.seed = template, search, seed
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

    def _own(self, index: int) -> Target:
        return Target(index, self.store.crops[index].box)

    def _pick(self, rng) -> Tuple[Target, Target]:
        """Template and search target: one object in two crops, or twice in one still."""
        if self.part_names and rng.random() < self.c["parts"]:
            return self._two(rng, self.part_names[int(rng.integers(len(self.part_names)))])
        if len(self.names) and (rng.random() < self.c["tracks"] or not len(self.still_share)):
            if self.c["pieces"] and rng.random() < self.c["pieces"]:
                return self._piece(rng, self.names[int(np.searchsorted(self.track_share, rng.random()))])
            return self._two(rng, self.names[int(np.searchsorted(self.track_share, rng.random()))])
        i = self.store.stills[int(np.searchsorted(self.still_share, rng.random()))]
        target = self._own(i)
        if rng.random() < self.c["patches"]:
            crop = self.store.crops[i]
            draw = rng.random()
            if draw < 0.7:
                box = parts.inside(rng, crop.box) if draw < 0.3 else parts.piece(crop.box, parts.portion(rng))
            else:
                box = parts.around(rng, crop, self.store.images[i])
            target = target if box is None else Target(i, tuple(box))
        return target, target

    def _two(self, rng, name: str) -> Tuple[Target, Target]:
        members = self.store.tracks[name]
        a, b = rng.integers(0, len(members), 2)
        if a == b:
            b = (a + 1 + rng.integers(0, max(1, len(members) - 1))) % len(members)
        return self._own(members[a]), self._own(members[b])

    def _piece(self, rng, name: str) -> Tuple[Target, Target]:
        """The same piece of an object in two crops near in time, between which it has hardly changed its place in the box."""
        members = self.store.tracks[name]
        a = int(rng.integers(len(members)))
        b = int(np.clip(a + rng.choice([-3, -2, -1, 1, 2, 3]), 0, len(members) - 1))
        portion = parts.portion(rng)
        return tuple(Target(members[i], parts.piece(self.store.crops[members[i]].box, portion)) for i in (a, b))

    def _other(self, rng, index: int, same: float) -> int:
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

    def _scene(self, rng, index: int, size: int) -> np.ndarray:
        j = self._other(rng, index, 0.0)
        return compose.scene(rng, self.store.crops[j], self.store.images[j], size)

    def __call__(self, epoch: int, number: int) -> Dict[str, np.ndarray]:
        """z 3 x 127 x 127 and x 3 x search x search (uint8, BGR), box (4,) corners in x, positive (bool)."""
        rng = np.random.Generator(np.random.PCG64([self.seed, epoch, number]))
        c = self.c
        a, b = self._pick(rng)
        # One still against itself: the two looks are made to differ more than those of two frames.
        force = c["still"] if a.index == b.index else 1.0
        positive = rng.random() >= c["negative"]
        if not positive:
            a = self._own(self._other(rng, b.index, 0.6))
        flip = rng.random() < 0.5
        z = self._template(rng, a, flip)
        x, edges = self._search(rng, b, flip, positive, force)
        z, x = augment.common(rng, z, x, c)
        z = augment.own(rng, z, c, c["blur_template"], 14, force)
        x = augment.own(rng, x, c, min(0.8, c["blur_search"] * force), c["blur_longest"], force)
        return {"z": z.transpose(2, 0, 1).copy(), "x": x.transpose(2, 0, 1).copy(),
                "box": compose.corners(edges).astype(np.float32), "positive": np.array(positive)}

    def _template(self, rng, target: Target, flip: bool) -> np.ndarray:
        image, (x, y, w, h) = self.store.images[target.index], target.box
        k = self.template / compose.context(target.box) * np.exp(rng.uniform(-0.06, 0.06))
        middle = np.array([x + w / 2 - 0.5, y + h / 2 - 0.5]) + rng.uniform(-4, 4, 2) / k
        view = compose.View(tuple(middle), (k, k), self.template, flip)
        out = view.cut(image, image[0, 0].tolist())
        if rng.random() < self.c["fill_template"]:
            out = compose.fill(out, view.points(*self.store.crops[target.index].picture), self._scene(rng, target.index, self.template))
        return out

    def _search_view(self, rng, target: Target, flip: bool, force: float) -> compose.View:
        """Place, size, turn and mirroring of the search view, drawn."""
        c, (x, y, w, h) = self.c, target.box
        k = self.template / compose.context(target.box)
        k *= np.exp(rng.uniform(-1, 1) * (c["scale"] if rng.random() < 0.85 else 2 * c["scale"]))
        ratio = np.exp(rng.uniform(-c["aspect"], c["aspect"]) * force / 2)
        k = (k * ratio, k / ratio)
        reach = c["shift"] if rng.random() < 0.7 else c["shift_far"]
        shift = rng.uniform(-reach, reach, 2)
        centre = (x + w / 2 - 0.5 + shift[0] / k[0], y + h / 2 - 0.5 + shift[1] / k[1])
        turn = 0.0
        if rng.random() < c["turned"] * force:
            turn = np.deg2rad(100 if rng.random() < c["turn_far"] else c["turn"]) * rng.uniform(-1, 1)
        flip ^= rng.random() < c["mirror"]
        return compose.View(centre, k, self.search, flip, turn)

    def _search(self, rng, target: Target, flip: bool, positive: bool, force: float) -> Tuple[np.ndarray, np.ndarray]:
        """(view, the target's edges in it)."""
        index, c = target.index, self.c
        crop, image = self.store.crops[index], self.store.images[index]
        view = self._search_view(rng, target, flip, force)
        out = view.cut(image, image[0, 0].tolist())
        edges = compose.box_edges(target.box, view)
        whole = target.box == crop.box and crop.kind != "part"  # a part cut out of its object would be no part any more
        draw = rng.random()
        if draw < c["cut_out"] and whole:  # only the object and a rim of its surroundings, on another scene
            x, y, w, h = target.box
            rim, p = rng.uniform(0.05, 0.35) * np.array([w, h]), crop.picture
            keep = [max(x - rim[0], p[0]), max(y - rim[1], p[1]), min(x + w + rim[0], p[2]), min(y + h + rim[1], p[3])]
            out = compose.fill(out, view.points(*keep), self._scene(rng, index, self.search))
        elif draw < c["cut_out"] + c["fill"]:
            out = compose.fill(out, view.points(*crop.picture), self._scene(rng, index, self.search))
        out = np.ascontiguousarray(out)
        side = np.sqrt(np.prod(edges[2:] - edges[:2]))
        if positive and rng.random() < c["distractor"]:
            for _ in range(int(rng.integers(1, 4))):
                self._distract(rng, out, index, edges, side)
        if c["bend"] and rng.random() < min(0.8, c["bend"] * force):
            out, edges = compose.bend(rng, out, edges, rng.uniform(1, c["bend_most"]))
        if rng.random() < c["occlude"]:
            compose.occlude(rng, out, edges, self._scene(rng, index, self.search))
        return out, edges

    def _distract(self, rng, out: np.ndarray, index: int, edges: np.ndarray, side: float) -> None:
        j = self._other(rng, index, self.c["same_class"])
        other = side * np.exp(rng.uniform(-0.35, 0.35))
        place = compose.beside(rng, edges, other, self.search)
        if place is not None:
            compose.paste(rng, out, self.store.crops[j], self.store.images[j], place, other)
