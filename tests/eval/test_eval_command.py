"""`siamrt eval` run as a program: stdout, stderr, exit code and files."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["SIAMRT_PROGRAM"]
SHARED = Path(os.environ.get("SIAMRT_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")

TRUTH = [[10 + 3 * i, 20 + 2 * i, 30, 40] for i in range(8)]


def run(*words, **changes):
    env = dict(os.environ, NO_COLOR="1", **changes)
    done = subprocess.run([PROGRAM, "eval", *map(str, words)], capture_output=True, text=True, timeout=120, env=env)
    return done.returncode, done.stdout, done.stderr


def write_rows(path, rows, separator=",", end="\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(separator.join(f"{v:g}" for v in row) + end for row in rows))


class EvalCommand(unittest.TestCase):
    """Two small sequences of a folder data set in OTB's layout, truth without images."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.truth = self.folder / "truth.json"
        self.truth.write_text(json.dumps({
            name: {"video_dir": name, "init_rect": TRUTH[0], "gt_rect": TRUTH, "attr": ["OCC"]}
            for name in ("one", "two")}))
        for name in ("one", "two"):
            write_rows(self.folder / "good" / f"{name}.txt", TRUTH)
            write_rows(self.folder / "bad" / f"{name}.txt", [[x + 15, y, w, h] for x, y, w, h in TRUTH])
        self.words = ["--dataset", "folder", "--annotations", self.truth]

    def test_table_names_tracker_profile_and_interval(self):
        code, out, err = run(*self.words, "--results", self.folder / "good")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("good", out)
        self.assertIn("folder", out)
        self.assertIn("0.9524 [0.9524, 0.9524]", out)

    def test_best_tracker_comes_first_and_the_others_are_compared_with_it(self):
        code, out, _ = run(*self.words, "--results", self.folder / "bad", "--results", self.folder / "good")
        self.assertEqual(code, 0)
        self.assertLess(out.index("good"), out.index("bad"))
        self.assertIn("auc against good, folder", out)

    def test_json_holds_everything_in_full_precision(self):
        target = self.folder / "figures.json"
        code, _, err = run(*self.words, "--results", f"mine={self.folder / 'good'}", "--json", target,
                           "--profile", "folder", "--profile", "otb-pysot")
        self.assertEqual((code, err), (0, ""))
        document = json.loads(target.read_text())
        self.assertEqual(list(document), ["mine"])
        self.assertEqual(list(document["mine"]), ["folder", "otb-pysot"])
        one = document["mine"]["otb-pysot"]
        self.assertEqual(one["figures"]["auc"], 20 / 21)
        self.assertEqual(len(one["curves"]["success"]["values"]), 21)
        self.assertEqual(one["sequences"]["one"]["frames"], 8)
        self.assertFalse(one["partial"])
        self.assertEqual(run(*self.words, "--results", self.folder / "good", "--json", target)[0], 2,
                         "an existing file is not overwritten")

    def test_missing_sequence_is_an_error_unless_available(self):
        (self.folder / "good" / "two.txt").unlink()
        code, out, err = run(*self.words, "--results", self.folder / "good")
        self.assertEqual((code, out), (3, ""))
        self.assertIn("no results for 1 of 2 sequences: two; --available scores what is there", err)
        code, out, err = run(*self.words, "--results", self.folder / "good", "--available")
        self.assertEqual(code, 0)
        self.assertIn("1*", out)
        self.assertIn("partial", out)
        self.assertIn("two: left out: no results", err)

    def test_length_and_odd_rows_are_warned_about(self):
        write_rows(self.folder / "good" / "two.txt", TRUTH[:5], separator="\t", end="\r\n")
        code, _, err = run(*self.words, "--results", self.folder / "good")
        self.assertEqual(code, 0)
        self.assertIn("two: 5 boxes for 8 frames", err)
        code, out, err = run(*self.words, "--results", self.folder / "good", "--profile", "otb-pysot")
        self.assertEqual(code, 0)
        self.assertIn("two: left out: 5 boxes for 8 frames: too few", err)
        self.assertIn("1*", out)

    def test_wrong_separator_is_an_error_with_file_and_line(self):
        (self.folder / "good" / "two.txt").write_text("1,2,3,4\n1:2:3:4\n")
        code, _, err = run(*self.words, "--results", self.folder / "good")
        self.assertEqual(code, 3)
        self.assertIn("two.txt:2: '1:2:3:4' is no row of numbers", err)

    def test_unknown_names_are_refused_with_known_ones(self):
        code, _, err = run("--dataset", "otb2016", "--annotations", self.truth, "--results", self.folder / "good")
        self.assertEqual(code, 2)
        self.assertIn("otb2015", err)
        code, _, err = run(*self.words, "--results", self.folder / "good", "--profile", "otb-matlap")
        self.assertEqual(code, 2)
        self.assertIn("otb-matlab", err)

    def test_truth_must_come_from_somewhere(self):
        code, _, err = run("--dataset", "folder", "--results", self.folder / "good")
        self.assertEqual(code, 2)
        self.assertIn("--data or --annotations", err)

    def test_explain_says_why_two_profiles_differ(self):
        write_rows(self.folder / "good" / "two.txt", [[200, 200, 30, 40], *TRUTH[1:]])
        code, out, _ = run(*self.words, "--results", self.folder / "good", "--explain",
                           "--profile", "otb-matlab", "--profile", "otb-pysot")
        self.assertEqual(code, 0)
        self.assertIn("first result: replaced by the truth (otb-matlab); taken as it is (otb-pysot)", out)
        self.assertIn("two: success 0.95238 and 0.83333", out)
        self.assertIn("first frame: otb-matlab puts the truth in place of the result", out)
        self.assertIn("1 sequences alike, 1 differ", out)

    def test_groups_give_mean_and_range(self):
        code, out, _ = run(*self.words, "--results", self.folder / "good", "--results", self.folder / "bad",
                           "--group", "both=*")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"both\s+folder\s+2\s+auc")
        self.assertEqual(run(*self.words, "--results", self.folder / "good", "--group", "none=x*")[0], 2)

    def test_two_trackers_of_one_name_are_refused(self):
        code, _, err = run(*self.words, "--results", self.folder / "good", "--results", self.folder / "good")
        self.assertEqual(code, 2)
        self.assertIn("two trackers are called 'good'", err)

    def test_published_results_of_every_layout(self):
        if not (SHARED / "results").is_dir():
            self.skipTest(f"needs results below SIAMRT_SHARED ({SHARED}), which is absent")
        code, out, _ = run("--dataset", "otb2015", "--annotations", SHARED / "annotations/OTB100.json.xz",
                           "--results", SHARED / "results/OTB100_results.tar.xz", "--profile", "otb-pysot", "--available")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"ATOM\s+otb-pysot\s+100\s+0\.6670")
        self.assertRegex(out, r"MDNet\s+otb-pysot\s+98\*")
        code, out, _ = run("--dataset", "vot2018", "--annotations", SHARED / "annotations/VOT2018.json.xz",
                           "--results", SHARED / "results/VOT2018_results.tar.xz")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"NanoTrackV3\s+vot-pysot\s+60\s+0\.4491")


if __name__ == "__main__":
    unittest.main()
