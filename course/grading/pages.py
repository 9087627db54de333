"""Markdown of notebooks as HTML in which nothing runs, for the feedback and for nbgrader's formgrader."""

import re
import secrets
from functools import lru_cache
from html import escape
from typing import Any

from bs4 import BeautifulSoup
from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from course.grading.outputs import clean_html

_TAG_OF_FORMULAS = re.compile(
    r"math|code|none|semantics|m(?:i|n|o|s|row|text|space|frac|sqrt|root|sub|sup|subsup|under|over|underover)|"
    r"m(?:table|tr|td|style|padded|phantom|enclose|multiscripts|fenced|error)"
)
_OF_FORMULAS = frozenset(
    """accent accentunder align close columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation open rowlines rowspacing
    rspace scriptlevel separator stretchy symmetric voffset width xmlns""".split()  # noqa: SIM905
)
_TOKEN = re.compile(r"(formula-[0-9a-f]{32})")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """nbconvert's filter of this name, but that what a browser would run or fetch is left out, and formulas are MathML.

    Browsers draw MathML by themselves; nbconvert's way needs a script from the network.

    Args:
        context: of the template; says which cell it is. Not changed.
        source: Markdown of the cell.
    """
    attachments = context.get("cell", {}).get("attachments", {})
    return _html(source, attachments) if attachments else _html_of_a_class(source)


@lru_cache(maxsize=512)  # a class has the text of one lesson
def _html_of_a_class(source: str) -> str:
    return _html(source, {})


def _html(source: str, attachments: dict[str, Any]) -> str:
    renderer = _Renderer(escape=False, attachments=attachments)
    page = BeautifulSoup(clean_html(MarkdownWithMath(renderer=renderer).render(source)), "html.parser")
    # Formulas are made here and pass no cleaning, so they go where text is, and nowhere else.
    for text in page.find_all(string=_TOKEN):
        parts = _TOKEN.split(text)
        text.replace_with(*(part if i % 2 == 0 else renderer.formula(part) for i, part in enumerate(parts)))
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            if isinstance(value, str):
                tag[name] = _TOKEN.sub("", value)
    return str(page)


class _Renderer(IPythonRenderer):
    """Puts a token that nobody can guess where a formula will be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._formulas: dict[str, str] = {}

    def block_math(self, body: str) -> str:
        return self._token(body, "block")

    def inline_math(self, body: str) -> str:
        return self._token(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        return self._token(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

    def formula(self, token: str) -> BeautifulSoup | str:
        """What belongs where `token` stands."""
        if token not in self._formulas:
            return token
        made = BeautifulSoup(self._formulas[token], "html.parser")
        for tag in made.find_all(True):
            # LaTeX has commands for links and styles, too.
            tag.attrs = {name: value for name, value in tag.attrs.items() if name in _OF_FORMULAS}
            if not _TAG_OF_FORMULAS.fullmatch(tag.name):
                tag.unwrap()
        return made

    def _token(self, latex: str, display: str) -> str:
        token = f"formula-{secrets.token_hex(16)}"
        try:
            self._formulas[token] = convert(latex, display=display)
        except Exception:  # what students write between dollar signs need not be LaTeX
            self._formulas[token] = f"<code>{escape(latex)}</code>"
        return token
