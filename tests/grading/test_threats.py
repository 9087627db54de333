# ruff: noqa: E501 (payloads are lines of code, however long)
"""What submissions try, and what comes of it: marks, secrets, pages and the machine, by the real commands.

All of `tests/grading/attacks.py` that was asked for is handed in to one course: `course grade` grades most of it, and then
`nbgrader autograde` what is to be run anew. `pytest -k r07` grades the attacks of row 7 and the honest submissions only,
`THREATS=all` also those that a usual run leaves out, and `THREATS=anew` all of them with all their cells run anew, which
changes no mark, except that what uses up time and memory may cost its own author more where more is run.
"""

import ast
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from course.authoring.answers import read_answers, reference, submission
from course.authoring.build import build
from course.authoring.lesson import Exercise, read_lesson
from course.authoring.notebook import to_json
from course.config import course_config
from course.grading.hearing import FAILED
from course.grading.marks import marks
from tests.courses import ROOT, key_of, processes, waited_for
from tests.grading.attacks import ARMED, ATTACKS, NOTEBOOK, RARE, SLEEPER, Attack, others_right
from tests.grading.classes import Locked, locked_out
from tests.grading.commands import Starter

NAME = "01-forward-pass"
LESSON = read_lesson(ROOT / "lessons" / NAME / "lesson.py")
EXERCISES: dict[str, Exercise] = {e.name: e for e in LESSON.exercises if e.tests}
TESTS = {test.key: exercise.name for exercise in EXERCISES.values() for test in exercise.tests}
SOLVED = {exercise.name: reference(exercise) for exercise in LESSON.exercises}
LIMITS = """
c.Referee.cell_seconds = 3
c.Referee.notebook_seconds = 15
c.Referee.memory_mb = 1024
c.Referee.processes = 64
c.Referee.disk_mb = 128
c.CourseDirectory.student_id_exclude = __import__("os").environ.get("NOT_NOW", "")
"""
WANTED = os.environ.get("THREATS")  # "all", "anew" or nothing
# What is about outputs, or shows something that an honest notebook must show, is run anew.
ANEW = ("*",) if WANTED == "anew" else ("honest-[!r]*", "zz-*", "r09*", "r11*", "r15*", "r2[5689]*")
GRADERS = ("?[02]*", "?[!02]*")  # of two at once, each grades those whose name is like this
MINUTES = 15  # for the whole batch, after which it counts as hung
BATCH = {
    attack.name: attack
    for attack in [*others_right(read_answers(ROOT / "lessons" / NAME / "answers.py", LESSON)), *ATTACKS]
    if WANTED or attack.name not in RARE
}
ALWAYS = ("honest-perfect", "honest-blank", "zz-witness", "zz-last-honest")
MEMORY_LEFT_MB = 2000  # with less than that on this machine, the whole batch is ended
MEMORY_TAKEN_MB = 4000  # by all processes of all submissions; more than that was not contained
PROCESSES = 3500  # more than that on this machine, and the whole batch is ended
MARKERS = ("/tmp/marker", "/var/tmp/marker", "/dev/shm/marker", "/marker", "/usr/marker", "/etc/marker")

all_attacks = pytest.mark.parametrize("name", BATCH, scope="module")  # all tests of one attack, then those of the next


# --- grading in a cage ------------------------------------------------------------------------------------------------


def give_up(reason: str) -> None:
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def cage() -> list[str]:
    """A command that runs another one in a PID namespace of its own, if it can and bubblewrap still works in it."""
    limits = ["prlimit", f"--as={12 << 30}", "--core=0"]
    unshare = ["unshare", "--fork", "--pid", "--kill-child", "--mount-proc"]
    for command in ([*limits, *unshare], [*limits, *unshare, "--user", "--map-root-user"], limits):
        trial = [*command, "bwrap", "--ro-bind", "/", "/", "--unshare-all", "--proc", "/proc", "true"]
        if all(shutil.which(part) for part in ("prlimit", "unshare")) and succeeds(trial):
            return command
    return []


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def memory_left() -> int:
    """What programs of this machine can still have, in MB."""
    (line,) = re.findall(r"MemAvailable: +(\d+)", Path("/proc/meminfo").read_text())
    return int(line) // 1000


@dataclass
class Watch:
    """What was seen of the machine while a batch was graded."""

    stopped: str = ""  # why the batch had to be ended, if it had
    least_memory: int = 10**9
    most_processes: int = 0
    last_seen: dict[str, float] = field(default_factory=dict)  # when a sleeper was last alive, by its argument

    @contextmanager
    def over(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Watch until the block ends; end `process` before the machine is in trouble."""
        done = threading.Event()

        def look() -> None:
            while not done.wait(0.25):
                running, memory = processes(), memory_left()
                self.least_memory = min(self.least_memory, memory)
                self.most_processes = max(self.most_processes, len(running))
                for line in running.values():
                    if found := re.fullmatch(rf"sleep ({SLEEPER}\d+) ?", line):
                        self.last_seen[found[1]] = time.time()
                if memory < MEMORY_LEFT_MB or len(running) > PROCESSES:
                    self.stopped = self.stopped or f"{memory} MB left, {len(running)} processes"
                    kill_tree(process.pid)

        thread = threading.Thread(target=look)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def kill_tree(pid: int) -> None:
    """End a process that was started here, and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(child) for child in children.read_text().split()] if children.exists() else []
    for one in (pid, *below):  # the namespace of the cage ends with its first process
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def nbgrader(root: Path, *arguments: str, before: list[str] | None = None, **environment: str) -> list[str]:
    """The command that runs nbgrader in the course at `root`."""
    return [*(before or []), *inside(root, sys.executable, "-m", "nbgrader", *arguments, **environment)]


def inside(root: Path, *command: str, **environment: str) -> list[str]:
    """The command that runs another one in the course at `root`."""
    return ["env", "-C", str(root), *(f"{name}={value}" for name, value in environment.items()), *command]


def only(students: str) -> str:
    """nbgrader's argument for those whose name is like this."""
    return f"--CourseDirectory.student_id={students}"


def at_once(command: Callable[[str], list[str]]) -> str:
    """A line for the shell that runs a command for the students of each grader, at the same time."""
    return " & ".join(shlex.join(command(students)) for students in GRADERS) + " & wait"


def is_anew(name: str) -> bool:
    """Whether a submission's cells show what they show now, and not what was handed in."""
    return any(fnmatchcase(name, group) for group in ANEW)


# --- the batch --------------------------------------------------------------------------------------------------------


@dataclass
class Batch:
    """A class, graded."""

    root: Path
    watch: Watch
    log: str
    began: float
    seconds: float
    memory_before: int
    canaries: list[str]
    waiting: set[str] = field(default_factory=set)  # students with a test that a person would have to grade

    @cached_property
    def scores(self) -> dict[str, dict[str, float]]:
        """Scores by student and test cell."""
        table = marks(course_config(self.root), NAME)
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for row in table.itertuples():
            found[row.student][row.cell] = row.score
            if row.waits and row.cell in TESTS:
                self.waiting.add(row.student)
        return found

    def notebook(self, name: str) -> NotebookNode | None:
        """The graded notebook, if there is one."""
        return read(self.root / "autograded" / name / NAME / NOTEBOOK)

    def page(self, name: str) -> str:
        """The feedback, without the bytes of its pictures and the colours of its code, which take long to read."""
        return page(self.root / "feedback" / name / NAME / NOTEBOOK.replace(".ipynb", ".html"))


# All tests of one attack come one after the other, so it is enough to keep what belongs to one.
@lru_cache(maxsize=1)
def read(path: Path) -> NotebookNode | None:
    """A notebook, which is not to be changed, if there is one."""
    return nbformat.v4.reads(path.read_text()) if path.exists() else None


@lru_cache(maxsize=1)
def page(path: Path) -> str:
    html = path.read_text() if path.exists() else ""
    html = re.sub(r'<span class="[a-z0-9]{1,3}">([^<]*)</span>', r"\1", html)
    return re.sub(r"(data:image/png;base64,)[A-Za-z0-9+/=\s]+", r"\1", html)


@lru_cache(maxsize=1)
def parsed(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


@pytest.fixture(scope="module")
def lesson_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the lesson, but for pictures that would be drawn for each attack; with short limits; to be copied."""
    root = tmp_path_factory.mktemp("lesson") / "course"
    shutil.copytree(ROOT / "lessons" / NAME, root / "lessons" / NAME)
    text = root / "lessons" / NAME / "lesson.py"
    cells = text.read_text().split("\n# %%")
    drawn = [cell for cell in cells if "plots." in cell]
    assert len(drawn) > 5
    text.write_text("\n# %%".join(cell for cell in cells if cell not in drawn[1:]))
    config = (ROOT / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(config + LIMITS)
    build(root)
    return root


def release(root: Path) -> NotebookNode:
    return nbformat.v4.reads((root / "release" / NAME / NOTEBOOK).read_text())  # which a build has validated


def hand_in(root: Path, attack: Attack, replaced: dict[str, str]) -> None:
    folder = root / "submitted" / attack.name / NAME
    folder.mkdir(parents=True)
    if attack.raw is not None:
        (folder / NOTEBOOK).write_bytes(attack.raw)
    elif NOTEBOOK not in attack.links:
        text = json.dumps(
            attack.notebook(release(root), EXERCISES, SOLVED)
        )  # nbformat would mend what is wrong with it
        for mark, value in replaced.items():
            text = text.replace(mark, value)
        (folder / NOTEBOOK).write_text(text)
    for path, content in attack.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    for path, target in attack.links.items():
        (folder / path).symlink_to(target.format(course=root))
    if attack.spoil:
        attack.spoil(folder)


@pytest.fixture(scope="module")
def batch(
    lesson_course: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Batch]:
    """Everything that was asked for, graded, with feedback."""
    if not shutil.which("bwrap"):
        give_up("no bwrap on PATH (Debian: apt-get install bubblewrap)")
    asked = {item.callspec.params.get("name") for item in request.session.items if hasattr(item, "callspec")}
    chosen = [attack for name, attack in BATCH.items() if name in asked or name in ALWAYS]
    folder = tmp_path_factory.mktemp("threats")
    root, home = shutil.copytree(lesson_course, folder / "course"), folder / "home"
    home.mkdir()
    canaries = [f"canary-{place}-{secrets.token_hex(8)}" for place in ("course", "source", "neighbour", "home", "env")]
    in_course, in_source, in_neighbour, in_home, in_environment = canaries
    for path, canary in ((root, in_course), (root / "source", in_source), (home, in_home)):
        (path / "canary.txt").write_text(f"CANARY {canary}")
    abstract = f"threats-{secrets.token_hex(4)}"
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(f"\0{abstract}")
        unix.listen()
        replaced = {"PORT_HERE": str(tcp.getsockname()[1]), "ABSTRACT_HERE": abstract}
        for attack in chosen:
            hand_in(root, attack, replaced)
        neighbour = submission(release(root), SOLVED | {"why_bend": f"CANARY {in_neighbour}"})
        (root / "submitted" / "honest-perfect" / NAME / NOTEBOOK).write_text(to_json(neighbour))
        watch, before, began = Watch(), memory_left(), time.time()
        environment = {
            "HOME": str(home),
            "COLUMNS": "200",
            "COURSE_CANARY": in_environment,
            "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", str(Path.home() / ".config" / "matplotlib")),
        }
        log = folder / "log.txt"
        with log.open("wb") as out:
            anew = [attack.name for attack in chosen if is_anew(attack.name)]
            decided = [attack.name for attack in chosen if attack.name not in anew]
            first, then = (environment | {"NOT_NOW": ",".join(others)} for others in (anew, decided))
            grade = [str(Path(sys.executable).with_name("course")), "grade", NAME, "--jobs", "1", "--student"]
            autograde = ["autograde", NAME, "--Referee.rerun=all"]
            usual = at_once(lambda students: inside(root, *grade, students, **first))
            rerun = at_once(lambda students: nbgrader(root, *autograde, only(students), **then))
            command = [*cage(), "sh", "-c", f"{usual}; {rerun}"]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
            with watch.over(process):
                try:
                    process.wait(timeout=60 * MINUTES)
                except subprocess.TimeoutExpired:
                    watch.stopped = f"not done after {MINUTES} minutes"
                finally:
                    if process.poll() is None:
                        kill_tree(process.pid)
                        process.wait()
            seconds = time.time() - began
            feedback = at_once(lambda each: nbgrader(root, "generate_feedback", NAME, only(each), **environment))
            subprocess.run(["sh", "-c", feedback], stdout=out, stderr=out, timeout=60 * MINUTES)
    yield Batch(root, watch, log.read_text(errors="replace"), began, seconds, before, canaries)
    for pid, line in processes().items():  # only what a failed test has left behind
        if re.fullmatch(rf"sleep {SLEEPER}\d+ ?", line):
            os.kill(pid, signal.SIGKILL)


def outputs(notebook: NotebookNode, keys: Callable[[str], bool] = lambda key: True) -> str:
    """All that the cells whose key satisfies `keys` show, as text, pictures left out."""
    shown = []
    for cell in notebook.cells:
        if not keys(key_of(cell)):
            continue
        for output in cell.get("outputs", []):
            shown += [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", [])]
            for kind, data in output.get("data", {}).items():
                shown.append(kind if kind.startswith("image/png") else f"{kind} {json.dumps(data)}")
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(map(str, shown)))


def of(cells: tuple[str, ...], key: str) -> bool:
    """Whether the test `key` is meant by one of `cells`: itself, its exercise, or "all"."""
    return key in cells or TESTS[key] in cells or "all" in cells


@pytest.mark.parametrize("name", BATCH)
def test_payloads_are_python(name: str) -> None:
    """A payload that does not compile would be harmless for the wrong reason."""
    attack = BATCH[name]
    if attack.raw is not None or NOTEBOOK in attack.links or name == "r15-syntax-error":
        return
    for cell in attack.notebook(release(ROOT), EXERCISES, SOLVED).cells:
        if cell.cell_type == "code":
            try:
                code = TransformerManager().transform_cell(cell.source)
                compile(code, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            except (RuntimeError, MemoryError):  # too much for IPython or Python, which is what row 33 is about
                assert attack.row == 33


# --- what came of each ------------------------------------------------------------------------------------------------


@all_attacks
def test_marks(batch: Batch, name: str) -> None:
    attack = BATCH[name]
    scores = batch.scores.get(name, {})
    notebook = batch.notebook(name)

    assert not batch.watch.stopped
    if notebook is None:
        assert attack.refused is not False, "the submission was not graded"
        assert not any(scores.get(key) for key in TESTS)
        assert name in batch.log, "nothing says why"
        return
    assert attack.refused is not True
    assert name not in batch.waiting
    wrong = {}
    for key in TESTS:
        full = 1.0 if attack.solved and not of(attack.lost, key) else 0.0
        allowed = {0.0, 1.0} if of(attack.open, key) else {full}
        if WANTED == "anew" and attack.row == 14:
            allowed |= {0.0}
        if attack.refused is None and name.startswith("r18") and not attack.solved:
            allowed = {0.0}
        if scores.get(key) not in allowed:
            wrong[key] = scores.get(key)
    assert not wrong
    assert {key for key in scores if key not in TESTS} <= {"why_bend", "whose_convention"}


@all_attacks
def test_leaks(batch: Batch, name: str, secret_lines: set[str]) -> None:
    attack, notebook, page = BATCH[name], batch.notebook(name), batch.page(name)
    if notebook is None:
        assert not page
        return
    shown = outputs(notebook, lambda key: key not in TESTS)  # an instructor's notebook shows tests and their errors
    everything = outputs(notebook)

    for canary in batch.canaries:
        if name != "honest-perfect" or "neighbour" not in canary:
            assert canary not in everything
            assert canary not in page
    text = re.sub(r"\s+", " ", parsed(page).get_text(" "))
    assert text
    for line in secret_lines:
        assert line not in shown
        assert line not in text
    for word in attack.never:
        assert word not in shown
    for word in attack.says if is_anew(name) else attack.says + attack.kept:
        assert word in everything
    areas = parsed(page).select(".output_subarea")
    if is_anew(name):
        areas = [area for area in areas if area.find_parent(id=[f"cell-{key}" for key in TESTS])]
        assert areas
    read = "\n".join(re.sub(r"\s+", " ", area.get_text()) for area in areas)
    for word in attack.unread:
        assert word not in read
    for word in attack.reads:
        assert word in read


@pytest.fixture(scope="module")
def secret_lines() -> set[str]:
    """Lines of hidden tests which stand nowhere else, and which no diagnosis quotes."""
    hidden, shown = set(), set()
    for cell in LESSON.cells:
        inside = False
        for line in cell.source.splitlines():
            inside = "BEGIN HIDDEN TESTS" in line or (inside and "END HIDDEN TESTS" not in line)
            (hidden if inside else shown).add(line.strip())
    seen = "\n".join(shown)
    return {line for line in hidden if line not in seen and len(line) > 30 and '"' not in line}


@all_attacks
def test_cells_ran_in_the_sandbox(batch: Batch, name: str) -> None:
    attack, notebook = BATCH[name], batch.notebook(name)

    if notebook is not None and attack.guarded:
        shown = outputs(notebook, lambda key: not key)
        guard = next(cell for cell in notebook.cells if ARMED in cell.source)
        assert ARMED in shown if is_anew(name) else FAILED not in str(guard.outputs)
        said = [output.evalue for cell in notebook.cells for output in cell.get("outputs", []) if "evalue" in output]
        assert "only in a sandbox" not in said


DANGEROUS = ("script", "iframe", "object", "embed", "form", "base[href]", "link", "frame", "applet")
ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcdoc", "background", "srcset")


@all_attacks
def test_page_runs_nothing_and_loads_nothing(batch: Batch, name: str) -> None:
    page = batch.page(name)
    if not page:
        assert batch.notebook(name) is None, "graded, and there is no feedback"
        return
    soup = parsed(page)

    assert "on numbers that are not shown" in page  # it is the feedback of this lesson
    assert not [str(tag)[:200] for tag in soup.select(", ".join(DANGEROUS))]
    (policy,) = soup.select("meta[http-equiv]")
    assert policy["content"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:;")
    for tag in soup.find_all(True):
        for attribute, value in tag.attrs.items():
            assert not attribute.lower().startswith("on"), str(tag)[:200]
            if attribute.lower() not in (*ADDRESSES, "style"):
                continue
            address = re.sub(r"[\s\x00-\x20]", "", str(value)).lower()
            if attribute.lower() in ADDRESSES:
                assert not re.match(r"(javascript|vbscript):", address), str(tag)[:200]
                assert not address.startswith("data:") or address.startswith("data:image/"), str(tag)[:200]
                if tag.name != "a":
                    assert not re.match(r"(https?:)?//", address), str(tag)[:200]
            if attribute.lower() == "style":
                assert not re.search(r"url\(|expression\(|position:|float:|margin[a-z-]*:[^;]*-\d", address), str(tag)[
                    :200
                ]
    for style in soup.find_all("style"):
        assert "example.org" not in style.get_text()
    assert "window.hacked" not in [tag.get_text() for tag in soup.find_all("script")]


@all_attacks
def test_output_is_capped(batch: Batch, name: str) -> None:
    notebook = batch.notebook(name)

    if notebook is not None:
        for cell in notebook.cells:
            size = len(json.dumps(cell.get("outputs", [])))
            assert size < 3_000_000, (key_of(cell), cell.source[:200], size)
        assert len(batch.page(name)) < 60_000_000


# --- what came of the whole -------------------------------------------------------------------------------------------


def test_batch_came_to_its_end(batch: Batch) -> None:
    assert not batch.watch.stopped
    for name in ALWAYS:
        assert batch.notebook(name) is not None, name
    for name, attack in BATCH.items():
        handed_in = (batch.root / "submitted" / name).exists()
        assert not handed_in or batch.notebook(name) or attack.refused is not False, name


def test_no_submission_took_longer_than_its_budget(batch: Batch) -> None:
    """By the times at which a grader's graded notebooks came one after the other."""
    took = {}
    for lane in GRADERS:
        found = (batch.root / "autograded").glob(f"{lane}/{NAME}/{NOTEBOOK}")
        paths = sorted(found, key=lambda path: path.stat().st_mtime)
        times = [batch.began, *(path.stat().st_mtime for path in paths)]
        took |= {
            path.parts[-3]: after - before for path, before, after in zip(paths, times[:-1], times[1:], strict=True)
        }

    # 15 seconds for its cells, and some for starting, stopping and saving: several graders share a busy machine.
    assert {name: round(seconds) for name, seconds in took.items() if seconds > 60} == {}
    # To read a message may not take the referee long, whatever stands in it.
    assert {name: round(took[name]) for name in took if name.startswith("r21-value") and took[name] > 20} == {}


def test_machine_was_never_in_trouble(batch: Batch) -> None:
    assert batch.memory_before - batch.watch.least_memory < MEMORY_TAKEN_MB
    assert batch.watch.most_processes < PROCESSES


def test_nothing_outlives_its_submission(batch: Batch) -> None:
    sleepers = [name for name in BATCH if name.startswith("r12-") and batch.notebook(name) is not None]
    if sleepers:
        last = max((batch.root / "autograded" / name / NAME / NOTEBOOK).stat().st_mtime for name in sleepers)
        assert {argument: seen - last for argument, seen in batch.watch.last_seen.items() if seen > last + 2} == {}
    assert [line for line in processes().values() if re.fullmatch(rf"sleep {SLEEPER}\d+ ?", line)] == []


def test_nothing_is_left_on_the_machine(batch: Batch) -> None:
    left = [
        *MARKERS,
        *(str(Path.home() / path) for path in (".ipython/profile_default/startup/00.py", ".local/marker")),
    ]

    assert [path for path in left if os.path.lexists(path)] == []
    home = batch.root.parent / "home"
    assert not (home / ".local" / "marker").exists()
    assert not (home / ".ipython" / "profile_default" / "startup" / "00.py").exists()
    found = [*ROOT.glob("course/**/marker"), *Path(sys.prefix).rglob("marker.pth"), *batch.root.glob("**/marker")]
    assert found == []
    assert "print(1)" not in (ROOT / "course" / "check" / "__init__.py").read_text().splitlines()


def test_gradebook_holds_what_the_lesson_asks_for(batch: Batch) -> None:
    course = CourseDirectory(config=course_config(batch.root))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        cells = {cell.name: cell.max_score for cell in gradebook.find_notebook(NAME, NAME).grade_cells}
        students = {student.id for student in gradebook.students}
        for handed_in in gradebook.assignment_submissions(NAME):
            assert 0 <= handed_in.score <= 22, handed_in.student.id
    written = {e.solution.key: 2.0 for e in LESSON.exercises if not e.tests}

    assert cells == dict.fromkeys(TESTS, 1.0) | written
    assert students <= set(BATCH)


def test_same_marks_when_graded_again(batch: Batch, starter: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    before = batch.scores["honest-perfect"]
    monkeypatch.setenv("HOME", str(batch.root.parent / "home"))

    done = starter.run(batch.root, "nbgrader", "autograde", NAME, "--student", "honest-perfect", "--force")

    assert done.status == 0, done.said
    again = Batch(batch.root, batch.watch, "", 0, 0, 0, []).scores["honest-perfect"]
    assert again == before
    assert sum(again.values()) == len(TESTS)


# --- the grader itself is stopped -------------------------------------------------------------------------------------

KEEPS_BUSY = (
    f"import subprocess, time\nsubprocess.Popen(['sleep', '{SLEEPER}77'], start_new_session=True)\ntime.sleep(2.5)"
)


@pytest.fixture(scope="module")
def handed_in(lesson_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with three submissions: solved, solved and slow, solved; not to be changed."""
    if not shutil.which("bwrap"):
        give_up("no bwrap on PATH (Debian: apt-get install bubblewrap)")
    root = shutil.copytree(lesson_course, tmp_path_factory.mktemp("three") / "course")
    for attack in (
        Attack("a-first", 27, solved=True, guarded=False),
        Attack("b-slow", 27, solved=True, top=KEEPS_BUSY),
        Attack("c-last", 27, solved=True, guarded=False),
    ):
        hand_in(root, attack, {})
    return root


@pytest.fixture
def small(handed_in: Path, tmp_path: Path) -> Path:
    """The same, to be graded."""
    return shutil.copytree(handed_in, tmp_path / "course")


@pytest.fixture(scope="module")
def locked(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    """The same, of which one submission is graded while another program writes to the gradebook, and doesn't end."""
    root = shutil.copytree(handed_in, tmp_path_factory.mktemp("locked") / "course")
    command = nbgrader(root, "autograde", NAME, "--student", "a-first")  # each would wait for the lock
    with locked_out(root, "EXCLUSIVE", command) as found:
        yield found


def all_marks(root: Path) -> dict[str, float]:
    table = marks(course_config(root), NAME)
    table = table[table["cell"].isin(TESTS)]
    assert not table.duplicated(["student", "cell"]).any()
    assert not table["waits"].any()
    return {str(student): float(score) for student, score in table.groupby("student")["score"].sum().items()}


def sleeping() -> list[int]:
    return [pid for pid, line in processes().items() if re.fullmatch(rf"sleep {SLEEPER}77 ?", line)]


def shared_memory() -> set[str]:
    """Names of what programs share, but for the locks of Python's own and of databases, which other tests may have."""
    return {path.name for path in Path("/dev/shm").iterdir() if not path.name.startswith(("sem.mp-", "PostgreSQL."))}


@pytest.mark.usefixtures("locked")  # which waits meanwhile
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_grader_that_is_stopped_loses_and_leaves_nothing(
    small: Path, tmp_path: Path, how: signal.Signals, starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, home = tmp_path / "tmp", tmp_path / "home"
    scratch.mkdir()
    home.mkdir()
    mounts = Path("/proc/mounts").read_text()
    shared = shared_memory()
    command = nbgrader(small, "autograde", NAME, TMPDIR=str(scratch), HOME=str(home))
    grader = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert waited_for(lambda: sleeping() or grader.poll() is not None, 90)
        assert grader.poll() is None, "it was to be stopped in the middle of b-slow"

        os.kill(grader.pid, how)
        grader.wait(timeout=20)

        assert waited_for(lambda: not sleeping(), 10), "the student's process goes on"
        left = [line for line in processes().values() if str(small) in line]
        assert left == []
    finally:
        kill_tree(grader.pid)
        grader.wait()
        for pid in sleeping():
            os.kill(pid, signal.SIGKILL)
    assert Path("/proc/mounts").read_text() == mounts
    assert shared_memory() <= shared

    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setenv("HOME", str(home))
    for _ in range(2):  # the second time there is nothing left to do
        done = starter.run(small, "nbgrader", "autograde", NAME)

        assert done.status == 0, done.said
        assert all_marks(small) == dict.fromkeys(("a-first", "b-slow", "c-last"), float(len(TESTS)))
    assert [path.name for path in scratch.iterdir()] == []


def test_gradebook_that_is_locked_loses_nothing(locked: Locked, starter: Starter) -> None:
    said = locked.process.communicate(timeout=180)[1]
    locked.other.execute("ROLLBACK")

    assert locked.process.returncode != 0
    assert "locked" in said

    done = starter.run(locked.course, "nbgrader", "autograde", NAME)

    assert done.status == 0, done.said
    assert all_marks(locked.course) == dict.fromkeys(("a-first", "b-slow", "c-last"), float(len(TESTS)))


def test_grader_without_a_sandbox_says_how_to_get_one(small: Path, tmp_path: Path) -> None:
    """With no bwrap to be found, no line of a submission may run."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("env", "sh", "alembic"):
        found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        if found:
            (tools / name).symlink_to(found)
    canary = Path(tempfile.gettempdir()) / f"ran-{secrets.token_hex(4)}"
    path = small / "submitted" / "a-first" / NAME / NOTEBOOK
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(f"open({str(canary)!r}, 'w').close()"))
    path.write_text(to_json(notebook))

    done = subprocess.run(
        nbgrader(small, "autograde", NAME, PATH=str(tools)), capture_output=True, text=True, timeout=90
    )

    try:
        assert not canary.exists()
    finally:
        canary.unlink(missing_ok=True)
    assert done.returncode != 0
    assert re.search("bwrap|bubblewrap", done.stderr)
    assert not any((small / "autograded").glob(f"*/{NAME}/{NOTEBOOK}"))


# --- functions passed in ----------------------------------------------------------------------------------------------

CALLS = "02-calls"
CALLS_TEXT = '''\
# %% [markdown]
# # Functions as arguments

# %% given="setup"
import numpy as np

from course import check

# %% solution="twice"
def twice(f, x):
    """f(f(x))."""
    ### BEGIN SOLUTION
    return f(f(x))
    ### END SOLUTION


# %% test="twice_values" points=1
check.close(twice(np.sqrt, 16.0), 2.0, name="twice(np.sqrt, 16)")
### BEGIN HIDDEN TESTS
expected_number = 977.25
calls = []


def counted(x):
    calls.append(x)
    return 3 * x + 0.25


check.close(twice(counted, 108.4722222222222222), expected_number, name="twice of a function", rtol=1e-6)
check.equal(len(calls), 2, name="the number of calls")
### END HIDDEN TESTS

# %% test="twice_errors" points=1
def refuses(x):
    raise ValueError("not this one")


check.raises(ValueError, twice, refuses, 1.0, mentions=("not this one",), name="twice(refuses, 1)")

# %% solution="last"
def last(x):
    ### BEGIN SOLUTION
    return x[-1]
    ### END SOLUTION


# %% test="last_value" points=1
check.close(last(np.array([1.0, 2.0])), 2.0, name="last([1, 2])")
'''
CALLS_SOLVED = {"twice": "def twice(f, x):\n    return f(f(x))", "last": "def last(x):\n    return x[-1]"}
PRY = """
def twice(f, x):
    tried = ('__globals__', '__code__', '__closure__', '__self__', '__func__', '__wrapped__', '__dict__', '__module__',
             '__reduce__', '__class__', '__defaults__', '__init__', '__getattribute__', 'func', 'calls', 'gi_frame')
    for name in tried:
        try:
            value = getattr(f, name)
            for word in ('expected' + '_number', '977' + '.25', 'gradebook', 'counted'):
                if word in str(value) or word in str(getattr(value, '__globals__', '')):
                    print('LE' + 'AK', name, word)
        except Exception as error:
            print(name, type(error).__name__)
    return None
"""
# Name: the answer to `twice`, and the scores of twice_values, twice_errors and last_value; None where any will do.
CALLERS: dict[str, tuple[str, tuple[int | None, ...]]] = {
    "solved": (CALLS_SOLVED["twice"], (1, 1, 1)),
    "blank": ("def twice(f, x):\n    raise NotImplementedError", (0, 0, 1)),
    "pries": (PRY, (0, 0, 1)),
    "once-more": ("def twice(f, x):\n    f(x)\n    return f(f(x))", (0, 1, 1)),
    "many-calls": ("def twice(f, x):\n    for _ in range(10**7):\n        f(x)\n    return f(f(x))", (0, None, 1)),
    "keeps-it": (
        "kept = []\n\ndef twice(f, x):\n    kept.append(f)\n    return f(f(x))\n\n\ndef last(x):\n"
        "    for f in kept:\n        try:\n            print('CAL' + 'LED', f(1.0))\n        except Exception as error:\n"
        "            print('refused', type(error).__name__)\n    return x[-1]",
        (1, 1, None),
    ),
    "thread": (
        "import threading, time\n\ndef twice(f, x):\n    def on():\n        for _ in range(300):\n            try:\n"
        "                f(x)\n            except BaseException:\n                pass\n            time.sleep(0.01)\n"
        "    threading.Thread(target=on, daemon=True).start()\n    return f(f(x))",
        (None, None, 1),
    ),
    "recursion": ("def twice(f, x):\n    return twice(lambda y: twice(f, y), f(x))", (0, None, 1)),
    "itself": ("def twice(f, x):\n    return f(twice)", (0, None, 1)),
    "liar": (
        "class Liar(float):\n    __eq__ = __gt__ = __lt__ = lambda *a: True\n    __array__ = lambda *a, **k: __import__('numpy').zeros(())\n"
        "    __reduce__ = lambda self: (print, ('LE' + 'AK',))\n\ndef twice(f, x):\n    return f(Liar(x))",
        (0, None, 1),
    ),
    "oversized": (
        "import numpy as np\n\ndef twice(f, x):\n    return f(np.broadcast_to(1.0, (10**6, 10**6)))",
        (0, None, 1),
    ),
    "hoards-in-referee": (  # which keeps the argument of each call in a list of the test's
        "import numpy as np\n\ndef twice(f, x):\n    for _ in range(150):\n        f(np.ones(3_500_000))\n    return f(f(x))",
        (0, None, 1),
    ),
    "shows-without-end": (  # a message may be of 32 MB, and each call brings one
        "def twice(f, x):\n    import gc\n    for thing in gc.get_objects():\n        if type(thing).__name__ == 'Shown':\n"
        "            thing.limit = thing.left = 10**12\n    for _ in range(150):\n        print('x' * 28_000_000)\n"
        "        f(x)\n    return f(f(x))",
        (0, None, 1),
    ),
    "keywords-of-numpy": (
        "def twice(f, x):\n    return f(f(x, dtype=object, where=True, out=None), casting='unsafe')",
        (0, 0, 1),
    ),
    "gives-it-back": ("def twice(f, x):\n    return f", (0, 0, 1)),
    "dies-in-between": ("import os\n\ndef twice(f, x):\n    f(x)\n    os._exit(0)", (0, None, 1)),
    "swallows": (
        "def twice(f, x):\n    try:\n        return f(f(x))\n    except BaseException:\n        return 0.0",
        (1, 0, 1),
    ),
    "keywords": ("def twice(f, x):\n    return f(*[x] * 5, **{'__class__': 1, 'secret': True})", (0, None, 1)),
}


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory, starter: Starter) -> Path:
    if not shutil.which("bwrap"):
        give_up("no bwrap on PATH (Debian: apt-get install bubblewrap)")
    root = tmp_path_factory.mktemp("callers")
    (root / "lessons" / CALLS).mkdir(parents=True)
    (root / "lessons" / CALLS / "lesson.py").write_text(CALLS_TEXT)
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + LIMITS)
    build(root)
    released = nbformat.read(root / "release" / CALLS / f"{CALLS}.ipynb", as_version=4)
    for name, (code, _) in CALLERS.items():
        answers = CALLS_SOLVED | {"twice": code} | ({"last": "pass"} if "def last" in code else {})
        path = root / "submitted" / name / CALLS / f"{CALLS}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(to_json(submission(released, answers)))
    watch, before = Watch(), memory_left()
    with (root / "log.txt").open("wb") as out:
        command = nbgrader(root, "autograde", CALLS, before=cage())
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        with watch.over(process):
            try:
                process.wait(timeout=60 * MINUTES)
            finally:
                kill_tree(process.pid)
                process.wait()
    assert not watch.stopped
    assert process.returncode == 0, (root / "log.txt").read_text()[-3000:]
    assert before - watch.least_memory < MEMORY_TAKEN_MB
    done = starter.run(root, "nbgrader", "generate_feedback", CALLS)
    assert done.status == 0, done.said
    return root


@pytest.mark.parametrize("caller", CALLERS)
def test_functions_passed_in(callers: Path, caller: str) -> None:
    table = marks(course_config(callers), CALLS)
    mine = table[table["student"] == caller].set_index("cell")["score"]
    notebook = nbformat.read(callers / "autograded" / caller / CALLS / f"{CALLS}.ipynb", as_version=4)
    expected = dict(zip(("twice_values", "twice_errors", "last_value"), CALLERS[caller][1], strict=True))

    assert {key: mine[key] for key, score in expected.items() if score is not None} == {
        key: score for key, score in expected.items() if score is not None
    }
    assert set(mine) <= {0.0, 1.0}
    shown = outputs(notebook)
    page = (callers / "feedback" / caller / CALLS / f"{CALLS}.html").read_text()
    for word in ("LEAK", "CALLED"):
        assert word not in shown
        assert word not in page
    assert "expected_number" not in page
