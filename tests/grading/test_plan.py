"""Which side runs what, decided from the instructor's notebook alone."""

import ast
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.cells import python_of
from course.grading.plan import last_expression, make_plan
from course.grading.statements import bound_and_used


def notebook(*cells: tuple[str, str] | tuple[str, str, float]) -> NotebookNode:
    """Cells with keys "1", "2", … by kind: s(olution), t(est), g(iven), p(lain), m(arkdown)."""
    made = []
    for place, (kind, source, *points) in enumerate(cells, 1):
        nbgrader: dict[str, Any] = {"grade_id": str(place), "schema_version": 3, "task": False}
        nbgrader |= {"solution": kind == "s", "grade": kind == "t", "locked": kind in "tg"}
        if kind == "t":
            nbgrader["points"] = points[0] if points else 1
        cell = new_markdown_cell(source) if kind == "m" else new_code_cell(source)
        if kind in "stg":
            cell.metadata["nbgrader"] = nbgrader
        made.append(cell)
    return new_notebook(cells=made)


@pytest.mark.parametrize(
    ("cells", "remote", "here"),
    [
        pytest.param([("s", "def f(): pass"), ("t", "f()")], {"2": "f"}, "", id="solution"),
        pytest.param([("g", "n = 3"), ("t", "assert n")], {"2": ""}, "1", id="given that a test needs"),
        pytest.param([("g", "n = 3"), ("t", "1")], {"2": ""}, "", id="given that no test needs"),
        pytest.param([("g", "n = 3"), ("s", "x = n"), ("t", "x")], {"3": "x"}, "", id="given for students only"),
        pytest.param([("s", "x = 1"), ("g", "y = x"), ("t", "y")], {"3": "y"}, "", id="given that depends"),
        pytest.param(
            [("s", "x = 1"), ("g", "def g(): return x"), ("t", "g()")], {"3": "g"}, "", id="given that depends within"
        ),
        pytest.param([("g", "a = 1"), ("g", "b = a"), ("t", "b")], {"3": ""}, "12", id="given that a needed one needs"),
        pytest.param(
            [("s", "x = 1"), ("g", "y = x"), ("g", "z = y"), ("t", "z")], {"4": "z"}, "", id="given that depends on one"
        ),
        pytest.param(
            [("g", "import numpy as np"), ("s", "x = np.ones(1)"), ("t", "np.sum(x)")], {"3": "x"}, "1", id="np"
        ),
        pytest.param([("g", "x = 1"), ("p", "x = 2"), ("t", "x")], {"3": "x"}, "", id="plain cell that shadows"),
        pytest.param([("p", "x = 2"), ("g", "x = 1"), ("t", "x")], {"3": ""}, "2", id="given that binds anew"),
        pytest.param(
            [("s", "x = 2"), ("g", "x = 1"), ("g", "y = x"), ("t", "y")], {"4": ""}, "23", id="given after given anew"
        ),
        pytest.param([("t", "w = 1"), ("t", "w")], {"1": "", "2": ""}, "", id="test that binds for a later one"),
        pytest.param(
            [("s", "f = 1"), ("t", "w = f"), ("t", "w, f")], {"2": "f", "3": "f"}, "", id="test that binds, and remote"
        ),
        pytest.param([("t", "w = 1"), ("p", "w = 2"), ("t", "w")], {"3": "w"}, "", id="student binds after a test"),
        pytest.param([("t", "[i for i in range(3)]; len([])")], {"1": ""}, "", id="built-in names are here"),
        pytest.param([("p", "len = 1"), ("t", "len")], {"2": "len"}, "", id="built-in name that a student binds"),
        pytest.param([("s", "f = 1"), ("t", "def g(): return f\ng()")], {"2": "f"}, "", id="in a test's function"),
        pytest.param([("s", "f = 1"), ("t", "(lambda: f)()")], {"2": "f"}, "", id="in a test's lambda"),
        pytest.param([("s", "f = 1"), ("t", "[f for f in range(3)]")], {"2": ""}, "", id="a loop's own name"),
        pytest.param([("s", "f = 1"), ("t", "def g(f): return f")], {"2": ""}, "", id="a parameter"),
        pytest.param([("m", "x = 1"), ("t", "1")], {"2": ""}, "", id="text is no code"),
        pytest.param([("t", "later"), ("s", "later = 1")], {"1": "later"}, "", id="name that nobody has bound yet"),
    ],
)
def test_who_has_a_name(cells: list[Any], remote: dict[str, str], here: str) -> None:
    steps = make_plan(notebook(*cells)).steps

    assert {key: " ".join(sorted(steps[key].remote)) for key in remote} == remote
    assert "".join(key for key, step in steps.items() if step.here) == here


def test_a_student_never_owns_what_a_needed_given_cell_binds() -> None:
    """A test's set-up is the instructor's, whatever a student's cell binds under another name."""
    plan = make_plan(notebook(("g", "limit = 5"), ("s", "def f(x): return x"), ("t", "assert f(limit) == limit")))

    assert plan.steps["3"].remote == {"f"}
    assert plan.steps["1"].here


def test_steps() -> None:
    plan = make_plan(
        notebook(
            ("g", "a = 1"), ("s", "b = a"), ("t", "b", 2), ("t", "b", 0.5), ("p", "c = 1"), ("s", "d = 1"), ("t", "d")
        )
    )

    assert [(key, step.kind, step.exercise, step.points) for key, step in plan.steps.items()] == [
        ("1", "given", "", 0),
        ("2", "student", "2", 0),
        ("3", "test", "2", 2),
        ("4", "test", "2", 0.5),
        ("6", "student", "6", 0),
        ("7", "test", "6", 1),
    ]
    assert [plan.last_test(key) for key in ("2", "6", "none")] == ["4", "7", ""]


def test_a_plan_changes_nothing() -> None:
    nb = notebook(("s", "x = 1"), ("t", "x"))
    before = nb.copy()
    make_plan(nb)

    assert nb == before


def test_a_cell_that_does_not_compile_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        make_plan(notebook(("s", "def f(:")))


@pytest.mark.parametrize(
    ("source", "binds", "uses"),
    [
        ("", "", ""),
        ("x = y", "x", "y"),
        ("x += 1", "x", "x"),
        ("x: int = 1", "x", "int"),
        ("a, (b, *c) = d", "a b c", "d"),
        ("d[k] = v", "", "d k v"),
        ("o.a = 1", "", "o"),
        ("del x", "x", ""),
        ("import numpy as np, os.path", "np os", ""),
        ("from a import b, c as d", "b d", ""),
        ("def f(p, q=r):\n    l = p + g\n    return l", "f", "r g"),
        ("async def f():\n    await g", "f", "g"),
        ("class A(B):\n    x = y\n    def m(self):\n        return z, x", "A", "B y z x"),
        ("f = lambda a: a + b", "f", "b"),
        ("[i + j for i in k]", "", "j k"),
        ("{i: j for i, j in k.items() if m}", "", "k m"),
        ("if (n := g()):\n    pass", "n", "g"),
        ("[m := i for i in r]", "m", "r"),
        ("def f():\n    global x\n    x = 1", "f x", ""),
        ("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = y\n    return g", "f", "y"),
        ("for i in r:\n    t = i", "i t", "i r"),
        ("with a as b:\n    pass", "b", "a"),
        ("try:\n    pass\nexcept E as e:\n    e", "e", "E e"),
        ("match v:\n    case [a, *b]:\n        a", "a b", "a v"),
        ("@d\ndef f(): pass", "f", "d"),
        ("f'{x:{w}}'", "", "x w"),
        ("x = 1\nx", "x", ""),
        ("x\nx = 1", "x", "x"),
        ("%%time\nx = y", "x", "y"),
        ("%%timeit -n 1\nx = y", "x", "y"),
        ("\n%%capture out\nx = y", "x", "y"),
        ("%matplotlib inline\nx = y", "x", "y get_ipython"),
        ("!ls\nx = 1", "x", "get_ipython"),
        ("f?", "", "get_ipython"),
    ],
)
def test_names_of_a_cell(source: str, binds: str, uses: str) -> None:
    got_binds, got_uses = bound_and_used(source)

    assert got_binds == frozenset(binds.split())
    # Names that a cell binds itself, under a condition, may or may not count as used.
    assert frozenset(uses.split()) - got_binds <= got_uses <= frozenset(uses.split()) | got_binds


def test_import_of_everything_is_not_silently_nothing() -> None:
    """The names are not known here: a test that uses one looks it up at the student's side."""
    steps = make_plan(notebook(("s", "from numpy import *"), ("t", "assert ones(1) == 1"))).steps

    assert steps["2"].remote == {"ones"}


@pytest.mark.parametrize(
    "source", ["%%time\nx = 1", "  \n%%timeit -n 3\nx = 1", "%%capture\nx = 1", "%%prun -l 5\nx = 1", "x = 1"]
)
def test_magics_that_only_watch_are_left_out(source: str) -> None:
    assert ast.unparse(ast.parse(python_of(source))) == "x = 1"


@pytest.mark.parametrize("source", ["%%bash\nrm -rf /", "%%javascript\nalert(1)", "%timeit f()", "!ls"])
def test_other_magics_are_calls(source: str) -> None:
    assert python_of(source).startswith("get_ipython().run_") or "get_ipython().system" in python_of(source)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = 1\nx / 2", 0.5),
        ("1.5", 1.5),
        ("0.5  # half", 0.5),
        ("(1 +\n 2)", 3),
        ("%%time\n2", 2),
        ("x = 1", None),
        ("1;", None),
        ("1;  \n", None),
        ("1; 2", 2),
        ("", None),
        ("# nothing", None),
        ("def f(): return 1", None),
        ("if True:\n    1", None),
        ("for i in [1]:\n    i", None),
        ("assert True", None),
        ("'text'", "text"),
    ],
)
def test_the_last_expression_is_the_value(source: str, value: Any) -> None:
    body, last = last_expression(source, "<test>")
    scope: dict[str, Any] = {}
    exec(compile(body, "<test>", "exec"), scope)

    assert (None if last is None else eval(compile(last, "<test>", "eval"), scope)) == value


def test_a_semicolon_in_a_comment_does_not_hide_the_value() -> None:
    """As in IPython, where only a semicolon at the end of the code keeps a value from being shown."""
    assert last_expression("1  # one;", "<test>")[1] is not None
    assert last_expression("1;  # one", "<test>")[1] is None


def test_lines_of_a_test_are_where_they_were() -> None:
    body, last = last_expression("x = 1\n\nassert x\nx", "<cell 3>")
    assert last is not None

    assert [node.lineno for node in (*body.body, last.body)] == [1, 3, 4]
