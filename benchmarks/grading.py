"""How fast a class is graded: `course grade` beside nbgrader's own Execute, and beside nothing but the deciding cells.

All lessons but the ninth, which needs PyTorch; a dozen students each, a third of whom have changed a cell, and work
with cells of their own. "Stock" is nbgrader as it comes, which grades a few of them: what it takes is the same for
each. `course grade` takes so little for each that it grades several such classes. For both, the start of the program
and the first submissions, with which each of its processes begins, are left out, unless something else is said.
"Bare" is a fork of a process that has imported everything. It runs the solution and test cells, with the statements
that these need, one after the other in IPython, and saves nothing: there is no way to give these marks that takes
less. As many forks run at a time as `course grade` judges submissions, since processors that share a core slow each
other. Everything is measured in one run and printed as ratios, since seconds depend on the machine.

    make bench
"""

import contextlib
import io
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course.authoring.answers import reference, submission
from course.authoring.build import build
from course.authoring.lesson import Lesson, lesson_names, read_lesson
from course.authoring.notebook import to_json
from course.grading.deciding import Part, deciding
from course.grading.inside.shell import Shown, make_shell
from course.grading.plan import make_plan
from course.grading.run import grade
from course.grading.sandbox import IF_NEEDED, IMPORTED

ROOT = Path(__file__).resolve().parent.parent
COURSE = str(Path(sys.executable).parent / "course")
STUDENTS = 12
JOBS = 2  # submissions that are judged at a time
CLASSES = 4  # of so many students; what is to be known of one would be lost in what starting a program varies by
FIRST_CLASS = "s00*"
BEGINNERS, HOW_MANY = "s000[0123]", 2 * JOBS  # with whom the processes that judge them begin
OF_STOCK = (0, 1, 2)  # students whose work stock nbgrader grades; one of them has cells of their own
LONG = "07-two-layer-network", "08-convolution"
WITH_PYTORCH = "09-pytorch"
GROWTH = (10, 100, 1000)  # submissions
STOCK = """
from pathlib import Path
c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "neural_networks"
c.Execute.timeout = 120
"""


@dataclass(frozen=True)
class Seconds:
    """What a number of submissions took, each."""

    wall: float
    cpu: float
    submissions: int


# --- the class --------------------------------------------------------------------------------------------------------


def handed_in(lesson: Lesson, release: NotebookNode, number: int, shown: dict[str, list[NotebookNode]]) -> NotebookNode:
    """The notebook of a student: the lesson's answers, for every third with a change and cells of the student's own.

    Args:
        lesson: that is solved.
        release: of it. Not changed.
        number: of the student.
        shown: outputs by the ids of cells, as whoever ran the notebook has them in it.
    """
    notebook = submission(release, {exercise.name: reference(exercise) for exercise in lesson.exercises})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = shown.get(cell.id, [])
    if number % 3 == 0:
        plain = [cell for cell in notebook.cells if cell.cell_type == "code" and "nbgrader" not in cell.metadata]
        if plain:
            plain[0].source += "\n# tried"
        places = [place for place, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade")]
        for place in reversed(places[:3]):
            notebook.cells.insert(place, new_code_cell(f"mine = np.arange({number + 1})\nprint(mine.sum())"))
    return notebook


def outputs_of(scratch: Path, names: list[str]) -> dict[str, dict[str, list[NotebookNode]]]:
    """What the cells of solved notebooks show, by lesson and id."""
    root = scratch / "outputs"
    make_course(root, names, 1, {name: {} for name in names})
    with (root / "nbgrader_config.py").open("a") as config:
        config.write('c.Referee.rerun = "all"\n')
    grade(root, names)
    graded = {name: nbformat.read(root / "autograded" / "s0000" / name / f"{name}.ipynb", 4) for name in names}
    return {
        name: {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
        for name, notebook in graded.items()
    }


def make_course(folder: Path, names: list[str], students: int, shown: dict[str, dict[str, list[NotebookNode]]]) -> None:
    """A course with submissions in `folder`, which is made; `shown` is what their cells show."""
    for name in names:
        shutil.copytree(ROOT / "lessons" / name, folder / "lessons" / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    build(folder, names)
    for name in names:
        lesson = read_lesson(folder / "lessons" / name / "lesson.py")
        release = nbformat.read(folder / "release" / name / f"{name}.ipynb", as_version=4)
        for number in range(students):
            path = folder / "submitted" / student(number) / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(to_json(handed_in(lesson, release, number, shown[name])), encoding="utf-8")


def student(number: int) -> str:
    """The name of one: "s0000" to "s0011" are the first class, "s0100" is the first of the second."""
    return "s{:02}{:02}".format(*divmod(number, STUDENTS))


# --- three ways of grading --------------------------------------------------------------------------------------------


class Watch:
    """Looks at the processes that this one has started, and at those that they have: their memory and CPU.

    Linux does not add up what the processes of a sandbox use for those outside, so it is read as they run.
    """

    def __init__(self) -> None:
        self.inside = 0.0  # seconds of CPU in sandboxes
        self.memory = 0  # bytes of the largest worker with its sandbox, what is shared divided among who shares it
        self._sandboxes: dict[int, float] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()
        self.inside = self.so_far()

    def so_far(self) -> float:
        """Seconds of CPU in sandboxes until the latest look."""
        return sum(self._sandboxes.values())

    def _look(self) -> None:
        while not self._done.wait(0.2):  # to look takes a hundredth of a second
            for pid in below(os.getpid()):
                with contextlib.suppress(OSError):
                    command = command_of(pid)
                    if b"inside.spawner" in command and b"bwrap" not in command:
                        if b"bwrap" in command_of(parent_of(pid)):  # what the others use is added up in this one
                            self._sandboxes[pid] = cpu_of(pid)
                    elif b"spawn_main" in command:
                        self.memory = max(self.memory, sum(map(memory_of, [pid, *below(pid)])))


def below(pid: int) -> list[int]:
    """All processes that a process has started, directly or not."""
    children: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it has just ended
            children += map(int, tasks.read_text().split())
    return [each for child in children for each in (child, *below(child))]


def memory_of(pid: int) -> int:
    """Bytes that belong to a process, its part of what it shares included."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return 1024 * sum(map(int, re.findall(r"^Pss: +(\d+)", fields, re.MULTILINE)))
    return 0


def command_of(pid: int) -> bytes:
    """The program that a process runs, with its arguments."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def parent_of(pid: int) -> int:
    """The process that has started a process."""
    return int(status_of(pid)[1])


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used, and all that it has waited for."""
    return sum(map(int, status_of(pid)[11:15])) / os.sysconf("SC_CLK_TCK")


def status_of(pid: int) -> list[str]:
    """What Linux's /proc/PID/stat says of a process, without its number and name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def used() -> float:
    """Seconds of CPU until now of the processes that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ours(root: Path, names: list[str], students: int, who: str = "*") -> tuple[Seconds, int]:
    """By `course grade`, from its start to its end; and bytes of a worker with its sandbox."""
    with Watch() as watch:
        began, before = time.perf_counter(), used()
        command = [COURSE, "grade", "--again", "--jobs", str(JOBS), "--student", who, *names]
        subprocess.run(command, cwd=root, check=True, capture_output=True)
        wall, cpu = time.perf_counter() - began, used() - before
    number = len(names) * students
    return Seconds(wall / number, (cpu + watch.inside) / number, number), watch.memory


def stock(root: Path, name: str) -> Seconds:
    """By nbgrader as it comes; the start of its program is left out."""
    took = []
    for students in (OF_STOCK[:1], OF_STOCK):
        for number in students:
            shutil.rmtree(root / "autograded" / student(number) / name, ignore_errors=True)
        chosen = f"s000[{''.join(map(str, students))}]"
        command = [sys.executable, "-m", "nbgrader", "autograde", name, "--student", chosen]
        began, before = time.perf_counter(), used()
        subprocess.run(command, cwd=root, check=True, capture_output=True)
        took.append((time.perf_counter() - began, used() - before))
    more = len(OF_STOCK) - 1
    wall, cpu = ((everybody - one) / more for one, everybody in zip(*took, strict=True))
    return Seconds(wall, cpu, more)


def bare(name: str) -> Seconds:
    """By a fork that runs what decides the marks, tests with their hidden parts among it."""
    lesson = read_lesson(ROOT / "lessons" / name / "lesson.py")
    source = nbformat.read(ROOT / "source" / name / f"{name}.ipynb", as_version=4)
    plan = make_plan(source)
    solved = {exercise.name: reference(exercise) for exercise in lesson.exercises}
    cells = [cell for cell in source.cells if cell.cell_type == "code"]
    keys = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells]
    steps = [plan.steps.get(key) for key in keys]
    parts = [
        Part(needs=step.uses, needed_later=step.later)
        if step and step.kind == "test"
        else Part(solved.get(key, cell.source), whole=key in solved)
        for step, key, cell in zip(steps, keys, cells, strict=True)
    ]
    runs = zip(steps, cells, deciding(parts), strict=True)
    texts = [cell.source if step and step.kind == "test" else text for step, cell, text in runs]
    shell = make_shell()
    shell.shown = shell.display_pub.shown = shell.displayhook.shown = Shown(10**9)
    shell.display_pub.nobody_looks = True  # so no picture is drawn
    cpu: list[float] = []
    running = 0
    began = time.perf_counter()
    while len(cpu) < STUDENTS:
        if running < min(JOBS, STUDENTS - len(cpu)):
            running += 1
            if not os.fork():
                with contextlib.redirect_stdout(io.StringIO()):
                    fine = all(shell.run_cell(text, store_history=True).success for text in texts if text)
                os._exit(0 if fine else 1)
        else:
            running -= 1
            _, status, usage = os.wait3(0)
            assert status == 0, f"{name}: a cell failed"
            cpu.append(usage.ru_utime + usage.ru_stime)
    wall = (time.perf_counter() - began) / STUDENTS
    return Seconds(wall, statistics.median(cpu), len(cpu))


def later(root: Path, name: str) -> Seconds:
    """By `course grade`, all classes, but for its start and what the first submissions take."""
    first, _ = ours(root, [name], HOW_MANY, BEGINNERS)
    everybody, _ = ours(root, [name], CLASSES * STUDENTS)
    number = everybody.submissions - first.submissions
    wall, cpu = (
        (getattr(everybody, part) * everybody.submissions - getattr(first, part) * first.submissions) / number
        for part in ("wall", "cpu")
    )
    return Seconds(wall, cpu, number)


def once(root: Path, name: str) -> float:
    """Seconds from a cold start to the first verdict."""
    command = [COURSE, "grade", "--again", name, "--student", "s0000"]  # or there would be nothing to do
    began = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return time.perf_counter() - began


def growth(scratch: Path, shown: dict[str, dict[str, list[NotebookNode]]]) -> float:
    """What a submission takes between the largest two classes, in terms of what it takes between the smallest two."""
    name = lesson_names(ROOT)[0]
    walls: dict[int, list[float]] = {students: [] for students in GROWTH}
    for students in GROWTH:
        make_course(scratch / f"class-of-{students}", [name], students, shown)
    for students in (*GROWTH, *GROWTH[-2::-1]):  # up and down, since a machine's speed changes with the hour
        root = scratch / f"class-of-{students}"
        walls[students] += [students * ours(root, [name], students)[0].wall for _ in range(1 + (students < GROWTH[-1]))]
    took = [statistics.mean(walls[students]) for students in GROWTH]
    small, large = (
        (took[place + 1] - took[place]) / (GROWTH[place + 1] - GROWTH[place]) for place in range(len(GROWTH) - 1)
    )
    return large / small


def mean(took: dict[str, Seconds], part: str, names: Sequence[str]) -> float:
    """Of "wall" or "cpu", over some lessons."""
    return statistics.mean(getattr(took[name], part) for name in names)


def main() -> None:
    """Measure and print."""
    os.environ["MPLBACKEND"] = "agg"
    for module in (*IMPORTED, "course.plots", *(IF_NEEDED.keys() - {"torch"}), "course.check"):
        __import__(module)
    names = [name for name in lesson_names(ROOT) if name != WITH_PYTORCH]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        shown = outputs_of(scratch, names)
        make_course(scratch / "ours", names, CLASSES * STUDENTS, shown)
        shutil.copytree(scratch / "ours", scratch / "stock")
        (scratch / "stock" / "nbgrader_config.py").write_text(STOCK)
        print("seconds of CPU a submission      stock   ours   bare   ours to bare")
        theirs: dict[str, Seconds] = {}
        least: dict[str, Seconds] = {}
        each: dict[str, Seconds] = {}
        for name in names:  # all three one after the other, since a machine's speed changes with the hour
            theirs[name] = stock(scratch / "stock", name)
            least[name] = bare(name)
            each[name] = later(scratch / "ours", name)
            columns = theirs[name].cpu, each[name].cpu, least[name].cpu, each[name].cpu / least[name].cpu
            print("{:30} {:7.2f} {:6.2f} {:6.2f} {:9.1f}".format(name, *columns))
        everything, memory = ours(scratch / "ours", names, STUDENTS, FIRST_CLASS)
        cold = {name: statistics.median(once(scratch / "ours", name) for _ in range(3)) for name in names}

        wall, cpu = mean(theirs, "wall", names), mean(each, "cpu", names)
        long = mean(theirs, "wall", LONG) / mean(each, "wall", LONG)
        print(f"all of these, {everything.submissions} submissions, {JOBS} at a time")
        print(f"  throughput to stock's          {wall / mean(each, 'wall', names):7.1f}  (goal: 25 or more)")
        print(f"  the same, start to end         {wall / everything.wall:7.1f}")
        print(f"  lessons 07 and 08 alone        {long:7.1f}  (goal: 25 or more)")
        print(f"  CPU to bare                    {cpu / mean(least, 'cpu', names):7.1f}  (goal: 2 or less)")
        print(f"  a submission, of 1,000 to 10   {growth(scratch, shown):7.2f}  (goal: 0.9 to 1.1)")
        print(f"  a worker with its sandbox      {memory / 1e6:7.0f}  MB (goal: 400 or less)")
        slowest = max(cold, key=lambda name: cold[name])
        print(f"  first verdict from cold        {cold[slowest]:7.1f}  s in {slowest}, the slowest (goal: 3 or less)")


if __name__ == "__main__":
    main()
