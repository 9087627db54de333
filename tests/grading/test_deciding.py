"""What of a notebook has to run for its verdicts, and what has not."""

import pytest

from course.grading.deciding import Part, deciding
from course.grading.statements import names_of

F = "def f(x):\n    return x"


def given(source: str, sure: bool = True) -> Part:
    return Part(source, sure=sure)


def own(source: str) -> Part:
    return Part(source, whole=True)


def test(*names: str) -> Part:
    return Part(needs=frozenset(names))


test.__test__ = False  # type: ignore[attr-defined]
NP = "import numpy as np"
PLOTS = "from course import plots"


def lines_of(parts: list[Part]) -> list[list[str]]:
    return [[line for line in source.split("\n") if line.strip()] for source in deciding(parts)]


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        pytest.param([given("a = 1\nb = 2"), test("a")], [["a = 1"], []], id="one statement of a cell"),
        pytest.param([given("a = 1"), given("b = a"), test("b")], [["a = 1"], ["b = a"], []], id="through another"),
        pytest.param(
            [given("a = 1"), own("print(a)"), test()], [["a = 1"], ["print(a)"], []], id="student's cell uses"
        ),
        pytest.param([given("a = 1"), own(F), test("f")], [[], F.split("\n"), []], id="nobody uses"),
        pytest.param(
            [own("def f(): return a"), given("a = 1"), test("f")],
            [["def f(): return a"], ["a = 1"], []],
            id="function called later",
        ),
        pytest.param(
            [given("a = 1"), given("a = 2"), own("print(a)"), test()],
            [[], ["a = 2"], ["print(a)"], []],
            id="bound anew",
        ),
        pytest.param(
            [given("a = 1"), given("a = f()", sure=False), own("print(a)"), test()],
            [["a = 1"], ["a = f()"], ["print(a)"], []],
            id="bound anew, perhaps",
        ),
        pytest.param(
            [given("a = 1"), own("a = 2"), test("a")], [["a = 1"], ["a = 2"], []], id="bound anew by who may fail"
        ),
        pytest.param(
            [given("a = 1"), given("if z: a = 2"), test("a")],
            [["a = 1"], ["if z: a = 2"], []],
            id="bound anew under a condition",
        ),
        pytest.param([given("a = 1"), given("a = a + 1"), test("a")], [["a = 1"], ["a = a + 1"], []], id="from itself"),
        pytest.param(
            [given("a = []"), given("a.append(1)"), test("a")], [["a = []"], ["a.append(1)"], []], id="method"
        ),
        pytest.param([given("a = {}"), given("a[1] = 2"), test("a")], [["a = {}"], ["a[1] = 2"], []], id="item"),
        pytest.param(
            [given("a = g()"), given("a.b.c = 2"), test("a")], [["a = g()"], ["a.b.c = 2"], []], id="attribute"
        ),
        pytest.param([given("a = g()"), given("a += 2"), test("a")], [["a = g()"], ["a += 2"], []], id="augmented"),
        pytest.param(
            [given("a = [1]"), given("del a[0]"), test("a")], [["a = [1]"], ["del a[0]"], []], id="deleted item"
        ),
        pytest.param(
            [given("a = []\nb = a"), given("b.append(1)"), test("a")],
            [["a = []", "b = a"], ["b.append(1)"], []],
            id="by another name",
        ),
        pytest.param(
            [given("a = g()"), given("for p in a.parts:\n    p.step()"), test("a")],
            [["a = g()"], ["for p in a.parts:", "    p.step()"], []],
            id="in a loop",
        ),
        pytest.param(
            [given("a = g()"), given("[p.step() for p in a]"), test("a")],
            [["a = g()"], ["[p.step() for p in a]"], []],
            id="in a comprehension",
        ),
        pytest.param(
            [given("a = g()"), given("b = h(a)"), test("a")], [["a = g()"], ["b = h(a)"], []], id="passed to who knows"
        ),
        pytest.param(
            [given("cache = {}\ndef f(x):\n    cache[x] = 1"), given("f(3)"), test("cache")],
            [["cache = {}", "def f(x):", "    cache[x] = 1"], ["f(3)"], []],
            id="a function's doing",
        ),
        pytest.param(
            [given("n = 0\ndef f(x):\n    global n\n    n = x"), given("f(3)"), test("n")],
            [["n = 0", "def f(x):", "    global n", "    n = x"], ["f(3)"], []],
            id="a function's binding",
        ),
        pytest.param(
            [given("seen = []"), own("def f(x): seen.append(x)"), given("y = f(2)"), test("f")],
            [["seen = []"], ["def f(x): seen.append(x)"], ["y = f(2)"], []],
            id="a student's function that keeps",
        ),
        pytest.param(
            [given("eps = 1e-7"), own("def f(x): return x + eps"), given("y = f(2)"), test("f")],
            [["eps = 1e-7"], ["def f(x): return x + eps"], [], []],
            id="a student's function that only reads",
        ),
        pytest.param(
            [given(NP + "\nx = np.ones(3)"), given("y = np.exp(x)"), test("x")],
            [["import numpy as np", "x = np.ones(3)"], [], []],
            id="NumPy changes no argument",
        ),
        pytest.param(
            [given("import torch\nx = 1"), given("torch.relu_(x)"), given("y = torch.relu(x)"), test("x")],
            [["import torch", "x = 1"], ["torch.relu_(x)"], [], []],
            id="a function of PyTorch's with an underscore at its end",
        ),
        pytest.param(
            [given(NP + "\nx = np.ones(3)"), given("np.random.shuffle(x)"), test("x")],
            [["import numpy as np", "x = np.ones(3)"], ["np.random.shuffle(x)"], []],
            id="but for some",
        ),
        pytest.param(
            [given(NP + "\nx = np.ones(3)"), given("y = np.exp(x, out=x)"), test("x")],
            [["import numpy as np", "x = np.ones(3)"], ["y = np.exp(x, out=x)"], []],
            id="but for out",
        ),
        pytest.param(
            [given(NP), given("np.random.seed(3)"), own("def f(): return np.random.rand()"), test("f")],
            [["import numpy as np"], ["np.random.seed(3)"], ["def f(): return np.random.rand()"], []],
            id="a seed has no name",
        ),
        pytest.param(
            [given(NP + "\ndef start():\n    np.random.seed(3)"), given("start()"), own(F), test("f")],
            [["import numpy as np", "def start():", "    np.random.seed(3)"], ["start()"], F.split("\n"), []],
            id="nor has one in a function",
        ),
        pytest.param(
            [
                given("with open('a', 'w') as file:\n    file.write('x')"),
                own("def f(): return open('a').read()"),
                test("f"),
            ],
            [["with open('a', 'w') as file:", "    file.write('x')"], ["def f(): return open('a').read()"], []],
            id="nor has a file",
        ),
        pytest.param(
            [given("import os"), given("os.environ['A'] = '1'"), own(F), test("f")],
            [["import os"], ["os.environ['A'] = '1'"], F.split("\n"), []],
            id="nor has the environment",
        ),
        pytest.param(
            [given(PLOTS), own(F), given("plots.curve(f)"), test("f")], [[], F.split("\n"), [], []], id="a picture"
        ),
        pytest.param(
            [given(PLOTS + "\nx = [1]"), own(F), given("plots.curve(f, x)\nprint(x, len(x))"), test("f", "x")],
            [["x = [1]"], F.split("\n"), [], []],
            id="a picture of what is needed",
        ),
        pytest.param(
            [own("class Net:\n    pass"), given("net = Net()\nhistory = train(net)"), test("Net")],
            [["class Net:", "    pass"], [], []],
            id="training that leads nowhere",
        ),
        pytest.param(
            [own("class Net:\n    pass"), given("net = Net()\nhistory = train(net)"), test("net")],
            [["class Net:", "    pass"], ["net = Net()", "history = train(net)"], []],
            id="training of what is tested",
        ),
        pytest.param(
            [own("class Net:\n    pass"), given("net = Net()\nhistory = train(net)"), own("print(history)"), test()],
            [["class Net:", "    pass"], ["net = Net()", "history = train(net)"], ["print(history)"], []],
            id="training of what the student looks at",
        ),
        pytest.param(
            [given("from a import b, c as d, e\nimport f, numpy, g.h"), test("d", "e", "numpy")],
            [["from a import b; from a import c as d; from a import e", "import f; import numpy; import g.h"], []],
            id="imports that may do something",
        ),
        pytest.param(
            [given("from course import check, data as d, plots\nimport numpy, math, os.path"), test("d", "math")],
            [["from course import data as d", "import math; import os.path"], []],
            id="imports that do nothing else",
        ),
        pytest.param([given("%matplotlib inline\na = 1"), test()], [[], []], id="magic that draws"),
        pytest.param([given("a = 1; b = 2"), test("b")], [["a = 1; b = 2"], []], id="statements of one line"),
        pytest.param(
            [given("@wraps\ndef g():\n    pass\nx = 1"), test("g")],
            [["@wraps", "def g():", "    pass"], []],
            id="decorator",
        ),
        pytest.param([own("def f(:"), given("a = 1"), test("f")], [["def f(:"], [], []], id="no Python"),
        pytest.param([own("x = await g()"), given("a = 1"), test("x")], [["x = await g()"], [], []], id="await"),
        pytest.param(
            [own("def f():\n    for _ in range(3): pass"), given("a = 1"), test("f")],
            [["def f():", "    for _ in range(3): pass"], [], []],
            id="a name for nothing",
        ),
    ],
)
def test_what_runs(parts: list[Part], kept: list[list[str]]) -> None:
    assert lines_of(parts) == kept


@pytest.mark.parametrize(
    "source",
    [
        "eval('a')",
        "exec('a')",
        "def f(): return globals()['a']",
        "locals()",
        "vars()['a']",
        "from numpy import *",
        "%run other.py",
        "!ls",
        "%timeit a",
        "In[-1]",
        "Out[1]",
        "_ + 1",
        "__",
        "_12",
        "_i3",
        "import __main__",
        "from __main__ import a",
        "import inspect\ninspect.stack()",
        "import sys\nsys._getframe()",
        "import sys as s\ns.modules['__main__']",
        "import importlib",
        "import gc",
        "f.__globals__['a']",
        "getattr(f, '__globals__')['a']",
        "get_ipython().user_ns['a']",
    ],
)
def test_where_it_cannot_be_told_everything_runs(source: str) -> None:
    parts = [given("a = 1\nb = 2"), given("c = 3"), own(source), given("d = 4"), test("f")]

    assert deciding(parts) == ["a = 1\nb = 2", "c = 3", source, "d = 4", ""]


def test_lines_stay_where_they_are() -> None:
    source = "a = 1\n\n\ndef g():\n    return 1\nb = 2"
    (kept, _) = deciding([given(source), test("g")])

    assert [(number, line) for number, line in enumerate(kept.split("\n"), 1) if line] == [
        (4, "def g():"),
        (5, "    return 1"),
    ]


def test_what_a_later_answer_needs_is_there() -> None:
    """The instructor's answer, which may take the place of the student's, needs names of its own."""
    parts = [given("import numpy as np\nscale = 2\nother = 3"), own(F), Part(needs=frozenset({"f", "scale"}))]

    assert deciding(parts)[0].split() == ["scale", "=", "2"]


def test_what_is_needed_at_any_time_after() -> None:
    parts = [test("f"), given("a = 1"), given("a = 2"), Part(needed_later=frozenset({"a"}))]

    assert deciding(parts)[1:3] == ["a = 1", "a = 2"]


def test_names_of_statements() -> None:
    first, second = names_of("import numpy as np\ndef f(x):\n    return np.exp(x) + g(lambda: h)")

    assert (first.binds, dict(first.modules)) == ({"np"}, {"np": "numpy"})
    assert (second.binds, second.code, second.later) == ({"f"}, {"f"}, {"np", "g", "h"})
