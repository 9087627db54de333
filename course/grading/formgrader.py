"""What this package adds to nbgrader's formgrader: the marking pages, and on each of its pages a link to them."""

import asyncio
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from tornado import web

from course.gradebook import unusable
from course.grading.marking import Answer, Later, Meanwhile, NotSaved, Question, answers, name_of, questions, save
from course.grading.nodes import new_cell
from course.grading.pages import FILTERS, PATHS

TEMPLATES = Path(__file__).parent / "templates"
# Of what stands in a page. Styles may stand at an element, as they do in what a student wrote.
_POLICY = (
    "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
_HEADING = re.compile(r"(</?h)[1-6]\b")
_HEADS_NOTHING = re.compile(r"<th([^<>]*)></th>")
_FILE = re.compile(r'(<img [^>]*?src=")(?!data:)')
_PAGES = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
_PAGES.filters["quote"] = lambda text: quote(text, safe="")


class _Answers(HTMLExporter):
    """Makes HTML of the cells of an answer, as the formgrader's page of a submission does, but without a page."""

    def __init__(self) -> None:
        super().__init__(
            filters=FILTERS,
            sanitize_html=True,
            template_name="course_answer",
            extra_template_basedirs=PATHS,
            extra_template_paths=PATHS,
        )

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        return nb, resources  # nbconvert's own takes much longer than all else, to look whether a notebook is valid

    def html(self, cells: Sequence[NotebookNode], files: str = "") -> str:
        """`cells`, which are not changed, as HTML; pictures in files are under the address `files`."""
        alone = [NotebookNode(cell, id="") for cell in cells]  # an id is there once in a page
        made, _ = self.from_notebook_node(nbformat.from_dict({"metadata": {}, "cells": alone}), {})
        made = _HEADING.sub(r"\g<1>4", made)  # below those of the page, whatever a student took
        made = _HEADS_NOTHING.sub(r"<td\1></td>", made)
        return _FILE.sub(rf"\g<1>{files}", made)


class _MarkingHandler(BaseHandler):
    """What the handlers of the marking pages share."""

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """The gradebook as it is now: nbgrader keeps it open, with what it read before."""
        try:
            db = self.gradebook.db
            db.rollback()
            try:
                yield db
            finally:
                db.rollback()
        except DBAPIError as error:
            raise web.HTTPError(503, str(unusable(self.db_url, error))) from None

    def show(self, page: str, nonce: str = "") -> None:
        """Answer with a page, whose own script has a nonce."""
        policy = _POLICY.format(script=f"'nonce-{nonce}'" if nonce else "'none'")
        self.set_header("Content-Security-Policy", f"{self.content_security_policy}; {policy}")
        self.set_header("Referrer-Policy", "same-origin")
        self.write(page)


class QuestionsHandler(_MarkingHandler):
    """All questions, with how many of their answers are marked."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self) -> None:
        """Show the page."""
        with self.opened() as db:
            known = questions(db, self.coursedir)
        page = _PAGES.get_template("course_questions.html.j2")
        self.show(page.render(questions=known, home=f"{self.base_url}/formgrader"))


class QuestionHandler(_MarkingHandler):
    """A question, with all answers to it."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    async def get(self, lesson: str, notebook: str, name: str) -> None:
        """Show the page."""
        with self.opened() as db:
            known = questions(db, self.coursedir, lesson)
            found = next((each for each in known if (each.notebook, each.name) == (notebook, name)), None)
            if found is None:
                raise web.HTTPError(404, f"{lesson} has no question {name} that a person marks")
            given = answers(db, self.coursedir, found)
        nonce = secrets.token_urlsafe()
        # Texts take their time, and the server has others to serve.
        page = await asyncio.to_thread(question_page, found, given, f"{self.base_url}/formgrader", nonce)
        self.show(page, nonce)


class MarkHandler(_MarkingHandler):
    """The mark of an answer."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, grade: str) -> None:
        """Save it, or say in a sentence why it can't be saved."""
        sent = self.get_json_body()
        try:
            points, comment, seen = (str(sent[name]) for name in ("points", "comment", "seen"))
        except (TypeError, KeyError):
            raise web.HTTPError(400, "points, comment and seen are missing") from None
        try:
            with self.opened() as db:
                self.finish(_mark(save(db, self.coursedir, grade, points, comment, seen)))
        except NotSaved as error:
            self._refuse(400, str(error))
        except Meanwhile as error:
            self._refuse(409, str(error), **(_mark(error.answer) if error.answer else {}))
        except Later as error:
            self._refuse(503, str(error))
        except web.HTTPError as error:  # the gradebook can't be used
            self._refuse(error.status_code, error.log_message or "")

    def _refuse(self, status: int, message: str, **more: Any) -> None:
        self.set_status(status)
        self.finish({"message": message, **more})


def _mark(answer: Answer) -> dict[str, Any]:
    points = "" if answer.points is None else f"{answer.points:.12g}"
    return {"points": points, "comment": answer.comment, "waits": answer.waits, "seen": answer.seen}


def question_page(question: Question, given: Sequence[Answer], home: str, nonce: str) -> str:
    """The page on which the answers to a question are marked.

    Args:
        question: whose texts it shows.
        given: the answers, in their order. Not changed.
        home: the formgrader's address.
        nonce: of the page's own script.
    """
    exporter = _Answers()
    asked, model, scheme = (exporter.html([new_cell("markdown", text)]) for text in question.texts[1:])
    shown = [(answer, exporter.html(answer.cells, f"{home}/submissions/{answer.submission}/")) for answer in given]
    return _PAGES.get_template("course_question.html.j2").render(
        question=question,
        asked=asked,
        model=model,
        scheme=scheme,
        answers=shown,
        home=home,
        nonce=nonce,
        name_of=name_of,
    )


HANDLERS = [
    (r"/formgrader/marking/?", QuestionsHandler),
    (r"/formgrader/marking/marks/([^/]+)", MarkHandler),
    (r"/formgrader/marking/([^/]+)/([^/]+)/([^/]+)/?", QuestionHandler),
]
