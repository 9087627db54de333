"""How pictures are shown, and the note that stands there where one can't be drawn."""

import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from course import plots
from tests.plots.failing import raises, returns


def test_a_failing_function_leaves_the_students_settings_alone(published):
    before = dict(mpl.rcParams)
    plots.sigmoid_curve(raises(ValueError()))

    assert dict(mpl.rcParams) == before


def test_a_message_with_html_is_shown_as_text(published):
    message = '<script>alert("x")</script> & <img src=x>'
    plots.sigmoid_curve(raises(ValueError(message)))
    [output] = published

    assert output.tags == ["p", "code"]
    assert output.text.endswith(message)


def test_a_long_message_is_cut(published):
    plots.sigmoid_curve(raises(ValueError("no " * 5000)))

    assert len(published[0].plain) < 400


def test_a_list_that_holds_itself_is_told_and_not_drawn(published):
    losses = []
    losses.extend([losses] * 20)  # of which NumPy would never be done
    plots.training_curve(plots.show, returns(([0.0, 0.0], losses)), np.ones((4, 1)), np.ones((4, 1)), 0.1, 20)
    plots.sigmoid_curve(returns(losses))

    told = [output.plain for output in published]
    assert told == [
        f"This picture needs `{name}`, which returned a list that has itself among its items."
        for name in ("train_line", "sigmoid")
    ]


def test_alt_text_and_caption_are_escaped(published):
    plots.show(Figure(figsize=(2, 1)), '1 < 2 & "3"', caption="<b>4</b>")
    [output] = published

    assert output.images[0]["alt"] == '1 < 2 & "3"'
    assert (output.tags, output.text) == (["img", "p"], "<b>4</b>")
    assert output.plain == '1 < 2 & "3"\n<b>4</b>'


def test_show_closes_a_figure_made_with_pyplot(published_images):
    fig = plt.figure()
    plots.show(fig, "an empty figure")

    assert not plt.fignum_exists(fig.number)


def test_importing_plots_changes_no_setting(tmp_path):
    look = "import matplotlib as mpl; before = dict(mpl.rcParams); from course import plots; "
    source = look + "print(dict(mpl.rcParams) == before)"
    run = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert run.stdout == "True\n"
