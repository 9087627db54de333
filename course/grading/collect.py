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
        """Copy a submission, unless there is a link in it.

        Args:
            src: path of the submission's folder.
            dest: path of the folder that is made.
            log: where nbgrader says what it copies, if anywhere.
        """
        for folder, folders, files in os.walk(src):
            for path in (Path(folder) / name for name in (*folders, *files)):
                if path.is_symlink():
                    what = path.relative_to(src)
                    self.log.error("%s is not collected: %s in it is a symbolic link; ask for the file", src, what)
                    return
        super().do_copy(src, dest, log)
