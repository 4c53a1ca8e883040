"""Whole small runs: snapshots, resuming bit for bit, refusals."""
import contextlib
import io
import os
import shutil
import tempfile
import unittest
from pathlib import Path

import torch

from . import support
from training import build, clips, command, journal, snapshot
from training.errors import TrainError
from training.store import open_store


class Runs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.crops = support.make_crops(cls.folder / "crops")
        cls.config = support.make_config(cls.folder / "train.yaml", cls.crops)
        cls.whole = cls.folder / "whole"
        cls.run_train(cls.whole)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_train(cls, out, *more, config=None):
        with contextlib.redirect_stdout(io.StringIO()):
            command.run(["--config", str(config or cls.config), "--out", str(out), *more])

    def fails(self, kind, part, out, *more):
        with self.assertRaises(TrainError) as caught:
            self.run_train(out, *more)
        self.assertEqual(caught.exception.kind, kind)
        self.assertIn(part, str(caught.exception))

    def assert_same_state(self, a, b):
        a, b = snapshot.load(a), snapshot.load(b)
        for part in ("model_state_dict", "raw_state_dict"):
            for name, value in a[part].items():
                self.assertTrue(torch.equal(value, b[part][name]), f"{part} {name}")
        for i, state in a["optimizer_state_dict"]["state"].items():
            self.assertTrue(torch.equal(state["exp_avg"], b["optimizer_state_dict"]["state"][i]["exp_avg"]))

    def test_snapshot_has_the_lineage_s_keys(self):
        state = snapshot.load(self.whole / "snapshots" / "epoch-1.pkl")
        self.assertEqual(state["epoch"], 1)
        self.assertLessEqual({"model_state_dict", "optimizer_state_dict"}, set(state))
        self.assertEqual(sorted(p.name for p in (self.whole / "snapshots").iterdir()), ["epoch-0.pkl", "epoch-1.pkl"])

    def test_resumed_run_equals_the_unbroken_one_bit_for_bit(self):
        part = self.folder / "part"
        (part / "snapshots").mkdir(parents=True)
        shutil.copy(self.whole / "snapshots" / "epoch-0.pkl", part / "snapshots")
        self.run_train(part, "--resume", "latest")
        self.assert_same_state(self.whole / "snapshots" / "epoch-1.pkl", part / "snapshots" / "epoch-1.pkl")

    def test_run_killed_within_an_epoch_equals_the_unbroken_one(self):
        """A snapshot after every step; the last one is what kill -9 would leave."""
        often = self.folder / "often"
        self.run_train(often, "--set", "snapshot_seconds=0", "--set", "epochs=2")
        running = snapshot.load(often / "snapshots" / "running.pkl")
        self.assertEqual(running["step"], 6)
        broken = self.folder / "broken"
        (broken / "snapshots").mkdir(parents=True)
        save = snapshot.save

        def stop_after_four(path, state):
            save(path, state)
            if path.name == "running.pkl" and state["step"] == 4:
                raise KeyboardInterrupt

        try:
            snapshot.save = stop_after_four
            with self.assertRaises(KeyboardInterrupt):
                self.run_train(broken, "--set", "snapshot_seconds=0", "--resume", "latest")
        finally:
            snapshot.save = save
        self.run_train(broken, "--resume", "latest")
        self.assert_same_state(self.whole / "snapshots" / "epoch-1.pkl", broken / "snapshots" / "epoch-1.pkl")
        rows = (broken / "steps.csv").read_text().splitlines()
        self.assertEqual(len(rows), 1 + 6)

    def test_resumed_distillation_equals_the_unbroken_one(self):
        """The projections to the teacher's features go on as well; they are in the snapshot, not in the network."""
        from training import build

        torch.manual_seed(3)
        made = build.fresh(build.find("nanotrack_v2"))
        torch.save({"model_state_dict": made.state_dict()}, self.folder / "teacher.pkl")
        taught = support.make_config(
            self.folder / "taught.yaml", self.crops, teachers=[{"experiment": "nanotrack_v2", "snapshot": str(self.folder / "teacher.pkl")}],
            distil={"score": 1.0, "box": 1.0, "features": 0.5, "clean": True}, pairs={"free": 0.3})
        whole, part = self.folder / "taught", self.folder / "taught_part"
        self.run_train(whole, config=taught)
        (part / "snapshots").mkdir(parents=True)
        shutil.copy(whole / "snapshots" / "epoch-0.pkl", part / "snapshots")
        self.run_train(part, "--resume", "latest", config=taught)
        self.assert_same_state(whole / "snapshots" / "epoch-1.pkl", part / "snapshots" / "epoch-1.pkl")
        a, b = (snapshot.load(out / "snapshots" / "epoch-1.pkl")["projections_state_dict"] for out in (whole, part))
        first = snapshot.load(whole / "snapshots" / "epoch-0.pkl")["projections_state_dict"]
        self.assertTrue(a)
        for name, value in a.items():
            self.assertTrue(torch.equal(value, b[name]), name)
            self.assertFalse(torch.equal(value, first[name]), name)
        self.assertFalse(any("projection" in name for name in snapshot.load(whole / "snapshots" / "epoch-1.pkl")["model_state_dict"]))
        # A run that starts from these weights starts from these projections too; at rate 0 both stay as they are.
        after = self.folder / "taught_after"
        self.run_train(after, "--set", "epochs=1", "--set", "optim.lr=0", "--set", "start.kind=snapshot", "--set",
                       f"start.path={whole / 'snapshots' / 'epoch-1.pkl'}", config=taught)
        c = snapshot.load(after / "snapshots" / "epoch-0.pkl")["projections_state_dict"]
        self.assertTrue(all(torch.equal(value, c[name]) for name, value in a.items()))

    def test_resume_by_number_and_file(self):
        by_file = self.folder / "by_file"
        self.run_train(by_file, "--resume", str(self.whole / "snapshots" / "epoch-0.pkl"))
        self.assert_same_state(self.whole / "snapshots" / "epoch-1.pkl", by_file / "snapshots" / "epoch-1.pkl")
        self.fails("input", "epochs there: 0, 1", self.whole, "--resume", "7")

    def test_refuses_to_mix_runs(self):
        self.fails("usage", "--resume latest", self.whole)

    def test_broken_snapshot_is_one_line(self):
        bad = self.folder / "bad.pkl"
        bad.write_bytes(b"nothing")
        self.fails("model", "not a snapshot", self.folder / "x", "--resume", str(bad))
        torch.save({"model_state_dict": {"a": torch.zeros(1)}}, bad)
        self.fails("model", "does not fit", self.folder / "y", "--resume", str(bad))

    @unittest.skipUnless(os.environ.get("SIAMRT"), "SIAMRT does not name the built program")
    def test_after_the_last_epoch_the_bench_runs_by_itself(self):
        clips.write(clips.make(open_store(self.crops), 1, frames=4)[0], self.folder / "clips")
        result = self.folder / "bench"
        config = support.make_config(self.folder / "bench.yaml", self.crops, epochs=1,
                                     bench=["--dataset", "folder", "--data", str(self.folder / "clips"), "--out", str(result), "--quiet"])
        self.run_train(self.folder / "benched", config=config)
        self.assertEqual(len(list((result / "results").glob("*.txt"))), 1)
        missing = self.folder / "missing.yaml"
        missing.write_text(config.read_text().replace(str(self.folder / "clips"), str(self.folder / "no_clips")))
        with self.assertRaises(TrainError) as caught:
            self.run_train(self.folder / "not_benched", config=missing)
        self.assertIn("the training itself is done", str(caught.exception))

    def test_start_takes_parts_of_a_checkpoint_of_any_form(self):
        experiment = build.find("default")
        source, fresh = build.fresh(experiment), build.fresh(experiment)
        path, kept = self.folder / "other.pth", fresh.head.state_dict()
        torch.save({"epoch": 3, "state_dict": {"module." + name: value for name, value in source.state_dict().items()}}, path,
                   _use_new_zipfile_serialization=False)
        kept = {name: value.clone() for name, value in kept.items()}
        build.start(fresh, {"kind": "snapshot", "path": str(path), "prefixes": ["basemodel."]})
        for name, value in source.basemodel.state_dict().items():
            self.assertTrue(torch.equal(fresh.basemodel.state_dict()[name], value), name)
        for name, value in kept.items():
            self.assertTrue(torch.equal(fresh.head.state_dict()[name], value), name)
        with self.assertRaises(TrainError) as caught:
            build.start(fresh, {"kind": "snapshot", "path": str(path), "prefixes": ["trunk."]})
        self.assertIn("no tensor's name begins with trunk.", str(caught.exception))

    def test_mean_of_snapshots(self):
        sources = [self.whole / "snapshots" / f"epoch-{n}.pkl" for n in (0, 1)]
        out = self.folder / "mean.pkl"
        with contextlib.redirect_stdout(io.StringIO()):
            command.run(["--mean", str(out), *map(str, sources)])
        a, b, m = (snapshot.load(p)["model_state_dict"] for p in (*sources, out))
        name = "head.cls_p5_conv1.conv.weight"
        torch.testing.assert_close(m[name], (a[name] + b[name]) / 2)
        self.assertFalse(torch.equal(a[name], b[name]))
        self.assertEqual(snapshot.load(out)["epoch"], 1)
        torch.save({"model_state_dict": {name: torch.zeros(1)}}, self.folder / "small.pkl")
        for arguments, part in ((["--mean", str(out), str(sources[0])], "two snapshots"),
                                (["--mean", str(out), str(sources[0]), str(self.folder / "small.pkl")], "another network")):
            with self.assertRaises(TrainError) as caught:
                command.run(arguments)
            self.assertIn(part, str(caught.exception))

    def test_missing_crops_are_an_input_error(self):
        config = support.make_config(self.folder / "other.yaml", self.folder / "nowhere")
        with self.assertRaises(TrainError) as caught:
            self.run_train(self.folder / "z", config=config)
        self.assertEqual(caught.exception.kind, "input")

    def test_validate_fills_the_epochs_that_lack_figures(self):
        out = self.folder / "validated"
        shutil.copytree(self.whole, out)
        self.run_train(out, "--validate", "--set", "validation.made=1")
        rows = journal.read_epochs(out / "epochs.csv")
        self.assertEqual(sorted(rows), [0, 1])
        self.assertEqual(rows[1]["pairs"], 12)

    def test_log_loses_lines_beyond_the_resumed_step(self):
        path = self.folder / "log.csv"
        path.write_text("epoch,step\n0,1\n0,2\n0,3\n")
        journal.keep_until(path, 2)
        self.assertEqual([line.split(",")[1] for line in path.read_text().splitlines()], ["step", "1", "2"])


if __name__ == "__main__":
    unittest.main()
