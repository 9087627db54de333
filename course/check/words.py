"""How checks word and show what they have to say."""

import re
import textwrap
from collections.abc import Iterable
from typing import Any

import numpy as np

from course.check.sentences import ON_HIDDEN_NUMBERS, Told

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
# White on a colour: no text has a contrast of 4.5 to both a white page and JupyterLab's dark one.
RED, GREEN = "\x1b[38;2;255;255;255;48;2;178;43;49m", "\x1b[38;2;255;255;255;48;2;0;116;39m"
WIDTH = 88  # characters of a line in a notebook of ordinary width


class CheckFailed(AssertionError):
    """What is wrong with an answer, in words for the person who wrote it."""

    mark, colour = "✗", RED

    def __init__(self, name: str, message: str | Told, secret: bool = False) -> None:
        """
        Args:
            name: what the message is about.
            message: the rest of its first sentence, and more.
            secret: whether only what is kept of the message may be said.
        """
        super().__init__(name, message, secret)
        told = message if isinstance(message, Told) else Told(message, message)
        if secret:
            told = Told(f"{told.kept} {ON_HIDDEN_NUMBERS}", f"{told.kept} {ON_HIDDEN_NUMBERS}", told.vague)
        self.name = name
        self.vague = told.vague  # whether it says no more than what came and what should have come
        self.message = told.text
        self.kept = told.kept  # what feedback may say

    def __str__(self) -> str:
        return f"{self.name} {self.message}"

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, which would point into the test."""
        return [in_lines(self.mark, self.name, self.message, self.colour)]


class NotAttempted(CheckFailed):
    """There is no answer yet."""

    mark, colour = "○", ""


def in_lines(mark: str, name: str, message: str, colour: str = "") -> str:
    """A message broken into lines for a notebook, with mark and name bold, and the mark coloured.

    Args:
        mark: a sign such as ✗.
        name: what the message is about.
        message: the rest of its first sentence, and more.
        colour: ANSI code for the mark.
    """
    text = textwrap.fill(f"{mark} {name} {message}", WIDTH, subsequent_indent="  ")
    left = len("".join(f"{mark}{name}".split()))
    end = 0
    while left:
        left -= not text[end].isspace()
        end += 1
    return f"{colour}{BOLD}{mark}{PLAIN}{BOLD}{text[len(mark) : end]}{PLAIN}{text[end:]}"


def listed(words: Iterable[object]) -> str:
    """The words as a list in a sentence: a, b and c."""
    texts = [str(word) for word in words]
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def counted(number: int, what: str) -> str:
    """A number and what is counted: 1 item, 2 items."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def index_text(index: np.ndarray) -> str:
    """An index as Python writes it: 2, or (0, 2)."""
    numbers = [int(i) for i in index]
    return str(numbers[0]) if len(numbers) == 1 else f"({', '.join(map(str, numbers))})"


def side_by_side(actual: Any, wanted: Any) -> dict[str, str]:
    """What came and what should have come, with as many digits as tell them apart, for the places of a sentence."""
    texts = [f"{float(value):.8g}" for value in (actual, wanted)]
    if texts[0] == texts[1]:
        texts = [repr(float(value)) for value in (actual, wanted)]
    return {"got": texts[0], "wanted": texts[1]}


def is_mentioned(word: str, text: str) -> bool:
    """Whether the word or number stands in the text by itself: 3 does not in 13 or 3.5, but does in 3.0 and 5x3."""
    text = re.sub(r"(?<=\d)[x×](?=\d)", " ", text)
    before = r"(?<!\w)(?<!\d\.)" if word[:1].isalnum() else ""
    after = r"(?!\w)(?!\.\d*[1-9])" if word[-1:].isalnum() else ""
    return re.search(before + re.escape(word) + after, text, re.IGNORECASE) is not None
