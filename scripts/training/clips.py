"""Closed-loop clips for validation: whole clips from tars, and clips made of held-out tracks.

A made clip shows a track's crops, with their true surroundings, moving over another scene among other held-out
objects, with jerks, blur along the motion, low resolution. It tests what crops alone cannot: a tracker that must stay.
"""
import re
import tarfile
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List

import cv2
import numpy as np

from . import augment, compose, parts
from .errors import TrainError
from .store import Store

CANVAS = (480, 360)  # width, height of a made frame


@dataclass
class Clip(ABC):
    name: str
    truth: np.ndarray  # frames x 4: x, y, w, h, 0-based

    @abstractmethod
    def frames(self) -> Iterator[np.ndarray]:
        """Pictures, 8-bit BGR, one a row of the truth."""


@dataclass
class TarClip(Clip):
    path: Path

    def frames(self) -> Iterator[np.ndarray]:
        with tarfile.open(self.path) as tar:
            names = sorted(n for n in tar.getnames() if n.endswith(".jpg"))
            for name in names[: len(self.truth)]:
                yield cv2.imdecode(np.frombuffer(tar.extractfile(name).read(), np.uint8), cv2.IMREAD_COLOR)


def open_tar(path: Path) -> TarClip:
    """OTB layout in a tar: NAME/img/*.jpg and NAME/groundtruth_rect.txt, x and y counted from 1."""
    try:
        with tarfile.open(path) as tar:
            name = next(n for n in tar.getnames() if n.endswith("groundtruth_rect.txt"))
            text = tar.extractfile(name).read().decode().replace("\t", ",")
    except (OSError, StopIteration, tarfile.TarError):
        raise TrainError("input", f"{path}: no tar with NAME/groundtruth_rect.txt")
    truth = np.array([[float(v) for v in line.split(",")] for line in text.split("\n") if line.strip()])
    truth[:, :2] -= 1
    return TarClip(path.stem, truth, path)


@dataclass
class MadeClip(Clip):
    store: Store
    order: List[int]  # crop of each frame
    middles: np.ndarray  # frames x 2, the object's middle on the canvas
    sizes: np.ndarray  # frames: canvas pixels per crop pixel
    others: list  # (crop, middles, side): other objects
    scene: np.ndarray
    effects: dict

    def frames(self) -> Iterator[np.ndarray]:
        rng = np.random.default_rng(5)
        for t, index in enumerate(self.order):
            crop, image = self.store.crops[index], self.store.images[index]
            frame = self.scene.copy()
            x, y, w, h = crop.box
            k, (mx, my) = self.sizes[t], self.middles[t]
            matrix = np.array([[k, 0, mx - k * (x + w / 2 - 0.5)], [0, k, my - k * (y + h / 2 - 0.5)]])
            layer = cv2.warpAffine(image, matrix, CANVAS, flags=cv2.INTER_LINEAR)
            p = np.array(crop.picture, float)
            keep = [int(np.clip(np.ceil(v * k + m), 0, c)) for v, m, c in
                    zip(p + [1, 1, -1, -1], [matrix[0, 2], matrix[1, 2]] * 2, CANVAS * 2)]
            frame[keep[1] : keep[3], keep[0] : keep[2]] = layer[keep[1] : keep[3], keep[0] : keep[2]]
            for j, places, side in self.others:
                compose.paste(np.random.default_rng(j), frame, self.store.crops[j], self.store.images[j], places[t], side)
            yield self._finish(rng, frame, t)

    def _finish(self, rng, frame: np.ndarray, t: int) -> np.ndarray:
        e = self.effects
        step = self.middles[t] - self.middles[max(0, t - 1)]
        length = float(np.hypot(*step)) * e["blur"]
        if length > 3:
            frame = augment.motion_blur(frame, min(length, 41), float(np.arctan2(step[1], step[0])))
        if e["small"] < 1:
            size = (int(CANVAS[0] * e["small"]), int(CANVAS[1] * e["small"]))
            frame = cv2.resize(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), CANVAS)
        if e["grey"]:
            frame = augment.saturation(frame, 0)
        return augment.recode(frame, 75)


def write(clip: Clip, folder: Path) -> Path:
    """A clip in OTB layout: NAME/img/0001.jpg ... and NAME/groundtruth_rect.txt, x and y counted from 1. Returns its folder."""
    home = folder / re.sub(r"[^A-Za-z0-9_.-]+", "_", clip.name)
    (home / "img").mkdir(parents=True, exist_ok=True)
    for t, frame in enumerate(clip.frames()):
        cv2.imwrite(str(home / "img" / f"{t + 1:04d}.jpg"), frame, [cv2.IMWRITE_JPEG_QUALITY, 95])
    rows = clip.truth + np.array([1, 1, 0, 0])
    (home / "groundtruth_rect.txt").write_text("".join(",".join(f"{v:.2f}" for v in row) + "\n" for row in rows))
    return home


def _path(rng, frames: int, speed: float, start: np.ndarray) -> np.ndarray:
    """A jerky path inside the canvas: frames x 2; steps of about `speed` pixels, now and then three times as far."""
    low, high = np.array([50, 45.0]), np.array(CANVAS) - [50, 45.0]
    at, v, out = np.array(start, float), rng.normal(0, speed / 2, 2), []
    for _ in range(frames):
        out.append(at.copy())
        v = 0.75 * v + rng.normal(0, speed / 2, 2)
        step = v * (3 if rng.random() < 0.08 else 1)
        at = at + step
        for i in range(2):
            if not low[i] <= at[i] <= high[i]:
                at[i], v[i] = np.clip(at[i], low[i], high[i]), -v[i]
    return np.array(out)


def _apart(path: np.ndarray, middles: np.ndarray, least: np.ndarray) -> np.ndarray:
    """path, pushed away from the target's middles to the distance `least`: at most the target's rim is covered."""
    away = path - middles + 1e-3
    far = np.hypot(away[:, 0], away[:, 1])
    return middles + away * (np.maximum(far, least) / far)[:, None]


def make(store: Store, seed: int, frames: int = 50, per_crop: int = 2, of_parts: bool = False) -> List[MadeClip]:
    """One clip for each track of the store that has at least eight crops: whole objects, or the part tracks."""
    made = []
    for n, (name, members) in enumerate(sorted(t for t in store.tracks.items() if (parts.MARK in t[0]) == of_parts)):
        if len(members) < 8:
            continue
        rng = np.random.default_rng([seed, n])
        there = members[rng.integers(0, max(1, len(members) - frames // per_crop)) :]
        loop = there + there[-2:0:-1]  # forth and back
        order = [loop[(t // per_crop) % len(loop)] for t in range(frames)]
        side = rng.uniform(36, 80)  # sqrt(w h) of the first box on the canvas
        zoom = np.exp(np.cumsum(rng.normal(0, 0.02, frames)))
        first = store.crops[order[0]].box
        sizes = side / np.sqrt(first[2] * first[3]) * zoom
        middles = _path(rng, frames, side * rng.choice([0.1, 0.2, 0.35]), rng.uniform([120, 100], [360, 260]))
        truth = np.array([[m[0] + 0.5 - store.crops[i].box[2] * k / 2, m[1] + 0.5 - store.crops[i].box[3] * k / 2,
                           store.crops[i].box[2] * k, store.crops[i].box[3] * k] for i, m, k in zip(order, middles, sizes)])
        others = []
        for _ in range(int(rng.integers(0, 4))):
            j = int(rng.integers(len(store)))
            if store.crops[j].track != name:
                other = side * rng.uniform(0.7, 1.3)
                path = _path(rng, frames, side * 0.1, rng.uniform([50, 50], [430, 310]))
                others.append((j, _apart(path, middles, 0.6 * (side * zoom + other)), other))
        j = int(rng.integers(len(store)))
        scene = cv2.resize(compose.scene(rng, store.crops[j], store.images[j], 400), CANVAS)
        effects = {"blur": rng.choice([0, 0.4, 0.8]), "small": rng.choice([1.0, 0.7, 0.5]), "grey": rng.random() < 0.15}
        made.append(MadeClip(f"{name}-{seed}", truth, store, order, middles, sizes, others, scene, effects))
    return made
