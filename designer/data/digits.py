"""Handwritten digits, from scikit-learn, which holds them: nothing is downloaded.

An exported script holds this module's function as it is.
"""

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits


def load() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """1,797 grey pictures (samples, 1, 8, 8) from 0 to 1, and the digit on each."""
    digits = load_digits()
    images = digits.images[:, None].astype(np.float32) / 16
    return images, digits.target.astype(np.int64)
