"""Closed-loop tracking for validation: SiamFC++'s crop, penalty, window and smoothing, several clips at a time.

Rules and numbers: shared notes/siamfcpp.md, sections 6 and 7. Boxes are x, y, w, h in frame pixels, 0-based,
centre = x + (w - 1) / 2. The network is any module with embed and locate (docs/archive.md).
"""
from typing import Dict, Iterator, List, Sequence, Tuple

import cv2
import numpy as np
import torch

DEFAULTS = {"penalty_k": 0.08, "window_influence": 0.25, "lr": 0.8, "window": "cosine_open", "context": 0.5, "min_size": 10.0,
            "calibration": 0.0}


def window(kind: str, size: int) -> np.ndarray:
    """size x size weights, 1 in the middle. cosine: Hann with zero ends; cosine_open: without them; uniform: ones."""
    if kind == "uniform":
        return np.ones((size, size))
    hann = np.hanning(size) if kind == "cosine" else np.hanning(size + 2)[1:-1]
    return np.outer(hann, hann)


def context_side(w, h, amount: float = 0.5):
    c = amount * (w + h)
    return np.sqrt((w + c) * (h + c))


def crop(frame: np.ndarray, centre: Sequence[float], side: float, out: int, border) -> np.ndarray:
    """Square of `side` frame pixels around centre, out x out; corner pixels map to corner pixels."""
    n = max(2, int(np.rint(side)))
    a = (n - 1) / (out - 1)
    matrix = np.array([[a, 0, centre[0] - (n - 1) / 2], [0, a, centre[1] - (n - 1) / 2]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(frame, matrix, (out, out), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=border)


def calibration(predicted: np.ndarray, drawn: np.ndarray, amount: float) -> Tuple[np.ndarray, np.ndarray]:
    """(factors of the predicted sides, shift of the centre in predicted sides) that bring later boxes `amount` (0..1) of the way
    from what the network made of the first frame to what was drawn there; nothing where the two overlap by less than a
    quarter. Boxes x, y, w, h. As src/track/calibration.cpp has it."""
    if overlaps(predicted[None], drawn[None])[0] < 0.25:
        return np.ones(2), np.zeros(2)
    shift = (drawn[:2] + drawn[2:] / 2) - (predicted[:2] + predicted[2:] / 2)
    return np.clip(drawn[2:] / predicted[2:], 0.5, 2.0) ** amount, amount * shift / predicted[2:]


def _change(r):
    return np.maximum(r, 1 / r)


class Target:
    """State of one clip's target."""

    def __init__(self, frame: np.ndarray, box: Sequence[float], settings: dict):
        x, y, w, h = box
        self.centre, self.size = np.array([x + (w - 1) / 2, y + (h - 1) / 2]), np.array([w, h], float)
        self.border = [int(v) for v in frame.reshape(-1, 3).mean(0)]
        self.limits = (frame.shape[1], frame.shape[0])
        self.s = settings
        self.factors, self.shift = np.ones(2), np.zeros(2)

    def template(self, frame: np.ndarray, size: int = 127) -> np.ndarray:
        return crop(frame, self.centre, context_side(*self.size, self.s["context"]), size, self.border)

    def search(self, frame: np.ndarray, size: int) -> np.ndarray:
        self.scale = 127 / context_side(*self.size, self.s["context"])
        return crop(frame, self.centre, size / self.scale, size, self.border)

    def _best(self, score: np.ndarray, box: np.ndarray, weights: np.ndarray):
        """(best cell, its penalty)."""
        s = self.s
        w, h = box[2] - box[0] + 1, box[3] - box[1] + 1
        old = self.size * self.scale
        s_c = _change(context_side(w, h) / context_side(*old))
        r_c = _change((old[0] / old[1]) / (w / h))
        penalty = np.exp(-(s_c * r_c - 1) * s["penalty_k"])
        ranked = penalty * score * (1 - s["window_influence"]) + weights * s["window_influence"]
        i = np.unravel_index(np.argmax(np.nan_to_num(ranked, nan=-1)), ranked.shape)
        return i, penalty[i]

    def calibrate(self, score: np.ndarray, box: np.ndarray, weights: np.ndarray, size: int) -> None:
        """Takes the factors from the maps of the first frame, in whose middle the drawn box lies."""
        i, _ = self._best(score, box, weights)
        found = np.array([box[k][i] for k in range(4)])
        side = found[2:] - found[:2] + 1
        drawn, middle = self.size * self.scale, (found[:2] + found[2:]) / 2 - size // 2
        self.factors, self.shift = calibration(np.concatenate([middle - side / 2, side]), np.concatenate([-drawn / 2, drawn]), self.s["calibration"])

    def _corrected(self, box: np.ndarray) -> np.ndarray:
        sides = box[2:] - box[:2] + 1
        middle = (box[:2] + box[2:]) / 2 + self.shift.reshape(2, 1, 1) * sides
        half = (sides * self.factors.reshape(2, 1, 1) - 1) / 2
        return np.concatenate([middle - half, middle + half])

    def update(self, score: np.ndarray, box: np.ndarray, weights: np.ndarray, size: int) -> float:
        """score S x S, box 4 x S x S; moves the state to the best cell and returns its plain score."""
        s = self.s
        if s["calibration"]:
            box = self._corrected(box)
        w, h = box[2] - box[0] + 1, box[3] - box[1] + 1
        i, penalty = self._best(score, box, weights)
        rate = penalty * score[i] * s["lr"]
        middle = np.array([(box[0][i] + box[2][i]) / 2, (box[1][i] + box[3][i]) / 2])
        self.centre = np.clip(self.centre + (middle - size // 2) / self.scale, 0, self.limits)
        self.size = self.size * (1 - rate) + np.array([w[i], h[i]]) / self.scale * rate
        self.size = np.clip(self.size, s["min_size"], self.limits)
        return float(score[i])

    @property
    def box(self) -> np.ndarray:
        return np.concatenate([self.centre - (self.size - 1) / 2, self.size])


def _tensor(images: List[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float()


def _next(clips: List[Iterator[np.ndarray]], live: List[int]) -> Tuple[List[int], Dict[int, np.ndarray]]:
    """(clips that go on, their next frames)."""
    frames = {i: next(clips[i], None) for i in live}
    return [i for i in live if frames[i] is not None], frames


@torch.no_grad()
def track(network, clips: List[Iterator[np.ndarray]], starts: List[Sequence[float]], settings: dict = {}, search: int = 255,
          together: int = 16) -> List[np.ndarray]:
    """Boxes (frames x 4) for each clip; clips are iterators of BGR frames, `together` of them run as one batch."""
    s: Dict = dict(DEFAULTS, **settings)
    results: List[List[np.ndarray]] = [[] for _ in clips]
    weights = {}
    for begin in range(0, len(clips), together):
        live = list(range(begin, min(begin + together, len(clips))))
        frames = {i: next(clips[i]) for i in live}
        targets = {i: Target(frames[i], starts[i], s) for i in live}
        for i in live:
            results[i].append(np.array(starts[i], float))
        kernels = dict(zip(live, zip(*[k.split(1) for k in network.embed(_tensor([targets[i].template(frames[i]) for i in live]))])))
        first = s["calibration"] > 0  # then the network is asked about the first frame, too
        if not first:
            live, frames = _next(clips, live)
        while live:
            x = _tensor([targets[i].search(frames[i], search) for i in live])
            out = network.locate(x, [torch.cat(part) for part in zip(*[kernels[i] for i in live])])
            scores, boxes = out[0].double().numpy(), out[1].double().numpy()
            size = scores.shape[-1]
            if size not in weights:
                weights[size] = window(s["window"], size)
            for n, i in enumerate(live):
                if first:
                    targets[i].calibrate(scores[n], boxes[n], weights[size], search)
                else:
                    targets[i].update(scores[n], boxes[n], weights[size], search)
                    results[i].append(targets[i].box)
            first = False
            live, frames = _next(clips, live)
    return [np.array(r) for r in results]


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU of boxes x, y, w, h, row by row."""
    low = np.maximum(a[:, :2], b[:, :2])
    high = np.minimum(a[:, :2] + a[:, 2:], b[:, :2] + b[:, 2:])
    inner = np.prod(np.clip(high - low, 0, None), 1)
    return inner / (np.prod(a[:, 2:], 1) + np.prod(b[:, 2:], 1) - inner)


def auc(found: np.ndarray, truth: np.ndarray) -> float:
    """Mean over thresholds 0, 0.05 ... 1 of the share of frames with IoU strictly above; first frame and NaN truth left out."""
    iou = overlaps(found[1:], truth[1:])
    iou = iou[~np.isnan(truth[1:]).any(1)]
    return float((iou[:, None] > np.linspace(0, 1, 21)[None]).mean())
