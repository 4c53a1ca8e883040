"""From a configuration to its parts: network with start weights, teacher, precision."""
import os
import time
from pathlib import Path

import torch
from torch import nn

from networks import build as builder
from networks import checkpoint, experiments

from .errors import TrainError
from .start import nanodet_backbone

ROOT = Path(__file__).resolve().parents[2]


def expand(text: str) -> Path:
    """A path of the configuration; ${SIAMRT_SHARED} stands for ../shared beside the checkout if it is not set."""
    os.environ.setdefault("SIAMRT_SHARED", str(ROOT.parent / "shared"))
    return Path(os.path.expandvars(text)).expanduser()


def fresh(experiment) -> nn.Module:
    """The experiment's network with fresh weights."""
    return builder.build(experiment.network)


def trained(experiment, path: Path) -> nn.Module:
    """The experiment's network with a checkpoint's weights, for inference."""
    network = fresh(experiment)
    ignored = experiment.description.get("parameters", {}).get("ignored", [])
    problem = checkpoint.pour(checkpoint.read(path), network, ignored)
    if problem:
        raise TrainError("model", f"{path} into {experiment.name}: {problem}")
    return network.eval().requires_grad_(False)


def start(network: nn.Module, c: dict) -> None:
    """Pours start weights in, as `start` of train.yaml says."""
    if c["kind"] == "nanodet":
        network.basemodel.load_state_dict(nanodet_backbone(expand(c["path"])))
    elif c["kind"] == "snapshot":
        path = expand(c["path"])
        state = checkpoint.read(path)
        if c["prefixes"]:
            state = {k: v for k, v in state.items() if any(k.startswith(p) for p in c["prefixes"])}
        unknown = set(state) - set(network.state_dict())
        if not state:
            raise TrainError("model", f"{path}: no tensor's name begins with {' or '.join(c['prefixes'])}")
        if unknown:
            raise TrainError("model", f"{path}: {sorted(unknown)[0]} does not belong to the network")
        network.load_state_dict(state, strict=False)


def find(name: str):
    return experiments.find(name)


def choose_precision(trainer, batch: dict) -> str:
    """bf16 if a training step is at least a tenth faster with it on this machine, else fp32; two steps each are timed."""
    taken = {}
    for precision in ("fp32", "bf16"):
        trainer.c["precision"] = precision
        for _ in range(2):
            begun = time.monotonic()
            try:
                trainer.loss(batch)["total"].backward()
            except RuntimeError:
                return "fp32"
            taken[precision] = time.monotonic() - begun
        trainer.network.zero_grad()
    return "bf16" if taken["bf16"] < 0.9 * taken["fp32"] else "fp32"
