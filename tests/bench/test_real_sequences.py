"""`siamrt bench` over the real clips: boxes and AUC of the original trackers (golden/nanotrack), and a published VOT run."""

import csv
import json
import lzma
import os
import tarfile
import tempfile
import unittest
from pathlib import Path

from tests.bench.support import ARCHIVES, run

SHARED = Path(os.environ.get("SIAMRT_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
SEQUENCES = SHARED / "sequences"
GOLDEN = SHARED / "golden" / "nanotrack"
# Version 1 runs over all; of the others a target that shrinks, a fast one, one that leaves the view, and a near-tie.
SOME = ("Skiing", "Deer", "TLD_pedestrian3", "Crossing")


def golden_boxes():
    boxes = {}
    with lzma.open(GOLDEN / "sequences.csv.xz", "rt") as file:
        for row in csv.reader(file):
            if row[0] in ("1", "2", "3"):
                boxes.setdefault((int(row[0]), row[1]), []).append([float(v) for v in row[3:7]])
    return boxes


def golden_summary():
    """By version and sequence: AUC, and the frame from which rounding alone may part two runs (None: never)."""
    with open(GOLDEN / "sequences_summary.csv") as file:
        rows = [row for row in csv.reader(file) if row[0] == "shared" and row[1] in ("1", "2", "3")]
    return {(int(row[1]), row[2]): (float(row[3]), int(float(row[6])) if row[6] else None) for row in rows}


@unittest.skipUnless(SEQUENCES.is_dir(), f"needs sequences below SIAMRT_SHARED ({SHARED}), which is absent")
class RealSequences(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def check(self, version, data, names):
        boxes, summary = golden_boxes(), golden_summary()
        words = ["--dataset", "folder", "--data", data]
        code, _, err = run(*words, "--model", ARCHIVES / "real" / f"nanotrack_v{version}.pt", "--out", self.folder / "run",
                           "--quiet")
        self.assertEqual(code, 0, err)
        code, out, err = run(*words, "--results", f"run={self.folder / 'run'}", "--json", command="eval")
        self.assertEqual(code, 0, err)
        figures = json.loads(out)["run"]["folder"]["sequences"]
        self.assertEqual(sorted(figures), sorted(names))
        for name in names:
            with self.subTest(sequence=name):
                auc, parted = summary[version, name]
                self.compare(self.folder / "run" / "results" / f"{name}.txt", boxes[version, name], parted)
                self.assertAlmostEqual(figures[name]["figures"]["auc"], auc, delta=0.002)

    def compare(self, file, golden, parted):
        rows = [list(map(float, line.split(","))) for line in file.read_text().splitlines()]
        self.assertEqual(len(rows), len(golden))
        for i, (row, wanted) in enumerate(zip(rows[:parted], golden)):
            for value, truth in zip((row[0] - 1, row[1] - 1, row[2], row[3]), wanted):
                self.assertAlmostEqual(value, truth, delta=0.05, msg=f"frame {i}")

    def test_nanotrack_v1_over_all_clips_is_the_original_tracker(self):
        self.check(1, SEQUENCES, [name for version, name in golden_summary() if version == 1])

    def test_nanotrack_v2_and_v3_over_some_clips_are_the_original_trackers(self):
        for name in SOME:
            (self.folder / "some").mkdir(exist_ok=True)
            (self.folder / "some" / f"{name}.tar").symlink_to(SEQUENCES / f"{name}.tar")
        for version in (2, 3):
            with self.subTest(version=version):
                self.check(version, self.folder / "some", SOME)
                (self.folder / "run").rename(self.folder / f"v{version}")

    def test_a_supervised_run_is_the_one_that_nanotracks_author_published(self):
        with tarfile.open(SEQUENCES / "VOT_bag.tar") as clip:
            clip.extractall(self.folder)
        sequence = self.folder / "VOT2018" / "bag"
        sequence.mkdir(parents=True)
        images = self.folder / "VOT_bag" / "img"
        images.rename(sequence / "color")
        (self.folder / "VOT_bag" / "groundtruth_poly.txt").rename(sequence / "groundtruth.txt")
        code, _, err = run("--dataset", "vot2018", "--data", self.folder / "VOT2018", "--available", "--quiet", "--model",
                           ARCHIVES / "real" / "nanotrack_v1.pt", "--out", self.folder / "run")
        self.assertEqual(code, 0, err)
        ours = (self.folder / "run/results/baseline/bag/bag_001.txt").read_text().split()
        with tarfile.open(SHARED / "results" / "VOT2018_results.tar.xz") as published:
            theirs = published.extractfile("VOT2018/NanoTrack/baseline/bag/bag_001.txt").read().decode().split()
        self.assertEqual((len(ours), ours[0]), (len(theirs), theirs[0]))
        for i, (one, other) in enumerate(zip(ours, theirs)):
            for a, b in zip(one.split(","), other.split(",")):
                self.assertAlmostEqual(float(a), float(b), delta=0.002, msg=f"frame {i}")


if __name__ == "__main__":
    unittest.main()
