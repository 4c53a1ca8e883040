"""Snapshots of the original projects: any form of torch.save -> {name: tensor}, and into a network, strictly.

A checkpoint is data.  The reader knows the few types that weights and optimisers consist of and refuses to import
anything else, so that a file from anywhere may be opened.
"""

import pickle
import types
import warnings
from pathlib import Path
from typing import Any, Dict, List, Sequence

import torch
from torch import Tensor, nn

from .errors import Error, first_line

WRAPPERS = ("state_dict", "model_state_dict")
PREFIXES = ("module.", "feature_extractor.")  # taken off in this order, only from the front
COUNTER = "num_batches_tracked"               # old files lack it, inference does not use it

SAFE_MODULES = {"collections": ("OrderedDict", "defaultdict"),
                "torch._utils": ("_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_parameter"),
                "torch.nn.parameter": ("Parameter",),
                "numpy.core.multiarray": ("scalar",), "numpy._core.multiarray": ("scalar",),
                "numpy": ("dtype",), "_codecs": ("encode",)}


class SafeUnpickler(pickle.Unpickler):
    """Loads tensors, containers and numbers; every other type is an error that names it."""

    def find_class(self, module: str, name: str) -> Any:
        plain_torch = module == "torch" and (name.endswith("Storage") or name in ("Size", "device", "Tensor"))
        dtype = module == "torch" and isinstance(getattr(torch, name, None), torch.dtype)
        if plain_torch or dtype or name in SAFE_MODULES.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"it holds a {module}.{name}, which is not part of a checkpoint")


def safe_load(file: Any, **options: Any) -> Any:
    return SafeUnpickler(file, **options).load()


# What torch.load wants to be given as a pickle module.
SAFE_PICKLE = types.ModuleType("safe_pickle")
SAFE_PICKLE.Unpickler = SafeUnpickler  # type: ignore[attr-defined]
SAFE_PICKLE.load = safe_load           # type: ignore[attr-defined]


def read(path: Path) -> Dict[str, Tensor]:
    """The tensors of the checkpoint at `path`, on the CPU, names without prefixes; optimiser and the like left out."""
    content = read_pickle(path)
    for key in WRAPPERS:
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    if not isinstance(content, dict):
        raise Error("input", f"{path}: holds a {type(content).__name__}, expected a state dict")
    tensors: Dict[str, Tensor] = {}
    for name, value in content.items():
        if not isinstance(name, str) or not isinstance(value, Tensor):
            raise Error("input", f"{path}: entry '{name}' is a {type(value).__name__}, expected a tensor")
        name = bare_name(name)
        if name in tensors:
            raise Error("input", f"{path}: two tensors are called {name} once prefixes are off")
        tensors[name] = value.detach()
    return tensors


def read_pickle(path: Path) -> Any:
    """Whatever torch.save wrote, zip or stream, storages mapped to the CPU."""
    require_file(path)
    if is_torchscript(path):
        raise Error("input", f"{path}: a TorchScript file, expected a checkpoint written by torch.save")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_safely(path)
    except Exception as error:  # torch raises a dozen types on broken files, struct.error and KeyError among them
        raise Error("input", f"{path}: not a whole checkpoint: {first_line(error)}")


def load_safely(path: Path) -> Any:
    """torch.load with SAFE_PICKLE.  Debian's torch 1.13 ignores a pickle module given to torch.load (it would import
    whatever the file names), so there its two readers are called themselves."""
    if int(torch.__version__.split(".")[0]) >= 2:
        return torch.load(str(path), map_location="cpu", pickle_module=SAFE_PICKLE, weights_only=False)
    inside = torch.serialization
    with path.open("rb") as file:
        if not inside._is_zipfile(file):
            return inside._legacy_load(file, "cpu", SAFE_PICKLE, encoding="utf-8")
        with inside._open_zipfile_reader(file) as reader:
            return inside._load(reader, "cpu", SAFE_PICKLE, encoding="utf-8")


def require_file(path: Path) -> None:
    if not path.exists():
        raise Error("input", f"{path}: no such file")
    if not path.is_file():
        raise Error("input", f"{path}: not a file")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise Error("input", f"{path}: {error.strerror}")


def is_torchscript(path: Path) -> bool:
    """TorchScript zips hold code next to the tensors.  A broken zip counts as none: the reader will say so."""
    try:
        reader = torch._C.PyTorchFileReader(str(path))
        return reader.has_record("constants.pkl")
    except (RuntimeError, AttributeError):
        return False


def bare_name(name: str) -> str:
    for prefix in PREFIXES:
        if name.startswith(prefix):
            name = name[len(prefix):]
    return name


def pour(tensors: Dict[str, Tensor], network: nn.Module, ignored: Sequence[str]) -> str:
    """Copies `tensors` into `network` if every one fits, else changes nothing and gives the misfit."""
    problem = misfit(tensors, network, ignored)
    if not problem:
        with torch.no_grad():
            for name, target in network.state_dict().items():
                if name in tensors:
                    target.copy_(tensors[name])
    return problem


def misfit(tensors: Dict[str, Tensor], network: nn.Module, ignored: Sequence[str]) -> str:
    """Every tensor that is missing, extra or misshapen, in words; empty if there is none.

    ignored: prefixes of names that a checkpoint may have although no network uses them.
    """
    targets = network.state_dict()
    given = {name: value for name, value in tensors.items() if not name.startswith(tuple(ignored))}
    missing = [name for name in targets if name not in given and not name.endswith("." + COUNTER)]
    extra = [name for name in given if name not in targets]
    wrong = [f"{name} {shape(given[name])}, expected {shape(target)}" for name, target in targets.items()
             if name in given and not fits(given[name], target)]
    parts = (("missing", missing, grouped(missing)), ("extra", extra, grouped(extra)), ("misshapen", wrong, wrong))
    return "; ".join(f"{len(names)} {what} ({', '.join(shown)})" for what, names, shown in parts if names)


def fits(value: Tensor, target: Tensor) -> bool:
    return value.shape == target.shape and value.is_floating_point() == target.is_floating_point()


def shape(value: Tensor) -> str:
    kind = "" if value.is_floating_point() else " " + str(value.dtype).replace("torch.", "")
    return f"[{'x'.join(str(side) for side in value.shape)}]{kind}"


def grouped(names: Sequence[str]) -> List[str]:
    """Names with their leaves gathered by module, none left out: conv1.bn.{weight, bias}."""
    modules: Dict[str, List[str]] = {}
    for name in names:
        module, _, leaf = name.rpartition(".")
        modules.setdefault(module, []).append(leaf)
    shown = []
    for module, leaves in modules.items():
        inside = leaves[0] if len(leaves) == 1 else "{" + ", ".join(leaves) + "}"
        shown.append(f"{module}.{inside}" if module else inside)
    return shown
