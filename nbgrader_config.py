"""nbgrader's settings for this course: read by `nbgrader` and by JupyterLab when they run in this folder.

Everything is under the folder of this file, so a copy of the course anywhere is a course of its own.
Students with accounts of their own have settings of their own, in hub/students: see docs/jupyterhub.md.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

c = get_config()  # noqa: F821 (traitlets defines it)

root = Path(__file__).resolve().parent
shared = os.environ.get("COURSE_EXCHANGE")  # a folder for all accounts of a machine: docs/jupyterhub.md
exchange = Path(shared or root / "exchange")

# nbgrader calls `alembic` by name when it makes a gradebook, also where the environment is not activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

# nbgrader wants the exchange to be there and makes it nowhere, and no hook of it runs before every
# command that needs it. Where the course can't be written, nbgrader itself says what is missing.
with suppress(OSError):
    exchange.mkdir()
    exchange.chmod(0o777)  # as nbgrader wants it, and makes it with a warning: students write into folders below it

c.CourseDirectory.course_id = "neural_networks"
c.CourseDirectory.root = str(root)
if url := os.environ.get("COURSE_DB_URL"):  # any SQLAlchemy URL; without it, gradebook.db in this folder
    from course.config import CourseError
    from course.gradebook import database_url

    try:
        c.CourseDirectory.db_url = database_url(url)
    except CourseError as error:  # at any other error nbgrader goes on: with another gradebook, and without a sandbox
        sys.exit(str(error))

c.Exchange.root = str(exchange)
if not shared:  # or else each account has what it handed in where nbgrader keeps it, in its home directory
    c.Exchange.cache = str(exchange / ".cache")
c.Exchange.path_includes_course = False
c.Exchange.timezone = "UTC"

c.FormgradeExtension.debug = False  # its page would show these settings, a database password among them

# How submissions are collected and graded, and what feedback shows. Where that can't be had, nbgrader would only log
# the error and go on without this file: it would run students' code without a sandbox.
try:
    from course.grading import configure

    configure(c)
except Exception as error:
    sys.exit(f"{__file__}: the course's package can't be used here ({error}); run make setup, then .venv/bin/nbgrader")
