"""Part tracks: boxes inside an object, followed forth and back, as tracks of their own; pairs made of them and of patches."""
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from . import support
from training import compose, config, parts
from training.errors import TrainError
from training.pairs import Pairs
from training.store import Crop, Store, open_store
from training.validate import PLAIN


def found_in(store: Store, of: str) -> dict:
    """A part track of all crops of one track: the left half of each object."""
    boxes = []
    for crop in store.crops:
        if crop.track == of:
            x, y, w, h = crop.box
            boxes.append([crop.file, x, y, w / 2, h])
    return {"of": of, "boxes": boxes}


class PartTracks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.store = open_store(support.make_crops(Path(folder)))

    def test_parts_join_as_tracks_that_share_their_pictures(self):
        joined = parts.join(self.store, [found_in(self.store, "t1"), {"of": "elsewhere", "boxes": [["none.jpg", 1, 2, 3, 4]]}])
        self.assertEqual(len(joined), len(self.store) + 8)
        self.assertEqual([len(joined.tracks[n]) for n in ("t1", "t1#0")], [8, 8])
        i = joined.tracks["t1#0"][3]
        self.assertIs(joined.images[i], joined.images[joined.tracks["t1"][3]])
        self.assertEqual(joined.crops[i].box[2], joined.crops[joined.tracks["t1"][3]].box[2] / 2)

    def test_what_is_written_is_read(self):
        found = [found_in(self.store, "t0")]
        with tempfile.TemporaryDirectory() as folder:
            parts.write(Path(folder) / "p.xz", found)
            self.assertEqual(parts.read(Path(folder) / "p.xz"), found)
            (Path(folder) / "bad.xz").write_bytes(b"no xz")
            with self.assertRaises(TrainError) as caught:
                parts.read(Path(folder) / "bad.xz")
        self.assertIn("bad.xz", str(caught.exception))

    def test_a_box_inside_lies_inside(self):
        rng = np.random.default_rng(0)
        for _ in range(200):
            whole = np.array([rng.uniform(0, 100), rng.uniform(0, 100), rng.uniform(20, 90), rng.uniform(20, 90)])
            x, y, w, h = parts.inside(rng, whole)
            self.assertTrue(whole[0] <= x and x + w <= whole[0] + whole[2] + 1e-9)
            self.assertTrue(whole[1] <= y and y + h <= whole[1] + whole[3] + 1e-9)
            self.assertLess(w * h, 0.75 * whole[2] * whole[3])

    def test_a_box_around_stays_off_the_object_and_in_the_picture(self):
        rng = np.random.default_rng(0)
        for _ in range(20):
            box = parts.around(rng, self.store.crops[0], self.store.images[0])
            if box is not None:
                x1, y1, x2, y2 = self.store.crops[0].picture
                self.assertTrue(x1 < box[0] and y1 < box[1] and box[0] + box[2] < x2 and box[1] + box[3] < y2)
        flat = np.full((384, 384, 3), 9, np.uint8)
        self.assertIsNone(parts.around(rng, self.store.crops[0], flat))

    def test_only_what_both_ways_agree_on_is_kept(self):
        there = np.tile([100.0, 100, 40, 40], (12, 1))
        back = there.copy()
        back[3] += [60, 0, 0, 0]
        there[7, 2:] = back[7, 2:] = 90  # grew from the part to the whole
        self.assertEqual(parts.agreed(there, back), [0, 1, 2, 4, 5, 6, 8, 9, 10, 11])
        back[0] += [60, 0, 0, 0]  # does not come back to where it began
        self.assertEqual(parts.agreed(there, back), [])

    def test_part_pairs_show_the_part_at_the_templates_scale(self):
        joined = parts.join(self.store, [found_in(self.store, "t0")])
        pairs = Pairs(joined, {**config.DEFAULTS["pairs"], **PLAIN, "parts": 1.0, "scale": 0.0}, 127, 255, 1)
        for number in range(4):
            box = pairs(0, number)["box"]
            w, h = box[2:] - box[:2] + 1
            self.assertAlmostEqual(compose.context((0, 0, w, h)), 127, delta=1)
            self.assertAlmostEqual(w / h, 0.5, delta=0.02)

    def test_a_piece_is_the_same_share_of_the_box_in_both_crops(self):
        rng = np.random.default_rng(0)
        pairs = Pairs(self.store, {**config.DEFAULTS["pairs"], "pieces": 1.0}, 127, 255, 1)
        for _ in range(50):
            a, b = pairs.targets._piece(rng, "t2")[:2]
            self.assertLessEqual(abs(self.store.crops[a.index].frame - self.store.crops[b.index].frame), 3)
            shares = []
            for target in (a, b):
                x, y, w, h = self.store.crops[target.index].box
                shares.append([(target.box[0] - x) / w, (target.box[1] - y) / h, target.box[2] / w, target.box[3] / h])
            np.testing.assert_allclose(shares[0], shares[1], atol=1e-9)
            x, y, w, h = shares[0]
            self.assertTrue(x >= -1e-9 and y >= -1e-9 and x + w <= 1 + 1e-9 and y + h <= 1 + 1e-9 and min(w, h) <= 0.9)

    def test_another_object_is_never_a_part_of_the_same(self):
        joined = parts.join(self.store, [found_in(self.store, "t0")])
        pairs = Pairs(joined, dict(config.DEFAULTS["pairs"]), 127, 255, 1)
        rng = np.random.default_rng(0)
        part = joined.tracks["t0#0"][0]
        for _ in range(100):
            self.assertNotEqual(parts.root(joined.crops[pairs.targets.other(rng, part, 0.5)].track), "t0")


class Bent(unittest.TestCase):
    def test_the_box_follows_the_bent_object(self):
        image = np.zeros((255, 255, 3), np.uint8)
        cv2.ellipse(image, (120, 130), (40, 28), 0, 0, 360, (255, 255, 255), -1)
        moved = 0.0
        for seed in range(8):
            out, edges = compose.bend(np.random.default_rng(seed), image, np.array([79.5, 101.5, 160.5, 158.5]), 9)
            ys, xs = np.nonzero(out[..., 0] > 128)
            np.testing.assert_allclose(edges, [xs.min() - 0.5, ys.min() - 0.5, xs.max() + 0.5, ys.max() + 0.5], atol=2.0)
            moved = max(moved, np.abs(edges - [79.5, 101.5, 160.5, 158.5]).max())
        self.assertGreater(moved, 3)

    def test_a_still_is_never_shown_twice_alike(self):
        image = np.random.default_rng(0).integers(0, 255, (384, 384, 3)).astype(np.uint8)
        crop = Crop("a.jpg", "made/a", "still", 0, (162.0, 162.0, 60.0, 60.0), 1.0, "", "truth")
        other = Crop("b.jpg", "made/b", "still", 0, (162.0, 162.0, 60.0, 60.0), 1.0, "", "truth")
        drawn = {**config.DEFAULTS["pairs"], "bend": 0.5, "turned": 0.5, "still": 1.6, "patches": 0.5, "negative": 0.0}
        pairs = Pairs(Store([crop, other], [image, image[::-1]]), drawn, 127, 255, 3)
        boxes = np.array([pairs(0, n)["box"] for n in range(12)])
        sides = boxes[:, 2:] - boxes[:, :2]
        self.assertGreater(np.ptp(np.log(sides[:, 0] / sides[:, 1])), 0.1)  # turned, bent, stretched
        self.assertGreater(np.ptp(np.log(np.prod(sides, 1))), 0.3)


if __name__ == "__main__":
    unittest.main()
