import numpy as np
import pytest

from designer.data.shapes import distance, load
from designer.data.source import Shapes


def test_pictures_are_as_declared() -> None:
    images, labels = load(samples=205, noise=0.1, seed=0)

    assert images.shape == (205, *Shapes().shape)
    assert images.dtype == np.float32
    assert labels.dtype == np.int64
    assert images.min() >= 0
    assert images.max() <= 1
    counts = np.bincount(labels, minlength=len(Shapes().classes))
    assert counts.max() - counts.min() <= 1
    assert len(counts) == len(Shapes().classes)


def test_the_seed_decides_everything() -> None:
    images, labels = load(samples=30, noise=0.2, seed=3)
    again, labels_again = load(samples=30, noise=0.2, seed=3)
    others, _ = load(samples=30, noise=0.2, seed=4)

    assert np.array_equal(images, again)
    assert np.array_equal(labels, labels_again)
    assert not np.array_equal(images, others)


def test_noise_is_as_strong_as_told() -> None:
    def background(noise: float) -> float:
        images, _ = load(samples=50, noise=noise, seed=0)
        corners = images[:, :, :4, :4]
        return float(corners.std(axis=(2, 3)).mean())

    assert background(0) == pytest.approx(0, abs=1e-6)
    assert background(0.02) < background(0.1) < background(0.3)


def test_no_two_shapes_are_drawn_alike() -> None:
    """A picture of each class, all with the same place, size and turn."""
    places = np.linspace(-1.1, 1.1, 64, dtype=np.float32)
    x, y = np.meshgrid(places, places)
    masks = [distance(label, x, y) < 0 for label in range(10)]

    for first in range(10):
        assert 100 < masks[first].sum() < 3000
        for second in range(first):
            either = masks[first] | masks[second]
            both = masks[first] & masks[second]
            assert both.sum() / either.sum() < 0.9


def test_the_names_are_those_of_the_shapes() -> None:
    """Places that are inside or outside by the meaning of the class's name."""
    names = Shapes().classes
    inside = {
        "circle": [(0, 0), (0.6, 0.6)],
        "square": [(0.75, 0.75), (-0.75, 0.75)],
        "triangle": [(0, -0.9), (0.7, 0.4), (-0.7, 0.4)],
        "diamond": [(0, 0.9), (0, -0.9), (0.55, 0)],
        "cross": [(0.9, 0), (0, 0.9), (-0.9, 0)],
        "ring": [(0.75, 0), (0, -0.75)],
        "star": [(0, -0.95), (0.8, -0.27), (0, 0)],
        "ellipse": [(0, 0.9), (0.4, 0)],
        "bar": [(0, 0.95), (0.2, 0.95)],
        "crescent": [(-0.8, 0), (0, 0.85)],
    }
    outside = {
        "circle": [(0.7, 0.7)],
        "square": [(0, 0.9)],
        "triangle": [(0.7, -0.5), (0, 0.6)],
        "diamond": [(0.5, 0.5)],
        "cross": [(0.5, 0.5)],
        "ring": [(0, 0), (0.3, 0.3)],
        "star": [(0, 0.9), (0.55, -0.75)],
        "ellipse": [(0.6, 0), (0.45, 0.7)],
        "bar": [(0.4, 0)],
        "crescent": [(0, 0), (0.9, 0)],
    }
    for label, name in enumerate(names):
        for point in inside[name]:
            assert distance(label, *np.float32(point)) < 0, (name, point)
        for point in outside[name]:
            assert distance(label, *np.float32(point)) > 0, (name, point)
