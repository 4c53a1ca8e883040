"""Training pairs: which two crops meet, and how they are composed. Pair i of epoch e depends on (seed, e, i) alone."""
from typing import Dict, Tuple

import numpy as np

from . import augment, compose
from .store import Store
from .targets import Target, Targets


def planes(image: np.ndarray) -> np.ndarray:
    """H x W x 3 -> 3 x H x W, in memory of its own."""
    return image.transpose(2, 0, 1).copy()


class Pairs:
    """Source of pairs over a store; config is the `pairs` section of train.yaml. clean: the pair before blur, noise and
    coding comes with it, for a teacher to look at."""

    def __init__(self, store: Store, config: dict, template: int, search: int, seed: int, clean: bool = False):
        self.store, self.c, self.targets = store, config, Targets(store, config)
        self.template, self.search, self.seed, self.clean = template, search, seed, clean

    def _scene(self, rng, index: int, size: int) -> np.ndarray:
        j = self.targets.other(rng, index, 0.0)
        return compose.scene(rng, self.store.crops[j], self.store.images[j], size)

    def __call__(self, epoch: int, number: int) -> Dict[str, np.ndarray]:
        """z 3 x 127 x 127 and x 3 x search x search (uint8, BGR), box (4,) corners in x, positive (bool: x shows the
        template's object), known (bool: both are true, else only a teacher can say); clean_z, clean_x where asked for."""
        rng = np.random.Generator(np.random.PCG64([self.seed, epoch, number]))
        c = self.c
        a, b, known = self.targets.pick(rng)
        # One still against itself: the two looks are made to differ more than those of two frames.
        force = c["still"] if a.index == b.index else 1.0
        positive = rng.random() >= c["negative"]
        if not positive:
            a, known = self.targets.own(self.targets.other(rng, b.index, 0.6)), True
        flip = rng.random() < 0.5
        z = self._template(rng, a, flip)
        x, edges = self._search(rng, b, flip, positive, force)
        z, x = augment.colours(rng, z, x, c)
        item = {"clean_z": planes(z), "clean_x": planes(x)} if self.clean else {}
        z, x = augment.camera(rng, z, x, c)
        z = augment.own(rng, z, c, c["blur_template"], 14, force)
        x = augment.own(rng, x, c, min(0.8, c["blur_search"] * force), c["blur_longest"], force)
        return {"z": planes(z), "x": planes(x), "box": compose.corners(edges).astype(np.float32),
                "positive": np.array(positive), "known": np.array(known), **item}

    def _template(self, rng, target: Target, flip: bool) -> np.ndarray:
        image, (x, y, w, h) = self.store.images[target.index], target.box
        k = self._zoom(target) * np.exp(rng.uniform(-0.06, 0.06))
        middle = np.array([x + w / 2 - 0.5, y + h / 2 - 0.5]) + rng.uniform(-4, 4, 2) / k
        view = compose.View(tuple(middle), (k, k), self.template, flip)
        out = view.cut(image, image[0, 0].tolist())
        if rng.random() < self.c["fill_template"]:
            out = compose.fill(out, view.points(*self.store.crops[target.index].picture), self._scene(rng, target.index, self.template))
        return out

    def _zoom(self, target: Target) -> float:
        """View pixels per crop pixel that bring the target to its usual size."""
        return self.template / compose.context(target.box)

    def _search_view(self, rng, target: Target, flip: bool, force: float) -> compose.View:
        """Place, size, turn and mirroring of the search view, drawn."""
        c, (x, y, w, h) = self.c, target.box
        k = self._zoom(target)
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
        j = self.targets.other(rng, index, self.c["same_class"])
        other = side * np.exp(rng.uniform(-0.35, 0.35))
        place = compose.beside(rng, edges, other, self.search)
        if place is not None:
            compose.paste(rng, out, self.store.crops[j], self.store.images[j], place, other)
