"""The validation's tracker and clips: a network that knows the answer must keep the target."""
import tarfile
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from . import support
from training.clips import make, open_tar, write
from training.store import open_store
from training.tracker import auc, calibration, overlaps, track, window


class Bright:
    """Stands in for a network: the score is highest, and the box tight, where the crop is green and not red."""

    def embed(self, z):
        return [z[:, :1, :8, :8]]

    def locate(self, x, features):
        n, size = x.size(0), 25
        score, box = torch.zeros(n, size, size), torch.zeros(n, 4, size, size)
        for i in range(n):
            ys, xs = torch.nonzero((x[i, 1] > 150) & (x[i, 2] < 100), as_tuple=True)
            edges = [float(v) for v in (xs.min(), ys.min(), xs.max(), ys.max())]
            j, k = (int(np.clip(round(((a + b) / 2 - 31) / 8), 0, 24)) for a, b in ((edges[1], edges[3]), (edges[0], edges[2])))
            score[i, j, k] = 1.0
            box[i] = torch.tensor(edges).view(4, 1, 1)
        return score, box


def moving_square(frames=12):
    for t in range(frames):
        frame = np.zeros((200, 300, 3), np.uint8)
        frame[60 + 2 * t : 100 + 2 * t, 50 + 8 * t : 90 + 8 * t] = (0, 255, 0)
        yield frame


class Tracker(unittest.TestCase):
    def test_follows_a_square(self):
        truth = np.array([[50 + 8 * t, 60 + 2 * t, 40, 40] for t in range(12)], float)
        found = track(Bright(), [moving_square(), moving_square(5)], [truth[0], truth[0]], {"lr": 1.0})
        self.assertEqual([len(f) for f in found], [12, 5])
        self.assertGreater(overlaps(found[0], truth).min(), 0.85)

    def test_calibration_keeps_the_drawn_part_of_what_the_network_boxes(self):
        """The drawn box is the square's upper left part; the network boxes the whole square."""
        truth = np.array([[50 + 8 * t, 60 + 2 * t, 28, 30] for t in range(12)], float)
        plain, brought, half = (track(Bright(), [moving_square()], [truth[0]], {"lr": 1.0, "calibration": c})[0] for c in (0.0, 1.0, 0.5))
        self.assertLess(overlaps(plain, truth)[-1], 0.6)
        self.assertGreater(overlaps(brought, truth)[1:].min(), 0.85)
        self.assertAlmostEqual(half[-1, 2], np.sqrt(plain[-1, 2] * brought[-1, 2]), delta=1.5)

    def test_an_answer_about_something_else_calibrates_nothing(self):
        factors, shift = calibration(np.array([0.0, 0, 40, 40]), np.array([35.0, 0, 40, 40]), 1.0)
        self.assertEqual((factors.tolist(), shift.tolist()), ([1, 1], [0, 0]))
        factors, _ = calibration(np.array([0.0, 0, 30, 30]), np.array([0.0, 0, 70, 30]), 1.0)
        self.assertEqual(factors.tolist(), [2, 1])

    def test_auc_counts_strictly_and_leaves_the_first_frame_and_gaps_out(self):
        truth = np.array([[0, 0, 10, 10], [0, 0, 10, 10], [np.nan] * 4], float)
        self.assertAlmostEqual(auc(truth.copy(), truth), 20 / 21)
        far = truth + [100, 100, 0, 0]
        self.assertEqual(auc(far, truth), 0.0)

    def test_windows(self):
        self.assertEqual(window("cosine", 5)[0, 2], 0.0)
        self.assertGreater(window("cosine_open", 5)[0, 2], 0.0)
        self.assertEqual(window("cosine_open", 5)[2, 2], 1.0)

    def test_made_clips_are_the_same_every_time_and_show_the_target(self):
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(support.make_crops(Path(folder)))
        a, b = (make(store, 1, frames=4) for _ in range(2))
        self.assertEqual(len(a), 3)
        for one, two in zip(a, b):
            np.testing.assert_array_equal(one.truth, two.truth)
            for f, g in zip(one.frames(), two.frames()):
                np.testing.assert_array_equal(f, g)
        frame = next(a[0].frames())
        x, y, w, h = a[0].truth[0]
        middle = frame[int(y + h / 2), int(x + w / 2)]
        self.assertGreater(int(middle[1]), 120)

    def test_a_written_clip_is_read_back_as_it_was(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            clip = make(open_store(support.make_crops(folder / "crops")), 1, frames=4)[0]
            clip.name = "DAVIS/a track#3"
            home = write(clip, folder / "clips")
            self.assertEqual(home.name, "DAVIS_a_track_3")
            with tarfile.open(folder / "one.tar", "w") as tar:
                tar.add(home, home.name)
            back = open_tar(folder / "one.tar")
            np.testing.assert_allclose(back.truth, clip.truth, atol=0.006)
            for a, b in zip(clip.frames(), back.frames()):
                self.assertLess(np.abs(a.astype(int) - b).mean(), 4)


if __name__ == "__main__":
    unittest.main()
