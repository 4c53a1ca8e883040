"""NanoTrack and LightTrack with their trained weights against golden/nanotrack.

The README states what rounding does to boxes, not to stages; the limit here is the one of the sister folders: 1e-5
of an array's largest value.  The rows of stage_stats_vN.csv have 9 digits.
"""

import csv
import unittest
from typing import Dict

import numpy as np
from torch import Tensor

from .support import GoldenCase, four_pictures, opened, read_json, run, shared

LIMIT = 1e-5
# The original wraps these functions into modules of their own; ours give the same as the module around them.
WRAPPERS = (".hard_swish", ".hard_sigmoid")


def crops() -> Dict[str, np.ndarray]:
    return np.load(shared("golden", "nanotrack", "crops.npz"))


class NanoTrackStages(GoldenCase):
    def check(self, version: int) -> None:
        shared("weights", f"nanotrack_v{version}.pth")
        golden = np.load(shared("golden", "nanotrack", f"stages_v{version}.npz"))
        images = crops()
        stages = run(f"nanotrack_v{version}", images["z"], images["x"], real=True)
        decoded = ("score", "pred_bbox", "pscore", "points", "window")
        for name in golden.files:
            if name not in decoded:  # the network's own
                self.close(name, stages[name].numpy(), golden[name], relative=LIMIT)
        self.close("score", stages["score"].numpy().ravel(), golden["score"], relative=LIMIT)
        self.check_boxes(stages["box"][0].numpy(), golden["pred_bbox"], golden["points"])
        self.check_rows(version, stages)

    def check_boxes(self, ours: np.ndarray, golden: np.ndarray, points: np.ndarray) -> None:
        """pred_bbox has centre and size relative to the crop's centre, which is pixel 127 of 255."""
        x1, y1, x2, y2 = ours.reshape(4, -1).astype(np.float64) - 127
        self.close("box", np.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1]), golden, relative=LIMIT)

    def check_rows(self, version: int, stages: Dict[str, Tensor]) -> None:
        """Every module of the original network: shape, mean, spread, range, norm, eight samples."""
        path = shared("golden", "nanotrack", f"stage_stats_v{version}.csv")
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 300)
        for row in rows:
            name = row["stage"]
            for wrapper in WRAPPERS:
                name = name[:-len(wrapper)] if name.endswith(wrapper) else name
            ours = stages[name].numpy().astype(np.float64)
            self.assertEqual("x".join(str(side) for side in ours.shape), row["shape"], name)
            flat = ours.ravel()
            step = flat.size // 8
            found = [flat.mean(), flat.std(), flat.min(), flat.max()] + [flat[k * step] for k in range(8)]
            expected = [float(row[key]) for key in ("mean", "std", "min", "max", *(f"s{k}" for k in range(8)))]
            self.close(name, np.array(found), np.array(expected), relative=LIMIT)
            self.close(name + " l2", np.linalg.norm(flat), np.array(float(row["l2"])), relative=LIMIT)

    def test_v1_meets_every_golden_stage(self) -> None:
        self.check(1)

    def test_v2_meets_every_golden_stage(self) -> None:
        self.check(2)

    def test_v3_meets_every_golden_stage(self) -> None:
        self.check(3)


class FourTargets(GoldenCase):
    """With made weights NanoTrack hardly sees its input; the trained ones tell targets apart."""

    def check(self, name: str, weights: str, size: int) -> None:
        shared("weights", weights)
        self.four_equal_one(opened(name, True), *four_pictures(size), score_limit=1e-5, box_limit=5e-3)

    def test_nanotrack_takes_four_targets_at_once(self) -> None:
        for version in (1, 2, 3):
            with self.subTest(version=version):
                self.check(f"nanotrack_v{version}", f"nanotrack_v{version}.pth", 255)

    def test_lighttrack_takes_four_targets_at_once(self) -> None:
        self.check("lighttrack_mobile", "lighttrack_mobile.ts.pt", 256)

    def test_lighttrack_takes_the_large_search_crop(self) -> None:
        self.check("lighttrack_mobile", "lighttrack_mobile.ts.pt", 288)


class LightTrackStages(GoldenCase):
    def test_the_wrapped_network_meets_the_golden_stages(self) -> None:
        shared("weights", "lighttrack_mobile.ts.pt")
        golden = np.load(shared("golden", "nanotrack", "lighttrack_stages.npz"))
        facts = read_json(shared("golden", "nanotrack", "lighttrack_stages.json"))
        z, x = lighttrack_crops(facts)
        stages = run("lighttrack_mobile", z, x, real=True)
        for name in golden.files:
            ours = stages[name].numpy()
            self.close(name, ours[:, :, ::8, ::8] if name.endswith("_in") else ours, golden[name], relative=LIMIT)


def lighttrack_crops(facts: Dict[str, object]) -> "tuple[np.ndarray, np.ndarray]":
    """Template of frame 0 and search crop of frame 5 in RGB, cut as LightTrack's tracker cuts them."""
    import cv2
    frames = shared("golden", "siamfcpp", "frames")
    first, later = (cv2.imread(str(frames / f"{index:06d}.png"))[:, :, ::-1] for index in (0, facts["search_frame"]))
    x, y, w, h = facts["first_box"]
    half = (w + h) / 2
    side = float(np.sqrt((w + half) * (h + half)))
    grown = side + (facts["instance"] - facts["exemplar"]) / (facts["exemplar"] / side)
    fill = first.reshape(-1, 3).mean(0)

    def cut(image: np.ndarray, side: int, size: int) -> np.ndarray:
        x0, y0 = (int(np.rint(c - (side + 1) / 2)) for c in (x + w / 2, y + h / 2))
        padded = np.empty((side, side, 3), np.uint8)
        padded[:] = fill.astype(np.uint8)
        top, left = max(0, y0), max(0, x0)
        part = image[top:y0 + side, left:x0 + side]
        padded[top - y0:top - y0 + part.shape[0], left - x0:left - x0 + part.shape[1]] = part
        return cv2.resize(padded, (size, size), interpolation=cv2.INTER_LINEAR)

    return cut(first, int(np.rint(side)), facts["exemplar"]), cut(later, int(np.floor(grown + 0.5)), facts["instance"])


if __name__ == "__main__":
    unittest.main()
