"""The course's folder, as its nbgrader_config.py describes it."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from traitlets.config import Config, PyFileConfigLoader

MISTAKES = "mistakes.json"  # of a lesson, beside its text: what its wrong answers give at each check
_PAGES = [
    f"nbgrader.server_extensions.{name}"
    for name in ("assignment_list", "course_list", "formgrader", "validate_assignment")
]


class CourseError(Exception):
    """The course's folder is in a state in which a command can't do its work, or would lose something."""


class _Later(ModuleType):
    """Stands for one of nbgrader's extensions of a Jupyter server while nbgrader is imported."""

    def load_jupyter_server_extension(self, app: Any) -> None:
        """As the extension's own; no other function of it is asked for before it is imported."""
        import_module(self.__name__).load_jupyter_server_extension(app)


class _Preprocessors(ModuleType):
    """Stands for nbgrader.preprocessors, whose modules can be imported one by one; asked for more, it imports all."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "NbGraderPreprocessor":  # which all of them are made from
            return import_module(f"{self.__name__}.base").NbGraderPreprocessor
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def import_nbgrader(*, gradebook: bool = True) -> None:
    """Import nbgrader, and its pages for a Jupyter server only when they are asked for.

    nbgrader imports them with itself, and so all of the server, which takes longer than many a command.

    Args:
        gradebook: whether this process needs one. One that doesn't imports preprocessors one by one, as they are asked
            for, since some of them bring SQLAlchemy along.
    """
    if "nbgrader" in sys.modules:
        return
    sys.modules.update({name: _Later(name) for name in _PAGES})
    try:
        import_module("nbgrader")
    finally:
        for name in _PAGES:
            del sys.modules[name]
    if not gradebook:
        spec = find_spec("nbgrader.preprocessors")
        assert spec is not None
        sys.modules[spec.name] = module_from_spec(spec)
        sys.modules[spec.name].__class__ = _Preprocessors


def course_config(root: Path) -> Config:
    """nbgrader's configuration of a course.

    Args:
        root: the course's folder.
    Raises:
        CourseError: there is no nbgrader_config.py, or it ends with a sentence that says what is wrong.
    """
    if not (root / "nbgrader_config.py").exists():
        raise CourseError(
            f"{root} holds no nbgrader_config.py; run this in the course's folder, or name it with --root"
        )
    import_nbgrader()
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except SystemExit as end:
        raise CourseError(str(end)) from None
