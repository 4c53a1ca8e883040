"""siamrt synth."""

import hashlib
import unittest

import cv2
import numpy as np

from tests.cli.support import Case, run

TINY = ("--size", "96x64", "--frames", 6)


def digests(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class DataSets(Case):
    def synth(self, *words, name="set", code=0):
        result = run("synth", "--out", self.folder / name, *TINY, *words)
        self.assertEqual(result.code, code, result.err)
        return self.folder / name, result

    def test_otb_layout_is_what_its_readers_look_for(self):
        folder, result = self.synth("--sequences", 2, "--seed", 5)
        self.assertIn("2 sequences of 6 frames, 96x64, otb layout, seed 5", result.out)
        names = sorted(path.name for path in folder.iterdir())
        self.assertEqual(names, ["001_fish_plain", "002_car_scale"])
        for name in names:
            self.assertEqual(len((folder / name / "groundtruth_rect.txt").read_text().splitlines()), 6)
            pictures = sorted(path.name for path in (folder / name / "img").iterdir())
            self.assertEqual((pictures[0], pictures[-1], len(pictures)), ("0001.jpg", "0006.jpg", 6))
            self.assertEqual(cv2.imread(str(folder / name / "img" / "0001.jpg")).shape, (64, 96, 3))

    def test_got10k_layout_is_what_its_readers_look_for(self):
        folder, _ = self.synth("--sequences", 2, "--layout", "got10k", "--format", "png")
        names = (folder / "val" / "list.txt").read_text().split()
        self.assertEqual(len(names), 2)
        for name in names:
            files = {path.name for path in (folder / "val" / name).iterdir()}
            self.assertLessEqual({"groundtruth.txt", "absence.label", "cover.label", "cut_by_image.label", "meta_info.ini",
                                  "00000001.png", "00000006.png"}, files)
            self.assertEqual((folder / "val" / name / "cover.label").read_text().splitlines()[0], "8")

    def test_same_seed_same_bytes_another_seed_others(self):
        first, _ = self.synth("--sequences", 1, "--seed", 9, "--format", "png", name="a")
        again, _ = self.synth("--sequences", 1, "--seed", 9, "--format", "png", name="b")
        other, _ = self.synth("--sequences", 1, "--seed", 10, "--format", "png", name="c")
        self.assertEqual(digests(first), digests(again))
        self.assertNotEqual(digests(first), digests(other))

    def test_presets_and_world_are_as_asked(self):
        folder, _ = self.synth("--sequences", 3, "--preset", "blur", "--preset", "occlusion", "--world", "forest")
        self.assertEqual(sorted(path.name for path in folder.iterdir()),
                         ["001_ladybird_blur", "002_ladybird_occlusion", "003_ladybird_blur"])

    def test_a_folder_that_holds_something_is_left_alone(self):
        (self.folder / "mine.txt").write_text("precious")
        self.assert_fails(run("synth", "--out", self.folder, *TINY), 2, "holds something")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["mine.txt"])

    def test_a_place_that_cannot_be_written_is_an_error_of_the_system(self):
        self.assert_fails(run("synth", "--out", "/proc/siamrt/set", "-q", *TINY), 5, "/proc/siamrt/set", "cannot write")


class Clips(Case):
    def test_a_clip_is_a_video_with_its_boxes_beside_it(self):
        video, boxes = self.folder / "clip.mp4", self.folder / "clip.csv"
        result = run("synth", "--video", video, "--boxes", boxes, "--world", "reef", "--size", "160x96", "--frames", 70)
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("a fish (everything), seed 1", result.out)
        reader = cv2.VideoCapture(str(video))
        count = 0
        while reader.read()[0]:
            count += 1
        self.assertEqual(count, 70)
        rows = np.loadtxt(boxes, delimiter=",")
        self.assertEqual(rows.shape, (70, 4))
        self.assertTrue((rows[:, 2:] > 0).all())

    def test_existing_files_stay_unless_told(self):
        video = self.folder / "clip.avi"
        video.write_bytes(b"mine")
        self.assert_fails(run("synth", "--video", video, *TINY), 2, "clip.avi", "--overwrite")
        self.assertEqual(video.read_bytes(), b"mine")
        self.assertEqual(run("synth", "--video", video, "--overwrite", *TINY).code, 0)
        self.assertGreater(video.stat().st_size, 1000)


class BadOptions(Case):
    def check(self, words, *parts):
        self.assert_fails(run("synth", *words, cwd=self.folder), 2, *parts)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_each_gets_one_clear_line_and_nothing_is_written(self):
        self.check([], "--out DIR", "--video FILE")
        self.check(["--out", "a", "--video", "b.mp4"], "--out DIR", "--video FILE")
        self.check(["--out", "a", "--size", "640"], "--size", "'640'", "640x360")
        self.check(["--out", "a", "--size", "640xlarge"], "--size", "640xlarge")
        self.check(["--out", "a", "--size", "32x32"], "width: 32", "64 to 4096")
        self.check(["--out", "a", "--frames", "1"], "frames: 1")
        self.check(["--out", "a", "--frames", "many"], "--frames", "'many'")
        self.check(["--out", "a", "--sequences", "0"], "sequences: 0")
        self.check(["--out", "a", "--seed", "-1"], "--seed")
        self.check(["--out", "a", "--layout", "lasot"], "--layout", "otb or got10k")
        self.check(["--out", "a", "--format", "gif"], "--format", "jpg or png")
        self.check(["--out", "a", "--preset", "oclusion"], "did you mean 'occlusion'?")
        self.check(["--out", "a", "--world", "moon"], "--world", "reef")
        self.check(["--video", "clip.txt"], "--video", "clip.txt", ".mp4")
        self.check(["--video", "c.mp4", "--preset", "blur", "--preset", "plain"], "--preset", "one clip")


if __name__ == "__main__":
    unittest.main()
