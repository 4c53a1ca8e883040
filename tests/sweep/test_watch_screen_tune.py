"""`siamrt sweep --watch` and `--screen`, and `siamrt tune`, run as programs."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from tests.sweep import material
from tests.sweep.material import make_checkpoint, report, run


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.root = Path(holder.name)
        cls.archive = cls.root / "blob.pt"
        material.make_archive(cls.archive)
        material.make_clips(cls.root / "clips", (6, 5, 7, 4, 5, 6, 4, 5))
        cls.data = ["--dataset", "folder", "--data", cls.root / "clips"]

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.snapshots = self.folder / "snapshots"
        self.snapshots.mkdir()
        self.out = self.folder / "out"

    def table(self, out=None):
        return json.loads(((out or self.out) / "report" / "sweep.json").read_text())

    def sweep(self, *more, out=None):
        return run("sweep", self.archive, "-C", self.snapshots / "*.pth", *self.data, "--out", out or self.out, *more)


class Watch(Case):
    def wait_for(self, what, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if what():
                    return
            except (OSError, ValueError):
                pass
            time.sleep(0.1)
        self.fail("waited in vain")

    def test_new_snapshots_are_taken_up_once_they_are_whole(self):
        make_checkpoint(self.snapshots / "e1.pth", 6, 1)
        words = ["sweep", self.archive, "-C", self.snapshots / "*.pth", *self.data, "--out", self.out, "--watch"]
        process = subprocess.Popen([material.PROGRAM, *map(str, words)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        said = []
        reader = threading.Thread(target=lambda: said.extend(process.stderr))
        reader.start()
        try:
            self.wait_for(lambda: self.table()["evaluated"] == 1)
            make_checkpoint(self.folder / "whole.pth", 1, 2)
            whole = (self.folder / "whole.pth").read_bytes()
            with (self.snapshots / "e2.pth").open("wb") as file:  # as training writes: piece by piece
                for at in range(0, len(whole), len(whole) // 6 + 1):
                    file.write(whole[at:at + len(whole) // 6 + 1])
                    file.flush()
                    time.sleep(0.5)
            self.wait_for(lambda: self.table()["evaluated"] == 2)
            self.assertEqual(self.table()["failed"], 0)
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(120)
            reader.join()
            process.stderr.close()
        self.assertEqual(code, 0, said)
        self.assertNotIn("warning", "".join(said))
        watched = report(self.out)
        self.assertEqual(self.sweep()[0], 0)
        self.assertEqual(report(self.out), watched)


class Screen(Case):
    def test_those_that_surely_lose_are_left_out_and_the_best_is_the_same(self):
        for epoch, drift in ((1, 20), (2, 15), (3, 1), (4, 0), (5, 10)):
            make_checkpoint(self.snapshots / f"e{epoch}.pth", drift, epoch)
        code, said, err = self.sweep("--screen", 3)
        self.assertEqual(code, 0, err)
        table = self.table()
        states = {row["checkpoint"]: row["state"] for row in table["checkpoints"]}
        self.assertEqual(states["e4"], "evaluated")
        self.assertEqual(states["e1"], "screened out")
        self.assertRegex(said, r"screened out \d \(e1: below e4 with [\d.]+ % confidence after \d sequences")
        self.assertEqual(table["evaluated"] + table["screened_out"], 5)
        first = report(self.out)
        done = {path: path.stat().st_mtime_ns for path in self.out.glob("runs/*/results/*.txt")}
        self.assertLess(len(done), 5 * 8)
        self.assertEqual(self.sweep("--screen", 3)[0], 0)
        self.assertEqual(report(self.out), first)
        self.assertEqual({path: path.stat().st_mtime_ns for path in self.out.glob("runs/*/results/*.txt")}, done)
        self.assertEqual(self.sweep(out=self.folder / "all")[0], 0)
        self.assertEqual(self.table(self.folder / "all")["best"], table["best"])

    def test_a_number_that_makes_no_sense_is_refused(self):
        make_checkpoint(self.snapshots / "e1.pth", 0, 1)
        code, _, err = self.sweep("--screen", "few")
        self.assertEqual(code, 2)
        self.assertIn("--screen 'few'", err)


class Tune(Case):
    def tune(self, *more):
        return run("tune", self.archive, *self.data, "--out", self.out, *more)

    def test_every_strategy_ends_with_a_held_out_judgement(self):
        for words in (["--strategy", "grid", "--points", 2], ["--strategy", "random", "--trials", 5],
                      ["--strategy", "tpe", "--trials", 15]):
            shutil.rmtree(self.out, ignore_errors=True)
            code, said, err = self.tune("--range", "lr=0.1:0.9", "--range", "penalty_k=0:0.3", *words)
            self.assertEqual(code, 0, err)
            self.assertIn("held out (4 sequences that no trial saw)", said)
            trials = self.table()
            self.assertEqual(trials["sequences"], 4)
            self.assertEqual(trials["asked"], 1 + {"grid": 4, "random": 5, "tpe": 15}[words[1]])
            page = (self.out / "report" / "index.html").read_text()
            self.assertIn("which settings are best?", page)
            self.assertIn("held out (4 sequences that no trial saw)", page)
            self.assertNotIn("checkpoint", page.split("<main>")[1].split("<script>")[0])
            judged = json.loads((self.out / "report" / "held_out" / "sweep.json").read_text())
            seen = set(trials["checkpoints"][0]["sequences"])
            unseen = set(judged["checkpoints"][0]["sequences"])
            self.assertEqual((len(seen), len(unseen), seen & unseen), (4, 4, set()))

    def test_it_goes_on_where_it_was_and_more_trials_add_to_it(self):
        words = ["--range", "lr=0.1:0.9", "--strategy", "random"]
        self.assertEqual(self.tune(*words, "--trials", 4)[0], 0)
        four = self.table()["checkpoints"]
        files = len(list(self.out.glob("runs/*/results/*.txt")))
        self.assertEqual(self.tune(*words, "--trials", 4)[0], 0)
        self.assertEqual(len(list(self.out.glob("runs/*/results/*.txt"))), files)
        self.assertEqual(self.tune(*words, "--trials", 6)[0], 0)
        self.assertEqual([row["checkpoint"] for row in self.table()["checkpoints"]][:5],
                         [row["checkpoint"] for row in four])

    def test_the_winner_is_a_file_for_config(self):
        self.assertEqual(self.tune("--range", "lr=0.1:0.9", "--strategy", "grid", "--points", 3)[0], 0)
        code, _, err = run("bench", "--model", self.archive, *self.data, "--config",
                           self.out / "report" / "best.yaml", "--out", self.folder / "bench")
        self.assertEqual(code, 0, err)

    def test_ranges_that_make_no_sense_are_refused_before_any_work(self):
        for text, because in (("lr=2:3", "lr"), ("rate=0:1", "no setting is called 'rate'"), ("lr", "expected KEY=")):
            code, _, err = self.tune("--range", text)
            self.assertEqual(code, 2, text)
            self.assertIn(because, err)
        self.assertFalse(self.out.exists())


del Case  # no tests of its own

if __name__ == "__main__":
    unittest.main()
