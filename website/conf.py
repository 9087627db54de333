"""Settings of Sphinx for the course's web site: `make site`."""

from functools import partial
from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx

project = "Neural networks from scratch"
html_title = project
author = ""
html_copyright = "Text and figures: CC BY 4.0. Code: MIT."
extensions = ["myst_nb"]
exclude_patterns = ["README.md", "students/*"]  # other pages include parts of them
nb_execution_mode = "off"  # tools/make_site.py has run the lessons
nb_merge_streams = True
nb_code_prompt_show = "Show this check"  # nothing else is folded
nb_code_prompt_hide = "Hide this check"
suppress_warnings = ["myst.header"]  # lesson 1 goes from its title to a heading of the third level
highlight_language = "none"  # but in code cells, which say theirs
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

html_math_renderer = "mathml"  # which browsers draw; Sphinx's own way asks a server for a program
html_theme = "sphinx_book_theme"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_context = {"default_mode": "auto"}
html_theme_options = {
    "show_toc_level": 2,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
}


def setup(app: Sphinx) -> None:
    """Have formulas drawn by the browser."""
    app.add_html_math_renderer("mathml", (partial(draw, "inline"), None), (partial(draw, "block"), None))


def draw(display: str, translator: Any, node: nodes.Element) -> None:
    """Put a formula into a page.

    Args:
        display: "inline" or "block".
        translator: Sphinx's writer of the page. Changed.
        node: the formula, in LaTeX. Not changed.
    """
    source = node.astext()
    formula = f'<span role="math" aria-label="{escape(source)}">{convert(source, display=display)}</span>'
    translator.body.append(formula if display == "inline" else f'<div class="formula">{formula}</div>')
    raise nodes.SkipNode
