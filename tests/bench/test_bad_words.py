"""`siamrt bench` with words, folders and files that do not fit."""

import tempfile
import unittest
from pathlib import Path

from tests.bench.support import MODEL, make_otb, run


class BadWords(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.out = self.folder / "run"
        make_otb(self.folder / "data", "good", 3)

    def bench(self, *words, code, data="data"):
        found, _, err = run("--model", MODEL, "--dataset", "folder", "--data", self.folder / data, "--out", self.out, *words)
        self.assertEqual(found, code, err)
        self.assertEqual(err.count("siamrt: "), 1, err)
        return err

    def test_words_that_do_not_fit_are_refused_before_anything_is_written(self):
        for words, part in ((["--jobs", "-1"], "--jobs"), (["--repetitions", "0"], "--repetitions"), (["--pack"], "--pack"),
                            (["--layout", "vot"], "--layout"), (["--unsupervised"], "VOT"), (["--set", "threads=4"], "--jobs"),
                            (["--set", "search=256"], "256")):
            with self.subTest(words):
                self.assertIn(part, self.bench(*words, code=2))
                self.assertFalse(self.out.exists())

    def test_data_that_is_not_there_is_named(self):
        self.assertIn("nowhere", self.bench(code=3, data="nowhere"))
        self.assertFalse(self.out.exists())

    def test_a_folder_that_cannot_be_made_or_written_ends_the_run(self):
        (self.folder / "file").write_text("")
        self.out = self.folder / "file" / "run"
        self.assertIn("file", self.bench(code=5))
        self.out = self.folder / "run"
        self.out.mkdir()
        (self.out / "results").write_text("a file where the folder should be")
        self.assertIn("results", self.bench("--quiet", code=5))

    def test_a_first_frame_without_truth_is_that_sequences_failure(self):
        make_otb(self.folder / "data", "blank", 3)
        truth = self.folder / "data" / "blank" / "groundtruth_rect.txt"
        truth.write_text("NaN,NaN,NaN,NaN\n" + "".join(truth.read_text().splitlines(True)[1:]))
        code, _, err = run("--model", MODEL, "--dataset", "folder", "--data", self.folder / "data", "--out", self.out)
        self.assertEqual(code, 3)
        self.assertIn("blank: no truth to start from", err)
        self.assertTrue((self.out / "results" / "good.txt").exists())


if __name__ == "__main__":
    unittest.main()
