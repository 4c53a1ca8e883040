"""Archives for the tests, through the real exporter: with made weights, and with the real ones where they are.

    FOLDER/NAME.pt        made weights (fill.py), for every network in weights.json
    FOLDER/real/NAME.pt   trained weights from SIAMRT_SHARED/weights (default ../shared beside the repository)
"""

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Callable, Dict, List

REPOSITORY = Path(__file__).resolve().parents[2]
for folder in (REPOSITORY / "scripts", REPOSITORY / "tests" / "golden"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import fill  # noqa: E402
import torch  # noqa: E402
from networks import archive, experiments  # noqa: E402
from networks.build import build  # noqa: E402

SHARED = Path(os.environ.get("SIAMRT_SHARED", REPOSITORY.parent / "shared"))
REAL = {"nanotrack_v1": "nanotrack_v1.pth", "nanotrack_v2": "nanotrack_v2.pth", "nanotrack_v3": "nanotrack_v3.pth",
        "lighttrack_mobile": "lighttrack_mobile.ts.pt"}
SOURCES = ("scripts/networks/**/*.py", "experiments/**/*.yaml", "tests/golden/*.py", "tests/golden/weights.json")


def filled_state(name: str) -> Dict[str, torch.Tensor]:
    """The state dict of the network `name` with made weights; a position table of any size has the plain one's name."""
    own = build(experiments.find(name).network).state_dict()
    kept = tuple(fill.recipes()[name].get("keep", ()))  # what is part of a network's definition
    made = {key: value for key, value in own.items() if kept and key.startswith(kept)}
    for key, shape in ((key, tuple(value.shape)) for key, value in own.items() if key not in made):
        original = re.sub(r"\.sizes\.\d+\.(?=rel_[hw]$)", ".", key)
        made[key] = torch.from_numpy(fill.fill({original: shape}, fill.recipes()[name])[original])
    return made


def make_filled(name: str, folder: Path) -> Path:
    """FOLDER/NAME.pt, by way of a checkpoint on disk as training would leave it."""
    folder.mkdir(parents=True, exist_ok=True)
    def export(out: Path) -> None:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            snapshot = Path(scratch) / f"{name}-filled.pth"
            torch.save({"epoch": 0, "state_dict": filled_state(name)}, str(snapshot))
            archive.export(experiments.find(name), snapshot, out)
    return made_once(folder / f"{name}.pt", export)


def make_real(name: str, folder: Path) -> Path:
    """FOLDER/real/NAME.pt from the trained weights."""
    snapshot = SHARED / "weights" / REAL[name]
    return made_once(folder / "real" / f"{name}.pt",
                     lambda out: archive.export(experiments.find(name), snapshot, out) and None)


def made_once(out: Path, export: Callable[[Path], None]) -> Path:
    """Runs `export` unless `out` is newer than everything it is made of."""
    if not out.exists() or out.stat().st_mtime <= newest_source():
        out.parent.mkdir(parents=True, exist_ok=True)
        export(out)
    return out


def newest_source() -> float:
    return max(path.stat().st_mtime for pattern in SOURCES for path in REPOSITORY.glob(pattern))


def real_names() -> List[str]:
    """Networks whose trained weights are at hand."""
    return [name for name, file in REAL.items() if (SHARED / "weights" / file).exists()]
