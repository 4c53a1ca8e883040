"""Parameter groups, learning rate over time, frozen parts, mean weights."""
import math
from typing import Dict, List

import torch
from torch import nn

from .errors import TrainError


def rate(step: int, steps: int, warmup: int, final: float, decay: str = "cosine") -> float:
    """Share of the base rate at `step` of `steps`: linear warm-up from 1/10, then down to `final`, by a cosine or by the
    same factor every step (log)."""
    if step < warmup:
        return 0.1 + 0.9 * step / warmup
    along = min(1.0, (step - warmup) / max(1, steps - warmup))
    if decay == "log":
        return final ** along
    return final + (1 - final) * 0.5 * (1 + math.cos(math.pi * along))


def matches(name: str, prefixes: List[str]) -> bool:
    return any(name.startswith(prefix) for prefix in prefixes)


def groups(network: nn.Module, c: dict) -> List[dict]:
    """Optimizer groups by `multipliers` (prefix -> share of the rate, first match counts); no decay for biases and norms.
    Every parameter is in a group, frozen ones too, so that thawing changes no state."""
    table: Dict[tuple, List[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        share = next((m for prefix, m in c["multipliers"].items() if name.startswith(prefix)), 1.0)
        decay = c["weight_decay"] if parameter.dim() > 1 else 0.0
        table.setdefault((share, decay), []).append(parameter)
    return [{"params": p, "lr": c["lr"] * s, "weight_decay": d, "share": s} for (s, d), p in table.items()]


def make(network: nn.Module, c: dict, more: nn.Module = None) -> torch.optim.Optimizer:
    """more: further parts that learn at the whole rate, such as projections to a teacher's features."""
    parts = groups(network, c)
    if more is not None and len(list(more.parameters())):
        parts.append({"params": list(more.parameters()), "lr": c["lr"], "weight_decay": 0.0, "share": 1.0})
    if c["kind"] == "adamw":
        return torch.optim.AdamW(parts, lr=c["lr"])
    if c["kind"] == "sgd":
        return torch.optim.SGD(parts, lr=c["lr"], momentum=c["momentum"])
    raise TrainError("usage", f"optim.kind: {c['kind']}, expected adamw or sgd")


def set_rate(optimizer: torch.optim.Optimizer, base: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = base * group["share"]


def freeze(network: nn.Module, stages: List[dict], epoch: int) -> List[str]:
    """Sets requires_grad by `freeze`: a list of {parameters: [prefix, ...], until: epoch}; until -1 means always.
    Norms inside frozen parts keep their running figures. Returns the prefixes frozen in this epoch."""
    frozen = [p for stage in stages if stage["until"] < 0 or epoch < stage["until"] for p in stage["parameters"]]
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not matches(name, frozen))
    for name, module in network.named_modules():
        if isinstance(module, nn.BatchNorm2d) and matches(name + ".", frozen):
            module.eval()
    return frozen


class Mean:
    """Exponential mean of parameters and copies of buffers; what is validated and released."""

    def __init__(self, network: nn.Module, decay: float):
        self.decay = decay
        self.state = {k: v.detach().clone() for k, v in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, value in network.state_dict().items():
            mean = self.state[name]
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)
