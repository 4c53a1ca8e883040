"""scripts/export from the outside: archives, messages, exit codes, and what is left on disk."""

import contextlib
import errno
import hashlib
import io
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Dict, Tuple
from unittest import mock

import torch
import yaml

from .support import REPOSITORY, archives, opened, scratch

from networks import archive, command, experiments  # noqa: E402  (support has set the path)
from networks.build import build

NETWORKS = ["lighttrack_mobile", "nanotrack_v1", "nanotrack_v2", "nanotrack_v3", "ocean",
            "ocean_aligned", "ocean_botnet", "ocean_botnet_resampled", "ocean_online", "siamfcpp_alexnet",
            "siamfcpp_googlenet", "siamfcpp_shufflenetv2x0_5", "siamfcpp_shufflenetv2x1_0", "siamfcpp_tinyconv"]


def export(*arguments: object) -> Tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = command.main([str(argument) for argument in arguments])
        except SystemExit as stop:  # --help
            code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()


class ExportCase(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.out = self.folder / "out.pt"

    def snapshot(self, name: str = "siamfcpp_tinyconv", **changes: torch.Tensor) -> Path:
        path = self.folder / "snapshot.pth"
        torch.save({"model_state_dict": {**archives.filled_state(name), **changes}}, str(path))
        return path

    def fails(self, expected: int, words: Tuple[str, ...], *arguments: object) -> None:
        code, out, err = export(*arguments)
        self.assertEqual((code, out), (expected, ""), err)
        self.assertEqual(err.count("\n"), 1, err)
        for word in words:
            self.assertIn(word, err)


class Archives(ExportCase):
    def test_an_archive_holds_its_description(self) -> None:
        snapshot = self.snapshot()
        code, out, err = export("siamfcpp_tinyconv", "--checkpoint", snapshot, "--out", self.out)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("108 tensors, 418324 parameters", out)
        files = {archive.DESCRIPTION: ""}
        module = torch.jit.load(str(self.out), _extra_files=files)
        description = yaml.safe_load(files[archive.DESCRIPTION])
        self.assertEqual(description["schema"], 1)
        self.assertEqual(description["name"], "siamfcpp_tinyconv")
        self.assertEqual(description["grid"], {"size": 17, "stride": 8})
        self.assertEqual(description["source"]["sha256"], hashlib.sha256(snapshot.read_bytes()).hexdigest())
        self.assertEqual(description["source"]["file"], "snapshot.pth")
        self.assertEqual(description["parameters"], {"count": 108, "values": 418324})
        self.assertNotIn("network", description)
        self.assertNotIn("about", description)
        self.assertFalse(module.training)

    def test_names_inside_are_those_of_the_state_dict(self) -> None:
        for name in ("siamfcpp_tinyconv", "nanotrack_v1"):
            self.assertEqual(list(opened(name).state_dict()),
                             list(build(experiments.find(name).network).state_dict()))

    def test_the_same_input_gives_the_same_bytes(self) -> None:
        snapshot = self.snapshot("nanotrack_v1")
        for target in (self.out, self.folder / "another name.pt"):
            self.assertEqual(export("nanotrack_v1", "--checkpoint", snapshot, "--out", target)[0], 0)
        self.assertEqual(self.out.read_bytes(), (self.folder / "another name.pt").read_bytes())

    def test_the_grid_of_every_description_is_the_networks(self) -> None:
        for name in ("nanotrack_v1", "nanotrack_v2", "nanotrack_v3", "siamfcpp_tinyconv"):
            description = experiments.find(name).description
            side, template = description["input"]["search"], description["input"]["template"]
            module = opened(name)
            z, x = (torch.zeros(1, 3, size, size) for size in (template, side))
            with torch.no_grad():
                score, _ = module.locate(x, module.embed(z))
            self.assertEqual(score.size(1), description["grid"]["size"], name)


class Refusals(ExportCase):
    def test_wrong_use(self) -> None:
        self.fails(2, ("nanotrack_v3", "did you mean"), "nanotrak_v3", "--checkpoint", "a", "--out", self.out)
        self.fails(2, ("NAME is missing",))
        self.fails(2, ("--checkpoint FILE is missing",), "ocean")
        self.fails(2, ("--out ARCHIVE is missing",), "ocean", "--checkpoint", "a")
        self.fails(2, ("--chekpoint",), "ocean", "--chekpoint", "a")
        self.fails(2, ("is a folder",), "ocean", "--checkpoint", "a", "--out", self.folder)

    def test_unreadable_checkpoints(self) -> None:
        missing, text = self.folder / "none.pth", self.folder / "text.pth"
        text.write_text("hello")
        self.fails(3, (str(missing), "no such file"), "ocean", "--checkpoint", missing, "--out", self.out)
        self.fails(3, ("not a whole checkpoint",), "ocean", "--checkpoint", text, "--out", self.out)
        self.fails(3, ("no whole TorchScript file",), "lighttrack_mobile", "--checkpoint", text, "--out", self.out)
        self.assertFalse(self.out.exists())

    def test_a_checkpoint_of_another_network(self) -> None:
        snapshot = self.snapshot("nanotrack_v1")
        self.fails(4, ("does not fit nanotrack_v2, but nanotrack_v1:", "missing", "extra",
                       "ban_head.cls_pw_tower.0.weight", "ban_head.corr_pw.CA_layer.fc1"),
                   "nanotrack_v2", "--checkpoint", snapshot, "--out", self.out)
        self.assertFalse(self.out.exists())

    def test_nothing_is_overwritten_silently(self) -> None:
        self.out.write_text("precious")
        arguments = ("nanotrack_v1", "--checkpoint", self.snapshot("nanotrack_v1"), "--out", self.out)
        self.fails(2, ("--force",), *arguments)
        self.assertEqual(self.out.read_text(), "precious")
        self.assertEqual(export(*arguments, "--force")[0], 0)
        torch.jit.load(str(self.out))

    def test_a_failed_write_leaves_nothing(self) -> None:
        self.out.write_text("precious")
        snapshot = self.snapshot("nanotrack_v1")
        before = sorted(self.folder.iterdir())
        with mock.patch("os.fsync", side_effect=OSError(errno.ENOSPC, "No space left on device")):
            self.fails(5, ("No space left",), "nanotrack_v1", "--checkpoint", snapshot, "--out", self.out, "--force")
        self.assertEqual(sorted(self.folder.iterdir()), before)
        self.assertEqual(self.out.read_text(), "precious")

    def test_a_folder_that_is_not_there(self) -> None:
        self.fails(5, ("does not exist",), "nanotrack_v1", "--checkpoint", "a", "--out", self.folder / "no" / "a.pt")


class Descriptions(unittest.TestCase):
    def text(self, **changes: str) -> str:
        lines: Dict[str, str] = {"schema": "1", "name": "n", "about": "a", "family": "ocean", "architecture": "a",
                                 "network": "{kind: ocean}", "input": "{template: 127, search: 255, channels: bgr}",
                                 "grid": "{size: 25, stride: 8}", "outputs": "[score, box]",
                                 "settings": "{penalty_k: 0.1}", "source": "{licence: MIT, origin: o}"}
        lines.update(changes)
        return "".join(f"{key}: {value}\n" for key, value in lines.items() if value)

    def refused(self, text: str, *words: str) -> None:
        with self.assertRaises(experiments.Error) as caught:
            experiments.parse(text, "file.yaml")
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_unknown_keys_are_named_with_line_and_nearest_key(self) -> None:
        self.refused(self.text(setings="{}"), "file.yaml:12", "'setings'", "settings")
        self.refused(self.text(settings="{penalty: 0.1}"), "file.yaml:10", "'penalty'", "penalty_k")
        self.refused(self.text(benchmarks="{otb2015: {windo: x}}"), "file.yaml:12", "'windo'", "window")

    def test_other_faults_are_named(self) -> None:
        self.refused(self.text(family=""), "'family' is missing")
        self.refused(self.text(schema="2"), "schema 2")
        self.refused(self.text(grid="7"), "'grid' must be a mapping")
        self.refused(self.text() + "name: m\n", "twice")
        self.refused("a: [", "no valid YAML")
        self.refused("- a\n", "mapping")

    def test_every_network_is_listed_with_a_line(self) -> None:
        code, out, _ = export("--list")
        self.assertEqual(code, 0)
        self.assertEqual([name for name in NETWORKS if f"\n{name} " not in "\n" + out], [])
        self.assertTrue(all(len(line.split()) > 3 for line in out.splitlines()), out)

    def test_published_settings_are_kept_to_the_last_digit(self) -> None:
        otb = experiments.find("siamfcpp_alexnet").description["benchmarks"]["otb2015"]
        self.assertEqual(otb, {"penalty_k": 0.05413758904760692, "window_influence": 0.23153228172839774,
                               "lr": 0.5249642198880932})
        self.assertEqual(experiments.find("siamfcpp_googlenet").description["benchmarks"]["lasot_large"]["search"], 399)
        self.assertEqual(experiments.find("ocean").description["benchmarks"]["otb2015"]["search"], 271)


class Program(unittest.TestCase):
    def test_help_teaches_by_example(self) -> None:
        code, out, _ = export("--help")
        self.assertEqual(code, 0)
        self.assertIn("scripts/export nanotrack_v3 --checkpoint", out)

    def test_the_script_runs_from_anywhere(self) -> None:
        done = subprocess.run([str(REPOSITORY / "scripts" / "export"), "ocaen"], cwd=scratch().parent, text=True,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("export: ", done.stderr)


if __name__ == "__main__":
    unittest.main()
