"""How fast submissions are graded: the referee beside nbgrader's own Execute, and beside nothing but the cells.

One worker grades solved notebooks of lesson 1, by `nbgrader autograde` in both cases. "Bare" is a process that has
imported everything, and runs the cells of the notebook one after the other in an IPython shell, without any test's
values hidden and with nothing saved: there is no way to run these cells that takes less. Everything is measured in one
run and printed as ratios, since seconds depend on the machine.

    make bench
"""

import contextlib
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from course.authoring.answers import reference, submission
from course.authoring.build import build
from course.authoring.lesson import read_lesson
from course.authoring.notebook import to_json
from course.grading.inside.shell import Shown, make_shell
from course.grading.sandbox import IMPORTED

ROOT = Path(__file__).resolve().parent.parent
NAME = "01-forward-pass"
SUBMISSIONS = 8
STOCK = """
from pathlib import Path
c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "stock"
c.Execute.timeout = 120
"""


def make_course(folder: Path) -> None:
    """A course with solved submissions in `folder`, which is made."""
    shutil.copytree(ROOT / "lessons" / NAME, folder / "lessons" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    build(folder, [NAME])
    lesson = read_lesson(folder / "lessons" / NAME / "lesson.py")
    answers = {exercise.name: reference(exercise) for exercise in lesson.exercises}
    release = nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for number in range(SUBMISSIONS):
        path = folder / "submitted" / f"student{number}" / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(to_json(submission(release, answers)), encoding="utf-8")


def used() -> tuple[float, float]:
    """Seconds of wall clock and of CPU until now, of this process and those that it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(usage.ru_utime + usage.ru_stime for usage in both)


def autograde(course: Path) -> tuple[float, float]:
    """Seconds of wall clock and of CPU for one submission; the first one, which pays for the start, is left out."""
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME]
    took = []
    for more in (["--student", "student0"], ["--student", "*", "--force"]):
        before = used()
        subprocess.run([*command, *more], cwd=course, check=True, capture_output=True)
        took.append([after - first for after, first in zip(used(), before, strict=True)])
    wall, cpu = ((everybody - one) / (SUBMISSIONS - 1) for one, everybody in zip(*took, strict=True))
    return wall, cpu


def bare(course: Path) -> tuple[float, float]:
    """Seconds of wall clock and of CPU to run the cells of one solved notebook, with its hidden tests."""
    path = course / "autograded" / "student0" / NAME / f"{NAME}.ipynb"
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    shell = make_shell()
    for module in (*IMPORTED, "course.plots", "course.data", "course.check"):
        __import__(module)
    took = []
    for _ in range(SUBMISSIONS):
        before = used()
        if not (child := os.fork()):
            shell.shown = shell.display_pub.shown = shell.displayhook.shown = Shown(10**9)
            with contextlib.redirect_stdout(io.StringIO()):
                for source in cells:
                    shell.run_cell(source)
            os._exit(0)
        os.waitpid(child, 0)
        took.append([after - first for after, first in zip(used(), before, strict=True)])
    wall, cpu = (sorted(each)[len(took) // 2] for each in zip(*took, strict=True))
    return wall, cpu


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        ours, stock = Path(scratch) / "referee", Path(scratch) / "stock"
        make_course(ours)
        shutil.copytree(ours, stock)
        (stock / "nbgrader_config.py").write_text(STOCK)
        (stock / "gradebook.db").unlink()
        subprocess.run(
            [sys.executable, "-m", "nbgrader", "generate_assignment", NAME, "--force"],
            cwd=stock,
            check=True,
            capture_output=True,
        )
        seconds = {"stock": autograde(stock), "referee": autograde(ours), "bare": bare(ours)}
    for name, (wall, cpu) in seconds.items():
        # Linux does not add up what the processes in a sandbox use, so the referee's own share is all that is known.
        print(f"{name:8} {wall:6.2f} s a submission, {cpu:6.2f} s of CPU{' outside the sandbox' * (name == 'referee')}")
    print(f"throughput, referee to stock:  {seconds['stock'][0] / seconds['referee'][0]:5.1f}")
    print(f"throughput, bare to stock:     {seconds['stock'][0] / seconds['bare'][0]:5.1f}")
    # Grader and student's process wait for each other, so the wall clock is at least what both use of CPU.
    print(f"wall clock, referee to bare:   {seconds['referee'][0] / seconds['bare'][0]:5.1f}")


if __name__ == "__main__":
    main()
