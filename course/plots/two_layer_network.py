"""Pictures of lesson 07: six tiny images, a ring of points, a valley, and nets that learn to read digits."""

import copy
import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from course.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    SIGNED,
    VERMILION,
    Function,
    NoPicture,
    Numbers,
    ask,
    axes_at,
    call,
    draw_classes,
    draw_points,
    legend_beside,
    listed,
    picture,
    plane,
    show,
    whole,
)


def _shares(scores: Numbers) -> Numbers:
    """The probabilities that scores (N, C) stand for."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _scores(net: Any, x: Numbers, classes: int) -> Numbers:
    """What the student's net makes of x."""
    name = type(net).__name__
    return ask(name, lambda rows: net.forward(rows), x, shape=(len(x), classes))


def _trained(
    net: Any, train_steps: Function, x: Numbers, labels: NDArray[Any], lr: float, steps: int
) -> tuple[Any, Numbers]:
    """A copy of a net after some steps, and its losses before each of them."""
    moving = copy.deepcopy(net)  # the net of the lesson stays as it is, and each picture begins anew
    if not steps:
        return moving, np.empty(0)
    losses = ask("train_steps", lambda *args: train_steps(moving, *args), x, labels, lr, steps, shape=(steps,))
    return moving, losses


@picture
def six_images(images: ArrayLike, labels: ArrayLike, names: Sequence[str]) -> None:
    """Draw images of two by two pixels, with the number that each pixel is.

    Args:
        images: shape (N, 2, 2), brightness from 0 to 255. Not changed.
        labels: the class of each, shape (N,). Not changed.
        names: of the classes. Not changed.
    """
    pixels, classes = np.asarray(images), np.asarray(labels)
    fig = Figure(figsize=(1.62 * len(pixels) + 0.1, 2.0))
    for k, (image, label) in enumerate(zip(pixels, classes, strict=True)):
        ax = axes_at(fig, 0.1 + 1.62 * k, 0.45, 1.45, 1.45)
        ax.imshow(image, cmap="gray", vmin=0, vmax=255)
        for (row, column), value in np.ndenumerate(image):
            ax.text(column, row, value, color="white" if value < 130 else "black", ha="center", va="center")
        ax.set(title=f"{k}: {names[label]}", xticks=(), yticks=())
        ax.spines[:].set_visible(True)
    told = "; ".join(f"{names[t]} {listed(image)}" for image, t in zip(pixels, classes, strict=True))
    show(fig, f"{len(pixels)} images of two by two grey pixels, from black, 0, to white, 255. {told}.")


@picture
def pixel_rows(to_rows: Function, images: ArrayLike, labels: ArrayLike, names: Sequence[str]) -> None:
    """Draw what a function makes of images: one row of numbers for each.

    Args:
        to_rows: your function; to_rows(images) returns an array of shape (N, 4).
        images: shape (N, 2, 2). Not changed.
        labels: the class of each, shape (N,). Not changed.
        names: of the classes. Not changed.
    """
    pixels, classes = np.asarray(images), np.asarray(labels)
    rows = ask("to_rows", to_rows, pixels, shape=(len(pixels), 4))
    fig = Figure(figsize=(6.6, 4.2))
    ax = axes_at(fig, 1.1, 0.55, 5.3, 3.2)
    ax.imshow(rows, cmap="gray", vmin=0, vmax=1, aspect="auto")
    for (row, column), value in np.ndenumerate(rows):
        ax.text(column, row, f"{value:.2f}" if abs(value) < 100 else f"{value:.3g}",
                color="white" if value < 0.5 else "black", ha="center", va="center")  # fmt: skip
    ax.set(title="your to_rows: one row for each image", xticks=range(4), xticklabels=[f"x[:, {k}]" for k in range(4)])
    ax.set_yticks(range(len(rows)), [f"{k}: {names[t]}" for k, t in enumerate(classes)])
    ax.tick_params(length=0)
    show(fig, f"What your to_rows makes of {len(rows)} images. " + "; ".join(f"{names[t]}: {listed(row)}" for row, t
         in zip(rows, classes, strict=True)) + ".")  # fmt: skip


def _loss_curve(ax: Axes, losses: Numbers, most: int, top: float) -> None:
    ax.plot(np.arange(len(losses)), losses, color=BLUE, linewidth=2.5)
    if len(losses):
        ax.plot(len(losses) - 1, losses[-1], "o", color=VERMILION, markersize=9)
    ax.set(xlabel="step", ylabel="loss", xlim=(-0.03 * most, 1.03 * most), ylim=(0, top))
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))


@picture
def six_by_step(
    net: Any, train_steps: Function, x: ArrayLike, labels: ArrayLike, names: Sequence[str], lr: float, steps: int,
    most: int = 100,
) -> None:  # fmt: skip
    """Draw the loss by step, and the probabilities that the net gives each image after these steps.

    Args:
        net: a net of yours that isn't trained yet. Not changed.
        train_steps: your function; train_steps(net, x, labels, lr, steps) returns the losses.
        x: shape (N, D). Not changed.
        labels: classes, shape (N,). Not changed.
        names: of the classes. Not changed.
        lr: learning rate.
        steps: how many steps.
        most: where the axis of steps ends.
    """
    inputs, classes = np.array(x, dtype=float), np.array(labels)
    trained, losses = _trained(net, train_steps, inputs, classes, lr, steps)
    shares = _shares(_scores(trained, inputs, len(names)))
    right = int(np.sum(shares.argmax(axis=1) == classes))
    fig = Figure(figsize=(9.6, 4.4))
    left, table = axes_at(fig, 0.8, 0.5, 3.9, 3.2), axes_at(fig, 6.3, 0.5, 3.1, 3.2)
    _loss_curve(left, losses, most, max(1.2, 1.1 * float(losses.max(initial=0))))
    left.set_title(f"loss of step {steps}: {losses[-1]:.3g}" if steps else "no step yet")
    table.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        table.text(
            column, row, f"{share:.2f}", color="white" if share > 0.6 else "black", ha="center", va="center",
            fontweight="bold" if classes[row] == column else "normal",
        )  # fmt: skip
        if classes[row] == column:
            table.add_patch(Rectangle((column - 0.47, row - 0.46), 0.94, 0.92, fill=False, ec=VERMILION, lw=2))
    table.set_xticks(range(len(names)), names)
    table.set_yticks(range(len(shares)), [f"{k}: {names[t]}" for k, t in enumerate(classes)])
    table.tick_params(length=0)
    table.set_title(f"probabilities: {right} of {len(classes)} right")
    ending = f"from {losses[0]:.4g} to {losses[-1]:.4g}" if steps else "not drawn, since no step was taken"
    own = ", ".join(f"{share:.2f}" for share in shares[np.arange(len(classes)), classes])
    show(
        fig,
        f"On the left the loss of {steps} steps with the learning rate {lr:.3g}, {ending}. On the right the "
        f"probabilities of {len(names)} classes for each of {len(classes)} images. The right class gets {own}; "
        f"{right} of {len(classes)} are right.",
    )


@picture
def decision_map(
    net: Any, train_steps: Function, accuracy: Function, x: ArrayLike, labels: ArrayLike, lr: float, steps: int,
    most: int = 300,
) -> None:  # fmt: skip
    """Draw which class a net sees at each place of the plane after some steps, and its loss by step.

    Each hidden unit of a net with weights W1 is a dashed line: on one side of it the unit is 0.

    Args:
        net: a net of yours for two inputs and two classes that isn't trained yet. Not changed.
        train_steps: your function; train_steps(net, x, labels, lr, steps) returns the losses.
        accuracy: your function; accuracy(scores, labels) stands above the map.
        x: points, shape (N, 2). Not changed.
        labels: classes, 0 or 1, shape (N,). Not changed.
        lr: learning rate.
        steps: how many steps.
        most: where the axis of steps ends.
    """
    points, classes = np.array(x, dtype=float), np.array(labels)
    trained, losses = _trained(net, train_steps, points, classes, lr, steps)
    share = ask("accuracy", accuracy, _scores(trained, points, 2), classes, shape=())
    reach = 1.15 * np.abs(points).max()
    seen = np.argmax(_scores(trained, plane(reach, 121), 2), axis=1)
    fig = Figure(figsize=(9.6, 4.9))
    left, right = axes_at(fig, 0.8, 0.5, 3.7, 3.7), axes_at(fig, 5.6, 0.5, 3.8, 3.7)
    draw_classes(left, reach, seen, alpha=0.3)
    units = _draw_units(left, trained, reach)
    draw_points(left, reach, points, classes, "o^", 7)
    left.set(xlabel="$x_0$", ylabel="$x_1$")
    left.set_title(f"accuracy {share:.2f} after {steps} steps")
    _loss_curve(right, losses, most, max(0.8, 1.1 * float(losses.max(initial=0))))
    right.axhline(np.log(2), color=GREY, linestyle=":")
    right.text(most, np.log(2) + 0.01, "log 2: guessing", color=GREY, ha="right", va="bottom")
    right.set_title(f"loss of the last step: {losses[-1]:.3g}" if steps else "no step yet")
    ending = f"goes from {losses[0]:.3g} to {losses[-1]:.3g}" if steps else "is not drawn"
    bends = f" {units} dashed lines show where its hidden units begin." if units else ""
    show(
        fig,
        f"{len(points)} points of two classes, and the parts of the plane that {type(trained).__name__} takes for each "
        f"after {steps} steps: accuracy {share:.3g}, and {np.mean(seen):.2f} of the map is taken for class 1.{bends} "
        f"On the right the loss, which {ending}; guessing has a loss of 0.693.",
    )


def _draw_units(ax: Axes, net: Any, reach: float) -> int:
    """The line on which each hidden unit turns from 0 to more; returns how many there are to see."""
    try:
        W, b = np.asarray(net.W1, dtype=float), np.asarray(net.b1, dtype=float)
        if W.ndim != 2 or len(W) != 2 or b.shape != W.shape[1:] or not (np.isfinite(W).all() and np.isfinite(b).all()):
            return 0
    except (AttributeError, TypeError, ValueError):  # a net may be written in another way
        return 0
    side, shown = np.linspace(-reach, reach, 121), 0
    for (across, up), height in zip(W.T, b, strict=True):
        if abs(up) > abs(across):
            line = side, -(across * side + height) / up
        elif across:
            line = -(up * side + height) / across, side
        else:
            continue
        shown += 1
        ax.plot(*np.clip(line, -100, 100), "--", color=GREY, linewidth=1.2)
    return shown


@picture
def losses_compared(
    train_steps: Function, runs: Mapping[str, tuple[Any, ArrayLike, ArrayLike]], lr: float, steps: int, title: str
) -> None:
    """Draw the losses of up to four nets by step, on a logarithmic axis.

    Args:
        train_steps: your function; train_steps(net, x, labels, lr, steps) returns the losses.
        runs: by name, a net of yours, inputs of shape (N, D) and labels of shape (N,). Not changed.
        lr: learning rate.
        steps: how many steps.
        title: of the picture.
    """
    fig = Figure(figsize=(8.8, 4.4))
    ax = axes_at(fig, 0.95, 0.5, 4.9, 3.2)
    told = []
    for (name, (net, x, labels)), colour, line in zip(
        runs.items(), (BLUE, VERMILION, GREEN, ORANGE), ["-", "--", "-.", ":"], strict=False
    ):
        _, losses = _trained(net, train_steps, np.array(x, dtype=float), np.array(labels), lr, steps)
        ax.semilogy(np.maximum(losses, 1e-6), line, color=colour, linewidth=2.5, label=name)
        told.append(f"{name}: from {losses[0]:.3g} to {losses[-1]:.3g}")
    ax.set(xlabel="step", ylabel="loss", title=title)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    legend_beside(ax)
    show(fig, f"{title}: the loss of {steps} steps with the learning rate {lr:.3g}. {'; '.join(told)}.")


@picture
def batches_by_epoch(batch_list: Function, count: int, size: int, epochs: int = 3, seed: int = 0) -> None:
    """Draw which samples are in which batch, a row for each epoch.

    Args:
        batch_list: your minibatches, as a list; batch_list(x, t, size, rng) returns pairs of batches.
        count: number of samples, up to 20.
        size: of a batch.
        epochs: number of rows.
        seed: of the random generator.
    """
    rng = np.random.default_rng(seed)
    numbers = np.arange(count)
    orders = []
    for _row in range(epochs):
        pairs = call("minibatches", lambda x, t: batch_list(x, t, size, rng), numbers[:, None] / 10, numbers)
        try:
            orders.append([np.asarray(t).ravel().astype(int) for _, t in pairs])
        except (TypeError, ValueError):
            raise NoPicture("This picture needs `minibatches` to give pairs of a batch of x and one of t.") from None
    longest = max(max(sum(map(len, order)) + 0.5 * len(order) for order in orders), 1)
    if longest > 40:
        raise NoPicture(f"This picture needs `minibatches` to give each of {count} samples once.")
    fig = Figure(figsize=(max(4.2, 0.48 * longest + 1.3), 0.75 * epochs + 0.75))
    ax = axes_at(fig, 1.2, 0.55, 0.48 * longest, 0.75 * epochs)
    colours = [BLUE, ORANGE, GREEN, VERMILION]
    for row, order in enumerate(orders):
        place = 0.0
        for k, batch in enumerate(order):
            for sample in batch:
                colour = colours[k % 4]
                ax.add_patch(Rectangle((place, row + 0.15), 0.94, 0.7, facecolor=colour, alpha=0.3, edgecolor=GREY))
                ax.text(place + 0.47, row + 0.5, str(sample), ha="center", va="center")
                place += 1
            place += 0.5
    ax.set(xlim=(0, longest), ylim=(epochs, 0), xticks=())
    ax.set_yticks(np.arange(epochs) + 0.5, [f"epoch {k}" for k in range(epochs)])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_title(f"{count} samples in batches of {size}", loc="left")
    told = "; ".join(
        f"epoch {row}: " + " | ".join(" ".join(map(str, batch)) for batch in order) for row, order in enumerate(orders)
    )
    show(fig, f"The samples in each batch, by epoch. {told}.")


def _run(trained: Function, setting: float, name: str = "train") -> tuple[Any, Mapping[str, Any]]:
    """A net trained on the digits with this setting, and its history; the note asks for the function of this name."""
    result = call(name, trained, setting)
    if type(result) not in (tuple, list) or len(result) != 2:
        raise NoPicture("This picture needs a net and its history.")
    return result[0], result[1]


def _history(history: Any) -> dict[str, Numbers]:
    try:
        columns = {
            name: np.array([float(value) for value in history[name]])
            for name in ("loss", "accuracy", "val_loss", "val_accuracy")
        }
    except (TypeError, ValueError, KeyError, IndexError):
        raise NoPicture(
            "This picture needs `train` to return numbers for `loss`, `accuracy`, `val_loss` and `val_accuracy`."
        ) from None
    lengths = {len(column) for column in columns.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise NoPicture("This picture needs `train` to return one number for each epoch in each of its four lists.")
    return columns


@picture
def learning(draw: Function, trained: Function) -> None:
    """Show a plot of loss and accuracy by epoch, for one layer and for two.

    Args:
        draw: draw(histories) draws histories, a dict by the name of the net, and returns the figure.
        trained: trained(layers) returns a net of yours with so many layers, 1 or 2, and its history.
    """
    histories = {name: _history(_run(trained, k)[1]) for k, name in ((1, "one layer"), (2, "two layers"))}
    fig = call("loss_and_accuracy", draw, histories)
    if not isinstance(fig, Figure):
        raise NoPicture(
            f"This picture needs a function that returns the figure (got something of type {type(fig).__name__})."
        )
    told = "; ".join(
        f"{name}: loss {h['loss'][-1]:.3f} and accuracy {h['accuracy'][-1]:.3f} in training, "
        f"{h['val_loss'][-1]:.3f} and {h['val_accuracy'][-1]:.3f} in validation"
        for name, h in histories.items()
    )
    count = len(next(iter(histories.values()))["loss"])
    show(
        fig, f"Loss and accuracy by epoch on training and validation digits, for two nets. After {count} epochs {told}."
    )


def _digits_read(trained: Function, layers: int, x: ArrayLike) -> tuple[Any, Numbers]:
    net, _ = _run(trained, layers)
    return net, _shares(_scores(net, np.array(x, dtype=float), 10))


@picture
def confusion(trained: Function, layers: int, x: ArrayLike, labels: ArrayLike) -> None:
    """Draw how often each digit is taken for each other one.

    Args:
        trained: trained(layers) returns a net of yours with so many layers, and its history.
        layers: 1 or 2.
        x: flattened digits, shape (N, 64). Not changed.
        labels: what they are, shape (N,). Not changed.
    """
    _, shares = _digits_read(trained, layers, x)
    true, said = np.array(labels), shares.argmax(axis=1)
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (true, said), 1)
    wrong = counts - np.diag(np.diag(counts))
    fig = Figure(figsize=(6.9, 6.4))
    ax = axes_at(fig, 0.9, 0.6, 5.7, 5.0)
    ax.imshow(wrong, cmap="Oranges", vmin=0, vmax=max(5, wrong.max()), aspect="auto")
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ax.text(column, row, count, ha="center", va="center", color=GREY if row == column else "black",
                    fontweight="normal" if row == column else "bold")  # fmt: skip
    ax.set(xticks=range(10), yticks=range(10), xlabel="the net says", ylabel="it is")
    ax.set_title(f"{layers} layer{'s' * (layers > 1)}: {wrong.sum()} of {len(true)} digits misread")
    worst = [np.unravel_index(place, wrong.shape) for place in np.argsort(-wrong, axis=None, kind="stable")[:3]]
    told = ", ".join(f"{row} taken for {column}: {wrong[row, column]}" for row, column in worst)
    show(
        fig,
        f"Confusion matrix of {len(true)} validation digits, what they are by what the net says; {wrong.sum()} are not "
        f"on the diagonal. Most often: {told}.",
    )


def _tiles(ax: Axes, images: NDArray[Any], columns: int, cmap: str, limits: tuple[float, float], above: float) -> None:
    """Images of 8 by 8 pixels in rows, 10 apart; `above` is room for two lines of text over each."""
    for k, image in enumerate(images):
        x, y = 1 + 10 * (k % columns), (10 + above) * (k // columns) + 1 + above
        ax.imshow(image, cmap=cmap, vmin=limits[0], vmax=limits[1], extent=(x, x + 8, y + 8, y), aspect="auto")
        ax.add_patch(Rectangle((x, y), 8, 8, fill=False, edgecolor=PALE))
    rows = -(-len(images) // columns)
    ax.set(xlim=(0, 10 * columns), ylim=(rows * (10 + above), 0))
    ax.set_axis_off()


@picture
def what_units_look_for(trained: Function, most: int = 30) -> None:
    """Draw the weights into ten scores of a net with one layer, and into hidden units of one with two, as images.

    Args:
        trained: trained(layers) returns a net of yours with so many layers, 1 or 2, and its history.
        most: how many hidden units are drawn, at most: those with the largest weights out of them.
    """
    one, two = _run(trained, 1)[0], _run(trained, 2)[0]
    try:
        W, W1, W2 = (np.asarray(array, dtype=float) for array in (one.W, two.W1, two.W2))
    except AttributeError as error:
        raise NoPicture(f"This picture needs nets with the weights W, W1 and W2: {error}") from None
    if W.shape != (64, 10) or W1.ndim != 2 or len(W1) != 64 or W2.shape != (W1.shape[1], 10):
        raise NoPicture("This picture needs weights of shapes (64, 10), (64, H) and (H, 10).")
    if not all(np.isfinite(array).all() for array in (W, W1, W2)):
        raise NoPicture("This picture needs weights that are numbers, not nan or inf.")
    strength = np.linalg.norm(W1, axis=0) * np.linalg.norm(W2, axis=1)
    chosen = np.argsort(-strength, kind="stable")[: whole(most, 1, 60, "most")]
    rows = -(-len(chosen) // 10)
    pixel = 0.09
    fig = Figure(figsize=(9.2, (15 + 10 * rows + 6) * pixel + 0.35))
    for images, top, title, above in (
        (W.T, 0.45, "one layer: a picture for each digit", 3.0),
        (W1.T[chosen], 0.45 + 18 * pixel, f"two layers: {len(chosen)} of {W1.shape[1]} hidden units", 0.0),
    ):
        tall = (10 + above) * (1 if above else rows) * pixel
        ax = axes_at(fig, 0.1, top, 9.0, tall)
        limit = float(np.abs(images).max()) or 1.0
        _tiles(ax, images.reshape(-1, 8, 8), 10, SIGNED, (-limit, limit), above)
        ax.set_title(title, loc="left")
        for k in range(10 if above else 0):
            ax.text(5 + 10 * k, above + 0.4, str(k), ha="center", va="bottom")
    centre = W.reshape(8, 8, 10)[2:6, 3:5].mean(axis=(0, 1))
    show(
        fig,
        "First-layer weights as images of 8 by 8 pixels, red for ink that speaks for it and blue for ink that speaks "
        f"against it. Above, those of one layer for the digits 0 to 9; in the middle of the image they are on average "
        f"{listed(centre)}. Below, {len(chosen)} of the {W1.shape[1]} hidden units of two layers.",
    )


@picture
def sure_mistakes(trained: Function, layers: int, x: ArrayLike, labels: ArrayLike, most: int = 10) -> None:
    """Draw the digits that the net misreads, the one that it was surest of first.

    Args:
        trained: trained(layers) returns a net of yours with so many layers, and its history.
        layers: 1 or 2.
        x: flattened digits, shape (N, 64). Not changed.
        labels: what they are, shape (N,). Not changed.
        most: how many are drawn, at most.
    """
    pixels, true = np.array(x, dtype=float), np.array(labels)
    _, shares = _digits_read(trained, layers, pixels)
    said = shares.argmax(axis=1)
    sure = shares[np.arange(len(true)), said]
    wrong = np.flatnonzero(said != true)
    if not len(wrong):
        raise NoPicture("This net reads all of these digits right: there is no mistake to draw.")
    chosen = wrong[np.argsort(-sure[wrong], kind="stable")][: whole(most, 1, 20, "most")]
    columns = min(5, len(chosen))
    rows = -(-len(chosen) // columns)
    pixel = 0.18
    fig = Figure(figsize=(max(columns, 3) * 10 * pixel, rows * 14 * pixel + 0.45))
    ax = axes_at(fig, 0, 0.45, columns * 10 * pixel, rows * 14 * pixel)
    _tiles(ax, pixels[chosen].reshape(-1, 8, 8), columns, INK, (0, 1), 4.0)
    told = []
    for k, place in enumerate(chosen):
        own = shares[place, true[place]]
        text = f"says {said[place]}: {sure[place]:.3f}\nis {true[place]}: {own:.3f}"
        ax.text(5 + 10 * (k % columns), 14 * (k // columns) + 4.7, text, ha="center", va="bottom")
        told.append(f"a {true[place]} read as {said[place]} with {sure[place]:.3f}")
    fig.suptitle(f"{len(chosen)} of {len(wrong)} mistakes", y=1 - 0.1 / fig.get_figheight(), va="top")
    show(fig, f"The surest of {len(wrong)} mistakes, with the probabilities: {'; '.join(told)}.")


@picture
def lr_and_width(
    make_net: Function, train: Function, data: Sequence[ArrayLike], lr: float, width: int, epochs: int = 10
) -> None:
    """Train a net of two layers with this learning rate and width, and draw its losses.

    Args:
        make_net: make_net(width) returns a net of yours that isn't trained yet.
        train: your function; train(net, x, labels, x_val, labels_val, epochs, size, lr, rng) returns the history.
        data: x, labels, x_val, labels_val. Not changed.
        lr: learning rate.
        width: number of hidden units.
        epochs: how many.
    """
    net = call("TwoLayerNet", make_net, int(width))

    def run(*data: Any) -> Any:
        with np.errstate(all="ignore"):  # a learning rate that is too large is something to look at
            return train(net, *data, epochs, 32, lr, np.random.default_rng(2))

    history = _history(call("train", run, *[np.array(part) for part in data]))
    limits = 1e-3, 30.0
    fig = Figure(figsize=(8.8, 4.2))
    ax = axes_at(fig, 0.95, 0.5, 5.3, 3.0)
    days = np.arange(1, len(history["loss"]) + 1)
    for name, column, colour, line in (("training", "loss", BLUE, "o-"), ("validation", "val_loss", ORANGE, "^--")):
        values = np.nan_to_num(history[column], nan=limits[1], posinf=limits[1])
        ax.semilogy(days, np.clip(values, *limits), line, color=colour, linewidth=2.5, label=name)
    ax.axhline(np.log(10), color=GREY, linestyle=":", label="guessing: log 10")
    ax.set(xlabel="epoch", ylabel="loss", ylim=limits)
    ax.set_title(f"lr {lr:.3g}, width {width}: {history['val_accuracy'][-1]:.3f} of the validation digits right")
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    legend_beside(ax)
    show(
        fig,
        f"A net of two layers with {width} hidden units, trained for {epochs} epochs with the learning rate {lr:.3g}. "
        f"Its loss ends at {history['loss'][-1]:.3g} in training and {history['val_loss'][-1]:.3g} in validation, "
        f"where guessing has 2.303; it reads {history['val_accuracy'][-1]:.3f} of the validation digits right.",
    )


# The valley, half of w₀² + 40 w₁²: how steep it is along and across, and where the descent starts.
SLOPES, START = np.array([1.0, 40.0]), np.array([-4.0, 1.0])


def _in_valley(momentum_step: Function, lr: float, momentum: float, steps: int) -> Numbers | None:
    """The places on the way down the valley, shape (steps + 1, 2); None if the function returns None."""
    at, v = START.copy(), np.zeros(2)
    path = [START]
    while len(path) <= steps:
        made = momentum_step(at, v, at * SLOPES, lr, momentum)
        if made is None:
            return None
        at, v = made
        path.append(np.array(at))
    return np.array(path)


@picture
def valley(lr: float, momentum_step: Function | None = None, momentum: float = 0.0, steps: int = 40) -> None:
    """Draw the way down a long narrow valley by plain descent, and by steps with momentum if there are any yet.

    Args:
        lr: learning rate.
        momentum_step: your function; momentum_step(W, v, dW, lr, momentum) returns W and v after a step.
        momentum: the part of the velocity that a step keeps.
        steps: how many steps.
    """
    plain = START * (1 - lr * SLOPES) ** np.arange(steps + 1)[:, None]  # each step takes lr · slope off each weight
    paths = {"plain descent": plain}
    if momentum_step:
        paths[f"momentum {momentum:.2g}"] = ask(
            "momentum_step", _in_valley, momentum_step, lr, momentum, steps, shape=(steps + 1, 2)
        )
    fig = Figure(figsize=(9.6, 4.1))
    left, right = axes_at(fig, 0.75, 0.85, 5.0, 2.6), axes_at(fig, 6.6, 0.85, 2.8, 2.6)
    across, up = np.meshgrid(np.linspace(-4.6, 2.2, 121), np.linspace(-1.25, 1.25, 61))
    left.contour(across, up, (across**2 + SLOPES[1] * up**2) / 2, np.geomspace(0.1, 40, 9), colors=PALE, linewidths=1)
    told = []
    for (name, path), colour, marker in zip(paths.items(), (ORANGE, BLUE), "^o", strict=False):
        height = path**2 @ SLOPES / 2
        left.plot(*path.T, f"{marker}-", color=colour, linewidth=1.5, markersize=4, label=name)
        right.semilogy(np.clip(height, 1e-4, 1e3), color=colour, linewidth=2.5)
        told.append(f"{name}: from {height[0]:.3g} to {height[-1]:.3g}, at ({listed(path[-1])})")
    left.plot(0, 0, "*", color="black", markersize=12)
    left.set(xlim=(-4.6, 2.2), ylim=(-1.25, 1.25), xlabel="$w_0$", ylabel="$w_1$", title=f"{steps} steps, lr {lr:.3g}")
    right.set(xlabel="step", ylim=(1e-4, 1e3), title="loss")
    fig.legend(*left.get_legend_handles_labels(), ncols=2, loc="upper left", bbox_to_anchor=(0.07, 1.0))
    show(
        fig,
        f"A valley, {SLOPES[1]:.0f} times as steep across as along, with its lowest point at (0, 0), and the loss of "
        f"{steps} steps with the learning rate {lr:.3g}. {'; '.join(told)}.",
    )


def _draw_losses(fig: Figure, ax: Axes, histories: Mapping[str, dict[str, Numbers]]) -> None:
    """The losses of two runs by epoch, with a legend above the whole figure."""
    for (name, history), colour in zip(histories.items(), (ORANGE, BLUE), strict=True):
        epochs = np.arange(1, 1 + len(history["loss"]))
        for column, part, line in (("loss", "training", "-"), ("val_loss", "validation", "--")):
            values = np.clip(np.nan_to_num(history[column], nan=30.0), 1e-4, 30.0)
            ax.plot(epochs, values, line, color=colour, linewidth=2.5, label=f"{name}: {part}")
    ax.set(xlabel="epoch", title="loss by epoch")
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    fig.legend(*ax.get_legend_handles_labels(), ncols=2, loc="upper left", bbox_to_anchor=(0.06, 1.0))


def _losses_told(histories: Mapping[str, dict[str, Numbers]]) -> str:
    return "; ".join(
        f"{name}: {h['loss'][-1]:.3g} in training and {h['val_loss'][-1]:.3g} in validation, where "
        f"{h['val_accuracy'][-1]:.3f} are read right"
        for name, h in histories.items()
    )


@picture
def descents(trained: Function, momenta: Mapping[str, float]) -> None:
    """Draw loss and accuracy by epoch of two trainings that differ in their momentum.

    Args:
        trained: trained(momentum) returns a net of yours, and its history.
        momenta: the two momenta by name. Not changed.
    """
    histories = {name: _history(_run(trained, each, "momentum_step")[1]) for name, each in momenta.items()}
    fig = Figure(figsize=(9.6, 4.5))
    left, right = axes_at(fig, 0.85, 1.05, 4.1, 2.8), axes_at(fig, 5.7, 1.05, 3.7, 2.8)
    _draw_losses(fig, left, histories)
    left.set_yscale("log")
    for history, colour in zip(histories.values(), (ORANGE, BLUE), strict=True):
        epochs = np.arange(1, 1 + len(history["val_accuracy"]))
        right.plot(epochs, history["val_accuracy"], "--", color=colour, linewidth=2.5)
    right.set(xlabel="epoch", title="accuracy in validation")
    right.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    count = len(next(iter(histories.values()))["loss"])
    show(fig, f"Loss by epoch of two trainings, and their accuracy. After {count} epochs {_losses_told(histories)}.")


@picture
def decayed(trained: Function, decay: float) -> None:
    """Draw loss by epoch and the weights in the end of a training without and of one with weight decay.

    Args:
        trained: trained(decay) returns a Network with a method weights(), and its history.
        decay: the factor of the penalty.
    """
    runs = {"no penalty": _run(trained, 0.0, "add_decay"), f"λ = {decay:g}": _run(trained, decay, "add_decay")}
    histories = {name: _history(history) for name, (_, history) in runs.items()}
    fig = Figure(figsize=(9.6, 4.5))
    left, right = axes_at(fig, 0.85, 1.05, 4.1, 2.8), axes_at(fig, 5.7, 1.05, 3.7, 2.8)
    _draw_losses(fig, left, histories)
    left.set_ylim(bottom=0)
    told = []
    for (name, (net, _)), colour in zip(runs.items(), (ORANGE, BLUE), strict=True):
        weights = np.concatenate([np.ravel(W) for W, _ in net.weights()])
        size = float(np.sqrt(np.mean(weights**2)))
        right.hist(
            np.clip(weights, -1.5, 1.5), list(np.linspace(-1.5, 1.5, 61)), histtype="step", color=colour, linewidth=2
        )
        told.append((name, size))
    right.set(xlabel="weight", yscale="log", title="how many weights are how large")
    sizes = "; ".join(f"{name}: {size:.3g}" for name, size in told)
    count = len(next(iter(histories.values()))["loss"])
    show(
        fig,
        f"Loss by epoch of two trainings, and a histogram of their weights. After {count} epochs "
        f"{_losses_told(histories)}. Typical size of a weight, the root of the mean of its squares: {sizes}.",
        f"Typical size of a weight: {sizes}.",
    )


@picture
def three_sets(
    net: Function, accuracy: Function, sets: Mapping[str, tuple[ArrayLike, ArrayLike]]
) -> None:  # fmt: skip
    """Draw the accuracy of a net on several sets of digits, and how far chance alone moves it.

    Args:
        net: net() returns a trained net of yours.
        accuracy: your function; accuracy(scores, labels) returns the share of right ones.
        sets: by name, flattened digits of shape (N, 64), and what they are, shape (N,). Not changed.
    """
    reader = call("add_decay", net)
    fig = Figure(figsize=(8.8, 2.8))
    ax = axes_at(fig, 1.2, 0.45, 4.5, 1.6)
    told = []
    for k, (name, (x, labels)) in enumerate(sets.items()):
        true = np.array(labels)
        share = float(ask("accuracy", accuracy, _scores(reader, np.array(x, dtype=float), 10), true, shape=()))
        chance = 2 * np.sqrt(share * (1 - share) / len(true))
        ax.errorbar(share, k, xerr=chance, fmt="o", color=(GREY, ORANGE, BLUE)[k % 3], markersize=9, linewidth=3)
        said = f"{round(share * len(true))} of {len(true)}, {share:.3f} ± {chance:.3f}"
        ax.annotate(said, (1, k), xycoords=("axes fraction", "data"), xytext=(12, 0), textcoords="offset points",
                    va="center")  # fmt: skip
        told.append(f"{name}: {said}")
    ax.set_yticks(range(len(sets)), list(sets))
    ax.set(ylim=(len(sets) - 0.5, -0.5), xlabel="accuracy", title="digits read right")
    show(fig, f"Digits that the net reads right, and how far chance moves the share. {'; '.join(told)}.")


def recorded(name: str) -> dict[str, Numbers]:
    """Runs that were recorded; runs/README.md says which.

    Args:
        name: of a file in course/plots/runs.
    Returns:
        The columns by the names in the file's first line, a number a row, each of shape (rows,).
    """
    with files("course.plots").joinpath("runs", name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


@picture
def three_runs() -> None:
    """Draw the losses by epoch of three runs with a fault each, beside a run without one."""
    runs = recorded("three_runs.csv")
    epochs, good_training, good_validation = runs["epoch"], runs["good training"], runs["good validation"]
    fig = Figure(figsize=(9.8, 4.5))
    told = []
    top = 5.0
    for k, name in enumerate("ABC"):
        training, validation = runs[f"{name} training"], runs[f"{name} validation"]
        ax = axes_at(fig, 0.75 + 3.05 * k, 1.05, 2.8, 2.75)
        handles = [
            *ax.plot(epochs, good_training, "-", color=PALE, linewidth=2.5, label="a good run: training"),
            *ax.plot(epochs, good_validation, "--", color=PALE, linewidth=2.5, label="a good run: validation"),
            *ax.plot(epochs, training, "-", color=BLUE, linewidth=2.5, label="this run: training"),
            *ax.plot(epochs, validation, "--", color=ORANGE, linewidth=2.5, label="this run: validation"),
        ]
        ax.axhline(np.log(10), color=GREY, linestyle=":")
        ax.set(title=f"run {name}", xlabel="epoch", ylim=(0, top), xlim=(-2, 62), xticks=(0, 20, 40, 60))
        if training[0] > top:
            ax.annotate(f"epoch 0: {training[0]:.0f}", (0, top), xytext=(8, 4.35), color=BLUE)
        if k == 0:
            ax.set_ylabel("loss")
        else:
            ax.set_yticklabels([])
        told.append(
            f"Run {name}, training: {listed(training[:4])} and so on to {training[-1]:.3g}; validation: "
            f"{listed(validation[:4])} and so on to {validation[-1]:.3g}"
        )
    fig.legend(handles=handles, ncols=2, loc="upper center", bbox_to_anchor=(0.53, 1.0))
    show(
        fig,
        f"Losses of three nets at every third epoch from epoch 0, before any training, to 60. {'. '.join(told)}. A "
        f"good run begins at {good_training[0]}, and ends at {good_training[-1]} in training and {good_validation[-1]} "
        "in validation. Guessing has 2.303.",
    )
