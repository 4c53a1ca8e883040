"""The training loop: one process of it. Everything that the next step depends on is in the state that snapshots hold."""
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Sequence

import torch
from torch import nn

from networks.errors import first_line

from . import optim, snapshot
from .adapters import images
from .batches import batches
from .errors import TrainError
from .pairs import Pairs
from .teacher import Distillation, Teacher, projections


class Trainer:
    """A network, its optimizer, mean weights and the place in the run (epoch, step of all)."""

    def __init__(self, adapter: nn.Module, config: dict, folder: Path, log, device: str = "cpu", rank: int = 0, world: int = 1,
                 teachers: Sequence[Teacher] = ()):
        self.adapter, self.c, self.folder, self.log = adapter, config, folder, log
        self.device, self.rank, self.world = device, rank, world
        self.network, self.distillation = adapter.network, None
        if teachers and not adapter.taught:
            raise TrainError("usage", "distil: an online branch has no teacher")
        if teachers:
            self.distillation = Distillation(list(teachers), config["distil"])
            if config["distil"]["features"]:
                adapter.projections = projections(adapter, teachers)
        if device == "cpu":
            adapter.to(memory_format=torch.channels_last)
        adapter.to(device)
        for teacher in teachers:
            teacher.adapter.to(device, memory_format=torch.channels_last if device == "cpu" else torch.preserve_format)
        self.optimizer = optim.make(self.network, config["optim"], adapter.projections)
        self.mean = optim.Mean(self.network, config["optim"]["ema"])
        self.module = adapter
        if world > 1:
            self.module = nn.parallel.DistributedDataParallel(adapter, find_unused_parameters=True)
        self.epoch, self.step = 0, 0
        self.per_epoch = config["epoch_pairs"] // (config["batch"] * world)
        self.steps = config["epochs"] * self.per_epoch
        self.saved = time.monotonic()

    @property
    def pairs(self) -> int:
        """Pairs seen so far by all processes."""
        return self.step * self.c["batch"] * self.world

    # -- state ---------------------------------------------------------------------------------------------------

    def state(self) -> dict:
        """model_state_dict: the mean weights, which are validated and released; raw_state_dict: those that learn."""
        return {"epoch": self.epoch, "model_state_dict": {k: v.clone() for k, v in self.mean.state.items()},
                "optimizer_state_dict": self.optimizer.state_dict(), "raw_state_dict": self.network.state_dict(),
                "projections_state_dict": self.adapter.projections.state_dict(),
                "step": self.step, "pairs": self.pairs, "config": self.c}

    def take_projections(self, path: Path) -> None:
        """Goes on with a start snapshot's projections if it is one of ours and they are to the same teachers' features."""
        try:
            found = snapshot.load(path).get("projections_state_dict", {})
        except TrainError:  # another project's checkpoint
            return
        own = self.adapter.projections.state_dict()
        if {k: v.shape for k, v in found.items()} == {k: v.shape for k, v in own.items()}:
            self.adapter.projections.load_state_dict(found)

    def restore(self, state: dict, place: str) -> None:
        """Goes on exactly where `state` was taken, counted in pairs, so that the number of processes may change.
        A snapshot without an optimizer's state gives its weights only."""
        try:
            self.network.load_state_dict(state.get("raw_state_dict", state["model_state_dict"]))
            self.mean.state = {k: v.clone().to(self.device) for k, v in state["model_state_dict"].items()}
            if "step" in state:
                self.adapter.projections.load_state_dict(state.get("projections_state_dict", {}))
                self.optimizer.load_state_dict(state["optimizer_state_dict"])
                pairs = state.get("pairs", state["step"] * self.c["batch"] * self.world)
                self.step = pairs // (self.c["batch"] * self.world)
                self.epoch = self.step // self.per_epoch
        except (RuntimeError, ValueError, KeyError) as error:
            raise TrainError("model", f"{place}: does not fit the network: {first_line(error)}")

    # -- running -------------------------------------------------------------------------------------------------

    def train(self, pairs: Pairs, after_epoch) -> None:
        """Runs to the last epoch; after_epoch(trainer, epoch) is called after each epoch's snapshot on rank 0."""
        while self.epoch < self.c["epochs"]:
            epoch = self.epoch
            self._epoch(pairs)
            self.epoch = epoch + 1
            if self.rank == 0:
                state = self.state()
                state["epoch"] = epoch
                snapshot.save(snapshot.path_of(self.folder, epoch), state)
                after_epoch(self, epoch)

    def _epoch(self, pairs: Pairs) -> None:
        self.adapter.train()
        frozen = optim.freeze(self.network, self.c["freeze"], self.epoch)
        self.adapter.frozen_stem = "basemodel.stem." in frozen or "basemodel.conv0." in frozen
        first = self.step - self.epoch * self.per_epoch
        loader = batches(pairs, self.epoch, first, self.per_epoch, self.c["batch"], self.c["workers"], self.rank, self.world)
        sums, count, begun = {}, 0, time.monotonic()
        for batch in loader:
            parts = self._step(batch)
            count += 1
            for key, value in parts.items():
                sums[key] = sums.get(key, 0.0) + float(value)
            if self.rank == 0:
                if count % self.c["log_steps"] == 0:
                    pace = count * self.c["batch"] * self.world / (time.monotonic() - begun)
                    self.log.step(self, {k: v / self.c["log_steps"] for k, v in sums.items()}, pace)
                    sums = {}
                if time.monotonic() - self.saved > self.c["snapshot_seconds"]:
                    snapshot.save(self.folder / "running.pkl", self.state())
                    self.saved = time.monotonic()

    def _step(self, batch: dict) -> dict:
        c, o = self.c, self.c["optim"]
        optim.set_rate(self.optimizer, o["lr"] * optim.rate(self.step, self.steps, o["warmup"], o["final"]))
        parts = self.loss(batch)
        self.optimizer.zero_grad()
        parts["total"].backward()
        parts["norm"] = nn.utils.clip_grad_norm_([p for p in self.adapter.parameters() if p.grad is not None], o["clip"])
        self.optimizer.step()
        self.mean.update(self.network, self.step)
        self.step += 1
        parts["total"] = parts["total"].detach()
        return parts

    def loss(self, batch: dict) -> dict:
        """Parts of the loss on a batch of samples (batches.batches), `total` with gradient."""
        batch = {name: value.to(self.device) for name, value in batch.items()}
        inputs = self.adapter.inputs(batch)
        with self.precision():
            out = self.module(*inputs)
        parts = self.adapter.losses(out, batch, self.c)
        if self.distillation is not None:
            if "clean_z" in batch:
                inputs = images(batch["clean_z"]), images(batch["clean_x"])
            with self.precision():
                total, more = self.distillation(*inputs, batch, out, self.adapter)
            parts = {**parts, "total": parts["total"] + total, **more}
        return parts

    def precision(self):
        if self.c["precision"] != "bf16":
            return nullcontext()
        return torch.autocast("cuda" if self.device != "cpu" else "cpu", dtype=torch.bfloat16)
