"""When something was handed in, as nbgrader writes it into `timestamp.txt` and into the names of the exchange."""

import re
from datetime import datetime

from nbgrader.utils import parse_utc

from course.grading.submission_file import SubmissionError

_LONGEST = 100  # bytes; a parser of dates is slow on more
# nbgrader takes a number behind a blank for seconds: +0200 for 200 of them.
_OFFSET = re.compile(r"\s+(?=[+-]\d\d(:?\d\d)?$)")
# It looks for any other time zone among the machine's files, and reads the one that has this path.
_NO_ZONE = re.compile(r"\s:?/|\.\.|\s[+-]?\d+$")


def read_time(text: bytes) -> datetime | None:
    """A time in UTC, or None where `text` is blank. Without a time zone, or with an unknown one, it is taken for UTC.

    Args:
        text: date and time, and perhaps an offset such as +0200 or a zone's name.
    Raises:
        SubmissionError: it is no time.
    """
    text = text.strip()
    if not text:
        return None
    try:
        said = _OFFSET.sub("", text[: _LONGEST + 1].decode())
        if len(text) <= _LONGEST and not _NO_ZONE.search(said):
            return parse_utc(said)
    except (ValueError, OverflowError):
        pass
    got = repr(text[:40])[1:]
    raise SubmissionError(f"timestamp.txt holds no time (got {got}); remove it, or write when it came")
