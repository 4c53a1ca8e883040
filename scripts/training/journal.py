"""Progress on the terminal and the log in CSV: one line every so many steps, one an epoch."""
import csv
from pathlib import Path

STEP_FIELDS = ["epoch", "step", "pairs", "lr", "total", "cls", "ctr", "box", "iou", "norm", "pairs_per_second", "score", "side", "feature",
               "align", "start", "hit"]
EPOCH_FIELDS = ["epoch", "step", "pairs", "val_iou", "val_whole", "val_made"]


def _append(path: Path, fields: list, row: dict) -> None:
    fresh = not path.exists()
    if not fresh:  # a run that an earlier version began keeps its columns
        with open(path, newline="") as file:
            fields = next(csv.reader(file), fields)
    with open(path, "a", newline="") as file:
        writer = csv.DictWriter(file, fields, extrasaction="ignore", lineterminator="\n")
        if fresh:
            writer.writeheader()
        writer.writerow({k: f"{v:.5g}" if isinstance(v, float) else v for k, v in row.items()})


def keep_until(path: Path, step: int) -> None:
    """Takes lines beyond `step` off a CSV: a run that goes on from there writes them again."""
    if not path.exists():
        return
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if int(row["step"]) <= step]
    if len(kept) < len(rows):
        fields = list(rows[0])
        path.unlink()
        for row in kept:
            _append(path, fields, row)


class Journal:
    """Writes steps.csv and epochs.csv in `folder` and one line to stdout each time."""

    def __init__(self, folder: Path):
        self.folder = folder

    def step(self, trainer, parts: dict, pace: float) -> None:
        rate = max(group["lr"] for group in trainer.optimizer.param_groups)
        row = {"epoch": trainer.epoch, "step": trainer.step, "pairs": trainer.pairs, "lr": rate, "pairs_per_second": pace, **parts}
        _append(self.folder / "steps.csv", STEP_FIELDS, row)
        left = (trainer.steps - trainer.step) * trainer.c["batch"] * trainer.world / pace
        text = "  ".join(f"{k} {v:.3f}" for k, v in parts.items())
        print(f"epoch {trainer.epoch}  step {trainer.step}/{trainer.steps}  {text}  {pace:.1f} pairs/s  {duration(left)} left", flush=True)

    def epoch(self, epoch: int, step: int, pairs: int, figures: dict) -> None:
        _append(self.folder / "epochs.csv", EPOCH_FIELDS, {"epoch": epoch, "step": step, "pairs": pairs, **figures})
        print(f"epoch {epoch} done  " + "  ".join(f"{k} {v:.4f}" for k, v in figures.items()), flush=True)


def read_epochs(path: Path) -> dict:
    """Lines of epochs.csv that hold figures, by epoch; numbers as numbers."""
    if not path.exists():
        return {}
    with open(path, newline="") as file:
        return {int(row.pop("epoch")): {k: float(v) for k, v in row.items()} for row in csv.DictReader(file) if row["val_whole"]}


def duration(seconds: float) -> str:
    minutes = int(seconds / 60 + 0.5)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
