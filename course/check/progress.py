"""What of a lesson is done and what is open, by what its checks said last; and when an answer may be another one."""

import re
from typing import Any

from course.check import bank
from course.check.words import GREEN, PLAIN, counted, listed

# The first line of a cell that checks an answer: the exercise, and what is checked.
CHECKS = re.compile(r"# check: (\w+)\b.*")

_shell: Any = None  # IPython's, if there is one
_last: dict[str, tuple[str, bool]] = {}  # by the first line of a cell: its exercise, and whether it passed


def overview(**checks: int) -> None:
    """Print how many checks of each exercise pass, and which exercises are open.

    A check counts as it went when its cell was run last in this session.

    Args:
        checks: numbers of cells that check an answer, by the name of the exercise.
    """
    if not _last:
        if hasattr(_shell, "kernel"):  # else a grader runs the cells, and no test among them
            print("No check was run in this session yet: choose Run > Run All Cells.")
        return
    passed = {name: sum(fine for exercise, fine in _last.values() if exercise == name) for name in checks}
    open_ = [f"{name} ({passed[name]} of {number})" for name, number in checks.items() if passed[name] < number]
    total = sum(checks.values())
    if not open_:
        print(f"{GREEN}✓{PLAIN} {counted(total, 'visible check')}: all passed. Hidden ones run when it is graded.")
        return
    print(f"{sum(passed.values())} of {counted(total, 'visible check')} passed. Open: {listed(open_)}.")


def watch(shell: Any) -> None:
    """Take note of how each cell goes that checks an answer, and of any other cell, which may hold an answer.

    Args:
        shell: IPython's. Changed: it calls this module after each cell.
    """
    global _shell
    _shell = shell
    shell.events.register("post_run_cell", _after_cell)


def _after_cell(result: Any) -> None:
    line = str(result.info.raw_cell).partition("\n")[0].rstrip() if result.info else ""
    if found := CHECKS.fullmatch(line):
        _last[line] = found[1], bool(result.success)
    else:
        bank.current().forget()
