"""Snapshots: dicts as the lineage writes them (epoch, model_state_dict, optimizer_state_dict) with what resuming needs
besides; written beside and renamed, so that a file that is there is whole."""
import os
import re
from pathlib import Path
from typing import Optional

import torch

from .errors import TrainError


def save(path: Path, state: dict) -> None:
    """Atomic: a reader sees the old file or the new one, also after kill -9."""
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def load(path: Path) -> dict:
    try:
        state = torch.load(path, map_location="cpu")
    except FileNotFoundError:
        raise TrainError("input", f"{path}: no such snapshot")
    except Exception as error:  # torch raises many kinds for a broken file
        raise TrainError("model", f"{path}: not a snapshot ({str(error).splitlines()[0]})")
    if not isinstance(state, dict) or "model_state_dict" not in state:
        raise TrainError("model", f"{path}: no model_state_dict inside")
    return state


def path_of(folder: Path, epoch: int) -> Path:
    return folder / f"epoch-{epoch}.pkl"


def epochs(folder: Path) -> list:
    """Numbers of the epoch snapshots in a folder, ascending."""
    found = (re.fullmatch(r"epoch-(\d+)\.pkl", p.name) for p in folder.glob("epoch-*.pkl"))
    return sorted(int(m.group(1)) for m in found if m)


def find(folder: Path, resume: str) -> Optional[Path]:
    """`latest`: running.pkl (written within an epoch) or the last epoch, whichever is further; a number: that epoch;
    else a file's path. None where `latest` finds nothing: a fresh start."""
    if resume == "latest":
        done = epochs(folder)
        last = path_of(folder, done[-1]) if done else None
        running = folder / "running.pkl"
        if running.exists() and (last is None or load(running)["step"] > load(last)["step"]):
            return running
        return last
    if resume.isdigit():
        path = path_of(folder, int(resume))
        if not path.exists():
            have = epochs(folder)
            raise TrainError("input", f"{path}: no such snapshot; epochs there: {', '.join(map(str, have)) or 'none'}")
        return path
    return Path(resume)
