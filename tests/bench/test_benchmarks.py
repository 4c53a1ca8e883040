"""`siamrt bench` on made downloads of benchmarks with rules of their own: GOT-10k, TrackingNet, VOT."""

import unittest
import zipfile

from tests.bench.support import MODEL, SIDE, Case, make_got10k, make_vot, run, tree, write_pictures


class Benchmarks(Case):
    @classmethod
    def setUpClass(cls):
        pass

    def bench(self, dataset, data, *words, code=0):
        found, out, err = run("--model", MODEL, "--dataset", dataset, "--data", data, "--out", self.out, *words)
        self.assertEqual(found, code, err)
        return out, err

    def test_got10k_layout_and_repetitions(self):
        make_got10k(self.folder / "g", "GOT-10k_Val_000001", 5)
        self.bench("folder", self.folder / "g", "--layout", "got10k", "--repetitions", 3)
        name = "GOT-10k_Val_000001"
        files = tree(self.out)
        runs = [files[f"results/{name}/{name}_{r:03}.txt"] for r in (1, 2, 3)]
        self.assertEqual(runs[0].splitlines()[0], b"30.000,40.000,40.000,40.000")
        self.assertEqual(runs, [runs[0]] * 3)
        times = files[f"results/{name}/{name}_time.txt"].decode().splitlines()
        self.assertEqual((len(times), len(times[0].split(","))), (5, 3))
        code, out, err = run("--dataset", "folder", "--data", self.folder / "g", "--results", self.out, command="eval")
        self.assertEqual(code, 0, err)

    def test_pack_makes_the_upload_archive_of_got10k(self):
        root = self.folder / "GOT-10k" / "test"
        names = [f"GOT-10k_Test_{i:06}" for i in range(1, 181)]
        for name in names:
            make_got10k(root, name, 1, test=True)
        (root / "list.txt").write_text("\n".join(names) + "\n")
        out, _ = self.bench("got10k_test", self.folder / "GOT-10k", "--pack")
        self.assertIn("run.zip", out)
        with zipfile.ZipFile(self.out / "run.zip") as packed:
            self.assertIsNone(packed.testzip())
            self.assertEqual(sorted(packed.namelist()), sorted(f"{n}/{n}_{e}.txt" for n in names for e in ("001", "time")))

    def test_pack_refuses_a_part_of_the_benchmark_before_it_runs(self):
        make_got10k(self.folder / "GOT-10k" / "test", "GOT-10k_Test_000007", 1, test=True)
        _, err = self.bench("got10k_test", self.folder / "GOT-10k", "--pack", "--available", code=2)
        self.assertIn("missing", err)
        self.assertFalse(self.out.exists())

    def test_trackingnet_has_a_plain_file_a_sequence_counted_from_zero(self):
        root = self.folder / "TrackingNet" / "TEST"
        (root / "anno").mkdir(parents=True)
        for name in ("abc_0", "x-_7"):
            write_pictures(root / "frames" / name, 3, "{}.jpg")
            (root / "anno" / f"{name}.txt").write_text(f"30,40,{SIDE},{SIDE}\n")
        self.bench("trackingnet", self.folder / "TrackingNet", "--available")
        files = tree(self.out)
        self.assertEqual(sorted(files), ["results/abc_0.txt", "results/x-_7.txt"])
        rows = files["results/abc_0.txt"].decode().splitlines()
        self.assertEqual((len(rows), rows[0]), (3, f"30,40,{SIDE},{SIDE}"))

    def test_vot_is_run_supervised_and_starts_anew_five_frames_after_a_failure(self):
        make_vot(self.folder / "VOT2018", "ball2", 41, lost=(12,))
        self.bench("vot2018", self.folder / "VOT2018", "--available")
        lines = (self.out / "results/baseline/ball2/ball2_001.txt").read_text().splitlines()
        self.assertEqual(len(lines), 41)
        self.assertEqual((lines[0], lines[12:18][0], lines[13:17], lines[17]), ("1", "2", ["0"] * 4, "1"))
        self.assertRegex(lines[1], r"^-?\d+\.\d{4}(,-?\d+\.\d{4}){3}$")
        words = ["--dataset", "vot2018", "--data", self.folder / "VOT2018", "--available", "--results", self.out]
        code, out, err = run(*words, command="eval")
        self.assertEqual(code, 0, err)
        self.assertIn("eao", out.lower())

    def test_vot_unsupervised_is_one_pass_from_the_familys_start_box(self):
        make_vot(self.folder / "VOT2018", "ball2", 41, lost=(12,))
        out, err = self.bench("vot2018", self.folder / "VOT2018", "--available", "--unsupervised")
        self.assertIn("default settings", out)
        self.assertEqual(err.count("left out"), 9, "eight sequences and a line that counts the others")
        rows = (self.out / "results/ball2.txt").read_text().splitlines()
        self.assertEqual((len(rows), rows[0]), (41, f"30,40,{SIDE + 1},{SIDE + 1}"))


if __name__ == "__main__":
    unittest.main()
