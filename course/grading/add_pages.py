"""Has nbgrader's formgrader show our pages, too.

nbgrader has no setting for pages of its formgrader, so one function of it is replaced: that which gives the server the
formgrader's handlers. Ours are among them then. They are there where the formgrader is, and for the same people.
"""

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from tornado import web

_init_handlers = FormgradeExtension.init_handlers


def _add_handlers(extension: FormgradeExtension, webapp: web.Application) -> None:
    """What stands in place of nbgrader's `FormgradeExtension.init_handlers`.

    Ours come first: the last of nbgrader's takes all that is left.
    """
    from course.grading.formgrader import HANDLERS, TEMPLATES  # which a command that only grades does not need

    home = webapp.settings["base_url"].rstrip("/")
    webapp.add_handlers(".*$", [(home + pattern, handler) for pattern, handler in HANDLERS])
    _init_handlers(extension, webapp)
    pages = webapp.settings["nbgrader_jinja2_env"]
    ours = FileSystemLoader(TEMPLATES / "course_pages")
    pages.loader = ChoiceLoader([ours, pages.loader, PrefixLoader({"nbgrader": pages.loader})])


def add_pages() -> None:
    """Have nbgrader's formgrader show our pages, too, when a server loads it; a second time changes nothing."""
    FormgradeExtension.init_handlers = _add_handlers
