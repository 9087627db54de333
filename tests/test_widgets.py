"""Pictures with controls, without a browser: what is shown, and what happens when a control is moved."""

from types import SimpleNamespace

import ipywidgets
import pytest
from matplotlib.figure import Figure

from course import plots, widgets
from course.plots import canvas

VIEW = "application/vnd.jupyter.widget-view+json"


@canvas.picture
def number(value):
    canvas.show(Figure(figsize=(2, 1)), f"the number {value}")


@pytest.fixture
def kernel(monkeypatch):
    """A shell as in JupyterLab, for what asks for it."""
    shell = SimpleNamespace(kernel=object(), display_pub=None)
    monkeypatch.setattr(widgets, "get_ipython", lambda: shell)


@pytest.fixture
def controls(monkeypatch):
    """The widgets that were shown, one a call of the module."""
    found = []

    def publish(data):
        assert set(data) == {VIEW, "text/html", "text/plain"}
        found.append(ipywidgets.widgets.widget._instances[data[VIEW]["model_id"]])

    monkeypatch.setattr(widgets, "publish_display_data", publish)
    return found


def test_without_a_kernel_there_is_one_still_picture(published, controls):
    widgets.explore(number, value=(0, 9, 3))
    widgets.explore(number, value=["seven", "eight"])
    widgets.step_through(number, 5)

    assert [output.plain for output in published] == ["the number 3", "the number seven", "the number 5"]
    assert [output.place for output in published] == [{}, {}, {}]
    assert controls == []


def test_a_slider_draws_the_picture_anew_at_its_place(kernel, published, controls):
    widgets.explore(lambda slope, x: number(slope * x), slope=(0.0, 1.0, 0.5), x=(-5, 5, 2))
    [box] = controls
    slope, x = box.children
    slope.value = 0.25
    x.value = -4

    assert [output.plain for output in published] == ["the number 1.0", "the number 0.5", "the number -1.0"]
    first, *others = [output.place for output in published]
    assert first["update"] is False
    assert all(place == {"transient": first["transient"], "update": True} for place in others)


def test_two_pictures_have_places_of_their_own(kernel, published, controls):
    for _ in range(2):
        widgets.explore(number, value=(0, 9, 3))

    assert published[0].place["transient"] != published[1].place["transient"]


def test_controls_are_made_for_what_they_hold(kernel, published, controls):
    choices = {"name": ["relu", "tanh"], "rate": [0.1, 0.3], "depth": (1, 9, 4), "step_size": (0.0, 2.0, 1.0, 0.5)}
    widgets.explore(lambda **values: number(sorted(values.values(), key=str)), **choices)
    name, rate, depth, step_size = controls[0].children

    assert [type(each).__name__ for each in controls[0].children] == [
        "Dropdown",
        "SelectionSlider",
        "IntSlider",
        "FloatSlider",
    ]
    assert [each.description for each in controls[0].children] == ["name", "rate", "depth", "step size"]
    assert (name.options, name.value, rate.value) == (("relu", "tanh"), "relu", 0.1)
    assert (depth.min, depth.max, depth.value, depth.step) == (1, 9, 4, 1)
    assert (step_size.min, step_size.max, step_size.value, step_size.step) == (0.0, 2.0, 1.0, 0.5)


def test_buttons_step_forward_and_back_between_the_ends(kernel, published, controls):
    widgets.step_through(number, 2)
    back, slider, forward = controls[0].children
    for button in (back, forward, forward, forward, back):
        button.click()
    slider.value = 0

    said = [output.plain.removeprefix("the number ") for output in published]
    assert said == ["0", "1", "2", "1", "0"]
    assert (back.description, forward.description) == ("◀ Back", "Forward ▶")


def test_an_error_is_shown_and_not_swallowed(kernel, published, controls):
    def fails(value):
        if value > 3:
            raise KeyError("W2")
        number(value)

    widgets.explore(fails, value=(0, 9, 3))
    [slider] = controls[0].children
    with pytest.raises(KeyError):
        slider.value = 4
    slider.value = 1

    assert [output.plain for output in published] == [
        "the number 3",
        "This picture can't be drawn: KeyError: 'W2'",
        "the number 1",
    ]


def test_an_answer_that_is_not_there_gives_a_note_at_the_pictures_place(kernel, published, controls):
    def sigmoid(x):
        raise NotImplementedError

    widgets.explore(lambda value: plots.sigmoid_curve(sigmoid), value=(0, 9, 3))
    controls[0].children[0].value = 5

    assert [output.plain for output in published] == ["This picture appears once you have written `sigmoid`."] * 2
    assert published[1].place["update"] is True


@pytest.mark.parametrize(
    ("control", "error", "says"),
    [
        ((0, 9), TypeError, r"value must be \(low, high, start\), .* \(got \(0, 9\)\)"),
        (5, TypeError, "got 5"),
        ([], ValueError, "value must have at least one choice"),
        ((0, 9, 10), ValueError, r"low ≤ start ≤ high and low < high \(got \(0, 9, 10\)\)"),
        ((3, 3, 3), ValueError, "low < high"),
    ],
)
def test_a_control_that_is_none_is_told_and_nothing_is_shown(control, error, says, kernel, published, controls):
    with pytest.raises(error, match=says):
        widgets.explore(number, value=control)

    assert published == controls == []


def test_no_steps_are_told():
    with pytest.raises(ValueError, match=r"at least 1 \(got 0\)"):
        widgets.step_through(number, 0)


def test_where_nobody_looks_nothing_is_drawn(monkeypatch, published):
    monkeypatch.setattr(canvas, "nobody_looks", lambda: True)
    asked = []
    widgets.explore(lambda value: asked.append(value), value=(0, 9, 3))

    assert asked == published == []
