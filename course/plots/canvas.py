"""What all pictures share: how they look, how they are shown, and what stands there where one can't be drawn."""

import base64
import contextlib
import copy
import functools
import html
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any, ParamSpec

import matplotlib as mpl
import numpy as np
from IPython.core.getipython import get_ipython
from IPython.display import publish_display_data
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from course.nesting import holds_itself

P = ParamSpec("P")
Function = Callable[..., Any]  # a student's: nobody knows what it takes and returns
Numbers = NDArray[np.float64]

# Okabe and Ito's palette, which people with any kind of colour blindness can tell apart.
BLUE, ORANGE, GREEN, VERMILION, PURPLE = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7"
GREY, PALE = "#666666", "#bbbbbb"
SIGNED = "RdBu_r"  # blue below 0, white at 0, red above: told apart with any kind of colour blindness
INK = "gray_r"
CLASS_COLOURS = (BLUE, ORANGE, GREEN)
PIXELS_PER_INCH = 100  # as shown on the page, so that 12 pt is a little larger than the text around it
SHARPNESS = 1.5  # pixels of the image for each pixel of the page, for screens that have more of them

# On JupyterLab's dark page a picture is dark, too: light and dark are exchanged, and each hue stays. The theme says so
# in a number that is 32 there, 0 on a light page, and unknown elsewhere.
_DARK = "var(--jp-shadow-base-lightness, 0) / 32"
IN_THE_DARK = f"filter: invert(calc({_DARK} * 0.93)) hue-rotate(calc({_DARK} * 180deg))"

_place: ContextVar[dict[str, Any]] = ContextVar("_place")  # where what is shown goes; a new output if not set


def show(fig: Figure, alt: str, caption: str = "") -> None:
    """Show a figure with a text for those who can't see it.

    Args:
        fig: the figure; its width in inches times 100 is its width on the page in pixels.
        alt: what there is to be seen, with the numbers.
        caption: a line of text under the picture.
    """
    data = base64.b64encode(png_of(fig)).decode()
    width = round(fig.get_figwidth() * PIXELS_PER_INCH)
    # As HTML, because JupyterLab and nbconvert drop the alt text of an image/png output.
    look = f"width: {width}px; max-width: 100%; {IN_THE_DARK}"
    tag = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data}" style="{look}">'
    under = f"<p>{html.escape(caption)}</p>" if caption else ""
    _publish(tag + under, "\n".join(filter(None, [alt, caption])))
    close(fig)


def close(fig: Figure) -> None:
    """Close a figure that was made with pyplot, or the notebook would show it at the end of the cell.

    Args:
        fig: the figure, made with pyplot or without.
    """
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(fig)


def png_of(fig: Figure) -> bytes:
    """The figure as a PNG file of few colours.

    Args:
        fig: the figure; its resolution becomes that of the page.
    Returns:
        The bytes of the file.
    """
    fig.set_dpi(SHARPNESS * PIXELS_PER_INCH)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    # 256 colours of the picture's own choice: a third of the bytes, in half the time.
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3].copy())
    image = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.putpalette([255 if value > 251 else value for value in image.getpalette() or []])  # the page's white
    png = io.BytesIO()
    image.save(png, format="png")
    return png.getvalue()


@contextlib.contextmanager
def shown_at(display_id: str, update: bool) -> Iterator[None]:
    """Send whatever is shown inside to one place of the page.

    Args:
        display_id: the place's name.
        update: whether it replaces what is there; else the place is made.
    """
    token = _place.set({"transient": {"display_id": display_id}, "update": update})
    try:
        yield
    finally:
        _place.reset(token)


def _publish(rich: str, plain: str) -> None:
    publish_display_data({"text/html": rich, "text/plain": plain}, **_place.get({}))


class NoPicture(Exception):
    """There is nothing to draw yet; the message is the note to the student."""


def picture(draw: Callable[P, None]) -> Callable[P, None]:
    """Draw in the look of the course, and publish a note where `draw` raises NoPicture.

    Nothing is drawn where all that is published is thrown away, as when only the answers of a notebook are tested.

    Args:
        draw: draws one picture and shows it.
    Returns:
        The function that lessons call, with the arguments of `draw`.
    """

    @functools.wraps(draw)
    def draw_or_say_why(*args: P.args, **kwargs: P.kwargs) -> None:
        if nobody_looks():
            return
        try:
            with style():
                draw(*args, **kwargs)
        except NoPicture as reason:
            note(str(reason))

    return draw_or_say_why


def note(text: str) -> None:
    """Show a note in place of a picture.

    Args:
        text: of the note; what stands between `backticks` is code.
    """
    marked = re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(text))
    _publish(f'<p style="border-left: 4px solid {BLUE}; padding-left: 0.8em">{marked}</p>', text)


def nobody_looks() -> bool:
    """Whether all that is published is thrown away, as where only the answers of a notebook are tested."""
    return getattr(getattr(get_ipython(), "display_pub", None), "nobody_looks", False)


def style() -> AbstractContextManager[None]:
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
            "axes.formatter.limits": (-3, 4),  # longer numbers wouldn't fit into the margins
        }
    )


def axes_at(fig: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Put new axes into a figure.

    A layout engine would find the margins by itself, but it measures all texts several times, which takes as
    long as drawing them.

    Args:
        fig: the figure, which gets the axes.
        left: their left edge, in inches from that of the figure.
        top: their upper edge, in inches down from that of the figure.
        width: inches.
        height: inches.
    Returns:
        The axes, without the room that their labels take.
    """
    across, down = fig.get_size_inches()
    return fig.add_axes((left / across, 1 - (top + height) / down, width / across, height / down))


def text_at(fig: Figure, left: float, top: float, text: str, **look: Any) -> None:
    """Write a text into a figure.

    Args:
        fig: the figure, which gets the text.
        left: where the text stands, in inches from the figure's left edge.
        top: where it stands, in inches down from the figure's upper edge.
        text: what is written.
        look: as for `Figure.text`.
    """
    across, down = fig.get_size_inches()
    fig.text(left / across, 1 - top / down, text, **look)


def call(name: str, function: Function, *args: Any) -> Any:
    """What the student's function returns.

    Args:
        name: what the note calls the function.
        function: the student's.
        args: what it is called with, or rather copies of them. Not changed.
    Returns:
        Whatever the function returned, but None.
    Raises:
        NoPicture: the function isn't written yet, it raised something, or what it returned has no end.
    """
    try:
        result = function(*copy.deepcopy(args))
    except NotImplementedError:
        result = None
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise NoPicture(f"This picture needs `{name}`, which raised {said[:300]}") from None
    if result is None:
        raise NoPicture(f"This picture appears once you have written `{name}`.")
    if holds_itself(result):  # what draws it would never be done
        kind = type(result).__name__
        raise NoPicture(f"This picture needs `{name}`, which returned a {kind} that has itself among its items.")
    return result


def call_all(name: str, use: Callable[[], Any]) -> Any:
    """What `use` returns, which needs a function of the student's, and others that this one needs.

    Args:
        name: what the note calls the function.
        use: calls them.
    Returns:
        Whatever it returned, but None.
    Raises:
        NoPicture: one of them isn't written yet, or raised something.
    """
    unwritten = False

    def noticed() -> Any:
        nonlocal unwritten
        try:
            return use()
        except NotImplementedError:
            unwritten = True
            raise

    try:
        return call(name, noticed)
    except NoPicture:
        if unwritten:
            raise NoPicture(f"This picture appears once you have written `{name}`, and all that it needs.") from None
        raise


def ask(name: str, function: Function, *args: Any, shape: tuple[int, ...]) -> Numbers:
    """What the student's function returns, if it is numbers of one shape.

    Args:
        name: what the note calls the function.
        function: the student's.
        args: what it is called with, or rather copies of them. Not changed.
        shape: that the answer must have; () for a single number.
    Returns:
        The answer, float64, of this shape, without nan and inf.
    Raises:
        NoPicture: the function isn't written yet, it raised something, or it returned something else.
    """

    result = call(name, function, *args)
    answer = call(name, lambda: np.asarray(result))
    returned = f"This picture needs `{name}`, which returned"
    if answer.dtype.kind not in "biuf":
        raise NoPicture(f"{returned} something of type {type(result).__name__} that isn't real numbers.")
    if answer.shape != shape:
        got = f"an array of shape {answer.shape}" if answer.shape else "a single number"
        expected = f"an array of shape {shape}" if shape else "a single number"
        raise NoPicture(f"{returned} {got}; it should be {expected}.")
    if not np.isfinite(answer).all():
        raise NoPicture(f"{returned} nan or inf.")
    return answer.astype(np.float64)


def part(function: Function, place: int, count: int) -> Function:
    """A function that returns one of the several things that a student's function returns, for `ask`.

    Args:
        function: the student's.
        place: which of the things, from 0.
        count: how many there should be.
    Returns:
        A function of the same arguments. It returns a result that is no tuple or list of so many things as it is,
        and `ask` says what is wrong with that.
    """

    def part_of_result(*args: Any) -> Any:
        result = function(*args)
        return result[place] if type(result) in (tuple, list) and len(result) == count else result

    return part_of_result


def whole(value: float, low: int, high: int, name: str) -> int:
    """A number that the student may change, if it is whole and within limits.

    Args:
        value: the number.
        low: the smallest that can be drawn.
        high: the largest that can be drawn.
        name: what the note calls the number.
    Returns:
        The number as an int.
    Raises:
        NoPicture: it is another.
    """
    if value not in range(low, high + 1):
        raise NoPicture(f"This picture needs a whole number from {low} to {high} as `{name}` (got {value}).")
    return int(value)


def number(value: float) -> str:
    """A number as it is written into cells.

    Args:
        value: the number.
    Returns:
        Whole numbers bare, others with one decimal.
    """
    return f"{value + 0.0:.0f}" if value == round(value) else f"{round(value, 1) + 0.0:.1f}"  # + 0.0: no "-0"


def factor(value: float) -> str:
    """A number as it is written into a product.

    Args:
        value: the number.
    Returns:
        As `number` writes it, in brackets if it is negative.
    """
    return f"({number(value)})" if value < 0 else number(value)


def listed(values: ArrayLike) -> str:
    """Numbers in words for those who can't see the picture.

    Args:
        values: of any shape. Not changed.
    Returns:
        All of them with three digits, row by row, with commas between.
    """
    return ", ".join(f"{value:.3g}" for value in np.ravel(values))


def line_name(slope: float, start: float) -> str:
    """The formula of a line.

    Args:
        slope: of the line.
        start: its height at x = 0.
    Returns:
        Such as "y = 2·x - 0.5".
    """
    return f"y = {slope:.3g}·x {'-' if start < 0 else '+'} {abs(start):.3g}"


def draw_line_fit(ax: Axes, x: Numbers, y: Numbers, slope: float, start: float) -> Numbers:
    """Draw points, a line, and how far the line misses each.

    Args:
        ax: where they are drawn.
        x: of the points, shape (N,). Not changed.
        y: of the points, shape (N,). Not changed.
        slope: of the line.
        start: height of the line at x = 0.
    Returns:
        The x of both ends of the line, shape (2,).
    """
    ends = np.array([x.min(), x.max()]) + np.array([-0.05, 0.05]) * np.ptp(x)
    ax.vlines(x, y, slope * x + start, color=VERMILION, linewidth=1.5, label="miss")
    ax.plot(ends, slope * ends + start, color=BLUE, linewidth=3, label=line_name(slope, start))
    ax.plot(x, y, "o", color="black", markersize=7, label="points")
    return ends


def axes_and_legend(names: Sequence[str]) -> tuple[Figure, Axes]:
    """A figure with axes, and room for a legend to their right.

    Args:
        names: in the legend; the longest decides how much room there is. Not changed.
    Returns:
        The figure, and its axes.
    """
    room = 0.9 + 0.098 * max(map(len, names), default=0)
    fig = Figure(figsize=(8.2, 4.9))
    return fig, axes_at(fig, 1, 0.55, 7.2 - room, 3.7)


def legend_beside(ax: Axes) -> None:
    """Put a legend to the right of axes, from their upper edge down.

    Args:
        ax: the axes, with labelled lines.
    """
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))


def plane(reach: float, count: int) -> Numbers:
    """Points of a square grid around the origin.

    Args:
        reach: the grid goes from -reach to reach in both directions.
        count: points in each row and in each column.
    Returns:
        Shape (count², 2), row by row, the lowest first.
    """
    side = np.linspace(-reach, reach, count)
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def draw_classes(ax: Axes, reach: float, seen: NDArray[np.intp], alpha: float = 0.25) -> None:
    """Colour a square by the class that is seen at each of its points.

    Args:
        ax: where it is drawn.
        reach: the square goes from -reach to reach in both directions.
        seen: classes, 0 to 2, at the points of `plane`, shape (count²,). Not changed.
        alpha: how much colour, from 0 to 1.
    """
    side = round(seen.size**0.5)
    ax.imshow(seen.reshape(side, side), origin="lower", extent=(-reach, reach, -reach, reach), alpha=alpha,
              cmap=ListedColormap(CLASS_COLOURS), vmin=0, vmax=2, interpolation="nearest", aspect="auto")  # fmt: skip


def draw_points(ax: Axes, reach: float, points: Numbers, labels: NDArray[Any], markers: str, size: float) -> None:
    """Draw points in the colours of their classes, and end the axes where the square around them ends.

    Args:
        ax: where they are drawn.
        reach: the square goes from -reach to reach in both directions.
        points: shape (N, 2). Not changed.
        labels: their classes, shape (N,). Not changed.
        markers: a letter for each class, at most three.
        size: of the markers, in points.
    """
    for k, (colour, marker) in enumerate(zip(CLASS_COLOURS, markers, strict=False)):
        own = points[labels == k].T
        ax.plot(*own, marker, color=colour, markeredgecolor="black", markersize=size, label=f"class {k}")
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach))
