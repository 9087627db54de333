"""A day of an instructor's and one of a student's in JupyterLab, and the marking pages, in a real browser."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Lab, Notebook, choose, jupyterlab
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from course.authoring.answers import submission
from course.authoring.notebook import to_json
from course.config import course_config
from course.grading.run import course_api, grade, succeeded
from tests.courses import make_course
from tests.grading.classes import NAME, RIGHT, SCORES, TEXT, desk_of, gradebook_of, hand_in, put
from tests.grading.fragments_that_mutate import RUN

DAY = "02-a-day"
ASKED = TEXT.replace(
    '# %% [markdown] written="why"', '# %% [markdown]\n# ## Why?\n# Say *why*.\n\n# %% [markdown] written="why"'
)
HOSTILE = "\n\n".join(["mine $x^2$", *RUN.values()])
COURSE = [str(Path(sys.executable).parent / "course")]
ANSWERS = {"b17": "It *was* so.", "bob": HOSTILE, "zoe": RIGHT["why"]}


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def lab(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory, state: Path) -> Iterator[Lab]:
    """JupyterLab on a course of two lessons; three students have handed in the first. None without a browser."""
    root = tmp_path_factory.mktemp("course")
    (root / "lessons" / DAY).mkdir(parents=True)
    (root / "lessons" / DAY / "lesson.py").write_text(ASKED)
    make_course(root, NAME, ASKED)
    shutil.rmtree(root / "release" / DAY)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("c.ExchangeCollect.check_owner = False\n")  # all accounts of this class are one
    with gradebook_of(root) as book:
        book.add_student("b17", first_name="Ada", last_name="Lovelace")
    for student, answer in ANSWERS.items():
        hand_in(root, student, RIGHT | {"why": answer})
        with desk_of(root) as desk:
            put(desk, SCORES, student)
    expect.set_options(timeout=30_000)  # on a busy machine
    with jupyterlab(root, state) as running:
        yield running
    expect.set_options(timeout=None)


def submit(root: Path, student: str) -> None:
    """Hand in right answers to the lesson of the day, as `nbgrader submit` does."""
    time = "2026-01-02 03:04:05.678 UTC"
    folder = root / "exchange" / "neural_networks" / "inbound" / f"{student}+{DAY}+{time}+r4nd0m"
    folder.mkdir(parents=True)
    release = nbformat.read(root / "release" / DAY / f"{DAY}.ipynb", as_version=4)
    (folder / f"{DAY}.ipynb").write_text(to_json(submission(release, RIGHT)))
    (folder / "timestamp.txt").write_text(time)
    (folder / "submission_secret.txt").write_text("a secret")


@pytest.fixture
def signed_in(page: Page, lab: Lab) -> Page:
    """A page whose browser has the cookies of JupyterLab."""
    lab.sign_in(page)
    return page


def question(page: Page, lab: Lab, lesson: str = NAME) -> Locator:
    """Open the page of the question in words; returns its answers."""
    page.goto(f"{lab.url}formgrader/marking/{lesson}/{lesson}/why")
    return page.locator(".answer")


def answer_of(page: Page, name: str) -> Locator:
    return page.locator(".answer").filter(has=page.get_by_role("heading", name=name, exact=True))


def marks(lab: Lab, lesson: str = NAME) -> dict[str, tuple[float | None, str | None]]:
    """Points and comment by student, as nbgrader has them."""
    with gradebook_of(lab.folder) as book:
        found = {}
        for submitted in book.assignment_submissions(lesson):
            each = "why", lesson, lesson, submitted.student.id
            found[submitted.student.id] = book.find_grade(*each).manual_score, book.find_comment(*each).manual_comment
        return found


@pytest.fixture
def unmarked(lab: Lab) -> None:
    with gradebook_of(lab.folder) as book:
        for student in ANSWERS:
            grade, comment = (find("why", NAME, NAME, student) for find in (book.find_grade, book.find_comment))
            grade.manual_score, grade.needs_manual_grade, comment.manual_comment = None, True, None
        book.db.commit()


# --- the marking pages ------------------------------------------------------------------------------------------------


def test_a_class_is_marked_by_keyboard(signed_in: Page, lab: Lab, unmarked: None) -> None:
    page = signed_in
    page.goto(f"{lab.url}formgrader/gradebook")
    page.get_by_role("link", name="Mark answers in words").click()
    expect(page.get_by_role("row").filter(has_text="0 of 3")).to_contain_text("Why?")
    page.get_by_role("row").filter(has_text="0 of 3").get_by_role("link").click()
    expect(page.locator("aside")).to_contain_text("All or nothing.")
    expect(page.locator("aside")).to_contain_text("Because.")
    expect(page.locator("h3")).to_have_text(["Ada Lovelace", "bob", "zoe"])
    page.wait_for_load_state()
    left = page.locator("#left")

    page.keyboard.press("3")  # for the first that is not marked
    page.keyboard.press("Enter")
    expect(left).to_have_text("2")
    page.keyboard.press("j")  # from bob to zoe
    page.keyboard.type("1.5")
    page.keyboard.press("c")
    page.keyboard.type("Why so? 7 jk")
    page.keyboard.press("Control+Enter")  # and to bob, who is the last
    expect(left).to_have_text("1")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(left).to_have_text("0")
    page.keyboard.press("k")
    page.keyboard.press("c")
    page.keyboard.type("Good.")
    page.keyboard.press("Escape")
    expect(answer_of(page, "Ada Lovelace").get_by_text("Saved.")).to_be_visible()
    expect(answer_of(page, "Ada Lovelace").get_by_label("Points")).to_be_focused()

    assert marks(lab) == {"b17": (3, "Good."), "zoe": (1.5, "Why so? 7 jk"), "bob": (0, None)}
    expect(question(page, lab).locator(".state")).to_have_text(["Marked"] * 3)
    expect(answer_of(page, "zoe").get_by_label("Points")).to_have_value("1.5")
    expect(answer_of(page, "zoe").get_by_label("Comment")).to_have_value("Why so? 7 jk")


def test_points_that_there_are_not_are_told_and_kept_in_the_page(signed_in: Page, lab: Lab, unmarked: None) -> None:
    question(signed_in, lab)
    zoe = answer_of(signed_in, "zoe")
    zoe.get_by_label("Points").fill("5")
    zoe.get_by_label("Points").press("Enter")

    expect(zoe.locator(".told")).to_have_text("5 is more than the 4 points of this question.")
    expect(zoe.get_by_label("Points")).to_have_attribute("aria-invalid", "true")
    expect(zoe.get_by_label("Points")).to_be_focused()
    expect(zoe.get_by_label("Points")).to_have_value("5")
    expect(signed_in.locator("#unsaved")).to_have_text("1 not saved")
    assert marks(lab)["zoe"] == (None, None)

    signed_in.keyboard.type("4")
    signed_in.keyboard.press("Enter")
    expect(zoe.locator(".told")).to_have_text("Saved.")
    expect(signed_in.locator("#unsaved")).to_have_text("")
    assert marks(lab)["zoe"] == (4, None)


def test_a_lost_connection_is_told_and_loses_nothing(signed_in: Page, lab: Lab, unmarked: None) -> None:
    page, requests = signed_in, []

    def fail(route: Route) -> None:
        requests.append(route.request.url)
        route.fulfill(status=502) if len(requests) > 1 else route.abort()

    question(page, lab)
    page.clock.install()
    page.route("**/marking/marks/*", fail)
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    told = answer_of(page, "Ada Lovelace").locator(".told")
    expect(told).to_contain_text("Not saved: the server does not answer.")
    page.clock.run_for(6000)
    expect(told).to_contain_text("Not saved: the server answered 502.")
    expect(page.locator("#unsaved")).to_have_text("1 not saved")
    assert marks(lab)["b17"] == (None, None)

    page.reload()  # which a frame of JupyterLab does without asking
    expect(told).to_contain_text("Not saved: the server answered 502.")
    expect(answer_of(page, "Ada Lovelace").get_by_label("Points")).to_have_value("2")
    page.unroute("**/marking/marks/*")
    page.clock.run_for(6000)
    expect(told).to_have_text("Saved.")
    assert marks(lab)["b17"] == (2, None)
    page.reload()
    expect(page.locator("#unsaved")).to_have_text("")


def test_a_gradebook_that_another_program_writes_to_is_waited_for(signed_in: Page, lab: Lab, unmarked: None) -> None:
    question(signed_in, lab)
    told = answer_of(signed_in, "Ada Lovelace").locator(".told")
    with closing(sqlite3.connect(lab.folder / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        signed_in.keyboard.type("2")
        signed_in.keyboard.press("Enter")
        expect(told).to_contain_text(
            "can't be used: database is locked; another program has been writing", timeout=30_000
        )
    expect(told).to_have_text("Saved.", timeout=30_000)

    assert marks(lab)["b17"] == (2, None)


def test_two_who_mark_at_once_see_each_others_marks(
    signed_in: Page, browser: BrowserContext, lab: Lab, unmarked: None
) -> None:
    question(signed_in, lab)
    with browser.new_page() as other:
        question(other, lab)
        answer_of(other, "zoe").get_by_label("Comment").fill("Good.")
        answer_of(other, "zoe").get_by_label("Points").fill("3")
        answer_of(other, "zoe").get_by_label("Points").press("Enter")
        expect(answer_of(other, "zoe").locator(".told")).to_have_text("Saved.")
    zoe = answer_of(signed_in, "zoe")
    zoe.get_by_label("Points").fill("1")
    zoe.get_by_label("Points").press("Enter")

    expect(zoe.locator(".told")).to_contain_text("it has 3 of 4 points and the comment “Good.”")
    assert marks(lab)["zoe"] == (3, "Good.")
    signed_in.keyboard.press("Enter")
    expect(zoe.locator(".told")).to_have_text("Saved.")
    assert marks(lab)["zoe"] == (1, None)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_marking_pages(browser: BrowserContext, lab: Lab, unmarked: None, scheme: Any) -> None:
    assert browser.browser is not None
    # The policy of the pages would let no axe run in them.
    with browser.browser.new_context(bypass_csp=True, color_scheme=scheme) as context, context.new_page() as page:
        lab.sign_in(page)
        for width in (400, 1200):
            page.set_viewport_size({"width": width, "height": 900})
            for path in ("marking", f"marking/{NAME}/{NAME}/why"):
                page.goto(f"{lab.url}formgrader/{path}")
                if points := page.get_by_label("Points").all():
                    points[0].fill("none")
                    points[0].press("Enter")
                    expect(page.locator(".told.wrong")).to_be_visible()

                found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

                assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
                assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_mark_is_not_saved_for_another_answer_than_was_seen(signed_in: Page, lab: Lab, unmarked: None) -> None:
    question(signed_in, lab)
    zoe = answer_of(signed_in, "zoe")
    hand_in(lab.folder, "zoe", RIGHT | {"why": "It is not so."})
    with desk_of(lab.folder) as desk:
        put(desk, SCORES, "zoe")
    zoe.get_by_label("Points").fill("4")
    zoe.get_by_label("Points").press("Enter")
    expect(zoe.locator(".told")).to_contain_text("Another answer was handed in")
    assert marks(lab)["zoe"] == (None, None)

    signed_in.reload()
    expect(zoe).to_contain_text("It is not so.")
    expect(zoe.locator(".told")).to_contain_text("Not saved: this was for another answer")
    zoe.get_by_label("Points").press("Enter")
    expect(zoe.locator(".told")).to_have_text("Saved.")
    assert marks(lab)["zoe"] == (4, None)


def test_nothing_of_a_students_runs_on_the_marking_page(signed_in: Page, lab: Lab) -> None:
    page = signed_in
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    bob = question(page, lab).filter(has_text="mine")
    expect(bob.locator("math").first).to_be_visible()

    assert page.evaluate("window.hacked") is None
    assert (
        bob.locator(".text [class^=x], .text [id]:not(.cell), .text [onerror], .text a[href^=javascript]").count() == 0
    )
    assert bob.locator("script, iframe, .text form, .text input").count() == 0
    assert [url for url in asked if not url.startswith(lab.url) and not url.startswith("data:")] == []
    assert errors == []


def test_the_policy_would_stop_what_came_through(signed_in: Page, lab: Lab) -> None:
    question(signed_in, lab)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=204)

    signed_in.route("**/stolen.png", answer)
    signed_in.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.hacked = 1";
            document.body.append(script);
            const more = "<img src=data:, onerror='hacked=1'><img src=//x.test/stolen.png>";
            document.body.insertAdjacentHTML("beforeend", more);
        }"""
    )
    signed_in.wait_for_timeout(200)

    assert signed_in.evaluate("window.hacked") is None
    assert asked == []


@pytest.mark.parametrize("path", ["", f"/{NAME}/{NAME}/why"])
def test_who_may_not_open_the_formgrader_may_not_mark(
    signed_in: Page, browser: BrowserContext, lab: Lab, path: str
) -> None:
    question(signed_in, lab)
    address = signed_in.locator(".answer").first.get_attribute("data-mark")
    send = "async ([url, headers]) => (await fetch(url, {method: 'PUT', body: '{}', headers})).status"
    cookie = {"X-XSRFToken": signed_in.evaluate("cookie('_xsrf')")}
    assert signed_in.evaluate(send, [address, cookie]) == 400  # there is no mark in it
    assert signed_in.evaluate(send, [address, {}]) == 403  # it doesn't have the cookie, which another site can't read

    assert browser.browser is not None
    with browser.browser.new_context() as stranger, stranger.new_page() as page:
        page.goto(f"{lab.url}formgrader/marking{path}")
        assert page.url.startswith(f"{lab.url}login")
        assert page.evaluate(send, [address, cookie]) == 403


def test_a_question_that_is_not_there_is_told(signed_in: Page, lab: Lab) -> None:
    answer = signed_in.goto(f"{lab.url}formgrader/marking/{NAME}/{NAME}/what")

    assert answer is not None
    assert answer.status == 404


# --- nbgrader's page of a submission ----------------------------------------------------------------------------------


def test_the_page_of_a_submission_is_used_by_keyboard(signed_in: Page, lab: Lab) -> None:
    page = signed_in
    question(page, lab)
    links = page.get_by_role("link", name="Whole notebook").evaluate_all("links => links.map(link => link.href)")
    first, second, *_ = sorted(links)
    page.goto(first)
    for key, there in (("Control+Period", second), ("Control+Comma", first)):
        expect(page.locator("#why_extra_credit")).to_have_attribute("placeholder", "0")  # its mark is there
        page.locator("#why").focus()
        page.keyboard.press(key)
        page.wait_for_url(f"{there}?index=*")
        expect(page.locator("#why")).to_be_focused()  # the place is kept
        expect(page.locator("#why")).to_be_in_viewport()

    page.locator(".help").click()
    expect(page.locator(".modal-title")).to_have_text("Keyboard shortcuts")


# --- the two days -----------------------------------------------------------------------------------------------------


def defunct(server: int) -> list[str]:
    """Children of a process that have ended, and that it has not asked how."""
    states = (path.read_text().rpartition(")") for path in Path("/proc").glob("[0-9]*/stat") if path.exists())
    return [name for name, _, rest in states if rest.split()[:2] == ["Z", str(server)]]


OF_JUPYTERS = r"is not trusted|websocket_ping_timeout"  # warnings that come with any notebook


def warnings(log: Path, before: int) -> list[str]:
    """What a server has warned of since its log had so many characters; not of pages left while they loaded."""
    records = re.split(r"^(?=\[[A-Z] \d)", log.read_text()[before:], flags=re.MULTILINE)
    return [record for record in records if re.match(r"\[[WEC] ", record) and "StreamClosedError" not in record]


def press(page: Page, row: Locator, symbol: str, said: str) -> None:
    """Press a button of nbgrader's, and close what it says."""
    row.locator(f".glyphicon-{symbol}").click()
    dialog = page.locator(".modal.in")
    expect(dialog).to_contain_text(said, timeout=60_000)
    assert not re.search(r"\[(WARNING|ERROR|CRITICAL)\]", dialog.inner_text())
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)


def test_a_day_of_an_instructors(signed_in: Page, lab: Lab, state: Path) -> None:
    page, log = signed_in, state / "jupyterlab.log"
    before = len(log.read_text())
    page.goto(f"{lab.url}formgrader/manage_assignments")
    lesson = page.get_by_role("row").filter(has_text=DAY)
    press(page, lesson, "education", "Successfully created the student version")
    press(page, lesson, "cloud-upload", "Successfully released")
    submit(lab.folder, "eve")
    press(page, lesson, "cloud-download", "Successfully collected")

    lesson.get_by_role("link", name="1", exact=True).click()
    submission = page.get_by_role("row").filter(has_text="eve")
    press(page, submission, "flash", "Successfully autograded")
    expect(submission).to_contain_text("needs manual grading")
    expect(submission).to_contain_text("3 / 7")
    expect(page.locator("body")).not_to_contain_text("None, None")
    (runtime,) = (state / "runtime").glob("jpserver-*.json")
    assert defunct(int(runtime.stem.partition("-")[2])) == []

    page.get_by_role("link", name="Mark answers in words").click()
    page.get_by_role("row").filter(has_text="0 of 1").get_by_role("link").click()
    expect(page.locator("h3")).to_have_text(["eve"])
    page.wait_for_load_state()
    page.keyboard.type("4")
    page.keyboard.press("c")
    page.keyboard.type("Well argued.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".told")).to_have_text("Saved.")
    done = subprocess.run(
        [*COURSE, "grade", DAY, "--again"], cwd=lab.folder, check=True, capture_output=True, text=True
    )
    assert "1 graded" in done.stdout
    assert marks(lab, DAY) == {"eve": (4, "Well argued.")}

    page.goto(f"{lab.url}formgrader/manage_submissions/{DAY}")
    expect(submission).to_contain_text("7 / 7")
    press(page, submission, "comment", "Successfully generated feedback")
    press(page, submission, "envelope", "Successfully released feedback")
    (released,) = (lab.folder / "exchange" / "neural_networks" / "feedback").glob("*.html")
    assert "Well argued." in released.read_text()
    assert warnings(log, before) == []


def write(notebook: Notebook, place: str, text: str) -> None:
    """Write over what is in the cell that holds `place`."""
    cell = notebook.panel.locator(".jp-Cell").filter(has_text=place)
    cell.dblclick()  # which opens a text that is shown
    cell.locator(".cm-content").click()
    notebook.page.keyboard.press("ControlOrMeta+a")
    notebook.page.keyboard.insert_text(text)


def validated(page: Page) -> Locator:
    page.get_by_role("button", name="Validate").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=60_000)
    return dialog


@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning")  # nbgrader's `authentictor`
def test_a_day_of_a_students(signed_in: Page, lab: Lab, state: Path) -> None:
    page, log = signed_in, state / "jupyterlab.log"
    before = len(log.read_text())
    api = course_api(course_config(lab.folder))
    succeeded(api.release_assignment(NAME), "releasing")
    lab.show(page)
    choose(page, "Nbgrader", "Assignment List")
    lists = page.locator("#nbgrader-assignment-list")
    released = lists.locator("#released_assignments_list .list_item").filter(has_text=NAME)
    released.get_by_role("button", name="Fetch", exact=True).click()
    expect(lists.get_by_role("button", name="Submit")).to_be_visible()

    notebook = Notebook(page, lab, f"{NAME}/{NAME}.ipynb")
    write(notebook, "def double", "def double(x):\n    return x")
    expect(validated(page)).to_contain_text("double(2) == 4")
    page.keyboard.press("Escape")
    for place, answer in (
        ("def double", RIGHT["double"]),
        ("def add", RIGHT["add"]),
        ("YOUR ANSWER HERE", "So it is."),
    ):
        write(notebook, place, answer)
    expect(validated(page)).to_contain_text("All checks that you can see pass.")
    page.keyboard.press("Escape")

    choose(page, "Nbgrader", "Assignment List")
    lists.get_by_role("button", name="Submit").click()
    expect(lists.get_by_role("button", name="Fetch Feedback")).to_be_visible()
    succeeded(api.collect(NAME), "collecting")
    assert grade(lab.folder, [NAME], jobs=1, feedback=True) == {NAME: {}}
    succeeded(api.release_feedback(NAME), "releasing the feedback")
    lists.get_by_role("button", name="Fetch Feedback").click()
    expect(lists.get_by_text("view feedback")).to_be_visible()

    (feedback,) = (lab.folder / NAME / "feedback").rglob("*.html")
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"{lab.url}files/{quote(str(feedback.relative_to(lab.folder)))}", referer=lab.url)
    expect(page.locator("body")).to_contain_text("So it is.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert [line for line in warnings(log, before) if not re.search(OF_JUPYTERS, line)] == []
