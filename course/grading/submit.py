"""Handing in, through nbgrader's exchange."""

from pathlib import Path

from nbgrader.exchange.default import ExchangeSubmit
from nbgrader.utils import find_all_notebooks


class Submit(ExchangeSubmit):
    """nbgrader's, but that JupyterLab's own copies of notebooks are no reason to warn; they are not handed in."""

    release_path: str
    src_path: str

    def check_filename_diff(self) -> None:
        """Warn of notebooks that are missing, and of those that the lesson doesn't have."""
        if _notebooks(self.release_path) != _notebooks(self.src_path):
            super().check_filename_diff()


def _notebooks(folder: str) -> set[str]:
    return {name for name in find_all_notebooks(folder) if ".ipynb_checkpoints" not in Path(name).parts}
