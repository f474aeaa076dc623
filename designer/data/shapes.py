"""Coloured shapes, drawn here: ten classes of 64×64 pictures with noise.

An exported script holds these functions as they are. The order of the classes is that
of `data.source.Shapes`.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


def load(samples: int, noise: float, seed: int) -> tuple[Floats, NDArray[np.int64]]:
    """Colour pictures (samples, 3, 64, 64) from 0 to 1, and the shape on each."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(samples) % 10)
    images = np.empty((samples, 3, 64, 64), np.float32)
    for label in range(10):
        chosen = np.flatnonzero(labels == label)
        for some in np.array_split(chosen, len(chosen) // 500 + 1):
            images[some] = draw(label, len(some), noise, random)
    return images, labels


def draw(label: int, count: int, noise: float, random: np.random.Generator) -> Floats:
    """Pictures of one shape, each with its own place, size, turn and colours."""

    def numbers(low: float, high: float, *shape: int) -> Floats:
        return random.uniform(low, high, (count, *shape)).astype(np.float32)

    size = numbers(12, 22, 1, 1)
    place = np.arange(64, dtype=np.float32) - 31.5
    x = (place[None, None, :] - numbers(-8, 8, 1, 1)) / size
    y = (place[None, :, None] - numbers(-8, 8, 1, 1)) / size
    turn = numbers(-0.35, 0.35, 1, 1)
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    inside = np.clip(0.5 - distance(label, x, y) * size, 0, 1)[:, None]
    back = numbers(0, 0.35, 3, 1, 1)
    front = numbers(0.2, 1, 3, 1, 1)
    front[np.arange(count), random.integers(3, size=count)] = 1  # never as dark as back
    images = back + inside * (front - back)
    images += noise * random.standard_normal(images.shape, np.float32)
    return np.clip(images, 0, 1)


def distance(label: int, x: Floats, y: Floats) -> Floats:
    """How far each place is outside a shape of radius 1; below 0 inside."""
    radius, across, along = np.hypot(x, y), np.abs(x), np.abs(y)
    if label == 0:  # circle
        return radius - 0.9
    if label == 1:  # square
        return np.maximum(across, along) - 0.8
    if label == 2:  # triangle
        return np.maximum(0.87 * across - 0.5 * y, y) - 0.5
    if label == 3:  # diamond
        return 0.84 * across + 0.54 * along - 0.54
    if label == 4:  # cross
        thin, long = np.minimum(across, along), np.maximum(across, along)
        return np.maximum(thin - 0.25, long - 0.95)
    if label == 5:  # ring
        return np.abs(radius - 0.75) - 0.2
    if label == 6:  # star: five equal points, each with two equal sides
        angle = np.arctan2(x, -y) % (2 * np.pi / 5)
        angle = np.minimum(angle, 2 * np.pi / 5 - angle)
        return radius * np.cos(angle - 1.05) - np.cos(np.float32(1.05))
    if label == 7:  # ellipse
        return 0.5 * (np.hypot(2 * x, y) - 1)
    if label == 8:  # bar
        return np.maximum(across - 0.22, along - 1)
    hole = np.hypot(x - 0.45, y)
    return np.maximum(radius - 0.95, 0.75 - hole)  # crescent
