"""The window under Xvfb: drawn boxes are followed, corrected and saved."""

import csv
import json
import subprocess
import time
import unittest

import cv2

from tests.cli.support import ARCHIVES, PROGRAM, SIDE, overlap, position, read_boxes, run
from tests.cli.window_case import WindowCase


class Window(WindowCase):
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

    def test_what_was_done_is_undone_and_done_again(self):
        child = self.start(20)
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.key(window, "n")
        self.draw(at, (200, 150, 50, 40))
        self.key(window, "n")
        self.saved(window, lambda session: sorted(session) == [1, 2])
        self.key(window, "ctrl+z")
        self.saved(window, lambda session: sorted(session) == [1])
        self.key(window, "ctrl+y")
        self.saved(window, lambda session: sorted(session) == [1, 2])
        self.key(window, "ctrl+z", "ctrl+z")
        self.saved(window, lambda session: not session)
        code, err = self.end(child, window)
        self.assertEqual(code, 0)
        self.assertIn(b"no box was drawn; wrote clip_tracks/clip.session.json", err)

    def test_a_small_target_is_drawn_close_up(self):
        child = self.start(6)
        window, at = self.view("siamrt: ")
        x, y = at(position(0))
        self.hand("mousemove", x, y)
        for _ in range(4):
            self.hand("click", 4)  # the wheel, away from the hand
            time.sleep(0.1)
        self.drag(x, y, (0, 0, round(20 * 1.25 ** 4 * (at((100, 0))[0] - at((0, 0))[0]) / 100), 60))
        self.key(window, "n")
        box = self.saved(window, lambda session: 1 in session)[1][0]
        self.assert_near(box, [*position(0), 20], 1.5)
        self.key(window, "0")
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
