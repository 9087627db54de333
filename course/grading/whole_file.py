"""A file that is written as a whole, or stays what it was."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, and move it there.

    Args:
        path: of the file, which may be there already.
        content: of it.
    Raises:
        OSError: it can't be written; what was there is still there.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(content)
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
