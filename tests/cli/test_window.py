"""The window under Xvfb, with a hand on the mouse (xdotool)."""

import csv
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import time
import unittest

import cv2

from tests.cli.support import (ARCHIVES, HEIGHT, PROGRAM, SIDE, WIDTH, Case, environment, overlap, picture, position, read_boxes,
                               run)


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

    def saved(self, window, ready):
        """Saves sessions until one of them is as `ready` wants it."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            self.key(window, "w", "j")
            session = self.session()
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

    def assert_near(self, box, expected, pixels=2):
        for value, right in zip(box, expected):
            self.assertAlmostEqual(value, right, delta=pixels)

    def test_a_box_drawn_with_the_mouse_is_followed(self):
        child = self.start(12, "--boxes", "b.csv", "--json", "s.json", "--out", "o.avi")
        window, at = self.view("siamrt: ")
        self.draw(at, (62, 80, 40, 40))
        self.key(window, "Left", "Left")
        self.key(window, "Return")
        self.saved(window, lambda session: len(session.get(1, {})) == 12)
        code, err = self.end(child, window)
        self.assertEqual(code, 0, err)
        boxes = read_boxes((self.folder / "b.csv").read_text())
        self.assertEqual(len(boxes), 12)
        self.assert_near(boxes[0], [60, 80, 40, 40, 1])
        self.assertGreater(overlap(boxes[11][:4], [104, 102, 40, 40]), 0.6)
        self.assertEqual(json.loads((self.folder / "s.json").read_text())["targets"][0]["tracked"], 11)
        self.assertGreater((self.folder / "o.avi").stat().st_size, 1000)

    def test_a_second_target_is_drawn_and_one_is_drawn_again(self):
        child = self.start(30)
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.key(window, "n")
        self.draw(at, (200, 150, 50, 40))
        self.key(window, "n")
        self.key(window, *["period"] * 6)
        self.saved(window, lambda session: len(session) == 2 and 6 in session[1] and 6 in session[2])
        self.key(window, "1", "s")
        self.draw(at, (*position(6), SIDE, SIDE))
        self.key(window, "Return")
        session = self.saved(window, lambda session: len(session[1]) == 30 and len(session[2]) == 30)
        self.assertEqual([frame for frame, row in session[1].items() if row[5] == "hand"], [0, 6])
        self.assert_near(session[1][6], [*position(6), SIDE, SIDE])
        self.assertGreater(overlap(session[1][3][:4], [*position(3), SIDE, SIDE]), 0.6)
        self.assertGreater(overlap(session[1][29][:4], [*position(29), SIDE, SIDE]), 0.6)
        self.key(window, "2", "x")
        self.saved(window, lambda session: list(session) == [1])
        self.assertEqual(self.end(child, window)[0], 0)

    def test_everything_is_saved_and_the_session_opens_again(self):
        child = self.start(8)
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.key(window, "Return")
        self.saved(window, lambda session: len(session.get(1, {})) == 8)
        self.key(window, "w", "a")
        code, err = self.end(child, window)  # waits until everything is written
        self.assertEqual(code, 0, err)
        folder = self.folder / "clip_tracks"
        with open(folder / "clip.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([int(row["frame"]) for row in rows], list(range(8)))
        for name in ("otb/clip_1/groundtruth_rect.txt", "got10k/clip_1/groundtruth.txt", "got10k/clip_1/absence.label",
                     "clip_mot.txt"):
            self.assertEqual(len((folder / name).read_text().splitlines()), 8, name)
        self.assertEqual(len(json.loads((folder / "clip_coco.json").read_text())["annotations"]), 8)
        video = cv2.VideoCapture(str(folder / "clip.mp4"))
        self.assertEqual(int(video.get(cv2.CAP_PROP_FRAME_COUNT)), 8)
        video.release()

        again = self.open(folder / "clip.session.json", "--boxes", "b.csv")
        window, _ = self.view("siamrt: ")
        self.assertEqual(self.end(again, window)[0], 0)
        self.assertEqual([box[:4] for box in read_boxes((self.folder / "b.csv").read_text())],
                         [[float(row[side]) for side in "xywh"] for row in rows])

    def test_the_built_in_model_follows_a_rendered_clip(self):
        made = run("synth", "--video", "balloon.mp4", "--boxes", "truth.csv", "--world", "hills", "--preset", "distractors",
                   "--frames", "40", "-q", cwd=self.folder)
        self.assertEqual(made.code, 0, made.err)
        truth = [box[:4] for box in read_boxes((self.folder / "truth.csv").read_text())]
        child = self.open("balloon.mp4", "--boxes", "b.csv", model="default")
        window, at = self.view("siamrt: ", (640, 360))
        self.draw(at, truth[0])
        self.key(window, "Return")
        end = time.monotonic() + 240
        boxes = []
        while time.monotonic() < end and len(boxes) < 40:
            self.key(window, "w", "j")
            boxes = self.session("balloon_tracks", "balloon").get(1, {})
        code, err = self.end(child, window)
        self.assertEqual(code, 0, err)
        overlaps = [overlap(box[:4], right) for box, right in zip(read_boxes((self.folder / "b.csv").read_text()), truth)]
        self.assertEqual(len(overlaps), 40)
        self.assertGreater(sum(overlaps) / 40, 0.6)

    def test_escape_gives_up_without_a_file(self):
        child = self.start(3, "--boxes", "b.csv")
        window, _ = self.view("siamrt: ")
        self.key(window, "Escape")
        _, err = child.communicate(timeout=180)
        self.assertEqual(child.returncode, 130)
        self.assertIn(b"no box was drawn", err)
        self.assertFalse((self.folder / "b.csv").exists())

    def test_leaving_while_tracking_leaves_whole_files(self):
        source = self.clip(2, "many")
        (self.folder / "list.txt").write_text("\n".join(str(source / f"{n % 2:04d}.png") for n in range(20000)))
        child = self.open("list.txt", "--boxes", "b.csv")
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.key(window, "Return")
        time.sleep(1)
        self.key(window, "q")
        _, err = child.communicate(timeout=180)
        self.assertEqual(child.returncode, 0, err)
        self.assertGreater(len(read_boxes((self.folder / "b.csv").read_text())), 2)

    def test_a_model_that_cannot_be_used_ends_the_window(self):
        child = self.open(self.clip(3), model=ARCHIVES / "truncated.pt")
        _, err = child.communicate(timeout=180)
        self.assertEqual(child.returncode, 4, err)
        self.assertIn(b"truncated.pt", err)

    def test_a_stream_that_stalls_does_not_hold_the_window(self):
        hold = threading.Event()
        pictures = [cv2.imencode(".jpg", picture(number))[1].tobytes() for number in range(10)]

        class Camera(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace;boundary=frame")
                self.end_headers()
                try:
                    for number in range(60):
                        part = pictures[min(number, 9)]
                        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(part)}\r\n\r\n"
                        self.wfile.write(head.encode() + part + b"\r\n")
                        time.sleep(0.03)
                except OSError:
                    return
                hold.wait(60)  # the connection stays, silent

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Camera)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        self.addCleanup(hold.set)
        child = self.open(f"http://127.0.0.1:{server.server_port}/camera.mjpg")
        window, at = self.view("siamrt: ")
        self.draw(at, (*position(9), SIDE, SIDE))
        self.key(window, "Return")
        time.sleep(4)  # the camera is silent by now
        begin = time.monotonic()
        self.key(window, "w", "c")
        path = self.folder
        while not list(path.glob("camera_tracks/*.csv")) and time.monotonic() < begin + 30:
            time.sleep(0.1)
        self.assertTrue(list(path.glob("camera_tracks/*.csv")), "the window answers while the stream is silent")
        self.key(window, "q")
        child.communicate(timeout=180)
        self.assertEqual(child.returncode, 0)

    def test_q_in_the_live_view_ends_with_whole_files(self):
        source = self.clip(2, "many")
        (self.folder / "list.txt").write_text("\n".join(str(source / f"{n % 2:04d}.png") for n in range(100000)))
        child = subprocess.Popen([PROGRAM, "track", "list.txt", "-m", ARCHIVES / "blob.pt", "-t", "1", "-b", "60,80,40,40",
                                  "--boxes", "b.csv", "--json", "s.json", "-q"], cwd=self.folder, env=self.env)
        self.addCleanup(child.kill)
        window, _, _ = self.window("siamrt: list.txt")
        self.key(window, "q")
        self.assertEqual(child.wait(timeout=180), 0)
        count = json.loads((self.folder / "s.json").read_text())["frames"]["count"]
        self.assertLess(count, 100000)
        self.assertEqual(len(read_boxes((self.folder / "b.csv").read_text())), count)


if __name__ == "__main__":
    unittest.main()
