"""A network and its description -> one TorchScript file, written whole or not at all."""

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, List

import torch
import yaml
from torch import Tensor, nn

from . import checkpoint, experiments
from .build import build, is_foreign
from .errors import Error
from .experiments import Experiment

DESCRIPTION = "siamrt/model.yaml"


def export(experiment: Experiment, snapshot: Path, out: Path) -> Dict[str, Any]:
    """Reads `snapshot` into the network of `experiment` and writes the archive; gives its description back."""
    checkpoint.require_file(snapshot)
    network = load(experiment, snapshot)
    description = describe(experiment, network, snapshot)
    write(out, pack(network, description))
    return description


def load(experiment: Experiment, snapshot: Path) -> nn.Module:
    """The network with the snapshot's weights, in inference mode."""
    if is_foreign(experiment.network):
        return build(experiment.network, snapshot).eval()
    network = build(experiment.network)
    tensors = checkpoint.read(snapshot)
    if hasattr(network, "fit"):  # a network that knows several forms of its checkpoints
        tensors, facts = network.fit(tensors)
        experiment.description.update(facts)
    misfit = checkpoint.pour(tensors, network, ignored(experiment))
    if misfit:
        others = [name for name in experiments.read_all() if name != experiment.name and fits(tensors, name)]
        hint = f", but {' and '.join(others)}" if others else ""
        raise Error("model", f"{snapshot}: does not fit {experiment.name}{hint}: {misfit}")
    return network.eval()


def ignored(experiment: Experiment) -> List[str]:
    """Prefixes of tensors that a snapshot may hold although the network has no use for them."""
    return experiment.description.get("parameters", {}).get("ignored", [])


def fits(tensors: Dict[str, Tensor], name: str) -> bool:
    """Would the network `name` take them?"""
    other = experiments.find(name)
    return not is_foreign(other.network) and not checkpoint.misfit(tensors, build(other.network), ignored(other))


def describe(experiment: Experiment, network: nn.Module, snapshot: Path) -> Dict[str, Any]:
    """The experiment's keys, completed by what only this export knows: the source's digest and the counts."""
    description = dict(experiment.description)
    digest = hashlib.sha256(snapshot.read_bytes()).hexdigest()
    description["source"] = {"file": snapshot.name, "sha256": digest, **experiment.description["source"]}
    description["parameters"] = {
        "count": len(network.state_dict()),
        "values": sum(parameter.numel() for parameter in network.parameters()),
        **experiment.description.get("parameters", {})}
    if getattr(network, "shared_search", False):
        description["shared_search"] = True
    return description


def pack(network: nn.Module, description: Dict[str, Any]) -> bytes:
    """Scripted, not traced: batch and crop size stay free."""
    text = yaml.safe_dump(description, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
    buffer = io.BytesIO()  # a path would put its own name inside the zip
    torch.jit.save(torch.jit.script(network), buffer, _extra_files={DESCRIPTION: text.encode()})
    return buffer.getvalue()


def write(out: Path, content: bytes) -> None:
    """Whole or not at all: a temporary neighbour is renamed when everything is on disk."""
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~current_umask())
        temporary.replace(out)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise Error("system", f"{out}: cannot be written: {error.strerror}")


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
