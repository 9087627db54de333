"""The pictures of the lessons.

Where a picture shows what a function of yours computes, it calls that function, so that what you see is
your own work. As long as the function isn't written, or fails, a note stands where the picture will be.
"""

import base64
import copy
import functools
import html
import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, redirect_stdout
from typing import Any, ParamSpec

import matplotlib as mpl
import numpy as np
from IPython.display import publish_display_data
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle
from matplotlib.patheffects import AbstractPathEffect, withStroke
from numpy.typing import ArrayLike, NDArray

P = ParamSpec("P")

# Okabe and Ito's palette, which people with any kind of colour blindness can tell apart.
BLUE, ORANGE, GREEN, VERMILION, PURPLE = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7"
GREY, PALE = "#666666", "#bbbbbb"
SIGNED = "RdBu_r"  # blue below 0, white at 0, red above: told apart with any kind of colour blindness
INK = "gray_r"
PIXELS_PER_INCH = 100  # as shown on the page, so that 12 pt is a little larger than the text around it


def show(fig: Figure, alt: str, caption: str = "") -> None:
    """Show a figure with a text for those who can't see it.

    Args:
        fig: the figure; its width in inches times 100 is its width on the page in pixels.
        alt: what there is to be seen, with the numbers.
        caption: a line of text under the picture.
    """
    png = io.BytesIO()
    fig.savefig(png, format="png", dpi=2 * PIXELS_PER_INCH, facecolor="white")
    data = base64.b64encode(png.getvalue()).decode()
    width = round(fig.get_figwidth() * PIXELS_PER_INCH)
    # As HTML, because JupyterLab and nbconvert drop the alt text of an image/png output.
    image = (
        f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data}" style="width: {width}px; max-width: 100%">'
    )
    under = f"<p>{html.escape(caption)}</p>" if caption else ""
    publish_display_data({"text/html": image + under, "text/plain": "\n".join(filter(None, [alt, caption]))})


class _NoPicture(Exception):
    """There is nothing to draw yet; the message is the note to the student."""


def _picture(draw: Callable[P, None]) -> Callable[P, None]:
    """Draw in the look of the course, and publish a note where `draw` raises _NoPicture."""

    @functools.wraps(draw)
    def draw_or_say_why(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with _style():
                draw(*args, **kwargs)
        except _NoPicture as reason:
            note = re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(str(reason)))
            border = f"border-left: 4px solid {BLUE}; padding-left: 0.8em"
            publish_display_data({"text/html": f'<p style="{border}">{note}</p>', "text/plain": str(reason)})

    return draw_or_say_why


def _style() -> AbstractContextManager[None]:
    """The look of the course, for the time of one picture: the student's own settings stay as they are."""
    return mpl.rc_context(
        {
            "font.family": "DejaVu Sans",  # comes with matplotlib, so that figures look the same everywhere
            "font.size": 13,
            "axes.titlesize": 14,
            "axes.labelsize": 13,
            "xtick.labelsize": 12,
            "ytick.labelsize": 12,
            "figure.titlesize": 14,
            "legend.fontsize": 13,
            "legend.frameon": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "figure.constrained_layout.h_pad": 0.08,
        }
    )


def _ask(name: str, function: Callable[..., Any], *args: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """What the student's function returns for copies of `args`, if it is numbers of this shape.

    Raises:
        _NoPicture: the function isn't written yet, it raised something, or it returned something else.
    """
    try:
        result = function(*copy.deepcopy(args))
        answer = None if result is None else np.asarray(result)
    except NotImplementedError:
        answer = None
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise _NoPicture(f"This picture needs `{name}`, which raised {said[:300]}") from None
    if answer is None:
        raise _NoPicture(f"This picture appears once you have written `{name}`.")
    returned = f"This picture needs `{name}`, which returned"
    if answer.dtype.kind not in "biuf":
        raise _NoPicture(f"{returned} something of type {type(result).__name__} that isn't real numbers.")
    if answer.shape != shape:
        got = f"an array of shape {answer.shape}" if answer.shape else "a single number"
        expected = f"an array of shape {shape}" if shape else "a single number"
        raise _NoPicture(f"{returned} {got}; it should be {expected}.")
    if not np.isfinite(answer).all():
        raise _NoPicture(f"{returned} nan or inf.")
    return answer.astype(np.float64)


def _number(value: float) -> str:
    """A number as it is written into cells: whole numbers bare, others with one decimal."""
    return f"{value:.0f}" if value == round(value) else f"{round(value, 1) + 0.0:.1f}"  # + 0.0: no "-0.0"


def _factor(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def _listed(values: ArrayLike) -> str:
    return ", ".join(f"{value:.3g}" for value in np.ravel(values))


@_picture
def digit_gallery(images: ArrayLike, labels: ArrayLike | None = None) -> None:
    """Draw handwritten digits in rows of up to ten.

    Args:
        images: shape (N, 8, 8), ink from 0 (none) to 1. Not changed.
        labels: shape (N,), the digit that each image shows, written above it. Not changed.
    """
    pictures = np.asarray(images)
    names = [""] * len(pictures) if labels is None else [str(label) for label in np.asarray(labels)]
    columns = min(10, len(pictures))
    rows = -(-len(pictures) // columns)
    fig = Figure(figsize=(0.9 * columns, (0.95 if labels is None else 1.25) * rows), layout="tight")
    for ax, from_, to in zip(
        np.atleast_1d(fig.subplots(rows, 1)), range(0, len(pictures), columns), itertools.count(columns, columns)
    ):
        _row_of_digits(ax, pictures[from_:to], names[from_:to], columns)
    labelled = "" if labels is None else f", labelled {', '.join(names)}"
    show(fig, f"Handwritten digits, {len(pictures)} of them, each a grid of 8 by 8 grey pixels{labelled}.")


def _row_of_digits(ax: Axes, pictures: NDArray[Any], titles: Sequence[str], columns: int, apart: float = 2) -> None:
    """Draw up to `columns` images of 8 by 8 pixels side by side, `apart` pixels apart, with a title above each."""
    for k, (picture, title) in enumerate(zip(pictures, titles, strict=True)):
        left = k * (8 + apart)
        ax.imshow(picture, cmap=INK, vmin=0, vmax=1, extent=(left, left + 8, 8, 0))
        ax.text(left + 4, -0.5, title, ha="center", va="bottom")
    ax.set(xlim=(-apart / 2, columns * (8 + apart) - apart / 2), ylim=(8.5, -0.5), aspect="equal")
    ax.set_axis_off()


@_picture
def digit_as_numbers(image: ArrayLike) -> None:
    """Draw one image large, with the number that each of its pixels is.

    Args:
        image: shape (8, 8), ink from 0 (none) to 1, or to 16 in whole numbers. Not changed.
    """
    pixels = np.asarray(image)
    full, form = (1, ".1f") if pixels.max() <= 1 else (16, ".0f")
    fig = Figure(figsize=(6, 6.2), layout="constrained")
    ax = fig.subplots()
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


@_picture
def neuron_map(neuron: Callable[..., Any], w: ArrayLike, b: float) -> None:
    """Draw what a neuron with two inputs answers on the plane, where that is 0, and its weights as an arrow.

    Args:
        neuron: your function; neuron(x, w, b) is called for 41 by 41 points x, shape (2,), one at a time.
        w: weights, shape (2,). Not changed.
        b: bias, a number.
    """
    weights, bias = np.asarray(w, dtype=np.float64), float(b)
    length = np.hypot(*weights)
    # The arrow starts on the line w·x + b = 0, at its point next to the origin, if that is near.
    foot = -bias * weights / length**2 if 0 < abs(bias) < 2.5 * length else np.zeros(2)
    span = max(3.0, np.ceil(np.abs(foot + weights).max() + 0.6))
    axis = np.linspace(-span, span, 41)
    z = np.empty((len(axis), len(axis)))
    with redirect_stdout(io.StringIO()):  # a print left in `neuron` mustn't fill the notebook 1,681 times
        for i, j in np.ndindex(z.shape):
            z[i, j] = _ask("neuron", neuron, np.array([axis[j], axis[i]]), weights, bias, shape=())
    limit = np.abs(z).max() or 1.0

    fig = Figure(figsize=(7, 5.8), layout="constrained")
    ax = fig.subplots()
    mesh = ax.pcolormesh(axis, axis, z, cmap=SIGNED, vmin=-limit, vmax=limit, shading="nearest")
    fig.colorbar(mesh, label="neuron(x, w, b)")
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
    ax.set_title(f"w = [{_listed(weights)}], b = {bias:.3g}: {where}")
    corners = ", ".join(f"{z[i, j]:.3g} at ({axis[j]:g}, {axis[i]:g})" for i in (0, -1) for j in (0, -1))
    show(
        fig,
        f"The plane of two inputs coloured by your neuron with w = [{_listed(weights)}] and b = {bias:.3g}: "
        f"{corners}; {where}. w is an arrow from ({_listed(foot)}) to ({_listed(foot + weights)}).",
    )


@_picture
def matrix_product(
    x: ArrayLike, W: ArrayLike, b: ArrayLike, affine: Callable[..., Any], cell: tuple[int, int] = (0, 0)
) -> None:
    """Draw an affine layer as blocks of numbers, and what one number of its result is made of.

    Args:
        x: inputs, shape (N, D), or (D,) for a single one. Not changed.
        W: weights, shape (D, M). Not changed.
        b: biases, shape (M,). Not changed.
        affine: your function; the result drawn is affine(x, W, b), shape (N, M), or (M,) for a single input.
        cell: row and column of the result to highlight, with the row of x and the column of W that make it.
    """
    x, W, b = np.asarray(x), np.asarray(W), np.asarray(b)
    y = _ask("affine", affine, x, W, b, shape=(*x.shape[:-1], W.shape[1]))
    i, j = cell
    rows = np.atleast_2d(x)
    blocks = [  # block, its name, its colour, the row and the column that are highlighted, the sign after it
        (x, "x", BLUE, i, None, "@"),
        (W, "W", ORANGE, None, j, "+"),
        (b, "b", GREEN, 0, j, "="),
        (y, "affine(x, W, b)", PURPLE, i, j, ""),
    ]
    gap, height = 0.9, max(len(rows), len(W))
    width = 3 * gap + rows.shape[1] + 3 * W.shape[1]
    inches = min(0.75, 9.2 / width)
    fig = Figure(figsize=(inches * width + 0.3, inches * (height + 1.4) + 0.5), layout="constrained")
    ax = fig.subplots()
    left = 0.0
    for block, name, colour, row, column, sign in blocks:
        cells = np.atleast_2d(block)
        top = (height - len(cells)) / 2
        for (r, c), value in np.ndenumerate(cells):
            lit = row in (None, r) and column in (None, c)
            at, edge, line = (left + c, top + r), "black" if lit else "white", 2.5 if lit else 1.5
            ax.add_patch(Rectangle(at, 1, 1, facecolor=colour, alpha=0.6 if lit else 0.15, linewidth=0))
            ax.add_patch(Rectangle(at, 1, 1, fill=False, edgecolor=edge, linewidth=line, zorder=2 + lit))
            weight, size = "bold" if lit else "normal", 13 if len(_number(value)) < 5 else 12
            middle = (at[0] + 0.5, at[1] + 0.5)
            ax.text(*middle, _number(value), ha="center", va="center", fontweight=weight, fontsize=size)
        centre = left + cells.shape[1] / 2
        ax.text(centre, top - 0.15, name, ha="center", va="bottom", fontweight="bold")
        ax.text(centre, top + len(cells) + 0.15, str(block.shape), ha="center", va="top", color=GREY)
        left += cells.shape[1] + gap
        ax.text(left - gap / 2, height / 2, sign, ha="center", va="center", fontsize=18)
    ax.set(xlim=(-0.1, width + 0.1), ylim=(height + 0.7, -0.7), aspect="equal")
    ax.set_axis_off()

    terms = [f"{_factor(p)}·{_factor(q)}" for p, q in zip(rows[i], W[:, j], strict=True)]
    terms = terms if len(terms) <= 5 else [*terms[:2], "…", terms[-1]]
    story = f"{' + '.join(terms)} + {_factor(b[j])} → {_number(round(np.atleast_2d(y)[i, j], 6))}"
    ax.set_title(f"row {i} of x, column {j} of W:  {story}")
    show(
        fig,
        f"x of shape {x.shape} times W of shape {W.shape} plus b of shape {b.shape} gives an array of shape "
        f"{y.shape}, computed by your affine: {y.round(3).tolist()}. Highlighted: row {i} of x, column {j} of W, "
        f"and the number in row {i}, column {j} of the result: {story}.",
    )


@_picture
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
    fig = Figure(figsize=(2 * last + 1.5, 0.62 * (top - bottom + 1.2) + 0.5), layout="constrained")
    ax = fig.subplots()
    for k, (width, ys) in enumerate(zip(widths, columns, strict=True)):
        here, colour = k * apart, BLUE if k == 0 else ORANGE
        for y in ys:
            ax.add_patch(Circle((here, y), 0.33, facecolor=colour, edgecolor="white", zorder=2))
        if width > drawn:
            ax.text(here, (ys[-1] + ys[-2]) / 2, "⋮", ha="center", va="center", fontsize=18)
        ax.text(here, top, names[k], ha="center", va="bottom", fontsize=15, fontweight="bold")
        ax.text(here, bottom, f"({batch}, {width})", ha="center", va="top", fontsize=14)
        if k < last:
            for y, y_next in itertools.product(ys, columns[k + 1]):
                ax.plot([here, here + apart], [y, y_next], color=PALE, linewidth=0.7, zorder=1)
            shapes = f"W{k + 1} ({width}, {widths[k + 1]})\nb{k + 1} ({widths[k + 1]},)"
            box = {"facecolor": "white", "edgecolor": GREY, "boxstyle": "round,pad=0.3"}
            ax.text(here + apart / 2, 0, shapes, ha="center", va="center", fontsize=12, bbox=box, zorder=3)
    ax.set(xlim=(-0.9, last * apart + 0.9), ylim=(bottom - 0.6, top + 0.6), aspect="equal")
    ax.set_axis_off()
    ax.set_title(f"{last} layer{'s' if last > 1 else ''}: {' → '.join(map(str, widths))}")
    steps = "; ".join(
        f"W{k + 1} of shape ({d}, {m}) and b{k + 1} of shape ({m},) lead to {names[k + 1]} of shape ({batch}, {m})"
        for k, (d, m) in enumerate(itertools.pairwise(widths))
    )
    show(fig, f"A network drawn as columns of circles. It starts from x of shape ({batch}, {widths[0]}); {steps}.")


@_picture
def sigmoid_curve(sigmoid: Callable[..., Any]) -> None:
    """Draw the sigmoid from -8 to 8, the values 0 and 1 that it never reaches, and its value at 0.

    Args:
        sigmoid: a function; sigmoid(x) is called for x of shape (321,).
    """
    x = np.linspace(-8, 8, 321)
    y = _ask("sigmoid", sigmoid, x, shape=x.shape)
    middle = y[160]
    fig = Figure(figsize=(7.5, 4.2), layout="constrained")
    ax = fig.subplots()
    for level in (0, 1):
        ax.axhline(level, color=GREY, linestyle="--", linewidth=1.5)
    ax.plot(x, y, color=BLUE, linewidth=3)
    ax.plot(0, middle, "o", color=VERMILION, markersize=10)
    ax.annotate(f"σ(0) = {middle:.3g}", (0, middle), (14, -6), textcoords="offset points", fontsize=14, va="center")
    ax.set(xlabel="x", ylabel="σ(x)", title="The sigmoid squeezes every number between 0 and 1", xlim=(-8, 8))
    show(
        fig,
        f"The sigmoid from x = -8, where it is {y[0]:.4f}, to x = 8, where it is {y[-1]:.4f}; "
        f"it is {middle:.3g} at 0. Dashed lines mark 0 and 1.",
    )


@_picture
def read_digits(
    predict: Callable[..., Any], network: Mapping[str, ArrayLike], images: ArrayLike, labels: ArrayLike
) -> None:
    """Draw up to eight digits and the ten scores that a network gives each, and say how many it reads right.

    Args:
        predict: your function; predict(network, x) is called once for x of shape (n, 64), n up to 8.
        network: weights, as `predict` takes them. Not changed.
        images: shape (N, 8, 8), ink from 0 to 1; the first eight are read. Not changed.
        labels: shape (N,), the digits that they show. Not changed.
    """
    pictures, truth = np.asarray(images)[:8], np.asarray(labels)[:8]
    n = len(pictures)
    scores = _ask("predict", predict, network, pictures.reshape(n, -1), shape=(n, 10))
    answers = np.argmax(scores, axis=1)
    verdicts = [f"reads {a}: " + ("right" if a == t else f"wrong, is {t}") for a, t in zip(answers, truth, strict=True)]
    columns = min(n, 4)
    rows = -(-n // columns)
    fig = Figure(figsize=(2.3 * columns, 4.1 * rows), layout="constrained")
    axes = fig.subplots(2 * rows, 1, height_ratios=[1.3, 1] * rows)
    for row, (above, below) in enumerate(zip(axes[::2], axes[1::2], strict=True)):
        here = range(row * columns, min(n, (row + 1) * columns))
        _row_of_digits(above, pictures[here.start : here.stop], verdicts[here.start : here.stop], columns, apart=6)
        for k in here:
            left = (k - here.start) * 14
            colours = [ORANGE if digit == answers[k] else PALE for digit in range(10)]
            below.bar(left + np.arange(10), scores[k], color=colours)
            below.hlines(0, left - 0.6, left + 9.6, color="black", linewidth=1)
        below.set(xlim=(-2.5, columns * 14 - 2.5), ylim=(1.05 * min(scores.min(), 0), 1.05 * max(scores.max(), 0.1)))
        below.set(xlabel="digit", ylabel="score")
        below.set_xticks([14 * k + digit for k in range(len(here)) for digit in range(10)], [*range(10)] * len(here))
        below.tick_params(axis="x", length=0)
    read = "; ".join(f"{v} (score {s.max():.3g})" for v, s in zip(verdicts, scores, strict=True))
    show(
        fig,
        f"Handwritten digits, {n} of them, and under each its ten scores as bars, the highest in orange. "
        f"Your network {read}.",
        caption=f"{np.sum(answers == truth)} of {n} read right.",
    )


@_picture
def decision_surfaces(depth: int = 6, width: int = 16, scale: float = 1.0, seed: int = 0) -> None:
    """Draw what random layers answer on the plane, once with nothing and once with tanh between them.

    Args:
        depth: number of layers, at least 2.
        width: outputs of each layer but the last, which has one.
        scale: makes all weights larger or smaller; above 0.
        seed: of the weights, the same in both panels, drawn from np.random.default_rng(seed).
    """
    if depth < 2 or scale <= 0:
        raise ValueError(f"depth must be at least 2 and scale above 0 (got {depth} and {scale}).")
    rng = np.random.default_rng(seed)
    sizes = [2, *[width] * (depth - 1), 1]
    # The last row of each matrix is the layer's bias, which meets a column of ones.
    layers = [rng.normal(0, 2 * scale / np.sqrt(d), (d + 1, m)) for d, m in itertools.pairwise(sizes)]
    axis = np.linspace(-3, 3, 121)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    panels: list[tuple[str, Callable[..., Any]]] = [
        ("nothing between: one straight ramp", lambda h: h),
        ("tanh between: it bends", np.tanh),
    ]
    fig = Figure(figsize=(9.2, 5), layout="constrained")
    for ax, (title, between) in zip(fig.subplots(1, 2, sharey=True), panels, strict=True):
        h = points
        for k, layer in enumerate(layers):
            h = np.column_stack([h if k == 0 else between(h), np.ones(len(h))]) @ layer
        z = (h - np.median(h)).reshape(len(axis), len(axis))
        ax.contourf(axis, axis, z / np.abs(z).max(), cmap=SIGNED, levels=np.linspace(-1, 1, 17))
        ax.contour(axis, axis, z, levels=[0], colors="black", linewidths=2.5)
        ax.set(title=title, xlabel="$x_0$", aspect="equal")
    fig.axes[0].set_ylabel("$x_1$")
    fig.suptitle(f"{depth} layers, the same random weights; on the black line the output is its median")
    show(
        fig,
        f"Two planes coloured by the output of {depth} layers, {width} wide, with the same random weights (seed "
        f"{seed}, scale {scale:g}). Left, with nothing between the layers: straight parallel bands, the middle one "
        "marked by a straight black line. Right, with tanh between the layers: the bands and the black line bend.",
    )


@_picture
def layer_cake(c: float, layers: int = 3) -> None:
    """Draw y = c·x applied once, twice, and so on: every stack of such layers is a straight line again.

    Args:
        c: what each layer multiplies with.
        layers: how many layers to stack at most.
    """
    x = np.array([-2.0, 2.0])
    fig = Figure(figsize=(7.5, 4.6), layout="constrained")
    ax = fig.subplots()
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(0, color=GREY, linewidth=0.8)
    names = []
    for k, colour in zip(range(1, layers + 1), itertools.cycle([BLUE, ORANGE, GREEN, VERMILION, PURPLE])):
        names.append(f"{k} layer{'s' if k > 1 else ''}: y = {c**k:.4g}·x")
        dashes = ["-", "--", "-.", ":"][(k - 1) % 4]
        ax.plot(x, c**k * x, color=colour, linewidth=3, linestyle=dashes, label=names[-1])
    ax.set(xlabel="x", ylabel="y", title=f"y = {c:g}·x, again and again: always a straight line", xlim=(-2, 2))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    show(fig, f"Straight lines through the origin, from x = -2 to 2. {'; '.join(names)}.")


@_picture
def line_fit(
    feed_forward: Callable[..., Any], inputs: ArrayLike, outputs: ArrayLike, weights: Sequence[ArrayLike]
) -> None:
    """Draw points, the line that one layer puts through them, how far it misses each of them, and its loss.

    Args:
        feed_forward: your function; feed_forward(inputs, outputs, weights) returns the loss, one number.
        inputs: shape (N, 1). Not changed.
        outputs: shape (N, 1), what the layer should answer. Not changed.
        weights: [W, b] of shapes (1, 1) and (1,). Not changed.
    """
    loss = _ask("feed_forward", feed_forward, np.asarray(inputs), np.asarray(outputs), weights, shape=())
    x, y = np.ravel(inputs), np.ravel(outputs)
    slope, start = (np.asarray(weight, dtype=np.float64).item() for weight in weights)
    line = f"y = {slope:.3g}·x {'-' if start < 0 else '+'} {abs(start):.3g}"
    ends = np.array([x.min(), x.max()]) + np.array([-0.05, 0.05]) * np.ptp(x)
    fig = Figure(figsize=(7.5, 4.6), layout="constrained")
    ax = fig.subplots()
    ax.vlines(x, y, slope * x + start, color=VERMILION, linewidth=1.5, label="miss")
    ax.plot(ends, slope * ends + start, color=BLUE, linewidth=3, label=line)
    ax.plot(x, y, "o", color="black", markersize=7, label="points")
    ax.set(xlabel="input", ylabel="output", title=f"loss = {loss:.3g}")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    misses = np.abs(slope * x + start - y)
    show(
        fig,
        f"{len(x)} points and the line {line}, which misses them by {misses.min():.3g} to {misses.max():.3g}, "
        f"drawn as thin vertical lines. The loss that your feed_forward gives is {loss:.3g}.",
    )
