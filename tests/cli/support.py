"""What the tests of the command line share: the program, its archives, rendered clips."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

PROGRAM = os.environ["SIAMRT_PROGRAM"]
ARCHIVES = Path(os.environ["SIAMRT_CLI_ARCHIVES"])
GOLDEN_ARCHIVES = Path(os.environ["SIAMRT_TEST_ARCHIVES"])
SHARED = Path(os.environ.get("SIAMRT_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")

WIDTH, HEIGHT, SIDE = 320, 240, 40


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


def environment(**changes):
    """The tests' own environment without a display and without colours of the caller's taste."""
    env = {k: v for k, v in os.environ.items()
           if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "NO_COLOR")}
    env.update(changes)
    return env


def run(*words, timeout=120, **options):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, timeout=timeout,
                          env=options.pop("env", environment()), **options)
    return Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def position(number):
    """Top-left corner of the square in frame `number`."""
    return 60 + 4 * number, 80 + 2 * number


def picture(number, colour=(255, 255, 255), size=(WIDTH, HEIGHT)):
    frame = np.full((size[1], size[0], 3), 20, np.uint8)
    x, y = position(number)
    frame[max(0, y):y + SIDE, max(0, x):x + SIDE] = colour
    return frame


def first_box():
    x, y = position(0)
    return f"{x},{y},{SIDE},{SIDE}"


def overlap(a, b):
    left, top = max(a[0], b[0]), max(a[1], b[1])
    right, bottom = min(a[0] + a[2], b[0] + b[2]), min(a[1] + a[3], b[1] + b[3])
    inside = max(0.0, right - left) * max(0.0, bottom - top)
    return inside / (a[2] * a[3] + b[2] * b[3] - inside)


def read_boxes(text):
    return [[float(value) for value in line.split(",")] for line in text.splitlines()]


def large_clip(path, frames=6):
    """A video of 7680x4320 in which a white square moves; the square's box in every frame."""
    side, step = 900, 100
    boxes = [(2000 + step * number, 1500 + step // 2 * number, side, side) for number in range(frames)]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 25, (7680, 4320))
    for x, y, width, height in boxes:
        frame = np.full((4320, 7680, 3), 20, np.uint8)
        frame[y:y + height, x:x + width] = 255
        writer.write(frame)
    writer.release()
    return boxes


class Case(unittest.TestCase):
    """A test with a folder of its own, `self.folder`, in which it also stands."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="siamrt-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def clip(self, frames=12, name="clip"):
        """A folder of PNG pictures in which a white square moves on dark ground."""
        folder = self.folder / name
        folder.mkdir()
        for number in range(frames):
            cv2.imwrite(str(folder / f"{number:04d}.png"), picture(number))
        return folder

    def track(self, source, *words, model="blob", box=None, **options):
        options.setdefault("cwd", self.folder)
        archive = model if "/" in str(model) else ARCHIVES / f"{model}.pt"
        boxes = ["--box", box or first_box()]
        return run("track", source, "--model", archive, "--threads", 1, "--no-window", *boxes, *words, **options)

    def assert_fails(self, result, code, *parts):
        """One line on stderr, nothing on stdout, this exit code."""
        self.assertEqual(result.code, code, result.err)
        self.assertEqual(result.out, "")
        self.assertEqual(result.err.count("\n"), 1, result.err)
        self.assertTrue(result.err.startswith("siamrt: "), result.err)
        for part in parts:
            self.assertIn(part, result.err)
