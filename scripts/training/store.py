"""Training crops: index and pictures, from the shared folder or from a pack.

A crop is a square picture (384 x 384) around one object; docs/training.md, 'Material', gives its geometry. Boxes are
continuous: pixel 0 covers 0..1. Pictures are decoded once into memory (0.44 MB a crop) and shared by forked workers.
"""
import hashlib
import json
import lzma
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

import cv2
import numpy as np

from .errors import TrainError

SIDE = 384  # pixels of a crop
NON_COMMERCIAL = ("OpenPose examples", "CoTracker demo", "ProPainter", "MOT17-mini", "CamVid")


@dataclass
class Crop:
    """One index line. box: x, y, w, h in crop pixels, continuous. picture: where the picture's own pixels lie in the
    crop (x1, y1, x2, y2, whole pixels); the rest is its mean colour."""

    file: str
    source: str
    track: str
    frame: int
    box: Tuple[float, float, float, float]
    scale: float
    cls: str
    kind: str
    picture: Tuple[int, int, int, int] = (0, 0, 384, 384)

    @property
    def origin(self) -> str:
        return self.source.split("/")[0]


def read_index(folder: Path) -> List[dict]:
    """Lines of index.jsonl.xz in a folder of tars."""
    path = folder / "index.jsonl.xz"
    try:
        with lzma.open(path, "rt") as lines:
            return [json.loads(line) for line in lines]
    except FileNotFoundError:
        raise TrainError("input", f"{path}: not found; set data.crops or SIAMRT_SHARED (docs/training.md, 'Material')")
    except (ValueError, lzma.LZMAError) as error:
        raise TrainError("input", f"{path}: not an index of crops ({error})")


def picture_area(image: np.ndarray) -> Tuple[int, int, int, int]:
    """Rows and columns at the rims that are of one colour count as outside the picture (plain sky does, too)."""

    def rim(is_flat: np.ndarray) -> int:
        busy = np.flatnonzero(~is_flat)
        return int(busy[0]) if len(busy) else len(is_flat)

    def flat(part: np.ndarray, axis: int) -> np.ndarray:
        along = 1 if axis == 1 else 0
        spread = cv2.subtract(cv2.reduce(part, along, cv2.REDUCE_MAX), cv2.reduce(part, along, cv2.REDUCE_MIN))
        return spread.reshape(-1, 3).max(1) <= 10

    h, w = image.shape[:2]
    top, bottom = rim(flat(image, 1)), rim(flat(image, 1)[::-1])
    if top + bottom < h:
        columns = flat(image[top : h - bottom], 0)
        left, right = rim(columns), rim(columns[::-1])
    else:
        left = right = 0
    if left + right < w:  # a row may be flat only between the empty columns
        rows = flat(image[:, left : w - right], 1)
        top, bottom = rim(rows), rim(rows[::-1])
    if left + right >= w or top + bottom >= h:
        return (0, 0, w, h)
    return (left, top, w - right, h - bottom)


class Store:
    """Crops in the order of the index, with their pictures and the crops of each track."""

    def __init__(self, crops: List[Crop], images: Sequence[np.ndarray]):
        self.crops = crops
        self.images = images
        self.tracks: Dict[str, List[int]] = {}
        self.classes: Dict[str, List[int]] = {}
        for i, crop in enumerate(crops):
            if crop.track != "still":
                self.tracks.setdefault(crop.track, []).append(i)
            if crop.cls:
                self.classes.setdefault(crop.cls, []).append(i)
        self.stills = [i for i, crop in enumerate(crops) if crop.track == "still"]

    def __len__(self) -> int:
        return len(self.crops)

    def subset(self, keep) -> "Store":
        """Store of the crops for which keep(crop) holds; pictures are shared, not copied."""
        chosen = [i for i, crop in enumerate(self.crops) if keep(crop)]
        return Store([self.crops[i] for i in chosen], [self.images[i] for i in chosen])


def decode(folder: Path, entries: List[dict], images) -> None:
    """Fills images[i] with the picture of entries[i], read from the folder's tars."""
    by_tar: Dict[str, Dict[str, int]] = {}
    for i, entry in enumerate(entries):
        by_tar.setdefault(entry["tar"], {})[entry["file"]] = i
    found = 0
    for tar, wanted in by_tar.items():
        try:
            with tarfile.open(folder / tar) as archive:
                for member in archive:
                    if member.name in wanted:
                        data = np.frombuffer(archive.extractfile(member).read(), np.uint8)
                        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
                        if image is None or image.shape != (SIDE, SIDE, 3):
                            raise TrainError("input", f"{folder / tar}: {member.name} is no picture of {SIDE} x {SIDE}")
                        images[wanted[member.name]] = image
                        found += 1
        except (OSError, tarfile.TarError) as error:
            raise TrainError("input", f"{folder / tar}: {error}")
    if found < len(entries):
        raise TrainError("input", f"{folder}: {len(entries) - found} pictures of the index are missing from the tars")


def cached(folder: Path, entries: List[dict], cache: Path):
    """(pictures, picture areas) from files in `cache`, which processes share; made there, atomically, if they are not there."""
    digest = hashlib.sha256(json.dumps(entries).encode()).hexdigest()[:16]
    path = cache / f"crops-{digest}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        images = np.lib.format.open_memmap(part, "w+", np.uint8, (len(entries), SIDE, SIDE, 3))
        decode(folder, entries, images)
        images.flush()
        np.save(path.with_suffix(f".{os.getpid()}.areas.npy"), [picture_area(image) for image in images])
        os.replace(path.with_suffix(f".{os.getpid()}.areas.npy"), path.with_suffix(".areas.npy"))
        os.replace(part, path)
    return np.load(path, mmap_mode="r"), np.load(path.with_suffix(".areas.npy"))


def open_store(folder: Path, exclude: Sequence[str] = NON_COMMERCIAL, cache: Path = None) -> Store:
    """Every crop of a folder (index.jsonl.xz and tars) whose origin is not excluded, decoded: 15 to 30 s, or one from a cache."""
    folder = Path(folder)
    entries = [e for e in read_index(folder) if e["source"].split("/")[0] not in exclude]
    if cache is None:
        images = np.empty((len(entries), SIDE, SIDE, 3), np.uint8)
        decode(folder, entries, images)
        areas = [picture_area(image) for image in images]
    else:
        images, areas = cached(folder, entries, cache)
    crops = [Crop(e["file"], e["source"], e["track"], e["frame"], tuple(e["box"]), e["scale"], e["cls"], e["kind"], tuple(int(v) for v in area))
             for e, area in zip(entries, areas)]
    return Store(crops, list(images))
