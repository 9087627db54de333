"""Use JupyterLab as a person does: a real server, a real browser, and waits on what the page shows."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect, sync_playwright

from course.doctor import BROWSERS

FLAGS = (
    "--no-sandbox",  # the only pages are our own, and root has no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SETTINGS = {
    # No question about news on the first start.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Every cell is in the page, not only those in view, and nothing below the last.
    "notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False},
}
SECONDS = 60  # for anything that is waited for, on a slow machine
# What stands before the code cells, such as [*]: and [3]:, in the page or not.
PROMPTS = """(window.jupyterapp?.shell.currentWidget?.content.widgets ?? [])
    .filter(cell => cell.model.type === "code").map(cell => cell.inputArea.promptNode.textContent)"""

# The command of the menu's entry gives a promise, which the entry itself does not. It comes with the first error, while
# other cells still wait in the kernel. The kernel answers in order, so all are done when it answers one more question.
RUN_ALL = """milliseconds => Promise.race([
    jupyterapp.commands.execute("notebook:run-all-cells").then(() => {
        const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
        return kernel.requestExecute({code: "", silent: true}).done.then(() => null);
    }),
    new Promise((_, refuse) => setTimeout(() => refuse(new Error("the cells took too long")), milliseconds)),
])"""
CLOSE_ALL = """async () => {
    await jupyterapp.restored;
    for (const widget of [...jupyterapp.shell.widgets("main")]) {
        await widget.sessionContext?.shutdown();
        widget.dispose();
    }
}"""
OPEN = """async ([path, shouldStart]) => {
    const kernelPreference = shouldStart ? undefined : { shouldStart };
    const panel = await jupyterapp.commands.execute("docmanager:open", { path, factory: "Notebook", kernelPreference });
    await panel.context.ready;
    await panel.sessionContext.ready;
}"""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address (which ends in /), its token and the folder that it serves."""

    url: str
    token: str
    folder: Path

    def sign_in(self, page: Page) -> None:
        """Give the browser of `page` the cookies of this server; JupyterLab itself, which takes long, is not loaded."""
        page.goto(f"{self.url}login?next=%2Fapi%2Fstatus&token={self.token}")

    def show(self, page: Page) -> None:
        """Show JupyterLab in `page`; it is loaded only if it is not there, and what is open in it is closed unsaved."""
        if not page.url.startswith(f"{self.url}lab"):
            page.goto(f"{self.url}lab?reset&token={self.token}")
            page.wait_for_function("window.jupyterapp?.commands.hasCommand('docmanager:open')")
        if page.locator(".jp-Dialog").count():
            page.keyboard.press("Escape")
        page.evaluate(CLOSE_ALL)


@contextmanager
def jupyterlab(folder: Path, state: Path, python: Path = Path(sys.executable)) -> Iterator[Lab]:
    """Run JupyterLab on a folder.

    Args:
        folder: what the server shows, and where it runs, so that it finds an nbgrader_config.py there.
        state: a directory for all that Jupyter, IPython and others otherwise keep in the home directory.
        python: of the environment that JupyterLab and its kernels are in.
    """
    settings = state / "config" / "lab" / "user-settings" / "@jupyterlab"
    for name, values in SETTINGS.items():
        file = settings / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    ours = ("JUPYTER", "IPYTHON", "XDG_", "MPL", "COURSE_")
    token = secrets.token_hex()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
        "HOME": str(state),
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTER_CONFIG_DIR": str(state / "config"),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "JUPYTER_TOKEN": token,
        "PATH": os.pathsep.join([str(python.parent), os.environ["PATH"]]),
    }
    command = [str(python), "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--LabApp.expose_app_in_browser=True"]  # which knows of collapsed cells, too
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--ServerApp.root_dir={folder}"]
    log = state / "jupyterlab.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        yield Lab(_address(server, state / "runtime", log), token, folder)
    finally:
        server.terminate()  # it ends its kernels, then itself
        try:
            server.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _address(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    """Wait until the server listens where it has written down that it will."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with suppress(FileNotFoundError, json.JSONDecodeError, ConnectionRefusedError):  # not yet, or half of it
            url = json.loads((runtime / f"jpserver-{server.pid}.json").read_text())["url"]
            parts = urlsplit(url)
            socket.create_connection((parts.hostname, parts.port)).close()
            return url
        try:
            server.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


def find_chromium() -> str | None:
    """Return the path of the first browser found, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def chromium(executable: str, state: Path) -> Iterator[Browser]:
    """Run a browser without a window; state is a directory for what it keeps in the home directory."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=FLAGS, env={**os.environ, "HOME": str(state)}
        )
        yield browser
        browser.close()


class Notebook:
    """A notebook in a page of JupyterLab, open and with its kernel ready.

    Args:
        page: the page to open it in; what JupyterLab has open there is closed unsaved.
        lab: the server.
        path: of the notebook, in the folder that the server shows.
        runs: whether it has a kernel; without one, which takes a second to start, it is only shown.
    """

    def __init__(self, page: Page, lab: Lab, path: str, runs: bool = True) -> None:
        self.page = page
        lab.show(page)
        page.evaluate(OPEN, [path, runs])
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self.code_cells = self.panel.locator(".jp-CodeCell")
        if runs:
            self.wait_until_idle()

    def wait_until_idle(self, seconds: float = SECONDS) -> None:
        """Wait until no cell waits for the kernel, and the kernel is idle."""
        self.page.wait_for_function(f"() => !{PROMPTS}.some(prompt => prompt.includes('[*]'))", timeout=1000 * seconds)
        # The status bar, since the indicator in the notebook also says idle before there is a kernel.
        status = self.page.locator("#jp-main-statusbar")
        expect(status).to_contain_text("| Idle", timeout=1000 * seconds)

    def run_all(self, seconds: float = SECONDS) -> None:
        """Do what Run > Run All Cells does, and wait until it is done: all cells have run, or one failed."""
        self.page.evaluate(RUN_ALL, 1000 * seconds)
        self.wait_until_idle(seconds)
        self.page.evaluate(PAINTED)

    def outputs(self) -> list[str]:
        """Return what each code cell shows below it, as text; "" for a cell that shows nothing."""
        # One question to the browser, since each takes its time.
        shown = "[...cell.querySelectorAll('.jp-OutputArea-output')].map(output => output.innerText)"
        texts = self.code_cells.evaluate_all(f"cells => cells.map(cell => {shown}.join('\\n'))")
        return [text.strip() for text in texts]

    def screenshot(self, file: Path, width: int = 1000) -> None:
        """Save a picture of the whole notebook as PNG; width is the window's, in pixels."""
        side_bar = self.page.locator("#jp-left-stack")
        if side_bar.is_visible():
            self.page.keyboard.press("ControlOrMeta+b")
            expect(side_bar).to_be_hidden()
        height = 400
        self.page.set_viewport_size({"width": width, "height": height})
        hidden = self.panel.locator(".jp-WindowedPanel-outer").evaluate(
            "element => element.scrollHeight - element.clientHeight"
        )
        self.page.set_viewport_size({"width": width, "height": height + hidden})
        self.panel.screenshot(path=file, animations="disabled")


def choose(page: Page, menu: str, entry: str) -> None:
    """Choose an entry of JupyterLab's menu bar, for example `choose(page, "Run", "Run All Cells")`."""
    page.get_by_role("menubar").get_by_role("menuitem", name=menu, exact=True).click()
    page.locator(".lm-Menu").get_by_role("menuitem", name=entry, exact=True).click()
