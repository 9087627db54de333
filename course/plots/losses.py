"""Pictures of lesson 03: losses, their slopes, and the samples that they come from."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
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
    number,
    picture,
    show,
)


@picture
def mistakes_by_nudge(
    scores: ArrayLike, labels: ArrayLike, digit: int, softmax_cross_entropy: Function | None = None
) -> None:
    """Draw how many digits are misread when the score of one digit is nudged, and the loss beside it.

    Args:
        scores: shape (N, 10). Not changed.
        labels: shape (N,), the digits that are right. Not changed.
        digit: whose score is nudged, for all N samples alike, by -8 to 8 in 65 steps.
        softmax_cross_entropy: your function, called for each nudge; None for a picture without the loss.
    """
    scores, labels = np.asarray(scores, dtype=np.float64), np.asarray(labels)
    nudges = np.linspace(-8, 8, 65)
    nudged = [scores + nudge * np.eye(scores.shape[1])[digit] for nudge in nudges]
    misread = np.array([np.sum(np.argmax(each, axis=1) != labels) for each in nudged])
    lowest = f"{misread.min()} of {len(labels)}"
    told = f"Nudged by {listed(nudges[::8])}, {listed(misread[::8])} of {len(labels)} digits are misread."
    panels = 1 if softmax_cross_entropy is None else 2
    fig = Figure(figsize=(7.4 if panels == 1 else 9.6, 4.2))
    width = 6.2 if panels == 1 else 3.75
    left = axes_at(fig, 0.85, 0.5, width, 2.95)
    left.step(nudges, misread, where="mid", color=BLUE, linewidth=2.5)
    left.set(xlabel=f"added to the score of the {digit}", ylabel="digits misread", ylim=(0, None))
    left.set_title(f"mistakes: at best {lowest}")
    if softmax_cross_entropy is not None:
        ask_loss = [ask("softmax_cross_entropy", softmax_cross_entropy, each, labels, shape=()) for each in nudged]
        losses = np.array(ask_loss)
        best = int(np.argmin(losses))
        right = axes_at(fig, 5.65, 0.5, width, 2.95)
        right.plot(nudges, losses, color=ORANGE, linewidth=3)
        right.plot(nudges[best], losses[best], "o", color="black", markersize=9)
        right.set(xlabel=f"added to the score of the {digit}", ylabel="your loss")
        right.set_title(f"your loss: smallest at {nudges[best]:.3g}")
        told += f" Your loss is {listed(losses[::8])} there, and smallest, {losses[best]:.3g}, at {nudges[best]:.3g}."
    show(fig, told)


@picture
def difference_table(y: ArrayLike, t: ArrayLike) -> None:
    """Draw what NumPy makes of y - t, with the shapes of all three.

    Args:
        y: predictions, shape (N, 1) or (N,). Not changed.
        t: targets, shape (N,). Not changed.
    """
    y, t = np.asarray(y, dtype=np.float64), np.asarray(t, dtype=np.float64)
    difference = y - t
    table = np.atleast_2d(difference)
    rows, columns = table.shape
    cell, left = 0.75, 2.6
    fig = Figure(figsize=(left + cell * columns + 2.2, cell * (rows + 1) + 1.2))
    ax = axes_at(fig, 0, 0.6, left + cell * columns + 2.2, cell * (rows + 1) + 0.5)
    x0, y0 = left / cell, 1.0
    for (i, j), value in np.ndenumerate(table):
        own = i == j or rows == 1
        face = BLUE if own else VERMILION
        ax.add_patch(Rectangle((x0 + j, y0 + i), 1, 1, facecolor=face, alpha=0.25, edgecolor="white", linewidth=2))
        ax.text(x0 + j + 0.5, y0 + i + 0.5, number(value), ha="center", va="center")
    for j, value in enumerate(np.ravel(t)):
        ax.text(x0 + j + 0.5, y0 - 0.15, number(value), ha="center", va="bottom", fontweight="bold")
    if rows > 1:
        for i, value in enumerate(np.ravel(y)):
            ax.text(x0 - 0.2, y0 + i + 0.5, number(value), ha="right", va="center", fontweight="bold")
        ax.text(x0 - 0.9, y0 + rows / 2, f"y {y.shape}", ha="right", va="center", color=GREY)
    ax.text(x0 + columns + 0.2, y0 - 0.15, f"t {t.shape}", ha="left", va="bottom", color=GREY)
    ax.set(xlim=(0, (left + 2.2) / cell + columns), ylim=(y0 + rows + 0.6, 0))
    ax.set_axis_off()
    ax.set_title(f"y - t has the shape {difference.shape}", loc="left", x=0.12)
    show(
        fig,
        f"y of shape {y.shape} minus t of shape {t.shape} is a table of shape {difference.shape}: "
        f"{difference.tolist()}. Where a prediction met its own target the cell is blue, elsewhere red.",
    )


@picture
def error_curves(mse: Function, mae: Function, sse: Function, target: float) -> None:
    """Draw three losses of a single prediction against that prediction.

    Args:
        mse: your function; mse(y, t) is called for 61 predictions y of shape (1,) and the target, shape (1,).
        mae: your function, called likewise.
        sse: your function, called likewise.
        target: what should be predicted.
    """
    y = target + np.linspace(-3, 3, 61)
    losses = {name: _each(name, loss, y, target) for name, loss in {"mse": mse, "mae": mae, "sse": sse}.items()}
    fig, ax = axes_and_legend(["mse at 4 off"])
    for (name, values), colour, line in zip(losses.items(), (BLUE, VERMILION, GREEN), ("-", "--", "-."), strict=True):
        ax.plot(y, values, line, color=colour, linewidth=3, label=name)
    ax.axvline(target, color=PALE, linewidth=1.5, zorder=0)
    ax.set(xlabel=f"prediction (the target is {target:g})", ylabel="loss", title="One prediction, three losses")
    legend_beside(ax)
    told = "; ".join(f"{name} is {listed(values[::10])}" for name, values in losses.items())
    show(fig, f"Your losses for the predictions {listed(y[::10])} of the target {target:g}: {told}.")


def _each(name: str, loss: Function, predictions: Numbers, target: float) -> Numbers:
    """The loss of each prediction by itself."""
    goal = np.array([target], dtype=np.float64)
    return np.array([ask(name, loss, np.array([prediction]), goal, shape=()) for prediction in predictions])


@picture
def best_guess(mse: Function, mae: Function, targets: ArrayLike) -> None:
    """Draw two losses of one and the same guess for all targets, and where each is smallest.

    Args:
        mse: your function; mse(y, t) is called for 121 guesses, each repeated to the shape of the targets.
        mae: your function, called likewise.
        targets: shape (N,). Not changed.
    """
    t = np.asarray(targets, dtype=np.float64)
    guesses = np.linspace(min(0, t.min()), max(12, t.max()), 121)
    fig = Figure(figsize=(9.6, 4.3))
    told = []
    for place, (name, loss, colour) in enumerate((("mse", mse, BLUE), ("mae", mae, VERMILION))):
        values = np.array([ask(name, loss, np.full(t.shape, guess), t, shape=()) for guess in guesses])
        best = int(np.argmin(values))
        ax = axes_at(fig, 0.85 + 4.8 * place, 0.5, 3.75, 3.0)
        ax.plot(guesses, values, color=colour, linewidth=3)
        ax.plot(guesses[best], values[best], "o", color="black", markersize=9)
        ax.plot(t, np.zeros(t.shape), "|", color="black", markersize=18, markeredgewidth=2)
        ax.set(xlabel="guess (black bars: the targets)", ylabel=name, ylim=(-0.06 * values.max(), None))
        ax.set_title(f"{name}: best guess {guesses[best]:.3g}")
        told.append(f"your {name} is smallest, {values[best]:.3g}, for the guess {guesses[best]:.3g}")
    show(fig, f"One guess for the targets {listed(t)}: {'; '.join(told)}.")


@picture
def yes_no_losses(mse: Function, binary_cross_entropy: Function) -> None:
    """Draw squared error and cross-entropy against the predicted probability, for a yes and for a no.

    Args:
        mse: your function; mse(p, y) is called for 125 probabilities, each of shape (1,).
        binary_cross_entropy: your function, called likewise.
    """
    p = np.linspace(0.002, 0.998, 125)
    fig = Figure(figsize=(9.6, 4.5))
    told = []
    for place, (target, word) in enumerate(((1, "yes"), (0, "no"))):
        entropy = _each("binary_cross_entropy", binary_cross_entropy, p, target)
        square = _each("mse", mse, p, target)
        ax = axes_at(fig, 0.85 + 4.8 * place, 0.5, 3.75, 3.2)
        ax.plot(p, entropy, color=ORANGE, linewidth=3, label="cross-entropy")
        ax.plot(p, square, "--", color=BLUE, linewidth=3, label="squared error")
        ax.set(xlabel="predicted probability of a yes", ylabel="loss", xlim=(0, 1), ylim=(-0.1, None))
        ax.set_title(f"the truth is {word} (y = {target})")
        ax.legend(loc="upper right" if target else "upper left")
        told.append(
            f"Truth {word}: for the probabilities {listed(p[::31])} your cross-entropy is {listed(entropy[::31])}, "
            f"your squared error {listed(square[::31])}."
        )
    show(fig, " ".join(told))


@picture
def saturated_losses(sigmoid: Function, mse: Function, binary_cross_entropy: Function, score: float) -> None:
    """Draw squared error and cross-entropy of a yes against the score before the sigmoid, and their slopes.

    Args:
        sigmoid: from a score to a probability.
        mse: your function; mse(p, y) is called for 84 probabilities, each of shape (1,).
        binary_cross_entropy: your function, called likewise.
        score: where the slopes are measured, from -10 to 10.
    """
    z, h = np.linspace(-10, 10, 81), 1e-3
    fig = Figure(figsize=(9.6, 4.5))
    told = []
    for place, (name, loss, colour, word) in enumerate(
        (
            ("mse", mse, BLUE, "squared error"),
            ("binary_cross_entropy", binary_cross_entropy, ORANGE, "cross-entropy"),
        )
    ):
        points = np.array([*z, score - h, score, score + h])
        values = _each(name, loss, ask("sigmoid", sigmoid, points, shape=points.shape), 1)
        before, here, after = values[-3:]
        slope = (after - before) / (2 * h)
        ax = axes_at(fig, 0.85 + 4.8 * place, 0.5, 3.75, 3.2)
        ax.plot(z, values[:-3], color=colour, linewidth=3)
        reach = np.array([-3, 3]) / np.hypot(1, slope)
        ax.plot(score + reach, here + slope * reach, color="black", linewidth=2)
        ax.plot(score, here, "o", color="black", markersize=9)
        ax.set(xlabel="score (the truth is yes)", ylabel=word, xlim=(-10.5, 10.5))
        low, high = values.min(), max(values.max(), 1e-9)
        ax.set_ylim(low - 0.1 * (high - low), high + 0.1 * (high - low))
        ax.set_title(f"{word}: slope {slope + 0.0:.2g}")
        told.append(f"your {word} is {here:.3g} and its slope {slope:.2g}")
    show(fig, f"Where the truth is yes and the score is {score:.3g}, {' and '.join(told)}.")


@picture
def one_hot_table(one_hot: Function, labels: ArrayLike, names: Sequence[str]) -> None:
    """Draw labels and the table that they become.

    Args:
        one_hot: your function; one_hot(labels, C) is called once, where C is the number of names.
        labels: whole numbers, shape (N,). Not changed.
        names: what the classes are called. Not changed.
    """
    labels = np.asarray(labels)
    t = ask("one_hot", one_hot, labels, len(names), shape=(len(labels), len(names)))
    cell = 0.62
    width, height = cell * (1.9 * len(names) + 4.4), cell * (len(labels) + 1.5)
    fig = Figure(figsize=(width, height + 0.55))
    ax = axes_at(fig, 0, 0.5, width, height)
    ax.text(1.1, 0.9, "label", ha="center", va="bottom", color=GREY)
    for j, name in enumerate(names):
        ax.text(4.2 + 1.9 * j + 0.95, 0.9, f"{j}: {name}", ha="center", va="bottom", color=GREY)
    for i, label in enumerate(labels):
        ax.text(1.1, i + 1.5, str(label), ha="center", va="center", fontsize=15, fontweight="bold")
        ax.text(2.9, i + 1.5, "→", ha="center", va="center", fontsize=15)
        for j, value in enumerate(t[i]):
            face = BLUE if value else PALE
            at = (4.2 + 1.9 * j, i + 1.0)
            ax.add_patch(Rectangle(at, 1.9, 1, facecolor=face, alpha=0.35, edgecolor="white", linewidth=2))
            ax.text(at[0] + 0.95, at[1] + 0.5, number(value), ha="center", va="center")
    ax.set(xlim=(0, 1.9 * len(names) + 4.4), ylim=(len(labels) + 1.2, -0.3))
    ax.set_axis_off()
    ax.set_title(f"labels {labels.shape} become a table {t.shape}")
    show(fig, f"The labels {labels.tolist()} and the table of shape {t.shape} that your one_hot makes: {t.tolist()}.")


@picture
def loss_by_batch(loss: Function, p: ArrayLike, t: ArrayLike, name: str) -> None:
    """Draw the loss of batches of 1 to 20 copies of one sample.

    Args:
        loss: a function; loss(p, t) is called for each batch.
        p: probabilities of one sample, shape (C,). Not changed.
        t: its one-hot target, shape (C,). Not changed.
        name: how the picture calls the function.
    """
    sizes = list(range(1, 21))
    batches = [(np.tile(np.asarray(p), (size, 1)), np.tile(np.asarray(t), (size, 1))) for size in sizes]
    losses = np.array([ask(name, loss, *batch, shape=()) for batch in batches])
    fig = Figure(figsize=(8, 4.2))
    ax = axes_at(fig, 0.95, 0.5, 6.8, 2.95)
    ax.bar(sizes, losses, color=PURPLE)
    ax.set(xlabel="copies of the same sample in the batch", ylabel="loss", xticks=[1, 5, 10, 15, 20])
    ax.set_ylim(min(0, 1.15 * losses.min()), max(1.15 * losses.max(), 1e-9))
    ax.set_title(f"{name}: {losses[0]:.3g} for 1 sample, {losses[-1]:.3g} for 20")
    told = listed(losses[[0, 4, 9, 14, 19]])
    show(fig, f"The loss that {name} gives for 1, 5, 10, 15 and 20 copies of one sample: {told}.")


@picture
def loss_by_sample(cross_entropy_labels: Function, p: ArrayLike, images: ArrayLike, labels: ArrayLike) -> None:
    """Draw a bar for the loss of each sample, its image below it, and the loss of them all as a line.

    Args:
        cross_entropy_labels: your function, called for each sample by itself, and once for all.
        p: probabilities, shape (N, 10), N up to 14. Not changed.
        images: shape (N, 8, 8), ink from 0 to 1. Not changed.
        labels: shape (N,). Not changed.
    """
    p, images, labels = np.asarray(p), np.asarray(images), np.asarray(labels)
    name, many = "cross_entropy_labels", len(labels)
    every = float(ask(name, cross_entropy_labels, p, labels, shape=()))
    rows = [slice(n, n + 1) for n in range(many)]
    losses = np.array([ask(name, cross_entropy_labels, p[row], labels[row], shape=()) for row in rows])
    guesses = np.argmax(p, axis=1)
    wrong = guesses != labels
    inches = 0.62
    fig = Figure(figsize=(1 + inches * many + 0.2, 5.0))
    ax = axes_at(fig, 1, 0.5, inches * many, 2.75)
    places = np.arange(many)
    ax.bar(places, losses, color=[VERMILION if bad else BLUE for bad in wrong])
    ax.axhline(every, color="black", linestyle="--", linewidth=2)
    ax.set(ylabel="loss", xlim=(-0.5, many - 0.5), xticks=[])
    ax.set_title(f"the loss of all {many} is {every:.3g} (dashed)")
    below = axes_at(fig, 1, 3.3, inches * many, inches)
    for place, image in zip(places, images, strict=True):
        here = (place - 0.42, place + 0.42, 0.92, 0.08)
        below.imshow(image, cmap=INK, vmin=0, vmax=1, extent=here, aspect="auto")
    below.set(xlim=(-0.5, many - 0.5), ylim=(1, 0))
    below.set_axis_off()
    under = axes_at(fig, 0, 3.92, 1 + inches * many, 1.05)
    _row_of_words(under, "label", labels, wrong, 0.2, inches)
    _row_of_words(under, "reads", guesses, wrong, 0.6, inches)
    under.set(xlim=(0, 1 + inches * many), ylim=(1, 0))
    under.set_axis_off()
    told = "; ".join(
        f"a {label} read as {guess}: {loss:.3g}" for label, guess, loss in zip(labels, guesses, losses, strict=True)
    )
    show(fig, f"The loss of {many} samples by your cross_entropy_labels, {every:.3g} in all. One by one: {told}.")


def _row_of_words(
    ax: Axes, title: str, values: NDArray[Any], bold: NDArray[np.bool_], height: float, apart: float
) -> None:
    ax.text(0.9, height, title, ha="right", va="center", color=GREY)
    for place, (value, strong) in enumerate(zip(values, bold, strict=True)):
        colour, weight = (VERMILION, "bold") if strong else ("black", "normal")
        where = 1 + apart * (place + 0.5)
        ax.text(where, height, str(value), ha="center", va="center", color=colour, fontweight=weight)


@picture
def clipped_loss(cross_entropy_labels: Function, softmax_cross_entropy: Function, softmax: Function) -> None:
    """Draw the loss of a wrong answer against its lead in the scores: by way of probabilities, and from the scores.

    Args:
        cross_entropy_labels: your function, called with probabilities of shape (1, 2) for 61 leads.
        softmax_cross_entropy: your function, called with scores of shape (1, 2) for 61 leads.
        softmax: from scores, shape (1, 2), to probabilities.
    """
    leads, label = np.linspace(0, 60, 61), np.array([1])
    scores = [np.array([[lead, 0.0]]) for lead in leads]
    direct = [ask("softmax_cross_entropy", softmax_cross_entropy, each, label, shape=()) for each in scores]
    through = [
        ask("cross_entropy_labels", cross_entropy_labels, ask("softmax", softmax, each, shape=(1, 2)), label, shape=())
        for each in scores
    ]
    fig = Figure(figsize=(8, 4.6))
    ax = axes_at(fig, 0.95, 0.5, 6.8, 3.35)
    ax.plot(leads, direct, color=ORANGE, linewidth=3, label="from the scores")
    ax.plot(leads, through, "--", color=BLUE, linewidth=3, label="softmax, then clipped log")
    ax.set(xlabel="lead of the wrong class in the scores", ylabel="loss")
    ax.set_title(f"a lead of 60: loss {direct[-1]:.3g} from the scores, {through[-1]:.3g} after clipping")
    ax.legend(loc="lower right")
    show(
        fig,
        f"For leads of {listed(leads[::10])} your softmax_cross_entropy is {listed(direct[::10])}, your "
        f"cross_entropy_labels after softmax {listed(through[::10])}.",
    )


@picture
def loss_by_sharpness(softmax_cross_entropy: Function, scores: ArrayLike, labels: ArrayLike, sharpness: float) -> None:
    """Draw the loss when all scores are multiplied by one number, which changes how sure a network is.

    Args:
        softmax_cross_entropy: your function, called for 42 multiples of the scores.
        scores: shape (N, C). Not changed.
        labels: shape (N,). Not changed.
        sharpness: the number to mark, from 0.05 to 20.
    """
    if not 0.05 <= sharpness <= 20:
        raise NoPicture(f"This picture needs a `sharpness` from 0.05 to 20 (got {sharpness:g}).")
    scores, labels = np.asarray(scores, dtype=np.float64), np.asarray(labels)
    factors = np.geomspace(0.05, 20, 41)
    losses = np.array(
        [
            ask("softmax_cross_entropy", softmax_cross_entropy, factor * scores, labels, shape=())
            for factor in (*factors, sharpness)
        ]
    )
    misread = int(np.sum(np.argmax(scores, axis=1) != labels))
    guessing = np.log(scores.shape[1])
    fig, ax = axes_and_legend(["knowing nothing"])
    ax.plot(factors, losses[:-1], color=ORANGE, linewidth=3, label="your loss")
    ax.axhline(guessing, color=GREY, linestyle="--", linewidth=1.5, label="knowing nothing")
    ax.plot(sharpness, losses[-1], "o", color="black", markersize=10)
    ax.set_xscale("log")
    ax.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
    ax.set(xlabel="all scores multiplied by", ylabel="loss")
    ax.set_ylim(min(0, 1.1 * losses.min()), max(2.6, 1.1 * losses.max()))
    ax.set_title(f"times {sharpness:.3g}: {misread} of {len(labels)} misread, loss {losses[-1]:.3g}")
    legend_beside(ax)
    best = int(np.argmin(losses[:-1]))
    show(
        fig,
        f"All scores times {sharpness:.3g}: {misread} of {len(labels)} digits are misread, as with any other factor, "
        f"and your loss is {losses[-1]:.3g}. It is smallest, {losses[best]:.3g}, for the factor {factors[best]:.3g}; "
        f"for {listed(factors[::10])} it is {listed(losses[:-1:10])}. A dashed line marks {guessing:.3g}, the loss "
        "of knowing nothing.",
    )
