"""A small made-up set of crops and a configuration that trains on it in seconds; needs nothing outside the repository."""
import json
import lzma
import os
import sys
import tarfile
from pathlib import Path

import cv2
import numpy as np
import torch
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
if str(REPOSITORY / "scripts") not in sys.path:
    sys.path.insert(0, str(REPOSITORY / "scripts"))
SHARED = Path(os.environ.get("SIAMRT_SHARED", str(REPOSITORY.parent / "shared")))

torch.set_num_threads(1)


def make_crops(folder: Path, tracks: int = 3, length: int = 8) -> Path:
    """A folder like shared/training: `tracks` moving discs and four stills, with index and tar."""
    rng = np.random.default_rng(3)
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    with tarfile.open(folder / "crops_00.tar", "w") as tar:
        for n in range(tracks * length + 4):
            track = f"t{n // length}" if n < tracks * length else "still"
            image = np.full((384, 384, 3), 90, np.uint8)
            image[60:330, 40:350] = rng.integers(0, 255, (270, 310, 3), dtype=np.uint8)
            cv2.ellipse(image, (192, 192), (30, 30), 0, 0, 360, (20, 200, (n * 37) % 255), -1)
            path = folder / f"c{n}.jpg"
            cv2.imwrite(str(path), image)
            tar.add(path, path.name)
            path.unlink()
            lines.append({"file": path.name, "source": f"made/{track}", "track": track, "frame": n, "box": [162, 162, 60, 60],
                          "scale": 1.0, "cls": "disc", "kind": "truth", "tar": "crops_00.tar"})
    with lzma.open(folder / "index.jsonl.xz", "wt") as file:
        file.write("\n".join(json.dumps(line) for line in lines))
    return folder


def make_config(path: Path, crops: Path, **changes) -> Path:
    """train.yaml for two epochs of three steps on made-up crops."""
    values = {"experiment": "default", "threads": 1, "workers": 0, "batch": 2, "epochs": 2, "epoch_pairs": 6, "log_steps": 1,
              "precision": "fp32", "data": {"crops": str(crops), "held_out": ["made/t2"], "clips": str(crops / "none")},
              "optim": {"warmup": 1}, "validation": {"every": 0, "made": 0, "pairs": 2}}
    values.update(changes)
    path.write_text(yaml.safe_dump(values))
    return path
