"""`siamrt bench` run as a program on rendered sequences with filled weights: files, exit codes, resuming."""

import json
import os
import random
import signal
import subprocess
import tempfile
import time
import unittest
import zipfile
from pathlib import Path

import cv2
import numpy as np

PROGRAM = os.environ["SIAMRT_PROGRAM"]
ARCHIVES = Path(os.environ["SIAMRT_TEST_ARCHIVES"])
MODEL = ARCHIVES / "nanotrack_v1.pt"
SIDE = 40


def run(*words, timeout=300):
    done = subprocess.run([PROGRAM, "bench", *map(str, words)], capture_output=True, text=True, timeout=timeout,
                          env=dict(os.environ, NO_COLOR="1"))
    return done.returncode, done.stdout, done.stderr


def place(frame):
    return 30 + 3 * frame, 40 + 2 * frame


def picture(frame, seed):
    image = np.random.default_rng(seed).integers(0, 90, (180, 240, 3), np.uint8)
    x, y = place(frame)
    image[y:y + SIDE, x:x + SIDE] = (40, 200, 240)
    return image


def make_otb(root, name, frames, seed=1):
    (root / name / "img").mkdir(parents=True)
    for i in range(frames):
        cv2.imwrite(str(root / name / "img" / f"{i + 1:04}.jpg"), picture(i, seed))
    rows = [f"{place(i)[0] + 1},{place(i)[1] + 1},{SIDE},{SIDE}\n" for i in range(frames)]
    (root / name / "groundtruth_rect.txt").write_text("".join(rows))


def make_got10k(root, name, frames, test=False):
    (root / name).mkdir(parents=True)
    for i in range(frames):
        cv2.imwrite(str(root / name / f"{i + 1:08}.jpg"), picture(i, 5))
    rows = [f"{place(i)[0]}.0000,{place(i)[1]}.0000,{SIDE}.0000,{SIDE}.0000\n" for i in range(1 if test else frames)]
    (root / name / "groundtruth.txt").write_text("".join(rows))


def tree(folder, inner=("results",)):
    found = {}
    for part in inner:
        for path in sorted((folder / part).rglob("*")):
            if path.is_file():
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found


class Bench(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.data = Path(holder.name) / "sequences"
        for index, (name, frames) in enumerate((("short", 4), ("middle", 9), ("long", 14), ("other", 8))):
            make_otb(cls.data, name, frames, index)
        cls.words = ["--model", MODEL, "--dataset", "folder", "--data", cls.data]
        cls.whole = Path(holder.name) / "whole"
        code, out, err = run(*cls.words, "--out", cls.whole, "--jobs", 1)
        assert code == 0, err
        cls.said = out, err

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.out = self.folder / "run"

    def bench(self, *words, code=0):
        found, out, err = run(*self.words, "--out", self.out, *words)
        self.assertEqual(found, code, err)
        return out, err

    def test_every_sequence_has_a_line_a_frame_and_starts_with_the_truth_counted_from_one(self):
        self.assertEqual(sorted(tree(self.whole)), [f"results/{n}.txt" for n in ("long", "middle", "other", "short")])
        for name, frames in (("short", 4), ("middle", 9), ("long", 14)):
            rows = (self.whole / "results" / f"{name}.txt").read_text().splitlines()
            times = (self.whole / "times" / f"{name}.txt").read_text().splitlines()
            self.assertEqual((len(rows), len(times)), (frames, frames))
            self.assertEqual(rows[0], f"31,41,{SIDE},{SIDE}")
            self.assertTrue(all(float(t) > 0 for t in times))

    def test_longest_sequence_first_and_one_line_each_where_there_is_no_terminal(self):
        lines = [line for line in self.said[1].splitlines() if " frames" in line]
        self.assertEqual([line.split()[1] for line in lines], ["long", "middle", "other", "short"])

    def test_run_json_says_what_made_the_results_and_that_they_are_complete(self):
        run_json = json.loads((self.whole / "run.json").read_text())
        made = run_json["made_by"]
        self.assertEqual(len(made["model"]["digest"]), 64)
        self.assertEqual(made["dataset"]["name"], "folder")
        self.assertIn("lr", made["settings"])
        self.assertIn("libtorch", made["versions"])
        self.assertEqual((run_json["state"]["complete"], run_json["state"]["done"], run_json["state"]["failed"]), (True, 4, {}))

    def test_results_are_the_same_bytes_for_any_number_of_jobs(self):
        for jobs in (2, 3):
            self.out = self.folder / str(jobs)
            self.bench("--jobs", jobs)
            self.assertEqual(tree(self.out), tree(self.whole))

    def test_finished_sequences_are_not_run_again(self):
        self.bench()
        before = {p: p.stat().st_mtime_ns for p in (self.out / "results").iterdir()}
        (self.out / "results" / "middle.txt").unlink()
        out, err = self.bench()
        self.assertIn("3 were done already", out)
        self.assertNotIn("long", err)
        self.assertEqual(tree(self.out), tree(self.whole))
        for path, stamp in before.items():
            if path.name != "middle.txt":
                self.assertEqual(path.stat().st_mtime_ns, stamp)

    def test_killed_at_random_moments_and_resumed_gives_unbroken_bytes(self):
        choose = random.Random(7)
        killed = 0
        for _ in range(8):
            process = subprocess.Popen([PROGRAM, "bench", *map(str, self.words), "--out", str(self.out), "--quiet",
                                        "--jobs", "2"])
            while not (self.out / "run.json").exists() and process.poll() is None:
                time.sleep(0.005)
            time.sleep(choose.uniform(0.02, 1.5))
            killed += process.poll() is None and 0 < len(tree(self.out))
            process.kill()
            process.wait()
            for path, content in tree(self.out).items():
                if ".tmp" not in path:
                    self.assertEqual(content, tree(self.whole)[path], path)
        self.assertGreater(killed, 0, "no kill fell into a run at work")
        (self.out / "results").mkdir(parents=True, exist_ok=True)
        (self.out / "results" / "long.txt.tmp12.0").write_text("half a li")
        self.bench()
        self.assertEqual(tree(self.out), tree(self.whole))
        self.assertTrue(json.loads((self.out / "run.json").read_text())["state"]["complete"])

    def test_interrupt_ends_whole_with_its_exit_code(self):
        make_otb(self.folder / "more", "endless", 40)
        process = subprocess.Popen([PROGRAM, "bench", "--model", str(MODEL), "--dataset", "folder", "--data",
                                    str(self.folder / "more"), "--out", str(self.out)], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        while not (self.out / "run.json").exists() and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 130, err)
        self.assertEqual(tree(self.out), {})
        self.assertFalse(json.loads((self.out / "run.json").read_text())["state"]["complete"])

    def test_another_model_or_setting_is_refused_unless_overwriting(self):
        self.bench()
        _, err = self.bench("--set", "lr=0.111", code=2)
        self.assertIn("settings.lr", err)
        self.assertIn("--overwrite", err)
        code, _, err = run(*self.words[2:], "--model", ARCHIVES / "nanotrack_v2.pt", "--out", self.out)
        self.assertEqual(code, 2)
        self.assertIn("model.", err)
        self.assertEqual(tree(self.out), tree(self.whole))
        self.bench("--set", "lr=0.111", "--overwrite")
        self.assertNotEqual(tree(self.out), tree(self.whole))

    def test_changed_truth_and_foreign_results_are_refused(self):
        make_otb(self.folder / "mine", "short", 4)
        words = ["--model", MODEL, "--dataset", "folder", "--data", self.folder / "mine", "--out", self.out]
        self.assertEqual(run(*words)[0], 0)
        truth = self.folder / "mine" / "short" / "groundtruth_rect.txt"
        truth.write_text(truth.read_text().replace("31,41", "33,41", 1))
        code, _, err = run(*words)
        self.assertEqual(code, 2)
        self.assertIn("short", err)
        (self.out / "run.json").unlink()
        code, _, err = run(*words)
        self.assertEqual(code, 2)
        self.assertIn("no run.json", err)

    def test_a_sequence_that_fails_is_reported_and_the_others_go_on(self):
        data = self.folder / "broken"
        make_otb(data, "bad", 6)
        make_otb(data, "good", 4)
        (data / "bad" / "img" / "0004.jpg").write_bytes(b"no picture")
        code, out, err = run("--model", MODEL, "--dataset", "folder", "--data", data, "--out", self.out)
        self.assertEqual(code, 3)
        self.assertIn("0004.jpg", err)
        self.assertEqual(list(tree(self.out)), ["results/good.txt"])
        state = json.loads((self.out / "run.json").read_text())["state"]
        self.assertEqual((state["complete"], state["done"], list(state["failed"])), (False, 1, ["bad"]))

    def test_a_missing_sequence_is_an_error_and_with_available_a_partial_run(self):
        data = self.folder / "some"
        make_otb(data, "good", 4)
        make_otb(data, "bare", 4)
        for image in (data / "bare" / "img").iterdir():
            image.unlink()
        words = ["--model", MODEL, "--dataset", "folder", "--data", data, "--out", self.out]
        code, _, err = run(*words)
        self.assertEqual(code, 3)
        self.assertIn("bare", err)
        code, _, err = run(*words, "--available")
        self.assertEqual(code, 0, err)
        self.assertIn("bare", err)
        self.assertEqual(list(tree(self.out)), ["results/good.txt"])

    def test_got10k_layout_and_repetitions(self):
        make_got10k(self.folder / "g", "GOT-10k_Val_000001", 5)
        words = ["--model", MODEL, "--dataset", "folder", "--data", self.folder / "g", "--out", self.out, "--layout", "got10k"]
        self.assertEqual(run(*words, "--repetitions", 3)[0], 0)
        name = "GOT-10k_Val_000001"
        files = tree(self.out)
        runs = [files[f"results/{name}/{name}_{r:03}.txt"] for r in (1, 2, 3)]
        self.assertEqual(runs[0].splitlines()[0], b"30.000,40.000,40.000,40.000")
        self.assertEqual(runs, [runs[0]] * 3)
        times = files[f"results/{name}/{name}_time.txt"].decode().splitlines()
        self.assertEqual((len(times), len(times[0].split(","))), (5, 3))

    def test_pack_makes_the_upload_archive_of_got10k(self):
        root = self.folder / "GOT-10k" / "test"
        names = [f"GOT-10k_Test_{i:06}" for i in range(1, 181)]
        for name in names:
            make_got10k(root, name, 1, test=True)
        (root / "list.txt").write_text("\n".join(names) + "\n")
        code, out, err = run("--model", MODEL, "--dataset", "got10k_test", "--data", self.folder / "GOT-10k", "--out",
                             self.out, "--pack")
        self.assertEqual(code, 0, err)
        with zipfile.ZipFile(self.out / "run.zip") as packed:
            self.assertIsNone(packed.testzip())
            self.assertEqual(sorted(packed.namelist()), sorted(f"{n}/{n}_{e}.txt" for n in names for e in ("001", "time")))

    def test_words_that_do_not_fit_are_refused_before_anything_is_written(self):
        for words, part in ((["--jobs", "x"], "--jobs"), (["--jobs", "-1"], "--jobs"), (["--repetitions", "0"], "--repetitions"),
                            (["--pack"], "--pack"), (["--layout", "vot"], "--layout"), (["--unsupervised"], "VOT"),
                            (["--set", "threads=4"], "--jobs"), (["--set", "lrr=1"], "'lr'")):
            with self.subTest(words):
                _, err = self.bench(*words, code=2)
                self.assertIn(part, err)
                self.assertFalse(self.out.exists())
        code, _, err = run("--model", MODEL, "--dataset", "otb2105", "--data", self.data, "--out", self.out)
        self.assertEqual(code, 2)
        self.assertIn("otb2015", err)

    def test_a_folder_that_cannot_be_made_and_a_damaged_run_json(self):
        (self.folder / "file").write_text("")
        self.out = self.folder / "file" / "run"
        self.bench(code=5)
        self.out = self.folder / "run"
        self.out.mkdir()
        (self.out / "run.json").write_text("{")
        _, err = self.bench(code=3)
        self.assertIn("run.json", err)


if __name__ == "__main__":
    unittest.main()
