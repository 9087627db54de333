"""A JupyterHub on one machine, set up by the words of docs/jupyterhub.md: two students, an instructor, three accounts.

It makes accounts, and so runs only as root; they are removed at the end. Where anything is missing it is skipped, or
fails where CI is set.
"""

import os
import re
import secrets
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from browser import choose
from nbgrader.api import Gradebook
from playwright.sync_api import BrowserContext, Page, expect

from course.authoring.answers import submission
from course.authoring.notebook import to_json
from tests.courses import ROOT, make_course, waited_for
from tests.grading.classes import NAME, RIGHT, TEXT, WRONG

SECONDS = 90
EXCHANGE = "/srv/nbgrader/exchange"


@dataclass(frozen=True)
class Hub:
    """A running hub: its address, its folder, and for each part that somebody plays an account with a password."""

    url: str
    folder: Path
    before: list[str]  # what shows these accounts the Python that the tests run in
    accounts: dict[str, str]
    password: str

    @property
    def exchange(self) -> Path:
        return self.folder / "exchange" / "neural_networks"

    def home(self, who: str) -> Path:
        return self.folder / "home" / self.accounts[who]

    def run(self, who: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as somebody does in a terminal of JupyterLab, in the home directory."""
        account = self.accounts[who]
        settings = [f"{self.folder}/hub/students"]
        if who == "instructor":
            settings = [f"{self.folder}/hub/instructors", f"{self.folder}/course"]
        rights = ["setpriv", f"--reuid={account}", f"--regid={account}", "--init-groups"]
        environment = {
            "HOME": str(self.home(who)),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
            "JUPYTER_CONFIG_PATH": os.pathsep.join(settings),
            "COURSE_EXCHANGE": str(self.folder / "exchange"),
        }
        return subprocess.run(
            # Who starts it may go into that home directory only with the rights of its owner.
            [*self.before, *rights, "sh", "-euc", 'cd; exec "$@"', "sh", *command],
            cwd="/",
            env=environment,
            capture_output=True,
            text=True,
        )

    def succeeds(self, who: str, *command: str) -> None:
        done = self.run(who, *command)
        assert done.returncode == 0, done.stdout + done.stderr


def give_up(reason: str) -> None:
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def shown_to_others(*paths: Path) -> list[str]:
    """What comes before a command whose accounts are to reach some folders, even in the home directory of another."""
    command = ["bwrap", "--dev-bind", "/", "/", "--cap-add", "ALL"]
    for path in paths:
        above = list(reversed(path.parents))
        closed = next((place for place in above if not place.stat().st_mode & stat.S_IXOTH), None)
        if closed:
            if str(closed) not in command:
                command += ["--tmpfs", str(closed)]
            for place in above[above.index(closed) + 1 :]:
                command += ["--perms", "0755", "--dir", str(place)]
            command += ["--ro-bind", str(path), str(path)]
    return command


@contextmanager
def account(name: str, password: str, homes: Path) -> Iterator[str]:
    """A new account of this machine, which is gone at the end, with all its processes."""
    subprocess.run(["useradd", "--create-home", "--home-dir", homes / name, "--shell", "/bin/sh", name], check=True)
    try:
        subprocess.run(["chpasswd"], input=f"{name}:{password}", text=True, check=True)
        (homes / name).chmod(0o700)
        yield name
    finally:
        processes = ["setpriv", f"--reuid={name}", "--clear-groups", "sh", "-c", "kill -9 -1"]
        subprocess.run(processes, capture_output=True)  # all that this account may end is its own
        subprocess.run(["userdel", "--force", name], capture_output=True)


def free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [each.getsockname()[1] for each in sockets]


def block(after: str) -> str:
    """The commands below a sentence of docs/jupyterhub.md."""
    found = re.search(rf"{re.escape(after)}.*?\n\n```\n(.+?)```", (ROOT / "docs" / "jupyterhub.md").read_text(), re.S)
    assert found, after
    return found[1]


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    """A hub with one lesson; nobody has released, fetched or handed in anything."""
    if os.getuid():
        give_up("only root may make the accounts that this needs")
    for program, way in {
        "configurable-http-proxy": "npm install --global configurable-http-proxy",
        "bwrap": "Debian: apt-get install bubblewrap",
        "useradd": "Debian: apt-get install passwd",
    }.items():
        if not shutil.which(program):
            give_up(f"no {program} on PATH ({way})")
    password, number = secrets.token_hex(8), secrets.token_hex(2)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        (folder / "home").mkdir(mode=0o755)
        accounts = {
            who: stack.enter_context(account(f"{who}-{number}", password, folder / "home"))
            for who in ("ada", "alan", "instructor")
        }
        boss = accounts["instructor"]

        course = make_course(folder / "course", NAME, TEXT)
        subprocess.run(["chown", "-R", f"{boss}:", course], check=True)
        course.chmod(0o700)
        made = (
            block("The exchange.").replace("-o instructor", f"-o {boss}").replace("/srv/nbgrader/exchange", "exchange")
        )
        subprocess.run(["sh", "-euc", re.sub(r".* /srv/nbgrader\n", "", made)], cwd=folder, check=True)
        shutil.copytree(ROOT / "hub", folder / "hub")
        config = folder / "hub" / "jupyterhub_config.py"
        text = config.read_text()
        for told, here in {
            '"instructor"': repr(boss),
            "/srv/neural-networks": str(course),
            EXCHANGE: f"{folder}/exchange",
        }.items():
            assert told in text
            text = text.replace(told, here)
        config.write_text(text + settings(state := folder / "state"))
        state.mkdir(mode=0o700)

        before = shown_to_others(Path(sys.base_prefix), Path(sys.prefix), ROOT / "course")
        log = stack.enter_context((state / "log").open("wb"))
        ours = ("JUPYTER", "IPYTHON", "COURSE_", "PYTEST")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        # All that it starts ends with it: its proxy, and the servers of all people.
        alone = ["--unshare-pid", "--proc", "/proc", "--die-with-parent"]
        server = subprocess.Popen(
            [*before, *alone, "jupyterhub", "--config", config, "--Authenticator.allow_all=True"],
            cwd=state,
            env=environment | {"PATH": path, "HOME": str(state)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            url = re.search(r"bind_url = '(http://127.0.0.1:\d+)'", config.read_text())[1] + "/"
            if not waited_for(lambda: server.poll() is not None or answers(url), SECONDS) or server.poll() is not None:
                pytest.fail((state / "log").read_text())
            yield Hub(url, folder, before, accounts, password)
        finally:
            server.terminate()
            try:
                server.wait(SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()


def settings(state: Path) -> str:
    """What a hub of a test needs besides: ports that are free, and what it keeps in a folder of its own."""
    public, internal, proxy = free_ports(3)
    return f"""
c.JupyterHub.bind_url = 'http://127.0.0.1:{public}'
c.JupyterHub.hub_bind_url = 'http://127.0.0.1:{internal}'
c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{proxy}'
c.JupyterHub.db_url = 'sqlite:///{state}/hub.sqlite'
c.JupyterHub.cookie_secret_file = '{state}/cookie_secret'
c.ConfigurableHTTPProxy.pid_file = '{state}/proxy.pid'
"""


def answers(url: str) -> bool:
    try:
        with urlopen(f"{url}hub/login", timeout=SECONDS) as page:
            return page.status == 200
    except OSError:  # not there yet, or only the proxy is
        return False


@contextmanager
def logged_in(browser: BrowserContext, hub: Hub, who: str) -> Iterator[Page]:
    """Somebody's JupyterLab, in a browser that keeps no one else's cookies."""
    with browser.browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(hub.url)
        page.get_by_label("Username").fill(hub.accounts[who])
        page.get_by_label("Password").fill(hub.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**/user/{hub.accounts[who]}/lab**", timeout=1000 * SECONDS)
        expect(page.get_by_role("menubar")).to_be_visible(timeout=1000 * SECONDS)
        yield page


def assignments(page: Page, state: str, press: str) -> None:
    """Press a button beside the lesson in one of the lists of the Assignment List."""
    choose(page, "Nbgrader", "Assignment List")
    row = page.locator(f"#{state}_assignments_list .list_item").filter(has_text=NAME)
    row.get_by_role("button", name=press, exact=True).click(timeout=1000 * SECONDS)


def write(hub: Hub, who: str, answers: dict[str, str]) -> None:
    """Fill in what somebody has fetched."""
    path = hub.home(who) / NAME / f"{NAME}.ipynb"
    path.write_text(to_json(submission(nbformat.read(path, as_version=4), answers)))


@pytest.fixture(scope="module")
def handed_in(browser: BrowserContext, hub: Hub) -> dict[str, Path]:
    """A lesson that was released, fetched and handed in: the folder in the exchange of each student."""
    hub.succeeds("instructor", "nbgrader", "release_assignment", NAME)
    for who, mine in {"ada": RIGHT, "alan": WRONG}.items():
        with logged_in(browser, hub, who) as page:
            assignments(page, "released", "Fetch")
            assert waited_for((hub.home(who) / NAME / f"{NAME}.ipynb").exists, SECONDS)
            write(hub, who, mine)
            assignments(page, "fetched", "Submit")
            expect(page.locator("#submitted_assignments_list")).to_contain_text(NAME, timeout=1000 * SECONDS)
    found = {path.name.split("+")[0]: path for path in (hub.exchange / "inbound").iterdir()}
    return {who: found[hub.accounts[who]] for who in ("ada", "alan")}


def test_a_lesson_from_release_to_feedback(browser: BrowserContext, hub: Hub, handed_in: dict[str, Path]) -> None:
    hub.succeeds("instructor", "nbgrader", "collect", NAME)
    hub.succeeds("instructor", "course", "grade", f"--root={hub.folder}/course")
    with logged_in(browser, hub, "instructor") as page:
        choose(page, "Nbgrader", "Formgrader")
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("row").filter(has_text=NAME)).to_contain_text("2", timeout=1000 * SECONDS)
        frame.get_by_role("link", name="Students").first.click()
        expect(frame.get_by_role("row").filter(has_text=hub.accounts["ada"])).to_be_visible(timeout=1000 * SECONDS)
    hub.succeeds("instructor", "nbgrader", "generate_feedback", NAME)
    hub.succeeds("instructor", "nbgrader", "release_feedback", NAME)
    with logged_in(browser, hub, "alan") as page:
        assignments(page, "submitted", "Fetch Feedback")
        assert waited_for(lambda: list(hub.home("alan").glob(f"{NAME}/feedback/*/{NAME}.html")), SECONDS)
    (feedback,) = hub.home("alan").glob(f"{NAME}/feedback/*/{NAME}.html")

    with Gradebook(f"sqlite:///{hub.folder}/course/gradebook.db") as gradebook:
        scores = {who: gradebook.find_submission(NAME, hub.accounts[who]).score for who in handed_in}
    assert scores == {"ada": 3, "alan": 2}
    assert "double" in feedback.read_text()
    assert stat.S_IMODE((hub.exchange / "feedback").stat().st_mode) == 0o711  # nobody can list it


FORBIDDEN = {
    "the course": ("ls", "{course}"),
    "an answer": ("cat", "{course}/source/{name}/{name}.ipynb"),
    "the gradebook": ("cat", "{course}/gradebook.db"),
    "another home": ("ls", "{alan}"),
    "who has handed in": ("ls", "{inbound}"),
    "to change what is released": ("touch", "{outbound}/{name}/{name}.ipynb"),
    "to release": ("mkdir", "{outbound}/02-mine"),
    "to move what another has handed in": ("mv", "{handed_in}", "{inbound}/mine"),
    "to take the exchange away": ("mv", "{exchange}", "{exchange}-mine"),
}


@pytest.mark.parametrize("command", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_student_may_not_see_or_change(hub: Hub, handed_in: dict[str, Path], command: tuple[str, ...]) -> None:
    theirs = handed_in["alan"]
    places = {"course": hub.folder / "course", "name": NAME, "alan": hub.home("alan"), "handed_in": theirs}
    places |= {"exchange": hub.exchange, "inbound": hub.exchange / "inbound", "outbound": hub.exchange / "outbound"}

    done = hub.run("ada", *(part.format(**places) for part in command))

    assert done.returncode != 0
    assert "ermission denied" in done.stderr or "not permitted" in done.stderr
    assert (theirs / f"{NAME}.ipynb").exists()


def test_only_the_instructor_has_a_formgrader(browser: BrowserContext, hub: Hub) -> None:
    with logged_in(browser, hub, "instructor") as page:
        instructors = page.request.get(f"{hub.url}user/{hub.accounts['instructor']}/formgrader")
    with logged_in(browser, hub, "ada") as page:
        choose(page, "Nbgrader", "Assignment List")
        page.get_by_role("menubar").get_by_role("menuitem", name="Nbgrader", exact=True).click()
        entries = page.locator(".lm-Menu-itemLabel").all_inner_texts()
        own = page.request.get(f"{hub.url}user/{hub.accounts['ada']}/formgrader")
        others = page.request.get(f"{hub.url}user/{hub.accounts['instructor']}/formgrader")
        framed = page.request.get(f"{hub.url}user/{hub.accounts['ada']}/lab").headers["content-security-policy"]

    assert [entry for entry in entries if entry] == ["Assignment List"]
    assert (instructors.status, own.status, others.status) == (200, 404, 403)
    assert instructors.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert "frame-ancestors 'none'" in framed
