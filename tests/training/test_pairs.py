"""Pairs: the same every time, labelled where the object really is; crops and split."""
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from . import support
from training import config
from training.pack import pack
from training.pairs import Pairs
from training.split import held_out, split
from training.store import Crop, Store, open_store, picture_area
from training.validate import PLAIN


def one_disc(colour=(0, 255, 0)) -> Store:
    """A single still: a bright square of 60 pixels in the middle of a dark picture."""
    image = np.zeros((384, 384, 3), np.uint8)
    image[:] = np.random.default_rng(0).integers(0, 30, image.shape)
    image[162:222, 162:222] = colour
    crop = Crop("a.jpg", "made/a", "still", 0, (162.0, 162.0, 60.0, 60.0), 1.0, "", "truth")
    return Store([crop, crop], [image, image])


class PairsTest(unittest.TestCase):
    def setUp(self):
        self.config = dict(config.DEFAULTS["pairs"])

    def test_the_same_number_gives_the_same_pair(self):
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(support.make_crops(Path(folder)))
        a, b = (Pairs(store, self.config, 127, 255, 7) for _ in range(2))
        for number in range(12):
            first, second = a(2, number), b(2, number)
            for key in first:
                np.testing.assert_array_equal(first[key], second[key])
        self.assertFalse(np.array_equal(a(2, 0)["x"], a(3, 0)["x"]))

    def test_box_lies_where_the_object_is(self):
        plain = {**self.config, **PLAIN, "scale": 0.2}
        pairs = Pairs(one_disc(), plain, 127, 255, 1)
        for number in range(10):
            item = pairs(0, number)
            bright = item["x"][1] > 128
            ys, xs = np.nonzero(bright)
            found = [xs.min(), ys.min(), xs.max(), ys.max()]
            np.testing.assert_allclose(found, item["box"], atol=1.01)

    def test_box_turns_with_a_round_object(self):
        store = one_disc()
        image = store.images[0]
        image[162:222, 162:222] = 0
        # The disc of 60 pixels that fills the box exactly: its middle lies between two pixels.
        cv2.circle(image, (3064, 3064), 472, (0, 255, 0), -1, shift=4)
        pairs = Pairs(store, {**self.config, **PLAIN, "turned": 1.0, "turn": 40, "mirror": 0.5}, 127, 255, 1)
        for number in range(6):
            item = pairs(0, number)
            ys, xs = np.nonzero(item["x"][1] > 128)
            np.testing.assert_allclose([xs.min(), ys.min(), xs.max(), ys.max()], item["box"], atol=2.1)

    def test_template_shows_the_object_in_its_middle(self):
        item = Pairs(one_disc(), {**self.config, **PLAIN}, 127, 255, 1)(0, 0)
        self.assertGreater(item["z"][1, 63, 63], 200)
        self.assertLess(item["z"][1, 5, 5], 60)

    def test_shapes_and_types(self):
        item = Pairs(one_disc(), self.config, 127, 287, 1)(0, 0)
        self.assertEqual((item["z"].shape, item["x"].shape), ((3, 127, 127), (3, 287, 287)))
        self.assertEqual(item["z"].dtype, np.uint8)


class StoreTest(unittest.TestCase):
    def test_picture_area_leaves_flat_rims_out(self):
        image = np.full((384, 384, 3), 77, np.uint8)
        image[100:300, 50:350] = np.random.default_rng(0).integers(0, 255, (200, 300, 3))
        self.assertEqual(picture_area(image), (50, 100, 350, 300))

    def test_excluded_origins_stay_out(self):
        with tempfile.TemporaryDirectory() as folder:
            crops = support.make_crops(Path(folder))
            self.assertEqual(len(open_store(crops, exclude=["made"])), 0)
            self.assertEqual(len(open_store(crops)), 28)

    def test_cache_gives_the_same_crops(self):
        with tempfile.TemporaryDirectory() as folder:
            crops = support.make_crops(Path(folder) / "crops")
            plain = open_store(crops)
            for _ in range(2):  # made, then read
                cached = open_store(crops, cache=Path(folder) / "cache")
                self.assertEqual([c.picture for c in plain.crops], [c.picture for c in cached.crops])
                for a, b in zip(plain.images, cached.images):
                    np.testing.assert_array_equal(a, b)

    def test_a_pack_holds_the_same_index_within_its_limit(self):
        with tempfile.TemporaryDirectory() as folder:
            crops = support.make_crops(Path(folder) / "crops")
            done = pack(crops, Path(folder) / "pack", limit=1_200_000)
            a, b = open_store(crops), open_store(Path(folder) / "pack")
            size = sum(p.stat().st_size for p in (Path(folder) / "pack").iterdir())
        self.assertLessEqual(size, 1_200_000)
        self.assertEqual(done["crops"], len(b))
        self.assertEqual([(c.file, c.box, c.track) for c in a.crops], [(c.file, c.box, c.track) for c in b.crops])

    def test_split_holds_whole_sources_out(self):
        with tempfile.TemporaryDirectory() as folder:
            learn, held = split(open_store(support.make_crops(Path(folder))), ("made/t1",))
        self.assertEqual({c.source for c in held.crops}, {"made/t1"})
        self.assertNotIn("made/t1", {c.source for c in learn.crops})

    def test_a_slash_at_the_end_stands_for_a_whole_origin(self):
        crop = Crop("", "a/b.mp4", "t", 0, (0, 0, 1, 1), 1, "", "")
        self.assertTrue(held_out(crop, ("a/",)))
        self.assertFalse(held_out(crop, ("a",)))


if __name__ == "__main__":
    unittest.main()
