"""A lesson's text: what is refused and where, and what is read."""

import re
from pathlib import Path

import pytest

from course.authoring.answers import reference
from course.authoring.lesson import LessonError, read_lesson
from course.authoring.notebook import source_notebook, to_json
from tests.authoring.small import SOLUTION, SOUND, TEST, lesson_file


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
