"""Training sets of the online branch: some views of an object to fit a filter to, and one more to judge it by.

Set i of epoch e depends on (seed, e, i) alone, as pairs do. Views are 224 x 224 and cover four times the target's mean
side, as while tracking.
"""
from typing import Dict

import numpy as np

from . import augment
from .pairs import Pairs
from .store import Store
from .targets import Target

NEAR = 10  # places in a track between the views that a filter is fitted to, at most


class Sets(Pairs):
    """Source of sets over a store; config is the `pairs` section of train.yaml: its `views` are fitted to, its template
    and search sizes do not count."""

    def __init__(self, store: Store, config: dict, crop: int, seed: int):
        super().__init__(store, config, crop, crop, seed)

    def _zoom(self, target: Target) -> float:
        return self.search / (4 * float(np.sqrt(target.box[2] * target.box[3])))

    def _beside(self, rng, target: Target) -> Target:
        """The object a little earlier or later; a still's own crop again."""
        members = self.store.tracks.get(self.store.crops[target.index].track, [])
        if target.box != self.store.crops[target.index].box or target.index not in members:
            return target
        at = members.index(target.index) + int(rng.integers(-NEAR, NEAR + 1))
        return self.targets.own(members[int(np.clip(at, 0, len(members) - 1))])

    def __call__(self, epoch: int, number: int) -> Dict[str, np.ndarray]:
        """views n + 1 x 3 x 224 x 224 (uint8, BGR), the last to judge by; boxes n + 1 x 4 (x, y, w, h, continuous)."""
        rng = np.random.Generator(np.random.PCG64([self.seed, epoch, number]))
        a, b, _ = self.targets.pick(rng)
        force = self.c["still"] if a.index == b.index else 1.0
        flip = bool(rng.random() < 0.5)
        targets = [a] + [self._beside(rng, a) for _ in range(int(self.c["views"]) - 1)] + [b]
        views, boxes = [], []
        for target in targets:
            view, edges = self._search(rng, target, flip, True, force)
            view = augment.own(rng, view, self.c, min(0.8, self.c["blur_search"] * force), self.c["blur_longest"], force)
            views.append(view.transpose(2, 0, 1))
            boxes.append(np.concatenate([edges[:2] + 0.5, edges[2:] - edges[:2]]))
        return {"views": np.stack(views), "boxes": np.stack(boxes).astype(np.float32)}
