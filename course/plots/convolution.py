"""Pictures of lesson 08: windows that slide, what their kernels see, the way back, and a trained network."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import matplotlib.cbook
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike
from PIL import Image

from course.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    SIGNED,
    VERMILION,
    Function,
    NoPicture,
    Numbers,
    ask,
    axes_at,
    call,
    call_all,
    factor,
    listed,
    number,
    part,
    picture,
    show,
    text_at,
)

CELL = 0.46  # inches of one number of a table


def photograph() -> Numbers:
    """A photograph in grey: Grace Hopper, by the US Navy, in the public domain; it comes with Matplotlib.

    Returns:
        Shape (120, 108), float64: from 0 (black) to 1 (white). A fresh array at every call.
    """
    return _photograph().copy()


@cache
def _photograph() -> Numbers:
    path = matplotlib.cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
    with Image.open(path) as image:
        face = image.convert("L").crop((80, 10, 440, 410)).resize((108, 120), Image.Resampling.BOX)
    return np.asarray(face, dtype=np.float64) / 255


def _bare(ax: Axes) -> None:
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(True)
        spine.set_color(PALE)


def _signed(ax: Axes, values: Numbers) -> None:
    most = max(float(np.abs(values).max()), 1e-12)
    ax.imshow(values, cmap=SIGNED, vmin=-most, vmax=most)
    _bare(ax)


def _table(
    fig: Figure, left: float, top: float, values: Numbers, title: str = "", frame: int = 0, cell: float = CELL
) -> Axes:
    """Numbers in cells, with its corner at `left`, `top`; the outer `frame` rows and columns are grey."""
    rows, columns = values.shape
    ax = axes_at(fig, left, top, cell * columns, cell * rows)
    ax.set(xlim=(0, columns), ylim=(rows, 0), xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)
    for i, j in np.ndindex(rows, columns):
        inside = frame <= i < rows - frame and frame <= j < columns - frame
        ax.add_patch(Rectangle((j, i), 1, 1, facecolor="white" if inside else "#eeeeee", edgecolor=PALE))
        if np.isfinite(values[i, j]):
            text = number(float(values[i, j]))
            ax.text(j + 0.5, i + 0.52, text, ha="center", va="center", color="black" if inside else GREY)
    if title:
        text_at(fig, left, top - 0.12, title, ha="left", va="bottom", fontsize=13)
    return ax


def _outline(ax: Axes, i: float, j: float, height: float, width: float, colour: str) -> None:
    ax.add_patch(Rectangle((j, i), width, height, fill=False, edgecolor=colour, linewidth=3, clip_on=False, zorder=3))


@picture
def scrambled_digits(images: ArrayLike, scrambled: ArrayLike) -> None:
    """Draw digits, and below them the same digits with their pixels in another order.

    Args:
        images: shape (N, 8, 8), ink from 0 to 1. Not changed.
        scrambled: the same with their pixels in another order, shape (N, 8, 8). Not changed.
    """
    rows = np.asarray(images, dtype=float), np.asarray(scrambled, dtype=float)
    count = len(rows[0])
    fig = Figure(figsize=(0.3 + 1.3 * count, 3.1))
    for k, title in enumerate(("six digits", "the same six, with their pixels in another order")):
        for n in range(count):
            ax = axes_at(fig, 0.15 + 1.3 * n, 0.35 + 1.5 * k, 1.15, 1.15)
            ax.imshow(rows[k][n], cmap=INK, vmin=0, vmax=1)
            _bare(ax)
            if n == 0:
                ax.set_title(title, loc="left", fontsize=13)
    show(
        fig,
        f"{count} handwritten digits of 8 by 8 pixels, and below them the same ones with their 64 pixels in another "
        "order: they look like random patterns, in which nothing can be read.",
    )


@picture
def accuracy_race(trainings: Mapping[str, Callable[[], Any]]) -> None:
    """Draw the accuracy on digits that a network has not seen, by epoch, for several trainings.

    Args:
        trainings: by the name of a network a function that trains it, or has trained it, and returns its layers and
            the list of its accuracies, one an epoch. Not changed.
    """
    curves = {name: _accuracies(training) for name, training in trainings.items()}
    fig = Figure(figsize=(9.2, 4.6))
    ax = axes_at(fig, 0.95, 0.55, 4.6, 3.35)
    colours = {"your CNN": BLUE, "two layers": ORANGE}
    for name, values in curves.items():
        colour = colours.get(name.partition(",")[0], PURPLE)
        style = "--" if "," in name else "-"
        ax.plot(np.arange(1, len(values) + 1), values, style, marker="o", markersize=5, color=colour,
                label=f"{name}: {values[-1]:.1%}")  # fmt: skip
    ax.set(ylim=(min(0.7, 0.95 * min(map(np.min, curves.values()))), 1), xlabel="epoch", ylabel="accuracy")
    ax.set_title("read right, of 360 digits never seen")
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    ends = "; ".join(
        f"{name}: {values[0]:.1%} after the first epoch, {values[-1]:.1%} after the last ({len(values)})"
        for name, values in curves.items()
    )
    show(fig, f"The share of 360 digits that each network reads right without having seen them, by epoch. {ends}.")


def _accuracies(training: Callable[[], Any]) -> Numbers:
    def second() -> Any:
        _, accuracies = training()
        return np.asarray(accuracies)

    found = call_all("build_cnn", second)
    return ask("build_cnn", lambda: found, shape=(max(found.size, 1),))


@picture
def filtered_photos(correlate2d: Function, photo: ArrayLike, kernels: Mapping[str, ArrayLike]) -> None:
    """Draw a photograph, and what kernels make of it.

    Args:
        correlate2d: your function; correlate2d(image, kernel) returns an array of shape (H - KH + 1, W - KW + 1).
        photo: shape (H, W), from 0 to 1. Not changed.
        kernels: arrays by name. Not changed.
    """
    grey = np.asarray(photo, dtype=float)
    found = {"the photograph": grey}
    for name, values in kernels.items():
        kernel = np.asarray(values, dtype=float)
        if kernel.ndim != 2 or kernel.shape[0] > grey.shape[0] or kernel.shape[1] > grey.shape[1]:
            raise NoPicture(f"This picture needs a table of numbers as kernel (got the shape {kernel.shape}).")
        shape = grey.shape[0] - kernel.shape[0] + 1, grey.shape[1] - kernel.shape[1] + 1
        found[name] = ask("correlate2d", correlate2d, grey, kernel, shape=shape)
    across = min(3, len(found))
    fig = Figure(figsize=(0.3 + 2.85 * across, 3.4 * -(-len(found) // across)))
    for k, (name, values) in enumerate(found.items()):
        ax = axes_at(fig, 0.2 + 2.85 * (k % across), 0.42 + 3.4 * (k // across), 2.6, 2.85)
        balanced = k > 0 and abs(np.sum(np.asarray(kernels[name], dtype=float))) < 1e-9
        if balanced:
            most = max(float(np.quantile(np.abs(values), 0.99)), 1e-12)
            ax.imshow(values, cmap="gray", vmin=-most, vmax=most)
        else:
            keeps = k == 0 or abs(np.sum(np.asarray(kernels[name], dtype=float)) - 1) < 1e-9
            low, high = (0.0, 1.0) if keeps else (float(values.min()), float(values.max()) + 1e-12)
            ax.imshow(values, cmap="gray", vmin=low, vmax=high)
        _bare(ax)
        ax.set_title(name)
    ranges = ", ".join(f"{name} from {v.min():.2f} to {v.max():.2f}" for name, v in list(found.items())[1:])
    show(
        fig,
        f"A photograph of {grey.shape[0]} by {grey.shape[1]} pixels, a woman in uniform before a flag, and what your "
        f"correlate2d makes of it: {ranges}.",
        caption="Where the numbers of a kernel add up to 0, grey is 0, white positive and black negative.",
    )


@picture
def learned_kernel(correlate2d: Function, secret: ArrayLike, steps: int, lr: float = 0.07) -> None:
    """Draw a kernel that is learned back from what it did to an image, and the error by step.

    Args:
        correlate2d: your function; it is used forward, and for the gradient.
        secret: the kernel to be found, shape (KH, KW). Not changed.
        steps: number of steps of gradient descent, from a kernel of zeros.
        lr: learning rate.
    """
    truth = np.asarray(secret, dtype=float)
    KH, KW = truth.shape
    image = np.random.default_rng(3).normal(size=(12, 12))
    shape = 13 - KH, 13 - KW
    target = np.array(
        [[np.vdot(image[i : i + KH, j : j + KW], truth) for j in range(shape[1])] for i in range(shape[0])]
    )
    found, errors = np.zeros(truth.shape), []
    for step in range(steps + 1):
        miss = ask("correlate2d", correlate2d, image, found, shape=shape) - target
        errors.append(float(np.mean(miss**2)))
        if step < steps:
            found = found - lr * 2 / miss.size * ask("correlate2d", correlate2d, image, miss, shape=truth.shape)
        if not np.isfinite(errors[-1]) or errors[-1] > 1e9:
            raise NoPicture("This picture needs `correlate2d`, with which the error of the kernel grows without end.")
    fig = Figure(figsize=(9.4, 3.4))
    for k, (title, values) in enumerate((("secret kernel", truth), (f"yours after {steps} steps", found))):
        ax = _table(fig, 0.35 + 2.5 * k, 0.75, values, title, cell=0.65)
        ax.set_zorder(2)
    ax = axes_at(fig, 6.1, 0.55, 3.0, 2.2)
    ax.semilogy(np.maximum(errors, 1e-12), color=BLUE, linewidth=2)
    ax.plot(steps, max(errors[-1], 1e-12), "o", color=VERMILION, markersize=8)
    ax.set(
        xlabel="step", ylabel="error", title=f"mean squared error: {errors[-1]:.2g}", ylim=(1e-7, 1e3), xlim=(-2, 62)
    )
    show(
        fig,
        f"The secret kernel ({listed(truth)}), and the one that gradient descent with your correlate2d has found after "
        f"{steps} steps ({listed(found)}). The mean squared error goes from {errors[0]:.3g} to {errors[-1]:.3g}.",
    )


def _places(size: int, kernel: int, stride: int) -> int:
    return (size - kernel) // stride + 1


def _result(answer: Numbers, step: int) -> Numbers:
    """What is known of a result after some places."""
    known = np.full(answer.shape, np.nan)
    known.flat[: step + 1] = answer.flat[: step + 1]
    return known


def _products(window: Numbers, kernel: Numbers) -> list[str]:
    return [
        " + ".join(f"{factor(float(pixel))}·{factor(float(weight))}" for pixel, weight in zip(*rows, strict=True))
        for rows in zip(window, kernel, strict=True)
    ]


@picture
def sliding_window(
    correlate2d_strided: Function, image: ArrayLike, kernel: ArrayLike, stride: int, padding: int, place: int
) -> None:
    """Draw a kernel at one of its places on an image, with all products written out.

    Args:
        correlate2d_strided: your function; correlate2d_strided(image, kernel, stride, pad) returns an array.
        image: shape (H, W). Not changed.
        kernel: shape (KH, KW). Not changed.
        stride: pixels from one place to the next.
        padding: pixels of zeros around the image.
        place: which place, from 1; a number beyond the last place is the last.
    """
    pixels, weights = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    framed = np.pad(pixels, padding)
    KH, KW = weights.shape
    shape = _places(framed.shape[0], KH, stride), _places(framed.shape[1], KW, stride)
    answer = ask("correlate2d_strided", correlate2d_strided, pixels, weights, stride, padding, shape=shape)
    step = min(place, answer.size) - 1
    i, j = divmod(step, shape[1])
    top, left = i * stride, j * stride
    window = framed[top : top + KH, left : left + KW]
    down = 0.6 + 0.4 * max(framed.shape[0], shape[0])
    fig = Figure(figsize=(9.5, down + 1.75))
    ax = _table(fig, 0.3, 0.6, framed, f"image, padding {padding}", frame=padding, cell=0.4)
    _outline(ax, top, left, KH, KW, VERMILION)
    _table(fig, 4.4, 0.6, weights, "kernel", cell=0.4)
    ax = _table(fig, 6.1, 0.6, _result(answer, step), f"result, {shape[0]} × {shape[1]}", cell=0.4)
    _outline(ax, i, j, 1, 1, VERMILION)
    value = float(np.vdot(window, weights))
    lines = [*_products(window, weights), f"= {number(value)}"]
    if abs(value - answer[i, j]) > 1e-9:
        lines.append(f"your function says {number(answer[i, j])}")
    text = "\n+ ".join(lines[:KH]) + "\n" + "\n".join(lines[KH:])
    text_at(fig, 0.3, down + 0.2, text, va="top", fontsize=14)
    show(
        fig,
        f"The kernel at place {step + 1} of {answer.size} on an image with padding {padding}, with stride {stride}: "
        f"the window begins at row {top}, column {left}. {' + '.join(lines[:KH])} {' '.join(lines[KH:])}. "
        f"The result has {shape[0]} rows of {shape[1]}.",
    )


@picture
def sliding_channels(conv2d: Function, channels: int, stride: int, padding: int, place: int) -> None:
    """Draw one filter at one of its places on an image with several channels.

    Args:
        conv2d: your function; conv2d(x, w, b, stride, pad) returns an array of shape (1, 1, OH, OW).
        channels: from 1 to 3.
        stride: pixels from one place to the next.
        padding: pixels of zeros around the image.
        place: which place, from 1; a number beyond the last place is the last.
    """
    x = np.random.default_rng(5).integers(0, 6, size=(1, 3, 5, 5)).astype(float)[:, :channels]
    w = np.array(
        [[[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]], [[0, 1, 0], [1, -4, 1], [0, 1, 0]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]]
    )
    w, b = w[None, :channels], np.array([2.0])
    side = _places(5 + 2 * padding, 3, stride)
    answer = ask("conv2d", conv2d, x, w, b, stride, padding, shape=(1, 1, side, side))[0, 0]
    step = min(place, answer.size) - 1
    i, j = divmod(step, side)
    cell = 0.34
    each = cell * (5 + 2 * padding) + 0.5
    fig = Figure(figsize=(9.6, 0.1 + each * max(channels, 1.4)))
    names = ["grey"] if channels == 1 else ["red", "green", "blue"]
    sums = []
    for c in range(channels):
        top = 0.45 + each * c
        framed = np.pad(x[0, c], padding)
        ax = _table(fig, 0.3, top, framed, f"channel {c}: {names[c]}", frame=padding, cell=cell)
        _outline(ax, i * stride, j * stride, 3, 3, VERMILION)
        _table(fig, 3.0, top, w[0, c], f"slice {c}", cell=cell)
        window = framed[i * stride : i * stride + 3, j * stride : j * stride + 3]
        sums.append(float(np.vdot(window, w[0, c])))
        text = "\n+ ".join(_products(window, w[0, c])) + f"\n= {number(sums[-1])}"
        text_at(fig, 4.3, top, text, va="top", fontsize=13)
    ax = _table(fig, 6.9, 0.45, _result(answer, step), f"one map, {side} × {side}", cell=cell)
    _outline(ax, i, j, 1, 1, VERMILION)
    total = " + ".join(factor(value) for value in sums) + " + bias 2"
    text = f"{total}\n= {number(sum(sums) + 2)}"
    if abs(sum(sums) + 2 - answer[i, j]) > 1e-9:
        text += f"\nyours: {number(answer[i, j])}"
    text_at(fig, 6.9, 0.6 + cell * side, text, va="top", fontsize=13)
    show(
        fig,
        f"A filter with {channels} slices at place {step + 1} of {answer.size} on an image with {channels} channels, "
        f"stride {stride}, padding {padding}. The channels give {listed(sums)}, with the bias 2 that is "
        f"{number(sum(sums) + 2)}; your conv2d says {number(answer[i, j])}.",
    )


@picture
def window_rows(im2col: Function, step: int) -> None:
    """Draw an image with two channels, and its windows as rows of a table, up to one of them.

    Args:
        im2col: your function; im2col(x, KH, KW, stride, pad) returns an array of shape (9, 8).
        step: which row, from 0 to 8.
    """
    x = np.concatenate([np.arange(1.0, 17.0), np.arange(21.0, 37.0)]).reshape(1, 2, 4, 4)
    rows = ask("im2col", im2col, x, 2, 2, 1, 0, shape=(9, 8))
    i, j = divmod(step, 3)
    fig = Figure(figsize=(9.2, 5.1))
    for c, colour in enumerate((BLUE, ORANGE)):
        ax = _table(fig, 0.3, 0.55 + 2.35 * c, x[0, c], f"channel {c}")
        _outline(ax, i, j, 2, 2, colour)
    known = np.full((9, 8), np.nan)
    known[: step + 1] = rows[: step + 1]
    ax = _table(fig, 3.6, 0.55, known, "your table: a row for each window of 2 × 2")
    _outline(ax, step, 0, 1, 4, BLUE)
    _outline(ax, step, 4, 1, 4, ORANGE)
    show(
        fig,
        f"An image with two channels of 4 by 4 pixels, and the table that your im2col makes of it, up to row {step}: "
        f"the window at row {i}, column {j} of both channels is written as {listed(rows[step])}.",
    )


@picture
def window_counts(col2im: Function, window: int, stride: int, padding: int) -> None:
    """Draw in how many windows each pixel of an image is, by adding up rows of ones.

    Args:
        col2im: your function; col2im(rows, x_shape, KH, KW, stride, pad) returns an array of shape (1, 1, 8, 8).
        window: its height and width, in pixels.
        stride: pixels from one window to the next.
        padding: pixels of zeros around the image.
    """
    side = _places(8 + 2 * padding, window, stride)
    ones = np.ones((side * side, window * window))
    counts = ask("col2im", col2im, ones, (1, 1, 8, 8), window, window, stride, padding, shape=(1, 1, 8, 8))[0, 0]
    fig = Figure(figsize=(6.0, 4.9))
    ax = axes_at(fig, 0.3, 0.6, 4.0, 4.0)
    ax.imshow(counts, cmap="Blues", vmin=0, vmax=max(16.0, float(counts.max())))
    for i, j in np.ndindex(8, 8):
        ax.text(j, i, number(counts[i, j]), ha="center", va="center", color="white" if counts[i, j] > 9 else "black")
    _bare(ax)
    ax.set_title(f"{window} × {window} windows, stride {stride}, padding {padding}", loc="left")
    blind = int(np.sum(counts == 0))
    fig.text(4.5 / 6.0, 0.55, f"{side * side} windows\n\n{blind} of 64 pixels\nin no window", va="center", fontsize=13)
    show(
        fig,
        f"In how many of {side * side} windows of {window} by {window} each of 8 by 8 pixels is, with stride {stride} "
        f"and padding {padding}, added by your col2im: from {counts.min():.0f} to {counts.max():.0f}; {blind} in none.",
    )


@picture
def gradient_spots(conv2d_backward: Function, row: int, column: int, stride: int, both: bool) -> None:
    """Draw where the gradient of one or two numbers of a result arrives in the image.

    Args:
        conv2d_backward: your function; conv2d_backward(dout, x, w, stride, pad) returns dx, dw, db.
        row: of the number in the result, from 0; a row beyond the last is the last.
        column: of the number in the result, from 0; a column beyond the last is the last.
        stride: pixels from one place of the filter to the next.
        both: whether a second gradient arrives to the right.
    """
    w = np.array([[[[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]]])
    side = _places(7, 3, stride)
    i, j = min(row, side - 1), min(column, side - 1 - both)
    dout = np.zeros((1, 1, side, side))
    dout[0, 0, i, j : j + 1 + both] = 1
    dx = ask(
        "conv2d_backward", part(conv2d_backward, 0, 3), dout, np.zeros((1, 1, 7, 7)), w, stride, 0, shape=(1, 1, 7, 7)
    )[0, 0]
    fig = Figure(figsize=(9.0, 4.3))
    ax = _table(fig, 0.3, 0.6, dout[0, 0], "dout")
    for k in range(1 + both):
        _outline(ax, i, j + k, 1, 1, (BLUE, ORANGE)[k])
    _table(fig, 3.2, 0.6, w[0, 0], "the filter")
    ax = _table(fig, 5.2, 0.6, dx, "dx, by your function")
    for k in range(1 + both):
        _outline(ax, i * stride + 0.06 * k, (j + k) * stride + 0.06 * k, 3, 3, (BLUE, ORANGE)[k])
    total = number(float(dx.sum()))
    show(
        fig,
        f"A gradient of 1 arrives at row {i}, column {j} of a result of {side} by {side}"
        f"{', and another one beside it' if both else ''}; in the image, dx is the filter 1 to 9 on each window, "
        f"added up where they overlap, with stride {stride}. Your dx adds up to {total}.",
    )


@picture
def pooled_digit(MaxPool: Function, image: ArrayLike, size: int) -> None:
    """Draw a digit, what max pooling keeps of it, and circles around the pixels to which gradients go back.

    Args:
        MaxPool: your class.
        image: shape (8, 8), ink from 0 to 1. Not changed.
        size: height and width of the blocks, in pixels.
    """
    ink = np.array(image, dtype=float)
    side = 8 // size
    pool = call("MaxPool", MaxPool, size)
    pooled = ask("MaxPool.forward", lambda x: pool.forward(x), ink[None, None], shape=(1, 1, side, side))[0, 0]
    ones = np.ones((1, 1, side, side))
    back = ask("MaxPool.backward", lambda dout: pool.backward(dout), ones, shape=(1, 1, 8, 8))[0, 0]
    fig = Figure(figsize=(9.0, 4.6))
    left, right = axes_at(fig, 0.3, 0.6, 3.8, 3.8), axes_at(fig, 4.8, 0.6, 3.8, 3.8)
    left.imshow(ink, cmap=INK, vmin=0, vmax=1.4)
    right.imshow(pooled, cmap=INK, vmin=0, vmax=1.4)
    for k in range(side + 1):
        for draw in (left.axvline, left.axhline):
            draw(k * size - 0.5, color=BLUE, linewidth=1)
    for i, j in zip(*np.nonzero(back), strict=True):
        left.add_patch(Circle((j, i), 0.33, fill=False, edgecolor=VERMILION, linewidth=2))
    _bare(left)
    _bare(right)
    winners = int(np.count_nonzero(back))
    left.set_title(f"a digit, and {winners} winners")
    right.set_title(f"what is kept: {side} × {side}")
    show(
        fig,
        f"A digit of 8 by 8 pixels in blocks of {size} by {size}, and beside it the {side} by {side} numbers that your "
        f"MaxPool keeps, from {pooled.min():.2g} to {pooled.max():.2g}. {winners} pixels are circled: there your "
        "backward sends a gradient.",
    )


@picture
def layer_table(parameter_count: Function, layers: Sequence[tuple[Any, ...]]) -> None:
    """Draw a table of a network's layers: shapes, and how many parameters your function counts.

    Args:
        parameter_count: your function; parameter_count(layers) returns a whole number.
        layers: as parameter_count takes them. Not changed.
    """
    shape: tuple[int, ...] = ()
    lines = []
    total = 0
    for k, layer in enumerate(layers):
        name = str(layer[0])
        match layer:
            case ("input", *sizes):
                shape = tuple(sizes)
            case ("conv", filters, side, stride, pad):
                shape = (filters, *(_places(size + 2 * pad, side, stride) for size in shape[1:]))
                name = f"conv {side} × {side}, pad {pad}"
            case ("pool", side):
                shape = (shape[0], shape[1] // side, shape[2] // side)
                name = f"max pool {side}"
            case ("affine", outputs):
                shape = (outputs,)
        counted = int(ask("parameter_count", parameter_count, list(layers[: k + 1]), shape=()))
        lines.append((name, " × ".join(map(str, shape)), f"{math.prod(shape):,}", counted - total))
        total = counted
    fig = Figure(figsize=(8.2, 1.1 + 0.36 * len(lines)))

    def write(y: float, cells: Sequence[str], **look: Any) -> None:
        for x, text, side in zip((0.3, 4.3, 5.9, 7.9), cells, ("left", "right", "right", "right"), strict=True):
            text_at(fig, x, y, text, ha=side, va="center", fontsize=13, **look)

    write(0.25, ("layer", "shape of its result", "numbers", "parameters"), color=GREY)
    for k, (name, form, numbers_out, own) in enumerate(lines):
        write(0.62 + 0.36 * k, (name, form, numbers_out, f"{own:,}"), color="black" if own else GREY)
    write(0.72 + 0.36 * len(lines), ("together", "", "", f"{total:,}"), weight="bold")
    told = "; ".join(f"{name}: {form}, {own:,}" for name, form, _, own in lines)
    show(fig, f"A table of layers with the shape of their result and their parameters. {told}. Together: {total:,}.")


@picture
def feature_maps(training: Callable[[], Any], image: ArrayLike, most: int = 16, shown: int = 4) -> None:
    """Draw the first filters of a trained network, and what some of them see in a digit.

    Args:
        training: returns the layers of the network and its accuracies.
        image: shape (8, 8), ink from 0 to 1. Not changed.
        most: how many filters are drawn, at most.
        shown: how many feature maps are drawn: those of the filters that answer most.
    """
    digit = np.array(image, dtype=float)

    def look() -> tuple[Numbers, Numbers, int]:
        layers, _ = training()
        filters = np.asarray(layers[0].W, dtype=float)[:most, 0]
        maps = layers[1].forward(layers[0].forward(digit[None, None].copy()))
        scores = maps
        for layer in layers[2:]:
            scores = layer.forward(scores)
        return filters, np.asarray(maps, dtype=float)[0], int(np.argmax(np.asarray(scores)[0]))

    filters, seen, said = call_all("build_cnn", look)
    best = np.argsort(-seen[: len(filters)].sum(axis=(1, 2)), kind="stable")[:shown]
    across = 8
    down = -(-len(filters) // across)
    fig = Figure(figsize=(9.4, 1.0 + 1.12 * down + 2.4))
    for k, values in enumerate(filters):
        ax = axes_at(fig, 0.2 + 1.13 * (k % across), 0.45 + 1.12 * (k // across), 1.0, 1.0)
        _signed(ax, values)
        if k in best:
            for spine in ax.spines.values():
                spine.set_color(GREEN)
                spine.set_linewidth(3)
    text_at(fig, 0.2, 0.18, "the first filters, after training", va="center", fontsize=13)
    top = 0.95 + 1.12 * down
    wide = 8.9 / (len(best) + 1)
    side = min(wide - 0.15, 2.1)
    for k, values in enumerate([digit, *seen[best]]):
        ax = axes_at(fig, 0.2 + wide * k, top, side, side)
        ax.imshow(values, cmap=INK, vmin=0, vmax=max(float(values.max()), 1e-12))
        _bare(ax)
        ax.set_title(f"read as {said}" if k == 0 else f"map {best[k - 1]}", fontsize=13)
    show(
        fig,
        f"The {len(filters)} first filters of your trained network, 3 by 3 weights each; below them a digit, which it "
        f"reads as {said}, and the maps of the filters {', '.join(map(str, best))}, which answer most to it.",
    )
