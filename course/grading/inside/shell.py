"""The shell that runs a student's cells, and what they show."""

import base64
import inspect
import itertools
import os.path
from collections.abc import Callable
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course.grading.wire.messages import LONGEST, MOST_LINES, Clear, Error, Rich, Text


class Shown:
    """What code printed and drew, as nbformat's outputs without their fixed parts; too much of it is cut."""

    def __init__(self, limit: int) -> None:
        """
        Args:
            limit: bytes that one cell may show.
        """
        self.limit = limit
        self.left = limit
        self._items: list[Text | Rich | Clear | Error] = []

    def text(self, name: str, text: str) -> None:
        """Something was written.

        Args:
            name: "stdout" or "stderr".
            text: that was written.
        """
        kept = text[: max(self.left, 0)]
        last = self._items[-1] if self._items else None
        if kept and isinstance(last, Text) and last.kind == name:
            self._items[-1] = Text(name, last.text + kept)
        elif kept:
            self._items.append(Text(name, kept))
        self._fits(len(text))

    def rich(self, kind: str, data: dict[str, Any], metadata: dict[str, Any], number: Any = None) -> None:
        """Something was displayed or drawn.

        Args:
            kind: of `Rich`.
            data: content by MIME type. Not changed.
            metadata: by name. Not changed.
            number: under which it can be drawn anew.
        """
        texts = {}
        for mime, content in data.items():
            if isinstance(content, bytes):
                content = base64.b64encode(content).decode("ascii")
            texts[str(mime)] = content if isinstance(content, str) else repr(content)
        if self._fits(sum(map(len, texts.values()))):
            alt = {str(key): str(value) for key, value in metadata.items() if isinstance(value, str)}
            flat = list(itertools.chain.from_iterable(texts.items()))
            self._items.append(Rich(kind, flat, list(itertools.chain.from_iterable(alt.items())), str(number or "")))

    def clear(self, wait: bool) -> None:
        """What was shown so far is to go: at once, or when something new comes if it is to `wait`."""
        self._items.append(Clear("clear", wait))

    def error(self, name: str, text: str, lines: list[str]) -> None:
        """An error ended the cell; it is shown even where much was shown before.

        Args:
            name: of its class.
            text: of the error.
            lines: of its traceback. Not changed.
        """
        kept = [line[:LONGEST] for line in lines[:MOST_LINES]]
        self._items.append(Error("error", name[:100], text[:LONGEST], kept))

    def take(self) -> list[Any]:
        """All that was shown since the last time."""
        items, self._items = self._items, []
        return items

    def _fits(self, size: int) -> bool:
        was, self.left = self.left, self.left - size
        if was >= 0 > self.left:
            more = f"\n[More was shown here than the {self.limit:,} bytes that are kept.]\n"
            self._items.append(Text("stderr", more))
        return self.left >= 0


class Stream:
    """sys.stdout or sys.stderr; text goes where everything goes that is shown, in order."""

    encoding, errors, closed = "utf-8", "replace", False

    def __init__(self, shown: Shown, name: str, fd: int) -> None:
        """
        Args:
            shown: takes what is written.
            name: "stdout" or "stderr".
            fd: the file descriptor that a program would write to.
        """
        self._shown, self.name, self._fd = shown, f"<{name}>", fd
        self._stream = name

    def write(self, text: str) -> int:
        """Show `text`; returns the number of its characters."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shown.text(self._stream, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Show all `lines`, which end as they end."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd


class _Publisher(DisplayPublisher):
    shown: Shown
    nobody_looks = False  # what is published goes nowhere, and need not be drawn

    def publish(
        self, data: Any, metadata: Any = None, *args: Any, transient: Any = None, update: bool = False, **kwargs: Any
    ) -> None:
        number = (transient or {}).get("display_id")
        self.shown.rich("update" if update else "display", data, metadata or {}, number)

    def clear_output(self, wait: bool = False) -> None:
        self.shown.clear(bool(wait))


class _DisplayHook(DisplayHook):
    shown: Shown

    def write_output_prompt(self) -> None:
        """The number of the cell is the referee's business."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shown.rich("result", format_dict, md_dict or {})

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Compiler(CachingCompiler):
    """Says where cells belong; else each frame of a traceback, of thousands in endless recursion, looks for it."""

    def cache(self, transformed_code: str, number: int = 0, raw_code: str | None = None) -> str:
        name: str = super().cache(transformed_code, number, raw_code)
        for known in (name, os.path.abspath(name)):  # the first places that inspect.getmodule looks at
            inspect.modulesbyfile[known] = "__main__"
        return name


class _Shell(InteractiveShell):
    """IPython's shell, without a terminal, a history file or a profile."""

    shown: Shown

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Where nobody looks, an error need not be put into words, which takes longer than most cells."""
        if not self.display_pub.nobody_looks:
            super().showtraceback(*args, **kwargs)

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """As `showtraceback`."""
        if not self.display_pub.nobody_looks:
            super().showsyntaxerror(*args, **kwargs)

    def set_custom_exc(self, exc_tuple: tuple[type[BaseException], ...], handler: Callable[..., Any] | None) -> None:
        """Show errors of some classes in another way; as `showtraceback`."""

        def shown(shell: InteractiveShell, *args: Any, **kwargs: Any) -> Any:
            return [] if handler is None or shell.display_pub.nobody_looks else handler(shell, *args, **kwargs)

        super().set_custom_exc(exc_tuple, shown)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        name = getattr(etype, "__name__", str(etype))
        self.shown.error(str(name), in_words(evalue), [str(line) for line in stb])

    def _format_exception_for_storage(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """IPython keeps each error in its history, once more formatted; nobody reads that here."""
        return {}

    def enable_gui(self, gui: Any = None) -> None:
        """There are no windows."""

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """Draw inline, whatever a cell asks for: `%matplotlib widget`, say."""
        return super().enable_matplotlib("inline")

    def ask_exit(self) -> None:
        """exit() ends nothing, as in a notebook that is run from top to bottom."""


def make_shell() -> InteractiveShell:
    """The shell that every student's process begins with; made once, before it is known for whom."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "neutral"
    config.InteractiveShell.quiet = True
    shell = _Shell.instance(
        config=config, display_pub_class=_Publisher, displayhook_class=_DisplayHook, compiler_class=_Compiler
    )
    shell.shown = Shown(0)
    shell.run_cell("None", silent=True)  # the first cell makes it import and compile more
    return shell


def in_words(error: object) -> str:
    """The text of `error`, of which a student may have written the class."""
    try:
        return str(error)[:LONGEST]
    except BaseException:
        return "(this error can't be put into words)"
