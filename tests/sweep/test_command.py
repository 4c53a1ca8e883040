"""`siamrt sweep` run as a program: accounting, exit codes, resuming, shards, killed at random moments."""

import csv
import html
import json
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from tests.sweep import material
from tests.sweep.material import make_checkpoint, report, results, run

KILLS = int(os.environ.get("SIAMRT_SWEEP_KILLS", "5"))
DRIFTS = {"e2": 9, "e3": 6, "e9": 3, "e10": 0, "e11": 0.5}


class Sweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.root = Path(holder.name)
        cls.archive = cls.root / "blob.pt"
        material.make_archive(cls.archive)
        material.make_clips(cls.root / "clips")
        (cls.root / "snapshots").mkdir()
        for number, (name, drift) in enumerate(DRIFTS.items()):
            make_checkpoint(cls.root / "snapshots" / f"checkpoint_{name}.pth", drift, number, zipped=number % 2 == 0)
        cls.whole = cls.root / "whole"
        code, out, err = cls.sweep("--out", cls.whole, "--jobs", 1)
        assert code == 0, err
        cls.said = out

    @classmethod
    def words(cls, *more, snapshots=None):
        return ["sweep", cls.archive, "--checkpoints", snapshots or cls.root / "snapshots" / "*.pth",
                "--dataset", "folder", "--data", cls.root / "clips", *more]

    @classmethod
    def sweep(cls, *more, snapshots=None):
        return run(*cls.words(*more, snapshots=snapshots))

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def table(self, folder):
        return json.loads((folder / "report" / "sweep.json").read_text())

    def test_epochs_are_in_natural_order_and_the_best_is_found(self):
        table = self.table(self.whole)
        self.assertEqual([row["checkpoint"] for row in table["checkpoints"]],
                         [f"checkpoint_{name}" for name in DRIFTS])
        self.assertEqual(table["best"], "checkpoint_e10")
        self.assertIn("asked 5, evaluated 5", self.said)
        self.assertIn("best: checkpoint_e10", self.said)
        with (self.whole / "report" / "sweep.csv").open() as file:
            rows = list(csv.DictReader(file))
        values = [float(row["auc"]) for row in rows]
        self.assertEqual(values, [row["figures"]["auc"] for row in table["checkpoints"]])
        self.assertLess(values[0], values[3])
        for row in rows:
            self.assertLessEqual(float(row["auc_low"]), float(row["auc"]))
            self.assertGreaterEqual(float(row["auc_high"]), float(row["auc"]))

    def test_every_form_of_the_table_and_the_plots_is_there(self):
        names = set(report(self.whole))
        self.assertLessEqual({"sweep.md", "sweep.tex", "sweep.csv", "sweep.json", "epochs.svg", "epochs.png",
                              "heat_map.svg", "heat_map.png", "index.html"}, names)
        self.assertIn("| **checkpoint\\_e10** |", (self.whole / "report" / "sweep.md").read_text())
        self.assertIn("checkpoint\\_e10", (self.whole / "report" / "sweep.tex").read_text())

    def test_the_page_is_whole_and_in_the_frame_of_all_reports(self):
        page = (self.whole / "report" / "index.html").read_text()
        self.assertIn('<button id="theme"', page)
        self.assertIn('<tr class="winner"><td><span>checkpoint_e10</span>', page)
        self.assertEqual(len(re.findall("<svg", page)), 2)
        self.assertNotIn("{{", page)
        for file in re.findall(r'href="([^"#]+)"', page):
            self.assertTrue((self.whole / "report" / file).exists(), file)
        # the command that it shows runs, and makes the other kind of report
        command = html.unescape(re.search("<pre>siamrt (.*?)</pre>", page, re.S).group(1)).replace("\\\n", " ")
        words = [{"FOLDER": str(self.root / "clips"), "best": str(self.folder / "best")}.get(word, word) for word in shlex.split(command)]
        code, _, err = run(*words, folder=self.whole)
        self.assertEqual(code, 0, err)
        self.assertIn("checkpoint_e10", (self.folder / "best" / "index.html").read_text())

    def test_figures_are_those_of_bench_and_eval(self):
        out = self.folder / "one"
        code, _, err = run("sweep", self.archive, "-C", self.root / "snapshots" / "checkpoint_e9.pth", "-d", "folder",
                           "--data", self.root / "clips", "--out", out)
        self.assertEqual(code, 0, err)
        key = self.table(out)["checkpoints"][0]["key"]
        code, text, err = run("eval", "--dataset", "folder", "--data", self.root / "clips", "--results",
                              f"x={self.whole / 'runs' / key}", "--json")
        self.assertEqual(code, 0, err)
        of_eval = json.loads(text)["x"]["folder"]["figures"]["auc"]
        of_sweep = [row for row in self.table(self.whole)["checkpoints"] if row["key"] == key][0]["figures"]["auc"]
        self.assertEqual(of_eval, of_sweep)

    def test_the_number_of_jobs_and_the_memory_change_nothing(self):
        for words in (["--jobs", 3], ["--memory", "1K"], ["--memory", "64MiB", "--jobs", 2]):
            out = self.folder / words[1 if len(words) == 2 else 3].__str__()
            code, _, err = self.sweep("--out", out, *words)
            self.assertEqual(code, 0, err)
            self.assertEqual(results(out), results(self.whole), words)
            self.assertEqual(report(out), report(self.whole), words)

    def test_nothing_is_run_twice_and_a_later_checkpoint_is_run_alone(self):
        snapshots = self.folder / "snapshots"
        shutil.copytree(self.root / "snapshots", snapshots)
        out = self.folder / "out"
        self.assertEqual(self.sweep("--out", out, snapshots=snapshots / "*.pth")[0], 0)
        before = {path: path.stat().st_mtime_ns for path in out.glob("runs/*/results/*.txt")}
        make_checkpoint(snapshots / "checkpoint_e12.pth", 1, 12)
        code, said, err = self.sweep("--out", out, snapshots=snapshots / "*.pth")
        self.assertEqual(code, 0, err)
        self.assertIn("asked 6, evaluated 6", said)
        after = {path: path.stat().st_mtime_ns for path in out.glob("runs/*/results/*.txt")}
        self.assertEqual(len(after) - len(before), 4)
        for path, when in before.items():
            self.assertEqual(after[path], when)

    def test_new_weights_under_an_old_name_are_not_taken_for_the_old(self):
        snapshots = self.folder / "snapshots"
        shutil.copytree(self.root / "snapshots", snapshots)
        out = self.folder / "out"
        self.assertEqual(self.sweep("--out", out, snapshots=snapshots / "*.pth")[0], 0)
        make_checkpoint(snapshots / "checkpoint_e10.pth", 12, 10)
        self.assertEqual(self.sweep("--out", out, snapshots=snapshots / "*.pth")[0], 0)
        self.assertEqual(self.table(out)["best"], "checkpoint_e11")
        self.assertEqual(len(list((out / "runs").iterdir())), 6)

    def test_other_settings_are_other_results(self):
        out = self.folder / "out"
        shutil.copytree(self.whole, out)
        self.assertEqual(self.sweep("--out", out, "--set", "lr=0.9")[0], 0)
        self.assertEqual(len(list((out / "runs").iterdir())), 10)

    def test_bad_checkpoints_are_listed_and_the_others_go_on(self):
        snapshots = self.folder / "snapshots"
        shutil.copytree(self.root / "snapshots", snapshots)
        whole = (snapshots / "checkpoint_e9.pth").read_bytes()
        (snapshots / "checkpoint_e9.pth").write_bytes(whole[: len(whole) // 2])
        import torch
        make_checkpoint(snapshots / "checkpoint_e4.pth", 1, 4, wrong=torch.zeros(3))
        out = self.folder / "out"
        code, said, err = self.sweep("--out", out, snapshots=snapshots / "*.pth")
        self.assertEqual(code, 4, err)  # the first: a model that does not fit
        self.assertIn("asked 6, evaluated 4, failed 2 (checkpoint_e4: ", said)
        self.assertIn("1 extra (wrong)", said)
        self.assertIn("checkpoint_e9: truncated: ", said)
        self.assertIn("siamrt: 2 of 6 checkpoints failed, the first: checkpoint_e4", err)
        table = self.table(out)
        self.assertEqual((table["asked"], table["evaluated"], table["failed"]), (6, 4, 2))
        self.assertNotIn(str(self.folder), (out / "report" / "sweep.md").read_text())

    def test_two_shards_merged_are_one_process_byte_for_byte(self):
        parts = []
        for number in (1, 2):
            parts += ["--merge", self.folder / f"s{number}"]
            code, said, err = self.sweep("--out", parts[-1], "--shard", f"{number}/2")
            self.assertEqual(code, 0, err)
            self.assertIn(f"part {number} of 2 is done", said)
        counts = [len(results(part)) for part in parts[1::2]]
        self.assertEqual(sum(counts), 20)
        self.assertLessEqual(abs(counts[0] - counts[1]), 1)
        code, _, err = run("sweep", *parts, "--out", self.folder / "joined")
        self.assertEqual(code, 0, err)
        self.assertEqual(report(self.folder / "joined"), report(self.whole))
        code, said, err = run("sweep", *parts[:2], "--out", self.folder / "half")
        self.assertEqual(code, 3)
        self.assertIn("lack results", err)
        self.assertEqual(self.sweep("--out", self.folder / "s1", "--shard", "0/2")[0], 2)

    def test_shards_of_other_sweeps_are_not_joined(self):
        self.sweep("--out", self.folder / "other", "--set", "lr=0.9", "--shard", "1/2")
        code, _, err = run("sweep", "--merge", self.whole, "--merge", self.folder / "other", "--out",
                           self.folder / "joined")
        self.assertEqual(code, 2, err)
        self.assertIn("no shard of the same sweep", err)

    def test_killed_at_random_moments_it_ends_with_the_same_table(self):
        whole = report(self.whole)
        out = self.folder / "killed"
        chance = random.Random(13)
        started = time.monotonic()
        self.sweep("--out", self.folder / "timed")
        length = time.monotonic() - started
        killed = 0
        for attempt in range(KILLS * 4):
            if killed == KILLS:
                break
            if attempt % 3 == 2:
                shutil.rmtree(out, ignore_errors=True)  # so that early and late moments are both met
            process = subprocess.Popen([material.PROGRAM, *map(str, self.words("--out", out, "--jobs", 2))],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.2, 1.0) * length)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            if attempt % 5 == 4:
                code, _, err = self.sweep("--out", out)
                self.assertEqual(code, 0, err)
                self.assertEqual(report(out), whole)
        self.assertEqual(killed, KILLS)
        code, _, err = self.sweep("--out", out)
        self.assertEqual(code, 0, err)
        self.assertEqual(report(out), whole)
        self.assertEqual(results(out), results(self.whole))
        self.assertEqual([path for path in out.rglob("*") if ".tmp" in path.name], [])

    def test_ctrl_c_ends_it_whole(self):
        out = self.folder / "stopped"
        process = subprocess.Popen([material.PROGRAM, *map(str, self.words("--out", out, "--jobs", 1))],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("1/20"):
                process.send_signal(signal.SIGINT)
                break
        err = process.stderr.read()
        process.stderr.close()
        self.assertEqual(process.wait(), 130, err)
        self.assertIn("the same command goes on", err)
        self.assertEqual(self.sweep("--out", out)[0], 0)
        self.assertEqual(report(out), report(self.whole))

    def test_words_that_make_no_sense_are_refused(self):
        for words, because in ((["sweep"], "--checkpoints"),
                               (self.words(snapshots=self.folder / "none*.pth"), "no file fits"),
                               (self.words("--memory", "much"), "--memory 'much'"),
                               (self.words("--shard", "3/2"), "--shard '3/2'"),
                               (["sweep", "--merge", self.whole], "--out is needed"),
                               (["sweep", "--merge", self.folder, "--out", self.folder / "x"], "sweep.json")):
            code, _, err = run(*words)
            self.assertIn(code, (2, 3), words)
            self.assertIn(because, err)


if __name__ == "__main__":
    unittest.main()
