"""Which submissions were refused when they were last graded, and why: a small file beside the place of their marks."""

import json
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from course.replacing import write_whole


def note_refusal(course: CourseDirectory, lesson: str, student: str, reason: str) -> None:
    """Keep why a submission was refused, or forget it where it no longer is.

    Args:
        course: in whose `autograded/` the note is kept. Not changed.
        lesson: its name.
        student: who has handed in.
        reason: why it can't be graded; empty if it can.
    """
    place = Path(course.format_path(course.autograded_directory, student, lesson))
    note = place.with_name(f".{place.name}.refused")
    if not reason:
        note.unlink(missing_ok=True)
        return
    note.parent.mkdir(parents=True, exist_ok=True)
    write_whole(note, json.dumps({"student": student, "reason": reason}).encode())


def refusals(course: CourseDirectory, lesson: str) -> dict[str, str]:
    """Why submissions to a lesson were refused when they were last graded, by student.

    Args:
        course: whose `autograded/` is looked at. Not changed.
        lesson: its name.
    """
    anybody = Path(course.format_path(course.autograded_directory, "*", lesson))
    pattern = anybody.with_name(f".{anybody.name}.refused").relative_to(course.root)
    notes = [json.loads(path.read_text(encoding="utf-8")) for path in Path(course.root).glob(str(pattern))]
    return {note["student"]: note["reason"] for note in sorted(notes, key=lambda note: note["student"])}
