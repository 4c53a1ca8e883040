"""What the tests of the window share: Xvfb, a hand on mouse and keys (xdotool), and what was saved."""

import json
import os
import re
import shutil
import subprocess
import time
import unittest

from tests.cli.support import ARCHIVES, HEIGHT, PROGRAM, WIDTH, Case, environment


@unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool"), "needs Xvfb and xdotool")
class WindowCase(Case):
    def setUp(self):
        super().setUp()
        read, write = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset"],
                                  pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        with os.fdopen(read) as pipe:
            self.env = environment(DISPLAY=":" + pipe.readline().strip(), XDG_RUNTIME_DIR=str(self.folder))

    def hand(self, *words):
        return subprocess.run(["xdotool", *map(str, words)], env=self.env, capture_output=True, text=True, check=True).stdout

    def key(self, window, *keys):
        """One after the other, because highgui keeps only the last one. xdotool fails where a press closes the window
        before the release; that is no matter here."""
        for key in keys:
            subprocess.run(["xdotool", "key", "--window", window, key], env=self.env, capture_output=True, check=False)
            time.sleep(0.3)

    def open(self, source, *words, model=ARCHIVES / "blob.pt"):
        """The window on a source, and the program behind it."""
        child = subprocess.Popen([PROGRAM, "track", str(source), "-m", str(model), "-t", "1", *words], cwd=self.folder,
                                 env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(child.stdout.close)
        self.addCleanup(child.stderr.close)
        self.addCleanup(child.kill)
        return child

    def start(self, frames, *words):
        return self.open(self.clip(frames), *words)

    def view(self, name, size=(WIDTH, HEIGHT)):
        """The window, and a function that gives where a place of the frame is on the screen."""
        window, x, y = self.window(name)
        inside = self.hand("getwindowgeometry", "--shell", window)
        width, height = (int(re.search(rf"{side}=(\d+)", inside).group(1)) for side in ("WIDTH", "HEIGHT"))
        bar = 62
        scale = min(width / size[0], (height - bar) / size[1])
        left, top = x + (width - size[0] * scale) / 2, y + (height - bar - size[1] * scale) / 2
        return window, lambda place: (round(left + place[0] * scale), round(top + place[1] * scale))

    def draw(self, at, box):
        """Drags a box given in pixels of the frame."""
        left, top, width, height = box
        x, y = at((left, top))
        right, bottom = at((left + width, top + height))
        self.drag(x, y, (0, 0, right - x, bottom - y))

    def end(self, child, window):
        """Quits; returns the exit code and stderr."""
        self.key(window, "q")
        _, err = child.communicate(timeout=180)
        return child.returncode, err

    def session(self, folder="clip_tracks", name="clip"):
        """The saved session, once it is there and whole: boxes of each target by frame."""
        path = self.folder / folder / f"{name}.session.json"
        end = time.monotonic() + 180
        while not path.exists():
            if time.monotonic() > end:
                self.fail(f"no {path}")
            time.sleep(0.1)
        targets = json.loads(path.read_text())["targets"]
        return {target["number"]: {row[0]: row[1:] for row in target["boxes"]} for target in targets}

    def saved(self, window, ready, name="clip"):
        """Saves sessions until one of them is as `ready` wants it."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            self.key(window, "w", "j")
            session = self.session(f"{name}_tracks", name)
            if ready(session):
                return session
            time.sleep(0.5)
        self.fail("the session never got there")

    def window(self, name):
        """Position of the visible window of this name, once it is there."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", name], env=self.env, capture_output=True,
                                   text=True, check=False).stdout.split()
            if found:
                # A window that is mapped handles its first events a little later; one of a program that has just ended is gone then.
                time.sleep(0.5)
                place = subprocess.run(["xdotool", "getwindowgeometry", "--shell", found[-1]], env=self.env, capture_output=True,
                                       text=True, check=False).stdout
                if place:
                    return found[-1], *(int(re.search(rf"{axis}=(-?\d+)", place).group(1)) for axis in "XY")
            time.sleep(0.1)
        self.fail(f"no window '{name}'")

    def drag(self, x, y, box):
        left, top, width, height = box
        self.hand("mousemove", x + left, y + top, "mousedown", 1)
        for share in (0.3, 0.7, 1):
            time.sleep(0.1)
            self.hand("mousemove", x + left + int(width * share), y + top + int(height * share))
        time.sleep(0.1)
        self.hand("mouseup", 1)
        time.sleep(0.2)

    def assert_near(self, box, expected, pixels=2):
        for value, right in zip(box, expected):
            self.assertAlmostEqual(value, right, delta=pixels)
