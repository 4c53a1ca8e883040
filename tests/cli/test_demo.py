"""siamrt demo."""

import re
import unittest

import cv2

from tests.cli.support import ARCHIVES, Case, first_box, run

SHORT = ("--frames", 8, "--threads", 1)


class Demo(Case):
    def demo(self, *words, model="blob", **options):
        return run("demo", "--model", ARCHIVES / f"{model}.pt", *words, cwd=self.folder, **options)

    def test_without_a_display_it_writes_a_video_and_says_where_how_well_and_how_fast(self):
        result = self.demo(*SHORT)
        self.assertEqual(result.code, 0, result.err)
        for part in ("8 frames, a balloon (hills)", "blob", "demo.mp4"):
            self.assertIn(part, result.out)
        success = float(re.search(r"mean success +([\d.]+)", result.out).group(1))
        self.assertTrue(0 <= success <= 1)
        self.assertRegex(result.out, r"speed +\d+ frames/s")
        reader = cv2.VideoCapture(str(self.folder / "demo.mp4"))
        count = 0
        while reader.read()[0]:
            count += 1
        self.assertEqual(count, 8)

    def test_a_second_run_takes_a_free_name(self):
        (self.folder / "demo.mp4").write_bytes(b"mine")
        self.assertIn("demo-2.mp4", self.demo(*SHORT).out)
        self.assertEqual((self.folder / "demo.mp4").read_bytes(), b"mine")

    def test_a_named_video_is_not_overwritten_untold(self):
        (self.folder / "my.mp4").write_bytes(b"mine")
        self.assert_fails(self.demo("--quiet", "--out", "my.mp4", *SHORT), 2, "my.mp4", "--overwrite")
        self.assertEqual(self.demo("--quiet", "--out", "my.mp4", "--overwrite", *SHORT).code, 0)

    def test_the_user_s_own_frames_are_followed_from_the_box_given(self):
        self.clip(frames=9)
        result = self.demo("clip", "--box", first_box(), "--threads", 1)
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("9 frames", result.out)
        self.assertTrue((self.folder / "demo.mp4").stat().st_size > 1000)

    def test_the_user_s_own_frames_need_a_box_where_there_is_no_display(self):
        self.clip()
        self.assert_fails(self.demo("clip"), 5, "--box")

    def test_what_it_cannot_use_gets_one_clear_line(self):
        self.assert_fails(self.demo("--box", "1,2,3,4"), 2, "--box", "INPUT")
        self.assert_fails(self.demo("--frames", "1"), 2, "frames: 1")
        self.assert_fails(self.demo("--world", "moon"), 2, "--world", "reef")
        self.assert_fails(self.demo(model="truncated"), 4, "truncated")
        self.assert_fails(self.demo("missing.avi", "--box", "1,2,3,4"), 3, "missing.avi")
        self.assertEqual([path.name for path in self.folder.iterdir()], [])


if __name__ == "__main__":
    unittest.main()
