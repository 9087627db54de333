"""Pictures of lesson 04: slopes found by trying, walks downhill, and what they cost."""

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
    call,
    close,
    draw_classes,
    draw_line_fit,
    draw_points,
    legend_beside,
    line_name,
    listed,
    part,
    picture,
    plane,
    show,
)


def read_axes(ax: Any) -> dict[str, Any]:
    """What a plot shows, as plain data. The plot is used up: its figure is cleared and closed.

    Args:
        ax: Axes, with its figure.
    Returns:
        Texts "title", "xlabel" and "ylabel", and "lines", a list of pairs of lists, x and y.
    """
    if not hasattr(ax, "get_lines"):
        raise TypeError(f"this needs the Axes of a plot (got {type(ax).__name__}); return ax")
    lines = ax.get_lines()
    read = {
        "title": _words(ax.get_title),
        "xlabel": _words(ax.get_xlabel),
        "ylabel": _words(ax.get_ylabel),
        "lines": [
            tuple(np.ravel(np.asarray(values, dtype=float)).tolist() for values in (line.get_xdata(), line.get_ydata()))
            for line in (lines[k] for k in range(len(lines)))
        ],
    }
    read["lines"] = [line for line in read["lines"] if line[0]]  # seaborn puts empty ones there for a legend
    ax.figure.clear()
    if isinstance(ax, Axes) and isinstance(ax.figure, Figure):
        close(ax.figure)
    return read


def _words(get: Callable[[], Any]) -> str:
    try:
        return str(get())
    except AttributeError:  # ax.title = "Loss" puts a text where Matplotlib has an object; it shows nothing
        return ""


def _grid(f: Function, across: Numbers, down: Numbers) -> Numbers:
    """The values of `f` for all pairs; row = second number, column = first."""
    return np.array([[float(f(np.array([a, b]))) for a in across] for b in down])


def _contours(ax: Axes, f: Function, x: tuple[float, float], y: tuple[float, float], points: int = 41) -> None:
    across, down = np.linspace(*x, points), np.linspace(*y, points)
    values = _grid(f, across, down)
    low, high = values.min(), values.max()
    levels = low + (high - low) * np.linspace(0, 1, 13)[1:] ** 2.2  # closer together where it is flat
    ax.contourf(across, down, values, levels=[low, *levels], cmap="Blues", alpha=0.55)
    ax.contour(across, down, values, levels=levels[:-1], colors=GREY, linewidths=0.7)
    ax.set(xlim=x, ylim=y)


def _points_and_line(ax: Axes, x: Numbers, y: Numbers, slope: float, start: float) -> None:
    room = 0.1 * np.ptp(y)
    ends = draw_line_fit(ax, x, y, slope, start)
    ax.set(xlabel="input", ylabel="output", xlim=ends, ylim=(min(y.min(), 0) - 3 * room, y.max() + 3 * room))


@picture
def loss_map(feed_forward: Function, inputs: ArrayLike, outputs: ArrayLike, slope: float, height: float) -> None:
    """Draw a line through points and, beside it, where it stands on the map of the loss.

    Args:
        feed_forward: feed_forward(inputs, outputs, [W, b]) returns the loss, one number.
        inputs: shape (N, 1). Not changed.
        outputs: what the line should answer, shape (N, 1). Not changed.
        slope: of the line: W.
        height: of the line at input 0: b.
    """
    x, y = np.asarray(inputs, dtype=float), np.asarray(outputs, dtype=float)

    def loss(at: Numbers) -> Any:
        return feed_forward(x, y, [at[:1].reshape(1, 1), at[1:]])

    here = float(loss(np.array([slope, height], dtype=float)))
    fig = Figure(figsize=(9.6, 4.4))
    left, right = axes_at(fig, 0.75, 0.5, 3.8, 3.2), axes_at(fig, 5.6, 0.5, 3.8, 3.2)
    _points_and_line(left, x.ravel(), y.ravel(), slope, height)
    left.set_title(line_name(slope, height))
    _contours(right, loss, (-1.0, 5.0), (-4.0, 6.0))
    right.plot(slope, height, "o", color=VERMILION, markersize=11, markeredgecolor="white", clip_on=False, zorder=3)
    right.set(xlabel="slope W", ylabel="height b", title=f"map of the loss: {here:.3g} here")
    show(
        fig,
        f"On the left {x.size} points and the line {line_name(slope, height)}. On the right a map of the loss, a long "
        f"narrow valley, with a dot at slope {slope:.3g} and height {height:.3g}, where the loss is {here:.3g}.",
    )


@picture
def secant(
    forward_difference: Function,
    f: Function,
    x: float,
    h: float,
    slope: float,
    window: tuple[float, float] = (-0.5, 3.5),
) -> None:
    """Draw a curve, the line through two of its points, and the tangent that it should become.

    Args:
        forward_difference: your function; forward_difference(f, x, h) returns one number.
        f: from a number to a number; also takes arrays.
        x: where the slope is asked for.
        h: distance to the second point, not 0.
        slope: the true slope at x.
        window: the range of x that is drawn.
    """
    found = float(ask("forward_difference", forward_difference, f, float(x), float(h), shape=()))
    grid = np.linspace(*window, 200)
    curve = np.array([float(f(value)) for value in grid])
    start, end = float(f(x)), float(f(x + h))
    fig, ax = axes_and_legend(["your line, slope 4.123"])
    ax.plot(grid, curve, color="black", linewidth=2, label="f(x)")
    ax.plot(grid, start + slope * (grid - x), "--", color=GREY, linewidth=2, label=f"tangent, slope {slope:.4g}")
    ax.plot(grid, start + found * (grid - x), color=BLUE, linewidth=2.5, label=f"your line, slope {found:.4g}")
    ax.plot([x, x + h], [start, end], "o", color=VERMILION, markersize=9, zorder=3, label=f"x and x + h, h = {h:.3g}")
    room = 0.12 * np.ptp(curve)
    ax.set(xlabel="x", ylabel="f(x)", xlim=window, ylim=(curve.min() - room, curve.max() + room))
    ax.set_title(f"h = {h:.3g}: your slope is off by {abs(found - slope):.2g}")
    legend_beside(ax)
    show(
        fig,
        f"A curve with two points on it, at x = {x:.3g} and x + h = {x + h:.3g}, and a line with the slope that your "
        f"forward_difference gives, {found:.4g}. The dashed tangent at x has the slope {slope:.4g}.",
    )


@picture
def error_by_step(
    forward_difference: Function, numerical_diff: Function, f: Function, x: float, slope: float, name: str = "f(x)"
) -> None:
    """Draw how far two differences are off, by the size of the step, both on logarithmic axes.

    Args:
        forward_difference: your function; forward_difference(f, x, h) returns one number.
        numerical_diff: your function; numerical_diff(f, x, h) returns one number.
        f: from a number to a number.
        x: where the slope is asked for.
        slope: the true slope at x.
        name: the function, for the title.
    """
    steps = 10.0 ** -np.arange(0, 15.1, 0.5)
    one, two = (
        np.array([float(ask(label, function, f, float(x), float(h), shape=())) for h in steps])
        for label, function in (("forward_difference", forward_difference), ("numerical_diff", numerical_diff))
    )
    forward, central = (np.maximum(np.abs(found - slope), 1e-13) for found in (one, two))
    fig, ax = axes_and_legend(["forward: slope 1", "rounding wall"])
    ax.axvspan(1e-16, 3e-9, color=PALE, alpha=0.3, linewidth=0)
    ax.text(1e-12, 3e-12, "lost in\nrounding", color=GREY, ha="center", va="center")
    ax.axvline(1e-4, color=GREEN, linewidth=1.5, linestyle=":", label="h = 1e-4")
    ax.loglog(steps, forward, "o-", color=ORANGE, markersize=5, label="forward")
    ax.loglog(steps, central, "s-", color=BLUE, markersize=5, label="central")
    ax.set(xlim=(3e-16, 3), ylim=(3e-14, 30), xlabel="step h (smaller to the left)", ylabel="error")
    ax.set_title(f"error of the slope of {name} at {x:.3g}")
    legend_beside(ax)
    at = [int(np.argmin(np.abs(np.log10(steps) + power))) for power in (1, 4, 12)]
    show(
        fig,
        "The error of two differences by the size of the step, on logarithmic axes. "
        f"For h = 0.1, 1e-4 and 1e-12 the forward difference is off by {listed(forward[at])}, the central one by "
        f"{listed(central[at])}: both fall with h at first, the central one twice as steeply, and rise again where "
        "numbers are rounded.",
    )


@picture
def slope_arrows(numerical_gradient: Function, f: Function, reach: float = 4.0) -> None:
    """Draw the map of a function of two numbers, with arrows against the gradient, at 49 points.

    Args:
        numerical_gradient: your function; numerical_gradient(f, x) returns an array of the shape of x, (2,).
        f: from an array of shape (2,) to a number.
        reach: the map goes from -reach to reach.
    """
    places = np.linspace(-0.75 * reach, 0.75 * reach, 7)
    points = np.array([(a, b) for b in places for a in places])
    slopes = np.array([ask("numerical_gradient", numerical_gradient, f, point, shape=(2,)) for point in points])
    fig = Figure(figsize=(6.6, 6.3))
    ax = axes_at(fig, 0.9, 0.55, 5.2, 5.0)
    _contours(ax, f, (-reach, reach), (-reach, reach))
    longest = max(float(np.hypot(*slopes.T).max()), 1e-12)
    ax.quiver(*points.T, *-slopes.T, color=VERMILION, angles="xy", scale_units="xy", scale=longest / (0.3 * reach))
    ax.plot(0, 0, "k+", markersize=12)
    ax.set(xlabel="$x_0$", ylabel="$x_1$", title="your gradient, turned around")
    corner = slopes[0]
    show(
        fig,
        "A map with contour lines around its lowest point, and an arrow at each of 49 points, against the gradient "
        f"that your numerical_gradient gives there: longer where it is steeper. "
        f"At ({points[0, 0]:.3g}, {points[0, 1]:.3g}) the gradient is ({listed(corner)}).",
    )


def _walked(gradient_descent: Function, f: Function, init_x: Numbers, lr: float, steps: int) -> Numbers:
    """The history that the student's function returns beside x."""
    history = part(gradient_descent, 1, 2)
    return ask("gradient_descent", history, f, init_x, lr, steps, shape=(steps + 1, *init_x.shape))


def _path(ax: Axes, path: Numbers, reach: float) -> None:
    near = np.clip(path, -20 * reach, 20 * reach)  # what flies off leaves the map in the right direction
    ax.plot(*near.T, "-", color=VERMILION, linewidth=1.5)
    ax.plot(*near.T, "o", color=VERMILION, markersize=4.5)
    ax.plot(*near[0], "o", color="black", markersize=9)


def _ending(values: Numbers) -> str:
    return "flies off" if values[-1] > values[0] else f"ends at {values[-1]:.2g}"


@picture
def three_walks(
    gradient_descent: Function, f: Function, init_x: ArrayLike, lrs: Sequence[float], steps: int, reach: float = 5.0
) -> None:
    """Draw the path downhill for three learning rates, each on a map.

    Args:
        gradient_descent: your function; gradient_descent(f, init_x, lr, steps) returns x and the history.
        f: from an array of shape (2,) to a number.
        init_x: shape (2,). Not changed.
        lrs: three learning rates. Not changed.
        steps: number of steps.
        reach: the map goes from -reach to reach.
    """
    start = np.array(init_x, dtype=float)
    fig = Figure(figsize=(9.8, 3.9))
    told = []
    for k, lr in enumerate(lrs):
        path = _walked(gradient_descent, f, start, lr, steps)
        values = np.array([float(f(point)) for point in path])
        ax = axes_at(fig, 0.7 + 3.1 * k, 0.6, 2.75, 2.6)
        _contours(ax, f, (-reach, reach), (-reach, reach), points=31)
        _path(ax, path, reach)
        ax.set(title=f"lr = {lr:.3g}: {_ending(values)}", xlabel="$x_0$")
        if k == 0:
            ax.set_ylabel("$x_1$")
        told.append(f"with lr = {lr:.3g} f goes from {values[0]:.3g} to {values[-1]:.3g}")
    show(fig, f"Your path of {steps} steps from ({listed(start)}) on three maps: {'; '.join(told)}.")


@picture
def walk(gradient_descent: Function, f: Function, init_x: ArrayLike, lr: float, steps: int, reach: float = 5.0) -> None:
    """Draw the path downhill on a map, and beside it the value of f after each step.

    Args:
        gradient_descent: your function; gradient_descent(f, init_x, lr, steps) returns x and the history.
        f: from an array of shape (2,) to a number.
        init_x: shape (2,). Not changed.
        lr: learning rate.
        steps: number of steps.
        reach: the map goes from -reach to reach.
    """
    start = np.array(init_x, dtype=float)
    path = _walked(gradient_descent, f, start, float(lr), steps)
    values = np.array([float(f(point)) for point in path])
    fig = Figure(figsize=(9.6, 4.4))
    left, right = axes_at(fig, 0.75, 0.5, 3.6, 3.2), axes_at(fig, 5.6, 0.5, 3.8, 3.2)
    _contours(left, f, (-reach, reach), (-reach, reach))
    _path(left, path, reach)
    left.set(xlabel="$x_0$", ylabel="$x_1$", title=f"path for lr = {lr:.3g}")
    right.semilogy(np.maximum(values, 1e-12), "o-", color=BLUE, markersize=4)
    right.set(xlabel="step", ylabel="f(x)", title=f"loss by step: {_ending(values)}", ylim=(1e-6, 1e6))
    right.xaxis.set_major_locator(MaxNLocator(integer=True))
    show(
        fig,
        f"On the left your path of {steps} steps with the learning rate {lr:.3g} from ({listed(start)}) to "
        f"({listed(path[-1])}). On the right f by step, from {values[0]:.3g} over {values[min(1, steps)]:.3g} after "
        f"one step to {values[-1]:.3g}.",
    )


@picture
def classifier_walk(
    classifier_gradient: Function, x: ArrayLike, labels: ArrayLike, steps: int, lr: float = 1.0
) -> None:
    """Draw which of three classes a layer sees at each point of the plane, after some steps downhill from zero weights.

    Args:
        classifier_gradient: your function; classifier_gradient(W, x, labels) returns an array of shape (2, 3).
        x: points, shape (N, 2). Not changed.
        labels: their classes, 0, 1 or 2, shape (N,). Not changed.
        steps: number of steps.
        lr: learning rate.
    """
    points, classes = np.array(x, dtype=float), np.array(labels)
    W = np.zeros((2, 3))
    for _ in range(max(steps, 1)):
        slope = ask("classifier_gradient", classifier_gradient, W, points, classes, shape=(2, 3))
        W = W - lr * slope * (steps > 0)
    reach = 1.15 * np.abs(points).max()
    right = int(np.sum(np.argmax(points @ W, axis=1) == classes)) if steps else 0
    fig = Figure(figsize=(7.4, 5.0))
    ax = axes_at(fig, 0.8, 0.55, 4.4, 3.8)
    if np.any(W):
        draw_classes(ax, reach, np.argmax(plane(reach, 121) @ W, axis=1))
    draw_points(ax, reach, points, classes, "os^", 8)
    ax.set(xlabel="first number", ylabel="second number")
    after = f"{steps} step{'s' * (steps != 1)}"
    verdict = f"{right} of {len(points)} right" if steps else "all weights are 0, nothing is told apart"
    ax.set_title(f"after {after}: {verdict}")
    legend_beside(ax)
    show(
        fig,
        f"{len(points)} points of three classes, and the parts of the plane that the layer takes for each class, after "
        f"{after} against your classifier_gradient: {verdict}. The weights are ({listed(W)}).",
    )


@picture
def line_walk(
    train_line: Function, feed_forward: Function, x: ArrayLike, y: ArrayLike, lr: float, epochs: int, most: int = 40
) -> None:
    """Draw the line that training has found after some epochs, and the way there on the map of the loss.

    Args:
        train_line: your function; train_line(x, y, lr, epochs) returns the weights [W, b] and the losses.
        feed_forward: feed_forward(inputs, outputs, [W, b]) returns the loss, one number.
        x: inputs, shape (N, 1). Not changed.
        y: what the line should answer, shape (N, 1). Not changed.
        lr: learning rate.
        epochs: number of epochs.
        most: how many epochs of the path are drawn, before the last, which always is.
    """
    inputs, outputs = np.array(x, dtype=float), np.array(y, dtype=float)

    def weights(count: int) -> Any:
        def flat(*args: Any) -> Any:
            result = train_line(*args)
            pair = type(result) in (tuple, list) and len(result) == 2 and type(result[0]) in (tuple, list)
            return np.concatenate([np.ravel(array) for array in result[0]]) if pair else result

        return ask("train_line", flat, inputs, outputs, float(lr), count, shape=(2,))

    path = np.array([weights(int(count)) for count in [*range(0, min(epochs, most)), epochs]])

    def loss(at: Numbers) -> Any:
        return feed_forward(inputs, outputs, [at[:1].reshape(1, 1), at[1:]])

    slope, height = path[-1]
    here = float(loss(path[-1]))
    fig = Figure(figsize=(9.6, 4.4))
    left, right = axes_at(fig, 0.75, 0.5, 3.8, 3.2), axes_at(fig, 5.6, 0.5, 3.8, 3.2)
    _points_and_line(left, inputs.ravel(), outputs.ravel(), slope, height)
    left.set_title(line_name(slope, height))
    _contours(right, loss, (-1.0, 5.0), (-4.0, 6.0))
    right.plot(*np.clip(path, -100, 100).T, "o-", color=VERMILION, markersize=4.5)
    right.plot(*path[0], "o", color="black", markersize=9)
    right.set(xlabel="slope W", ylabel="height b", title=f"epoch {epochs}: loss {here:.3g}")
    show(
        fig,
        f"On the left the points and your line after {epochs} epochs, {line_name(slope, height)}. On the right the "
        f"way of your train_line on the map of the loss, from 0, 0 to where the loss is {here:.3g}.",
    )


@picture
def example_curve() -> None:
    """Draw what a plot of the loss by epoch should look like."""
    epochs = np.arange(30)
    losses = 2.4 * 0.86**epochs + 0.15
    fig = Figure(figsize=(6.4, 4.2))
    ax = axes_at(fig, 0.9, 0.5, 5.2, 3.0)
    ax.plot(epochs, losses, color=PURPLE, linewidth=2)
    ax.set(xlabel="epoch", ylabel="loss", title="Loss by epoch (another network's)")
    show(
        fig,
        f"An example: one line, with the epoch from 0 to 29 to the right and the loss upwards. It falls from "
        f"{losses[0]:.3g}, steeply at first and then slowly, to {losses[-1]:.3g}. Title and both axes are labelled.",
    )


@picture
def training_curve(
    plot_loss: Function, train_line: Function, x: ArrayLike, y: ArrayLike, lr: float, epochs: int
) -> None:
    """Show the plot that your function makes of the losses of a training.

    Args:
        plot_loss: your function; plot_loss(losses) returns the Axes that it has drawn on.
        train_line: your function; train_line(x, y, lr, epochs) returns the weights and the losses.
        x: inputs, shape (N, 1). Not changed.
        y: what should come out, shape (N, 1). Not changed.
        lr: learning rate.
        epochs: number of epochs.
    """
    inputs, outputs = np.array(x, dtype=float), np.array(y, dtype=float)
    numbers = ask("train_line", part(train_line, 1, 2), inputs, outputs, float(lr), epochs, shape=(epochs,))
    ax = call("plot_loss", plot_loss, numbers)
    if not isinstance(ax, Axes) or not isinstance(ax.figure, Figure):
        raise NoPicture(
            f"This picture needs `plot_loss`, which returned something of type {type(ax).__name__}; "
            "it should be the `ax` that was drawn on."
        )
    if isinstance(ax.title, str):  # Matplotlib could not draw it, nor could the notebook
        close(ax.figure)
        raise NoPicture("This picture needs `plot_loss`, which assigns to `ax.title`; call `ax.set_title(...)`.")
    ax.figure.set_layout_engine("constrained")
    count = len(ax.get_lines())
    show(
        ax.figure,
        f"Your plot, titled '{ax.get_title()}', with {ax.get_xlabel()!r} to the right, {ax.get_ylabel()!r} upwards and "
        f"{count} line{'s' * (count != 1)}. The losses go from {numbers[0]:.4g} to {numbers[-1]:.4g}.",
    )


@picture
def evaluations(numerical_gradient: Function, sizes: Sequence[int] = (1, 3, 10, 30, 100, 300, 1000)) -> None:
    """Draw how often a loss is computed for one gradient, by the number of its parameters.

    Args:
        numerical_gradient: your function; numerical_gradient(f, x) returns an array of the shape of x.
        sizes: numbers of parameters for which it is counted. Not changed.
    """
    counted = []
    for size in sizes:
        calls = 0

        def f(x: Numbers) -> float:
            nonlocal calls
            calls += 1
            return float(x[0])

        ask("numerical_gradient", numerical_gradient, f, np.ones(size), shape=(size,))
        counted.append(calls)
    rate = counted[-1] / sizes[-1]
    networks = {"digit reader": 2_778, "a CNN": 50_186, "ResNet-50": 25_557_032}
    fig = Figure(figsize=(8.6, 5.0))
    ax = axes_at(fig, 1.0, 0.55, 7.3, 3.75)
    ax.loglog(sizes, counted, "o", color=BLUE, markersize=8, label="your numerical_gradient, counted")
    ends = np.array([1, 1e8])
    ax.loglog(ends, rate * ends, "--", color=BLUE, linewidth=1.5)
    ax.axhline(3, color=GREEN, linewidth=3, label="backpropagation: about the work of 3")
    for name, size in networks.items():
        ax.plot(size, rate * size, "D", color=VERMILION, markersize=8)
        ax.annotate(name, (size, rate * size), xytext=(10, -16), textcoords="offset points", color=VERMILION)
    ax.set(xlabel="numbers to be learned", ylabel="evaluations of the loss", xlim=(0.7, 1e9), ylim=(0.7, 1e9))
    ax.set_title("the price of one gradient")
    ax.legend(loc="upper left")
    pairs = ", ".join(f"{calls:,} for {size:,}" for size, calls in zip(sizes, counted, strict=True))
    more = ", ".join(f"{rate * size:,.0f} for {name}" for name, size in networks.items())
    show(
        fig,
        f"How often the loss is computed for one gradient, by the number of parameters, on logarithmic axes. Your "
        f"numerical_gradient, counted: {pairs}. Drawn on from there: {more}. Backpropagation stays at about 3.",
    )
