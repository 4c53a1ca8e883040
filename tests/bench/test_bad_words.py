"""`siamrt bench` with words, folders and files that do not fit."""

import unittest

from tests.bench.support import MODEL, Case, make_otb, run


class BadWords(Case):
    @classmethod
    def sequences(cls):
        return {"short": 3}

    def test_words_that_do_not_fit_are_refused_before_anything_is_written(self):
        for words, part in ((["--jobs", "x"], "--jobs"), (["--jobs", "-1"], "--jobs"), (["--repetitions", "0"], "--repetitions"),
                            (["--pack"], "--pack"), (["--layout", "vot"], "--layout"), (["--unsupervised"], "VOT"),
                            (["--set", "threads=4"], "--jobs"), (["--set", "lrr=1"], "'lr'"), (["--set", "search=256"], "search")):
            with self.subTest(words):
                _, err = self.bench(*words, code=2)
                self.assertIn(part, err)
                self.assertFalse(self.out.exists())

    def test_an_unknown_data_set_lists_the_nearest_and_one_that_is_not_there_is_named(self):
        code, _, err = run("--model", MODEL, "--dataset", "otb2105", "--data", self.data, "--out", self.out)
        self.assertEqual(code, 2)
        self.assertIn("otb2015", err)
        code, _, err = run("--model", MODEL, "--dataset", "folder", "--data", self.folder / "nowhere", "--out", self.out)
        self.assertEqual(code, 3)
        self.assertIn("nowhere", err)

    def test_a_model_that_is_none_is_refused(self):
        (self.folder / "none.pt").write_text("no archive")
        code, _, err = run("--model", self.folder / "none.pt", *self.words[2:], "--out", self.out)
        self.assertEqual(code, 4)
        self.assertIn("none.pt", err)
        self.assertFalse(self.out.exists())

    def test_a_folder_that_cannot_be_made_and_a_damaged_run_json(self):
        (self.folder / "file").write_text("")
        self.out = self.folder / "file" / "run"
        self.bench(code=5)
        self.out = self.folder / "run"
        self.out.mkdir()
        (self.out / "run.json").write_text("{")
        _, err = self.bench(code=3)
        self.assertIn("run.json", err)

    def test_a_results_folder_that_cannot_be_written_ends_the_run(self):
        self.out.mkdir()
        (self.out / "results").write_text("a file where the folder should be")
        _, err = self.bench(code=5)
        self.assertIn("results", err)

    def test_a_first_frame_without_truth_is_that_sequences_failure(self):
        make_otb(self.folder / "more", "blank", 3)
        make_otb(self.folder / "more", "good", 3)
        truth = self.folder / "more" / "blank" / "groundtruth_rect.txt"
        truth.write_text("NaN,NaN,NaN,NaN\n" + "".join(truth.read_text().splitlines(True)[1:]))
        code, _, err = run("--model", MODEL, "--dataset", "folder", "--data", self.folder / "more", "--out", self.out)
        self.assertEqual(code, 3)
        self.assertIn("blank: no truth to start from", err)
        self.assertTrue((self.out / "results" / "good.txt").exists())


if __name__ == "__main__":
    unittest.main()
