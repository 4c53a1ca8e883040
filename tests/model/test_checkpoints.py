"""Checkpoints in C++ against PyTorch: the same names, types, shapes and bytes, whoever wrote the file and in whichever
format; and files with anything but tensors in them refused by name."""

import collections
import hashlib
import io
import os
import pickle
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SIAMRT_SHARED") or ROOT.parent / "shared")
GOLDEN = ROOT / "tests" / "golden" / "checkpoints"
DUMP = os.environ["SIAMRT_CHECKPOINT_DUMP"]

sys.path.insert(0, str(ROOT / "scripts"))

from networks import checkpoint  # noqa: E402  (the exporter's own reader)


def in_cpp(*paths):
    done = subprocess.run([DUMP, *map(str, paths)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [part.splitlines() for part in done.stdout.split("\n\n")[:-1]]


def line_of(name, tensor):
    kind = str(tensor.dtype).replace("torch.", "")
    content = tensor.contiguous()
    raw = content.view(torch.int16) if content.dtype == torch.bfloat16 else content
    digest = hashlib.sha256(raw.numpy().tobytes()).hexdigest()
    return f"{name} {kind} [{'x'.join(map(str, tensor.shape))}] {digest}"


def in_python(path):
    return [line_of(name, tensor) for name, tensor in checkpoint.read(Path(path)).items()]


class Checkpoints(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def same(self, paths):
        for path, found in zip(paths, in_cpp(*paths)):
            self.assertEqual(found[1:], in_python(path), path)
            self.assertGreater(len(found), 1, path)

    def refused(self, content, because):
        path = self.folder / "bad.pth"
        path.write_bytes(content)
        found, = in_cpp(path)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"refused: {path}: "), found)
        self.assertIn(because, found[0])

    def test_every_tiny_snapshot_is_the_same(self):
        paths = [p for p in sorted(GOLDEN.glob("*/*.p*")) if "truncated" not in p.name]
        self.assertEqual(len(paths), 14)
        self.same(paths)

    def test_truncated_ones_are_refused(self):
        for found in in_cpp(*sorted(GOLDEN.glob("*/truncated_*"))):
            self.assertRegex(found[0], "^refused: .*: truncated: ")

    def test_the_epoch_is_read(self):
        self.assertEqual([found[0] for found in in_cpp(GOLDEN / "siamfcpp/epoch-3.pkl",
                                                       GOLDEN / "siamfcpp/epoch-6-old-format-from-gpu.pkl",
                                                       GOLDEN / "siamfcpp/bare-old-format.pkl")],
                         ["zip epoch 3", "stream epoch 3", "stream"])

    def test_real_weights_are_the_same(self):
        paths = sorted((SHARED / "weights").glob("*.pth"))
        if not paths:
            self.skipTest(f"needs weights/*.pth below SIAMRT_SHARED ({SHARED}), which are absent")
        self.same(paths)

    def state(self):
        torch.manual_seed(3)
        base = torch.arange(24.0)
        return collections.OrderedDict([
            ("module.feature_extractor.a.weight", torch.randn(3, 5, 2)), ("module.transposed", base.view(4, 6).t()),
            ("module.part", base[3:9].view(2, 3)), ("module.every_other", base[::2]), ("module.scalar", torch.tensor(2.5)),
            ("module.half", torch.randn(7).half()), ("module.bf16", torch.randn(7).bfloat16()),
            ("module.double", torch.randn(2, 2).double()), ("module.long", torch.tensor([1 << 40, -3])),
            ("module.int", torch.tensor([5], dtype=torch.int32)), ("module.short", torch.tensor([-5], dtype=torch.int16)),
            ("module.char", torch.tensor([-5], dtype=torch.int8)), ("module.byte", torch.tensor([250], dtype=torch.uint8)),
            ("module.flag", torch.tensor([True, False])), ("module.empty", torch.zeros(0, 3)),
            ("module.parameter", torch.nn.Parameter(torch.randn(4)))])

    def test_what_pytorch_writes_in_both_formats_and_three_protocols_is_the_same(self):
        paths = []
        for key in (None, "state_dict", "model_state_dict"):
            for zipped in (True, False):
                for protocol in (2, 3, 4):
                    content = self.state()
                    if key:
                        content = {"epoch": 7, "arch": "x", key: content, "lr": np.float64(0.1),
                                   "optimizer": torch.optim.Adam([torch.zeros(2, requires_grad=True)]).state_dict()}
                    paths.append(self.folder / f"{key}-{zipped}-{protocol}.pth")
                    torch.save(content, paths[-1], _use_new_zipfile_serialization=zipped, pickle_protocol=protocol)
        self.same(paths)

    def test_a_trained_modules_state_with_metadata_is_the_same(self):
        net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
        torch.save(net.state_dict(), self.folder / "net.pth")
        self.same([self.folder / "net.pth"])

    def test_nothing_that_a_file_names_is_executed(self):
        class Attack:
            def __reduce__(self):
                return os.system, (f"touch {victim}",)

        victim = self.folder / "executed"
        for zipped in (True, False):
            buffer = io.BytesIO()
            torch.save({"a": torch.zeros(1), "b": Attack()}, buffer, _use_new_zipfile_serialization=zipped)
            self.refused(buffer.getvalue(), "it holds a posix.system, which is not part of a checkpoint")
        self.assertFalse(victim.exists())

    def test_whole_modules_and_other_objects_are_refused_by_name(self):
        buffer = io.BytesIO()
        torch.save(torch.nn.Linear(2, 2), buffer)
        self.refused(buffer.getvalue(), "torch.nn.modules.linear.Linear")
        buffer = io.BytesIO()
        torch.save({"state_dict": {"a": 3.5}}, buffer)
        self.refused(buffer.getvalue(), "entry 'a' is a value, expected a tensor")
        buffer = io.BytesIO()
        torch.save([torch.zeros(2)], buffer)
        self.refused(buffer.getvalue(), "holds a list, expected a state dict")

    def test_other_files_are_refused(self):
        self.refused(b"", "empty")
        self.refused(b"hello", "neither a zip file nor the stream format")
        self.refused(pickle.dumps({"a": 1}), "neither a zip file nor the stream format")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("photo/a.jpg", b"x")
        self.refused(buffer.getvalue(), "a zip file without data.pkl")
        scripted = io.BytesIO()
        torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), scripted)
        self.refused(scripted.getvalue(), "an archive (TorchScript)")

    def test_every_truncation_is_refused(self):
        for name in ("siamfcpp/odd-tensors.pkl", "siamfcpp/odd-tensors-old-format.pkl"):
            whole = (GOLDEN / name).read_bytes()
            paths = []
            for size in range(len(whole)):
                paths.append(self.folder / f"{len(paths)}.pkl")
                paths[-1].write_bytes(whole[:size])
            for path, found in zip(paths, in_cpp(*paths)):
                self.assertTrue(found[0].startswith(f"refused: {path}: "), (name, path, found))

    def test_a_flipped_byte_of_the_weights_is_refused_where_the_format_can_tell(self):
        whole = bytearray((GOLDEN / "siamfcpp/odd-tensors.pkl").read_bytes())
        with zipfile.ZipFile(GOLDEN / "siamfcpp/odd-tensors.pkl") as archive:
            header = archive.getinfo("odd-tensors/data/0").header_offset
        start = header + 30 + int.from_bytes(whole[header + 26:header + 28], "little") + int.from_bytes(
            whole[header + 28:header + 30], "little")
        whole[start + 10] ^= 1
        self.refused(bytes(whole), "record odd-tensors/data/0 has a wrong CRC")

    def test_packed_records_are_refused(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(GOLDEN / "siamfcpp/odd-tensors.pkl") as old, zipfile.ZipFile(
                buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        self.refused(buffer.getvalue(), "is compressed")


if __name__ == "__main__":
    unittest.main()
