"""The files that a student handed in beside the notebook."""

import errno
import os
import re
import stat
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from course.grading.submission_file import LARGEST_NOTEBOOK, SubmissionError, read_regular

MOST_FILES = 500  # folders count, too
MOST_BYTES = 50_000_000
DEEPEST = 8  # folders in folders

Read = Callable[[int], bytes]
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MADE_BY_TOOLS = (".ipynb_checkpoints", "__pycache__", "__MACOSX")
_MADE_BY_MACOS = "._"  # the beginning of a file's name: what belongs to a file beside it, and is none itself
# With what browsers, mail and LMS add: "a.ipynb (1)", "a.ipynb.txt", "a.IPYNB".
_CALLED_NOTEBOOK = re.compile(r"\.ipynb(?![a-z])[^/]*$", re.IGNORECASE)
_NOTEBOOK_WORDS = (b'"nbformat"', b'"cells"')
UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, and what is not UTF-8


class HandedIn(NamedTuple):
    """The files of a submission, by name relative to its folder, with / between the parts."""

    files: dict[str, bytes]
    notebooks: dict[str, bytes]  # and what somebody may have meant for one


def student_files(folder: Path, given: Collection[str] = ()) -> HandedIn:
    """Read a submission.

    Args:
        folder: of the submission, as it was handed in.
        given: names of files that the instructor gives along, which are no notebooks of the student's.
    Raises:
        SubmissionError: as `open_files`; or a file is too large, or there are more than MOST_BYTES in them, or so many
            in notebooks.
    """
    found = HandedIn({}, {})
    left = {False: MOST_BYTES, True: MOST_BYTES}
    for name, read in open_files(folder):
        called = bool(_CALLED_NOTEBOOK.search(name)) and name not in given
        content = read(LARGEST_NOTEBOOK if called else MOST_BYTES)
        left[called] -= len(content)
        if left[called] < 0:
            raise SubmissionError(f"the files are larger than {MOST_BYTES // 1_000_000} MB; leave out what is large")
        meant = called or (name not in given and _looks_like_notebook(content))
        (found.notebooks if meant else found.files)[name] = content
    return found


def is_made_by_tools(name: str) -> bool:
    """Whether Jupyter, Python or macOS made a file for themselves.

    Args:
        name: of the file, with / between the parts.
    """
    *folders, base = name.split("/")
    return base.startswith(_MADE_BY_MACOS) or not set(folders).isdisjoint(_MADE_BY_TOOLS)


def _looks_like_notebook(content: bytes) -> bool:
    """Whether a file holds a notebook, whatever it is called."""
    return content[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and all(word in content for word in _NOTEBOOK_WORDS)


def open_files(folder: Path) -> Iterator[tuple[str, Read]]:
    """The regular files of a submission, one after the other.

    What Jupyter, Python and macOS make for themselves is left out. No link is followed, also where one takes the
    place of a file or folder meanwhile.

    Args:
        folder: of the submission, as it was handed in.
    Yields:
        A name relative to `folder`, with / between the parts, and a function that reads the file as long as no further
        one is asked for. It takes the number of bytes that the file may have, and raises SubmissionError.
    Raises:
        SubmissionError: a link, a pipe or another thing that is no file is in it, a name that can't be shown, a folder
            that can't be read, or more than MOST_FILES or DEEPEST allow.
    """
    try:
        opened = os.open(folder, _FOLDER)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise SubmissionError(
                "the submission's folder is no folder, or a symbolic link; hand in a folder"
            ) from None
        raise _unreadable(error) from None
    yield from _open_files(opened, PurePosixPath(), iter(range(MOST_FILES)))


def _open_files(opened: int, inside: PurePosixPath, numbers: Iterator[int]) -> Iterator[tuple[str, Read]]:
    """The files in an open folder, which is closed at the end; `numbers` has one for each that may still come."""
    folders = []
    try:
        if len(inside.parts) > DEEPEST:
            raise SubmissionError(f"folders are nested deeper than {DEEPEST}; hand in fewer levels")
        for base in sorted(_names(opened, numbers)):
            name = (inside / base).as_posix()
            mode = _mode(base, name, opened)
            if stat.S_ISDIR(mode):
                folders.append(base)
            elif not base.startswith(_MADE_BY_MACOS):
                yield name, partial(read_regular, base, repr(name), folder=opened)
        for base in folders:
            if base not in _MADE_BY_TOOLS:
                yield from _open_files(os.open(base, _FOLDER, dir_fd=opened), inside / base, numbers)
    except OSError as error:
        raise _unreadable(error) from None
    finally:
        os.close(opened)


def _names(folder: int, numbers: Iterator[int]) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if next(numbers, None) is None:
                raise SubmissionError(
                    f"more than {MOST_FILES} files and folders; leave out what the notebook does not need"
                )
            yield entry.name


def _mode(base: str, name: str, folder: int) -> int:
    """The mode of a file or folder; of nothing else."""
    if UNREADABLE.search(base):
        raise SubmissionError(f"the file name {name!r} has characters that can't be shown; rename it")
    mode = os.stat(base, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        raise SubmissionError(f"{name!r} is a symbolic link; hand in the file itself")
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SubmissionError(f"{name!r} is neither a file nor a folder; leave it out")
    return mode


def _unreadable(error: OSError) -> SubmissionError:
    return SubmissionError(f"a folder can't be read ({error.strerror}); make it readable")
