"""What scripts/train does besides training: part tracks, packs, clips, means, validation of snapshots, the bench after the last epoch."""
import os
import subprocess
import sys
from pathlib import Path

from .errors import TrainError
from .material import crops_of


def write_parts(config: dict, out: Path) -> None:
    """Part tracks of all crops, held-out ones too: they go with their source."""
    import cv2
    import torch

    from . import build, parts, tracker

    if not config["teachers"]:
        raise TrainError("usage", "--parts needs the configuration's `teachers`: [{experiment: nanotrack_v2, snapshot: FILE}]")
    teacher = config["teachers"][0]
    if config["threads"]:
        torch.set_num_threads(config["threads"])
    cv2.setNumThreads(0)
    experiment = build.find(teacher["experiment"])
    settings = {k: v for k, v in experiment.description["settings"].items() if k in tracker.DEFAULTS}
    network = build.trained(experiment, build.expand(teacher["snapshot"]))
    found = parts.follow(network, crops_of({**config, "data": {**config["data"], "parts": ""}}), config["seed"], settings=settings)
    parts.write(out, found)
    print(f"{out}: {len(found)} part tracks, {sum(len(line['boxes']) for line in found)} boxes")


def write_clips(config: dict, out: Path) -> None:
    """The whole and made clips of the validation, and those of held-out part tracks, for `siamrt bench` and `siamrt tune`."""
    from . import build, clips
    from .split import split
    from .validate import whole_clips

    held_out = split(crops_of(config), tuple(config["data"]["held_out"]))[1]
    folder = build.expand(config["data"]["clips"])
    found = whole_clips(folder) if folder.is_dir() else []
    for seed in range(1, config["validation"]["made"] + 1):
        found += clips.make(held_out, seed) + clips.make(held_out, seed, of_parts=True)
    for clip in found:
        clips.write(clip, out)
    print(f"{out}: {len(found)} clips, {sum(len(clip.truth) for clip in found)} frames; siamrt bench --dataset folder --data {out} runs on them")


def write_mean(out: Path, *sources: Path) -> None:
    """The mean of the weights of snapshots of one run, or of runs from one start; counters are the last one's."""
    import torch

    from . import snapshot

    states = [snapshot.load(path)["model_state_dict"] for path in sources]
    for path, state in zip(sources, states):
        if {k: v.shape for k, v in state.items()} != {k: v.shape for k, v in states[0].items()}:
            raise TrainError("model", f"{path}: another network than {sources[0]}")
    mean = {k: torch.stack([s[k] for s in states]).mean(0) if v.dtype.is_floating_point else v for k, v in states[-1].items()}
    snapshot.save(out, {"epoch": snapshot.load(sources[-1])["epoch"], "model_state_dict": mean, "mean_of": [str(p) for p in sources]})
    print(f"{out}: mean of {len(states)} snapshots")


def write_pack(config: dict, out: Path) -> None:
    from .build import expand
    from .pack import pack

    done = pack(expand(config["data"]["crops"]), out, exclude=config["data"]["exclude"])
    print(f"{out}: {done['crops']} crops, {done['bytes'] / 1e6:.1f} MB, JPEG quality {done['quality']}; train with --set data.crops={out}")


def bench(config: dict, out: Path, last: Path) -> None:
    """Exports the last snapshot and hands it to `siamrt bench` with the arguments of the configuration."""
    from .build import ROOT

    archive = out / f"{config['experiment']}.pt"
    export = [sys.executable, str(ROOT / "scripts" / "export"), config["experiment"], "--checkpoint", str(last), "--out", str(archive), "--force"]
    for command in (export, [os.environ.get("SIAMRT", "siamrt"), "bench", "--model", str(archive), *map(str, config["bench"])]):
        print(" ".join(command), flush=True)
        try:
            done = subprocess.run(command)
        except FileNotFoundError:
            raise TrainError("system", f"{command[0]}: not found; set SIAMRT to the built program")
        if done.returncode:
            raise TrainError("system", f"{command[0]} ended with {done.returncode}; the training itself is done")


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
