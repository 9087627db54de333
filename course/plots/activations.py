"""Pictures of lesson 02: activations, their slopes, and what many layers do to signals and gradients."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course import data
from course.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    VERMILION,
    Function,
    NoPicture,
    Numbers,
    ask,
    axes_and_legend,
    axes_at,
    legend_beside,
    listed,
    picture,
    show,
    whole,
)

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE)
MARKERS = ("o", "s", "^", "D", "v")
DASHES = ("-", "--", "-.", ":", (0, (5, 1)))
WIDTH = 32  # neurons of each hidden layer in the networks below
MOST = 60  # layers that a picture draws
CHANCE = 0.1  # of ten digits, one is right


@picture
def curves(functions: Mapping[str, Function]) -> None:
    """Draw functions from -6 to 6 over one another.

    Args:
        functions: by name, each from an array of shape (N,) to one of the same shape. Not changed.
    """
    x = np.linspace(-6, 6, 241)
    ys = {name: ask(name, function, x, shape=x.shape) for name, function in functions.items()}
    fig, ax = axes_and_legend(list(ys))
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(0, color=GREY, linewidth=0.8)
    for (name, y), colour, dash in zip(ys.items(), itertools.cycle(COLOURS), itertools.cycle(DASHES), strict=False):
        ax.plot(x, y, color=colour, linestyle=dash, linewidth=3, label=name)
    ax.set(xlabel="x", ylabel="f(x)", title=" and ".join(ys), xlim=(-6, 6))
    legend_beside(ax)
    points = "; ".join(f"{name} is {listed(y[[0, 120, -1]])}" for name, y in ys.items())
    show(fig, f"Curves from x = -6 to 6. At x = -6, 0 and 6, {points}.")


@picture
def beside_slopes(activations: Mapping[str, tuple[Function, Function]]) -> None:
    """Draw activations from -5 to 5, and below each its derivative.

    Args:
        activations: by name, a function and its derivative, each from an array of shape (N,) to one of the same
            shape. Not changed.
    """
    x = np.linspace(-5, 5, 401)[1::2]  # without 0, where a derivative may jump
    pairs = {
        name: (ask(name, f, x, shape=x.shape), ask(f"{name}_grad", grad, x, shape=x.shape))
        for name, (f, grad) in activations.items()
    }
    wide = min(3.4, 8.6 / len(pairs))
    fig = Figure(figsize=(1.1 + wide * len(pairs), 5.5))
    largest = max(1.0, *(np.abs(slope).max() for _, slope in pairs.values()))
    for k, ((name, (y, slope)), colour) in enumerate(zip(pairs.items(), itertools.cycle(COLOURS), strict=False)):
        above = axes_at(fig, 1.05 + wide * k, 0.45, wide - 0.6, 2.0)
        above.plot(x, y, color=colour, linewidth=3)
        above.set(title=name, ylim=_room(y, 1.2))
        below = axes_at(fig, 1.05 + wide * k, 2.8, wide - 0.6, 2.0)
        below.plot(x, slope, color=colour, linewidth=3)
        below.fill_between(x, 0, slope, color=colour, alpha=0.15, linewidth=0)
        below.set(xlabel="x", ylim=(min(-0.1, 1.1 * slope.min()), 1.15 * largest))
        for ax in (above, below):
            ax.axhline(0, color=GREY, linewidth=0.8)
            ax.axhline(1, color=GREY, linewidth=0.8, linestyle="--")
            ax.set(xlim=(-5, 5), xticks=(-4, 0, 4))
        if k == 0:
            above.set_ylabel("value")
            below.set_ylabel("slope")
    steepest = "; ".join(f"{name} is at most {slope.max():.3g}" for name, (_, slope) in pairs.items())
    show(fig, f"Activations from x = -5 to 5, {', '.join(pairs)}, with the slope below each. The slope of {steepest}.")


def _room(y: Numbers, least: float) -> tuple[float, float]:
    """Limits of an axis that hold y, 0 and `least`."""
    low, high = min(0.0, float(y.min())), max(least, float(y.max()))
    return low - 0.08 * (high - low), high + 0.08 * (high - low)


@picture
def tangent(name: str, f: Function, grad: Function, x: float) -> None:
    """Draw an activation, and at one point the line that has its slope there.

    Args:
        name: of the activation.
        f: the activation, from an array of shape (N,) to one of the same shape.
        grad: its derivative, likewise.
        x: the point, from -6 to 6.
    """
    axis, here = np.linspace(-6, 6, 241), np.array([float(x)])
    y = ask(name, f, axis, shape=axis.shape)
    [height] = ask(name, f, here, shape=(1,))
    [slope] = ask(f"{name}_grad", grad, here, shape=(1,))
    fig = Figure(figsize=(8, 4.6))
    ax = axes_at(fig, 1.05, 0.55, 6.7, 3.4)
    low, high = _room(y, 1.2)
    ax.plot(axis, y, color=BLUE, linewidth=3)
    ax.plot(axis, height + slope * (axis - x), color=VERMILION, linewidth=2.5, linestyle="--")
    ax.plot(x, height, "o", color=VERMILION, markersize=11)
    ax.axhline(0, color=GREY, linewidth=0.8)
    title = f"{name} at x = {x:.2f}: value {height:.3g}, slope {slope:.4f}"
    ax.set(xlabel="x", ylabel="value", title=title, xlim=(-6, 6), ylim=(low, high))
    show(
        fig,
        f"The curve of {name} from x = -6 to 6, and the straight line that touches it at x = {x:.3g}, where its "
        f"value is {height:.3g} and its slope {slope:.4f}.",
    )


@picture
def gradients_by_layer(
    activations: Mapping[str, tuple[Function, Function]],
    gradient_norms: Function,
    depth: int = 10,
    scale: float = 1.4,
    seed: int = 0,
) -> None:
    """Draw how large a gradient still is when it has been handed back to each layer of a random network.

    Args:
        activations: by name, a function and its derivative. Not changed.
        gradient_norms: your function; gradient_norms(zs, Ws, grad) returns one number for each layer.
        depth: number of layers, from 2 to 60.
        scale: the weights are normal numbers with a standard deviation of scale / √D, for a layer of D inputs.
        seed: of the weights, which are the same for all activations.
    """
    depth = whole(depth, 2, MOST, "depth")
    fig, ax = axes_and_legend(list(activations))
    layers = np.arange(1, depth + 1)
    told = []
    for (name, (f, grad)), colour, marker in zip(
        activations.items(), itertools.cycle(COLOURS), itertools.cycle(MARKERS), strict=False
    ):
        Ws = _weights([WIDTH] * (depth + 1), scale, seed)
        zs, _ = _signals(name, f, Ws, seed)
        ask(f"{name}_grad", grad, zs[0], shape=zs[0].shape)  # so that a note names it if it fails
        norms = ask("gradient_norms", gradient_norms, zs, Ws, grad, shape=(depth,))
        seen = norms > 0  # a logarithmic axis has no place for the others
        ax.plot(layers[seen], norms[seen], color=colour, marker=marker, markersize=8, linewidth=2.5, label=name)
        told.append(f"{name}: {norms[-1]:.3g} at layer {depth}, {norms[0]:.3g} at layer 1")
    ax.set(
        xlabel="layer (1 is the first)",
        ylabel="size of the gradient",
        title=f"A gradient on its way back through {depth} layers",
    )
    ax.set_yscale("log")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    legend_beside(ax)
    show(fig, f"The size of the gradient by layer, on a logarithmic axis. {'; '.join(told)}.")


def _weights(sizes: Sequence[int], scale: float, seed: int) -> list[Numbers]:
    """Random weights of layers, of shapes (sizes[0], sizes[1]), (sizes[1], sizes[2]), …"""
    if not 0 < scale < 1000:
        raise NoPicture(f"This picture needs a `scale` above 0 and below 1000 (got {scale}).")
    rng = np.random.default_rng(seed)
    return [rng.normal(0, scale / np.sqrt(d), (d, m)) for d, m in itertools.pairwise(sizes)]


def _signals(name: str, f: Function, Ws: Sequence[Numbers], seed: int) -> tuple[list[Numbers], list[Numbers]]:
    """What goes into and what comes out of the bends of layers without bias, for 200 random inputs."""
    h = np.random.default_rng([seed, 1]).normal(size=(200, len(Ws[0])))
    zs, hs = [], []
    for W in Ws:
        zs.append(h @ W)
        h = ask(name, f, zs[-1], shape=zs[-1].shape)
        hs.append(h)
    return zs, hs


@picture
def signals_by_layer(
    name: str, f: Function, scales: Sequence[float] = (0.4, 1.0, 4.0), depth: int = 10, seed: int = 0
) -> None:
    """Draw histograms of what comes out of the layers of a random network, a row for each scale of its weights.

    Args:
        name: of the activation.
        f: the activation, from an array to one of the same shape.
        scales: up to four; the weights are normal numbers with a standard deviation of scale / √D. Not changed.
        depth: number of layers, from 5 to 60; five of them are shown.
        seed: of the weights and of the inputs.
    """
    depth = whole(depth, 5, MOST, "depth")
    if not 1 <= len(scales) <= 4:
        raise NoPicture(f"This picture needs one to four `scales` (got {len(scales)}).")
    shown = np.unique(np.linspace(0, depth - 1, 5).round().astype(int))
    rows = [_signals(name, f, _weights([WIDTH] * (depth + 1), scale, seed), seed)[1] for scale in scales]
    fig = Figure(figsize=(9.6, 0.95 + 1.75 * len(scales)))
    told = []
    for i, (scale, hs) in enumerate(zip(scales, rows, strict=True)):
        values = np.concatenate([hs[k].ravel() for k in shown])
        # The widest layer decides, so that a row can be compared from left to right.
        edge = max(1.0, float(np.abs(values).max()))
        low = -edge if values.min() < 0 else 0.0
        for j, k in enumerate(shown):
            ax = axes_at(fig, 0.75 + 1.77 * j, 0.75 + 1.75 * i, 1.5, 1.0)
            counts, edges = np.histogram(hs[k], bins=31, range=(low, edge))
            ax.bar(edges[:-1], counts / counts.max(), width=np.diff(edges), align="edge", color=COLOURS[i])
            ax.set(ylim=(0, 1.08), yticks=(), xlim=(low, edge))
            ax.xaxis.set_major_locator(MaxNLocator(2))
            if i == 0:
                ax.set_title(f"layer {k + 1}", pad=8)
            if j == 0:
                ax.set_ylabel(f"scale {scale:g}")
        spread = "; ".join(f"layer {k + 1}: {hs[k].std():.2g} around {hs[k].mean():.2g}" for k in shown)
        told.append(f"Scale {scale:g}: {spread}")
    fig.suptitle(f"{name}: how often each value leaves a layer", y=1 - 0.1 / fig.get_figheight(), va="top")
    show(fig, f"Histograms of what leaves the layers of a random network with {name}. {'. '.join(told)}.")


@picture
def dead_units(relu: Function, dead_fraction: Function, z: ArrayLike) -> None:
    """Draw what ReLU makes of a batch, a row for each sample, and mark the units that are 0 for all of them.

    Args:
        relu: your function; relu(z) is drawn.
        dead_fraction: your function; dead_fraction(z) stands above the picture.
        z: pre-activations, shape (N, M), M up to 40. Not changed.
    """
    z = np.asarray(z, dtype=np.float64)
    if z.ndim != 2 or not z.size or z.shape[1] > 40 or len(z) > 40:
        raise NoPicture(f"This picture needs `z` of shape (N, M), each from 1 to 40 (got shape {z.shape}).")
    a = ask("relu", relu, z, shape=z.shape)
    share = ask("dead_fraction", dead_fraction, z, shape=())
    dead = np.flatnonzero((a == 0).all(axis=0))
    cell = min(0.5, 7.8 / z.shape[1], 5.5 / len(z))
    across, down = max(2.6, cell * z.shape[1]), max(0.8, cell * len(z))
    fig = Figure(figsize=(max(6.2, across + 1.9), down + 1.75))
    ax = axes_at(fig, 0.8, 0.85, across, down)
    image = ax.imshow(np.ma.masked_equal(a, 0), cmap="Blues", vmin=0, vmax=max(1e-9, a.max()), aspect="auto")
    for unit in dead:
        ax.axvspan(unit - 0.5, unit + 0.5, facecolor="none", edgecolor=VERMILION, hatch="//", linewidth=0)
    ax.set(xlabel="unit", ylabel="sample", title=f"{len(dead)} of {z.shape[1]} units are 0 for all samples")
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    fig.suptitle(f"dead_fraction(z) = {share:.4g}", y=1 - 0.1 / fig.get_figheight(), va="top")
    fig.colorbar(image, cax=axes_at(fig, 0.9 + across, 0.85, 0.18, down))
    which = f"those of unit {', '.join(map(str, dead))} are hatched, because they are 0 throughout" if len(dead) else ""
    show(
        fig,
        f"What relu gives for {len(z)} samples in rows and {z.shape[1]} units in columns; "
        f"{which or 'no column is 0 throughout'}. Your dead_fraction gives {share:.4g}.",
    )


@picture
def scores_to_shares(softmax: Function, scores: ArrayLike, names: Sequence[str]) -> None:
    """Draw scores as bars, and the probabilities that softmax makes of them.

    Args:
        softmax: your function; softmax(scores) is drawn.
        scores: shape (C,). Not changed.
        names: of the C classes. Not changed.
    """
    scores = np.asarray(scores, dtype=np.float64)
    shares = ask("softmax", softmax, scores, shape=scores.shape)
    fig = Figure(figsize=(9.2, 3.9))
    left, right = axes_at(fig, 0.8, 0.5, 3.6, 2.8), axes_at(fig, 5.3, 0.5, 3.6, 2.8)
    _bars(left, scores, names, BLUE, "scores", ".3g")
    _bars(right, shares, names, ORANGE, f"softmax(scores), sum {shares.sum():.3g}", ".3f")
    right.set_ylim(min(0.0, 1.15 * shares.min()), max(1.0, 1.15 * shares.max()))
    pairs = "; ".join(f"{n}: score {s:.3g}, share {p:.3f}" for n, s, p in zip(names, scores, shares, strict=True))
    show(fig, f"Bars of scores, and of what softmax makes of them. {pairs}.")


def _bars(ax: Axes, values: Numbers, names: Sequence[str], colour: str, title: str, form: str) -> None:
    bars = ax.bar(range(len(values)), values, color=colour, width=0.6)
    ax.bar_label(bars, [format(value, form) for value in values], padding=3, fontsize=13)
    ax.axhline(0, color="black", linewidth=1)
    ax.set_xticks(range(len(values)), names)
    low, high = min(0.0, float(values.min())), max(0.1, float(values.max()))
    ax.set(title=title, ylim=(low - 0.18 * (high - low) * (low < 0), high + 0.18 * (high - low)))


@picture
def accuracy_by_epoch(runs: Mapping[str, Sequence[float]]) -> None:
    """Draw the share of unseen digits that networks read right, after each pass through the training digits.

    Args:
        runs: by name, the share before training, after one pass, after two, … Not changed.
    """
    _draw_runs({name: np.asarray(run, dtype=np.float64) for name, run in runs.items()}, "")


def _draw_runs(runs: Mapping[str, Numbers], title: str) -> None:
    fig, ax = axes_and_legend([*runs, "guessing"])
    for (name, run), colour, marker in zip(
        runs.items(), itertools.cycle(COLOURS), itertools.cycle(MARKERS), strict=False
    ):
        ax.plot(run, color=colour, marker=marker, markersize=7, linewidth=2.5, label=name)
    ax.axhline(CHANCE, color=GREY, linestyle="--", linewidth=1.5, label="guessing")
    ax.set(xlabel="passes through the training digits", ylabel="share of unseen digits read right", ylim=(0, 1))
    ax.set_title(title or "The same network, trained in the same way")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    legend_beside(ax)
    ends = "; ".join(f"{name}: from {run[0]:.2f} to {run[-1]:.2f}" for name, run in runs.items())
    show(fig, f"The share of unseen digits read right by pass through the training digits. {ends}. Guessing: 0.10.")


@picture
def race(
    activations: Mapping[str, tuple[Function, Function]],
    softmax: Function,
    depth: int = 10,
    scale: float = 1.4,
    passes: int = 10,
    seed: int = 0,
) -> None:
    """Train a deep network on handwritten digits, once with each activation, and draw how well it reads others.

    Args:
        activations: by name, a function and its derivative. Not changed.
        softmax: your function, which turns the scores of a batch, shape (N, 10), into probabilities.
        depth: number of layers, from 2 to 20.
        scale: the first weights are normal numbers with a standard deviation of scale / √D.
        passes: through the training digits, from 1 to 30.
        seed: of the weights and of the order of the digits, the same for all activations.
    """
    depth, passes = whole(depth, 2, 20, "depth"), whole(passes, 1, 30, "passes")
    start = _weights([64, *[WIDTH] * (depth - 1), 10], scale, seed)
    runs = {name: _accuracies(name, f, grad, softmax, start, passes, seed) for name, (f, grad) in activations.items()}
    _draw_runs(runs, f"{depth} layers, trained with your functions")


def _accuracies(
    name: str, f: Function, grad: Function, softmax: Function, start: Sequence[Numbers], passes: int, seed: int
) -> Numbers:
    """The accuracy on 360 unseen digits before training and after each pass; plain steps downhill, 32 digits at a time.

    How a network is trained is what lessons 3 to 7 are about.
    """
    images, labels = data.digits()
    x = images.reshape(len(images), -1) - images[:1437].mean(axis=0).ravel()
    weights, biases = [W.copy() for W in start], [np.zeros(W.shape[1]) for W in start]
    last = len(weights) - 1
    sample = np.array([[-1.0, 0.5, 2.0]])
    for label, function in ((name, f), (f"{name}_grad", grad), ("softmax", softmax)):
        ask(label, function, sample, shape=sample.shape)  # what can go wrong is found and named here, once

    def signals(inputs: Numbers) -> tuple[list[Numbers], list[Numbers]]:
        before, after = [], [inputs]
        for k, (W, b) in enumerate(zip(weights, biases, strict=True)):
            before.append(after[-1] @ W + b)
            after.append(before[-1] if k == last else f(before[-1].copy()))
        return before, after

    def right() -> float:
        return float(np.mean(np.argmax(signals(x[1437:])[1][-1], axis=1) == labels[1437:]))

    order = np.random.default_rng([seed, 2])
    try:
        with np.errstate(all="ignore"):
            accuracies = [right()]
            for _ in range(passes):
                for batch in np.array_split(order.permutation(1437), 45):
                    before, after = signals(x[batch])
                    message = softmax(before[last].copy()) - np.eye(10)[labels[batch]]
                    message = message / len(batch)
                    for k in range(last, -1, -1):
                        if k < last:
                            message = message * grad(before[k].copy())
                        change = np.einsum("nd,nm->dm", after[k], message, optimize=True)
                        back = np.dot(message, weights[k].T)
                        weights[k] = weights[k] - 0.1 * change
                        biases[k] = biases[k] - 0.1 * message.sum(axis=0)
                        message = back
                accuracies.append(right())
    except Exception as error:
        raise NoPicture(f"Training with `{name}` stopped with {type(error).__name__}: {str(error)[:300]}") from None
    return np.array(accuracies)
