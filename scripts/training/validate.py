"""Validation on held-out material: overlap on fixed pairs, closed loops on whole clips and on made clips."""
from pathlib import Path
from typing import Dict, List

import numpy as np
import torch

from . import clips as clip_sources
from .clips import Clip
from .pairs import Pairs
from .tracker import auc, track

# Pairs without blur, pasting or far shifts: what is measured is the box of the best cell.
PLAIN = {"negative": 0.0, "bend": 0.0, "patches": 0.0, "parts": 0.0, "pieces": 0.0, "free": 0.0, "shift": 40, "shift_far": 40, "scale": 0.15, "aspect": 0.0, "turned": 0.0, "mirror": 0.0, "fill": 0.0, "fill_template": 0.0, "cut_out": 0.0,
         "distractor": 0.0, "occlude": 0.0, "grey": 0.0, "low_resolution": 0.0, "jpeg": 0.0, "tone": 0.0, "blur_search": 0.0,
         "blur_template": 0.0, "defocus": 0.0, "noise": 0.0}


def whole_clips(folder: Path) -> List[Clip]:
    """The clips of a folder of tars (OTB layout)."""
    return [clip_sources.open_tar(path) for path in sorted(folder.glob("*.tar"))]


def closed_loop(network, clips: List[Clip], settings: dict, search: int) -> Dict[str, float]:
    """AUC of each clip."""
    found = track(network, [c.frames() for c in clips], [c.truth[0] for c in clips], settings, search)
    return {c.name: auc(f, c.truth[: len(f)]) for c, f in zip(clips, found)}


@torch.no_grad()
def pair_overlap(network, pairs: Pairs, count: int, batch: int = 32) -> float:
    """Mean IoU of the best cell's box on fixed pairs."""
    total = 0.0
    for begin in range(0, count, batch):
        items = [pairs(0, i) for i in range(begin, min(begin + batch, count))]
        z, x = (torch.from_numpy(np.stack([item[k] for item in items])).float() for k in ("z", "x"))
        score, box = network.locate(x, network.embed(z))[:2]
        best = score.flatten(1).argmax(1)
        found = box.flatten(2)[torch.arange(len(items)), :, best]
        wanted = torch.from_numpy(np.stack([item["box"] for item in items]))
        low, high = torch.maximum(found[:, :2], wanted[:, :2]), torch.minimum(found[:, 2:], wanted[:, 2:])
        inner = (high - low).clamp(min=0).prod(1)
        total += float((inner / ((found[:, 2:] - found[:, :2]).prod(1) + (wanted[:, 2:] - wanted[:, :2]).prod(1) - inner)).sum())
    return total / count


class Validation:
    """The fixed material of a run; call it with a network in inference mode on the CPU."""

    def __init__(self, held_out, folder: Path, c: dict, template: int, search: int, pairs: dict):
        self.search, self.settings, self.count = c["search"] or search, c["settings"], c["pairs"]
        self.whole = whole_clips(folder) if folder.is_dir() else []
        self.made = [clip for seed in range(1, c["made"] + 1) for clip in clip_sources.make(held_out, seed)]
        self.pairs = Pairs(held_out, {**pairs, **PLAIN}, template, search, 0) if len(held_out) else None

    def __call__(self, network) -> Dict[str, float]:
        whole = closed_loop(network, self.whole, self.settings, self.search)
        made = closed_loop(network, self.made, self.settings, self.search)
        return {"val_iou": pair_overlap(network, self.pairs, self.count) if self.pairs else float("nan"),
                "val_whole": mean(whole), "val_made": mean(made)}


def mean(figures: Dict[str, float]) -> float:
    return float(np.mean(list(figures.values()))) if figures else float("nan")
