"""Pictures of lesson 09: weights carried over, the last digits, Adam, and a trained network; none needs PyTorch."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    SIGNED,
    Function,
    NoPicture,
    Numbers,
    ask,
    axes_at,
    call,
    call_all,
    part,
    picture,
    show,
    text_at,
)

LEAST = 1e-19  # a difference of 0 is drawn here
START = np.array([-7.0, 2.0])  # in the valley


def _signed(fig: Figure, left: float, top: float, values: Numbers, most: float, cell: float) -> Axes:
    """A matrix in colours, with its corner at `left`, `top`."""
    rows, columns = values.shape
    ax = axes_at(fig, left, top, cell * columns, cell * rows)
    ax.imshow(values, cmap=SIGNED, vmin=-most, vmax=most)
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(True)
        spine.set_color(PALE)
    return ax


@picture
def carried_over(to_linear: Function, to_conv: Function, W: ArrayLike, w: ArrayLike) -> None:
    """Draw the weights of an affine layer and of a convolution in NumPy, and what your functions make of them.

    Args:
        to_linear: from W and a bias of shape (M,) to the weight of your nn.Linear, an array.
        to_conv: from w and a bias of shape (F,) to the weight of your nn.Conv2d, an array.
        W: weights of shape (D, M). Not changed.
        w: filters of one channel, shape (F, 1, KH, KW). Not changed.
    """
    affine, filters = np.array(W, dtype=float), np.array(w, dtype=float)
    linear = ask("to_linear", to_linear, affine, np.zeros(affine.shape[1]), shape=affine.shape[::-1])
    conv = ask("to_conv", to_conv, filters, np.zeros(len(filters)), shape=filters.shape)
    most = max(float(np.abs(affine).max()), float(np.abs(filters).max()))
    fig = Figure(figsize=(8.6, 4.9))
    for left, values, title in ((0.3, affine, "W in NumPy"), (4.6, linear, "layer.weight in PyTorch")):
        _signed(fig, left, 0.5, values, most, 0.36)
        text_at(fig, left, 0.3, f"{title}: {values.shape}", va="center", fontsize=13)
    for left, kernels, title in ((0.3, filters, "w in NumPy"), (4.6, conv, "layer.weight in PyTorch")):
        for k, kernel in enumerate(kernels[:, 0]):
            _signed(fig, left + 1.3 * k, 3.55, kernel, most, 0.36)
        text_at(fig, left, 3.35, f"{title}: {kernels.shape}", va="center", fontsize=13)
    turned = "its transpose" if np.array_equal(linear, affine.T) else "other numbers, or in another order"
    same = "the same" if np.array_equal(conv, filters) else "other numbers, or in another order"
    show(
        fig,
        f"Weights as coloured squares, in NumPy on the left and in PyTorch on the right. Above, W of shape "
        f"{affine.shape}, and layer.weight of shape {linear.shape}: {turned}. Below, {len(filters)} filters of shape "
        f"{filters.shape[2:]}: {same} in both.",
    )


@picture
def last_digits(gradient_gaps: Function) -> None:
    """Draw how far two gradients differ, for each parameter of a network, with 64 and with 32 bits.

    Args:
        gradient_gaps: from "float64" or "float32" to the largest difference for each of four parameters, shape (4,).
    """
    names = ("filters", "their biases", "affine weights", "affine biases")
    fig = Figure(figsize=(8.6, 4.0))
    ax = axes_at(fig, 1.7, 0.5, 5.3, 2.75)
    told = []
    for dtype, colour, marker in (("float64", BLUE, "o"), ("float32", ORANGE, "D")):
        gaps = ask("loss_and_gradients", gradient_gaps, dtype, shape=(4,))
        ax.plot(np.maximum(gaps, LEAST), range(4), marker, color=colour, markersize=11, label=dtype)
        told.append(f"with {dtype} " + ", ".join(f"{gap:.1e}" for gap in gaps))
    ax.axvline(1e-10, color=GREY, linestyle="--", linewidth=1.5)
    ax.set(xscale="log", xlim=(LEAST / 3, 1), ylim=(3.5, -0.5), xlabel="largest difference of the two gradients")
    ax.set_yticks(range(4), names)
    ax.set_xticks([1e-18, 1e-14, 1e-10, 1e-6, 1e-2])
    ax.grid(axis="x", color=PALE, linewidth=0.5)
    ax.set_title("NumPy and PyTorch")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    show(
        fig,
        "The largest difference between the gradient in NumPy and that of PyTorch, for the filters, their biases, the "
        f"affine weights and the affine biases, on a logarithmic axis: {'; '.join(told)}. A line marks 1e-10.",
    )


@picture
def adam_gaps(compare: Function) -> None:
    """Draw how far your Adam is from PyTorch's, step by step.

    Args:
        compare: returns the largest difference of the weights after each of ten steps, shape (10,).
    """
    gaps = ask("adam_step", compare, shape=(10,))
    fig = Figure(figsize=(8.2, 3.6))
    ax = axes_at(fig, 1.1, 0.5, 6.7, 2.4)
    ax.semilogy(range(1, 11), np.maximum(gaps, LEAST), "o-", color=BLUE, linewidth=2)
    ax.set(ylim=(LEAST / 3, 10), xlabel="step", ylabel="difference", title="your Adam and torch.optim.Adam")
    ax.axhline(1e-10, color=GREY, linestyle="--", linewidth=1.5)
    show(
        fig,
        "The largest difference between weights that your Adam moves and those that torch.optim.Adam moves, over ten "
        f"steps on a logarithmic axis: {', '.join(f'{gap:.1e}' for gap in gaps)}. A line marks 1e-10.",
    )


@picture
def first_steps(adam_step: Function, slopes: Sequence[float], rate: float) -> None:
    """Draw how far gradient descent and your Adam move weights with different slopes in their first step.

    Args:
        adam_step: your function; adam_step(x, gradient, m, v, t, rate) returns x, m and v.
        slopes: of the weights. Not changed.
        rate: the learning rate of both.
    """
    gradient = np.array(slopes, dtype=float)
    zeros = np.zeros(gradient.shape)
    moved = ask("adam_step", part(adam_step, 0, 3), zeros, gradient, zeros, zeros, 1, rate, shape=gradient.shape)
    fig = Figure(figsize=(9.2, 3.7))
    ax = axes_at(fig, 1.7, 0.5, 4.8, 2.45)
    for steps, colour, marker, label in (
        (rate * gradient, ORANGE, "D", "gradient descent"),
        (-moved, BLUE, "o", "your Adam"),
    ):
        ax.plot(
            np.maximum(np.abs(steps), LEAST), range(len(gradient)), marker, color=colour, markersize=11, label=label
        )
    ax.set_yticks(range(len(gradient)), [f"slope {slope:g}" for slope in gradient])
    ax.set(xscale="log", ylim=(len(gradient) - 0.5, -0.5), xlabel="how far the weight moves")
    ax.grid(axis="x", color=PALE, linewidth=0.5)
    ax.set_title(f"the first step, with the rate {rate:g}")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    told = "; ".join(
        f"slope {slope:g}: {rate * slope:.3g} by descent, {abs(step):.3g} by Adam"
        for slope, step in zip(gradient, moved, strict=True)
    )
    show(fig, f"How far weights move in the first step with the rate {rate:g}, on a logarithmic axis. {told}.")


def _slope(x: Numbers) -> Numbers:
    """Of x²/20 + y², the valley."""
    return x * np.array([0.1, 2.0])


def _by_momentum(steps: int, rate: float, momentum: float) -> Numbers:
    path, speed = [START], np.zeros(2)
    while len(path) <= steps:
        speed = momentum * speed - rate * _slope(path[-1])
        path.append(path[-1] + speed)
    return np.array(path)


def _by_adam(adam_step: Function, steps: int, rate: float) -> Numbers:
    path, m, v = [START], np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        answer = call("adam_step", adam_step, path[-1], _slope(path[-1]), m, v, t, rate)
        if type(answer) not in (tuple, list) or len(answer) != 3:
            raise NoPicture("This picture needs `adam_step`, which returned something else than x, m and v.")
        x, m, v = (ask("adam_step", lambda one=one: one, shape=(2,)) for one in answer)
        path.append(x)
    return np.array(path)


@picture
def three_descents(adam_step: Function, rate: float, steps: int) -> None:
    """Draw the paths of gradient descent, of momentum and of your Adam down into a long valley.

    Args:
        adam_step: your function; adam_step(x, gradient, m, v, t, rate) returns x, m and v.
        rate: the learning rate of your Adam.
        steps: how many steps each of them takes.
    """
    paths = {
        "descent, rate 0.9": (_by_momentum(steps, 0.9, 0.0), ORANGE, "D"),
        "momentum, rate 0.1": (_by_momentum(steps, 0.1, 0.9), GREEN, "s"),
        f"your Adam, rate {rate:g}": (_by_adam(adam_step, steps, rate), BLUE, "o"),
    }
    fig = Figure(figsize=(9.2, 5.0))
    ax = axes_at(fig, 0.7, 0.45, 5.6, 3.9)
    across, down = np.meshgrid(np.linspace(-8, 8, 81), np.linspace(-4, 4, 61))
    height = across**2 / 20 + down**2
    levels = height.max() * np.linspace(0, 1, 13) ** 2.2
    ax.contourf(across, down, height, levels=levels, cmap="Blues", alpha=0.55)
    ax.contour(across, down, height, levels=levels[1:-1], colors=GREY, linewidths=0.7)
    for label, (path, colour, marker) in paths.items():
        ax.plot(*path.T, marker + "-", color=colour, markersize=5, linewidth=1.5, label=label)
    ax.plot(0, 0, "+", color="black", markersize=14, markeredgewidth=2)
    ax.set(xlim=(-8, 8), ylim=(-4, 4), xlabel="x", ylabel="y", title=f"{steps} steps down x²/20 + y²")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    ends = "; ".join(f"{label} ends at ({path[-1, 0]:.2f}, {path[-1, 1]:.2f})" for label, (path, _, _) in paths.items())
    show(
        fig,
        f"Three paths of {steps} steps on the contour lines of a valley, which is long from left to right and steep up "
        f"and down, from (-7, 2) towards its lowest point at (0, 0). {ends}.",
    )


@picture
def cost_by_epoch(training: Callable[[], Any]) -> None:
    """Draw the average cost of each epoch of a training.

    Args:
        training: trains, and returns the list of the average costs by epoch, and the accuracy on digits never seen.
    """
    import pandas as pd
    import seaborn as sns

    costs, accuracy = _parts("train_epoch", training, 2)
    values = ask("train_epoch", lambda: costs, shape=(max(np.size(costs), 1),))
    share = float(ask("evaluate", lambda: accuracy, shape=()))
    table = pd.DataFrame({"epoch": np.arange(1, len(values) + 1), "cost": values})
    fig = Figure(figsize=(8.2, 4.2))
    ax = axes_at(fig, 0.95, 0.5, 6.9, 3.0)
    sns.lineplot(table, x="epoch", y="cost", marker="o", markersize=8, linewidth=2.5, color=BLUE, ax=ax)
    ax.set(ylim=(0, None), ylabel="average cost", title=f"afterwards it reads {share:.1%} of the digits never seen")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    show(
        fig,
        f"The average cost of {len(values)} epochs: {', '.join(f'{value:.3f}' for value in values)}. After the last "
        f"one the network reads {share:.1%} of digits that it has not seen.",
    )


def _parts(name: str, function: Function, count: int) -> tuple[Any, ...]:
    """The several things that a function returns which needs many of the student's."""
    found = call_all(name, function)
    if type(found) not in (tuple, list) or len(found) != count:
        raise NoPicture(f"This picture needs `{name}`, which returned something else than {count} things.")
    return tuple(found)


@picture
def misread_digits(mistakes: Callable[[], Any], most: int = 14) -> None:
    """Draw digits that a trained network takes for others.

    Args:
        mistakes: returns images (N, H, W), what the network says of each, (N,), and what they are, (N,).
        most: how many are drawn, at most.
    """
    images, said, labels = map(np.asarray, _parts("ClassicCNN", mistakes, 3))
    if images.ndim != 3 or not len(images) == len(said) == len(labels):
        raise NoPicture("This picture needs as many answers of `ClassicCNN` as there are images.")
    wrong = np.flatnonzero(said != labels)
    shown = wrong[:most]
    across = 7
    down = max(-(-len(shown) // across), 1)
    fig = Figure(figsize=(9.2, 0.55 + 1.6 * down))
    text_at(fig, 0.2, 0.22, f"{len(wrong)} of {len(said)} are misread", va="center", fontsize=13)
    for place, k in enumerate(shown):
        ax = axes_at(fig, 0.2 + 1.28 * (place % across), 0.75 + 1.6 * (place // across), 1.1, 1.1)
        ax.imshow(images[k], cmap=INK)
        ax.axis("off")
        ax.set_title(f"{labels[k]}, read as {said[k]}", fontsize=12)
    told = ", ".join(f"a {labels[k]} read as {said[k]}" for k in shown)
    rest = f" The first {len(shown)} are drawn: {told}." if len(shown) else ""
    show(fig, f"Of {len(said)} digits that the network has not seen, it misreads {len(wrong)}.{rest}")


@picture
def filter_sheet(filters: Callable[[], Any]) -> None:
    """Draw the first filters of a trained network.

    Args:
        filters: returns them, shape (F, KH, KW).
    """
    (found,) = _parts("ClassicCNN", lambda: (filters(),), 1)
    kernels = ask("ClassicCNN", lambda: found, shape=np.shape(found))
    if kernels.ndim != 3 or not len(kernels):
        raise NoPicture(f"This picture needs filters of one channel (got the shape {kernels.shape}).")
    most = max(float(np.abs(kernels).max()), 1e-12)
    across = 8
    down = -(-len(kernels) // across)
    cell = 0.95 / max(kernels.shape[1:])
    fig = Figure(figsize=(9.2, 0.55 + 1.1 * down))
    text_at(fig, 0.2, 0.22, "the first filters, after training", va="center", fontsize=13)
    for k, kernel in enumerate(kernels):
        _signed(fig, 0.2 + 1.1 * (k % across), 0.5 + 1.1 * (k // across), kernel, most, cell)
    show(
        fig,
        f"The {len(kernels)} first filters of the trained network, {kernels.shape[1]} by {kernels.shape[2]} weights "
        f"each, in colours: blue is negative, red positive. The largest weight is {most:.2f}.",
    )
