"""Every network on made pictures with made weights: needs nothing beside the repository.

Limits are those of golden/synthetic/README.md: scores 1e-4, boxes 2e-2 px for GoogLeNet and 5e-3 px elsewhere.
"""

import unittest
import zlib

import numpy as np
import torch
from torch import Tensor

from .support import (FILLED, SYNTHETIC, GoldenCase, archives, four_pictures, made_image, opened, read_json, run,
                      tensor)

SCORE_LIMIT = 1e-4


def box_limit(name: str) -> float:
    return 2e-2 if name.endswith("googlenet") else 5e-3


def search_size(name: str) -> int:
    return 303 if name.startswith("siamfcpp") else 255


class Pictures(unittest.TestCase):
    def test_the_formula_gives_the_golden_pictures(self) -> None:
        facts = read_json(SYNTHETIC / "tracks_and_crops.json")
        for key, crc in facts["image_crc32"].items():
            size, phase = (int(number) for number in key.split(","))
            self.assertEqual(zlib.crc32(made_image(size, phase).tobytes()), crc)

    def test_recipes_have_the_golden_gains(self) -> None:
        for name, gain in read_json(SYNTHETIC / "tracks_and_crops.json")["gain"].items():
            full = name if name in FILLED else f"siamfcpp_{name}"
            self.assertEqual(archives.fill.recipes()[full]["gain"], gain)


class Synthetic(GoldenCase):
    def check(self, name: str) -> None:
        golden = np.load(SYNTHETIC / "networks.npz")
        z, x = made_image(127, 0), made_image(search_size(name), 5)
        stages = run(name, z, x)
        with torch.no_grad():
            score, box = opened(name).locate(tensor(x), opened(name).embed(tensor(z)))
        self.assertTrue(torch.equal(score, stages["score"]) and torch.equal(box, stages["box"]))
        key = name.replace("siamfcpp_", "").replace("_online", "")  # an online branch leaves these maps alone
        if name.startswith("siamfcpp"):
            self.close("score", stages["score"][0].numpy().ravel(), golden[f"{key}.score"], absolute=SCORE_LIMIT)
            box = stages["box"][0].numpy().reshape(4, -1).T
            self.close("box", box, golden[f"{key}.box"], absolute=box_limit(name))
        else:
            sides, golden_sides = ("sides", "box") if name == "ocean" else ("loc", "loc")
            self.close("cls", stages["cls"][0].numpy(), golden[f"{key}.cls"], absolute=SCORE_LIMIT)
            self.close("sides", stages[sides][0].numpy(), golden[f"{key}.{golden_sides}"], absolute=box_limit(name))
            self.check_grid(name, stages["box"], stages[sides])

    def check_grid(self, name: str, box: Tensor, sides: Tensor) -> None:
        """Adding the sides to the corners gives the grid: cell S // 2 stands at pixel 127, stride apart."""
        cells, stride = box.size(3), 8 if name == "ocean" else 16
        at = 127 + stride * (torch.arange(cells) - cells // 2).double()
        x = (box[0, 0].double() + sides[0, 0].double() + box[0, 2].double() - sides[0, 2].double()) / 2
        y = (box[0, 1].double() + sides[0, 1].double() + box[0, 3].double() - sides[0, 3].double()) / 2
        limit = 1e-6 * float(sides.abs().max() + 255)
        self.assertLess(float((x - at).abs().max()), limit)
        self.assertLess(float((y - at.unsqueeze(1)).abs().max()), limit)

    def check_batch(self, name: str) -> None:
        z, x = four_pictures(search_size(name))
        self.four_equal_one(opened(name), z, x, SCORE_LIMIT, box_limit(name))


def add_tests() -> None:
    """Golden and batch test of one network stand side by side, so that its archive is opened once."""
    for name in FILLED:
        if name.startswith("ocean_"):
            continue  # the made goldens have the base form only; test_ocean_forms.py has the others
        def golden(self: Synthetic, name: str = name) -> None:
            self.check(name)

        def batch(self: Synthetic, name: str = name) -> None:
            self.check_batch(name)
        setattr(Synthetic, f"test_{name}_meets_the_golden_maps", golden)
        setattr(Synthetic, f"test_{name}_takes_four_targets_at_once", batch)


add_tests()

if __name__ == "__main__":
    unittest.main()
