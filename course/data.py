"""The data that the lessons use. It comes with the package: nothing is downloaded."""

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


def digits() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """1,797 handwritten digits, and what each of them shows.

    Returns:
        images, shape (1797, 8, 8), float64: the ink in each pixel, from 0 (none) to 1 in steps of 1/16.
        labels, shape (1797,), int64: the digits 0 to 9.
        Fresh arrays at every call: they are yours to change.

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, 1998, https://doi.org/10.24432/C50P49, licence CC BY 4.0; its 1,797 test images.
    """
    stored = _load("digits.npz")
    return stored["images"] / 16.0, stored["labels"].astype(np.int64)


def digit_reader() -> dict[str, NDArray[np.float64]]:
    """The weights of a trained network of three layers that reads the digits.

    Layer k has the weights Wk and the biases bk, a sigmoid follows layers 1 and 2, and nothing follows layer 3: its
    ten outputs are the scores of the digits 0 to 9. Its input is a batch of flattened images, shape (N, 64), values
    0 to 1 as `digits` gives them.

    It was trained by scikit-learn's MLPClassifier (L-BFGS, alpha=0.1, random_state=1) on the first 1,437
    images. It has never seen the last 360, and reads 335 of them right. First trials of other settings were
    scored on those 360 too, so that number may flatter it a little.

    Returns:
        A dict of float64 arrays: W1 (64, 32), b1 (32,), W2 (32, 16), b2 (16,), W3 (16, 10), b3 (10,).
        Fresh arrays at every call: they are yours to change.
    """
    stored = _load("reader.npz")
    return {name: stored[name].astype(np.float64) for name in ("W1", "b1", "W2", "b2", "W3", "b3")}


def _load(name: str) -> dict[str, np.ndarray]:
    with files("course").joinpath("digits", name).open("rb") as file, np.load(file) as stored:
        return dict(stored)
