"""What the tests here share: where things are, archives made once per run, and comparisons that say how far off."""

import atexit
import functools
import json
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, Tuple

import numpy as np
import torch
from torch import Tensor

REPOSITORY = Path(__file__).resolve().parents[2]
for folder in ("scripts", "tests/golden"):
    if str(REPOSITORY / folder) not in sys.path:
        sys.path.insert(0, str(REPOSITORY / folder))

import archives  # noqa: E402

torch.set_num_threads(1)

SHARED = archives.SHARED
SYNTHETIC = REPOSITORY / "tests" / "golden" / "synthetic"
FILLED = sorted(archives.fill.recipes())


@functools.lru_cache(maxsize=1)
def scratch() -> Path:
    """A folder for this run; SIAMRT_TEST_ARCHIVES names one that is kept, where archives are found again."""
    kept = os.environ.get("SIAMRT_TEST_ARCHIVES")
    if kept:
        return Path(kept)
    folder = Path(tempfile.mkdtemp(prefix="siamrt-networks-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.lru_cache(maxsize=2)
def opened(name: str, real: bool = False) -> torch.jit.ScriptModule:
    """The archive of `name`, written by the exporter and read back."""
    make = archives.make_real if real else archives.make_filled
    return torch.jit.load(str(make(name, scratch())), map_location="cpu")


def shared(*parts: str) -> Path:
    """A file or folder of the shared material; skips the test that asks where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        raise unittest.SkipTest(f"no {'/'.join(parts)} under {SHARED} (SIAMRT_SHARED)")
    return path


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def tensor(image: np.ndarray) -> Tensor:
    """H x W x 3 uint8 -> 1 x 3 x H x W float32, values untouched."""
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1))).float().unsqueeze(0)


def made_image(size: int, phase: int) -> np.ndarray:
    """The picture that golden/synthetic/README.md gives a formula for, uint8 [size, size, 3]."""
    i, j, c = np.arange(size)[:, None, None], np.arange(size)[None, :, None], np.arange(3)[None, None, :]
    v = 127.5 + 55 * np.sin(0.11 * (i + phase) + c) + 55 * np.cos(0.07 * (j - phase) * (c + 1))
    low, high = int(0.42 * size), int(0.58 * size)
    v[low:high, low:high] = 255 - v[low:high, low:high]
    return np.clip(np.floor(v + 0.5), 0, 255).astype(np.uint8)


def run(name: str, z: np.ndarray, x: np.ndarray, real: bool = False) -> Dict[str, Tensor]:
    """All stages of one template and one search crop."""
    with torch.no_grad():
        return opened(name, real).stages(tensor(z), tensor(x))


def difference(ours: Any, golden: np.ndarray) -> Tuple[float, float]:
    """Largest absolute difference, and the same relative to the golden array's largest value."""
    ours = np.asarray(ours, np.float64)
    if ours.shape != golden.shape:
        raise AssertionError(f"shape {ours.shape}, expected {golden.shape}")
    off = float(np.abs(ours - golden).max()) if golden.size else 0.0
    return off, off / max(float(np.abs(golden).max()), 1e-30)


def four_pictures(size: int) -> "tuple[Tensor, Tensor]":
    """Four different templates and search crops."""
    return (torch.cat([tensor(made_image(127, phase)) for phase in (0, 7, 20, 33)]),
            torch.cat([tensor(made_image(size, phase)) for phase in (5, 11, 2, 40)]))


class GoldenCase(unittest.TestCase):
    """Compares arrays; with SIAMRT_VERBOSE set it prints how near each comes."""

    def close(self, what: str, ours: Any, golden: np.ndarray, absolute: float = 0.0, relative: float = 0.0) -> None:
        """|ours - golden| <= absolute, or <= relative times the golden array's largest value."""
        off, share = difference(ours, golden)
        if os.environ.get("SIAMRT_VERBOSE"):
            print(f"{self.id().rsplit('.', 1)[-1]} {what}: {off:.2g} ({share:.2g} of the largest)")
        self.assertTrue(off <= absolute or share <= relative, f"{what}: off by {off:.3g}, {share:.3g} of the largest "
                                                              f"value; allowed {absolute:g}, {relative:g}")

    def four_equal_one(self, module: torch.jit.ScriptModule, z: Tensor, x: Tensor, score_limit: float,
                       box_limit: float) -> None:
        """N = 4 stacked targets give what four single runs give."""
        with torch.no_grad():
            features = module.embed(z)
            score, box = module.locate(x, features)
            for feature in features:
                self.assertEqual(feature.size(0), 4)
                for n in (1, 2, 3):  # or a mix-up would not be seen
                    self.assertGreater(difference(feature[n], feature[0].numpy())[1], 1e-3)
            for n in range(4):
                one = module.embed(z[n:n + 1])
                for feature, one_feature in zip(features, one):
                    self.close(f"feature {n}", feature[n:n + 1].numpy(), one_feature.numpy(), relative=1e-5)
                one_score, one_box = module.locate(x[n:n + 1], one)
                self.close(f"score {n}", score[n:n + 1].numpy(), one_score.numpy(), absolute=score_limit)
                self.close(f"box {n}", box[n:n + 1].numpy(), one_box.numpy(), absolute=box_limit)
