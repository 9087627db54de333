"""When something was handed in, as nbgrader writes it into `timestamp.txt` and into the names of the exchange."""

import re
from datetime import datetime, timedelta

from dateutil.parser import parse
from nbgrader.utils import parse_utc

from course.grading.submission_file import SubmissionError

_FARTHEST = 14  # hours that a clock is ahead of UTC
_LONGEST = 100  # bytes; a parser of dates is slow on more
# nbgrader takes a number behind a blank for seconds, +0200 for 200 of them, and one behind a word with a remark in
# brackets, as browsers write it, with the other sign; PM is a time zone to it. So we read these.
_CLOCK = re.compile(
    r"(?P<time>.*\d:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[ap]m)?)"
    r"(?:\s*[a-z]{0,5}\s*(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?:\s*\([^()]*\))?)?",
    re.IGNORECASE,
)
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
        said = text[: _LONGEST + 1].decode()
        found = _CLOCK.fullmatch(said)
        if len(text) <= _LONGEST and not _NO_ZONE.search(found["time"] if found else said):
            return parse_utc(parse(found["time"])) - _offset(found) if found else parse_utc(said)
    except (ValueError, OverflowError):
        pass
    got = repr(text[:40])[1:]
    raise SubmissionError(f"timestamp.txt holds no time (got {got}); remove it, or write when it came")


def _offset(found: re.Match[str]) -> timedelta:
    hours, minutes = int(found["hours"] or 0), int(found["minutes"] or 0)
    if hours > _FARTHEST or minutes >= 60:
        raise ValueError("no place on earth has such a clock")
    return timedelta(hours=hours, minutes=minutes) * (1 if found["sign"] == "+" else -1)
