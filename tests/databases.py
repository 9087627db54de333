"""A PostgreSQL server for tests: in a temporary folder, reached by a socket in it, and gone with the last test."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from tests.courses import waited_for


def find_postgresql() -> Path | None:
    """The folder of PostgreSQL's programs; Debian has them beside PATH, by version."""
    beside = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    newest_first = sorted(beside, key=lambda path: float(Path(path).parent.name), reverse=True)
    found = shutil.which("initdb", path=os.pathsep.join([os.environ.get("PATH", ""), *newest_first]))
    return Path(found).resolve().parent if found else None


@contextmanager
def postgresql() -> Iterator[Callable[[str], str]]:
    """A server; what is yielded makes a new database, as a copy of the one at a URL if not "", and returns its URL.

    Without PostgreSQL the test is skipped, or fails where CI is set.
    """
    programs = find_postgresql()
    if programs is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no initdb on PATH or in /usr/lib/postgresql (Debian: apt-get install postgresql)")
    folder = tempfile.mkdtemp(prefix="postgresql-")  # a socket's path must be short
    who: dict[str, Any] = {}
    if os.getuid() == 0:  # PostgreSQL refuses
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data = f"{folder}/data"
    initdb = [programs / "initdb", "-D", data, "-U", "course", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    serve = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    try:
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **who)
        with open(f"{folder}/log", "wb") as log:
            # It ends with this process, even if that is killed.
            server = subprocess.Popen(["setpriv", "--pdeathsig=QUIT", *serve], stderr=log, cwd=folder, **who)
        try:
            at = {"host": folder, "user": "course"}

            def answers() -> bool:
                try:
                    psycopg.connect(dbname="postgres", **at).close()
                except psycopg.OperationalError:
                    return False
                return True

            assert waited_for(answers, 20), Path(folder, "log").read_text()
            numbers = count()

            def new_database(copied: str) -> str:
                name = f"marks{next(numbers)}"
                template = make_url(copied).database if copied else "template1"
                with psycopg.connect(dbname="postgres", autocommit=True, **at) as connection:
                    connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
                return f"postgresql+psycopg://course@/{name}?host={folder}"

            yield new_database
        finally:
            server.send_signal(subprocess.signal.SIGINT)  # closes connections, and ends
            server.wait(20)
    finally:
        shutil.rmtree(folder)
