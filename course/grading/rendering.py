"""The process that turns a student's texts into HTML: `fragments` starts it, and it ends where one takes too much."""

import json
import re
import resource
import signal
import sys
import time
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from multiprocessing.connection import Connection
from typing import Any

from course.grading.clean import clean_html, seen

MEMORY = 1 << 30  # bytes of this process
LONGEST = 30_000_000  # characters of what is made; a notebook with its pictures has fewer
DEEPEST = 200  # elements in one another
_TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)")
_EMPTY = frozenset({"br", "col", "hr", "img"})


def answer(kind: str, text: str, extra: Any) -> str | None:
    """`text` as HTML that can stand in a page, or None.

    Args:
        kind: "html", "markdown", "code" or "ansi" (text in which escape sequences say the colour).
        text: the student's.
        extra: for Markdown the cell's attachments, for code the name of Pygments' lexer. Not changed.
    """
    try:
        made = _maker(kind)(text, extra)
        # Browsers nest no deeper than 512, and move what is.
        return made if len(made) <= LONGEST and _depth(made) <= DEEPEST else None
    except BaseException:  # what a student's text brings a library to; one in Rust raises no Exception
        return None


@cache
def _maker(kind: str) -> Callable[[str, Any], str]:
    """What makes HTML of a kind. What takes long to import is imported by those who need it."""
    return {"html": lambda: _html, "markdown": _markdown, "code": _code, "ansi": _ansi}[kind]()


def _html(text: str, extra: Any) -> str:
    return clean_html(text)


def _markdown() -> Callable[[str, Any], str]:
    from xml.etree.ElementTree import tostring

    from latex2mathml.converter import convert_to_element
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    def formula(latex: str, display: str) -> str:
        try:
            made = convert_to_element(latex, display=display)
        except Exception:  # what students write between dollar signs need not be LaTeX
            return f"<code>{escape(latex)}</code>"
        for element in made.iter():
            element.text = element.text and unescape(element.text)  # it says what has no key by its number
            if element.get("width") == "negativethinmathspace":
                element.set("width", "-0.167em")
        return tostring(made, encoding="unicode")

    class Renderer(IPythonRenderer):
        """Formulas are MathML, which browsers draw by themselves; nbconvert's way needs a script from the network."""

        def block_math(self, body: str) -> str:
            return formula(body, "block")

        def inline_math(self, body: str) -> str:
            return formula(body, "inline")

        def latex_environment(self, name: str, body: str) -> str:
            return formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

        def image(self, text: str, url: str, title: str | None = None) -> str:
            if url.startswith("attachment:") and not self.attachments.get(url.removeprefix("attachment:")):
                return f"[{escape(text)}: this picture is not in the notebook]"
            return super().image(text, url, title)

        def block_code(self, code: str, info: str | None = None) -> str:
            try:
                lexer = get_lexer_by_name((info or "").split(maxsplit=1)[0])
            except (ClassNotFound, IndexError):
                return f"<pre><code>{escape(code)}</code></pre>"
            return highlight(code, lexer, HtmlFormatter(noclasses=True))  # no class would come through

    def markdown(text: str, attachments: Any) -> str:
        renderer = Renderer(escape=False, exclude_anchor_links=True, attachments=attachments)
        return clean_html(MarkdownWithMath(renderer=renderer).render(text))

    return markdown


def _code() -> Callable[[str, Any], str]:
    from nbconvert.filters.highlight import Highlight2HTML

    return lambda text, lexer: Highlight2HTML(pygments_lexer=lexer)(seen(text))


def _ansi() -> Callable[[str, Any], str]:
    from nbconvert.filters.ansi import ansi2html

    return lambda text, extra: ansi2html(seen(text))


def _depth(html: str) -> int:
    """How deeply the elements of `html` are nested, all of which are closed."""
    depth = deepest = 0
    for closes, name in _TAG.findall(html):
        if name not in _EMPTY:
            depth += -1 if closes else 1
            deepest = max(deepest, depth)
    return deepest


def _serve(number: int) -> None:
    """Answer until the other side is gone."""
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(number) as other:
        other.send_bytes(b"ready")
        while True:
            try:
                kind, text, extra, seconds = json.loads(other.recv_bytes())
            except (EOFError, ConnectionError):
                return
            _maker(kind)
            began = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, seconds)  # the signal ends this process, whatever it is doing
            made = answer(kind, text, extra)
            signal.setitimer(signal.ITIMER_PROF, 0)
            other.send_bytes(json.dumps([made, time.process_time() - began]).encode())


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
