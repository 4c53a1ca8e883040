"""Changes of light, colour, sharpness and coding. Images are uint8 BGR, square; every function draws from the rng given."""
from typing import Tuple

import cv2
import numpy as np


def motion_blur(image: np.ndarray, length: float, angle: float) -> np.ndarray:
    """Blur along a line of `length` pixels at `angle` (radians)."""
    n = int(length) | 1
    if n < 3:
        return image
    kernel = np.zeros((n, n), np.float32)
    c = n // 2
    d = np.array([np.cos(angle), np.sin(angle)]) * (length / 2)
    p = tuple(np.round((c - d) * 16).astype(int).tolist()), tuple(np.round((c + d) * 16).astype(int).tolist())
    cv2.line(kernel, p[0], p[1], 1.0, 1, cv2.LINE_AA, 4)
    total = kernel.sum()
    return cv2.filter2D(image, -1, kernel / total, borderType=cv2.BORDER_REPLICATE) if total > 0 else image


def low_resolution(image: np.ndarray, factor: float) -> np.ndarray:
    """As if the picture had been taken with `factor` of its pixels a side."""
    size = image.shape[0]
    small = max(8, int(round(size * factor)))
    return cv2.resize(cv2.resize(image, (small, small), interpolation=cv2.INTER_AREA), (size, size), interpolation=cv2.INTER_LINEAR)


def recode(image: np.ndarray, quality: int) -> np.ndarray:
    """Through JPEG and back."""
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


def tone(rng: np.random.Generator, image: np.ndarray, strength: float) -> np.ndarray:
    """Gamma, gain and offset, all channels alike and a little each on its own; as one table per channel."""
    gamma = np.exp(rng.uniform(-0.35, 0.35) * strength)
    gain = np.exp(rng.uniform(-0.3, 0.3) * strength)
    offset = rng.uniform(-25, 25) * strength
    ramp = 255 * (np.arange(256) / 255.0) ** gamma
    table = np.empty((256, 1, 3), np.uint8)
    for c in range(3):
        own = np.exp(rng.uniform(-0.12, 0.12) * strength)
        table[:, 0, c] = np.clip((ramp - 128) * gain * own + 128 + offset, 0, 255).astype(np.uint8)
    return cv2.LUT(image, table)


def saturation(image: np.ndarray, share: float) -> np.ndarray:
    """share 0: grey, 1: unchanged, above: stronger colours."""
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return cv2.addWeighted(image, share, grey, 1 - share, 0)


def colours(rng: np.random.Generator, z: np.ndarray, x: np.ndarray, c: dict) -> Tuple[np.ndarray, np.ndarray]:
    """Grey or stronger and weaker colours, for both pictures of a pair alike."""
    if rng.random() < c["grey"]:
        z, x = saturation(z, 0), saturation(x, 0)
    elif rng.random() < 0.5:
        share = rng.uniform(0.3, 1.5)
        z, x = saturation(z, share), saturation(x, share)
    return z, x


def camera(rng: np.random.Generator, z: np.ndarray, x: np.ndarray, c: dict) -> Tuple[np.ndarray, np.ndarray]:
    """Resolution and coding, which the two pictures of a pair share."""
    if rng.random() < c["low_resolution"]:
        factor = rng.uniform(0.22, 0.7)
        z, x = low_resolution(z, factor), low_resolution(x, min(1.0, factor * rng.uniform(0.8, 1.25)))
    if rng.random() < c["jpeg"]:
        quality = int(rng.integers(25, 80))
        z, x = recode(z, quality), recode(x, quality)
    return z, x


def own(rng: np.random.Generator, image: np.ndarray, c: dict, blur: float, longest: float, strength: float = 1.0) -> np.ndarray:
    """Changes of one picture: tone, motion blur with probability `blur` up to `longest` pixels, defocus, noise."""
    if rng.random() < c["tone"]:
        image = tone(rng, image, strength)
    draw = rng.random()
    if draw < blur:
        image = motion_blur(image, rng.uniform(3, longest), rng.uniform(0, np.pi))
    elif draw < blur + c["defocus"]:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.8, 3.0))
    if rng.random() < c["noise"]:
        noise = rng.normal(0, rng.uniform(2, 10), image.shape[:2] + (1,))
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    return image
