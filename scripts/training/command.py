"""The command line of scripts/train: from a configuration to a run in a folder."""
import argparse
import copy
import os
import subprocess
import sys
from pathlib import Path

import yaml

from . import config as configuration
from .errors import TrainError, run_guarded

EXAMPLES = """examples:
  scripts/train --config experiments/siamfcpp/default/train.yaml --out runs/default
  scripts/train --config train.yaml --out runs/x --resume latest          after a stop of any kind
  scripts/train --config train.yaml --out runs/x --resume 10              go on after epoch 10
  scripts/train --config train.yaml --out runs/x --set optim.lr=5e-4 --set epochs=30
  python3 -m torch.distributed.run --nproc_per_node 2 scripts/train --config train.yaml --out runs/x
  scripts/train --config train.yaml --out runs/x --validate               fill epochs.csv for all snapshots
  scripts/train --pack pack --config train.yaml                           crops into a folder of at most 45 MB
  scripts/train --parts parts.jsonl.xz --config train.yaml                parts of objects as tracks of their own

A run's folder holds config.yaml (as merged), steps.csv, epochs.csv and snapshots/epoch-N.pkl.
Exit codes: 0 done, 2 wrong use, 3 bad input, 4 weights do not fit, 5 system. docs/training.md tells the rest.
"""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise TrainError("usage", f"{message} (scripts/train --help shows examples)")


def parse(arguments):
    parser = Parser(prog="scripts/train", description="Trains the network of an experiment.", epilog=EXAMPLES,
                    formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", required=True, metavar="FILE", help="train.yaml")
    parser.add_argument("--out", metavar="FOLDER", help="the run's folder")
    parser.add_argument("--resume", metavar="N|FILE|latest", help="go on after epoch N, from a snapshot, from the latest there is")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="changes", help="change one value, e.g. optim.lr=5e-4")
    parser.add_argument("--validate", action="store_true", help="validate the snapshots that lack it, into epochs.csv, and stop")
    parser.add_argument("--parts", metavar="FILE", help="write part tracks of the configuration's crops, followed by its teacher, and stop")
    parser.add_argument("--pack", metavar="FOLDER", help="write the configuration's crops as a pack that travels, and stop")
    options = parser.parse_args(arguments)
    if [options.out, options.pack, options.parts].count(None) != 2:
        raise TrainError("usage", "one of --out FOLDER, --pack FOLDER and --parts FILE is needed (scripts/train --help shows examples)")
    return options


def distributed():
    """(rank, world, device): one process alone, or what torch.distributed.run set up; nccl on GPUs, gloo elsewhere."""
    import torch
    import torch.distributed

    rank, world, local = (int(os.environ.get(k, d)) for k, d in (("RANK", "0"), ("WORLD_SIZE", "1"), ("LOCAL_RANK", "0")))
    device = f"cuda:{local}" if torch.cuda.is_available() else "cpu"
    if device != "cpu":
        torch.cuda.set_device(local)
    if world > 1:
        torch.distributed.init_process_group("gloo" if device == "cpu" else "nccl")
    return rank, world, device


def prepare_folder(out: Path, resume) -> Path:
    """Creates the run's folder; refuses one with snapshots where nothing is resumed."""
    from . import snapshot

    snapshots = out / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    if resume is None and (snapshot.epochs(snapshots) or (snapshots / "running.pkl").exists()):
        raise TrainError("usage", f"{out}: holds a run already; --resume latest goes on with it, another --out begins anew")
    return snapshots


def run(arguments) -> None:
    options = parse(arguments)
    config = configuration.read(Path(options.config), options.changes)
    if options.pack:
        write_pack(config, Path(options.pack))
        return
    if options.parts:
        write_parts(config, Path(options.parts))
        return
    import cv2
    import torch

    from . import build, snapshot
    from .adapters import adapt
    from .journal import Journal, keep_until
    from .loop import Trainer
    from .pairs import Pairs
    from .split import split
    from .validate import Validation

    experiment = build.find(config["experiment"])
    rank, world, device = distributed()
    out = Path(options.out)
    snapshots = prepare_folder(out, "validate" if options.validate else options.resume)
    if config["threads"]:
        torch.set_num_threads(config["threads"])
    cv2.setNumThreads(0)
    torch.manual_seed(config["seed"])
    store = crops_of(config)
    learn, held_out = split(store, tuple(config["data"]["held_out"]))
    template, search = experiment.description["input"]["template"], config["pairs"]["search"]
    validation = None
    if rank == 0:
        validation = Validation(held_out, build.expand(config["data"]["clips"]), config["validation"], template, search, config["pairs"])
    if options.validate:
        validate_snapshots(out, experiment, validation)
        return
    source = snapshot.find(snapshots, options.resume) if options.resume else None
    network = build.fresh(experiment)
    if source is None:
        build.start(network, config["start"])
    trainer = Trainer(adapt(network, experiment.network["kind"]), config, snapshots, Journal(out), device, rank, world)
    trainer.teacher = teacher_of(config["teacher"], device)
    pairs = Pairs(learn, config["pairs"], template, search, config["seed"])
    if source is not None:
        state = snapshot.load(source)
        trainer.restore(state, str(source))
        if config["precision"] == "auto" and "config" in state:
            config["precision"] = state["config"]["precision"]
    settle_precision(trainer, config, pairs)
    if rank == 0:
        (out / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False))
        for name in ("steps.csv", "epochs.csv"):
            keep_until(out / name, trainer.step)
        print(f"{len(learn)} crops to learn from, {len(held_out)} held out; {trainer.steps} steps of {config['batch']} x {world} pairs"
              f" on {device}, {config['precision']}" + (f"; goes on from {source} at step {trainer.step}" if source else ""), flush=True)
    trainer.train(pairs, lambda _, epoch: finish_epoch(trainer, epoch, experiment, validation))
    if rank == 0 and config["bench"]:
        bench(config, out, snapshot.path_of(snapshots, config["epochs"] - 1))


def crops_of(config: dict):
    """The configuration's crops, with the part tracks if it names some."""
    from . import parts
    from .build import expand
    from .store import open_store

    data = config["data"]
    store = open_store(expand(data["crops"]), data["exclude"], expand(data["cache"]) if data["cache"] else None)
    return parts.join(store, parts.read(expand(data["parts"]))) if data["parts"] else store


def write_parts(config: dict, out: Path) -> None:
    """Part tracks of all crops, held-out ones too: they go with their source."""
    import cv2
    import torch

    from . import build, parts, tracker

    teacher = config["teacher"]
    if not teacher["experiment"]:
        raise TrainError("usage", "--parts needs the configuration's `teacher`: {experiment: nanotrack_v2, snapshot: FILE}")
    if config["threads"]:
        torch.set_num_threads(config["threads"])
    cv2.setNumThreads(0)
    experiment = build.find(teacher["experiment"])
    settings = {k: v for k, v in experiment.description["settings"].items() if k in tracker.DEFAULTS}
    network = build.trained(experiment, build.expand(teacher["snapshot"]))
    found = parts.follow(network, crops_of({**config, "data": {**config["data"], "parts": ""}}), config["seed"], settings=settings)
    parts.write(out, found)
    print(f"{out}: {len(found)} part tracks, {sum(len(line['boxes']) for line in found)} boxes")


def write_pack(config: dict, out: Path) -> None:
    from .build import expand
    from .pack import pack

    done = pack(expand(config["data"]["crops"]), out, exclude=config["data"]["exclude"])
    print(f"{out}: {done['crops']} crops, {done['bytes'] / 1e6:.1f} MB, JPEG quality {done['quality']}; train with --set data.crops={out}")


def teacher_of(c: dict, device: str):
    if not c["weight"]:
        return None
    from . import build
    from .adapters import adapt
    from .teacher import Teacher

    experiment = build.find(c["experiment"])
    adapter = adapt(build.trained(experiment, build.expand(c["snapshot"])).to(device), experiment.network["kind"])
    return Teacher(adapter.network, adapter.first, adapter.stride)


def settle_precision(trainer, config: dict, pairs) -> None:
    """Replaces `auto` by what was measured. The weights and figures of norms are put back after the timing."""
    from . import build
    from .batches import batches

    if config["precision"] != "auto":
        return
    kept = copy.deepcopy(trainer.network.state_dict())
    batch = next(iter(batches(pairs, 0, 0, 1, config["batch"], 0)))
    config["precision"] = build.choose_precision(trainer, batch)
    trainer.network.load_state_dict(kept)


def figures_of(state: dict, experiment, validation) -> dict:
    """Validation of a state dict of the experiment's network."""
    import torch

    from . import build

    network = build.fresh(experiment)
    network.load_state_dict({k: v.cpu() for k, v in state.items()})
    with torch.no_grad():
        return validation(network.eval())


def finish_epoch(trainer, epoch: int, experiment, validation) -> None:
    """Validates the mean weights where it is due and writes the epoch's line."""
    every = trainer.c["validation"]["every"]
    due = every and (epoch % every == every - 1 or epoch == trainer.c["epochs"] - 1)
    trainer.log.epoch(epoch, trainer.step, trainer.pairs, figures_of(trainer.mean.state, experiment, validation) if due else {})


def validate_snapshots(out: Path, experiment, validation) -> None:
    """Writes epochs.csv anew: lines that have figures stay, the others' snapshots are validated."""
    from . import snapshot
    from .journal import Journal, read_epochs

    known = read_epochs(out / "epochs.csv")
    (out / "epochs.csv").unlink(missing_ok=True)
    journal = Journal(out)
    for epoch in snapshot.epochs(out / "snapshots"):
        if epoch not in known:
            state = snapshot.load(snapshot.path_of(out / "snapshots", epoch))
            known[epoch] = {"step": state["step"], "pairs": state["pairs"], **figures_of(state["model_state_dict"], experiment, validation)}
        row = dict(known[epoch])
        journal.epoch(epoch, int(row.pop("step")), int(row.pop("pairs")), row)


def bench(config: dict, out: Path, last: Path) -> None:
    """Exports the last snapshot and hands it to `siamrt bench` with the arguments of the configuration."""
    from .build import ROOT

    archive = out / f"{config['experiment']}.pt"
    export = [sys.executable, str(ROOT / "scripts" / "export"), config["experiment"], "--checkpoint", str(last), "--out", str(archive), "--force"]
    for command in (export, [os.environ.get("SIAMRT", "siamrt"), "bench", str(archive), *map(str, config["bench"])]):
        print(" ".join(command), flush=True)
        try:
            done = subprocess.run(command)
        except FileNotFoundError:
            raise TrainError("system", f"{command[0]}: not found; set SIAMRT to the built program")
        if done.returncode:
            raise TrainError("system", f"{command[0]} ended with {done.returncode}; the training itself is done")


def main() -> int:
    return run_guarded(lambda: run(sys.argv[1:]))
