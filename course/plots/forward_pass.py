"""Pictures of lesson 01: digits, neurons, layers and shapes."""

import io
import itertools
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle
from matplotlib.patheffects import AbstractPathEffect, withStroke
from numpy.typing import ArrayLike, NDArray

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
    axes_and_legend,
    axes_at,
    draw_line_fit,
    factor,
    legend_beside,
    line_name,
    listed,
    number,
    picture,
    plane,
    show,
    whole,
)


@picture
def digit_gallery(images: ArrayLike, labels: ArrayLike | None = None) -> None:
    """Draw handwritten digits in rows of up to ten.

    Args:
        images: shape (N, 8, 8), ink from 0 (none) to 1. Not changed.
        labels: shape (N,), the digit that each image shows, written above it. Not changed.
    """
    pictures = np.asarray(images)
    if not len(pictures):
        raise NoPicture("There are no digits to draw: `images` is empty.")
    names = [""] * len(pictures) if labels is None else [str(label) for label in np.asarray(labels)]
    columns, pixel, above = min(10, len(pictures)), 0.09, 0 if labels is None else 3
    rows, high = -(-len(pictures) // columns), 10 + above
    width, height = 10 * columns * pixel, rows * high * pixel
    fig = Figure(figsize=(width, height))
    ax = axes_at(fig, 0, 0, width, height)
    for row in range(rows):
        here = slice(row * columns, (row + 1) * columns)
        _row_of_digits(ax, pictures[here], names[here], left=1, top=row * high + 1 + above, apart=10)
    ax.set(xlim=(0, 10 * columns), ylim=(rows * high, 0))
    ax.set_axis_off()
    labelled = "" if labels is None else f", labelled {', '.join(names)}"
    show(fig, f"Handwritten digits, {len(pictures)} of them, each a grid of 8 by 8 grey pixels{labelled}.")


def _row_of_digits(
    ax: Axes,
    pictures: NDArray[Any],
    titles: Sequence[str],
    left: float,
    top: float,
    apart: float,
    pixel: float = 1,
    cmap: str = INK,
    limits: tuple[float, float] = (0, 1),
) -> None:
    """Draw images of 8 by 8 pixels side by side, with a title above each; the left edges are `apart` apart."""
    for k, (image, title) in enumerate(zip(pictures, titles, strict=True)):
        x, size = left + k * apart, 8 * pixel
        here = (x, x + size, top + size, top)
        ax.imshow(image, cmap=cmap, vmin=limits[0], vmax=limits[1], extent=here, aspect="auto")
        if title:
            ax.text(x + size / 2, top - 0.6, title, ha="center", va="bottom")


@picture
def digit_as_numbers(image: ArrayLike) -> None:
    """Draw one image large, with the number that each of its pixels is.

    Args:
        image: shape (8, 8), ink from 0 (none) to 1, or to 16 in whole numbers. Not changed.
    """
    pixels = np.asarray(image)
    full, form = (1, ".1f") if pixels.max() <= 1 else (16, ".0f")
    fig = Figure(figsize=(6.35, 6.9))
    ax = axes_at(fig, 0.65, 0.7, 5.55, 5.55)
    ax.imshow(pixels, cmap=INK, vmin=0, vmax=full)
    for (row, column), value in np.ndenumerate(pixels):
        colour = "white" if value > 0.55 * full else "black"
        ax.text(column, row, format(value, form), color=colour, ha="center", va="center")
    ax.set(xlabel="column", ylabel="row", xticks=range(pixels.shape[1]), yticks=range(len(pixels)))
    ax.set_title(f"A picture is a table of numbers:\n0 is no ink, {full} is full ink")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(True)
    rows = "; ".join(f"row {r}: {' '.join(format(v, form) for v in row)}" for r, row in enumerate(pixels))
    show(fig, f"One digit of {len(pixels)} by {pixels.shape[1]} pixels, its number in each pixel. {rows}.")


@picture
def first_weights(W: ArrayLike) -> None:
    """Draw what the first eight neurons of a layer look for in an image: their weights, as images.

    Args:
        W: weights of a layer that takes flattened images, shape (64, M). Not changed.
    """
    pictures = np.asarray(W).T[:8].reshape(-1, 8, 8)
    limit = np.abs(pictures).max()
    width, height, pixel = 10 * len(pictures), 15, 0.09
    fig = Figure(figsize=(width * pixel, height * pixel))
    ax = axes_at(fig, 0, 0, width * pixel, height * pixel)
    names = [f"W[:, {k}]" for k in range(len(pictures))]
    _row_of_digits(ax, pictures, names, left=1, top=5, apart=10, cmap=SIGNED, limits=(-limit, limit))
    for k in range(len(pictures)):
        ax.add_patch(Rectangle((1 + 10 * k, 5), 8, 8, fill=False, edgecolor=PALE))
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_axis_off()
    where = [np.unravel_index(np.argmax(np.abs(picture)), picture.shape) for picture in pictures]
    strongest = "; ".join(
        f"{name} is strongest at row {r}, column {c}: {picture[r, c]:.2g}"
        for name, picture, (r, c) in zip(names, pictures, where, strict=True)
    )
    show(
        fig,
        f"The weights of {len(pictures)} neurons, each as an image of 8 by 8 pixels, from blue, {-limit:.2g}, over "
        f"white, 0, to red, {limit:.2g}. {strongest}.",
    )


@picture
def neuron_map(neuron: Function, w: ArrayLike, b: float) -> None:
    """Draw what a neuron with two inputs answers on the plane, where that is 0, and its weights as an arrow.

    Args:
        neuron: your function; neuron(x, w, b) is called for 41 by 41 points x, shape (2,), one at a time.
        w: weights, shape (2,). Not changed.
        b: bias, a number.
    """
    weights, bias = np.asarray(w, dtype=np.float64), float(b)
    if weights.shape != (2,):
        raise NoPicture(f"This picture needs two numbers as `w` (got an array of shape {weights.shape}).")
    length = np.hypot(*weights)
    # The arrow starts on the line w·x + b = 0, at its point next to the origin, if that is near.
    foot = -bias * weights / length**2 if 0 < abs(bias) < 2.5 * length else np.zeros(2)
    span = max(3.0, np.ceil(1.1 * np.abs(foot + weights).max() + 0.3))
    axis = np.linspace(-span, span, 41)
    z = np.empty((len(axis), len(axis)))
    with redirect_stdout(io.StringIO()):  # a print left in `neuron` mustn't fill the notebook 1,681 times
        for i, j in np.ndindex(z.shape):
            z[i, j] = ask("neuron", neuron, np.array([axis[j], axis[i]]), weights, bias, shape=())
    limit = np.abs(z).max() or 1.0

    fig = Figure(figsize=(7.25, 6))
    ax = axes_at(fig, 0.85, 0.45, 4.9, 4.9)
    edge = span + span / 40  # a point is in the middle of its square
    squares = ax.imshow(z, cmap=SIGNED, vmin=-limit, vmax=limit, extent=(-edge, edge, -edge, edge), origin="lower")
    fig.colorbar(squares, cax=axes_at(fig, 5.93, 0.45, 0.23, 4.9), label="neuron(x, w, b)")
    where = "0 on the black line" if z.min() < 0 < z.max() else "no line of zeros in sight"
    if z.min() < 0 < z.max():
        ax.contour(axis, axis, z, levels=[0], colors="black", linewidths=2.5)
    if length > 0:
        tip, name = foot + weights, foot + weights * (1 + span / 12 / length)
        arrow = FancyArrowPatch((foot[0], foot[1]), (tip[0], tip[1]), arrowstyle="-|>", shrinkA=0, shrinkB=0)
        halo: list[AbstractPathEffect] = [withStroke(linewidth=5, foreground="white")]
        arrow.set(color="black", linewidth=2.5, mutation_scale=22, path_effects=halo)
        ax.add_patch(arrow)
        ax.text(name[0], name[1], "w", ha="center", va="center", fontsize=16, fontweight="bold", path_effects=halo)
    ax.set(xlabel="$x_0$", ylabel="$x_1$", aspect="equal", xlim=(-span, span), ylim=(-span, span))
    ax.set_title(f"w = [{listed(weights)}], b = {bias:.3g}: {where}")
    corners = ", ".join(f"{z[i, j]:.3g} at ({axis[j]:g}, {axis[i]:g})" for i in (0, -1) for j in (0, -1))
    show(
        fig,
        f"The plane of two inputs coloured by your neuron with w = [{listed(weights)}] and b = {bias:.3g}: "
        f"{corners}; {where}. w is an arrow from ({listed(foot)}) to ({listed(foot + weights)}).",
    )


@picture
def matrix_product(x: ArrayLike, W: ArrayLike, b: ArrayLike, affine: Function, cell: tuple[int, int] = (0, 0)) -> None:
    """Draw an affine layer as blocks of numbers, and what one number of its result is made of.

    Args:
        x: inputs, shape (N, D), or (D,) for a single one. Not changed.
        W: weights, shape (D, M). Not changed.
        b: biases, shape (M,). Not changed.
        affine: your function; the result drawn is affine(x, W, b), shape (N, M), or (M,) for a single input.
        cell: row and column of the result to highlight, with the row of x and the column of W that make it.
    """
    x, W, b = np.asarray(x), np.asarray(W), np.asarray(b)
    y = ask("affine", affine, x, W, b, shape=(*x.shape[:-1], W.shape[1]))
    i, j = cell
    rows = np.atleast_2d(x)
    blocks = [  # block, its name, its colour, the row and the column that are highlighted, the sign after it
        (x, "x", BLUE, i, None, "@"),
        (W, "W", ORANGE, None, j, "+"),
        (b, "b", GREEN, 0, j, "="),
        (y, "affine(x, W, b)", PURPLE, i, j, ""),
    ]
    gap, height = 0.9, max(len(rows), len(W))
    width = 3 * gap + rows.shape[1] + 3 * W.shape[1] + 0.2
    terms = [f"{factor(p)}·{factor(q)}" for p, q in zip(rows[i], W[:, j], strict=True)]
    terms = terms if len(terms) <= 5 else [*terms[:2], "…", terms[-1]]
    story = f"{' + '.join(terms)} + {factor(b[j])} → {number(round(np.atleast_2d(y)[i, j], 6))}"
    inches = min(0.75, 9.4 / width)  # for each cell
    beyond = max(0, 0.9 - inches * W.shape[1] / 2)  # a name can be wider than its block
    fig = Figure(figsize=(inches * width + beyond + 0.1, inches * (height + 1.4) + 0.5))
    ax = axes_at(fig, 0.05, 0.45, inches * width, inches * (height + 1.4))
    squares: list[tuple[bool, Rectangle]] = []
    left = 0.0
    for block, name, colour, row, column, sign in blocks:
        cells = np.atleast_2d(block)
        top = (height - len(cells)) / 2
        for (r, c), value in np.ndenumerate(cells):
            lit = row in (None, r) and column in (None, c)
            at, edge, line = (left + c, top + r), "black" if lit else "white", 2.5 if lit else 1.5
            face = to_rgba(colour, 0.6 if lit else 0.15)
            squares.append((lit, Rectangle(at, 1, 1, facecolor=face, edgecolor=edge, linewidth=line)))
            weight, size = "bold" if lit else "normal", 13 if len(number(value)) < 5 else 12
            middle = (at[0] + 0.5, at[1] + 0.5)
            ax.text(*middle, number(value), ha="center", va="center", fontweight=weight, fontsize=size)
        centre = left + cells.shape[1] / 2
        ax.text(centre, top - 0.15, name, ha="center", va="bottom", fontweight="bold")
        ax.text(centre, top + len(cells) + 0.15, str(block.shape), ha="center", va="top", color=GREY)
        left += cells.shape[1] + gap
        ax.text(left - gap / 2, height / 2, sign, ha="center", va="center", fontsize=18)
    squares.sort(key=lambda square: square[0])  # the black edges last, so that no white one covers them
    ax.add_collection(PatchCollection([square for _, square in squares], match_original=True))
    ax.set(xlim=(-0.1, width - 0.1), ylim=(height + 0.7, -0.7))
    ax.set_axis_off()
    ax.set_title(f"row {i} of x, column {j} of W:  {story}")
    show(
        fig,
        f"x of shape {x.shape} times W of shape {W.shape} plus b of shape {b.shape} gives an array of shape "
        f"{y.shape}, computed by your affine: {y.round(3).tolist()}. Highlighted: row {i} of x, column {j} of W, "
        f"and the number in row {i}, column {j} of the result: {story}.",
    )


@picture
def network_shapes(widths: Sequence[int], batch: int | str = "N") -> None:
    """Draw a network as columns of circles, with the shapes of its arrays and weights.

    Args:
        widths: how many inputs there are, then how many outputs each layer has: [64, 32, 16, 10].
            Not changed.
        batch: how many examples go through at once, a number or the letter for it.
    """
    drawn, apart, last = 6, 3.2, len(widths) - 1
    names = ["x", *(f"h{k}" for k in range(1, last)), "scores"]
    columns = []  # the heights of the circles; where some are left out, the last is below the dots
    for width in widths:
        ys = (min(width, drawn) - 1) / 2 - np.arange(min(width, drawn), dtype=np.float64)
        ys[-1] -= 0.6 if width > drawn else 0
        columns.append(ys)
    top, bottom = max(ys[0] for ys in columns) + 0.6, min(ys[-1] for ys in columns) - 0.6
    fig = Figure(figsize=(0.66 * (last * apart + 2), 0.66 * (top - bottom + 1.2) + 0.5))
    ax = axes_at(fig, 0, 0.5, *(fig.get_size_inches() - [0, 0.5]))
    circles, lines = [], []
    for k, (width, ys) in enumerate(zip(widths, columns, strict=True)):
        here, colour = k * apart, BLUE if k == 0 else ORANGE
        circles += [Circle((here, y), 0.33, facecolor=colour, edgecolor="white") for y in ys]
        if width > drawn:
            ax.text(here, (ys[-1] + ys[-2]) / 2, "⋮", ha="center", va="center", fontsize=18)
        ax.text(here, top, names[k], ha="center", va="bottom", fontsize=15, fontweight="bold")
        ax.text(here, bottom, f"({batch}, {width})", ha="center", va="top", fontsize=14)
        if k < last:
            lines += [[(here, y), (here + apart, y_next)] for y, y_next in itertools.product(ys, columns[k + 1])]
            shapes = f"W{k + 1} ({width}, {widths[k + 1]})\nb{k + 1} ({widths[k + 1]},)"
            box = {"facecolor": "white", "edgecolor": GREY, "boxstyle": "round,pad=0.3"}
            ax.text(here + apart / 2, 0, shapes, ha="center", va="center", fontsize=12, bbox=box, zorder=3)
    ax.add_collection(LineCollection(lines, colors=PALE, linewidths=0.7, zorder=1))
    ax.add_collection(PatchCollection(circles, match_original=True, zorder=2))
    ax.set(xlim=(-1, last * apart + 1), ylim=(bottom - 0.6, top + 0.6))
    ax.set_axis_off()
    ax.set_title(f"{last} layer{'s' if last > 1 else ''}: {' → '.join(map(str, widths))}")
    steps = "; ".join(
        f"W{k + 1} of shape ({d}, {m}) and b{k + 1} of shape ({m},) lead to {names[k + 1]} of shape ({batch}, {m})"
        for k, (d, m) in enumerate(itertools.pairwise(widths))
    )
    show(fig, f"A network drawn as columns of circles. It starts from x of shape ({batch}, {widths[0]}); {steps}.")


@picture
def sigmoid_curve(sigmoid: Function) -> None:
    """Draw the sigmoid from -8 to 8, the values 0 and 1 that it never reaches, and its value at 0.

    Args:
        sigmoid: a function; sigmoid(x) is called for x of shape (321,).
    """
    x = np.linspace(-8, 8, 321)
    y = ask("sigmoid", sigmoid, x, shape=x.shape)
    middle = y[160]
    fig = Figure(figsize=(8, 4.3))
    ax = axes_at(fig, 1, 0.45, 6.75, 3.2)
    for level in (0, 1):
        ax.axhline(level, color=GREY, linestyle="--", linewidth=1.5)
    ax.plot(x, y, color=BLUE, linewidth=3)
    ax.plot(0, middle, "o", color=VERMILION, markersize=10)
    ax.annotate(f"σ(0) = {middle:.3g}", (0, middle), (14, -6), textcoords="offset points", fontsize=14, va="center")
    ax.set(xlabel="z", ylabel="σ(z)", title="The sigmoid squeezes every number between 0 and 1", xlim=(-8, 8))
    show(
        fig,
        f"The sigmoid from z = -8, where it is {y[0]:.4f}, to z = 8, where it is {y[-1]:.4f}; "
        f"it is {middle:.3g} at 0. Dashed lines mark 0 and 1.",
    )


@picture
def read_digits(predict: Function, network: Mapping[str, ArrayLike], images: ArrayLike, labels: ArrayLike) -> None:
    """Draw up to eight digits and the ten scores that a network gives each, and say how many it reads right.

    Args:
        predict: your function; predict(network, x) is called once for x of shape (n, 64), n up to 8.
        network: weights, as `predict` takes them. Not changed.
        images: shape (N, 8, 8), ink from 0 to 1; the first eight are read. Not changed.
        labels: shape (N,), the digits that they show. Not changed.
    """
    pictures, truth = np.asarray(images)[:8], np.asarray(labels)[:8]
    n = len(pictures)
    if not n:
        raise NoPicture("There are no digits to read: `images` is empty.")
    scores = ask("predict", predict, network, pictures.reshape(n, -1), shape=(n, 10))
    answers = np.argmax(scores, axis=1)
    verdicts = [f"reads {a}: " + ("right" if a == t else f"wrong, is {t}") for a, t in zip(answers, truth, strict=True)]
    columns = min(n, 4)
    rows = -(-n // columns)
    # Ten digits with spaces between them are one text, as wide as the ten bars above it: that is what `step` is for.
    step, apart, high = 0.159, 13.5, 3.8
    across = apart * columns - 2
    fig = Figure(figsize=(step * across + 0.93, high * rows))
    lowest, highest = 1.05 * min(scores.min(), 0), 1.05 * max(scores.max(), 0.1)
    for row in range(rows):
        here = slice(row * columns, min(n, (row + 1) * columns))
        above = axes_at(fig, 0.85, high * row + 0.4, step * across, 0.96)
        _row_of_digits(above, pictures[here], verdicts[here], left=2.5, top=0, apart=apart, pixel=0.75)
        above.set(xlim=(-0.5, across - 0.5), ylim=(6, 0))
        above.set_axis_off()

        below = axes_at(fig, 0.85, high * row + 1.5, step * across, 1.5)
        lefts = apart * np.arange(here.stop - here.start)
        bars = np.add.outer(lefts, np.arange(10)) + 1
        colours = np.where(np.arange(10) == answers[here, None], ORANGE, PALE)
        below.vlines(bars.ravel(), 0, scores[here].ravel(), colors=colours.ravel().tolist(), linewidth=0.8 * step * 72)
        below.hlines(np.zeros(len(lefts)), lefts + 0.4, lefts + 10.6, color="black", linewidth=1)
        below.set(xlim=above.get_xlim(), ylim=(lowest, highest), xlabel="digit", ylabel="score")
        below.set_xticks(lefts + 5.5, ["0 1 2 3 4 5 6 7 8 9"] * len(lefts))
        below.tick_params(axis="x", length=0)
    read = "; ".join(f"{v} (score {s.max():.3g})" for v, s in zip(verdicts, scores, strict=True))
    show(
        fig,
        f"Handwritten digits, {n} of them, and under each its ten scores as bars, the highest in orange. "
        f"Your network {read}.",
        caption=f"{np.sum(answers == truth)} of {n} read right.",
    )


@picture
def decision_surfaces(depth: int = 6, width: int = 16, scale: float = 1.0, seed: int = 0) -> None:
    """Draw what random layers answer on the plane, once with nothing and once with tanh between them.

    Args:
        depth: number of layers, from 1 to 100.
        width: outputs of each layer but the last, which has one.
        scale: makes all weights larger or smaller; above 0.
        seed: of the weights, the same in both panels, drawn from np.random.default_rng(seed).
    """
    depth = whole(depth, 1, 100, "depth")
    if not scale > 0:
        raise NoPicture(f"This picture needs a `scale` above 0 (got {scale}).")
    rng = np.random.default_rng(seed)
    sizes = [2, *[width] * (depth - 1), 1]
    # The last row of each matrix is the layer's bias, which meets a column of ones.
    layers = [rng.normal(0, 2 * scale / np.sqrt(d), (d + 1, m)) for d, m in itertools.pairwise(sizes)]
    axis = np.linspace(-3, 3, 81)
    points = plane(3, 81)
    stack = f"{depth} layer{'s' if depth > 1 else ''}"
    panels: list[tuple[str, Function]] = [
        ("nothing between: one straight ramp", lambda h: h),
        ("tanh between: it bends" if depth > 1 else "no between, no tanh: the same ramp", np.tanh),
    ]
    fig = Figure(figsize=(9.2, 5.3))
    for k, (title, between) in enumerate(panels):
        ax = axes_at(fig, 0.75 + 4.3 * k, 0.75, 3.95, 3.95)
        z = _answers(layers, between, points).reshape(len(axis), len(axis))
        ax.contourf(axis, axis, z, cmap=SIGNED, levels=np.linspace(-1, 1, 17))
        ax.contour(axis, axis, z, levels=[0], colors="black", linewidths=2.5)
        ax.set(title=title, xlabel="$x_0$", xticks=(-2, 0, 2), yticks=(-2, 0, 2))
        ax.tick_params(labelleft=k == 0)
    fig.axes[0].set_ylabel("$x_1$")
    fig.suptitle(f"{stack}, the same random weights; on the black line the output is its median", y=0.98)
    right = (
        "with tanh between the layers: the bands and the black line bend"
        if depth > 1
        else "the same, because a single layer has nothing between"
    )
    show(
        fig,
        f"Two planes coloured by the output of {stack}, {width} wide, with the same random weights (seed "
        f"{seed}, scale {scale:g}). Left, with nothing between the layers: straight parallel bands, the middle one "
        f"marked by a straight black line. Right, {right}.",
    )


def _answers(layers: Sequence[Numbers], between: Function, points: Numbers) -> Numbers:
    """What layers answer for points, less its median, and at most 1.

    Raises:
        NoPicture: the numbers are too large or too small for a computer.
    """
    h = points
    with np.errstate(all="ignore"):
        for k, layer in enumerate(layers):
            h = (h if k == 0 else between(h)) @ layer[:-1] + layer[-1]
        h = h - np.median(h)
        largest = np.abs(h).max()
    if not 0 < largest < np.inf:
        raise NoPicture("The numbers get too large or too small to draw; try another `scale` or `depth`.")
    return h / largest


@picture
def layer_cake(c: float, layers: int = 3) -> None:
    """Draw y = c·x applied once, twice, and so on: every stack of such layers is a straight line again.

    Args:
        c: what each layer multiplies with.
        layers: how many layers to stack at most.
    """
    x = np.array([-2.0, 2.0])
    names = [f"{k} layer{'s' if k > 1 else ''}: y = {c**k:.4g}·x" for k in range(1, layers + 1)]
    fig, ax = axes_and_legend(names)
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(0, color=GREY, linewidth=0.8)
    colours, dashes = itertools.cycle([BLUE, ORANGE, GREEN, VERMILION, PURPLE]), itertools.cycle(["-", "--", "-.", ":"])
    for k, name, colour, dash in zip(range(1, layers + 1), names, colours, dashes, strict=False):
        ax.plot(x, c**k * x, color=colour, linewidth=3, linestyle=dash, label=name)
    ax.set(xlabel="x", ylabel="y", title=f"y = {c:g}·x, again and again: always a straight line", xlim=(-2, 2))
    legend_beside(ax)
    show(fig, f"Straight lines through the origin, from x = -2 to 2. {'; '.join(names)}.")


@picture
def line_fit(
    feed_forward: Function | None, inputs: ArrayLike, outputs: ArrayLike, weights: Sequence[ArrayLike]
) -> None:
    """Draw points, the line that one layer puts through them, how far it misses each of them, and its loss.

    Args:
        feed_forward: your function; feed_forward(inputs, outputs, weights) returns the loss, one number. None for a
            picture without the loss.
        inputs: shape (N, 1). Not changed.
        outputs: shape (N, 1), what the layer should answer. Not changed.
        weights: [W, b] of shapes (1, 1) and (1,). Not changed.
    """
    title, told = "a line and its points", ""
    if feed_forward is not None:
        loss = ask("feed_forward", feed_forward, np.asarray(inputs), np.asarray(outputs), weights, shape=())
        title, told = f"loss = {loss:.3g}", f" The loss that your feed_forward gives is {loss:.3g}."
    x, y = np.ravel(inputs), np.ravel(outputs)
    slope, start = (np.asarray(weight, dtype=np.float64).item() for weight in weights)
    line = line_name(slope, start)
    fig, ax = axes_and_legend(["points", line])
    draw_line_fit(ax, x, y, slope, start)
    ax.set(xlabel="input", ylabel="output", title=title)
    legend_beside(ax)
    misses = np.abs(slope * x + start - y)
    show(
        fig,
        f"{len(x)} points and the line {line}, which misses them by {misses.min():.3g} to {misses.max():.3g}, "
        f"drawn as thin vertical lines.{told}",
    )
