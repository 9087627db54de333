"""How an error that a test raised is told."""

import re

from course.grading.tracebacks import told_error


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
