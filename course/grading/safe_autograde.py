"""nbgrader's Autograde, so that nothing a student hands in is followed, waited for or passed on unseen.

nbgrader takes the class of its exporter from its configuration, and the class of the converter it doesn't. Yet the
converter opens `timestamp.txt` and copies all other files, through symbolic links, before any exporter or preprocessor
sees the submission, and its hooks can stop nothing. The exporter is made before all that and knows its converter, so
it gives the converter a stricter class: for this one object, and with no function of nbgrader replaced.
"""

import re
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.utils import parse_utc, remove, rmtree

from course.grading.submission_file import SubmissionError, read_notebook
from course.grading.submission_folder import student_files

# What goes on into autograded/, from where formgrader serves it to the instructor's browser, and nbgrader copies it
# to the feedback: what the exchange wrote, and pictures that text may show. Pages and scripts stay behind, and no
# folder can take the name of a page.
_PASSED_ON = re.compile(
    r"timestamp\.txt|submission_secret\.txt|([^/.]+/)*[^/]+\.(png|jpe?g|gif|webp)",
    re.IGNORECASE,
)


class SubmissionExporter(NotebookExporter):
    """Reads submissions as `read_notebook` does, and makes an Autograde that uses it a SafeAutograde."""

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        """
        Args:
            config: of nbgrader.
            kwargs: of nbconvert's exporter; `parent` is the converter that uses it, whose class may be changed.
        """
        super().__init__(config=config, **kwargs)
        if type(self.parent) is Autograde:
            self.parent.__class__ = SafeAutograde

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a submission; or, in nbgrader's second pass, what the first one made of it.

        Args:
            filename: of the notebook.
            resources: for preprocessors and writers. Changed: its "metadata" says where the notebook is.
            kwargs: of nbconvert's exporter.
        Raises:
            SubmissionError: it can't be read.
        """
        if isinstance(self.parent, Autograde) and not self.parent._sanitizing:
            return super().from_filename(filename, resources, **kwargs)
        path = Path(filename)
        resources = ResourcesDict() if resources is None else resources
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        return self.from_notebook_node(read_notebook(path), resources, **kwargs)


class _SafeCopies(BaseConverter):
    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        target = Path(self._format_dest(assignment_id, student_id))
        for name, content in student_files(Path(self._format_source(assignment_id, student_id))).items():
            if _PASSED_ON.fullmatch(name):
                path = target / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)  # from a run that was broken off, perhaps read-only
                path.write_bytes(content)


class SafeAutograde(Autograde, _SafeCopies):
    """An Autograde that refuses a submission before it touches it, and takes up again what was broken off."""

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether a submission is to be graded.

        Args:
            assignment_id: name of the assignment.
            student_id: name of the student.
        Raises:
            SubmissionError: it holds what can't be graded; nbgrader goes on with the next one.
        """
        if student_id not in self.coursedir.student_id_exclude.split(","):
            _refuse_unsafe(Path(self._format_source(assignment_id, student_id)))
            self._remove_unfinished(Path(self._format_dest(assignment_id, student_id)))
        return bool(super().init_destination(assignment_id, student_id))

    def _remove_unfinished(self, graded: Path) -> None:
        """Remove what a run left behind that was ended from outside; nbgrader would take it for graded."""
        notebooks = list(graded.glob("*.ipynb"))
        last_step = int(str(self.permissions), 8)  # nbgrader sets them when all is done
        if graded.exists() and (not notebooks or any(path.stat().st_mode & 0o777 != last_step for path in notebooks)):
            self.log.warning("Grading was broken off, and begins again: %s", graded)
            if self.coursedir.notebook_id == "*":
                rmtree(str(graded))
            else:
                for path in notebooks:
                    remove(str(path))


def _refuse_unsafe(folder: Path) -> None:
    if folder.parent.is_symlink():
        raise SubmissionError("the student's folder is a symbolic link; put a folder in its place")
    timestamp = student_files(folder).get("timestamp.txt", b"").strip()
    try:
        parse_utc(timestamp.decode()) if timestamp else None
    except (ValueError, OverflowError):
        got = repr(timestamp[:40])[1:]
        raise SubmissionError(f"timestamp.txt holds no time (got {got}); remove it, or write when it came") from None
