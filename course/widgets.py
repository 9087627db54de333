"""Pictures to play with: move a control, and the picture is drawn anew.

The picture is an output of its own above the controls. It stands there still where no widget runs, as in feedback and
in a page made with nbconvert.
"""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from IPython.core.getipython import get_ipython
from IPython.display import publish_display_data

from course.plots import canvas

if TYPE_CHECKING:
    import ipywidgets

_VIEW = "application/vnd.jupyter.widget-view+json"
_ELSEWHERE = "Open this notebook in JupyterLab and run this cell to get the controls of this picture."


def explore(draw: Callable[..., None], **controls: Sequence[Any]) -> None:
    """Draw a picture, and again whenever one of its controls is moved.

    Args:
        draw: draws one picture of `plots`; called with a keyword argument for each control.
        controls: by name, `(low, high, start)` or `(low, high, start, step)` for a slider, in whole numbers if all of
            them are; or a list of choices, of which the first is the start. Not changed.
    Raises:
        TypeError: a control is neither a tuple of three or four nor a list; nothing is shown.
        ValueError: a control has no choice, or starts outside its limits; nothing is shown.
    """
    start = {name: _start(name, control) for name, control in controls.items()}
    _show(draw, start, lambda: {name: _widget(name, control) for name, control in controls.items()}, _in_column)


def step_through(draw: Callable[[int], None], steps: int) -> None:
    """Draw a picture step by step, with buttons that go back and forward; without them, its last step.

    Args:
        draw: draws one picture of `plots` for a step from 0 to `steps`.
        steps: the number of the last step, at least 1.
    Raises:
        ValueError: there are no steps; nothing is shown.
    """
    if steps < 1:
        raise ValueError(f"steps must be at least 1 (got {steps})")
    _show(
        lambda step: draw(step),
        {"step": steps},
        lambda: {"step": _widget("step", (0, steps, 0))},
        _between_buttons,
    )


def _show(
    draw: Callable[..., None],
    still: dict[str, Any],
    make: Callable[[], dict[str, "ipywidgets.ValueWidget"]],
    arrange: Callable[[dict[str, "ipywidgets.ValueWidget"]], "ipywidgets.Box"],
) -> None:
    """Show the picture with controls below it, or that of the values `still` if there is no kernel to talk to."""
    if canvas.nobody_looks():
        return
    if _kernel() is None:
        draw(**still)
        return
    place = str(uuid.uuid4())
    widgets = make()

    def draw_at_place(update: bool) -> None:
        values = {name: widget.value for name, widget in widgets.items()}
        with canvas.shown_at(place, update=update):
            try:
                draw(**values)
            except Exception as error:  # Jupyter would write it to a log that nobody sees
                canvas.note(f"This picture can't be drawn: {type(error).__name__}: {error}")
                raise

    for widget in widgets.values():
        widget.observe(lambda change: draw_at_place(update=True), names="value")
    draw_at_place(update=False)
    # By hand, and not by its _repr_mimebundle_, which ipywidgets 7 has not; Google Colab has that.
    view = {"version_major": 2, "version_minor": 0, "model_id": arrange(widgets).model_id}
    publish_display_data({_VIEW: view, "text/html": f"<p>{_ELSEWHERE}</p>", "text/plain": _ELSEWHERE})


def _kernel() -> Any:
    return getattr(get_ipython(), "kernel", None)


def _start(name: str, control: Sequence[Any]) -> Any:
    """The value that a control starts with, if it is one."""
    if isinstance(control, list):
        if not control:
            raise ValueError(f"{name} must have at least one choice (got an empty list)")
        return control[0]
    if not isinstance(control, tuple) or len(control) not in (3, 4):
        raise TypeError(f"{name} must be (low, high, start), (low, high, start, step) or a list (got {control!r})")
    low, high, start = control[:3]
    if not low <= start <= high or low == high:
        raise ValueError(f"{name} must have low ≤ start ≤ high and low < high (got {control!r})")
    return start


def _widget(name: str, control: Sequence[Any]) -> "ipywidgets.ValueWidget":
    import ipywidgets

    look = {
        "description": name.replace("_", " "),
        "style": {"description_width": "initial"},
        "layout": {"width": "480px", "max_width": "95%"},
    }
    if isinstance(control, list):
        kind = ipywidgets.Dropdown if any(isinstance(choice, str) for choice in control) else ipywidgets.SelectionSlider
        return kind(options=control, **look)
    low, high, start, *step = control
    if all(isinstance(number, int) for number in control):
        return ipywidgets.IntSlider(start, low, high, *step, **look)
    step = step or [(high - low) / 100]
    return ipywidgets.FloatSlider(start, min=low, max=high, step=step[0], readout_format=".3g", **look)


def _in_column(widgets: dict[str, "ipywidgets.ValueWidget"]) -> "ipywidgets.Box":
    import ipywidgets

    return ipywidgets.VBox(list(widgets.values()))


def _between_buttons(widgets: dict[str, "ipywidgets.ValueWidget"]) -> "ipywidgets.Box":
    import ipywidgets

    slider = widgets["step"]
    slider.layout.width = "320px"
    buttons = []
    for description, by in (("◀ Back", -1), ("Forward ▶", 1)):
        button = ipywidgets.Button(description=description)
        button.on_click(partial(_move, slider, by))
        buttons.append(button)
    back, forward = buttons
    return ipywidgets.HBox([back, slider, forward], layout={"flex_flow": "row wrap"})


def _move(slider: "ipywidgets.IntSlider", by: int, button: object) -> None:
    slider.value = min(max(slider.value + by, slider.min), slider.max)
