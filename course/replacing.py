"""Files and folders that are replaced as a whole, or stay what they were."""

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


def beside(place: Path) -> tuple[Path, Path]:
    """Where a new folder is made, and where the one that it replaces goes.

    Args:
        place: of the folder.
    """
    return place.with_name(f".{place.name}.new"), place.with_name(f".{place.name}.old")


def swap(place: Path) -> None:
    """Move the new folder beside its place there, and the one that it replaces out of the way.

    Args:
        place: of the folder; `beside` says where the others are.
    Raises:
        OSError: one of them can't be moved.
    """
    new, old = beside(place)
    if place.exists():
        place.rename(old)
    new.rename(place)
