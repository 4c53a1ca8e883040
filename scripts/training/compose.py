"""Geometry and compositing: views cut from crops, other scenes around them, objects beside or over the target.

Frames of reference: `crop` = the stored 384-pixel crop; `view` = the network's input. Pixel indices: pixel i has its
centre at i, so a box's continuous edge e lies at index e - 0.5. A view's label is x1, y1, x2, y2 = centres of the
first and last pixel of the object, as SiamFC++'s decoding has it (width = x2 - x1 + 1).
"""
from dataclasses import dataclass
from typing import Tuple

import cv2
import numpy as np

from .store import Crop



def context(box) -> float:
    """Crop pixels that the template of a box covers: sqrt((w + p)(h + p)), p = (w + h) / 2; 120 for a crop's own object."""
    p = (box[2] + box[3]) / 2
    return float(np.sqrt((box[2] + p) * (box[3] + p)))


@dataclass
class View:
    """Maps crop to view: stretch by k, turn by `turn` radians, mirror in x where flip is set, all about `centre`, which
    comes to the view's middle, (size - 1) / 2."""

    centre: Tuple[float, float]
    k: Tuple[float, float]
    size: int
    flip: bool
    turn: float = 0.0

    def linear(self) -> np.ndarray:
        """2 x 2 part of the map from crop to view."""
        c, s = np.cos(self.turn), np.sin(self.turn)
        mirror = np.diag([-1.0 if self.flip else 1.0, 1.0])
        return mirror @ np.array([[c, -s], [s, c]]) @ np.diag(self.k)

    def cut(self, image: np.ndarray, border) -> np.ndarray:
        inverse = np.linalg.inv(self.linear())
        offset = np.array(self.centre) - inverse @ np.full(2, (self.size - 1) / 2)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(image, np.column_stack([inverse, offset]), (self.size, self.size), flags=flags,
                              borderMode=cv2.BORDER_CONSTANT, borderValue=border)

    def points(self, x1: float, y1: float, x2: float, y2: float) -> np.ndarray:
        """The four corners of a crop rectangle (continuous edges) as view indices: 4 x 2."""
        p = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], float) - 0.5 - np.array(self.centre)
        return p @ self.linear().T + (self.size - 1) / 2

    def edges(self, x1: float, y1: float, x2: float, y2: float) -> np.ndarray:
        """Continuous crop edges -> edge indices in the view (x1 <= x2). Turned, a box becomes the box around the turned
        ellipse that touches it inside: nearer to most objects than the box around the turned box."""
        m = self.linear()
        half = np.array([x2 - x1, y2 - y1]) / 2
        reach = np.sqrt((m**2) @ (half**2))
        middle = m @ (np.array([x1 + x2, y1 + y2]) / 2 - 0.5 - np.array(self.centre)) + (self.size - 1) / 2
        return np.concatenate([middle - reach, middle + reach])


def corners(edges: np.ndarray) -> np.ndarray:
    """Edges -> centres of first and last pixel."""
    return edges + np.array([0.5, 0.5, -0.5, -0.5])


def box_edges(box, view: View) -> np.ndarray:
    x, y, w, h = box
    return view.edges(x, y, x + w, y + h)


def bend(rng: np.random.Generator, image: np.ndarray, edges: np.ndarray, most: float) -> Tuple[np.ndarray, np.ndarray]:
    """(picture, the object's edges in it) after a smooth random displacement of up to `most` pixels, drawn on 6 x 6 knots:
    leaning, swelling and bending, as a second look at an object has it. The object is taken as the ellipse in its box."""
    size = image.shape[0]
    field = [cv2.resize(rng.uniform(-most, most, (6, 6)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC) for _ in range(2)]
    axis = np.arange(size, dtype=np.float32)
    out = cv2.remap(image, axis[None] + field[0], axis[:, None] + field[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    angle = np.linspace(0, 2 * np.pi, 33)[:-1]
    middle, half = (edges[:2] + edges[2:]) / 2, (edges[2:] - edges[:2]) / 2
    rim = middle + half * np.column_stack([np.cos(angle), np.sin(angle)])
    at = rim.copy()
    for _ in range(3):  # the place q whose source q + d(q) is the rim
        x, y = np.clip(np.rint(at), 0, size - 1).astype(int).T
        at = rim - np.column_stack([field[0][y, x], field[1][y, x]])
    return out, np.concatenate([at.min(0), at.max(0)])


def scene(rng: np.random.Generator, crop: Crop, image: np.ndarray, size: int) -> np.ndarray:
    """A size x size piece of the picture inside a crop."""
    x1, y1, x2, y2 = crop.picture
    side = min(x2 - x1, y2 - y1)
    side = max(8, int(side * rng.uniform(0.6, 1.0)))
    x = x1 + int(rng.integers(0, max(1, x2 - x1 - side + 1)))
    y = y1 + int(rng.integers(0, max(1, y2 - y1 - side + 1)))
    return cv2.resize(image[y : y + side, x : x + side], (size, size), interpolation=cv2.INTER_LINEAR)


def fill(view_image: np.ndarray, keep: np.ndarray, other: np.ndarray) -> np.ndarray:
    """other, with the view's pixels inside the quadrangle `keep` (4 x 2, view indices) over it, but for a rim of a pixel."""
    middle = keep.mean(0)
    away = keep - middle
    inner = middle + away * (1 - 1.5 / np.maximum(np.hypot(away[:, 0], away[:, 1]), 2))[:, None]
    mask = np.zeros(view_image.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(inner * 16).astype(np.int32), 1, cv2.LINE_8, 4)
    return np.where(mask[..., None] > 0, view_image, other)


def alpha(rng: np.random.Generator, w: int, h: int) -> np.ndarray:
    """Opacity h x w x 1 of a pasted object: an ellipse of random squareness with a soft rim."""
    power = rng.choice([2.0, 3.0, 6.0])
    y, x = np.ogrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    r = np.abs(x) ** power + np.abs(y) ** power
    return np.clip((1 - r) * 4, 0, 1).astype(np.float32)[..., None]


def paste(rng: np.random.Generator, target: np.ndarray, crop: Crop, image: np.ndarray, centre, side: float) -> None:
    """Draws crop's object into target, in place: sqrt(w h) = side view pixels, middle at `centre` (view indices)."""
    x, y, w, h = crop.box
    k = side / np.sqrt(w * h)
    pw, ph = int(round(w * k * 1.12)), int(round(h * k * 1.12))
    if pw < 4 or ph < 4:
        return
    part = cv2.getRectSubPix(image, (max(2, int(w * 1.12)), max(2, int(h * 1.12))), (x + w / 2 - 0.5, y + h / 2 - 0.5))
    part = cv2.resize(part, (pw, ph), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        part = part[:, ::-1]
    opacity = alpha(rng, pw, ph)
    x0, y0 = int(round(centre[0] - pw / 2)), int(round(centre[1] - ph / 2))
    size_y, size_x = target.shape[:2]
    ax, ay, bx, by = max(0, x0), max(0, y0), min(size_x, x0 + pw), min(size_y, y0 + ph)
    if bx <= ax or by <= ay:
        return
    inner = (slice(ay - y0, by - y0), slice(ax - x0, bx - x0))
    under = target[ay:by, ax:bx].astype(np.float32)
    a = opacity[inner]
    target[ay:by, ax:bx] = (under + a * (part[inner].astype(np.float32) - under) + 0.5).astype(np.uint8)


def beside(rng: np.random.Generator, edges: np.ndarray, side: float, size: int):
    """A place for another object of `side` near the target, its middle outside the target's box; None if none was found."""
    cx, cy = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
    w, h = edges[2] - edges[0], edges[3] - edges[1]
    for _ in range(8):
        angle, far = rng.uniform(0, 2 * np.pi), rng.uniform(0.75, 2.2)
        x = cx + np.cos(angle) * far * (w + side) / 2
        y = cy + np.sin(angle) * far * (h + side) / 2
        apart = abs(x - cx) > 0.42 * (w + side) or abs(y - cy) > 0.42 * (h + side)
        if apart and 0 <= x < size and 0 <= y < size:
            return x, y
    return None


def occlude(rng: np.random.Generator, image: np.ndarray, edges: np.ndarray, other: np.ndarray) -> None:
    """Covers a rim part of the target (up to 45 % of its box) with a piece of another scene, in place."""
    x1, y1, x2, y2 = edges
    w, h = x2 - x1, y2 - y1
    share = rng.uniform(0.1, 0.45)
    if rng.random() < 0.5:
        a = [x1 - 4, y1 - 4, x1 + w * share, y2 + 4] if rng.random() < 0.5 else [x2 - w * share, y1 - 4, x2 + 4, y2 + 4]
    else:
        a = [x1 - 4, y1 - 4, x2 + 4, y1 + h * share] if rng.random() < 0.3 else [x1 - 4, y2 - h * share, x2 + 4, y2 + 4]
    size = image.shape[0]
    ax, ay, bx, by = np.clip(np.round(a), 0, size).astype(int)
    image[ay:by, ax:bx] = other[ay:by, ax:bx]
