"""The command line of scripts/train: from a configuration to a run in a folder."""
import argparse
import os
import sys
from pathlib import Path

import yaml

from . import config as configuration
from . import tasks
from .errors import TrainError, run_guarded
from .material import crops_of, settle_precision, teachers_of

EXAMPLES = """examples:
  scripts/train --config experiments/siamfcpp/default/train.yaml --out runs/default
  scripts/train --config train.yaml --out runs/x --resume latest          after a stop of any kind
  scripts/train --config train.yaml --out runs/x --resume 10              go on after epoch 10
  scripts/train --config train.yaml --out runs/x --set optim.lr=5e-4 --set epochs=30
  python3 -m torch.distributed.run --nproc_per_node 2 scripts/train --config train.yaml --out runs/x
  scripts/train --config train.yaml --out runs/x --validate               fill epochs.csv for all snapshots
  scripts/train --pack pack --config train.yaml                           crops into a folder of at most 45 MB
  scripts/train --clips clips --config train.yaml                         held-out clips, for siamrt bench and siamrt tune
  scripts/train --mean mean.pkl runs/x/snapshots/epoch-{15,16,17}.pkl     the mean of their weights
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
    parser.add_argument("--config", metavar="FILE", help="train.yaml")
    parser.add_argument("--out", metavar="FOLDER", help="the run's folder")
    parser.add_argument("--resume", metavar="N|FILE|latest", help="go on after epoch N, from a snapshot, from the latest there is")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="changes", help="change one value, e.g. optim.lr=5e-4")
    parser.add_argument("--validate", action="store_true", help="validate the snapshots that lack it, into epochs.csv, and stop")
    parser.add_argument("--parts", metavar="FILE", help="write part tracks of the configuration's crops, followed by its teacher, and stop")
    parser.add_argument("--pack", metavar="FOLDER", help="write the configuration's crops as a pack that travels, and stop")
    parser.add_argument("--clips", metavar="FOLDER", help="write the held-out clips in OTB layout, for siamrt bench and siamrt tune, and stop")
    parser.add_argument("--mean", nargs="+", metavar=("OUT", "SNAPSHOT"), help="write the mean of snapshots' weights into OUT, and stop")
    options = parser.parse_args(arguments)
    if options.mean:
        if len(options.mean) < 3:
            raise TrainError("usage", "--mean needs OUT and two snapshots or more (scripts/train --help shows examples)")
        return options
    if not options.config:
        raise TrainError("usage", "--config FILE is missing (scripts/train --help shows examples)")
    if [options.out, options.pack, options.parts, options.clips].count(None) != 3:
        raise TrainError("usage", "one of --out, --pack, --parts and --clips is needed (scripts/train --help shows examples)")
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
    if options.mean:
        tasks.write_mean(*map(Path, options.mean))
        return
    config = configuration.read(Path(options.config), options.changes)
    for task, place in ((tasks.write_pack, options.pack), (tasks.write_parts, options.parts), (tasks.write_clips, options.clips)):
        if place:
            task(config, Path(place))
            return
    import cv2
    import torch

    from . import build, snapshot
    from .adapters import adapt
    from .journal import Journal, keep_until
    from .loop import Trainer
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
        tasks.validate_snapshots(out, experiment, validation)
        return
    source = snapshot.find(snapshots, options.resume) if options.resume else None
    network = build.fresh(experiment)
    if source is None:
        build.start(network, config["start"])
    trainer = Trainer(adapt(network, experiment.network["kind"]), config, snapshots, Journal(out), device, rank, world,
                      teachers_of(config))
    pairs = trainer.adapter.samples(learn, config, template)
    if source is None and config["start"]["kind"] == "snapshot":
        trainer.take_projections(build.expand(config["start"]["path"]))
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
    trainer.train(pairs, lambda _, epoch: tasks.finish_epoch(trainer, epoch, experiment, validation))
    if rank == 0 and config["bench"]:
        tasks.bench(config, out, snapshot.path_of(snapshots, config["epochs"] - 1))


def main() -> int:
    return run_guarded(lambda: run(sys.argv[1:]))
