"""The YAML files under experiments/: one network each, with its settings for every benchmark.

A file holds the keys of an archive's description (docs/archive.md) and two more: `about`, one line for --list, and
`network`, what the builder needs.  Files without `schema` and `network` belong to somebody else and are passed over.
An unknown key is an error with its line and the nearest key that would be right.
"""

import re
from pathlib import Path
from typing import Any, Dict, NamedTuple

import yaml

from .errors import Error, nearest

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
SCHEMA = 1

SETTINGS = ["penalty_k", "window_influence", "lr", "context", "search", "search_big", "big_below", "window",
            "min_size", "ratio", "lost_below", "calibration", "templates", "template_share", "template_every",
            "template_min_score", "online_ratio", "online_seed"]
# Allowed keys by place; None: whatever stands there is not looked into ("*" is any key).
KEYS: Dict[str, Any] = {
    "": ["schema", "name", "about", "family", "architecture", "network", "input", "grid", "outputs", "settings",
         "benchmarks", "precision", "source", "parameters", "online"],
    "input": ["template", "search", "channels"],
    "grid": ["size", "stride"],
    "settings": SETTINGS,
    "benchmarks": ["*"],
    "benchmarks.*": SETTINGS,
    "precision": ["bf16"],
    "source": ["licence", "origin"],
    "parameters": ["ignored"],
    "online": ["crop", "stride", "cells", "channels", "placed"],
}
REQUIRED = ["schema", "name", "about", "family", "architecture", "network", "input", "grid", "outputs", "settings",
            "source"]


class Experiment(NamedTuple):
    """One YAML file.  `description` is what goes into the archive, `network` what the builder gets."""
    name: str
    about: str
    network: Dict[str, Any]
    description: Dict[str, Any]


def parse(text: str, place: str) -> Experiment:
    """place: the file's name for messages."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Error("input", f"{place}: no valid YAML: {str(error)}")
    if not isinstance(values, dict):
        raise Error("input", f"{place}: expected a mapping of keys")
    check_keys(node, "", place)
    for key in REQUIRED:
        if key not in values:
            raise Error("input", f"{place}: key '{key}' is missing")
    if values["schema"] != SCHEMA:
        raise Error("input", f"{place}: schema {values['schema']}, this exporter writes {SCHEMA}")
    description = {key: value for key, value in values.items() if key not in ("about", "network")}
    return Experiment(values["name"], values["about"], values["network"], description)


def check_keys(node: yaml.MappingNode, where: str, place: str) -> None:
    """Every key of the mapping `node`, which stands at `where`, must be a known one, and stand there once."""
    allowed, seen = KEYS[where], set()
    for key_node, value_node in node.value:
        key, at = key_node.value, f"{place}:{key_node.start_mark.line + 1}"
        if "*" not in allowed and key not in allowed:
            raise Error("input", f"{at}: unknown key '{key}'{nearest(key, allowed)}")
        if key in seen:
            raise Error("input", f"{at}: key '{key}' stands here twice")
        seen.add(key)
        inside = f"{where}.{'*' if '*' in allowed else key}".lstrip(".")
        if inside in KEYS:
            if not isinstance(value_node, yaml.MappingNode):
                raise Error("input", f"{at}: '{key}' must be a mapping")
            check_keys(value_node, inside, place)


def read_all(folder: Path = FOLDER) -> Dict[str, Experiment]:
    """Every network under `folder`, by name, in the order of the files' paths."""
    found: Dict[str, Experiment] = {}
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if not all(re.search(f"^{key}:", text, re.MULTILINE) for key in ("schema", "network")):
            continue
        experiment = parse(text, str(path.relative_to(folder.parent)))
        if experiment.name in found:
            raise Error("input", f"{path.relative_to(folder.parent)}: the name {experiment.name} is taken")
        found[experiment.name] = experiment
    return found


def find(name: str, folder: Path = FOLDER) -> Experiment:
    """The experiment of that name; a usage error with the nearest names if there is none."""
    found = read_all(folder)
    if name not in found:
        raise Error("usage", f"no network is called '{name}'{nearest(name, found)} (scripts/export --list shows all)")
    return found[name]
