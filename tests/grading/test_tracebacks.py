"""How an error that a test raised is told."""

import re

import pytest

from course.grading.tracebacks import told_error
from tests.check.cells import BEGIN, END, run_cell

HIDDEN = "(Found on hidden numbers.)"


def raised_in(file: str, text: str) -> Exception:
    try:
        exec(compile("raise ValueError(text)", file, "exec"), {"text": text})
    except ValueError as error:
        return error
    raise AssertionError


def plain(lines: list[str]) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines))


def test_a_cell_is_told_by_its_number_in_the_notebook() -> None:
    _, _, lines = told_error(raised_in("<cell halved>", "no"), {"<cell halved>": 7})

    assert "Cell In[7], line 1" in plain(lines)
    assert "<cell" not in plain(lines)


def test_a_text_that_names_a_cell_stays_as_it_is() -> None:
    _, text, lines = told_error(raised_in("<cell halved>", "File <cell other>:3"), {"<cell halved>": 7})

    assert text == "File <cell other>:3"
    assert "ValueError: File <cell other>:3" in plain(lines)


@pytest.mark.parametrize(("raises", "text"), [("NotImplementedError()", ""), ("ValueError('no')", f"no {HIDDEN}")])
def test_that_hidden_numbers_led_there_is_told_of_errors_and_not_of_what_is_missing(raises: str, text: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - one or the other
        run_cell(f"def f():\n    raise {raises}\n", f"{BEGIN}f()\n{END}")

    assert told_error(caught.value, {})[1] == text
