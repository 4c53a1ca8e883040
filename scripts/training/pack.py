"""Packs the crops a training needs into one file of bounded size: the same layout (index.jsonl.xz, one tar), re-coded.

Non-commercial sources stay out. Quality falls in steps until the pack fits. A training reads the pack by `data.crops`.
"""
import io
import json
import lzma
import tarfile
from pathlib import Path
from typing import List

import cv2

from .errors import TrainError
from .store import NON_COMMERCIAL, Crop, Store, open_store

QUALITIES = (74, 70, 66, 62, 58, 54, 50, 45, 40)


def lines(store: Store) -> List[dict]:
    """Index lines of a store whose crops all lie in one tar."""
    return [{"file": c.file, "source": c.source, "track": c.track, "frame": c.frame, "box": list(c.box), "scale": c.scale,
             "cls": c.cls, "kind": c.kind, "tar": "crops_00.tar"} for c in store.crops]


def encoded(crop: Crop, image, quality: int) -> bytes:
    """The crop as JPEG; rims outside the picture are set to one colour first, which codes to almost nothing."""
    x1, y1, x2, y2 = crop.picture
    clean = image.copy()
    clean[:] = image[0, 0] if (x1 or y1) else image[-1, -1]
    clean[y1:y2, x1:x2] = image[y1:y2, x1:x2]
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_PROGRESSIVE, 1, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    return cv2.imencode(".jpg", clean, flags)[1].tobytes()


def pack(folder: Path, out: Path, limit: int = 45_000_000, exclude=NON_COMMERCIAL) -> dict:
    """Writes `out`/index.jsonl.xz and crops_00.tar, together at most `limit` bytes; gives crops, bytes and quality."""
    store = open_store(folder, exclude)
    index = lzma.compress("\n".join(json.dumps(line) for line in lines(store)).encode())
    for quality in QUALITIES:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as tar:
            for crop, image in zip(store.crops, store.images):
                data = encoded(crop, image, quality)
                entry = tarfile.TarInfo(crop.file)
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
        size = len(buffer.getvalue()) + len(index)
        if size <= limit:
            out.mkdir(parents=True, exist_ok=True)
            for name, content in (("crops_00.tar", buffer.getvalue()), ("index.jsonl.xz", index)):
                part = out / (name + ".part")
                part.write_bytes(content)
                part.replace(out / name)
            return {"crops": len(store), "bytes": size, "quality": quality}
    raise TrainError("input", f"{folder}: {len(store)} crops do not fit into {limit} bytes even at quality {QUALITIES[-1]}")
