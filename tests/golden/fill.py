"""Made weights: a parameter's name and shape alone decide its numbers, on any machine and in any order.

Golden files were made with the original networks and these weights, since the trained ones of the large networks
cannot be had.  numpy promises that RandomState's stream never changes; names are hashed by CRC-32.
"""

import json
import zlib
from pathlib import Path
from typing import Any, Dict, Mapping, Sequence

import numpy as np

RECIPES = Path(__file__).with_name("weights.json")


def fill_one(name: str, shape: Sequence[int], gain: float) -> np.ndarray:
    """One entry of a state dict.

    gain: mean scale of the batch normalisations; smaller in residual networks, so that numbers stay in range.
    """
    stream = np.random.RandomState(zlib.crc32(name.encode()))
    leaf = name.rsplit(".", 1)[-1]
    fan_in = int(np.prod(shape[1:])) if len(shape) >= 2 else 1
    if leaf == "num_batches_tracked":
        return np.zeros(shape, np.int64)
    if leaf == "running_mean":
        values = 0.1 * stream.standard_normal(shape)
    elif leaf == "running_var":
        values = stream.uniform(0.8, 1.2, shape)
    elif fan_in > 1 and leaf != "bias":  # convolutions and linear layers keep the variance
        values = np.sqrt(2.0 / fan_in) * stream.standard_normal(shape)
    elif leaf == "weight" and len(shape) == 1:  # batch normalisation
        values = gain * stream.uniform(0.8, 1.2, shape)
    elif leaf == "bias":
        values = 0.1 * stream.standard_normal(shape)
    else:  # lone factors, such as Ocean's adjust and SiamFC++'s si
        values = stream.uniform(0.5, 1.5, shape)
    return np.asarray(values).astype(np.float32)


def recipes() -> Dict[str, Dict[str, Any]]:
    """Network -> gain, and for some networks `scale` and `replace`: what is changed after filling."""
    return json.loads(RECIPES.read_text(encoding="utf-8"))


def fill(shapes: Mapping[str, Sequence[int]], recipe: Mapping[str, Any]) -> Dict[str, np.ndarray]:
    """All of a network's entries.  Names in `scale` and `replace` that the network lacks are passed over."""
    arrays = {name: fill_one(name, tuple(shape), recipe["gain"]) for name, shape in shapes.items()}
    for name, factor in recipe.get("scale", {}).items():
        if name in arrays:
            arrays[name] = (arrays[name] * np.float32(factor)).astype(np.float32)
    for name, values in recipe.get("replace", {}).items():
        if name in arrays:
            arrays[name] = np.asarray(values, np.float32).reshape(arrays[name].shape)
    return arrays
