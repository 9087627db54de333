"""Pictures of lesson 06: gradients that pass through whole layers, and checks of them."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from course.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    PURPLE,
    SIGNED,
    VERMILION,
    Function,
    Numbers,
    ask,
    axes_and_legend,
    axes_at,
    call,
    draw_classes,
    draw_points,
    legend_beside,
    listed,
    picture,
    plane,
    show,
    text_at,
    whole,
)

_SMALLEST = 1e-13  # errors below it are drawn here: on a logarithmic axis 0 has no place


def _asked(name: str, thing: Any, method: str, *args: Any, shape: tuple[int, ...]) -> Numbers:
    """What a method of the student's object returns, if it is numbers of this shape; else NoPicture."""
    return ask(f"{name}.{method}", lambda *given: getattr(thing, method)(*given), *args, shape=shape)


def _kept(name: str, thing: Any, attribute: str, shape: tuple[int, ...]) -> Numbers:
    """An attribute that backward of the student's object has set."""
    return ask(f"{name}.{attribute}", lambda: getattr(thing, attribute), shape=shape)


def _slope(f: Callable[[Numbers], float], x: Numbers, h: float = 1e-4) -> Numbers:
    """Central differences at every place of x."""
    found = np.empty(x.shape)
    for at in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[at] = h
        found[at] = (f(x + step) - f(x - step)) / (2 * h)
    return found


def _relative(found: Numbers, true: Numbers) -> Numbers:
    size = np.abs(found) + np.abs(true)
    return np.abs(found - true) / np.where(size > 1e-8, size, 1e-8)


def _on_axis(error: float) -> float:
    return min(max(error, _SMALLEST), 1e3)


@picture
def two_losses(losses: Mapping[str, Sequence[float]], every: int) -> None:
    """Draw the loss of two trainings by step.

    Args:
        losses: the numbers of each, by name. Not changed.
        every: how many steps lie between two of them.
    """
    fig, ax = axes_and_legend(["network B"])
    told = []
    for (name, values), colour, line in zip(losses.items(), (BLUE, ORANGE), ("o-", "s-"), strict=True):
        ax.plot(every * np.arange(len(values)), values, line, color=colour, linewidth=2, label=name)
        told.append(f"{name} from {values[0]:.3g} over {values[1]:.3g} to {values[-1]:.3g}")
    ax.set(xlabel="step", ylabel="loss", title="two trainings of the same network", ylim=(0, None))
    legend_beside(ax)
    show(fig, f"Two losses by step, from 0 to {every * (len(values) - 1)}. Both fall: {'; '.join(told)}.")


_WIDE, _HIGH = 0.92, 0.42  # inches of a cell of a table


def _table(
    fig: Figure, left: float, top: float, values: Numbers, title: str, lit: NDArray[np.bool_] | None = None
) -> None:
    """A table of numbers: red above 0, blue below, white at 0; only what is lit, if that is given."""
    rows, columns = values.shape
    ax = axes_at(fig, left, top, _WIDE * columns, _HIGH * rows)
    for (r, c), value in np.ndenumerate(values):
        colour = VERMILION if value > 0 else BLUE if value < 0 else "white"
        if lit is not None:
            colour = ORANGE if lit[r, c] else "white"
        face = to_rgba(colour, 0.35 if colour != "white" else 1)
        ax.add_patch(Rectangle((c, r), 1, 1, facecolor=face, edgecolor=PALE))
        ax.text(c + 0.5, r + 0.5, f"{value + 0.0:.3g}", ha="center", va="center", fontsize=12)
    ax.set(xlim=(-0.01, columns + 0.01), ylim=(rows + 0.01, -0.01))
    ax.set_axis_off()
    ax.set_title(title, fontsize=13)


@picture
def layer_tables(layer_class: Function, x: ArrayLike, dout: ArrayLike) -> None:
    """Draw what goes into a layer and comes out of it, forward in the first row, backward in the second.

    Args:
        layer_class: your class, of a layer without weights; it has forward(x) and backward(dout).
        x: what goes into the layer, shape (N, D). Not changed.
        dout: what comes back to it, shape (N, D). Not changed.
    """
    name = getattr(layer_class, "__name__", "the layer")
    values, above = np.array(x, dtype=float), np.array(dout, dtype=float)
    layer = call(name, lambda: layer_class())
    out = _asked(name, layer, "forward", values, shape=values.shape)
    dx = _asked(name, layer, "backward", above, shape=values.shape)
    rows, columns = values.shape
    across, down = _WIDE * columns + 0.9, _HIGH * rows + 0.75
    fig = Figure(figsize=(2 * across - 0.7, 2 * down + 0.1))
    _table(fig, 0.1, 0.45, values, "x")
    _table(fig, 0.1 + across, 0.45, out, "forward(x)")
    _table(fig, 0.1, 0.45 + down, dx, "backward(dout)")
    _table(fig, 0.1 + across, 0.45 + down, above, "dout")
    for place, arrow in ((0.45, "→"), (0.45 + down, "←")):
        text_at(fig, across - 0.35, place + _HIGH * rows / 2, arrow, ha="center", va="center", fontsize=20)
    show(
        fig,
        f"Four tables. Forward, x = {values.tolist()} becomes {out.round(4).tolist()} in your {name}. "
        f"Backward, dout = {above.tolist()} becomes {dx.round(4).tolist()}.",
    )


class _Spoilt:
    """A layer whose gradient is not the one that it should be."""

    def __init__(self, layer: Any, spoil: Callable[[Any, Numbers], Any]) -> None:
        self.layer, self.spoil = layer, spoil

    def forward(self, x: Numbers) -> Any:
        return self.layer.forward(x)

    def backward(self, dout: Numbers) -> Any:
        return self.spoil(self.layer, dout)


def _one_off(layer: Any, dout: Numbers) -> Numbers:
    dx = np.array(layer.backward(dout), dtype=float)
    dx.flat[-1] *= 1.5
    return dx


@picture
def checked_layers(gradient_check: Function, Relu: Function, Sigmoid: Function, x: ArrayLike, dout: ArrayLike) -> None:
    """Draw what your check says of your layers, and of layers that were spoilt on purpose.

    Args:
        gradient_check: your function; gradient_check(layer, x, dout) returns one number.
        Relu: your class.
        Sigmoid: your class.
        x: what goes into the layers, shape (N, D). Not changed.
        dout: what comes back to them, shape (N, D). Not changed.
    """
    values, above = np.array(x, dtype=float), np.array(dout, dtype=float)
    makers: dict[str, Callable[[], Any]] = {
        "your Relu": Relu,
        "your Sigmoid": Sigmoid,
        "Sigmoid, all 1 % too large": lambda: _Spoilt(Sigmoid(), lambda layer, dout: 1.01 * layer.backward(dout)),
        "Sigmoid, one number 50 % too large": lambda: _Spoilt(Sigmoid(), _one_off),
        "Sigmoid, dout forgotten": lambda: _Spoilt(Sigmoid(), lambda layer, dout: layer.backward(np.ones(dout.shape))),
    }
    errors = {}
    for name, make in makers.items():
        layer = call("Relu" if "Relu" in name else "Sigmoid", lambda make=make: make())
        errors[name] = float(ask("gradient_check", gradient_check, layer, values, above, shape=()))
    fig = Figure(figsize=(9.2, 3.5))
    ax = axes_at(fig, 3.5, 0.5, 5.4, 2.3)
    _error_axis(ax, errors)
    ax.set_title("what your gradient_check says")
    told = "; ".join(f"{name}: {error:.2g}" for name, error in errors.items())
    show(fig, f"Relative errors on a logarithmic axis, as your gradient_check gives them. {told}.")


def _error_axis(ax: Axes, errors: Mapping[str, float]) -> None:
    """A row for each name, with a dot at its error; right ones lie far on the left."""
    for row, error in enumerate(errors.values()):
        good = error < 1e-5
        ax.plot([_SMALLEST, _on_axis(error)], [row, row], color=PALE, linewidth=2)
        ax.plot(_on_axis(error), row, "o" if good else "D", color=GREEN if good else VERMILION, markersize=10)
    ax.axvline(1e-5, color=GREY, linestyle=":", linewidth=2)
    ax.set_xscale("log")
    ax.set(
        yticks=range(len(errors)), yticklabels=list(errors), ylim=(len(errors) - 0.5, -0.5), xlim=(_SMALLEST / 3, 3e3)
    )
    ax.set_xticks([1e-12, 1e-9, 1e-6, 1e-3, 1])
    ax.minorticks_off()
    ax.set_xlabel("relative error (left of the dotted line: right)")


@picture
def nudged_bias(x: ArrayLike, W: ArrayLike, b: ArrayLike, column: int, nudge: float) -> None:
    """Draw the output of an affine layer, and mark what moves when one number of the bias is nudged.

    Args:
        x: shape (N, D). Not changed.
        W: shape (D, M). Not changed.
        b: shape (M,). Not changed.
        column: which number of b is nudged.
        nudge: what is added to it.
    """
    weights, bias = np.array(W, dtype=float), np.array(b, dtype=float)
    place = whole(column, 0, len(bias) - 1, "column")
    before = np.array(x, dtype=float) @ weights + bias
    bias[place] += nudge
    after = before.copy()
    after[:, place] += nudge
    moved = before != after
    rows, columns = after.shape
    fig = Figure(figsize=(_WIDE * columns + 2.6, _HIGH * (rows + 1) + 1.9))
    _table(fig, 1.3, 0.75, bias[None], "b", lit=moved[:1])
    _table(fig, 1.3, 1.55 + _HIGH, after, "y = x W + b", lit=moved)
    for row in range(rows):
        text_at(fig, 1.2, 1.55 + _HIGH * (row + 1.5), f"sample {row}", ha="right", va="center")
    text = f"b[{place}] moved by {nudge:.3g}: {moved.sum()} of {moved.size} outputs moved"
    fig.suptitle(text, x=0.02, y=0.98, ha="left")
    show(fig, f"The outputs of an affine layer for {rows} samples, a table of shape {after.shape}. {text}.")


@picture
def bias_arrows(x: ArrayLike, W: ArrayLike, b: ArrayLike, dout: ArrayLike, bias_gradient: Function) -> None:
    """Draw, for each number of the bias, the paths to the loss, end to end, and your gradient beside them.

    Args:
        x: shape (N, D). Not changed.
        W: shape (D, M). Not changed.
        b: shape (M,). Not changed.
        dout: shape (N, M). Not changed.
        bias_gradient: your function; bias_gradient(dout) returns shape (M,).
    """
    above = np.array(dout, dtype=float)
    found = ask("bias_gradient", bias_gradient, above, shape=above.shape[1:])
    ends = np.concatenate([np.zeros((1, above.shape[1])), np.cumsum(above, axis=0)])
    fig, ax = axes_and_legend(["all samples together"])
    count = len(above)
    places = np.linspace(-0.38, 0.06, count) if count > 1 else np.array([-0.16])
    for k in range(above.shape[1]):
        for n in range(count):
            first = k == n == 0
            ax.plot([k + places[n]] * 2, ends[n : n + 2, k], color=BLUE, linewidth=6, solid_capstyle="butt",
                    label="one sample" if first else None)  # fmt: skip
            ax.plot([k + places[n], k + places[min(n + 1, count - 1)]], [ends[n + 1, k]] * 2, color=GREY, linewidth=1)
        ax.plot([k + places[-1], k + 0.3], [ends[-1, k]] * 2, ":", color="black", linewidth=2,
                label="all samples together" if not k else None)  # fmt: skip
        ax.plot([k + 0.22] * 2, [0, found[k]], color=VERMILION, linewidth=3)
        ax.plot(k + 0.22, found[k], "^" if found[k] > 0 else "v", color=VERMILION, markersize=10)
    ax.plot([], [], color=VERMILION, linewidth=3, label="your gradient")
    ax.axhline(0, color=GREY, linewidth=1)
    every = np.concatenate([ends.ravel(), found])
    room = 0.1 * max(float(np.ptp(every)), 1e-9)
    ax.set(xlim=(-0.55, len(found) - 0.55), ylim=(every.min() - room, every.max() + room), ylabel="slope of the loss")
    ax.set_xticks(range(len(found)), [f"b[{k}]" for k in range(len(found))])
    ax.set_title(f"{len(above)} samples pull at each number of the bias")
    legend_beside(ax)
    show(
        fig,
        f"For each of the {len(found)} numbers of b, the slopes of {count} samples one after the other; they end at "
        f"{listed(ends[-1])}. Arrows show your bias_gradient: {listed(found)}.",
    )


@picture
def product_shapes(N: int, D: int, M: int) -> None:
    """Draw the three matrix products of an affine layer, forward and backward, as blocks of their shapes.

    Args:
        N: samples in the batch, 1 to 6.
        D: inputs, 1 to 6.
        M: outputs, 1 to 6.
    """
    n, d, m = (whole(size, 1, 6, name) for size, name in ((N, "N"), (D, "D"), (M, "M")))
    colours = {"N": BLUE, "D": ORANGE, "M": GREEN}
    sizes = {"N": n, "D": d, "M": m}
    rows = [
        ("forward", [("x", "N", "D"), ("@", "", ""), ("W", "D", "M"), ("=", "", ""), ("y (without b)", "N", "M")]),
        ("backward to W", [("xᵀ", "D", "N"), ("@", "", ""), ("dout", "N", "M"), ("=", "", ""), ("dW", "D", "M")]),
        ("backward to x", [("dout", "N", "M"), ("@", "", ""), ("Wᵀ", "M", "D"), ("=", "", ""), ("dx", "N", "D")]),
    ]
    unit = 0.3
    heights = [max(sizes[block[1]] for block in blocks if block[1]) * unit + 1.0 for _, blocks in rows]
    fig = Figure(figsize=(9.2, sum(heights) + 0.1))
    ax = axes_at(fig, 0, 0, 9.2, sum(heights) + 0.1)
    top = 0.05
    for (title, blocks), height in zip(rows, heights, strict=True):
        middle = top + 0.3 + (height - 1.0) / 2 + 0.1
        ax.text(0.1, middle, title, va="center", fontweight="bold")
        for k, (name, down, across) in enumerate(blocks):
            centre = 2.6 + 1.4 * k
            if not down:
                ax.text(centre, middle, name, ha="center", va="center", fontsize=18)
                continue
            high, wide = sizes[down] * unit, sizes[across] * unit
            left, upper = centre - wide / 2, middle - high / 2
            for r in range(sizes[down]):
                for c in range(sizes[across]):
                    ax.add_patch(
                        Rectangle((left + c * unit, upper + r * unit), unit, unit, facecolor="#f3f3f3", edgecolor=PALE)
                    )
            ax.plot([left] * 2, [upper, upper + high], color=colours[down], linewidth=5, solid_capstyle="butt")
            ax.plot([left, left + wide], [upper] * 2, color=colours[across], linewidth=5, solid_capstyle="butt")
            ax.text(centre, upper - 0.08, name, ha="center", va="bottom", fontweight="bold")
            shape = f"({down}, {across}) = ({sizes[down]}, {sizes[across]})"
            ax.text(centre, upper + high + 0.08, shape, ha="center", va="top", color=GREY, fontsize=12)
        top += height
    ax.set(xlim=(0, 9.2), ylim=(sum(heights) + 0.1, 0))
    ax.set_axis_off()
    show(
        fig,
        f"Three matrix products as blocks. Forward: x ({n}, {d}) @ W ({d}, {m}) = y ({n}, {m}). Backward to W: x "
        f"transposed ({d}, {n}) @ dout ({n}, {m}) = dW ({d}, {m}). Backward to x: dout ({n}, {m}) @ W transposed "
        f"({m}, {d}) = dx ({n}, {d}). The inner sizes are equal each time, and a gradient has the shape of its array.",
    )


def _without_first(dW: Numbers, x: Numbers, dout: Numbers) -> Numbers:
    return dW - np.outer(x[0], dout[0])


def _exchanged(dW: Numbers, x: Numbers, dout: Numbers) -> Numbers:
    return dW[[0, 2, 1, *range(3, len(dW))]]


def _column_lost(dW: Numbers, x: Numbers, dout: Numbers) -> Numbers:
    return dW * (np.arange(dW.shape[1]) < dW.shape[1] - 1)


SLIPS: dict[str, Callable[[Numbers, Numbers, Numbers], Numbers]] = {
    "your dW": lambda dW, x, dout: dW,
    "mean over the batch": lambda dW, x, dout: dW / len(x),
    "two inputs exchanged": _exchanged,
    "the last output forgotten": _column_lost,
    "the first sample forgotten": _without_first,
}


@picture
def error_map(Affine: Function, x: ArrayLike, W: ArrayLike, b: ArrayLike, dout: ArrayLike, slip: str) -> None:
    """Draw the gradient of the weights, the measured slopes, and how far they are apart at each place.

    Args:
        Affine: your class; Affine(W, b) has forward(x), backward(dout), and dW afterwards.
        x: shape (N, D), with D at least 3. Not changed.
        W: shape (D, M). Not changed.
        b: shape (M,). Not changed.
        dout: shape (N, M). Not changed.
        slip: how your gradient is spoilt before it is drawn: one of the names in SLIPS.
    """
    values, weights, bias, above = (np.array(array, dtype=float) for array in (x, W, b, dout))
    layer = call("Affine", lambda: Affine(weights.copy(), bias.copy()))
    _asked("Affine", layer, "forward", values, shape=above.shape)
    _asked("Affine", layer, "backward", above, shape=values.shape)
    found = SLIPS[slip](_kept("Affine", layer, "dW", weights.shape), values, above)

    def loss(moved: Numbers) -> float:
        other = call("Affine", lambda: Affine(moved, bias.copy()))
        return float(np.sum(_asked("Affine", other, "forward", values, shape=above.shape) * above))

    slopes = _slope(loss, weights)
    errors = _relative(found, slopes)
    fig = Figure(figsize=(9.6, 3.4))
    top = float(max(np.abs(slopes).max(), np.abs(found).max(), 1e-9))
    panels = [
        (found, slip, SIGNED, -top, top),
        (slopes, "measured slopes", SIGNED, -top, top),
        (errors, "relative error", "magma_r", 0.0, 1.0),
    ]
    for k, (panel, title, colours, low, high) in enumerate(panels):
        ax = axes_at(fig, 0.65 + 2.85 * k, 0.55, 2.4, 2.2)
        image = ax.imshow(panel, cmap=colours, vmin=low, vmax=high, aspect="auto")
        ax.set_title(title, fontsize=13)
        ax.spines[["top", "right"]].set_visible(True)
        ax.set_xlabel("output")
        if not k:
            ax.set_ylabel("input")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    bar = fig.colorbar(image, cax=axes_at(fig, 8.9, 0.55, 0.15, 2.2))
    bar.set_ticks([0, 0.5, 1])
    wrong = errors > 1e-5
    where = "nowhere"
    if wrong.any():
        where = f"in rows {_counted(wrong.any(axis=1))} and columns {_counted(wrong.any(axis=0))}"
    show(
        fig,
        f"Three heat maps of shape {weights.shape}: dW ({slip}), the slopes measured by nudging each weight, and the "
        f"relative error at each place. It is at most {errors.max():.2g}; wrong {where}, {int(wrong.sum())} of "
        f"{wrong.size}.",
    )


def _counted(wrong: Any) -> str:
    return ", ".join(str(place) for place in np.flatnonzero(wrong))


@picture
def softmax_push(SoftmaxWithLoss: Function, scores: ArrayLike, label: int) -> None:
    """Draw the probabilities of one sample, and how its gradient pushes each score.

    Args:
        SoftmaxWithLoss: your class.
        scores: shape (C,). Not changed.
        label: the class of the sample.
    """
    row = np.array(scores, dtype=float)[None]
    layer = call("SoftmaxWithLoss", lambda: SoftmaxWithLoss())
    loss = float(_asked("SoftmaxWithLoss", layer, "forward", row, np.array([label]), shape=()))
    slope = _asked("SoftmaxWithLoss", layer, "backward", shape=row.shape)[0]
    powers = np.exp(row[0] - row[0].max())
    p = powers / powers.sum()
    fig = Figure(figsize=(9.2, 3.9))
    left, right = axes_at(fig, 0.9, 0.5, 3.4, 2.75), axes_at(fig, 5.5, 0.5, 3.4, 2.75)
    names = [f"class {k}" + ("\n(right)" if k == label else "") for k in range(len(p))]
    left.bar(names, p, color=[GREEN if k == label else PALE for k in range(len(p))])
    left.set(ylim=(0, 1), title=f"probabilities: loss {loss:.3g}", ylabel="p")
    right.bar(names, slope, color=[BLUE if value < 0 else VERMILION for value in slope])
    right.axhline(0, color=GREY, linewidth=1)
    reach = max(1.0, 1.1 * float(np.abs(slope).max()))
    right.set(ylim=(-reach, reach), title="your backward()", ylabel="slope of the loss")
    show(
        fig,
        f"One sample of class {label} with the scores {listed(row)}. Probabilities {listed(p)}, loss {loss:.3g}. Your "
        f"backward() gives {listed(slope)}: a negative slope asks for a higher score, a positive one for a lower.",
    )


def _small_network(
    Affine: Function, Relu: Function, SoftmaxWithLoss: Function, widths: Sequence[int], seed: int
) -> tuple[list[Any], Any]:
    """Layers of the student's: affine ones of these widths with Relu between them, and the last one."""
    rng = np.random.default_rng(seed)
    layers: list[Any] = []
    for D, M in pairwise(widths):
        if layers:
            layers.append(call("Relu", lambda: Relu()))
        W = rng.normal(size=(D, M)) * np.sqrt(2 / D)
        layers.append(call("Affine", lambda W=W: Affine(W, np.zeros(W.shape[1]))))
    return layers, call("SoftmaxWithLoss", lambda: SoftmaxWithLoss())


def _size(widths: Sequence[int]) -> int:
    """How many weights and biases affine layers of these widths have."""
    return sum((D + 1) * M for D, M in pairwise(widths))


@picture
def network_steps(Affine: Function, Relu: Function, SoftmaxWithLoss: Function, step: int) -> None:
    """Draw a network of four layers, with the shapes that went forward and came back after some steps.

    Args:
        Affine: your class.
        Relu: your class.
        SoftmaxWithLoss: your class.
        step: 0 to 8: four layers forward, then four backward.
    """
    step = whole(step, 0, 8, "step")
    widths, count = (2, 4, 4, 3), 5
    rng = np.random.default_rng(1)
    (one, relu, two), last = _small_network(Affine, Relu, SoftmaxWithLoss, (widths[0], widths[1], widths[3]), 4)
    chain = [("Affine", one), ("Relu", relu), ("Affine", two), ("SoftmaxWithLoss", last)]
    flow, labels = rng.normal(size=(count, widths[0])), np.arange(count) % 3
    given: tuple[Any, ...]
    shapes: list[tuple[int, ...]] = [flow.shape]
    for k in range(min(step, 4)):
        name, layer = chain[k]
        given = (flow, labels) if k == 3 else (flow,)
        shape = () if k == 3 else (count, widths[k + 1])
        flow = _asked(name, layer, "forward", *given, shape=shape)
        shapes.append(shape)
    back: dict[int, tuple[int, ...]] = {}
    loss = f", loss {float(flow):.3g}" if step >= 4 else ""
    for k in range(3, 7 - step, -1):
        name, layer = chain[k]
        given = () if k == 3 else (flow,)
        flow = _asked(name, layer, "backward", *given, shape=(count, widths[k]))
        back[k] = flow.shape
        if name == "Affine":
            for which, of in (("dW", (widths[k], widths[k + 1])), ("db", (widths[k + 1],))):
                _kept(name, layer, which, of)
    now = step - 1 if step <= 4 else 8 - step
    fig = Figure(figsize=(9.8, 3.7))
    ax = axes_at(fig, 0.05, 0.5, 9.7, 3.1)
    labels_of = ["Affine", "Relu", "Affine", "Softmax\nWithLoss"]
    for k, label in enumerate(labels_of):
        left = 1.15 + 2.15 * k
        lit = k == now and step > 0
        face = to_rgba(ORANGE, 0.5) if lit else "#f3f3f3"
        ax.add_patch(FancyBboxPatch((left, 1.0), 1.2, 0.9, boxstyle="round,pad=0.05", facecolor=face, edgecolor=GREY))
        ax.text(left + 0.6, 1.45, label, ha="center", va="center", fontsize=13)
        if k in back and label == "Affine":
            keeps = f"dW {widths[k], widths[k + 1]}\ndb ({widths[k + 1]},)"
            ax.text(left + 0.6, 2.05, keeps, ha="center", va="top", color=VERMILION)
    for k in range(5):
        start = 1.15 + 2.15 * k - 0.9
        wide = 0.8
        if k < len(shapes):
            text = str(shapes[k]) if shapes[k] else "loss"
            ax.annotate(
                "", (start + wide, 1.25), (start, 1.25), arrowprops={"arrowstyle": "-|>", "color": BLUE, "lw": 2.5}
            )
            ax.text(start + wide / 2, 1.13, text, ha="center", va="bottom", color=BLUE)
        if k in back or (k == 4 and step >= 5):
            text = str(back.get(k, 1))
            ax.annotate(
                "", (start, 1.7), (start + wide, 1.7), arrowprops={"arrowstyle": "-|>", "color": VERMILION, "lw": 2.5}
            )
            ax.text(start + wide / 2, 1.8, text, ha="center", va="top", color=VERMILION)
    ax.set(xlim=(0, 9.9), ylim=(2.95, 0.2))
    ax.set_axis_off()
    names = ["the first Affine", "Relu", "the second Affine", "SoftmaxWithLoss"]
    title = "step 0: x arrives"
    if 0 < step <= 4:
        title = f"step {step}, forward through {names[now]}{loss}"
    elif step > 4:
        title = f"step {step}, backward through {names[now]}"
    fig.suptitle(title, x=0.02, ha="left")
    came = "; ".join(f"{names[k]} gave {shape}" for k, shape in back.items()) or "nothing yet"
    show(
        fig,
        f"Four layers in a row: {', '.join(names)}. {title[:1].upper()}{title[1:]}. Shapes that went forward so far: "
        f"{', '.join(str(shape or 'one number, the loss') for shape in shapes)}. What came back so far: {came}.",
    )


def _gradient(network: Any, widths: Sequence[int], x: Numbers, labels: NDArray[Any]) -> list[Numbers]:
    """What Network.gradient returns, a pair of arrays for each affine layer: dW, db, dW, db, and so on."""
    shapes = [shape for D, M in pairwise(widths) for shape in ((D, M), (M,))]

    def flat(x: Numbers, labels: NDArray[Any]) -> Any:
        found = network.gradient(x, labels)
        return None if found is None else np.concatenate([np.ravel(array) for pair in found for array in pair])

    numbers = ask("Network.gradient", flat, x, labels, shape=(_size(widths),))
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
    return [part.reshape(shape) for part, shape in zip(np.split(numbers, ends), shapes, strict=True)]


def _step(layer: Any, which: str, slope: Numbers, lr: float) -> None:
    """One step downhill for the array `which` of the student's layer."""
    array = _kept("Affine", layer, which, slope.shape)
    setattr(layer, which, array - lr * slope)


@picture
def network_walk(
    Network: Function,
    Affine: Function,
    Relu: Function,
    SoftmaxWithLoss: Function,
    x: ArrayLike,
    labels: ArrayLike,
    width: int,
    steps: int,
    lr: float = 0.5,
) -> None:
    """Train a network of two affine layers with your gradient, and draw what it makes of the plane.

    Args:
        Network: your class.
        Affine: your class.
        Relu: your class.
        SoftmaxWithLoss: your class.
        x: points, shape (N, 2). Not changed.
        labels: their classes, 0, 1 or 2, shape (N,). Not changed.
        width: hidden neurons, 1 to 64.
        steps: steps downhill, 0 to 1000.
        lr: learning rate.
    """
    points, classes = np.array(x, dtype=float), np.array(labels)
    width, steps = whole(width, 1, 64, "width"), whole(steps, 0, 1000, "steps")
    layers, last = _small_network(Affine, Relu, SoftmaxWithLoss, (2, width, 3), 3)
    network = call("Network", lambda: Network(layers, last))
    losses = [float(_asked("Network", network, "loss", points, classes, shape=()))]
    while len(losses) <= steps:
        slopes = _gradient(network, (2, width, 3), points, classes)
        for k, layer in enumerate(layers[::2]):
            _step(layer, "W", slopes[2 * k], lr)
            _step(layer, "b", slopes[2 * k + 1], lr)
        losses.append(float(_asked("Network", network, "loss", points, classes, shape=())))
    reach = 1.15 * float(np.abs(points).max())
    grid = plane(reach, 101)
    seen = np.argmax(_asked("Network", network, "predict", grid, shape=(len(grid), 3)), axis=1)
    scores = _asked("Network", network, "predict", points, shape=(len(points), 3))
    right = int(np.sum(np.argmax(scores, axis=1) == classes))
    fig = Figure(figsize=(9.6, 4.3))
    left, curve = axes_at(fig, 0.75, 0.5, 3.5, 3.1), axes_at(fig, 5.4, 0.5, 3.9, 3.1)
    draw_classes(left, reach, seen)
    draw_points(left, reach, points, classes, "os^", 6)
    left.set_title(f"after {steps} steps: {right} of {len(points)} right")
    curve.plot(losses, color=PURPLE, linewidth=2.5, marker="" if steps else "o")
    curve.set(xlabel="step", ylabel="loss", title=f"loss: {losses[-1]:.3g}", ylim=(0, 1.1 * max(losses) + 1e-9))
    curve.xaxis.set_major_locator(MaxNLocator(integer=True))
    show(
        fig,
        f"On the left {len(points)} points of three classes in spiral arms, and which class your network of {width} "
        f"hidden neurons sees where, after {steps} steps: {right} of {len(points)} right. On the right its loss, from "
        f"{losses[0]:.3g} to {losses[-1]:.3g}.",
    )


@picture
def checked_network(
    check_network: Function,
    Network: Function,
    affine_classes: Mapping[str, Function],
    Relu: Function,
    SoftmaxWithLoss: Function,
) -> None:
    """Draw what your check says of every array of networks that differ in their affine layers.

    Args:
        check_network: your function; check_network(network, x, labels) returns a pair of errors for each affine layer.
        Network: your class.
        affine_classes: classes of affine layers, by the name of their network. Not changed.
        Relu: your class.
        SoftmaxWithLoss: your class.
    """
    rng = np.random.default_rng(11)
    x, labels = rng.normal(size=(7, 2)), np.arange(7) % 3
    errors: dict[str, float] = {}
    for name, affine in affine_classes.items():
        layers, last = _small_network(affine, Relu, SoftmaxWithLoss, (2, 5, 3), 4)
        network = call("Network", lambda layers=layers, last=last: Network(layers, last))
        found = ask("check_network", check_network, network, x, labels, shape=(2, 2))
        for layer, pair in enumerate(found, start=1):
            for which, error in zip(("W", "b"), pair, strict=True):
                errors[f"{name}: {which} of Affine {layer}"] = float(error)
    fig = Figure(figsize=(9.2, 0.45 * len(errors) + 1.3))
    ax = axes_at(fig, 3.5, 0.5, 5.4, 0.45 * len(errors) + 0.05)
    _error_axis(ax, errors)
    ax.set_title("what your check_network says")
    told = "; ".join(f"{name}: {error:.2g}" for name, error in errors.items())
    show(fig, f"Relative errors on a logarithmic axis, as your check_network gives them. {told}.")


def _multiplications(
    numerical_gradient: Function,
    Network: Function,
    Affine: Function,
    Relu: Function,
    SoftmaxWithLoss: Function,
    width: int,
) -> tuple[int, int]:
    """How many the affine layers do for a gradient by nudging, and for one by Network.gradient."""
    x, labels = np.random.default_rng(2).normal(size=(4, 8)), np.arange(4) % 3
    layers, last = _small_network(Affine, Relu, SoftmaxWithLoss, (8, width, 3), 4)
    total = 0

    def counted(method: Function, work: int) -> Function:
        def and_count(*args: Any) -> Any:
            nonlocal total
            total += work
            return method(*args)

        return and_count

    def watch(layer: Any, size: int) -> bool:
        layer.forward = counted(layer.forward, len(x) * size)
        layer.backward = counted(layer.backward, 2 * len(x) * size)
        return True

    for layer, size in zip(layers[::2], (8 * width, width * 3), strict=True):
        call("Affine", lambda layer=layer, size=size: watch(layer, size))
    network = call("Network", lambda: Network(layers, last))
    _gradient(network, (8, width, 3), x, labels)
    passing, total = total, 0
    for layer, (D, M) in zip(layers[::2], ((8, width), (width, 3)), strict=True):
        for which, shape in (("W", (D, M)), ("b", (M,))):
            ask(
                "Network.loss",
                lambda layer=layer, which=which: numerical_gradient(
                    lambda _: network.loss(x, labels), getattr(layer, which)
                ),
                shape=shape,
            )
    return total, passing


@picture
def gradient_price(
    numerical_gradient: Function,
    Network: Function,
    Affine: Function,
    Relu: Function,
    SoftmaxWithLoss: Function,
    widths: Sequence[int] = (1, 2, 4, 8, 16, 32, 64),
) -> None:
    """Draw how many multiplications one gradient takes, by nudging and by your layers' backward.

    Args:
        numerical_gradient: numerical_gradient(f, x) moves x in place.
        Network: your class.
        Affine: your class.
        Relu: your class.
        SoftmaxWithLoss: your class.
        widths: numbers of hidden neurons for which it is counted. Not changed.
    """
    counts = [_multiplications(numerical_gradient, Network, Affine, Relu, SoftmaxWithLoss, width) for width in widths]
    sizes = [_size((8, width, 3)) for width in widths]
    trying, passing = [count[0] for count in counts], [count[1] for count in counts]
    fig = Figure(figsize=(8.6, 4.6))
    ax = axes_at(fig, 1.0, 0.55, 7.2, 3.35)
    ax.loglog(sizes, trying, "s-", color=BLUE, markersize=8, linewidth=2, label="nudging every number")
    ax.loglog(sizes, passing, "o-", color=GREEN, markersize=8, linewidth=2, label="your backward")
    top, bottom = trying[-1], passing[-1]
    ax.annotate(
        "", (sizes[-1], top), (sizes[-1], bottom), arrowprops={"arrowstyle": "<->", "color": VERMILION, "lw": 2}
    )
    ratio = top / max(bottom, 1)
    ax.text(
        sizes[-1] * 0.92,
        np.sqrt(top * max(bottom, 1.0)),
        f"{ratio:,.0f} times",
        color=VERMILION,
        ha="right",
        va="center",
    )
    ax.set(xlabel="numbers to be learned", ylabel="multiplications", xlim=(sizes[0] * 0.8, sizes[-1] * 1.3))
    ax.set_ylim(min(passing) / 3 + 0.1, max(trying) * 20 + 1)
    ax.set_title("the price of one gradient, counted in your own layers")
    ax.legend(loc="upper left")
    told = "; ".join(
        f"{size:,} numbers: {a:,} against {b:,}" for size, a, b in zip(sizes, trying, passing, strict=True)
    )
    show(
        fig,
        "Multiplications for one gradient, by the number of weights and biases, on logarithmic axes: by nudging each "
        f"number, and by your backward. {told}. At the largest, nudging takes {ratio:,.0f} times as many.",
    )
