"""Make the web site of the lessons: `make site`. Needs PyTorch and website/requirements.lock, and no network."""

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from course.authoring.lesson import lesson_names

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "GLOSSARY.md", "docs", "students")  # besides those in website/
WIDGET = "application/vnd.jupyter.widget-view+json"
# What the theme leaves out of a page for who reads by keyboard or ear, as axe tells it.
MENDED = {
    '<th class="head"><p></p></th>': "<td></td>",
    '<div class="formula">': '<div class="formula" tabindex="0">',
    '<summary><span class="toctree-toggle"': '<summary aria-label="Its pages"><span class="toctree-toggle"',
    'class="sidebar-primary-items__start ': 'role="region" aria-label="Site" class="sidebar-primary-items__start ',
}


def make_site(root: Path, folder: Path) -> int:
    """Write the site, in the place of an earlier one, or leave that if something is wrong.

    Args:
        root: the course's folder, in which the lessons are built.
        folder: the site's.
    Returns:
        0, or what Sphinx says where it finds something wrong.
    """
    names = lesson_names(root)
    with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor() as pool:
        pages = Path(scratch) / "pages"
        shutil.copytree(root / "website", pages)
        for name in PAGES:
            (shutil.copytree if (root / name).is_dir() else shutil.copy)(root / name, pages / name)
        (pages / "lessons").mkdir()
        for name, lesson in zip(names, pool.map(to_read, [root] * len(names), names), strict=True):
            nbformat.write(lesson, pages / "lessons" / f"{name}.ipynb")
        sphinx = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "-b", "html"]
        made = Path(scratch) / "made" / "html"  # more is left beside it
        failed = subprocess.run([*sphinx, pages, made]).returncode
        for page in made.rglob("*.html"):
            page.write_text(mended(page.read_text(encoding="utf-8")), encoding="utf-8")
        if not failed:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.move(made, folder)
        return failed


def mended(html: str) -> str:
    """A page of the site, with `MENDED` done to it."""
    for was, becomes in MENDED.items():
        html = html.replace(was, becomes)
    return html


def to_read(root: Path, name: str) -> NotebookNode:
    """A lesson as students get it, with the pictures that right answers draw.

    Args:
        root: the course's folder.
        name: of the lesson.
    Returns:
        The released notebook. What its exercises and checks show is left out, and so are controls of pictures.
    """
    source, released = (
        nbformat.read(root / folder / name / f"{name}.ipynb", as_version=4) for folder in ("source", "release")
    )
    with tempfile.TemporaryDirectory() as here:
        NotebookClient(source, timeout=600, resources={"metadata": {"path": here}}).execute()
    shown = {cell.id: cell.get("outputs", []) for cell in source.cells}
    for cell in released.cells:
        grading = cell.metadata.get("nbgrader", {})
        cell.metadata.pop("jupyter", None)
        if cell.cell_type == "code" and not (grading.get("solution") or grading.get("grade")):
            cell.outputs = [output for output in shown[cell.id] if WIDGET not in output.get("data", {})]
        if grading.get("grade") and cell.cell_type == "code":
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-input"]
    return released


if __name__ == "__main__":
    sys.exit(make_site(ROOT, Path(sys.argv[1]).resolve()))
