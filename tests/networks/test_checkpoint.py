"""The checkpoint reader: every form of torch.save that the originals left behind, and strictness."""

import os
import pickle
import tempfile
import unittest
from pathlib import Path
from typing import Callable, Dict

import numpy as np
import torch
from torch import nn

from .support import REPOSITORY, archives, read_json

from networks import checkpoint  # noqa: E402  (support has set the path)
from networks.errors import Error

SNAPSHOTS = REPOSITORY / "tests" / "golden" / "checkpoints"


class Forms(unittest.TestCase):
    def test_every_form_of_a_siamfcpp_snapshot_gives_the_same_tensors(self) -> None:
        forms = ("epoch-3.pkl", "epoch-4-old-format.pkl", "epoch-5-from-gpu.pkl", "epoch-6-old-format-from-gpu.pkl",
                 "final_model.pkl", "bare-old-format.pkl")
        for form in forms:
            with self.subTest(form=form):
                tensors = checkpoint.read(SNAPSHOTS / "siamfcpp" / form)
                self.assertEqual(len(tensors), 16)
                for name, value in tensors.items():
                    expected = archives.fill.fill_one(name, tuple(value.shape), 0.31)
                    self.assertEqual(value.device.type, "cpu")
                    self.assertTrue(np.array_equal(value.numpy(), expected), name)

    def test_views_of_one_storage_and_odd_types_are_read(self) -> None:
        line = np.arange(24, dtype=np.float32)
        for form in ("odd-tensors.pkl", "odd-tensors-old-format.pkl"):
            with self.subTest(form=form):
                tensors = checkpoint.read(SNAPSHOTS / "siamfcpp" / form)
                expected = {"transposed": line.reshape(4, 6).T, "slice": line[3:9].reshape(2, 3),
                            "same_storage": line.reshape(2, 3, 4), "scalar": np.float32(2.5), "count": np.int64(7),
                            "half": np.array([0.5, 1, -2], np.float16), "double": np.float64(1 / 3),
                            "empty": np.empty((0, 3), np.float32)}
                for name, value in expected.items():
                    self.assertEqual(tensors[name].numpy().dtype, np.asarray(value).dtype, name)
                    self.assertTrue(np.array_equal(tensors[name].numpy().reshape(np.shape(value)), value), name)

    def test_every_form_of_an_ocean_checkpoint_gives_the_expected_values(self) -> None:
        folder = SNAPSHOTS / "ocean"
        expected = read_json(folder / "expected.json")
        for form in ("zip_bare", "zip_state_dict_module", "stream_bare", "stream_state_dict_module", "stream_online"):
            with self.subTest(form=form):
                tensors = checkpoint.read(folder / f"{form}.pth")
                self.assertTrue(set(tensors) <= set(expected) and tensors, sorted(set(tensors) - set(expected)))
                if form != "stream_online":
                    self.assertEqual(set(tensors), set(expected))
                for name, value in tensors.items():
                    self.assertEqual(str(value.dtype), f"torch.{expected[name]['dtype']}", name)
                    self.assertEqual(list(value.shape), expected[name]["shape"], name)
                    flat = value.double().reshape(-1).tolist()
                    self.assertEqual(flat, [float(v) for v in expected[name]["values"]], name)

    def test_a_parameter_is_read_as_a_tensor(self) -> None:
        tensors = checkpoint.read(SNAPSHOTS / "ocean" / "stream_parameter.pth")
        self.assertEqual(tensors["weight"].tolist(), [[1, 2], [3, 4]])


class Broken(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def refused(self, path: Path, *words: str) -> None:
        with self.assertRaises(Error) as caught:
            checkpoint.read(path)
        message = str(caught.exception)
        self.assertEqual(caught.exception.kind, "input")
        self.assertNotIn("\n", message)
        for word in (str(path), *words):
            self.assertIn(word, message)

    def write(self, content: bytes) -> Path:
        path = self.folder / "file.pth"
        path.write_bytes(content)
        return path

    def test_truncated_files_are_refused(self) -> None:
        for name in ("truncated_zip.pth", "truncated_stream.pth"):
            self.refused(SNAPSHOTS / "ocean" / name, "not a whole checkpoint")

    def test_a_stream_cut_anywhere_is_refused(self) -> None:
        whole = (SNAPSHOTS / "ocean" / "stream_bare.pth").read_bytes()
        for length in range(0, len(whole), 97):
            self.refused(self.write(whole[:length]))

    def test_what_is_no_checkpoint_is_refused(self) -> None:
        for content in (b"", b"hello", b"PK\x03\x04", b"\x80\x02K\x01.", os.urandom(4096)):
            self.refused(self.write(content), "not a whole checkpoint")

    def test_missing_files_and_folders_are_refused(self) -> None:
        self.refused(self.folder / "none.pth", "no such file")
        self.refused(self.folder, "not a file")

    def test_a_checkpoint_may_not_bring_code(self) -> None:
        class Bomb:
            def __reduce__(self) -> "tuple[Callable[[str], int], tuple[str]]":
                return os.system, ("touch " + str(marker),)
        marker = self.folder / "went off"
        for new in (True, False):
            path = self.folder / "bomb.pth"
            torch.save({"state_dict": Bomb()}, str(path), _use_new_zipfile_serialization=new)
            self.refused(path, "system")
        self.refused(self.write(pickle.dumps(Bomb())))
        self.assertFalse(marker.exists())

    def test_other_content_is_named(self) -> None:
        path = self.folder / "list.pth"
        torch.save([1, 2], str(path))
        self.refused(path, "list")
        torch.save({"a": torch.ones(1), "epoch": 3}, str(path))
        self.refused(path, "epoch", "int")

    def test_a_torchscript_file_is_told_apart(self) -> None:
        path = self.folder / "script.pt"
        torch.jit.save(torch.jit.script(nn.ReLU()), str(path))
        self.refused(path, "TorchScript")


class Strictness(unittest.TestCase):
    def network(self) -> nn.Module:
        return nn.Sequential(nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4))

    def state(self) -> Dict[str, torch.Tensor]:
        return {name: torch.full_like(value, 2) for name, value in self.network().state_dict().items()}

    def refused(self, state: Dict[str, torch.Tensor], *words: str) -> None:
        network = self.network()
        before = {name: value.clone() for name, value in network.state_dict().items()}
        misfit = checkpoint.pour(state, network, ["neck."])
        for word in words:
            self.assertIn(word, misfit)
        for name, value in network.state_dict().items():
            self.assertTrue(torch.equal(value, before[name]), name)

    def test_a_fitting_state_is_poured_in(self) -> None:
        network, state = self.network(), self.state()
        del state["1.num_batches_tracked"]
        state["0.weight"] = state["0.weight"].double()
        state["neck.downsample.0.weight"] = torch.ones(9)
        self.assertEqual(checkpoint.pour(state, network, ["neck."]), "")
        self.assertEqual(network.state_dict()["0.weight"].unique().tolist(), [2])
        self.assertEqual(network.state_dict()["0.weight"].dtype, torch.float32)

    def test_missing_extra_and_misshapen_tensors_are_all_named(self) -> None:
        state = self.state()
        del state["0.bias"], state["1.weight"], state["1.running_mean"]
        state["2.weight"] = torch.ones(1)
        state["0.weight"] = torch.ones(4, 3, 3, 3)
        state["1.bias"] = torch.ones(4, dtype=torch.int64)
        self.refused(state, "3 missing (0.bias, 1.{weight, running_mean})", "1 extra (2.weight)",
                     "0.weight [4x3x3x3], expected [4x3x1x1]", "1.bias [4] int64, expected [4]")

    def test_prefixes_come_off_only_in_front(self) -> None:
        for name, bare in (("module.conv1.weight", "conv1.weight"), ("feature_extractor.a.b", "a.b"),
                           ("module.feature_extractor.a", "a"), ("a.module.b", "a.module.b"),
                           ("feature_extractor.module.a", "module.a"), ("modules.a", "modules.a")):
            self.assertEqual(checkpoint.bare_name(name), bare)


if __name__ == "__main__":
    unittest.main()
