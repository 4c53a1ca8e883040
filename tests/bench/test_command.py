"""`siamrt bench` run as a program on made sequences with made weights: files, progress, going on, failures."""

import json
import os
import pty
import shutil
import subprocess
import unittest

from tests.bench.support import ARCHIVES, MODEL, PROGRAM, SIDE, Case, make_otb, run, state, tree


class Command(Case):
    def test_every_sequence_has_a_line_a_frame_and_starts_with_the_truth_counted_from_one(self):
        self.assertEqual(sorted(tree(self.whole)), [f"results/{n}.txt" for n in ("long", "middle", "other", "short")])
        for name, frames in self.sequences().items():
            rows = (self.whole / "results" / f"{name}.txt").read_text().splitlines()
            times = (self.whole / "times" / f"{name}.txt").read_text().splitlines()
            self.assertEqual((len(rows), len(times)), (frames, frames))
            self.assertEqual(rows[0], f"31,41,{SIDE},{SIDE}")
            self.assertTrue(all(float(t) > 0 for t in times))

    def test_longest_sequence_first_and_one_line_each_where_there_is_no_terminal(self):
        lines = [line for line in self.said[1].splitlines() if " frames" in line]
        self.assertEqual([line.split()[1] for line in lines], ["long", "middle", "other", "short"])
        self.assertRegex(lines[-1], r"^4/4  short  4 frames  [\d.]+ fps  success \d\.\d{3}$")

    def test_a_terminal_shows_how_far_the_run_is_and_two_jobs_give_the_same_bytes(self):
        ours, theirs = pty.openpty()
        process = subprocess.Popen([PROGRAM, "bench", *map(str, self.words), "--out", str(self.out), "--jobs", "2"],
                                   stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        said = b""
        try:
            while chunk := os.read(ours, 4096):
                said += chunk
        except OSError:  # Linux's way of saying that the other end is closed
            pass
        os.close(ours)
        self.assertEqual(process.wait(), 0)
        self.assertRegex(said.decode(), r"frames \d+/35  [\d.]+/s  \d+:\d\d left  sequences [1-4]/4  success \d\.\d{3}\x1b")
        self.assertEqual(tree(self.out), tree(self.whole))
        self.assertEqual((self.out / "run.json").read_bytes(), (self.whole / "run.json").read_bytes())

    def test_run_json_says_what_made_the_results_and_that_they_are_complete(self):
        made = json.loads((self.whole / "run.json").read_text())["made_by"]
        self.assertEqual(len(made["model"]["digest"]), 64)
        self.assertEqual(made["dataset"]["name"], "folder")
        self.assertIn("lr", made["settings"])
        self.assertIn("libtorch", made["versions"])
        found = state(self.whole)
        self.assertEqual((found["complete"], found["done"], found["failed"]), (True, 4, {}))

    def test_finished_sequences_are_not_run_again_and_the_json_of_the_same_command_is_renewed(self):
        summary = self.folder / "summary.json"
        summary.write_text("of the first call")
        self.copy_whole()
        before = {p: p.stat().st_mtime_ns for p in (self.out / "results").iterdir()}
        (self.out / "results" / "middle.txt").unlink()
        out, err = self.bench("--json", summary)
        self.assertIn("3 were done already", out)
        self.assertIn("1/1  middle", err)
        self.assertEqual(tree(self.out), tree(self.whole))
        for path, stamp in before.items():
            if path.name != "middle.txt":
                self.assertEqual(path.stat().st_mtime_ns, stamp)
        said = json.loads(summary.read_text())
        self.assertEqual((said["already"], list(said["sequences"]), said["state"]["complete"]), (3, ["middle"], True))
        self.assertEqual(said["sequences"]["middle"]["frames"], 9)

    def test_another_model_or_setting_is_refused_unless_overwriting(self):
        self.copy_whole()
        (self.out / "run.zip").write_text("an upload of the old results")
        _, err = self.bench("--set", "lr=0.111", code=2)
        self.assertIn("settings.lr", err)
        self.assertIn("--overwrite", err)
        code, _, err = run(*self.words[2:], "--model", ARCHIVES / "nanotrack_v2.pt", "--out", self.out)
        self.assertEqual(code, 2)
        self.assertIn("model.", err)
        self.assertEqual(tree(self.out), tree(self.whole))
        self.bench("--set", "lr=0.111", "--overwrite")
        self.assertNotEqual(tree(self.out), tree(self.whole))
        self.assertFalse((self.out / "run.zip").exists())

    def test_truth_that_has_changed_is_refused(self):
        self.copy_whole()
        shutil.copytree(self.data, self.folder / "changed")
        truth = self.folder / "changed" / "short" / "groundtruth_rect.txt"
        truth.write_text(truth.read_text().replace("31,41", "33,41", 1))
        code, _, err = run(*self.words[:-1], self.folder / "changed", "--out", self.out)
        self.assertEqual(code, 2)
        self.assertIn("short was run as", err)

    def test_a_sequence_that_fails_is_reported_and_the_others_go_on(self):
        data = self.folder / "broken"
        make_otb(data, "bad", 6)
        make_otb(data, "good", 4)
        (data / "bad" / "img" / "0004.jpg").write_bytes(b"no picture")
        words = ["--model", MODEL, "--dataset", "folder", "--data", data, "--out", self.out]
        code, out, err = run(*words)
        self.assertEqual(code, 3)
        self.assertIn("0004.jpg", err)
        self.assertIn("1 of 2 sequences failed", err)
        self.assertIn("failed     1", out)
        self.assertEqual(list(tree(self.out)), ["results/good.txt"])
        found = state(self.out)
        self.assertEqual((found["complete"], found["done"], list(found["failed"])), (False, 1, ["bad"]))
        code, _, err = run("--dataset", "folder", "--data", data, "--results", self.out, command="eval")
        self.assertEqual(code, 3)
        self.assertIn("bad", err)
        make_otb(self.folder / "whole", "bad", 6)
        (self.folder / "whole/bad/img/0004.jpg").rename(data / "bad" / "img" / "0004.jpg")
        self.assertEqual(run(*words)[0], 0)
        self.assertEqual((state(self.out)["complete"], state(self.out)["failed"]), (True, {}))

    def test_a_missing_sequence_is_an_error_and_with_available_a_partial_run(self):
        data = self.folder / "some"
        make_otb(data, "good", 4)
        make_otb(data, "bare", 4)
        for image in (data / "bare" / "img").iterdir():
            image.unlink()
        words = ["--model", MODEL, "--dataset", "folder", "--data", data, "--out", self.out]
        code, _, err = run(*words)
        self.assertEqual(code, 3)
        self.assertIn("bare", err)
        self.assertFalse(self.out.exists())
        code, out, err = run(*words, "--available")
        self.assertEqual(code, 0, err)
        self.assertIn("bare", err)
        self.assertIn("partial", out)
        self.assertEqual(list(tree(self.out)), ["results/good.txt"])
        self.assertEqual((state(self.out)["complete"], list(state(self.out)["missing"])), (False, ["bare"]))

    def test_figures_of_eval_are_the_success_that_bench_shows(self):
        words = ["--dataset", "folder", "--data", self.data, "--results", f"run={self.whole}", "--json"]
        code, out, err = run(*words, command="eval")
        self.assertEqual(code, 0, err)
        figures = json.loads(out)["run"]["folder"]["sequences"]
        for name in self.sequences():
            shown = self.summary["sequences"][name]["success"]
            self.assertAlmostEqual(figures[name]["figures"]["auc"], shown, places=12)


if __name__ == "__main__":
    unittest.main()
