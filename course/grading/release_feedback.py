"""Releasing feedback to those who handed in through nbgrader's exchange."""

from glob import escape
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from course.grading.folders import folders

_NEEDED = ("submission_secret.txt", "timestamp.txt")
_GIVE = "nbgrader's exchange needs it to find the student, so give the page to the student yourself"


class ReleaseEach(ExchangeReleaseFeedback):
    """nbgrader's release of feedback, but that what can't be released is named, and all else is released.

    nbgrader ends at the first submission without a secret, such as one that came from a zip of an LMS.
    """

    src_path: str

    def copy_files(self) -> None:
        """Release the feedback of each student, but those who are excluded."""
        course = self.coursedir
        excluded = {
            course.format_path(course.feedback_directory, student, course.assignment_id)
            for student in course.student_id_exclude.split(",")
        }
        left = []
        for folder in sorted(set(folders(self.src_path)) - excluded):
            if not list(Path(folder).glob("*.html")):
                continue
            if reason := self._unfit(Path(folder)):
                self.log.error("%s is not released: %s", folder, reason)
                left.append(folder)
                continue
            self.src_path = escape(folder)
            super().copy_files()
        if left:
            self.log.error("%s are not released, all others are: %s", len(left), ", ".join(left))

    def _unfit(self, folder: Path) -> str:
        """Why the feedback in a folder can't be released, if it can't."""
        for name in _NEEDED:
            try:
                text = (folder / name).read_text()
            except OSError as error:
                return f"{name} can't be read ({error.strerror}); {_GIVE}"
            except UnicodeDecodeError:
                return f"{name} is not text; {_GIVE}"
            if not text:
                return f"{name} is empty; {_GIVE}"
        return ""
