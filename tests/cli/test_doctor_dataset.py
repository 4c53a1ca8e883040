"""siamrt doctor --dataset."""

import json
import unittest

import cv2

from tests.cli.support import Case, SHARED, picture, run


class DoctorDataset(Case):
    def sequence(self, name, rows=3, text=None):
        """A sequence in OTB's layout below `data`, its truth 10,10,50,40 in every frame."""
        folder = self.folder / "data" / name
        (folder / "img").mkdir(parents=True)
        for number in range(1, rows + 1):
            cv2.imwrite(str(folder / "img" / f"{number:04d}.jpg"), picture(number))
        (folder / "groundtruth_rect.txt").write_text(text or "10,10,50,40\n" * rows)
        return folder

    def results(self, tracker, row):
        folder = self.folder / "results" / tracker
        folder.mkdir(parents=True)
        for name in ("a", "b", "c"):
            (folder / f"{name}.txt").write_text(row + "\n" * 3)

    def test_a_sound_folder_has_no_faults(self):
        for name in ("a", "b", "c"):
            self.sequence(name)
        result = run("doctor", "--dataset", "folder", "--data", self.folder / "data")
        self.assertEqual((result.code, result.err), (0, ""))
        self.assertIn("sequences   3", result.out)
        self.assertIn("comma in 3 files", result.out)
        self.assertIn("9, 9 decoded", result.out)

    def test_faults_are_listed_and_give_exit_code_3(self):
        self.sequence("a", text="10,10,50,40\n10:10:50:40\n10,10,50,40\n")
        (self.sequence("b") / "img" / "0003.jpg").write_text("no picture")
        result = run("doctor", "--dataset", "folder", "--data", self.folder / "data")
        self.assertEqual(result.code, 3)
        self.assertIn("groundtruth_rect.txt:2: '10:10:50:40' is no number", result.out)

    def test_every_image_is_decoded_where_asked_for(self):
        (self.sequence("a", rows=50) / "img" / "0002.jpg").write_text("no picture")
        some = run("doctor", "--dataset", "folder", "--data", self.folder / "data")
        whole = run("doctor", "--dataset", "folder", "--data", self.folder / "data", "--images", "all")
        self.assertEqual((some.code, whole.code), (0, 3))
        self.assertIn("0002.jpg: no picture that can be read", whole.out)

    def test_offsets_of_results_are_pointed_out_in_text_and_json(self):
        for name in ("a", "b", "c"):
            self.sequence(name)
        self.results("fine", "10,10,50,40")
        self.results("half", "10.5,10.5,50,40")
        self.results("zero", "9\t9\t50\t40")
        words = ("doctor", "--dataset", "folder", "--data", self.folder / "data", "--results", self.folder / "results")
        text = run(*words).out
        self.assertIn("fine: 3 of 3 sequences start at the truth", text)
        self.assertIn("half: 3 of 3 sequences start +0.5, +0.5 px off the truth", text)
        self.assertIn("zero: 3 of 3 sequences start -1, -1 px off the truth: results counted from 0", text)
        about = json.loads(run(*words, "--json").out)
        self.assertEqual([(r["folder"], r["dx"]) for r in about["results"]], [("fine", 0), ("half", 0.5), ("zero", -1)])

    def test_wrong_calls_are_usage_errors_of_one_line(self):
        for words in (("--dataset", "otb2016", "--data", "."), ("--data", "."), ("--dataset", "otb2015")):
            result = run("doctor", *words)
            self.assertEqual((result.code, result.out, len(result.err.splitlines())), (2, "", 1), words)

    @unittest.skipUnless((SHARED / "sequences").exists(), "needs the shared material")
    def test_the_real_sequences_are_sound(self):
        about = json.loads(run("doctor", "--dataset", "folder", "--data", SHARED / "sequences", "--json").out)
        self.assertEqual((about["sequences"], about["rows"], about["faults"]), (13, 1479, []))


if __name__ == "__main__":
    unittest.main()
