"""The referee as a preprocessor, which takes the place of nbgrader's Execute by configuration alone."""

from importlib.util import find_spec
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Enum, Float, Integer, List, Unicode

from course.config import CourseError

_MIB = 2**20


class Referee(NbGraderPreprocessor):
    """Runs a student's cells in a sandbox, and judges them from outside."""

    cell_seconds = Float(30, help="Seconds that one cell may take, and in a test all calls of the student's code.").tag(
        config=True
    )
    notebook_seconds = Float(
        300, help="Seconds that all cells of a notebook may take together; cells after that are not run."
    ).tag(config=True)
    memory_mb = Integer(2048, help="MiB of memory that all processes of a submission may use together.").tag(
        config=True
    )
    processes = Integer(64, help="Number of processes and threads that a submission may have at one time.").tag(
        config=True
    )
    disk_mb = Integer(256, help="MiB that a submission may write to its own folder, which is in memory.").tag(
        config=True
    )
    output_bytes = Integer(
        1_000_000, help="Bytes that one cell may show; the rest is cut. All cells together: ten times as many."
    ).tag(config=True)
    message_bytes = Integer(16 * _MIB, help="Bytes that an argument or result of one call may have.").tag(config=True)
    carry_forward = Bool(
        True,
        help="Whether an answer that lost points is replaced by the instructor's in the tests of later exercises, "
        "so that a mistake costs its own points only.",
    ).tag(config=True)
    rerun = Enum(
        ("deciding", "all"),
        "deciding",
        help="Which cells are run: those that decide a mark, while all others show what was handed in; or, before "
        "these, all for what they show now. Marks are the same.",
    ).tag(config=True)
    readable = List(Unicode(), help="More files and folders that students' code may read, by their full path.").tag(
        config=True
    )
    blas_threads = Integer(1, help="Threads that NumPy's linear algebra may use in each student's process.").tag(
        config=True
    )
    disposable = Bool(
        False,
        help="Run students' code without a sandbox. Only where this process, all files it can reach, and its "
        "network may be lost: in a container, say, that is made for one submission and thrown away.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run and judge a submission.

        Args:
            nb: a notebook with the structure of the release. Changed.
            resources: its "course" has the plan to judge by, the files beside the notebook, and the table of mistakes.
                Returned as they are.
        Raises:
            CourseError: there is no sandbox, or a module is missing that the lesson needs.
        """
        # What only reads these settings does without all of this.
        from course.grading.hearing import Hearing
        from course.grading.pupil import Times
        from course.grading.sandbox import IF_NEEDED, StudentProcess, sandbox
        from course.grading.sayable import words_of
        from course.grading.wire.orders import Limits

        given = resources["course"]
        limits = Limits(
            self.memory_mb * _MIB, self.processes, self.disk_mb * _MIB, self.output_bytes, self.message_bytes
        )
        needed = given["plan"].imports if self.rerun == "all" else given["plan"].needed
        for name in IF_NEEDED:
            if name in needed and find_spec(name) is None:
                raise CourseError(f"this lesson needs {name}, which is not installed here; run: pip install {name}")
        # A tensor that keeps its graph is told so by the name of its class.
        words = words_of(cell.source for cell in nb.cells if cell.cell_type == "code") | {"Tensor"}

        def start(nobody_looks: bool) -> StudentProcess:
            found = sandbox(self.disposable, self.readable, self.blas_threads)
            found.provide(needed, words)
            return found.start(limits, words, nobody_looks)

        hearing = Hearing(
            given["plan"],
            start,
            given["files"],
            Times(self.cell_seconds, self.notebook_seconds),
            self.output_bytes,
            self.carry_forward,
            self.rerun == "all",
            given["mistakes"],
        )
        hearing.judge(nb)
        return nb, resources
