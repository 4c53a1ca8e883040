"""What the tests of sweeps share: a network of two numbers that follows a bright square, checkpoints of it that are off
by so much, and clips. The network needs a millisecond a frame, so that fifty killed sweeps take a minute."""

import os
import subprocess
from pathlib import Path
from typing import List, Tuple

import cv2
import numpy as np

PROGRAM = os.environ["SIAMRT_PROGRAM"]

DESCRIPTION = """schema: 1
name: blob
family: nanotrack
architecture: blob
input: {template: 127, search: 255, channels: bgr}
grid: {size: 17, stride: 8}
outputs: [score, box]
settings: {penalty_k: 0.1, window_influence: 0.3, lr: 0.3}
parameters: {count: 2, values: 2, ignored: [neck.]}
"""


def make_archive(path):
    import torch

    class Blob(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.nn.Parameter(torch.tensor(1 / 255.0))
            self.drift = torch.nn.Parameter(torch.tensor(0.0))

        @torch.jit.export
        def embed(self, z: torch.Tensor) -> List[torch.Tensor]:
            return [z.mean(dim=(1, 2, 3))]

        @torch.jit.export
        def locate(self, x: torch.Tensor, features: List[torch.Tensor]) -> Tuple[torch.Tensor, torch.Tensor]:
            score = torch.nn.functional.avg_pool2d(x[:, 0:1, 31:223, 31:223], 64, 8).squeeze(1) * self.scale
            centres = 63.0 + 8.0 * torch.arange(17).to(x) + self.drift
            across = centres.reshape(1, 17).expand(17, 17)
            down = centres.reshape(17, 1).expand(17, 17)
            box = torch.stack([across - 32, down - 32, across + 32, down + 32])
            return score, box.unsqueeze(0).expand(x.size(0), 4, 17, 17).contiguous()

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x

    torch.jit.save(torch.jit.script(Blob()), str(path), _extra_files={"siamrt/model.yaml": DESCRIPTION})


def make_checkpoint(path, drift, epoch, zipped=True, **more):
    import torch
    state = {"module.scale": torch.tensor(1 / 255.0), "module.drift": torch.tensor(float(drift)), **more}
    torch.save({"epoch": epoch, "state_dict": state}, path, _use_new_zipfile_serialization=zipped)


def make_clips(folder, lengths=(12, 5, 9, 7)):
    for number, frames in enumerate(lengths):
        place = folder / f"clip{number}"
        (place / "img").mkdir(parents=True)
        rows = []
        for i in range(frames):
            x, y = 40 + (2 + number) * i, 30 + 2 * i
            image = np.random.default_rng(number).integers(0, 60, (120, 160, 3), np.uint8)
            image[y:y + 20, x:x + 20] = 250
            cv2.imwrite(str(place / "img" / f"{i + 1:04}.png"), image)
            rows.append(f"{x + 1},{y + 1},20,20\n")
        (place / "groundtruth_rect.txt").write_text("".join(rows))


def run(*words, timeout=300, folder=None):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=timeout, cwd=folder,
                          env=dict(os.environ, NO_COLOR="1"))
    return done.returncode, done.stdout, done.stderr


def report(folder):
    """The tables and vector plots: what must not differ by a byte."""
    return {path.name: path.read_bytes() for path in sorted((Path(folder) / "report").iterdir())}


def results(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(Path(folder).glob("runs/*/results/**/*.txt"))}
