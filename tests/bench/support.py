"""What the tests of `siamrt bench` share: the program, archives with made weights, made downloads."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

PROGRAM = os.environ["SIAMRT_PROGRAM"]
ARCHIVES = Path(os.environ["SIAMRT_TEST_ARCHIVES"])
MODEL = ARCHIVES / "nanotrack_v1.pt"
SIDE = 40


def run(*words, command="bench", timeout=300):
    done = subprocess.run([PROGRAM, command, *map(str, words)], capture_output=True, text=True, timeout=timeout,
                          env=dict(os.environ, NO_COLOR="1"))
    return done.returncode, done.stdout, done.stderr


def place(frame):
    """Top-left corner of the square, counted from 0."""
    return 30 + 3 * frame % 150, 40 + 2 * frame % 90


def picture(frame, seed):
    image = np.random.default_rng(seed).integers(0, 90, (180, 240, 3), np.uint8)
    x, y = place(frame)
    image[y:y + SIDE, x:x + SIDE] = (40, 200, 240)
    return image


def write_pictures(folder, frames, pattern, seed=5):
    folder.mkdir(parents=True)
    for i in range(frames):
        cv2.imwrite(str(folder / pattern.format(i + 1)), picture(i, seed))


def make_otb(root, name, frames, seed=1):
    write_pictures(root / name / "img", frames, "{:04}.jpg", seed)
    rows = [f"{place(i)[0] + 1},{place(i)[1] + 1},{SIDE},{SIDE}\n" for i in range(frames)]
    (root / name / "groundtruth_rect.txt").write_text("".join(rows))


def make_got10k(root, name, frames, test=False):
    write_pictures(root / name, frames, "{:08}.jpg")
    rows = [f"{place(i)[0]}.0000,{place(i)[1]}.0000,{SIDE}.0000,{SIDE}.0000\n" for i in range(1 if test else frames)]
    (root / name / "groundtruth.txt").write_text("".join(rows))


def make_vot(root, name, frames, lost=()):
    """Polygons of the square; in the frames `lost` they lie in the far corner."""
    write_pictures(root / name / "color", frames, "{:08}.jpg")
    rows = []
    for i in range(frames):
        x, y = (190, 130) if i in lost else place(i)
        rows.append(f"{x},{y + SIDE},{x},{y},{x + SIDE},{y},{x + SIDE},{y + SIDE}\n")
    (root / name / "groundtruth.txt").write_text("".join(rows))


def tree(folder, inner=("results",)):
    """Content of every file by its path."""
    found = {}
    for part in inner:
        for path in sorted((folder / part).rglob("*")):
            if path.is_file():
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def state(folder):
    return json.loads((folder / "run.json").read_text())["state"]


class Case(unittest.TestCase):
    """A test with a folder of its own and a run in it, and four sequences with an unbroken run over them."""

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.data = Path(holder.name) / "sequences"
        for index, (name, frames) in enumerate(cls.sequences().items()):
            make_otb(cls.data, name, frames, index)
        cls.words = ["--model", MODEL, "--dataset", "folder", "--data", cls.data]
        cls.whole = Path(holder.name) / "whole"
        code, out, err = run(*cls.words, "--out", cls.whole, "--jobs", 1, "--json", Path(holder.name) / "whole.json")
        assert code == 0, err
        cls.said = out, err
        cls.summary = json.loads((Path(holder.name) / "whole.json").read_text())

    @classmethod
    def sequences(cls):
        return {"short": 4, "middle": 9, "long": 14, "other": 8}

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.out = self.folder / "run"

    def copy_whole(self):
        """The unbroken run, to go on with."""
        shutil.copytree(self.whole, self.out)

    def bench(self, *words, code=0):
        found, out, err = run(*self.words, "--out", self.out, *words)
        self.assertEqual(found, code, err)
        return out, err
