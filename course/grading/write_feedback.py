"""nbgrader's GenerateFeedback, so that it writes every page that it is asked for.

As in `safe_autograde`, it becomes the class of a converter that makes our exporter, and what is called before that is
replaced for such converters.
"""

import os
import shutil
from fnmatch import fnmatch
from glob import escape, glob
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException

from course.config import CourseError
from course.gradebook import gradebook
from course.grading.folders import folders


class WriteFeedback(GenerateFeedback):
    """A GenerateFeedback that leaves no old page in place.

    nbgrader keeps a page unless what was handed in is newer. But a person may have marked it since, or it was graded
    again.
    """

    def init_notebooks(self) -> None:
        """Find the graded notebooks, whatever the names of students are.

        Raises:
            NbGraderException: there are none; the log has a name that is like the one that was asked for.
        """
        names = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        found = {
            folder: sorted(glob(os.path.join(escape(folder), f"{self.coursedir.notebook_id}.ipynb")))
            for folder in folders(names)
        }
        self.assignments = {folder: notebooks for folder, notebooks in found.items() if notebooks}
        if not self.assignments:
            _init_notebooks(self)

    def convert_notebooks(self) -> None:
        """Write the pages of the students that nbgrader has found.

        Raises:
            NbGraderException: a page could not be written, or none can be; the log says why.
        """
        try:
            with gradebook(self.config) as book:
                book.find_assignment(self.coursedir.assignment_id)
        except (CourseError, MissingEntry) as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from None
        super().convert_notebooks()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Make room for the pages of a student.

        Args:
            assignment_id: name of the lesson.
            student_id: of the student.
        Returns:
            Whether they are to be written: not for those who are excluded.
        """
        if student_id in self.coursedir.student_id_exclude.split(","):
            return False
        if self.coursedir.notebook_id == "*":
            shutil.rmtree(self._format_dest(assignment_id, student_id), ignore_errors=True)
        return True

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy what goes with the pages; never a graded notebook, which has the hidden tests.

        Args:
            assignment_id: name of the lesson.
            student_id: of the student.
        """
        graded, pages = (Path(each(assignment_id, student_id)) for each in (self._format_source, self._format_dest))
        ignored = [*self.coursedir.ignore, "*.ipynb"]
        for path in sorted(graded.rglob("*")):
            name = path.relative_to(graded)
            if path.is_file() and not any(fnmatch(part, each) for part in name.parts for each in ignored):
                (pages / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, pages / name)


_init_notebooks = GenerateFeedback.init_notebooks


def _find_graded(converter: GenerateFeedback) -> None:
    """What stands in place of nbgrader's `GenerateFeedback.init_notebooks`."""
    ours = getattr(converter.exporter_class, "writes_every_page", False)
    (WriteFeedback.init_notebooks if ours else _init_notebooks)(converter)


GenerateFeedback.init_notebooks = _find_graded
