"""train.yaml: defaults, the file's values over them, --set over these. Unknown keys are errors with line and nearest key."""
import copy
from pathlib import Path
from typing import Any, Dict, List

import yaml

from networks.errors import first_line, nearest

from .errors import TrainError

DEFAULTS: Dict[str, Any] = {
    "experiment": None,          # name of the network's experiment (scripts/export --list)
    "start": {"kind": "none", "path": "", "prefixes": []},  # none, snapshot, nanodet
    "seed": 1,
    "threads": 0,                # compute threads of a process; 0: as many as the machine has
    "workers": 2,                # processes that make pairs, for each process that trains
    "batch": 32,                 # pairs per process and step
    "epochs": 20,
    "epoch_pairs": 8000,
    "log_steps": 25,
    "snapshot_seconds": 120,     # a snapshot within the epoch this often
    "precision": "auto",         # auto (measured at the start), fp32, bf16
    "labels": "ellipse",         # ellipse, box (SiamFC++), radius (Ocean)
    "data": {
        "crops": "${SIAMRT_SHARED}/training",
        "cache": "",             # folder for decoded crops (0.44 MB each), shared by processes; empty: decoded at each start
        "exclude": ["OpenPose examples", "CoTracker demo", "ProPainter", "MOT17-mini", "CamVid"],
        "held_out": [],          # sources; one that ends in / stands for a whole origin
        "parts": "",             # part tracks (scripts/train --parts); empty: none
        "clips": "${SIAMRT_SHARED}/training/validation",
    },
    "pairs": {
        "search": 255, "views": 3,  # views: that the online branch's filter is fitted to, before it is judged on one more
        "tracks": 0.62, "sky": 0.4, "negative": 0.18, "shift": 64, "shift_far": 94, "scale": 0.2, "aspect": 0.1,
        "turned": 0.4, "turn": 25, "turn_far": 0.0, "mirror": 0.05, "bend": 0.0, "bend_most": 7, "still": 1.0,
        "parts": 0.0, "pieces": 0.0, "patches": 0.0, "free": 0.0,
        "fill": 0.5, "fill_template": 0.3, "cut_out": 0.12, "distractor": 0.4, "same_class": 0.6, "occlude": 0.12,
        "grey": 0.15, "low_resolution": 0.3, "jpeg": 0.2, "tone": 0.7, "blur_search": 0.3, "blur_template": 0.1,
        "blur_longest": 31, "defocus": 0.08, "noise": 0.1,
    },
    "loss": {
        "cls": "focal",          # focal, balanced
        "gamma_positive": 1.0, "gamma_negative": 2.0, "negative": 1.5,
        "box": "giou",           # giou, iou, log_iou
        "cls_weight": 1.0, "ctr_weight": 0.5, "box_weight": 2.0, "align_weight": 1.0,
        "filter_sigma": 0.81,    # online branch: width of the wanted peak, cells; a quarter of the target (DiMP)
    },
    "teachers": [],              # [{experiment: NAME, snapshot: FILE}, ...]; the first also follows part tracks
    "distil": {"score": 0.0, "box": 0.0, "features": 0.0, "clean": False},  # weights; whether teachers see pairs before blur and coding
    "optim": {
        "kind": "adamw",         # adamw, sgd
        "lr": 1e-3, "momentum": 0.9, "weight_decay": 0.01, "multipliers": {}, "clip": 5.0, "ema": 0.998,
        "warmup": 200, "final": 0.02, "decay": "cosine",  # steps; share of lr at the end; cosine, log (the same factor every step)
    },
    "freeze": [],                # [{parameters: [prefix, ...], until: epoch}]; until -1: always
    "validation": {"every": 1, "pairs": 256, "made": 1, "search": 0, "settings": {}},
    "bench": [],                 # arguments of `siamrt bench` after the last epoch; empty: not run
}
CHOICES = {"labels": ("ellipse", "box", "radius"), "precision": ("auto", "fp32", "bf16"), "loss.cls": ("focal", "balanced"),
           "loss.box": ("giou", "iou", "log_iou"), "optim.kind": ("adamw", "sgd"), "optim.decay": ("cosine", "log"),
           "start.kind": ("none", "snapshot", "nanodet")}
FREE = ("optim.multipliers", "validation.settings")  # mappings with any keys


def read(path: Path, changes: List[str] = ()) -> Dict[str, Any]:
    """Merged configuration. changes: `a.b=value` texts, the value as YAML."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise TrainError("input", f"{path}: cannot be read ({error.strerror})")
    try:
        node, values = yaml.compose(text), yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise TrainError("input", f"{path}: no YAML: {first_line(error)}")
    config = copy.deepcopy(DEFAULTS)
    if values is not None:
        if not isinstance(values, dict):
            raise TrainError("input", f"{path}:1: expected a mapping of keys")
        _merge(config, values, node, "", str(path))
    for change in changes:
        _change(config, change)
    _check(config, str(path))
    return config


def _merge(into: dict, values: dict, node, where: str, place: str) -> None:
    for key_node, value_node in node.value:
        key, at = key_node.value, f"{place}:{key_node.start_mark.line + 1}"
        name = f"{where}.{key}".lstrip(".")
        if key not in into and where not in FREE:
            raise TrainError("input", f"{at}: unknown key '{name}'{nearest(key, into)}")
        value = values[key]
        if isinstance(into.get(key), dict) and name not in FREE:
            if not isinstance(value, dict):
                raise TrainError("input", f"{at}: '{name}' must be a mapping")
            _merge(into[key], value, value_node, name, place)
        else:
            into[key] = _typed(into.get(key), value, f"{at}: '{name}'")


def _change(config: dict, change: str) -> None:
    name, equals, text = change.partition("=")
    if not equals:
        raise TrainError("usage", f"--set {change}: expected key=value")
    *path, last = name.split(".")
    into, where = config, ""
    for key in path:
        if not isinstance(into.get(key), dict):
            raise TrainError("usage", f"--set {change}: unknown key '{key}'{nearest(key, into)}")
        into, where = into[key], f"{where}.{key}".lstrip(".")
    if last not in into and where not in FREE:
        raise TrainError("usage", f"--set {change}: unknown key '{name}'{nearest(last, into)}")
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise TrainError("usage", f"--set {change}: {first_line(error)}")
    into[last] = _typed(into.get(last), value, f"--set {change}")


def _typed(old: Any, value: Any, place: str) -> Any:
    """The value in the default's type. YAML reads 1e-3 as text: numbers are taken from text too."""
    if isinstance(old, bool) or old is None:
        return value
    if isinstance(old, (int, float)):
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise TrainError("input", f"{place}: {value!r} is no number")
        return int(number) if isinstance(old, int) and number == int(number) else number
    if not isinstance(value, type(old)):
        raise TrainError("input", f"{place}: expected a {type(old).__name__}, found {value!r}")
    return value


def _check(config: dict, place: str) -> None:
    for name, allowed in CHOICES.items():
        value = config
        for key in name.split("."):
            value = value[key]
        if value not in allowed:
            raise TrainError("input", f"{place}: {name} is '{value}', expected one of {', '.join(allowed)}")
    for name in ("batch", "epochs", "epoch_pairs", "log_steps"):
        if not (isinstance(config[name], int) and config[name] >= 1):
            raise TrainError("input", f"{place}: {name} is {config[name]}, expected a whole number of 1 or more")
    if config["epoch_pairs"] < config["batch"]:
        raise TrainError("input", f"{place}: epoch_pairs {config['epoch_pairs']} is less than one batch of {config['batch']}")
    for name, keys in (("freeze", ("parameters", "until")), ("teachers", ("experiment", "snapshot"))):
        for entry in config[name]:
            if not isinstance(entry, dict) or set(entry) != set(keys):
                raise TrainError("input", f"{place}: {name}: each entry needs `{keys[0]}` and `{keys[1]}`, found {entry!r}")
    weights = [config["distil"][k] for k in ("score", "box", "features")]
    if any(weights) and not config["teachers"]:
        raise TrainError("input", f"{place}: distil needs `teachers`")
    if config["pairs"]["free"] and not config["distil"]["score"]:
        raise TrainError("input", f"{place}: pairs.free: targets without truth need a teacher (distil.score above 0)")
    if not config["experiment"]:
        raise TrainError("input", f"{place}: `experiment` is missing: a network's name (scripts/export --list)")
