"""Configuration: values, one clear line for every mistake, exit codes of the command."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from . import support
from training import config
from training.errors import TrainError

DEFAULT = support.REPOSITORY / "experiments" / "siamfcpp" / "default" / "train.yaml"


class Config(unittest.TestCase):
    def read(self, text, changes=()):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "train.yaml"
            path.write_text(text)
            return config.read(path, changes)

    def fails(self, kind, part, text, changes=()):
        with self.assertRaises(TrainError) as caught:
            self.read(text, changes)
        self.assertEqual(caught.exception.kind, kind)
        self.assertIn(part, str(caught.exception))
        self.assertNotIn("\n", str(caught.exception))

    def test_file_over_defaults_and_set_over_file(self):
        found = self.read("experiment: default\nbatch: 8\noptim: {lr: 1e-4}\n", ["optim.lr=2e-4", "pairs.fill=0"])
        self.assertEqual((found["batch"], found["optim"]["lr"], found["pairs"]["fill"]), (8, 2e-4, 0))
        self.assertEqual(config.DEFAULTS["batch"], 32)

    def test_free_mappings_take_any_key(self):
        found = self.read("experiment: default\noptim: {multipliers: {basemodel.: 0.2}}\n")
        self.assertEqual(found["optim"]["multipliers"], {"basemodel.": 0.2})

    def test_unknown_key_names_line_and_nearest(self):
        self.fails("input", "train.yaml:2: unknown key 'batsh'; did you mean batch", "experiment: default\nbatsh: 8\n")
        self.fails("input", "unknown key 'optim.lrr'", "experiment: default\noptim:\n  lrr: 8\n")

    def test_wrong_values(self):
        self.fails("input", "is no number", "experiment: default\nbatch: many\n")
        self.fails("input", "labels is 'round'", "experiment: default\nlabels: round\n")
        self.fails("input", "epochs is 0", "experiment: default\nepochs: 0\n")
        self.fails("input", "must be a mapping", "experiment: default\noptim: 3\n")
        self.fails("input", "no YAML", "experiment: [\n")
        self.fails("input", "experiment", "batch: 8\n")
        self.fails("input", "freeze", "experiment: default\nfreeze: [{parameters: [a]}]\n")
        self.fails("input", "teachers", "experiment: default\nteachers: [{experiment: nanotrack_v2}]\n")
        self.fails("input", "distil needs", "experiment: default\ndistil: {score: 1}\n")
        self.fails("input", "pairs.free", "experiment: default\npairs: {free: 0.2}\n")

    def test_set_mistakes(self):
        self.fails("usage", "expected key=value", "experiment: default\n", ["batch"])
        self.fails("usage", "unknown key", "experiment: default\n", ["optim.speed=3"])

    def test_the_default_experiment_is_valid(self):
        found = config.read(DEFAULT)
        self.assertEqual(found["experiment"], "default")


class Command(unittest.TestCase):
    def run_train(self, *arguments):
        command = [sys.executable, str(support.REPOSITORY / "scripts" / "train"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True)

    def test_wrong_use_ends_with_2_and_one_line(self):
        done = self.run_train("--config", "x.yaml")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1)

    def test_missing_config_ends_with_3(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_train("--config", Path(folder) / "none.yaml", "--out", folder)
        self.assertEqual(done.returncode, 3)
        self.assertIn("none.yaml", done.stderr)


if __name__ == "__main__":
    unittest.main()
