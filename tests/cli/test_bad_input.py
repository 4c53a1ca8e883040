"""Bad input: one clear line, the documented exit code, never a crash."""

import json
import os
import resource
import unittest

import cv2

from tests.cli.support import ARCHIVES, PROGRAM, Case, first_box, picture, position, read_boxes, run

USAGE, INPUT, MODEL, SYSTEM = 2, 3, 4, 5


class Input(Case):
    def test_a_missing_file(self):
        self.assert_fails(self.track("nowhere.avi"), INPUT, "nowhere.avi", "No such file")

    @unittest.skipIf(os.geteuid() == 0, "root reads every file")
    def test_an_unreadable_file(self):
        (self.folder / "locked.avi").write_bytes(b"x")
        (self.folder / "locked.avi").chmod(0)
        self.assert_fails(self.track("locked.avi"), INPUT, "locked.avi")

    def test_a_file_that_is_no_video(self):
        (self.folder / "words.avi").write_text("these are words\n" * 100)
        self.assert_fails(self.track("words.avi"), INPUT, "words.avi")

    def test_a_video_without_frames(self):
        (self.folder / "none.avi").write_bytes(b"")
        self.assert_fails(self.track("none.avi"), INPUT, "none.avi")
        (self.folder / "empty").mkdir()
        self.assert_fails(self.track("empty"), INPUT, "empty")

    def test_a_video_of_which_only_the_header_is_left(self):
        self.track(self.clip(12), "--out", "whole.avi", "--quiet")
        (self.folder / "header.avi").write_bytes((self.folder / "whole.avi").read_bytes()[:3000])
        self.assert_fails(self.track("header.avi"), INPUT, "header.avi")

    def test_a_start_behind_the_end(self):
        self.assert_fails(self.track(self.clip(4), "--start", 4), INPUT, "--start 4", "4 frames")

    def test_a_list_that_names_a_missing_file(self):
        (self.folder / "list.txt").write_text("a.png\nb.png\n")
        self.assert_fails(self.track("list.txt"), INPUT, "list.txt:1")


class DamagedFrames(Case):
    def summary(self, source, *words, **options):
        result = self.track(source, "--json", "s.json", "--boxes", "-", *words, **options)
        self.assertEqual(result.code, 0, result.err)
        return json.loads((self.folder / "s.json").read_text()), read_boxes(result.out), result.err

    def test_a_frame_in_the_middle_that_does_not_decode_keeps_the_last_box_and_is_counted(self):
        source = self.clip(12)
        damaged = source / "0006.png"
        damaged.write_bytes(damaged.read_bytes()[:100])
        summary, boxes, err = self.summary(source, "--out", "o.mp4")
        self.assertEqual((summary["frames"]["count"], summary["frames"]["unreadable"]), (12, 1))
        self.assertEqual(boxes[6], boxes[5][:4] + [0])
        self.assertNotEqual(boxes[7][:4], boxes[6][:4])
        self.assertIn("0006.png", err)
        self.assertEqual(int(cv2.VideoCapture(str(self.folder / "o.mp4")).get(cv2.CAP_PROP_FRAME_COUNT)), 12)

    def test_many_damaged_frames_are_told_once(self):
        source = self.clip(12)
        for number in (4, 6, 8):
            (source / f"{number:04d}.png").write_bytes(b"no picture")
        summary, _, err = self.summary(source)
        self.assertEqual(summary["frames"]["unreadable"], 3)
        self.assertEqual(err.count("\n"), 1, err)

    def test_a_frame_of_another_size_keeps_the_last_box_and_is_counted(self):
        source = self.clip(12)
        cv2.imwrite(str(source / "0006.png"), picture(6, size=(200, 240)))
        summary, boxes, err = self.summary(source)
        self.assertEqual(summary["frames"]["other_size"], 1)
        self.assertEqual(boxes[6], boxes[5][:4] + [0])
        self.assertIn("200x240 pixels, expected 320x240", err)

    def test_a_first_frame_that_does_not_decode_is_an_error(self):
        source = self.clip(3)
        (source / "0000.png").write_bytes(b"no picture")
        self.assert_fails(self.track(source), INPUT, "0000.png", "first frame")

    def test_nan_from_the_network_keeps_the_last_box_and_is_counted(self):
        source = self.clip(12)
        cv2.imwrite(str(source / "0006.png"), picture(6, colour=(0, 0, 255)))
        summary, boxes, err = self.summary(source)
        self.assertEqual(summary["frames"]["not_finite"], 1)
        self.assertEqual(boxes[6], boxes[5][:4] + [0])
        self.assertIn("no finite number", err)

    def test_nan_in_every_frame_is_an_error_of_the_model(self):
        result = self.track(self.clip(5), "--boxes", "b.csv", "--quiet", model="nan")
        self.assertEqual(result.code, MODEL)
        self.assertIn("no finite number for target 1 in any of 4 frames", result.err)
        self.assertEqual(len(read_boxes((self.folder / "b.csv").read_text())), 5)


class Box(Case):
    def test_boxes_that_are_no_target(self):
        source = self.clip(2)
        for box, word in (("10,10,0,20", "empty"), ("10,10,20,-5", "empty"), ("nan,10,20,20", "not finite"),
                          ("10,10,inf,20", "not finite"), ("500,10,20,20", "outside"), ("-50,-50,20,20", "outside")):
            with self.subTest(box):
                self.assert_fails(self.track(source, "--boxes", "b.csv", box=box), INPUT, word)
                self.assertFalse((self.folder / "b.csv").exists())

    def test_words_that_are_no_box(self):
        for box in ("1,2,3", "1,2,3,4,5", "a,b,c,d", "1,,2,3"):
            with self.subTest(box):
                self.assert_fails(self.track("any.avi", box=box), USAGE, "x,y,w,h")

    def test_no_box_and_no_display(self):
        result = run("track", self.clip(2), "-m", ARCHIVES / "blob.pt")
        self.assert_fails(result, SYSTEM, "no display", "--box x,y,w,h")

    def test_a_display_that_is_not_there(self):
        from tests.cli.support import environment
        result = run("track", self.clip(2), "-m", ARCHIVES / "blob.pt", env=environment(DISPLAY=":4711"))
        self.assert_fails(result, SYSTEM, "X11 :4711", "--box x,y,w,h")

    def test_no_display_for_the_live_view_is_said_once_and_no_error(self):
        result = run("track", self.clip(3), "-m", ARCHIVES / "blob.pt", "-b", first_box(), "-t", 1)
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(result.err, "siamrt: no live view: DISPLAY and WAYLAND_DISPLAY are not set\n")


class Archive(Case):
    def check(self, name, code, *parts):
        self.assert_fails(self.track(self.clip(2), model=name), code, *parts)
        self.assert_fails(run("info", name if "/" in str(name) else ARCHIVES / f"{name}.pt"), code, *parts)

    def test_a_missing_archive(self):
        self.check("/nowhere/net.pt", INPUT, "/nowhere/net.pt")

    def test_a_file_that_is_no_archive(self):
        (self.folder / "words.pt").write_text("words")
        self.check(self.folder / "words.pt", MODEL, "no archive")

    def test_a_truncated_archive(self):
        self.check("truncated", MODEL, "truncated")

    def test_an_archive_of_a_newer_schema(self):
        self.check("newer", MODEL, "model.yaml:1", "schema", "99", "update siamrt")

    def test_an_archive_without_a_description(self):
        self.check("undescribed", MODEL, "siamrt/model.yaml", "scripts/export")

    def test_an_archive_with_a_misspelt_key(self):
        self.check("misspelt", MODEL, "model.yaml:8", "penalty", "penalty_k")


class Options(Case):
    def test_unknown_key_in_the_config_file_names_line_and_nearest(self):
        (self.folder / "c.yaml").write_text("lr: 0.3\n\nwindow_influense: 0.2\n")
        self.assert_fails(self.track("any.avi", "--config", "c.yaml"), USAGE, "c.yaml:3", "window_influense",
                          "'window_influence'")

    def test_wrong_values_in_the_config_file_name_line_and_key(self):
        for text, part in (("lr: fast", "c.yaml:1: lr: 'fast' is no number"), ("lr: 2", "c.yaml:1: lr: 2 is out of range"),
                           ("precision: fp8", "c.yaml:1: precision: 'fp8', expected fp32, bf16 or auto"),
                           ("threads: -1", "c.yaml:1: threads: '-1'"), ("lr: [1, 2]", "c.yaml:1: lr: expected plain text"),
                           ("lr: 0.1\nlr: 0.2", "c.yaml:2: lr: given twice"), ("just words", "no mapping")):
            with self.subTest(text):
                (self.folder / "c.yaml").write_text(text + "\n")
                self.assert_fails(self.track("any.avi", "--config", "c.yaml"), USAGE, part)

    def test_a_missing_config_file(self):
        self.assert_fails(self.track("any.avi", "--config", "c.yaml"), INPUT, "c.yaml")

    def test_wrong_sets(self):
        for text, part in (("lrr=1", "did you mean 'lr'"), ("lr", "expected key=value"), ("lr=", "--set lr: '' is no number"),
                           ("window=round", "cosine")):
            with self.subTest(text):
                self.assert_fails(self.track("any.avi", "--set", text), USAGE, part)

    def test_an_unknown_benchmark_lists_the_known_ones(self):
        self.assert_fails(self.track(self.clip(2), "--benchmark", "otb2014"), USAGE, "otb2014", "otb2015")

    def test_a_device_that_is_not_there(self):
        self.assert_fails(self.track(self.clip(2), "--device", "cuda:7"), SYSTEM, "cuda:7")

    def test_wrong_numbers(self):
        self.assert_fails(self.track("any.avi", "--frames", 0), USAGE, "--frames")
        self.assert_fails(self.track("any.avi", "--frames", "ten"), USAGE, "--frames", "'ten'")
        self.assert_fails(self.track("any.avi", "--start", -3), USAGE, "--start", "-3")


class Writing(Case):
    def test_nothing_is_overwritten_without_being_told(self):
        source = self.clip(3)
        for option, name in (("--out", "o.mp4"), ("--boxes", "b.csv"), ("--json", "s.json")):
            with self.subTest(option):
                (self.folder / name).write_text("mine")
                self.assert_fails(self.track(source, option, name), USAGE, name, "--overwrite")
                self.assertEqual((self.folder / name).read_text(), "mine")
                self.assertEqual(self.track(source, option, name, "--overwrite").code, 0)
                self.assertNotEqual((self.folder / name).read_bytes(), b"mine")

    def test_a_folder_that_holds_something_is_not_written_into(self):
        (self.folder / "pictures").mkdir()
        (self.folder / "pictures/mine.jpg").write_text("mine")
        self.assert_fails(self.track(self.clip(2), "--out", "pictures"), USAGE, "pictures", "--overwrite")

    def test_the_input_is_no_output(self):
        self.track(self.clip(3), "--out", "v.mp4", "--quiet")
        before = (self.folder / "v.mp4").read_bytes()
        self.assert_fails(self.track("v.mp4", "--out", "v.mp4", "--overwrite"), USAGE, "v.mp4", "input")
        self.assertEqual((self.folder / "v.mp4").read_bytes(), before)

    def test_places_that_cannot_be_written(self):
        source = self.clip(3)
        for option, name in (("--out", "/nowhere/o.mp4"), ("--out", "/proc/pictures/"), ("--boxes", "/nowhere/b.csv"),
                             ("--json=/nowhere/s.json", None)):
            with self.subTest(option + str(name)):
                words = [option] if name is None else [option, name]
                self.assert_fails(self.track(source, *words, "--quiet"), SYSTEM, "cannot")

    def test_an_unknown_kind_of_video(self):
        self.assert_fails(self.track(self.clip(2), "--out", "o.gif"), USAGE, "o.gif", ".mp4")

    def test_a_full_disk_for_boxes(self):
        self.assert_fails(self.track(self.clip(3), "--boxes", "/dev/full"), SYSTEM, "/dev/full", "No space left")

    def test_a_full_disk_for_standard_output(self):
        import subprocess
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "track", str(self.clip(3)), "-m", str(ARCHIVES / "blob.pt"), "-b", first_box(),
                                   "-t", "1", "--no-window", "--json"], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, SYSTEM)
        self.assertIn(b"standard output", done.stderr)

    def test_a_disk_that_fills_up_while_the_video_is_written_leaves_nothing_half(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))  # a write beyond fails as on a full disk
        result = self.track(self.clip(12), "--out", "o.avi", "--boxes", "b.csv", "--quiet", preexec_fn=limit)
        self.assert_fails(result, SYSTEM, "o.avi")
        self.assertFalse((self.folder / "o.avi").exists())
        self.assertTrue(len(read_boxes((self.folder / "b.csv").read_text())) >= 1)
        self.assertEqual([p.name for p in self.folder.iterdir() if "tmp" in p.name], [])


if __name__ == "__main__":
    unittest.main()
