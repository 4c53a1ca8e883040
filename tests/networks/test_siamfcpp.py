"""SiamFC++ with made weights against golden/siamfcpp: every stage of all five networks.

Tolerances are the README's: per array, what rounding alone was seen to do (2 threads, other convolution code,
other memory layout, folding, float64), and an absolute one for the summary rows of layers.json, which have 7 digits.
"""

import unittest
import zlib
from typing import Dict

import numpy as np
from torch import Tensor

from .support import GoldenCase, archives, read_json, run, shared

# README's table of tolerances; "safe" limits are four times these.
ALLOWED = {
    #                   alexnet googlenet x0_5  x1_0    tinyconv
    "f": (1.6e-5, 1.0e-6, 5.4e-7, 5.0e-7, 1.5e-6),
    "adjusted": (5.4e-6, 1.3e-6, 5.0e-7, 5.5e-7, 1.1e-6),
    "corr": (6.2e-5, 1.0e-5, 4.9e-6, 4.3e-6, 1.9e-5),
    "tower": (3.7e-5, 1.9e-5, 1.5e-5, 1.3e-5, 1.6e-5),
    "raw": (1.0e-5, 1.0e-5, 7.2e-6, 6.7e-6, 3.5e-6),
    "score": (1.7e-6, 1.5e-6, 1.3e-6, 1.5e-6, 8.3e-7),
    "box": (4.3e-4, 6.3e-3, 4.6e-4, 1.3e-3, 7.6e-5),
}
NETWORKS = ("alexnet", "googlenet", "shufflenetv2x0_5", "shufflenetv2x1_0", "tinyconv")
KIND = {"f_z": "f", "f_x": "f", "c_z_k": "adjusted", "r_z_k": "adjusted", "c_x": "adjusted", "r_x": "adjusted",
        "c_corr": "corr", "r_corr": "corr", "cls_tower": "tower", "bbox_tower": "tower", "cls_raw": "raw",
        "ctr_raw": "raw", "off_raw": "raw", "cls": "score", "ctr": "score", "score": "score", "box": "box"}
LAYER_ROUNDING = 2e-6  # rows hold 7 significant digits; relative to the layer's largest value


def flat_cells(stage: Tensor, columns: int) -> np.ndarray:
    """1 x C x S x S (or 1 x S x S) -> S*S x C: how the original arranges scores and boxes."""
    return stage[0].numpy().reshape(columns, -1).T


class SiamFCppStages(GoldenCase):
    def check(self, network: str) -> None:
        crops = np.load(shared("golden", "siamfcpp", "crops.npz"))
        golden = np.load(shared("golden", "siamfcpp", f"net_{network}.npz"))
        stages = run(f"siamfcpp_{network}", crops["net_template"], crops["net_search"])
        for name, kind in KIND.items():
            allowed = ALLOWED[kind][NETWORKS.index(network)]
            if name in golden.files:
                whole = golden[name]
                cells = name in ("cls", "ctr", "score", "box")
                ours = flat_cells(stages[name], whole.shape[1]) if cells else stages[name][0].numpy()
                self.close(name, ours, whole, absolute=allowed)
            else:
                ours = stages[name][0].numpy()
                self.assertEqual(list(ours.shape), list(golden[f"{name}_shape"]))
                thin = ours.ravel()[::int(golden[f"{name}_stride"][0])]
                self.close(name, thin, golden[f"{name}_sub"], absolute=allowed)
        self.check_layers(network, stages)

    def check_layers(self, network: str, stages: Dict[str, Tensor]) -> None:
        """Shape, mean, mean of absolute values, minimum and maximum of every block."""
        for place, module, shape, *figures in read_json(shared("golden", "siamfcpp", "layers.json"))[network]:
            ours = stages[f"{'z' if place == 'template' else 'x'}:{module}"][0].double()
            self.assertEqual(list(ours.shape), shape, module)
            found = [float(v) for v in (ours.mean(), ours.abs().mean(), ours.min(), ours.max())]
            largest = max(abs(figures[2]), abs(figures[3]))
            for ours_figure, golden_figure in zip(found, figures):
                self.assertLessEqual(abs(ours_figure - golden_figure), LAYER_ROUNDING * largest, f"{place} {module}")

    def test_alexnet_meets_every_golden_stage(self) -> None:
        self.check("alexnet")

    def test_googlenet_meets_every_golden_stage(self) -> None:
        self.check("googlenet")

    def test_shufflenet_half_meets_every_golden_stage(self) -> None:
        self.check("shufflenetv2x0_5")

    def test_shufflenet_one_meets_every_golden_stage(self) -> None:
        self.check("shufflenetv2x1_0")

    def test_tinyconv_meets_every_golden_stage(self) -> None:
        self.check("tinyconv")

    def test_googlenet_takes_the_large_search_crop(self) -> None:
        golden = np.load(shared("golden", "siamfcpp", "net_googlenet_x399.npz"))
        crops = np.load(shared("golden", "siamfcpp", "crops.npz"))
        search = crop_399()
        self.assertEqual(zlib.crc32(search.tobytes()), int(golden["search_crc32"][0]))
        stages = run("siamfcpp_googlenet", crops["net_template"], search)
        self.close("score", flat_cells(stages["score"], 1), golden["score"], absolute=ALLOWED["score"][1])
        self.close("box", flat_cells(stages["box"], 4), golden["box"], absolute=ALLOWED["box"][1])


def crop_399() -> np.ndarray:
    """The search crop of frame 5 at the first box with 399 pixels, which the golden file gives the CRC-32 of."""
    import cv2
    frames = shared("golden", "siamfcpp", "frames")
    frame, first = (cv2.imread(str(frames / f"{index:06d}.png")) for index in (5, 0))
    border = [int(mean) for mean in first.reshape(-1, 3).mean(0)]
    x, y, w, h = 316, 140, 112, 115
    centre = np.float32(x + (w - 1) / 2), np.float32(y + (h - 1) / 2)
    half = (w + h) / 2
    side = round(399 * np.sqrt((w + half) * (h + half)) / 127)
    low = [c - np.float32((side - 1) / 2) for c in centre]
    high = [c + np.float32((side - 1) / 2) for c in centre]
    scale = [float(b - a) / 398 for a, b in zip(low, high)]
    matrix = np.array([[scale[0], 0, low[0]], [0, scale[1], low[1]]], np.float64)
    return cv2.warpAffine(frame, matrix, (399, 399), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                          borderMode=cv2.BORDER_CONSTANT, borderValue=border)


class SiamFCppNames(unittest.TestCase):
    def test_names_shapes_and_made_weights_are_the_originals(self) -> None:
        names = read_json(shared("golden", "siamfcpp", "params.json"))
        checks = read_json(shared("golden", "siamfcpp", "fill_check.json"))
        for network in NETWORKS:
            state = archives.filled_state(f"siamfcpp_{network}")
            self.assertEqual({name: list(value.shape) for name, value in state.items()}, names[network])
            crc = 0
            for name in names[network]:
                if not name.endswith("num_batches_tracked"):
                    crc = zlib.crc32(state[name].numpy().tobytes(), crc)
            self.assertEqual(crc, checks[network]["crc32_all"], network)


if __name__ == "__main__":
    unittest.main()
