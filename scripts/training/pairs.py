"""Training pairs: which two crops meet, and how they are composed. Pair i of epoch e depends on (seed, e, i) alone."""
from typing import Dict, Tuple

import numpy as np

from . import augment, compose
from .store import Store

GAP = 127 / compose.CONTEXT  # view pixels per crop pixel at scale one


class Pairs:
    """Source of pairs over a store; config is the `pairs` section of train.yaml."""

    def __init__(self, store: Store, config: dict, template: int, search: int, seed: int):
        self.store, self.c = store, config
        self.template, self.search, self.seed = template, search, seed
        self.names = sorted(store.tracks)
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

    def _pick(self, rng) -> Tuple[int, int]:
        """Indices of a template crop and a search crop that show the same object."""
        if len(self.names) and (rng.random() < self.c["tracks"] or not len(self.still_share)):
            members = self.store.tracks[self.names[int(np.searchsorted(self.track_share, rng.random()))]]
            a, b = rng.integers(0, len(members), 2)
            return members[a], members[b]
        i = self.store.stills[int(np.searchsorted(self.still_share, rng.random()))]
        return i, i

    def _other(self, rng, index: int, same: float) -> int:
        """A crop of another object; of the same class with probability `same` where there is one."""
        crop = self.store.crops[index]
        if crop.cls and rng.random() < same:
            members = self.store.classes[crop.cls]
            for _ in range(4):
                j = members[int(rng.integers(len(members)))]
                if j != index and (crop.track == "still" or self.store.crops[j].track != crop.track):
                    return j
        while True:
            j = int(rng.integers(len(self.store)))
            if j != index and (crop.track == "still" or self.store.crops[j].track != crop.track):
                return j

    def _scene(self, rng, index: int, size: int) -> np.ndarray:
        j = self._other(rng, index, 0.0)
        return compose.scene(rng, self.store.crops[j], self.store.images[j], size)

    def __call__(self, epoch: int, number: int) -> Dict[str, np.ndarray]:
        """z 3 x 127 x 127 and x 3 x search x search (uint8, BGR), box (4,) corners in x, positive (bool)."""
        rng = np.random.Generator(np.random.PCG64([self.seed, epoch, number]))
        a, b = self._pick(rng)
        positive = rng.random() >= self.c["negative"]
        if not positive:
            a = self._other(rng, b, 0.5)
        flip = rng.random() < 0.5
        z = self._template(rng, a, flip)
        x, edges = self._search(rng, b, flip, positive)
        z, x = augment.common(rng, z, x, self.c)
        z = augment.own(rng, z, self.c, self.c["blur_template"], 12)
        x = augment.own(rng, x, self.c, self.c["blur_search"], self.c["blur_longest"])
        return {"z": z.transpose(2, 0, 1).copy(), "x": x.transpose(2, 0, 1).copy(),
                "box": compose.corners(edges).astype(np.float32), "positive": np.array(positive)}

    def _template(self, rng, index: int, flip: bool) -> np.ndarray:
        crop, image = self.store.crops[index], self.store.images[index]
        k = GAP * np.exp(rng.uniform(-0.06, 0.06))
        centre = (crop.box[0] + crop.box[2] / 2 - 0.5 + rng.uniform(-4, 4), crop.box[1] + crop.box[3] / 2 - 0.5 + rng.uniform(-4, 4))
        view = compose.View(centre, (k, k), self.template, flip)
        out = view.cut(image, image[0, 0].tolist())
        if rng.random() < self.c["fill_template"]:
            out = compose.fill(out, view.points(*crop.picture), self._scene(rng, index, self.template))
        return out

    def _search(self, rng, index: int, flip: bool, positive: bool) -> Tuple[np.ndarray, np.ndarray]:
        """(view, the target's edges in it)."""
        crop, image = self.store.crops[index], self.store.images[index]
        c = self.c
        k = GAP * np.exp(rng.uniform(-1, 1) * (c["scale"] if rng.random() < 0.85 else 2 * c["scale"]))
        ratio = np.exp(rng.uniform(-c["aspect"], c["aspect"]) / 2)
        k = (k * ratio, k / ratio)
        reach = c["shift"] if rng.random() < 0.7 else c["shift_far"]
        shift = rng.uniform(-reach, reach, 2)
        centre = (crop.box[0] + crop.box[2] / 2 - 0.5 + shift[0] / k[0], crop.box[1] + crop.box[3] / 2 - 0.5 + shift[1] / k[1])
        turn = np.deg2rad(c["turn"]) * rng.uniform(-1, 1) if rng.random() < c["turned"] else 0.0
        flip ^= rng.random() < c["mirror"]
        view = compose.View(centre, k, self.search, flip, turn)
        out = view.cut(image, image[0, 0].tolist())
        edges = compose.box_edges(crop, view)
        draw = rng.random()
        if draw < c["cut_out"]:  # only the object and a rim of its surroundings, on another scene
            x, y, w, h = crop.box
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
        if rng.random() < c["occlude"]:
            compose.occlude(rng, out, edges, self._scene(rng, index, self.search))
        return out, edges

    def _distract(self, rng, out: np.ndarray, index: int, edges: np.ndarray, side: float) -> None:
        j = self._other(rng, index, self.c["same_class"])
        other = side * np.exp(rng.uniform(-0.35, 0.35))
        place = compose.beside(rng, edges, other, self.search)
        if place is not None:
            compose.paste(rng, out, self.store.crops[j], self.store.images[j], place, other)
