"""Lessons as text: what is refused and where, what is built, what comes back, and that nothing is half-written."""

import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator

from course.authoring import build as building
from course.authoring.answers import read_answers, reference, submission
from course.authoring.build import build, pull
from course.authoring.formatting import formatted
from course.authoring.lesson import LessonError, read_lesson
from course.authoring.notebook import lesson_text, source_notebook, to_json, was_edited
from course.config import CourseError, course_config
from tests.courses import ROOT

NAME = "01-small"
SOUND = '''# %% [markdown]
# # A lesson: $\\frac{1}{2}$, σ and ×
#
# ```python
# x = 1  # no header
# ```

# %% given="setup"
import numpy as np
from course import check


# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x  # secret answer
    ### END SOLUTION


# %% test="double_two" points=1
check.close(double(2), 4, name="double(2)")

# %% test="double_more" points=2.5
check.close(double(3), 6, name="double(3)")
### BEGIN HIDDEN TESTS
check.close(double(1234), 2468, name="secret test")
### END HIDDEN TESTS

# %%
# %matplotlib inline
double(5)

# %%
double(5)

# %%
double(5)

# %% [markdown]
# Why?

# %% [markdown] written="why" points=3
# Your words.
#
# ### BEGIN MARK SCHEME
# The secret scheme.
# ### END MARK SCHEME
'''
SECRETS = ("secret", "return 2 * x", "1234", "MARK SCHEME", "BEGIN ", "END ")
# A sound exercise, of 9 lines, into which tables of mistakes put theirs.
SOLUTION = '# %% solution="f"\ndef f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\n\n'
TEST = '# %% test="f_one" points=1\nassert f() == 1\n'


def lesson_file(folder: Path, text: str | bytes, name: str = NAME) -> Path:
    path = folder / "lessons" / name / "lesson.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a course, but for the gradebook and the exchange, and the names of empty folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
        if path.relative_to(folder).parts[0] not in ("gradebook.db", "exchange")
    }


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


def source_of(course: Path, name: str = NAME) -> Path:
    return course / "source" / name / f"{name}.ipynb"


def release_of(course: Path, name: str = NAME) -> Path:
    return course / "release" / name / f"{name}.ipynb"


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def by_key(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


# --- what is refused, and where ---------------------------------------------------------------------------------------


def in_cell(line: str) -> str:
    return f"{SOLUTION}{TEST}# %%\nx = 1\n{line}\n"  # `line` is line 12


def in_test(*lines: str) -> str:
    return f"{SOLUTION}{TEST[: TEST.index('assert')]}" + "\n".join(lines) + "\n"  # `lines` begin in line 9


def in_solution(*lines: str) -> str:
    return '# %% solution="f"\n' + "\n".join(lines) + f"\n\n{TEST}"  # `lines` begin in line 2


MISTAKES: dict[str, tuple[str, list[tuple[int, str]]]] = {
    # headers
    "misspelt key": (f'{SOLUTION}# %% tets="f_one" points=1\n1\n', [(8, "unknown key 'tets'")]),
    "tags": (f'{SOLUTION}{TEST}# %% tags=["x"]\n1\n', [(10, "unknown key 'tags'")]),
    "key without value": (f"{SOLUTION}{TEST}# %% given\n1\n", [(10, "cannot read 'given'")]),
    "value without quotes": (f"{SOLUTION}{TEST}# %% given=setup\n1\n", [(10, "cannot read 'given=setup'")]),
    "title": (f'{SOLUTION}{TEST}# %% The rest given="g"\n1\n', [(10, "cannot read 'The rest'")]),
    "two keys": (f'{SOLUTION}# %% test="a" given="b" points=1\n1\n', [(8, "this one has given and test")]),
    "capital letter": (f'{SOLUTION}{TEST}# %% given="Setup"\n1\n', [(10, "given='Setup': a key is a small letter")]),
    "dash": (f'{SOLUTION}{TEST}# %% given="set-up"\n1\n', [(10, "given='set-up'")]),
    "digit first": (f'{SOLUTION}{TEST}# %% given="1st"\n1\n', [(10, "given='1st'")]),
    "letter of another alphabet": (f'{SOLUTION}{TEST}# %% given="é"\n1\n', [(10, "given='é'")]),
    "line end in a key": (f'{SOLUTION}{TEST}# %% given="a\\n"\n1\n', [(10, "a key is")]),
    "empty key": (f'{SOLUTION}{TEST}# %% given=""\n1\n', [(10, "given=''")]),
    "number for a key": (f"{SOLUTION}{TEST}# %% given=3\n1\n", [(10, "given=3")]),
    "long key": (f'{SOLUTION}{TEST}# %% given="{"a" * 65}"\n1\n', [(10, "at most 64")]),
    "key used twice": (f'{SOLUTION}{TEST}# %% given="f"\n1\n', [(10, "'f' is used twice; line 1 has it")]),
    "no points": (f'{SOLUTION}# %% test="t"\nassert f()\n', [(8, "test='t' has no points; add points=1")]),
    "points on a solution": (SOLUTION.replace('"f"', '"f" points=1') + TEST, [(1, "points belong to its test cells")]),
    "points on a given cell": (f'{SOLUTION}{TEST}# %% given="g" points=1\n1\n', [(10, "points belong to its test")]),
    "points without a key": (f"{SOLUTION}{TEST}# %% points=1\n1\n", [(10, "this cell has no key")]),
    "zero points": (SOLUTION + TEST.replace("=1\n", "=0\n"), [(8, "points=0; points are a number above 0")]),
    "negative points": (SOLUTION + TEST.replace("=1\n", "=-1\n"), [(8, "points=-1")]),
    "points as text": (SOLUTION + TEST.replace("=1\n", '="1"\n'), [(8, "points='1'")]),
    "points true": (SOLUTION + TEST.replace("=1\n", "=true\n"), [(8, "points=True")]),
    "huge points": (SOLUTION + TEST.replace("=1\n", "=1000\n"), [(8, "below 1000")]),
    "points not a number": (SOLUTION + TEST.replace("=1\n", "=NaN\n"), [(8, "points=nan")]),
    "infinite points": (SOLUTION + TEST.replace("=1\n", "=1e999\n"), [(8, "points=inf")]),
    "written as code": ('# %% written="w" points=1\n1\n', [(1, "must be a [markdown] cell")]),
    "test as Markdown": (f'{SOLUTION}# %% [markdown] test="t" points=1\n# x\n', [(8, "must be a code cell")]),
    "given as Markdown": ('# %% [markdown] given="g"\n# x\n', [(1, "must be a code cell")]),
    "raw cell": ("# %% [raw]\n# x\n", [(1, "a cell is code or [markdown], this one is raw")]),
    # structure
    "no test": (SOLUTION, [(1, "solution='f' has no test cell after it")]),
    "no test before the next": (
        f"{SOLUTION}{SOLUTION.replace(chr(34) + 'f', chr(34) + 'g')}{TEST}",
        [(1, "solution='f' has no test cell before the next solution")],
    ),
    "test before any solution": (TEST, [(1, "test='f_one' stands before any solution")]),
    # markers
    "markers elsewhere": (
        f"{SOLUTION}{TEST}# %%\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\n### BEGIN SOLUTION\n### END SOLUTION\n",
        [
            (11, "'BEGIN HIDDEN TESTS' belongs in a test cell, and this is a code cell"),
            (12, "'END HIDDEN TESTS' belongs in a test cell"),
            (13, "'BEGIN SOLUTION' belongs in a solution cell"),
            (14, "'END SOLUTION' belongs in a solution cell"),
        ],
    ),
    "mark scheme elsewhere": (
        "# %% [markdown]\n# ### BEGIN MARK SCHEME\n# x\n# ### END MARK SCHEME\n",
        [(2, "belongs in a written cell, and this is a markdown cell"), (4, "belongs in a written cell")],
    ),
    "solution in a test": (in_test("### BEGIN SOLUTION", "### END SOLUTION"), [(9, "belongs"), (10, "belongs")]),
    "plural": (in_test("### BEGIN HIDDEN TESTS", "### END HIDDEN TEST"), [(9, "without an 'END"), (10, "looks like")]),
    "BEGIN SOLUTIONS": (
        SOLUTION.replace("BEGIN SOLUTION", "BEGIN SOLUTIONS") + TEST,
        [(1, "has no region"), (3, "'### BEGIN SOLUTIONS' looks like a marker"), (5, "without a 'BEGIN SOLUTION'")],
    ),
    "begin": (in_test("## begin hidden tests", "assert f()"), [(9, "'## begin hidden tests' looks like a marker")]),
    "underscore": (in_test("### BEGIN_HIDDEN_TESTS", "assert f()"), [(9, "looks like a marker")]),
    "no space": (in_test("#BEGIN HIDDEN TESTS", "assert f()"), [(9, "looks like a marker")]),
    "two spaces": (in_test("### BEGIN  HIDDEN TESTS", "assert f()"), [(9, "looks like a marker")]),
    "misspelt HIDDEN": (in_test("### BEGIN HIDEN TESTS", "assert f()"), [(9, "looks like a marker")]),
    "misspelt BEGIN": (in_test("### BEGN HIDDEN TESTS", "assert f()"), [(9, "looks like a marker")]),
    "text behind": (in_test("### BEGIN HIDDEN TESTS of f", "assert f()"), [(9, "looks like a marker")]),
    "one sign": (in_test("# BEGIN HIDDEN TESTS", "assert f()"), [(9, "looks like a marker")]),
    "after code": (in_cell("y = 2  ### BEGIN SOLUTION"), [(12, "looks like a marker")]),
    "in a short string": (in_cell('y = "### BEGIN SOLUTION"'), [(12, "looks like a marker")]),
    "in a long string": (
        in_solution("x = '''", "### BEGIN SOLUTION", "", "### END SOLUTION", "'''"),
        [(3, "stands inside a string"), (5, "stands inside a string")],
    ),
    "region out of a string": (
        in_solution("x = '''", "### BEGIN SOLUTION", "'''", "### END SOLUTION"),
        [(3, "inside a string"), (3, "what a student gets of this cell does not compile")],
    ),
    "HTML comment": (
        '# %% [markdown] written="w" points=1\n# <!-- BEGIN MARK SCHEME -->\n# <!-- END MARK SCHEME -->\n',
        [(1, "no region"), (2, "looks like a marker"), (3, "looks like a marker")],
    ),
    "marker in prose": ("# %% [markdown]\n# Write BEGIN SOLUTION.\n", [(2, "looks like a marker")]),
    "no END": (in_test("### BEGIN HIDDEN TESTS", "assert f()"), [(9, "'BEGIN HIDDEN TESTS' without an 'END HIDDEN")]),
    "no BEGIN": (in_test("assert f()", "### END HIDDEN TESTS"), [(10, "'END HIDDEN TESTS' without a 'BEGIN")]),
    "END before BEGIN": (
        in_test("### END HIDDEN TESTS", "### BEGIN HIDDEN TESTS"),
        [(9, "without a 'BEGIN"), (10, "without an 'END")],
    ),
    "nested": (
        in_test("### BEGIN HIDDEN TESTS", "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"),
        [(10, "inside the region that line 9 began")],
    ),
    "solution without region": (in_solution("f = 1"), [(1, "solution='f' has no region '### BEGIN SOLUTION'")]),
    "written without mark scheme": (
        '# %% [markdown] written="w" points=1\n# Why?\n',
        [(1, "written='w' has no region")],
    ),
    "stub that does not compile": (
        in_solution("def f():", "### BEGIN SOLUTION", "    return 1", "### END SOLUTION"),
        [(3, "what a student gets of this cell does not compile")],
    ),
    "test of which nothing is left": (
        in_test("for i in [1]:", "    ### BEGIN HIDDEN TESTS", "    assert f()", "    ### END HIDDEN TESTS"),
        [(10, "what a student gets of this cell does not compile")],
    ),
    # code
    "syntax error": (in_cell("y = = 2"), [(12, "does not compile: invalid syntax")]),
    "syntax error after a magic": (in_cell("# %matplotlib inline\ny = = 2"), [(13, "does not compile")]),
    "syntax error after blank lines": (f"{SOLUTION}{TEST}# %%\n\n\nx = 1\ny = = 2\n", [(14, "does not compile")]),
    "syntax error below a cell magic": (f"{SOLUTION}{TEST}# %%\n# %%time\ny = = 2\n", [(12, "does not compile")]),
    "return outside a function": (in_cell("return 1"), [(12, "'return' outside function")]),
    "bad escape": (in_cell(r'y = "\d"'), [(12, "invalid escape sequence")]),
    "is with a number": (in_cell("y = x is 1"), [(12, '"is" with')]),
    "import nbgrader": (in_cell("import nbgrader"), [(12, "imports nbgrader, which a student does not have")]),
    "import numpy, sklearn": (in_cell("import numpy, sklearn.svm"), [(12, "imports sklearn.svm")]),
    "import in a function": (in_cell("def g():\n    import jupytext"), [(13, "imports jupytext")]),
    "import below a cell magic": (f"{SOLUTION}{TEST}# %%\n# %%time\nimport nbgrader\n", [(12, "imports nbgrader")]),
    "import in a hidden test": (
        in_test("### BEGIN HIDDEN TESTS", "from scipy import stats", "assert f()", "### END HIDDEN TESTS"),
        [(10, "imports scipy")],
    ),
    "import of the command": (in_cell("from course import check, cli"), [(12, "imports course.cli")]),
    "import of authoring": (in_cell("from course.authoring.lesson import read_lesson"), [(12, "course.authoring")]),
    "import of grading": (in_cell("import course.grading"), [(12, "imports course.grading")]),
    "import of the package": (in_cell("import course"), [(12, "imports course,")]),
    "import of everything": (in_cell("from course import *"), [(12, "imports course.*")]),
    "relative import": (in_cell("from . import check"), [(12, "imports ., which")]),
    "relative import of a known name": (in_cell("from .numpy import array"), [(12, "imports .numpy")]),
    "import by name": (in_cell('import importlib; importlib.import_module("nbgrader")'), [(12, "imports nbgrader")]),
    "import by its inner name": (in_cell('__import__("nbgrader.api")'), [(12, "imports nbgrader.api")]),
    "test ends with a value": (in_test("x = f()", "x"), [(10, "test='f_one' ends with a value")]),
    "test ends with a call": (in_test("f()"), [(9, "ends with a value")]),
    "test ends with a sum of checks": (in_test("check.close(1, 1) or 0.5"), [(9, "ends with a value")]),
    # files
    "empty": ("", [(1, "the file is empty")]),
    "blank": ("\n \n", [(1, "the file is empty")]),
    "text before the first cell": (f"\nimport numpy\n{SOLUTION}{TEST}", [(2, "every line must belong to a cell")]),
    "jupytext's own header": (f"# ---\n# jupyter: x\n# ---\n{SOLUTION}{TEST}", [(1, "every line must belong")]),
    "not UTF-8": (in_cell("é").encode("latin-1"), [(12, "this line is not UTF-8")]),
    "byte order mark": (f"\ufeff{SOLUTION}{TEST}", [(1, "invisible character '\\ufeff'")]),
    "form feed": (in_cell("\x0c"), [(12, "invisible character '\\x0c'")]),
    "line separator": (in_cell('y = "\u2028"'), [(12, "invisible character '\\u2028'")]),
    "null byte": (in_cell("\x00"), [(12, "invisible character '\\x00'")]),
    "header in a string": (in_cell('y = """\n# %%\n"""'), [(13, "stands inside a string")]),
    "header in a fenced block": (
        "# %% [markdown]\n# ```\n# %% a\n# ```\n\n# %%\n1\n",
        [(3, "stands inside a string or a fenced block")],
    ),
    "header without a space": (in_cell("#%%"), [(12, "begins with '# %%' and a space; got '#%%'")]),
    "indented header": (in_cell("  # %%\ny = 2"), [(12, "begins with '# %%'")]),
    "header of a lower level": (in_cell("# %%% x"), [(12, "begins with '# %%'")]),
    "another editor's header": (in_cell("# <codecell>"), [(12, "begins with '# %%'")]),
}


@pytest.mark.parametrize(("text", "problems"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_named_with_file_and_line(
    tmp_path: Path, text: str | bytes, problems: list[tuple[int, str]]
) -> None:
    path = lesson_file(tmp_path, text)

    with pytest.raises(LessonError) as error:
        read_lesson(path)

    assert [said.partition(": ")[0] for said in error.value.problems] == [f"{path}:{line}" for line, _ in problems]
    for said, (_, expected) in zip(error.value.problems, problems, strict=True):
        assert expected in said


def test_several_mistakes_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    text = f'# %% given="A"\n1\n{SOLUTION}# %% tset="t" points=1\nimport nbgrader\n\n# %%\ny = =\n# %% given="f"\n1\n'

    with pytest.raises(LessonError) as error:
        read_lesson(lesson_file(tmp_path, text))

    assert [re.findall(r":(\d+): ", said)[0] for said in error.value.problems] == ["1", "10", "11", "14", "15"]


SOUND_LESSONS = {
    "Windows line ends": (SOLUTION + TEST).replace("\n", "\r\n"),
    "tabs": (SOLUTION + TEST).replace("    ", "\t"),
    "no line end at the end": (SOLUTION + TEST).rstrip(),
    "words that are no markers": f"{SOLUTION}{TEST}# %% [markdown]\n# ## End of part 1\n# # The solution\n\n# %%\n"
    "# begin with the weights\n# test on other numbers\n# end here\nx = 1\n",
    "several regions": SOLUTION.replace("\n\n\n", "\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n\n\n")
    + TEST,
    "magics and help": f"{SOLUTION}{TEST}# %%\n# %timeit -n1 f()\n# !ls\n# f?\n\n# %%\n# %%time\nf()\n",
    "await": f"{SOLUTION}{TEST}# %%\nimport asyncio\nawait asyncio.sleep(0)\n",
    "test that ends with print": f'{SOLUTION}{TEST.rstrip()}\nprint("well done")\n',
    "only prose": "# %% [markdown]\n# Words.\n",
}


@pytest.mark.parametrize("text", SOUND_LESSONS.values(), ids=SOUND_LESSONS)
def test_sound_lessons_are_read(tmp_path: Path, text: str) -> None:
    assert read_lesson(lesson_file(tmp_path, text)).cells


def test_windows_line_ends_make_the_same_notebook(tmp_path: Path) -> None:
    here = read_lesson(lesson_file(tmp_path / "a", SOUND))
    there = read_lesson(lesson_file(tmp_path / "b", SOUND.replace("\n", "\r\n")))

    assert to_json(source_notebook(there.cells)) == to_json(source_notebook(here.cells))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"lesson\.py: cannot be read: No such file"):
        read_lesson(tmp_path / "lesson.py")


def test_exercises_hold_their_tests_and_points(tmp_path: Path) -> None:
    double, why = read_lesson(lesson_file(tmp_path, SOUND)).exercises

    assert [test.key for test in double.tests] == ["double_two", "double_more"]
    assert (double.name, double.points) == ("double", 3.5)
    assert (why.name, why.points, why.tests) == ("why", 3, ())
    assert reference(double) == 'def double(x):\n    """Twice x."""\n    return 2 * x  # secret answer'
    assert reference(why) == "Your words."


# --- what is built ----------------------------------------------------------------------------------------------------


def test_source_has_nbgraders_metadata(built_once: Path) -> None:
    notebook = read(source_of(built_once))
    flags = ("grade", "solution", "locked", "task", "schema_version", "points")

    MetadataValidator().validate_nb(notebook)
    nbformat.validate(notebook)
    assert {key: [cell.metadata.nbgrader.get(flag) for flag in flags] for key, cell in by_key(notebook).items()} == {
        "setup": [False, False, True, False, 3, None],
        "double": [False, True, False, False, 3, None],
        "double_two": [True, False, True, False, 3, 1],
        "double_more": [True, False, True, False, 3, 2.5],
        "why": [True, True, False, False, 3, 3],
    }
    # Run All goes on after an error in any cell of code.
    tags = {cell.cell_type: cell.metadata.get("tags") for cell in notebook.cells}
    assert tags == {"code": ["raises-exception"], "markdown": None}
    assert len({str(cell.metadata.get("tags")) for cell in notebook.cells if cell.cell_type == "code"}) == 1


def test_cell_ids_are_valid_and_differ_also_for_equal_cells(tmp_path: Path) -> None:
    long = "a" * 64
    text = f'{SOLUTION}{TEST}# %% given="{long}"\n1\n' + "# %%\nx = 1\n" * 12 + "# %% [markdown]\n# x = 1\n"
    cells = source_notebook(read_lesson(lesson_file(tmp_path, text)).cells).cells
    ids = [cell.id for cell in cells]

    assert len(set(ids)) == len(ids) == 16
    assert [each for each in ids if not re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", each)] == []
    assert ids[:3] == ["f", "f-one", long]


def test_release_holds_no_secret(built_once: Path) -> None:
    text = release_of(built_once).read_text()
    released = by_key(read(release_of(built_once)))

    assert [secret for secret in SECRETS if secret in text] == []
    assert released["double"].source.endswith('"""Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()')
    assert released["double_more"].source == 'check.close(double(3), 6, name="double(3)")'
    assert released["why"].source == "YOUR ANSWER HERE"
    assert all(secret in source_of(built_once).read_text() for secret in SECRETS)


def test_equal_text_gives_equal_bytes(course: Path) -> None:
    before = contents(course)
    shutil.rmtree(course / "source")
    shutil.rmtree(course / "release")

    build(course)

    assert contents(course) == before


def test_nbgrader_by_itself_makes_the_same_release(course: Path) -> None:
    before = contents(course)
    nbgrader = [str(Path(sys.executable).with_name("nbgrader")), "generate_assignment", NAME, "--force"]

    subprocess.run(nbgrader, cwd=course, check=True, capture_output=True)

    assert contents(course) == before


# --- and back ---------------------------------------------------------------------------------------------------------

FORMATTED = {
    "a lesson": SOUND,
    "magics": "# %%\n# %matplotlib inline\n# !ls -l\nx = 1\n\n# %%\n# %%time\nx = 2\n",
    "functions": "# %%\nx = 1\n\n\n# %%\ndef f():\n    def g():\n        return 1\n\n    return g\n\n\n# %%\nf()\n",
    "decorated": "# %%\nimport functools\n\n\n# %%\n@functools.cache\ndef f():\n    return 1\n\n\n# %%\nf()\n",
    "class": "# %%\nx = 1\n\n# %% [markdown]\n# Words.\n\n\n# %%\nclass A:\n    x = 1\n\n\n# %% [markdown]\n# Words.\n",
    "async": "# %%\nasync def f():\n    pass\n\n\n# %%\nawait f()\n",
    "function last": "# %%\nx = 1\n\n\ndef f():\n    pass\n\n\n# %%\nf()\n",
    "function after an import": "# %%\nimport os\n\n\ndef f():\n    pass\n\n\nf()\n\n# %%\nos\n",
    "function after a comment": "# %%\nx = 1\n\n\n# %%\n# a comment\ndef f():\n    pass\n",
    "function after a magic": "# %%\nx = 1\n\n# %%\n# %matplotlib inline\n\n\ndef f():\n    pass\n",
    "method called last": "# %%\nif True:\n\n    def f():\n        pass\n\n    f()\n\n# %%\nf()\n",
    "comments": "# %%\n# only a comment\n\n# %%\nx = 1\n# a comment at the end\n\n# %%\n# a comment\n\nx = 1\n",
    "blank lines": "# %%\n\nx = 1\n\n\ny = 2\n\n# %%\nx\n",
    "unicode": '# %% [markdown]\n# σ, ×, 你好, 🙂, e\u0301\n\n# %%\ns = "σ × 你好"\n',
    "markdown": "# %% [markdown]\n# # A heading\n#\n# - a list\n#     - indented\n#\n#\n# " + "long " * 200 + "line\n",
    "LaTeX": "# %% [markdown]\n# $$\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix} \\% \\# \\neq 5\\%$$\n",
    "code in Markdown": "# %% [markdown]\n# ```python\n# # a comment\n# %%time\n# x = 1\n# ```\n# %matplotlib inline\n",
    "strings": '# %%\ns = """\n# a comment?\n\n\'\'\'\n"""\nt = 1\n',
    "empty cells": "# %%\n\n# %%\nx = 1\n\n# %% [markdown]\n#\n\n# %%\n",
    "points": f"{SOLUTION}{TEST}".replace("=1\n", "=0.5\n"),
}


@pytest.mark.parametrize("text", FORMATTED.values(), ids=FORMATTED)
def test_text_survives_the_way_to_a_notebook_and_back(tmp_path: Path, text: str) -> None:
    path = lesson_file(tmp_path, text)
    notebook = nbformat.reads(to_json(source_notebook(read_lesson(path).cells)), as_version=4)

    assert formatted(text, path) == text
    assert formatted(lesson_text(notebook), path) == text


def edited(course: Path, edit: Callable[[NotebookNode], None]) -> None:
    """Edit the source notebook as JupyterLab would save it."""
    notebook = read(source_of(course))
    edit(notebook)
    source_of(course).write_text(json.dumps(notebook, indent=1))


def change_points(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.points = 4


def change_points_to_float(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.points = 4.0


def change_prose(notebook: NotebookNode) -> None:
    notebook.cells[0].source = "# Another title"


def change_key(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.grade_id = "double_of_two"


def add_test(notebook: NotebookNode) -> None:
    flags = {"grade": True, "grade_id": "double_zero", "locked": True, "points": 1, "schema_version": 3}
    cell = new_code_cell(
        "check.close(double(0), 0)", metadata={"nbgrader": {**flags, "solution": False, "task": False}}
    )
    notebook.cells.insert(4, cell)


def no_longer_graded(notebook: NotebookNode) -> None:
    """The Create Assignment view keeps its metadata in a cell that is turned back to a plain one."""
    by_key(notebook)["setup"].metadata.nbgrader.locked = False


SURVIVING = {
    "points": (change_points, '# %% test="double_two" points=4\n'),
    "points as a float": (change_points_to_float, '# %% test="double_two" points=4\n'),
    "prose": (change_prose, "# %% [markdown]\n# # Another title\n\n# %% given"),
    "key": (change_key, '# %% test="double_of_two" points=1\n'),
    "a new test": (add_test, '# %% test="double_zero" points=1\ncheck.close(double(0), 0)\n\n# %% test="double_more"'),
    "no longer graded": (no_longer_graded, "# %%\nimport numpy as np\n"),
}


@pytest.mark.parametrize(("edit", "expected"), SURVIVING.values(), ids=SURVIVING)
def test_an_edit_in_jupyterlab_survives(course: Path, edit: Callable[[NotebookNode], None], expected: str) -> None:
    edited(course, edit)

    with pytest.raises(CourseError, match=f"was edited since it was built; .*course pull {NAME}.*course build --force"):
        build(course)
    assert pull(course, NAME)
    text = (course / "lessons" / NAME / "lesson.py").read_text()
    build(course)

    assert expected in text
    assert len(text) == pytest.approx(len(SOUND), abs=120)  # and the rest is there, too
    assert not was_edited(read(source_of(course)))
    assert not pull(course, NAME)


def test_what_jupyterlab_adds_by_itself_is_no_edit(course: Path) -> None:
    def run_all(notebook: NotebookNode) -> None:
        notebook.metadata["widgets"] = {}
        for cell in notebook.cells:
            cell.metadata |= {"collapsed": True, "editable": False, "trusted": True, "vscode": {"languageId": "python"}}
            if cell.cell_type == "code":
                cell.execution_count = 7
                cell.outputs = [{"output_type": "stream", "name": "stdout", "text": "7"}]

    before = contents(course)
    edited(course, run_all)

    assert not pull(course, NAME)
    assert contents(course) == before


def test_pull_leaves_a_text_alone_that_says_the_same(course: Path) -> None:
    path = lesson_file(course, SOUND.replace("\n\n# %%\ndouble(5)", "\n\n\n# %%\ndouble(5)"))
    text = path.read_bytes()

    assert not pull(course, NAME)
    assert path.read_bytes() == text


def test_answers_in_a_release_are_not_overwritten(course: Path) -> None:
    path = course / "release" / NAME / f"{NAME}.ipynb"
    before = path.read_bytes()
    notebook = read(path)
    by_key(notebook)["double"].source = "def double(x):\n    return x + x"
    nbformat.write(notebook, path)
    answered = path.read_bytes()

    with pytest.raises(CourseError, match="holds somebody's answers; move it away"):
        build(course)
    assert path.read_bytes() == answered
    build(course, force=True)
    assert path.read_bytes() == before


def test_force_drops_an_edit(course: Path) -> None:
    before = contents(course)
    edited(course, change_points)

    build(course, force=True)

    assert contents(course) == before


def task(notebook: NotebookNode) -> None:
    flags = {"grade": False, "grade_id": "t", "locked": True, "points": 1, "schema_version": 3, "solution": False}
    notebook.cells.append(new_markdown_cell("Do it.", metadata={"nbgrader": {**flags, "task": True}}))


def graded_code(notebook: NotebookNode) -> None:
    by_key(notebook)["double"].metadata.nbgrader |= {"grade": True, "points": 1}


def locked_prose(notebook: NotebookNode) -> None:
    flags = {"grade": False, "grade_id": "prose", "locked": True, "schema_version": 3, "solution": False}
    notebook.cells[0].metadata["nbgrader"] = flags


def hidden_elsewhere(notebook: NotebookNode) -> None:
    notebook.cells[-3].source = "### BEGIN HIDDEN TESTS\nx\n### END HIDDEN TESTS"


def raw(notebook: NotebookNode) -> None:
    notebook.cells.insert(1, new_raw_cell("x"))


def tag(notebook: NotebookNode) -> None:
    notebook.cells[1].metadata["tags"] = ["hide-input"]


def attach(notebook: NotebookNode) -> None:
    notebook.cells[0]["attachments"] = {"a.png": {"image/png": ""}}


def no_points(notebook: NotebookNode) -> None:
    del by_key(notebook)["double_two"].metadata.nbgrader["points"]


def jupyterlabs_key(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.grade_id = "cell-1234abcd"


def no_key(notebook: NotebookNode) -> None:
    del by_key(notebook)["double_two"].metadata.nbgrader["grade_id"]


UNSAYABLE = {
    "task": (task, "cell 11 is a manually graded task"),
    "graded answer in code": (graded_code, r"cell 3 \(double\) is graded in a way that a lesson can't say"),
    "locked prose": (locked_prose, r"cell 1 \(prose\) is graded in a way that a lesson can't say"),
    "hidden tests elsewhere": (hidden_elsewhere, "'BEGIN HIDDEN TESTS' belongs in a test cell"),
    "raw cell": (raw, "cell 2 is a raw cell; make it Markdown or code"),
    "tag": (tag, "cell 2 has the tag 'hide-input', which a lesson can't say"),
    "attachment": (attach, r"cell 1 has the attached file 'a\.png'"),
    "no points": (no_points, "points=None; points are a number"),
    "JupyterLab's own key": (jupyterlabs_key, "test='cell-1234abcd': a key is a small letter"),
    "no key": (no_key, "cell 4 has no ID; give it one in the Create Assignment view"),
}


@pytest.mark.parametrize(("edit", "message"), UNSAYABLE.values(), ids=UNSAYABLE)
def test_pull_refuses_what_a_lesson_cannot_say(
    course: Path, edit: Callable[[NotebookNode], None], message: str
) -> None:
    edited(course, edit)
    before = contents(course)

    with pytest.raises((CourseError, LessonError), match=message):
        pull(course, NAME)
    with pytest.raises(CourseError, match="was edited since it was built"):
        build(course)

    assert contents(course) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [("{}", "is not a notebook"), ("not JSON", "is not a notebook"), (None, "does not exist; build it with")],
)
def test_pull_refuses_what_is_no_notebook(course: Path, text: str | None, message: str) -> None:
    source_of(course).unlink()
    if text:
        source_of(course).write_text(text)

    with pytest.raises(CourseError, match=message):
        pull(course, NAME)


# --- nothing is lost or half-written ----------------------------------------------------------------------------------

OTHER = "02-other"


def change_text(course: Path) -> None:
    """Change one lesson and add another."""
    lesson_file(course, SOUND.replace("double(5)", "double(6)"))
    lesson_file(course, SOLUTION + TEST, OTHER)


def test_two_lessons_are_built(course: Path) -> None:
    change_text(course)
    told: list[tuple[str, int, int]] = []

    build(course, progress=lambda *each: told.append(each))

    assert "double(6)" in release_of(course).read_text()
    assert "raise NotImplementedError()" in release_of(course, OTHER).read_text()
    assert told == [("build", 0, 2), ("build", 1, 2), ("build", 2, 2)]


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("error", [OSError("no space"), KeyboardInterrupt()], ids=["full disk", "interrupted"])
def test_a_failing_rename_leaves_all_as_it_was(
    course: Path, monkeypatch: pytest.MonkeyPatch, step: int, error: BaseException
) -> None:
    """Two renames for each folder of the old lesson, and one for each of the new one."""
    change_text(course)
    before = contents(course)
    rename, calls = os.rename, iter(range(100))

    def failing(old: Path, new: Path) -> None:
        if next(calls) == step:
            raise error
        rename(old, new)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(type(error)):
        build(course)

    assert contents(course) == before


@pytest.mark.parametrize("step", ["generate", "register", "_write", "to_json", "_refuse_to_leak", "_refuse_to_lose"])
@pytest.mark.parametrize("call", [0, 1])
def test_a_failing_step_leaves_all_as_it_was(
    course: Path, monkeypatch: pytest.MonkeyPatch, step: str, call: int
) -> None:
    change_text(course)
    before = contents(course)
    works, calls = getattr(building, step), iter(range(100))

    def failing(*args: object, **kwargs: object) -> object:
        if step == "register" or next(calls) == call:
            raise RuntimeError("a crash")
        return works(*args, **kwargs)

    monkeypatch.setattr(building, step, failing)
    with pytest.raises(RuntimeError, match="a crash"):
        build(course)

    assert contents(course) == before


def test_mistakes_of_all_lessons_and_answers_are_told_and_nothing_is_written(course: Path) -> None:
    change_text(course)
    lesson_file(course, SOUND + "# %%\nimport nbgrader\n")
    (course / "lessons" / OTHER / "answers.py").write_text('# %% g right="x"\n1\n')
    before = contents(course)

    with pytest.raises(LessonError) as error:
        build(course)

    assert len(error.value.problems) == 2
    assert f"{NAME}/lesson.py:{SOUND.count(chr(10)) + 2}: imports nbgrader" in error.value.problems[0]
    assert f"{OTHER}/answers.py:1: " in error.value.problems[1]
    assert contents(course) == before


@pytest.mark.parametrize("step", ["source", "release"])
@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "another.ipynb", "data/table.csv"])
def test_files_that_no_build_made_are_refused(course: Path, step: str, name: str) -> None:
    path = course / step / NAME / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    before = contents(course)

    with pytest.raises(CourseError, match="was not made by a build, which replaces its folder; move it away"):
        build(course, force=True)

    assert contents(course) == before


def test_checkpoints_of_jupyterlab_are_no_obstacle(course: Path) -> None:
    (course / "source" / NAME / ".ipynb_checkpoints").mkdir()

    build(course)

    assert [path.name for path in (course / "source" / NAME).iterdir()] == [f"{NAME}.ipynb"]


def test_a_lesson_without_a_sound_name_is_refused(course: Path) -> None:
    lesson_file(course, SOUND, "02 a+b")

    with pytest.raises(CourseError, match=r"rename lessons/02 a\+b"):
        build(course)


def test_building_one_lesson_leaves_the_others(course: Path) -> None:
    change_text(course)

    build(course, [OTHER, OTHER])

    assert "double(6)" not in release_of(course).read_text()
    assert release_of(course, OTHER).exists()


# --- the gradebook ----------------------------------------------------------------------------------------------------


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "neural_networks")


def entries(course: Path) -> dict[str, float]:
    with gradebook(course) as book:
        return {cell.name: cell.max_score for cell in book.find_notebook(NAME, NAME).grade_cells}


def test_the_gradebook_knows_cells_and_points(course: Path) -> None:
    expected = {"double_two": 1, "double_more": 2.5, "why": 3}

    assert entries(course) == expected
    build(course)
    assert entries(course) == expected
    with gradebook(course) as book:
        kept = {cell.name: cell.source for cell in book.find_notebook(NAME, NAME).source_cells}
    assert set(kept) == {"setup", "double", *expected}
    assert "secret test" in kept["double_more"]


@pytest.fixture
def submitted(course: Path) -> Path:
    with warnings.catch_warnings(), gradebook(course) as book:
        warnings.simplefilter("ignore")  # SQLAlchemy's remarks on nbgrader's models
        book.add_student("ada")
        book.add_submission(NAME, "ada")
    return course


def test_a_submission_does_no_harm_to_a_build_with_the_same_cells(submitted: Path) -> None:
    lesson_file(submitted, SOUND.replace("points=2.5", "points=5").replace("# Why?", "# Why so?"))

    build(submitted)

    assert entries(submitted) == {"double_two": 1, "double_more": 5, "why": 3}
    assert "Why so?" in release_of(submitted).read_text()


CHANGED_CELLS = {
    "graded cells": (
        SOUND.replace('"double_two"', '"double_2"'),
        r"test or written cells, .*new: double_2; gone: double_t",
    ),
    "solution cells": (
        SOUND.replace('"double"', '"twice"'),
        r"solution or written cells, .*new: twice; gone: double\)",
    ),
    "given cells": (SOUND.replace('given="setup"', ""), r"to its cells, .*new: none; gone: setup\)"),
}


@pytest.mark.parametrize(("text", "message"), CHANGED_CELLS.values(), ids=CHANGED_CELLS)
def test_a_build_that_would_orphan_marks_is_refused(submitted: Path, text: str, message: str) -> None:
    lesson_file(submitted, text)
    lesson_file(submitted, SOLUTION + TEST, "00-first")
    before, known = contents(submitted), entries(submitted)

    with pytest.raises(CourseError, match=rf"has submissions \(1\) in the gradebook, .*{message}") as error:
        build(submitted)

    assert f"nbgrader db assignment remove {NAME} --force" in str(error.value)
    assert contents(submitted) == before
    assert entries(submitted) == known


def test_nbgraders_reason_is_told(
    course: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    lesson_file(course, SOUND.replace("double(5)", "double(6)"))
    before = contents(course)
    unsound = new_code_cell("x\n### BEGIN SOLUTION\n### END SOLUTION")

    def with_a_region(cells: object) -> NotebookNode:
        notebook = source_notebook(cells)
        notebook.cells.append(unsound)
        return notebook

    monkeypatch.setattr(building, "source_notebook", with_a_region)
    with pytest.raises(
        CourseError, match=f"nbgrader could not convert {NAME}: .*Solution region detected in a non-sol"
    ):
        build(course)

    assert capfd.readouterr() == ("", "")
    assert contents(course) == before


def test_the_configuration_is_not_changed(course: Path) -> None:
    config = course_config(course)
    building.register(course, [NAME], config)

    assert config == course_config(course)


# --- answers ----------------------------------------------------------------------------------------------------------

RIGHT = '# %% double right="sum"\ndef double(x):\n    return x + x\n\n\n'
WRONG = '# %% double wrong="square" fails="double_more" says="squared"\ndef double(x):\n    return x * x\n'

WRONG_ANSWERS = {
    "unknown exercise": ('# %% triple right="x"\n1\n', 1, "got 'triple', known are double"),
    "written exercise": ('# %% why right="x"\n1\n', 1, "got 'why', known are double"),
    "no header": (RIGHT + "# %%\n1\n", 6, "got None"),
    "both": ('# %% double right="x" wrong="y"\n1\n', 1, "got right, wrong"),
    "wrong without message": ('# %% double wrong="y" fails="double_two"\n1\n', 1, "either right"),
    "no value": ('# %% double right=""\n1\n', 1, "texts in double quotes"),
    "number": ("# %% double right=1\n1\n", 1, "texts in double quotes"),
    "unknown test": (WRONG.replace('"double_more"', '"double_more f"'), 1, "'f', which is no test of double"),
    "no test": (WRONG.replace('"double_more"', '" "'), 1, "fails names no test"),
    "two of a name": (RIGHT + RIGHT, 6, "two answers named 'sum'"),
    "syntax": (RIGHT + RIGHT.replace("sum", "x").replace("x + x", "x +"), 8, "does not compile"),
    "text before": ("x = 1\n" + RIGHT, 1, "every line must belong"),
}


@pytest.mark.parametrize(("text", "line", "message"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_mistakes_in_answers_are_named_with_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    lesson = read_lesson(lesson_file(tmp_path, SOUND))
    path = tmp_path / "answers.py"
    path.write_text(text)

    with pytest.raises(LessonError) as error:
        read_answers(path, lesson)

    (said,) = error.value.problems
    assert said.startswith(f"{path}:{line}: ")
    assert message in said


def test_answers_are_read(tmp_path: Path) -> None:
    lesson = read_lesson(lesson_file(tmp_path, SOUND))
    path = tmp_path / "answers.py"
    path.write_text("# %% [markdown]\n# Words.\n\n" + RIGHT + WRONG)

    right, wrong = read_answers(path, lesson)

    assert (right.exercise, right.name, right.right, right.fails) == ("double", "sum", True, ())
    assert right.source == "def double(x):\n    return x + x"
    assert (wrong.name, wrong.right, wrong.fails, wrong.says) == ("square", False, ("double_more",), "squared")


def test_a_submission_has_the_answers_and_nothing_else_new(built_once: Path) -> None:
    released = read(release_of(built_once))
    before = to_json(released)
    filled_in = submission(released, {"double": "double = abs", "no_such": "1"})
    changed = [key for key, cell in by_key(filled_in).items() if cell != by_key(released)[key]]

    assert changed == ["double"]
    assert by_key(filled_in)["double"].source == "double = abs"
    assert len(filled_in.cells) == len(released.cells)
    assert to_json(released) == before
