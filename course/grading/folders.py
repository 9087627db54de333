"""Students' folders: nbgrader takes a name for a pattern, and somebody's name may look like one."""

import os
from glob import glob


def folders(path: str) -> list[str]:
    """The folder of this name, or the folders that fit it as a pattern, in order.

    Args:
        path: such as nbgrader makes of a student's name, or of `*`.
    """
    return [path] if os.path.isdir(path) else sorted(filter(os.path.isdir, glob(path)))
