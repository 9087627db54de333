"""Collecting from nbgrader's exchange without following what students may have put there."""

import os
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect


class CollectFiles(ExchangeCollect):
    """nbgrader's collect, but that a submission with a symbolic link in it is left where it is, and named.

    nbgrader copies what a link leads to, with the rights of whoever collects: any file of the instructor's, or of
    another student's.
    """

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy the submission at `src` to `dest`, unless there is a link in it."""
        for folder, folders, files in os.walk(src):
            for path in (Path(folder) / name for name in (*folders, *files)):
                if path.is_symlink():
                    what = path.relative_to(src)
                    self.log.error("%s is not collected: %s in it is a symbolic link; ask for the file", src, what)
                    return
        super().do_copy(src, dest, log)
