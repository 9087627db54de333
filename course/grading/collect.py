"""Collecting from nbgrader's exchange, where students may have put anything, and may change it meanwhile."""

import re
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from course.grading.submission_file import SubmissionError, read_regular
from course.grading.submission_folder import open_files
from course.grading.timestamps import read_time


class CollectFiles(ExchangeCollect):
    """nbgrader's collect, but that a submission that can't be copied is named and left, and the others are collected.

    nbgrader copies what a link leads to, with the rights of whoever collects, waits for pipes, removes what was
    collected before it looks at what has come, and ends at the first submission that is too large or unreadable.
    """

    src_records: list[dict[str, Any]]

    def init_src(self) -> None:
        """Find the submissions, as nbgrader does, but those whose folder has not the name that nbgrader gives."""
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """Student and time of a folder in the exchange; no student where its name doesn't tell."""
        name = Path(path).name
        lesson = re.escape(self.coursedir.assignment_id)
        offset, random = r"(\+\d\d(:?\d\d)?)?", r"(\+[^+]*)?"
        found = re.fullmatch(rf"(?P<student>[^/]+)\+{lesson}\+(?P<time>[^+]+{offset}){random}", name)
        try:
            time = read_time(found["time"].encode()) if found and name.isprintable() else None
        except SubmissionError:
            time = None
        if found is None or time is None:
            self.log.error("%r is not collected: its name is not STUDENT+LESSON+TIME; ask who handed it in", name)
            return {"username": "", "filename": name, "timestamp": datetime.min}
        return {"username": found["student"], "filename": name, "timestamp": time}

    def copy_files(self) -> None:
        """Bring what is new into `submitted/`; what can't be brought is named, and what was there before stays."""
        lesson = self.coursedir.assignment_id
        self.log.info("Processing %s submissions of %r", len(self.src_records), lesson)
        left = []
        for record in self.src_records:
            student = record["username"]
            place = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, lesson))
            source = Path(self.inbound_path, record["filename"])
            if not self._wanted(record["timestamp"], place):
                self.log.info("%s has handed in nothing newer, or is not to be updated", student)
                continue
            try:
                self._warn_of_other_owner(source, student)
                self.do_copy(str(source), str(place))
                self.log.info("Collected submission: %s %s", student, lesson)
            except (SubmissionError, OSError) as error:
                reason = error if isinstance(error, SubmissionError) else f"{error.strerror}: {error.filename}"
                self.log.error("%s is not collected, the submission of %s: %s", source.name, student, reason)
                left.append(student)
        if left:
            self.log.error("%s of %s are not collected: %s", len(left), len(self.src_records), ", ".join(left))

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy a submission, or nothing of it.

        Args:
            src: path of the submission's folder.
            dest: path of the folder that is made, in the place of one that is there.
            log: not used.
        Raises:
            SubmissionError: it holds what is no file, can't be read or is too large.
            OSError: it can't be written.
        """
        place = Path(dest)
        new = place.with_name(f".{place.name}.new")
        with TemporaryDirectory() as scratch:
            # nbgrader copies, with the course's settings, what nobody else can change any more.
            ours = Path(scratch, "submission")
            self._read_into(ours, Path(src))
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(new, ignore_errors=True)
            super().do_copy(str(ours), str(new))
        if place.exists():
            shutil.rmtree(place)
        new.rename(place)

    def _read_into(self, ours: Path, theirs: Path) -> None:
        most = left = 1000 * self.coursedir.max_dir_size
        ours.mkdir()
        for name, read in open_files(theirs):
            content = read(most)
            left -= len(content)
            if left < 0:
                raise SubmissionError(f"the files are larger than {most // 1_000_000} MB; leave out what is large")
            if name == "timestamp.txt":
                read_time(content)  # or nbgrader could not collect from this student again
            (ours / name).parent.mkdir(parents=True, exist_ok=True)
            (ours / name).write_bytes(content)

    def _wanted(self, time: datetime, place: Path) -> bool:
        """Whether a submission is to be copied, by nbgrader's options, where another one may be already."""
        if not place.is_dir():
            return True
        before = None
        if (place / "timestamp.txt").exists():
            try:
                before = read_time(read_regular(place / "timestamp.txt", "timestamp.txt", 1000))
            except SubmissionError:  # it can't be graded either
                self.log.warning("%s holds no time", place / "timestamp.txt")
        newer = before is None or time > before
        return bool((self.update and newer) or (self.before_duedate and time != before))

    def _warn_of_other_owner(self, source: Path, student: str) -> None:
        if not self.check_owner:
            return
        try:
            owner = source.owner()
        except KeyError:
            owner = "unknown id"
        if owner != student:
            self.log.warning(
                "%s claims to be submitted by %s but is owned by %s; cheating attempt? "
                "you may disable this warning by unsetting the option CollectApp.check_owner",
                *(source, student, owner),
            )
