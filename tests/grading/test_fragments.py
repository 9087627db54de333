"""HTML is made of a student's texts within bounds of time and memory, whatever they are."""

import resource
import time
from typing import Any

import pytest

from course.grading.fragments import MOST_SECONDS, MOST_TAGS, SECONDS, Allowance, fragment
from course.grading.rendering import DEEPEST

PIECES: dict[str, tuple[str, str]] = {
    "unclosed": ("html", "<b><div>"),
    "unclosed-links": ("html", "<p><a title={}>"),
    "unclosed-different": ("html", "<p><b title={}>"),
    "tables": ("html", "<table><tr><td><b title={}>"),
    "foster": ("html", "<table><b title={}>"),
    "comments": ("html", "<!--"),
    "attributes": ("html", "<a href="),
    "attributes-many": ("html", "<b a{}"),
    "entities": ("html", "&lt"),
    "styles": ("html", "<b style='color: red;margin: 1px 1px 1px;'>x</b>"),
    "math": ("html", "<math><mi><p><b title={}>"),
    "environments": ("markdown", "\\begin{{a}}"),
    "environments-different": ("markdown", "\\begin{{a}}\\end{{b}}"),
    "dollars": ("markdown", "$$ "),
    "dollar": ("markdown", "$x"),
    "parentheses": ("markdown", "\\\\\\\\(\\\\\\\\["),
    "links": ("markdown", "[x]("),
    "pictures": ("markdown", "![a]("),
    "references": ("markdown", "[a{}]: b\n"),
    "brackets": ("markdown", "["),
    "emphasis": ("markdown", "*a _b "),
    "stars": ("markdown", "*"),
    "quotes": ("markdown", ">"),
    "lists": ("markdown", "- "),
    "lists-deeper": ("markdown", "\n- x\n  "),
    "tables-wide": ("markdown", "|a"),
    "ticks": ("markdown", "`a``"),
    "tags": ("markdown", "<a "),
    "newlines": ("markdown", "\n"),
    "spaces": ("markdown", " "),
    "formula": ("markdown", "$x+y$ "),
    "code-newlines": ("code", "\n"),
    "code-spaces": ("code", "x = \\\n   "),
    "code-strings": ("code", "'''"),
    "code-f-strings": ("code", "f'{{"),
    "code-parentheses": ("code", "("),
    "code-magics": ("code", "%%x\n"),
    "colours": ("ansi", "\x1b[31mx"),
    "colours-one": ("ansi", "\x1b[1;"),
}


def repeated(piece: str, size: int) -> str:
    count = size // len(piece)
    return "".join(piece.format(number) for number in range(count))[:size]


@pytest.mark.parametrize("size", [20_000, 1_000_000])
@pytest.mark.parametrize("name", PIECES)
def test_no_text_takes_longer_than_it_may(name: str, size: int) -> None:
    kind, piece = PIECES[name]
    text, extra = repeated(piece, size), {"code": "ipython3", "markdown": {}}.get(kind)
    fragment(kind, "x", Allowance(), extra)  # starts the process
    before = time.process_time()
    spent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    html = fragment(kind, text, Allowance(), extra)

    assert html is None or html.count("<") <= MOST_TAGS
    assert time.process_time() - before < 1
    assert time.monotonic() - began < 10 * SECONDS  # of a processor that others use, too
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


def test_a_notebook_has_an_allowance() -> None:
    allowance = Allowance()
    texts = ["\n" * (100_000 + i) + "x" for i in range(20)]
    began = time.monotonic()
    made = [fragment("code", f"x{text}", allowance, "ipython3") for text in texts]

    assert made == [None] * 20
    assert allowance.seconds <= 0
    assert time.monotonic() - began < 5 * MOST_SECONDS
    assert fragment("code", "x", Allowance(), "ipython3") is not None


def test_tags_of_a_notebook_are_counted() -> None:
    allowance, html = Allowance(), "<i>x</i>" * 20_000
    made: list[Any] = [fragment("html", html, allowance) for _ in range(4)]

    assert made == [html, html, None, None]
    assert fragment("html", "<i>x</i>", allowance) == "<i>x</i>"
