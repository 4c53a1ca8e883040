"""Parts as targets: other boxes inside the crops of a track, followed from crop to crop by a trained network.

A tracker must follow what was boxed, a head as well as the whole animal, but every labelled box of the material is a
whole object. So boxes are drawn inside each object and in its surroundings, and a teacher follows them through the
track's crops, forward and back again; what both ways agree on becomes a track of its own. The teacher's boxes bring
what a still cannot: the part as it turns, bends and blurs by itself.

Kept as lines of JSON, xz: {"of": track, "boxes": [[file, x, y, w, h], ...]}, boxes in crop pixels, continuous.
"""
import json
import lzma
from dataclasses import replace
from pathlib import Path
from typing import List

import cv2
import numpy as np

from .errors import TrainError
from .store import SIDE, Store
from .tracker import overlaps, track

MARK = "#"  # between a track's name and the number of its part
MOST, LEAST = 16, 6  # crops that a part is followed over; that must be kept


def root(name: str) -> str:
    """The track that a part belongs to; a whole object's own name."""
    return name.split(MARK)[0]


def read(path: Path) -> List[dict]:
    try:
        with lzma.open(path, "rt") as lines:
            return [json.loads(line) for line in lines]
    except (OSError, ValueError, lzma.LZMAError) as error:
        raise TrainError("input", f"{path}: not a list of part tracks ({error})")


def write(path: Path, found: List[dict]) -> None:
    with lzma.open(path, "wt") as file:
        file.write("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in found))


def join(store: Store, found: List[dict]) -> Store:
    """The store with the part tracks as crops after its own; pictures are shared. Parts of absent tracks are left out."""
    places = {crop.file: i for i, crop in enumerate(store.crops)}
    crops, images = list(store.crops), list(store.images)
    for n, line in enumerate(found):
        for file, *box in line["boxes"]:
            if file in places:
                i = places[file]
                crops.append(replace(crops[i], track=f"{line['of']}{MARK}{n}", box=tuple(box), cls="", kind="part"))
                images.append(images[i])
    return Store(crops, images)


def inside(rng: np.random.Generator, box) -> np.ndarray:
    """A box inside an object's: 30 to 65 % of its side, at random; a third lie at an end, as heads do."""
    x, y, w, h = box
    share = rng.uniform(0.3, 0.65)
    ratio = np.exp(rng.uniform(-0.35, 0.35)) * (h / w) ** rng.uniform(0, 0.6)  # long objects have rounder parts
    pw, ph = min(w, w * share * ratio), min(h, h * share / ratio)
    px, py = x + rng.uniform(0, w - pw), y + rng.uniform(0, h - ph)
    if rng.random() < 0.35:
        if h > w:
            py = y
        else:
            px = x if rng.random() < 0.5 else x + w - pw
    return np.array([px, py, pw, ph])


def portion(rng: np.random.Generator) -> np.ndarray:
    """A piece of a box in shares of its sides (x, y, w, h): cut across one side or both, often at an end."""
    share = np.where(rng.random(2) < 0.7, rng.uniform(0.4, 0.9, 2), 1.0)
    if share.min() == 1.0:
        share[int(rng.integers(2))] = rng.uniform(0.4, 0.8)
    place = np.where(rng.random(2) < 0.6, np.round(rng.random(2)), rng.random(2)) * (1 - share)
    return np.concatenate([place, share])


def piece(box, portion_of) -> tuple:
    """The piece of a box that the shares name."""
    x, y, w, h = box
    px, py, pw, ph = portion_of
    return (x + px * w, y + py * h, pw * w, ph * h)


def around(rng: np.random.Generator, crop, image: np.ndarray):
    """A box on something with corners in the object's surroundings, 0.6 to 1.2 object sides; None where all is plain."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    points = cv2.goodFeaturesToTrack(grey, 40, 0.05, 12)
    if points is None:
        return None
    side = np.sqrt(crop.box[2] * crop.box[3])
    x1, y1, x2, y2 = crop.picture
    for point in rng.permutation(points.reshape(-1, 2)):
        w, h = side * rng.uniform(0.6, 1.2) * np.exp(np.array([1, -1]) * rng.uniform(-0.25, 0.25))
        box = np.array([point[0] - w / 2, point[1] - h / 2, w, h])
        apart = overlaps(box[None], np.array([crop.box]))[0] < 0.1
        if apart and box[0] > x1 and box[1] > y1 and box[0] + w < x2 and box[1] + h < y2:
            return box
    return None


def agreed(there: np.ndarray, back: np.ndarray) -> List[int]:
    """Steps at which both ways agree and the box keeps its size; empty where they do not meet at the start again."""
    same = overlaps(there, back)
    sides = np.sqrt(there[:, 2] * there[:, 3])
    inner = (there[:, :2] > 0).all(1) & (there[:, :2] + there[:, 2:] < SIDE).all(1)
    steady = np.abs(np.log(sides / sides[0])) < 0.35
    keep = np.flatnonzero((same > 0.6) & inner & steady)
    return keep.tolist() if same[0] > 0.6 and len(keep) >= LEAST else []


def follow(network, store: Store, seed: int, inner: int = 8, outer: int = 4, settings: dict = {}) -> List[dict]:
    """Part tracks of every track that is not in the sky: `inner` boxes in the object, `outer` beside it, each tried over
    up to MOST crops of the track, evenly apart."""
    jobs, starts = [], []
    for n, name in enumerate(sorted(store.tracks)):
        members = sorted(store.tracks[name], key=lambda i: store.crops[i].frame)
        if len(members) < LEAST or name.startswith("sky") or MARK in name:
            continue
        rng = np.random.default_rng([seed, n])
        whole, step = members, -(-len(members) // MOST)
        for k in range(inner + outer):
            members = whole[k % step :: step][:: -1 if k % 2 else 1]
            first = store.crops[members[0]]
            box = inside(rng, first.box) if k < inner else around(rng, first, store.images[members[0]])
            if box is not None:
                jobs.append(members)
                starts.append(box)

    def clips(backward: bool):
        return [iter([store.images[i] for i in (m[::-1] if backward else m)]) for m in jobs]

    order = sorted(range(len(jobs)), key=lambda j: len(jobs[j]))  # clips of a length run as one batch
    jobs, starts = [jobs[j] for j in order], [starts[j] for j in order]
    there = track(network, clips(False), starts, settings, together=32)
    back = track(network, clips(True), [t[-1] for t in there], settings, together=32)
    found = []
    for members, a, b in zip(jobs, there, back):
        b = b[::-1]
        keep = agreed(a, b)
        boxes = (a + b) / 2
        if keep:
            found.append({"of": store.crops[members[0]].track,
                          "boxes": [[store.crops[members[t]].file, *np.round(boxes[t], 1).tolist()] for t in keep]})
    return found
