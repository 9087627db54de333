"""The files that a student handed in beside the notebook."""

import os
import re
import stat
from pathlib import Path

from course.grading.submission_file import SubmissionError, read_regular

MOST_FILES = 500  # folders count, too
MOST_BYTES = 50_000_000
DEEPEST = 8  # folders in folders

_MADE_BY_TOOLS = (".ipynb_checkpoints", "__pycache__")
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, and what is not UTF-8


def student_files(folder: Path) -> dict[str, bytes]:
    """The regular files of a submission but its notebooks, by name relative to `folder`, with / between the parts.

    Folders that Jupyter and Python make for themselves are left out. No link is followed.

    Args:
        folder: of the submission, as it was handed in.
    Raises:
        SubmissionError: a link, a pipe or another thing that is no file is in it, a name that can't be shown, or more
            than MOST_FILES, MOST_BYTES or DEEPEST allow; a notebook counts as a file, and its size doesn't.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise SubmissionError("the submission's folder is no folder, or a symbolic link; hand in a folder")
    found: dict[str, bytes] = {}
    entries, left = 0, MOST_BYTES
    for at, folders, files, opened in os.fwalk(folder, onerror=_refuse):
        inside = Path(at).relative_to(folder)
        if len(inside.parts) > DEEPEST:
            raise SubmissionError(f"folders are nested deeper than {DEEPEST}; hand in fewer levels")
        entries += len(folders) + len(files)
        if entries > MOST_FILES:
            raise SubmissionError(
                f"more than {MOST_FILES} files and folders; leave out what the notebook does not need"
            )
        for base in sorted([*folders, *files]):
            name = (inside / base).as_posix()
            _refuse_odd(base, name, opened)
            if base in folders or base.endswith(".ipynb"):
                continue
            found[name] = read_regular(base, repr(name), MOST_BYTES, opened)
            left -= len(found[name])
            if left < 0:
                raise SubmissionError(
                    f"the files are larger than {MOST_BYTES // 1_000_000} MB; leave out what is large"
                )
        folders[:] = sorted(set(folders) - set(_MADE_BY_TOOLS))
    return found


def _refuse_odd(base: str, name: str, folder: int) -> None:
    if _UNREADABLE.search(base):
        raise SubmissionError(f"the file name {name!r} has characters that can't be shown; rename it")
    mode = os.stat(base, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        raise SubmissionError(f"{name!r} is a symbolic link; hand in the file itself")
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SubmissionError(f"{name!r} is neither a file nor a folder; leave it out")


def _refuse(error: OSError) -> None:
    raise SubmissionError(f"a folder can't be read ({error.strerror}); make it readable")
