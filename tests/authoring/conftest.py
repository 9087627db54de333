"""A built course of one small lesson."""

import shutil
from pathlib import Path

import pytest

from course.authoring.build import build
from tests.authoring.small import SOUND, lesson_file
from tests.courses import ROOT


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one small lesson, built; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    lesson_file(folder, SOUND)
    build(folder)
    return folder


@pytest.fixture
def course(built_once: Path, tmp_path: Path) -> Path:
    """A built course that a test may change."""
    shutil.copytree(built_once, tmp_path / "course")
    return tmp_path / "course"
