"""HTML is made of a student's texts within bounds of time and memory, whatever they are."""

import resource
import time
from typing import Any

import pytest

from course.grading.fragments import MOST_SIGNS, SECONDS, Allowance, fragment
from course.grading.rendering import DEEPEST
from course.grading.submission_file import LARGEST_CELL

PIECES: dict[str, tuple[str, str]] = {
    "unclosed-links": ("html", "<p><a title={}>"),
    "unclosed-different": ("html", "<p><b title={}>"),
    "tables": ("html", "<table><tr><td><b title={}>"),
    "attributes": ("html", "<a href="),
    "entities": ("html", "&lt"),
    "styles": ("html", "<b style='color: red;margin: 1px 1px 1px;'>x</b>"),
    "math": ("html", "<math><mi><p><b title={}>"),
    "environments": ("markdown", "\\begin{{a}}"),
    "dollars": ("markdown", "$$ "),
    "links": ("markdown", "[x]("),
    "references": ("markdown", "[a{}]: b\n"),
    "emphasis": ("markdown", "*a _b "),
    "lists-deeper": ("markdown", "\n- x\n  "),
    "tables-wide": ("markdown", "|a"),
    "tags": ("markdown", "<a "),
    "newlines": ("markdown", "\n"),
    "formula": ("markdown", "$x+y$ "),
    "code-newlines": ("code", "\n"),
    "code-spaces": ("code", "x = \\\n   "),
    "code-f-strings": ("code", "f'{{"),
    "code-magics": ("code", "%%x\n"),
    "colours": ("ansi", "\x1b[31mx"),
    "colours-one": ("ansi", "\x1b[1;"),
}


# What takes all the time that it may, whatever that is.
ENDLESS = {
    *("unclosed-different", "math", "environments", "dollars", "links", "emphasis", "lists-deeper", "formula"),
    *("code-spaces", "colours", "colours-one"),
}


def repeated(piece: str, size: int) -> str:
    count = size // len(piece)
    return "".join(piece.format(number) for number in range(count))[:size]


@pytest.mark.parametrize("name", PIECES)
def test_no_text_takes_longer_than_it_may(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = SECONDS / 4 if name in ENDLESS else SECONDS
    monkeypatch.setattr("course.grading.fragments.SECONDS", seconds)
    kind, piece = PIECES[name]
    text, extra = repeated(piece, LARGEST_CELL), {"code": "ipython3", "markdown": {}}.get(kind)
    fragment(kind, "x", Allowance(), extra)  # starts the process
    before = time.process_time()
    spent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    html = fragment(kind, text, Allowance(), extra)

    assert html is None or (name not in ENDLESS and html.count("<") + html.count("&") <= MOST_SIGNS)
    assert time.process_time() - before < 1
    assert time.monotonic() - began < 10 * seconds  # of a processor that others use, too
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - spent < 500_000  # KiB
    assert fragment(kind, "x", Allowance(), extra) is not None


@pytest.mark.parametrize(
    ("latex"),
    [
        "\\frac{" * 5000,
        "x^{" * 5000 + "}" * 5000,
        "\\left(" * 5000,
        "x+" * 100_000,
        "{" * 100_000,
        "\\text{a}" * 50_000,
    ],
)
def test_no_formula_takes_longer_than_it_may(latex: str) -> None:
    fragment("markdown", "x", Allowance(), {})
    began = time.monotonic()
    fragment("markdown", f"${latex}$", Allowance(), {})

    assert time.monotonic() - began < 10 * SECONDS


def test_what_is_nested_too_deeply_is_left_out() -> None:
    def nested(depth: int) -> str:
        return "<div>" * depth + "x" + "</div>" * depth

    assert fragment("html", nested(DEEPEST), Allowance()) == nested(DEEPEST)
    assert fragment("html", nested(DEEPEST + 1), Allowance()) is None
    assert fragment("html", "<br>x" * (DEEPEST + 1), Allowance()) is not None
    assert fragment("html", "<div></div>" * (DEEPEST + 1), Allowance()) is not None


def test_a_notebook_has_an_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = SECONDS / 4
    monkeypatch.setattr("course.grading.fragments.SECONDS", seconds)
    allowance = Allowance()
    allowance.seconds = 1.5 * seconds
    texts = ["\n" * (100_000 + i) + "x" for i in range(100)]
    began = time.monotonic()
    made = [fragment("code", f"x{text}", allowance, "ipython3") for text in texts]

    assert made == [None] * 100
    assert allowance.seconds <= 0
    assert time.monotonic() - began < 20 * seconds
    assert fragment("code", "x", Allowance(), "ipython3") is not None


def test_signs_of_a_notebook_are_counted() -> None:
    allowance, html = Allowance(), "<i>&lt;</i>" * 15_000
    made: list[Any] = [fragment("html", html, allowance) for _ in range(5)]

    assert made == [html, html, html, None, None]
    assert fragment("html", "<i>x</i>", allowance) == "<i>x</i>"
