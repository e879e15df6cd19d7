"""A real server and a real browser: the app in a process of its own, Debian's Chromium, and nothing from elsewhere."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import saved_in
from tests.editor.steps import Edit

ROOT = Path(__file__).parents[2]


CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str:
    """Where Chromium is on this machine."""
    found = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    assert found, "Chromium is not installed: make test installs it, or name it in CHROMIUM"
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_ARGUMENTS}


@dataclass
class Server:
    """The app on a free port of this machine; it can be stopped and started again on the same one."""

    trees: Path
    folder: Path = ROOT
    path: str = ""
    port: int = 0
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return ["-m", "decision", "serve", "--port", str(self.port), "--trees", str(self.trees)]

    def variables(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        if not self.port:
            with closing(socket.socket()) as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, *self.command()],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": self.path, **self.variables()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as reply:
                    if reply.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the app did not start")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)


class EditorServer(Server):
    """A page with nothing but the code editor; `trees` is a folder of texts."""

    def command(self) -> list[str]:
        page = str(ROOT / "tests" / "editor" / "served.py")
        return ["-m", "streamlit", "run", page, "--server.port", str(self.port)]

    def variables(self) -> dict[str, str]:
        return {"EDITOR_TEXTS": str(self.trees), "PYTHONPATH": str(ROOT)}


def gather(folder: Path) -> Path:
    """Fill a folder with the shipped trees, two made up for tests, and a broken one."""
    for trees in (ROOT / "trees", ROOT / "tests" / "trees"):
        shutil.copytree(trees, folder, dirs_exist_ok=True)
    (folder / "torn.yaml").write_text("format: 1\nid: torn\nquestions: {a:b}\n")
    return folder


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What is saved, the same for all tests in a browser, as they share a server."""
    with saved_in(tmp_path_factory.mktemp("data")) as folder:
        yield folder


@pytest.fixture(scope="session")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of trees that tests may change."""
    return gather(tmp_path_factory.mktemp("trees"))


@pytest.fixture(scope="session")
def server(trees: Path) -> Iterator[Server]:
    running = Server(trees)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of texts for the page of the code editor."""
    folder = tmp_path_factory.mktemp("texts")
    shutil.copy(ROOT / "trees" / "slm_sourcing.yaml", folder / "tree.yaml")
    (folder / "another.yaml").write_text("another: text\n")
    return folder


@pytest.fixture(scope="session")
def editor_server(texts: Path) -> Iterator[Server]:
    """The page of the code editor."""
    running = EditorServer(texts)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def edit(page: Page, editor_server: Server, texts: Path) -> Edit:
    return Edit(page, editor_server.url, texts)


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page on which nothing may be asked of another host."""
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if _leaves(request.url) else None)
    page.set_default_timeout(15_000)
    yield page
    assert elsewhere == []


def _leaves(url: str) -> bool:
    return url.startswith(("http", "ws")) and "//127.0.0.1" not in url
