import numpy as np

from designer.data.digits import load
from designer.data.source import Digits


def test_pictures_are_as_declared() -> None:
    images, labels = load()

    assert images.shape == (1797, *Digits().shape)
    assert images.dtype == np.float32
    assert labels.dtype == np.int64
    assert (images.min(), images.max()) == (0, 1)
    assert sorted(set(labels.tolist())) == list(range(len(Digits().classes)))


def test_labels_belong_to_their_pictures() -> None:
    images, labels = load()
    means = np.stack([images[labels == digit].mean(axis=0) for digit in range(10)])

    distances = ((images[:, None] - means[None]) ** 2).sum(axis=(2, 3, 4))

    assert (distances.argmin(axis=1) == labels).mean() > 0.85
