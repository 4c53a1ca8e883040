"""`siamrt bench` over the real clips: boxes and AUC of the original trackers (golden/nanotrack)."""

import csv
import json
import lzma
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["SIAMRT_PROGRAM"]
ARCHIVES = Path(os.environ["SIAMRT_TEST_ARCHIVES"]) / "real"
SHARED = Path(os.environ.get("SIAMRT_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
GOLDEN = SHARED / "golden" / "nanotrack"


def golden_boxes():
    boxes = {}
    with lzma.open(GOLDEN / "sequences.csv.xz", "rt") as file:
        for row in csv.reader(file):
            if row[0] in ("1", "2", "3"):
                boxes.setdefault((int(row[0]), row[1]), []).append([float(v) for v in row[3:7]])
    return boxes


def golden_summary():
    with open(GOLDEN / "sequences_summary.csv") as file:
        rows = [row for row in csv.reader(file) if row[0] == "shared" and row[1] in ("1", "2", "3")]
    return {(int(row[1]), row[2]): (float(row[3]), int(float(row[6])) if row[6] else None) for row in rows}


@unittest.skipUnless((SHARED / "sequences").is_dir(), f"needs sequences below SIAMRT_SHARED ({SHARED}), which is absent")
class RealSequences(unittest.TestCase):
    def test_boxes_and_auc_are_those_of_the_original_trackers(self):
        boxes, summary = golden_boxes(), golden_summary()
        self.assertEqual((len(boxes), len(summary)), (39, 39))
        with tempfile.TemporaryDirectory() as folder:
            words = ["--dataset", "folder", "--data", str(SHARED / "sequences")]
            results = []
            for version in (1, 2, 3):
                run = Path(folder) / f"v{version}"
                subprocess.run([PROGRAM, "bench", *words, "--model", str(ARCHIVES / f"nanotrack_v{version}.pt"),
                                "--out", str(run), "--quiet"], check=True)
                results += ["--results", str(run)]
                for name in (name for v, name in boxes if v == version):
                    with self.subTest(version=version, sequence=name):
                        self.compare(run, boxes[version, name], summary[version, name][1], name)
            figures = json.loads(subprocess.run([PROGRAM, "eval", *words, *results, "--json"], check=True,
                                                capture_output=True, text=True).stdout)
        for (version, name), (auc, _) in summary.items():
            with self.subTest(version=version, sequence=name):
                self.assertAlmostEqual(self.auc_of(figures[f"v{version}"]["folder"], name), auc, delta=0.002)

    def compare(self, run, golden, until, name):
        rows = [list(map(float, line.split(","))) for line in (run / "results" / f"{name}.txt").read_text().splitlines()]
        self.assertEqual(len(rows), len(golden))
        for i, (row, wanted) in enumerate(zip(rows[:until], golden)):
            for value, truth in zip((row[0] - 1, row[1] - 1, row[2], row[3]), wanted):
                self.assertAlmostEqual(value, truth, delta=0.05, msg=f"frame {i}")

    @staticmethod
    def auc_of(figures, name):
        sequences = figures["sequences"]
        if isinstance(sequences, dict):
            one = sequences[name]
        else:
            one = next(s for s in sequences if s.get("name", s.get("sequence")) == name)
        return one["auc"] if "auc" in one else one["figures"]["auc"]


if __name__ == "__main__":
    unittest.main()
