"""The window under Xvfb, with a hand on the mouse (xdotool)."""

import json
import os
import re
import shutil
import subprocess
import time
import unittest

from tests.cli.support import ARCHIVES, PROGRAM, Case, environment, overlap, read_boxes


@unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool"), "needs Xvfb and xdotool")
class Window(Case):
    def setUp(self):
        super().setUp()
        read, write = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
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

    def start(self, frames, *words):
        child = subprocess.Popen([PROGRAM, "track", self.clip(frames), "-m", ARCHIVES / "blob.pt", "-t", "1", *words],
                                 cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(child.stdout.close)
        self.addCleanup(child.stderr.close)
        self.addCleanup(child.kill)
        return child

    def window(self, name):
        """Position of the visible window of this name, once it is there."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", name], env=self.env, capture_output=True,
                                   text=True, check=False).stdout.split()
            if found:
                place = self.hand("getwindowgeometry", "--shell", found[-1])
                time.sleep(0.5)  # a window that is mapped handles its first events a little later
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

    def test_a_box_drawn_with_the_mouse_is_followed(self):
        child = self.start(12, "--boxes", "b.csv", "--json", "s.json")
        window, x, y = self.window("draw the target")
        self.drag(x, y, (62, 80, 40, 40))
        self.key(window, "h", "h")
        self.key(window, "Return")
        _, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 0, err)
        boxes = read_boxes((self.folder / "b.csv").read_text())
        self.assertEqual(boxes[0], [60, 80, 40, 40, 1])
        self.assertGreater(overlap(boxes[11][:4], [104, 102, 40, 40]), 0.6)

    def test_two_boxes_can_be_drawn(self):
        child = self.start(5, "--json", "s.json")
        window, x, y = self.window("draw the target")
        self.drag(x, y, (60, 80, 40, 40))
        self.key(window, "n")
        self.drag(x, y, (200, 150, 50, 40))
        self.key(window, "Return")
        child.communicate(timeout=60)
        targets = json.loads((self.folder / "s.json").read_text())["targets"]
        self.assertEqual([t["first_box"] for t in targets], [[60, 80, 40, 40], [200, 150, 50, 40]])

    def test_escape_gives_up_without_a_file(self):
        child = self.start(3, "--boxes", "b.csv")
        window, _, _ = self.window("draw the target")
        self.key(window, "Escape")
        _, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 130)
        self.assertIn(b"no box was drawn", err)
        self.assertFalse((self.folder / "b.csv").exists())

    def test_q_in_the_live_view_ends_with_whole_files(self):
        source = self.clip(2, "many")
        (self.folder / "list.txt").write_text("\n".join(str(source / f"{n % 2:04d}.png") for n in range(100000)))
        child = subprocess.Popen([PROGRAM, "track", "list.txt", "-m", ARCHIVES / "blob.pt", "-t", "1", "-b", "60,80,40,40",
                                  "--boxes", "b.csv", "--json", "s.json", "-q"], cwd=self.folder, env=self.env)
        self.addCleanup(child.kill)
        window, _, _ = self.window("siamrt: list.txt")
        self.key(window, "q")
        self.assertEqual(child.wait(timeout=60), 0)
        count = json.loads((self.folder / "s.json").read_text())["frames"]["count"]
        self.assertLess(count, 100000)
        self.assertEqual(len(read_boxes((self.folder / "b.csv").read_text())), count)


if __name__ == "__main__":
    unittest.main()
