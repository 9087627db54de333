"""Markdown as HTML in which nothing runs."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.grading.feedback_page import FeedbackPage
from course.grading.outputs import LEFT_OUT
from course.grading.pages import AS_WRITTEN, markdown2html

HOSTILE = [
    "<script>alert(1)</script>",
    "a <script src=//x.test/x.js></script> b",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](javascript:alert(1))",
    "![x](https://x.test/spy.png)",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<form action='/x'><button formaction='javascript:alert(1)'>x</button></form>",
    "<meta http-equiv=refresh content='0; url=//x.test'>",
    "<base href='//x.test'>",
    "<style>body { background: url(//x.test) }</style>",
    "<p style='background: url(//x.test); width: expression(alert(1))'>x</p>",
    "<object data=x></object><embed src=x>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{background: url(//x.test)}{x}$",
    '![$\\text{" onload=alert(1) x="}$](a.png)',
    "<p title='$\\text{\"><script>alert(1)</script>}$'>x</p>",
    '# $\\text{"><img src=x onerror=alert(1)>}$',
    "formula-0123456789abcdef0123456789abcdef",
    "<details open ontoggle=alert(1)>x</details>",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "<div id=x name=y class=z>x</div>",
]


def page(markdown: str) -> BeautifulSoup:
    html, _ = HTMLExporter(filters={"markdown2html": markdown2html}).from_notebook_node(
        new_notebook(cells=[new_markdown_cell(markdown)])
    )
    return BeautifulSoup(html, "html.parser").find("div", class_="jp-RenderedMarkdown")


def problems(soup: BeautifulSoup) -> Iterator[str]:
    forbidden = (
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "button",
        "meta",
        "base",
        "link",
        "svg",
        "input",
    )
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        if tag.name in forbidden:
            yield tag.name
        for name, value in tag.attrs.items():
            text = str(value).lower()
            if name.startswith("on") or "javascript" in text or "url(" in text or "expression" in text:
                yield f"{tag.name} {name}={value}"
            if name in ("src", "href", "xlink:href", "action") and (text.startswith(("data:text", "//"))):
                yield f"{tag.name} {name}={value}"
            if name == "src" and text.startswith("http"):
                yield f"{tag.name} {name}={value}"


@pytest.mark.parametrize("markdown", HOSTILE)
def test_nothing_runs(markdown: str) -> None:
    assert list(problems(page(markdown))) == []


def test_the_test_above_sees_what_it_looks_for() -> None:
    soup = BeautifulSoup("<p onclick=x><a href='javascript:x'>y</a><script></script><img src=//x></p>", "html.parser")

    assert len(list(problems(soup))) == 4


@pytest.mark.parametrize(
    ("markdown", "selector", "text"),
    [
        ("# A title", "h1", "A title"),
        ("some **bold** text", "strong", "bold"),
        ("`a < b`", "code", "a < b"),
        ("| a |\n| - |\n| 1 |", "td", "1"),
        ("<details><summary>A nudge</summary>Try it.</details>", "details > summary", "A nudge"),
        ("$x_1$", "math[display=inline] msub", "x1"),
        ("$$\\frac{1}{2}$$", "math[display=block] mfrac", "12"),
        ("if $a < b$ and $c > d$ then", "p", "if a<b and c>d then"),
        ("# On $x^2$", "h1 math", "x2"),
        ("not $x^2^3$ a formula", "code", "x^2^3"),
        ("[a page](https://docs.python.org)", "a[href='https://docs.python.org']", "a page"),
    ],
)
def test_honest_text_is_as_it_was(markdown: str, selector: str, text: str) -> None:
    found = page(markdown).select_one(selector)

    assert found is not None
    assert found.get_text() == text


def test_pictures_of_the_notebook_are_shown() -> None:
    pictures = page("![a plot](data:image/png;base64,iVBORw0KGgo=) ![mine](images/plot.png)").find_all("img")

    assert [image["src"] for image in pictures] == ["data:image/png;base64,iVBORw0KGgo=", "images/plot.png"]
    assert [image["alt"] for image in pictures] == ["a plot", "mine"]


SQUARED = "".join(f"<p><b title={i}>" for i in range(20_000))


def test_a_text_that_takes_too_much_stands_as_it_was_written_and_the_others_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("course.grading.fragments.SECONDS", 0.5)
    cells = [
        new_markdown_cell(text) for text in (f"my *answer* <b>\u202e{SQUARED}", "![x](attachment:gone.png)", "*y*")
    ]
    code = "x = 1\n" + "\n" * 200_000 + "y = '<b>'"
    cells.append(new_code_cell(code, outputs=[new_output("stream", text="<\x1b[1mi\x1b[0m>" * 100_000)]))
    cells.append(new_code_cell("z", outputs=[new_output("display_data", {"text/html": SQUARED})]))
    html, _ = FeedbackPage().from_notebook_node(
        new_notebook(cells=cells), {"nbgrader": {"notebook": "x", "score": 0, "max_score": 0, "late_penalty": 0}}
    )
    shown = BeautifulSoup(html, "html.parser")
    written, gone, last = (cell.get_text().strip() for cell in shown.find_all("div", class_="text_cell_render"))

    assert written.startswith(BeautifulSoup(AS_WRITTEN, "html.parser").get_text())
    assert "my *answer* <b>" in written
    assert (gone, last) == ("[x: this picture is not in the notebook]", "y")
    assert shown.find_all(class_="input_area")[0].get_text().strip() == code
    assert "The rest is left out" in shown.find(class_="output_stdout").get_text()
    assert LEFT_OUT in html
    assert len(html) < 2_000_000
