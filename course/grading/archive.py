"""Reads the zip that an LMS makes of a class's submissions, in which students may have put anything.

Nothing is unpacked as the archive asks for it: an entry is a name that is looked at, and bytes that are counted.
"""

import stat
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from course.config import CourseError
from course.grading.bounds import no_larger_than
from course.grading.submission_file import SubmissionError
from course.grading.submission_folder import DEEPEST, UNREADABLE, is_made_by_tools

_MEMORY = 2**30  # bytes that the list of an archive's entries may need, and one student's files
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags of an entry
_LONGEST = 200  # bytes of a part of a name
_NO_TIME = 1980  # the year in which the format's time begins


class Item(NamedTuple):
    """A file in an archive."""

    parts: tuple[str, ...]  # of its path
    time: datetime | None  # when it was written, as the clock of the LMS showed it; None where it doesn't say
    info: ZipInfo
    unsafe: str  # why it can't be a file of a submission; empty if it can


class Archive:
    """An open archive."""

    def __init__(self, opened: ZipFile) -> None:
        """
        Args:
            opened: the file.
        """
        self._opened = opened

    def items(self) -> Iterator[Item]:
        """The files, but those that tools make for themselves."""
        for info in self._opened.infolist():
            name = _name_of(info)
            if not (name.endswith("/") or is_made_by_tools(name)):
                yield Item(tuple(name.split("/")), _time_of(info), info, _unsafe(info, name))

    def read(self, item: Item, most: int) -> bytes:
        """The content of a file.

        Args:
            item: of this archive, and not unsafe.
            most: bytes that it may have.
        Raises:
            SubmissionError: it has more, or can't be read.
        """
        if item.info.flag_bits & _ENCRYPTED:
            raise SubmissionError("is encrypted; ask for it without a password")
        try:
            with self._opened.open(item.info) as file:
                content = file.read(most + 1)
        except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
            raise SubmissionError(f"can't be read ({error or 'it is cut off'}); ask for it again") from None
        if len(content) > most:
            raise SubmissionError("makes the submission larger than it may be; ask for one without what is large")
        return content


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive.

    Args:
        path: of the file.
    Raises:
        CourseError: it is no zip, or is larger than any LMS makes one.
    """
    with no_larger_than(_MEMORY), ExitStack() as stack:
        try:
            archive = stack.enter_context(ZipFile(path))
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise CourseError(f"{path} is no zip that can be read ({error}); download it again from the LMS") from None
        except MemoryError:
            raise CourseError(f"{path} has more in it than any LMS packs into a zip; download it again") from None
        yield Archive(archive)


def _name_of(info: ZipInfo) -> str:
    """The path of an entry; where the archive doesn't say so, it may be in UTF-8 all the same."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        with suppress(UnicodeError):  # or it is in that old code, as the format has it
            name = name.encode("cp437").decode()
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _unsafe(info: ZipInfo, name: str) -> str:
    """Why an entry can't be a file of a submission; empty if it can."""
    parts = name.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if UNREADABLE.search(name):
        return "has characters in its name that can't be shown"
    if ".." in parts or "." in parts or "" in parts or ":" in parts[0]:
        return "has a name that leads elsewhere"
    if len(parts) > DEEPEST + 2 or any(len(part.encode()) > _LONGEST for part in parts):
        return "has a name that is too long"
    if kind not in (0, stat.S_IFREG):
        return "is a link, a pipe or another thing that is no file"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "is compressed in a way that no LMS uses"
    return ""


def _time_of(info: ZipInfo) -> datetime | None:
    try:
        time = datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return time if time.year > _NO_TIME else None
