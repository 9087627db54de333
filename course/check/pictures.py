"""Where an answer differs from what is expected, as a picture."""

from typing import Any

import numpy as np


def picture(actual: Any, expected: Any, *, name: str = "error") -> None:
    """Draw where `actual` differs from `expected`: the absolute error by element, as a heat map.

    Args:
        actual: array of one or two dimensions. Not changed.
        expected: array of the same shape. Not changed.
        name: the title.
    Raises:
        ValueError: the shapes differ, or have more than two dimensions, or the arrays are empty.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    from course import plots

    left, right = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    if left.shape != right.shape or left.ndim not in (1, 2) or not left.size:
        raise ValueError(
            f"needs two arrays of one shape and one or two dimensions (got {left.shape} and {right.shape})"
        )
    with np.errstate(all="ignore"):
        error = np.atleast_2d(np.abs(left - right))
    # Where one side is nan, argmax finds that first.
    worst = tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))
    inches = (min(1.5 + 0.6 * error.shape[1], 14), min(1.2 + 0.6 * error.shape[0], 14))
    figure = Figure(figsize=inches, layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(error, cmap="magma_r", vmin=0)
    axes.set(title=name, xlabel="column", ylabel="row")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    figure.colorbar(image, label="absolute error")
    plots.show(
        figure,
        f"Heat map, {name}: the absolute error is largest at row {worst[0]}, column {worst[1]}: {error[worst]:.3g}.",
    )
