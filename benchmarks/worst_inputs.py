"""What the referee takes for the worst that a student can hand in: seconds and memory at each place that reads it.

Each input is as large as its place admits, or of the size at which what was wrong there once showed. Each is read in a
process of its own, which is ended after a minute.

    .venv/bin/python benchmarks/worst_inputs.py [WORD IN THE NAME]
"""

import contextlib
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.check.messages import MESSAGES
from course.grading import tracebacks
from course.grading.bounds import no_larger_than
from course.grading.clean import seen
from course.grading.deciding import Part, deciding
from course.grading.feedback import HideTests
from course.grading.fragments import Allowance
from course.grading.nodes import new_cell
from course.grading.outputs import Outputs, clean_data
from course.grading.recognition import is_of_lesson
from course.grading.sanitise import sanitise
from course.grading.sayable import sayable, words_of
from course.grading.statements import names_of
from course.grading.submission_file import LARGEST_NOTEBOOK, MOST_CELLS, SubmissionError, parse_notebook
from course.grading.timestamps import read_time

MOST_SECONDS = 60
CELL = 30_000  # characters
Input = tuple[int, Callable[[], object]]  # characters or bytes, and what reads them


def _filled(unit: str, length: int = CELL, end: str = "") -> str:
    """`unit` again and again."""
    return unit * (length // len(unit)) + end


def _numbered(pattern: str, length: int = CELL) -> str:
    """`pattern` for 0, 1, 2 and so on."""
    found, size, number = [], 0, 0
    while size < length:
        found.append(pattern.format(number, number + 1))
        size += len(found[-1])
        number += 1
    return "".join(found)


def _nested(opens: str, inside: str, closes: str, depth: int) -> str:
    return opens * depth + inside + closes * depth


def sources(length: int) -> dict[str, str]:
    """Cells that are much work for who wants to know what they mean.

    Args:
        length: of each, in characters, or somewhat less.
    """
    names = _numbered("a{},", length - 2000)
    blocks = "".join(" " * level + "if a:\n" for level in range(90)) + " " * 90
    return {
        "shell commands": _numbered("a{} = !ls\n", length),
        "magics": _filled("%time f(x)\n", length),
        "quiet magics": _filled("%matplotlib inline\n", length),
        "help": _filled("a", length, "?"),
        "help over lines": "(" + _filled("a\n", length, "?"),
        "calls without brackets": _filled("/f a b c\n", length),
        "quotes that end nowhere": "!ls\n" + _filled('"\\"\\', length),
        "text that ends nowhere": '!ls\n"""\n' + _filled("a\n", length),
        "prompts": _filled(">>> a\n", length),
        "quotes behind prompts": _filled("'''a'''b", length, "\n>>> a"),
        "blank lines": _filled("  \n", length, "a"),
        "one line of blanks": _filled(" ", length, "a"),
        "lines that only IPython ends": _filled("# \u2028%time f(x)\n", length),
        "brackets": _nested("[", names, "]", 150),
        "brackets that don't close": "(" * 150 + names,
        "calls in calls": _nested("f(", names, ")", 150),
        "calls in calls of one name": _nested("f(", _filled("a,", length - 2000), ")", 150),
        "calls in items": "import numpy as np\n" + _nested("np[", names, "]()", 90),
        "calls of calls": f"f({names})" + ".b()" * 150,
        "assignments in expressions": _nested("(a:=[b,", names, "])", 60),
        "comprehensions in comprehensions": _nested("[", names, " for x in x]", 150),
        "comprehensions as what runs": "[a for x in " * 150 + names + "]" * 150,
        "functions in functions": "lambda: " * 150 + f"[{names}]",
        "arguments of functions in functions": "f = lambda "
        + names
        + " *_: "
        + "lambda: " * 150
        + names[: length // 3].rpartition(",")[0],
        "blocks": blocks + names,
        "statements in a block": "def f():\n" + _filled(" a\n", length),
        "signs": _filled("-", length, "a"),
        "attributes": "a" + _filled(".b", length),
        "sums": _filled("a+", length, "a"),
        "conditions": _filled("a if a else ", length, "a"),
        "comparisons": _filled("a<", length, "a"),
        "values in a text": f'f"{_filled("{a}", length)}"',
        "formats in a text": f'f"{_filled("{a:{b}}", length)}"',
        "module in module": "import a" + _filled(".a", length),
        "imports of names": "from a import " + _numbered("a{},", length) + "a",
        "decimal number": _filled("1", length),
        "hexadecimal number": "a = 0x" + _filled("f", length),
        "list of numbers": f"a = [{_filled('1,', length)}]",
        "statements": _numbered("a{} = a{}\n", length),
        "statements in a line": _numbered("a{}=a{};", length),
        "names of one object": _numbered("a{1} = a{0}; a{1}.b()\n", length),
        "functions that call functions": _numbered("def f{0}(): x{0}.append(f{1}())\n", length),
        "functions that set names": _numbered("def f{0}():\n global b{0}\n b{0} = f{1}\n", length),
        "null": "a\0b",
        "escapes": f'"{_filled(chr(92) + "d", length)}"',
    }


def _decided(own: list[str]) -> list[str]:
    """What runs where a student's cells are `own`, in a notebook that has cells of the instructor's beside them."""
    given = [f"a{number} = [b{number}]\nf{number}(a{number + 1})\n" for number in range(300)]
    parts = [
        *(Part(source) for source in given),
        *(Part(source, whole=True) for source in own),
        Part(needs=frozenset(["f", "f0", "a7"])),
    ]
    return deciding(parts)


def _notebook(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}).encode()


def _code(source: str = "1", outputs: list[dict[str, Any]] | None = None, key: str = "") -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": key}} if key else {}
    return {"cell_type": "code", "source": source, "outputs": outputs or [], "metadata": metadata}


def _many(output: dict[str, Any], each: int) -> bytes:
    """A notebook full of an output that has `{}` for a number, as many times in each cell as are kept."""
    text = json.dumps(output)
    cells, size, number = [], 0, 0
    while size < LARGEST_NOTEBOOK * 0.95 and len(cells) < MOST_CELLS:
        outputs = []
        for _ in range(each):
            outputs.append(text.replace("{}", str(number)))
            size += len(outputs[-1]) + 1
            number += 1
        cells.append('{"cell_type":"code","source":"1","outputs":[' + ",".join(outputs) + "]}")
        size += 60
    return ('{"nbformat":4,"cells":[' + ",".join(cells) + "]}").encode()[:LARGEST_NOTEBOOK]


def _in_json(content: str, unit: str) -> bytes:
    """A notebook that holds `unit` as often as there is room for it, in a place that nobody reads."""
    count = (LARGEST_NOTEBOOK - 100) // (len(unit) + 1)
    return ('{"nbformat":4,"cells":[],"metadata":' + content.replace("...", ",".join([unit] * count)) + "}").encode()


def _display(data: dict[str, str]) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": data}


def files() -> dict[str, Callable[[], bytes]]:
    """Files that are much work for who reads a notebook."""
    picture = {"a.png": {"image/png": "QQ=="}}
    return {
        "lists": lambda: _in_json("[...]", "[]"),
        "dictionaries": lambda: _in_json("[...]", "{}"),
        "floats": lambda: _in_json("[...]", "1.5"),
        "long numbers": lambda: _in_json("[...]", "1" * 4300),
        "one number": lambda: _in_json("...", "1" * 19_000_000),
        "one float": lambda: _in_json("...", "1." + "1" * 19_000_000),
        "depth": lambda: b'{"nbformat":4,"cells":' + b"[" * 10_000_000 + b"]" * 9_000_000,
        "lines": lambda: (
            '{"nbformat":4,"cells":[{"cell_type":"code","source":[' + '"",' * 6_600_000 + '""]}]}'
        ).encode(),
        "surrogates": lambda: _notebook(_code("\ud800" * 900_000)),
        "cells": lambda: ('{"nbformat":4,"cells":[' + "{}," * 6_600_000 + "{}]}").encode(),
        "attachments": lambda: _notebook(
            {
                "cell_type": "markdown",
                "source": "a",
                "attachments": {f"{number}": picture["a.png"] for number in range(500_000)},
            }
        ),
        "kinds of attachments": lambda: _notebook(
            {
                "cell_type": "markdown",
                "source": "a",
                "attachments": {"a": {f"image/{number}": "QQ==" for number in range(700_000)}},
            }
        ),
        "texts": lambda: _many({"output_type": "stream", "name": "stdout", "text": "{}"}, 1000),
        "texts by turns": lambda: _many({"output_type": "stream", "name": "stderr", "text": "{}"}, 1000).replace(
            b'"stderr"', b'"stdout"', 1
        ),
        "results": lambda: _many(_display({"text/plain": "{}"}), 1000),
        "results in HTML": lambda: _many(_display({"text/html": "{}"}), 1000),
        "results in Markdown": lambda: _many(_display({"text/markdown": "{}"}), 1000),
        "kinds of results": lambda: _many(_display({f"a/{number}": "1" for number in range(10_000)}), 1),
        "errors": lambda: _many({"output_type": "error", "ename": "{}", "evalue": "", "traceback": []}, 1000),
        "lines of errors": lambda: _many(
            {"output_type": "error", "ename": "{}", "evalue": "", "traceback": ["a"] * 10_000}, 1
        ),
        "one text": lambda: _notebook(
            _code("1", [{"output_type": "stream", "name": "stdout", "text": "a" * 19_000_000}])
        ),
        "unseen characters": lambda: _notebook(
            _code("1", [{"output_type": "stream", "name": "stdout", "text": "\u200b" * 3_000_000}])
        ),
        "ids": lambda: _notebook(
            *(_code() | {"id": f"cell-1999{'-' * number}"} for number in range(55)), *[_code()] * 1945
        ),
        "copies": lambda: _notebook(*(_code("1", key=f"k{number % 60}") for number in range(MOST_CELLS))),
        "unknown cells": lambda: _notebook(
            *(_code("x = 'a line as long as people write them'\n" * 200) for _ in range(MOST_CELLS))
        ),
        "order turned round": lambda: _notebook(*(_code("1", key=f"k{number}") for number in reversed(range(60)))),
    }


def release() -> NotebookNode:
    """A release with sixty answers."""
    cells = []
    for number in range(60):
        cell = new_cell("code", "1")
        grading = {"grade_id": f"k{number}", "grade": False, "solution": True, "locked": False, "schema_version": 3}
        cell.metadata["nbgrader"] = NotebookNode(grading, task=False)
        cell["id"] = f"k{number}"
        cells.append(cell)
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=cells)


def graded(content: bytes) -> None:
    """Do all that becomes of a file but what the sandbox does: read it, clean what it shows, check and write it."""
    try:
        notebook = parse_notebook(content, "a.ipynb")
    except SubmissionError:
        return
    given = release()
    is_of_lesson(notebook.cells, given.cells)
    sanitise(notebook, given, given)
    outputs = Outputs(1_000_000)
    for count, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            shown = cell.outputs
            outputs.begin(cell, count)
            outputs.handed_in(shown, count)
    nbformat.validate(notebook)
    nbformat.v4.writes(notebook)


def _from_the_wire(items: list[list[Any]]) -> None:
    outputs = Outputs(1_000_000)
    outputs.begin(new_cell("code", ""), 1)
    outputs.student(items)


def _hidden(outputs: list[NotebookNode]) -> None:
    cell = new_cell("code", "")
    cell.metadata["nbgrader"] = NotebookNode(grade=True, solution=False, grade_id="a", schema_version=3)
    cell.outputs = outputs
    HideTests().preprocess(NotebookNode(cells=[cell], metadata=NotebookNode()), {})


def _told(text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError as error:
        tracebacks.told_error(error)


def texts() -> dict[str, str]:
    """Error texts that are much work for a regular expression, of 20,000 characters: more of them is not taken."""
    most = 20_000
    return {
        "word": _filled("a", most),
        "words": _filled("a ", most),
        "dots": "'" + _filled("a.", most) + "'",
        "shapes": "operands could not be broadcast together with shapes " + _filled("(1, 2) ", most),
        "open shapes": "operands could not be broadcast together with shapes " + _filled("(1 ", most),
        "None": _filled("NoneType", most),
        "places": _filled("File <cell 1>", most),
        "colours": _filled("File \x1b[0m", most),
        "open colours": "File " + _filled("\x1b[0", most),
        "numbers": _filled("1", most),
        "quotes": "f() missing 3 required positional arguments: " + _filled("'a', ", most),
    }


def _all_readings(text: str) -> None:
    for length in (999, 1000, 20_000):
        sayable(text[:length], frozenset("a"))
        for message in MESSAGES:
            message.explanation(text[:length])


def inputs() -> Iterator[tuple[str, Input]]:
    """Each place by name, with what is read there."""
    for name, source in sources(CELL).items():
        yield f"one cell: {name}", (len(source), lambda source=source: _names(source))
    for length, count in ((9_900, 5), (9_900, 20), (2_400, 20), (480, 100), (90, 500), (30, 1900)):
        for name, source in sources(length).items():
            if len(source) <= length + 3000:
                own = [f"{source}\n# {number}" for number in range(count)]
                size = sum(map(len, own))
                yield f"{count} cells of {length}: {name}", (size, lambda own=own: _decided(own))
    copies = [*[Part("a = b\nc(a)\n" * 40)] * 1900, Part(needs=frozenset("a"))]
    yield "copies of a cell", (1900 * 440, lambda: deciding(copies))
    for name, make in files().items():
        yield f"file: {name}", (LARGEST_NOTEBOOK, lambda make=make: graded(make()))
    for name, text in texts().items():
        yield f"error text: {name}", (len(text), lambda text=text: _all_readings(text))
        yield f"error text, told: {name}", (len(text), lambda text=text: _told(text))
    wire = {
        "texts": [["stdout", "a"]] * 200_000,
        "texts by turns": [["stdout", "a"], ["stderr", "a"]] * 100_000,
        "displays": [["display", ["text/plain", "a"], [], ""]] * 200_000,
        "updates": [[kind, ["text/plain", "a"], [], "1"] for kind in ["display"] * 4000 + ["update"] * 200_000],
        "clears": [["clear", True], ["stdout", "a"]] * 100_000,
        "errors": [["error", "a", "a", []]] * 200_000,
        "kinds": [["display", ["a/b", ""] * 500_000, [], ""]],
    }
    for name, items in wire.items():
        yield f"wire: {name}", (len(items) * 10, lambda items=items: _from_the_wire(items))
    for unit in ("<b>", "<table><td>", "a"):
        text = _filled(unit, 900_000)
        yield f"HTML: {unit}", (len(text), lambda text=text: clean_data({"text/html": text}, Allowance()))
    stream = NotebookNode(output_type="stream", name="stdout", text=_filled("✓\x1b[0\n", 1_000_000))
    yield "feedback: lines", (1_000_000, lambda: _hidden([stream]))
    error = NotebookNode(output_type="error", ename="ValueError", evalue=_filled("a.", 20_000), traceback=["a"] * 60)
    yield "feedback: errors", (20_000, lambda: _hidden([error.copy() for _ in range(50)]))
    yield "words", (LARGEST_NOTEBOOK, lambda: words_of(["a" * 10_000_000, "a0 " * 3_000_000]))
    yield "unseen characters", (10_000_000, lambda: seen("\u200ba" * 5_000_000))
    yield "time", (100, lambda: _time(b"1" + b" " * 90 + b"+02:0"))


def _names(source: str) -> None:
    with contextlib.suppress(SyntaxError):
        names_of(source)


def _time(text: bytes) -> None:
    with contextlib.suppress(SubmissionError):
        read_time(text)


def measured(read: Callable[[], object]) -> tuple[float, int, str]:
    """Seconds of processor time and MiB that `read` takes, in another process, and the name of the error it raises."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_measure, args=(read, theirs))
    process.start()
    theirs.close()
    try:
        result: tuple[float, int, str] = ours.recv() if ours.poll(MOST_SECONDS) else (MOST_SECONDS, 0, "takes longer")
    except EOFError:
        result = (0.0, 0, "ended the process")
    process.kill()
    process.join()
    return result


def _measure(read: Callable[[], object], answer: Any) -> None:
    before, began, error = _peak(), time.process_time(), ""
    try:
        with no_larger_than(4 << 30):
            read()
    except BaseException as raised:
        error = type(raised).__name__
    answer.send((time.process_time() - began, _peak() - before, error))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure and print."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    print(f"{'place':60} {'KB':>7} {'s':>7} {'MB':>6}")
    for name, (size, read) in inputs():
        if word in name:
            seconds, memory, error = measured(read)
            print(f"{name:60} {size // 1000:7} {seconds:7.2f} {memory:6} {error}", flush=True)


if __name__ == "__main__":
    main()
