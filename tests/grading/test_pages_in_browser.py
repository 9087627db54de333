"""What is a student's in the feedback and in the formgrader's page, as a browser reads it."""

import base64
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.server_extensions.formgrader.handlers import static_path, template_path
from playwright.sync_api import BrowserContext, Page, Route
from traitlets.config import Config

from course.grading import configure
from course.grading.feedback_page import FeedbackPage
from course.grading.formgrader import question_page
from course.grading.marking import Answer, Question, Texts
from course.grading.people import Person
from tests.grading.fragments_that_mutate import ASK, COVER, RUN

HOST = "http://course.test"
PICTURE = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()
PICTURE_URL = f"data:image/png;base64,{PICTURE}"
RESOURCES: dict[str, Any] = {
    "nbgrader": {"notebook": "lesson", "score": 1, "max_score": 2, "late_penalty": 0},
    **dict.fromkeys(["assignment_id", "notebook_id", "last_name", "first_name", "student"], "lesson"),
    **{"submission_id": "s1", "index": 0, "total": 1, "base_url": "", "notebook_path": "lesson.ipynb"},
}


def notebook(*pieces: str) -> NotebookNode:
    """A graded notebook that has each piece everywhere where text of a student's can be."""
    marked = new_markdown_cell("an answer")
    marked.metadata["nbgrader"] = {"grade_id": "answer", "grade": True, "solution": True, "points": 2, "score": 1}
    return new_notebook(cells=[marked, *(cell for piece in pieces for cell in cells_with(piece))])


def cells_with(piece: str) -> list[NotebookNode]:
    name = piece.replace("\n", " ")
    outputs = [
        new_output("stream", text=f"\x1b[31m{piece}\x1b[0m {piece}"),
        new_output("display_data", {"text/html": piece}),
        new_output("display_data", {"text/markdown": piece}),
        new_output("display_data", {"text/latex": f"$\\text{{{piece}}}$ {piece}"}),
        new_output("display_data", {"text/plain": piece}),
        new_output("display_data", {"image/png": f"'>{piece}"}),
        new_output("execute_result", {"image/svg+xml": piece}, execution_count=1),
        new_output("error", ename=piece, evalue=piece, traceback=[piece, f"\x1b[1;31m{piece}"]),
    ]
    formula = f"$\\text{{{piece}}}$ and\n\n$$x^{{{piece}}}$$\n\n$\\href{{{piece}}}x$"
    return [
        new_markdown_cell(f"before\n\n{piece}\n\nafter"),
        new_markdown_cell(f"before {piece} after {formula}"),
        new_markdown_cell(f"# {piece}\n\n- {piece}\n\n| {name} | b |\n|---|---|\n| {name} | x |"),
        new_markdown_cell(f"```html\n{piece}\n```\n\n`{piece}`"),
        new_markdown_cell(
            f'![{name}](<attachment:{name}> "{name}") ![x](<attachment:none{name}>) [{name}](<{name}> "{name}")',
            attachments={name: {"image/png": PICTURE}, "b": {"image/svg+xml": piece}},
        ),
        new_raw_cell(piece),
        new_code_cell(piece, outputs=outputs),
    ]


def feedback(shown: NotebookNode) -> str:
    return FeedbackPage().from_notebook_node(shown, dict(RESOURCES))[0]


def formgrader(shown: NotebookNode) -> str:
    config = Config()
    # As nbgrader's extension makes it, and then reads the course's settings.
    config.HTMLExporter.template_name, config.HTMLExporter.extra_template_basedirs = "formgrade", [template_path]
    configure(config)
    return HTMLExporter(config=config).from_notebook_node(shown, dict(RESOURCES))[0]


def marking(*pieces: str) -> str:
    """The page on which a person marks answers, each of which has one piece everywhere where text can be."""
    given = [
        Answer("g", "s", Person(str(number)), 2.0, None, None, "", True, Path("lesson.ipynb"), tuple(cells_with(piece)))
        for number, piece in enumerate(["an answer", *pieces])
    ]
    asked = Question("lesson", "lesson", "why", 2.0, len(given), len(given), Texts("Why?", "Say why.", "So.", "All."))
    return question_page(asked, given, "", "a-nonce")


def uncleaned(make: Any, piece: str) -> str:
    """The page as it would be if `piece` came through."""
    return _empty(make).replace("an answer", f"an answer {piece}")


@cache
def _empty(make: Any) -> str:
    return make(notebook())


@pytest.fixture(scope="module")
def lenient(browser: BrowserContext) -> Iterator[BrowserContext]:
    """A browser that pays no heed to a page's policy: what is to hold has to hold without it."""
    assert browser.browser is not None
    with browser.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}) as context:
        yield context


@pytest.fixture(scope="module")
def tab(lenient: BrowserContext) -> Iterator[Page]:
    """A page for one piece of HTML after the other: a new page takes longer to come than a piece to load."""
    with lenient.new_page() as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        yield page


def opened(page: Page, html: str) -> set[str]:
    """Open `html`, and return the addresses that it asked for, less those of the page itself."""
    asked: set[str] = set()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        static = Path(static_path) / path.removeprefix("/formgrader/static/")
        if route.request.url == f"{HOST}/page/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.url.startswith(f"{HOST}/formgrader/api/"):
            route.fulfill(json=[])
        elif route.request.url.startswith(HOST) and static.is_file():
            route.fulfill(path=static)
        else:
            asked.add(route.request.url)
            route.fulfill(status=204)  # with which a browser stays where it is

    page.goto("about:blank")  # what was open before asks for nothing more
    page.unroute_all()
    page.route("**/*", answer)
    page.goto(f"{HOST}/page/")
    page.wait_for_timeout(30)  # for events that come after loading
    return asked


# Places that are a student's; all else is the page's skeleton.
STUDENTS = ".text_cell_render, .output_subarea, .input_area"
SKELETON = (
    ".panel-heading, .navbar .breadcrumb, .code_cell .input_prompt, main > h2, section > h3, .label, .verdict"
    ", .answer h3, .mark label"
)
LOOK = """([students, skeleton]) => {
    const wrong = [];
    const place = element => element.closest(students);
    const note = (what, element) => wrong.push(`${what}: ${element.outerHTML.slice(0, 120)}`);

    // What stands at points of the window belongs to the skeleton, or is within the place that it was given.
    const look = () => {
        for (let x = 5; x < innerWidth; x += 60) for (let y = 5; y < innerHeight; y += 30) {
            const found = document.elementFromPoint(x, y), own = found && place(found);
            if (!own) continue;
            const box = own.getBoundingClientRect();
            if (x < box.left - 1 || x > box.right + 1 || y < box.top - 1 || y > box.bottom + 1) note("covers", found);
        }
    };
    look();
    for (const part of document.querySelectorAll(skeleton)) {
        part.scrollIntoView({block: "center"});
        const box = part.getBoundingClientRect();
        const found = document.elementFromPoint(box.left + 8, box.top + Math.min(box.height / 2, 15));
        if (found && place(found)) note("covers a part of the page", found);
    }
    scrollTo(0, document.body.scrollHeight);
    look();

    const usual = {
        position: "static", float: "none", transform: "none", translate: "none", textIndent: "0px", boxShadow: "none",
    };
    const colours = /^(ansi-[a-z-]+( ansi-[a-z-]+)*|[a-z]{1,3}\\d?| *highlight hl-ipython3)$/;
    const styles = /url|expression|@|\\\\|calc|height|vertical-align:\\s*[-0-9]|%.*font-size|font-size:[^;]*%/i;
    const formulas = /^(voffset|mathsize|height|depth|lspace|href)=|=-[1-9]/;
    const names = /^(class|id|name|on.*|for|form|is|slot|xmlns|data-.*|contenteditable|autofocus|dir)$/;
    for (const own of document.querySelectorAll(students)) for (const element of own.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        for (const name in usual) {
            if (style[name] !== usual[name]) note(`${name} ${style[name]}`, element);
        }
        for (const side of ["Top", "Left"])  // a wide table's "auto" may be less than nothing on its right
            if (parseFloat(style["margin" + side]) < 0) note("negative margin", element);
        const coloured = element.closest(".highlight, .output_text, .output_stream, .output_error");
        for (const {name, value} of element.attributes) {
            if (names.test(name) && !(name == "class" && coloured && colours.test(value))) note(name, element);
            if (name == "style" && styles.test(value)) note(name, element);
            if (/^m/.test(element.localName) && formulas.test(`${name}=${value}`)) note(name, element);
        }
    }
    const unseen = /[\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]/;
    if (unseen.test(document.body.innerText)) wrong.push("characters that nobody sees");
    return wrong;
}"""


# What some cleaners do: they write what they read, and it is read another time.
AGAIN = """async students => {
    for (const time of [1, 2]) for (const own of document.querySelectorAll(students)) own.innerHTML = own.innerHTML;
    await new Promise(done => setTimeout(done, 30));
}"""
ALL = RUN | ASK | COVER
# Bootstrap has them in relative places: each moves what it holds.
RAISED = {
    "sup": "<sup><span style='font-size:39px'>" * 30 + "x",
    "sub": "<sub><span style='font-size:39px'>" * 30 + "x",
}
TRIED = ALL | RAISED
GROUPS = [
    list(TRIED)[start : start + 24] for start in range(0, len(TRIED), 24)
]  # to a page, which takes a second to load


@pytest.mark.parametrize("make", [feedback, formgrader])
@pytest.mark.parametrize("names", GROUPS, ids=",".join)
def test_nothing_of_a_students_runs_asks_or_moves(tab: Page, make: Any, names: list[str]) -> None:
    asked = opened(tab, make(notebook(*(TRIED[name] for name in names))))

    assert tab.evaluate(LOOK, [STUDENTS, SKELETON]) == []
    tab.evaluate(AGAIN, STUDENTS)
    assert tab.evaluate(LOOK, [STUDENTS, SKELETON]) == []
    assert tab.evaluate("window.hacked") is None
    assert asked == set()
    assert tab.locator(".panel-heading, section > h3").count() >= 1
    assert tab.get_by_text("an answer").is_visible()


def seen(page: Page, html: str) -> Any:
    """What the test above would find in `html`, if anything."""
    asked = opened(page, html)
    page.evaluate(AGAIN, STUDENTS)
    return page.evaluate("window.hacked") or asked or page.evaluate(LOOK, [STUDENTS, SKELETON])


@pytest.mark.parametrize("name", ALL)
def test_the_test_above_sees_what_runs_asks_and_moves(tab: Page, name: str) -> None:
    """Or it would pass whatever comes out. The feedback loads faster; not everything is seen in both."""
    assert any(seen(tab, uncleaned(make, ALL[name])) for make in (feedback, formgrader))


def test_nothing_of_a_students_runs_asks_or_moves_where_it_is_marked(tab: Page) -> None:
    asked = opened(tab, marking(*TRIED.values()))

    assert tab.evaluate(LOOK, [STUDENTS, SKELETON]) == []
    assert tab.evaluate("window.hacked") is None
    assert asked == set()
    assert tab.locator(".answer").count() == len(TRIED) + 1


@pytest.mark.parametrize("make", [feedback, formgrader])
def test_the_policy_would_stop_what_came_through(browser: BrowserContext, lenient: BrowserContext, make: Any) -> None:
    outside = "<img src=//x.test/a.png><iframe src=//x.test/></iframe><link rel=stylesheet href=//x.test/a.css>"
    scripts = "<script>hacked=1</script><img src=data:, onerror=hacked=1><a onclick=hacked=1 id=own>x</a>"
    html = make(notebook("x")).replace("</body>", f"{outside}{scripts}<script src=/files/a.js></script></body>")

    found = []
    for context in (browser, lenient):
        with context.new_page() as page:
            asked = opened(page, html)
            page.evaluate("document.getElementById('own').click()")
            found.append((page.evaluate("window.hacked"), asked != set()))

    assert found == [(None, False), (1, True)]


def test_the_formgraders_own_scripts_run(browser: BrowserContext) -> None:
    with browser.new_page() as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

        cells = [
            new_markdown_cell("$x$"),
            new_code_cell("1", outputs=[new_output("display_data", {"image/png": PICTURE})]),
        ]

        assert opened(page, formgrader(new_notebook(cells=cells))) == set()
        assert page.evaluate("typeof formgrader.configureScrolling") == "function"
        page.locator(".glyphicon.name-hidden").click()
        assert page.locator("a.name-shown").is_visible()
        assert not page.locator("a.name-hidden").is_visible()
        page.locator(".help").click()
        page.locator(".modal-title").wait_for()
        assert errors == []


def test_the_formgrader_tells_what_passed_from_what_failed(tab: Page) -> None:
    def graded(name: str, *outputs: NotebookNode) -> NotebookNode:
        cell = new_code_cell("assert x", outputs=list(outputs))
        cell.metadata["nbgrader"] = {"grade_id": name, "grade": True, "locked": True, "solution": False, "points": 1}
        return cell

    tests = [
        graded("right", new_output("stream", text="fine")),
        graded("wrong", new_output("error", ename="E", evalue="e", traceback=["e"])),
        graded("half", new_output("execute_result", {"text/plain": "0.5"}, execution_count=1)),
    ]
    text = new_markdown_cell(f"![]({PICTURE_URL})\n\n|a|b|\n|-|-|\n|c|d|")
    opened(tab, formgrader(new_notebook(cells=[*tests, text])))
    behind = "labels => labels.map(label => getComputedStyle(label, '::after').content)"
    said = tab.locator(".nbgrader-label").evaluate_all(behind)
    headings = tab.locator(".nbgrader_cell > .panel-heading")
    colours = headings.evaluate_all("all => all.map(each => getComputedStyle(each).backgroundColor)")

    assert said == ['" ✓ passed"', '" ✗ failed"', "none"]
    assert colours[0] == colours[2] != colours[1]
    assert tab.locator("#notebook img").evaluate("picture => getComputedStyle(picture).borderStyle") == "none"
    assert tab.locator("#notebook td").first.evaluate("cell => parseFloat(getComputedStyle(cell).paddingLeft)") > 8
