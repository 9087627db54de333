"""What a student wrote as a part of a page of ours, for the feedback and for nbgrader's formgrader."""

import base64
import hashlib
import re
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import pass_context
from jinja2.runtime import Context

from course.grading.clean import seen
from course.grading.fragments import Allowance, fragment
from course.grading.outputs import LEFT_OUT

FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
PATHS = [str(Path(__file__).parent / "templates"), str(FORMGRADER / "templates")]
AS_WRITTEN = (
    "<p><em>[This text is too large, nested too deeply, or takes too long to read; it stands here as it was written.]"
    "</em></p>"
)
BEGINNING = 500  # characters
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]?)?")
_INLINE = re.compile(r"<script[^>]*>(.+?)</script>|\son\w+=\"([^\"]*)\"", re.DOTALL)


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """nbconvert's filter of this name: Markdown as HTML in which nothing runs, and formulas are MathML.

    Args:
        context: of the template; says which cell it is. Its resources have what the notebook may still take.
        source: Markdown of the cell.
    """
    attachments = context.get("cell", {}).get("attachments") or {}
    html = fragment("markdown", source, _allowance(context), attachments)
    return f"{AS_WRITTEN}<pre>{_as_written(context, source)}</pre>" if html is None else html


@pass_context
def latex2html(context: Context, latex: str) -> str:
    """As `markdown2html`, of LaTeX that a cell showed, in which `outputs` has escaped what HTML would read."""
    return markdown2html(context, unescape(latex))


@pass_context
def clean_html(context: Context, html: str) -> str:
    """nbconvert's filter of this name: HTML in which nothing runs. Arguments as of `markdown2html`."""
    clean = fragment("html", html, _allowance(context))
    return LEFT_OUT if clean is None else clean


@pass_context
def highlight_code(
    context: Context, source: str, language: str | None = None, metadata: dict[str, Any] | None = None
) -> str:
    """nbconvert's filter of this name: code in colours; without them, if they take too much.

    Args:
        context: as `markdown2html`.
        source: of the cell.
        language: that it is in, if not Python.
        metadata: of the cell; may name another language. Not changed.
    """
    lexer = language or (metadata or {}).get("magics_language") or "ipython3"
    html = fragment("code", source, _allowance(context), lexer)
    return f'<div class="highlight"><pre>{_as_written(context, source)}</pre></div>' if html is None else html


@pass_context
def ansi2html(context: Context, text: str) -> str:
    """nbconvert's filter of this name: colours as escape sequences say; none, if they take too much.

    Args:
        context: as `markdown2html`.
        text: of an output.
    """
    html = fragment("ansi", text, _allowance(context)) if "\x1b" in text else None
    return _as_written(context, _ESCAPE.sub("", text)) if html is None else html


def script_hashes(html: str) -> str:
    """What a Content-Security-Policy calls the scripts that stand in `html`, which is nbgrader's own."""
    found = {script or handler for script, handler in _INLINE.findall(html)}
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in sorted(found))
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _as_written(context: Context, text: str) -> str:
    """`text` for a page, or its beginning, where the notebook's allowance is used up."""
    allowance, text = _allowance(context), seen(text)
    written = escape(text, quote=False)
    signs = written.count("&")
    if signs > allowance.signs:
        return (
            f"{escape(text[:BEGINNING], quote=False)}\n[The rest is left out: the notebook is too large to be shown.]"
        )
    allowance.signs -= signs
    return written


def _allowance(context: Context) -> Allowance:
    return context["resources"].setdefault("allowance", Allowance())


FILTERS: dict[str, Callable[..., str]] = {
    "ansi2html": ansi2html,
    "clean_html": clean_html,
    "highlight_code": highlight_code,
    "latex2html": latex2html,
    "markdown2html": markdown2html,
    "script_hashes": script_hashes,
    "strip_files_prefix": lambda html: html,  # for notebooks of IPython 1; takes time that grows with the square
}
