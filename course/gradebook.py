"""The gradebook, in whatever database holds it: what is wrong with the database is told in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import URL, create_engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from traitlets.config import Config

from course.config import CourseError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

_LIKE_THIS = "postgresql+psycopg://USER@HOST/DATABASE"


def database_url(text: str) -> str:
    """The URL of a database, where this machine has what it takes to connect to it; that isn't tried.

    Args:
        text: as COURSE_DB_URL gives it; no error quotes it, since it may hold a password.
    Raises:
        CourseError: it is no URL, or the database's driver isn't installed.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = URL.create("", host="@")
    if "@" in (url.host or ""):  # where the password ends is anybody's guess
        raise CourseError(f"COURSE_DB_URL is no URL of a database; write {_LIKE_THIS}, and an @ in a password as %40")
    try:
        url.get_dialect().import_dbapi()
    except NoSuchModuleError:
        raise CourseError(
            f"COURSE_DB_URL names a database that SQLAlchemy doesn't know (got {url.drivername}); write {_LIKE_THIS}"
        ) from None
    except ImportError:
        postgresql = url.get_backend_name() == "postgresql"
        remedy = f"pip install '.[postgresql]', and write {_LIKE_THIS}" if postgresql else "install it with pip"
        raise CourseError(
            f"COURSE_DB_URL needs the driver {url.get_driver_name()}, which isn't installed; {remedy}"
        ) from None
    return text


@contextmanager
def gradebook(config: Config) -> Iterator["Gradebook"]:
    """The course's gradebook, open; an empty one is made where there is none.

    Args:
        config: nbgrader's configuration of the course.
    Raises:
        CourseError: the database can't be used, now or later on; says what it answered.
    """
    from nbgrader.api import Gradebook

    course = CourseDirectory(config=config)
    try:
        with Gradebook(database_url(course.db_url), course.course_id) as opened:
            yield opened
    except IntegrityError:
        raise  # the database works, and is right to refuse
    except DBAPIError as error:
        raise unusable(course.db_url, error) from error


def where(config: Config) -> str:
    """The database that holds the gradebook, without its password, and whether there is a gradebook in it yet.

    Args:
        config: nbgrader's configuration of the course.
    Raises:
        CourseError: the database can't be used; says what it answered.
    """
    url = database_url(CourseDirectory(config=config).db_url)
    file = make_url(url).database if make_url(url).get_backend_name() == "sqlite" else None
    if file and not Path(file).exists():
        return f"{_shown(url)}, not made yet"
    engine = create_engine(url)
    try:
        tables = inspect(engine).get_table_names()
    except DBAPIError as error:
        raise unusable(url, error) from error
    finally:
        engine.dispose()
    return _shown(url) if tables else f"{_shown(url)}, empty"


def unusable(url: str, error: DBAPIError) -> CourseError:
    """The error of a database in words.

    Args:
        url: of the database; its password is not said.
        error: that the database answered.
    """
    reason = str(error.orig).partition("\n")[0]
    if "no such column" in reason or "does not exist" in reason:
        remedy = "it is of another version of nbgrader: copy it to a safe place, and run nbgrader db upgrade"
    elif make_url(url).get_backend_name() != "sqlite":
        remedy = "see that its server runs, and that COURSE_DB_URL is right"
    elif "locked" in reason:
        remedy = "another program has been writing to it for long; try again when it is done"
    else:
        remedy = "see that the file is a gradebook, and that you may write it"
    return CourseError(f"the gradebook {_shown(url)} can't be used: {reason}; {remedy}")


def _shown(url: str) -> str:
    return make_url(url).difference_update_query(["password", "sslpassword"]).render_as_string(hide_password=True)
