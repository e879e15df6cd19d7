"""The settings that speed and safety hang on, as they are when the app runs."""

import asyncio
import random
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.web import bootstrap
from websockets.sync.client import connect

from app import AtOnce, remember_theme
from decision.paths import DATA_VARIABLE, ROOT
from decision.store.database import FILE
from tests.bench.load import QUESTIONS, Visitor, tab
from tests.bench.serving import APP, Serving, serve

# What `streamlit run app.py` does with the settings before it serves.
_ASK = """
import streamlit as st
from streamlit.web import bootstrap
bootstrap.load_config_options({})
print(st.get_option("runner.postScriptGC"))
"""


def test_no_click_waits_for_a_full_garbage_collection() -> None:
    """The option is hidden and may be renamed; without it 50 visitors bring the server to a stand."""
    asked = subprocess.run([sys.executable, "-c", _ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["False"]


@pytest.mark.parametrize("command", [APP, ("-m", "streamlit", "run", "app.py", "--server.port")], ids=["serve", "run"])
def test_the_server_listens_to_this_machine_only(command: tuple[str, ...]) -> None:
    with serve(command) as server:
        sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        at = {place for _, place, _, state, *_ in sockets if state == "0A" and place.endswith(f":{server.port:04X}")}
        everywhere = Path("/proc/net/tcp6").read_text()
    assert at == {f"0100007F:{server.port:04X}"}  # 127.0.0.1, in the kernel's order
    assert f":{server.port:04X} 0" not in everywhere


def test_the_store_is_opened_with_the_server_and_not_by_a_visitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    with serve(APP):
        until = time.monotonic() + 20
        while not (tmp_path / "data" / FILE).is_file():
            assert time.monotonic() < until


_THEMES = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


@pytest.mark.parametrize("section", _THEMES)
def test_the_theme_is_sent_as_streamlit_makes_it(section: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole messages are compared, twice, as the second one is the one that is remembered."""
    bootstrap.load_config_options({})
    made = NewSession()
    app_session._populate_theme_msg(made.custom_theme.light, section)
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)  # put back afterwards
    remember_theme()
    for _ in range(2):
        sent = NewSession()
        app_session._populate_theme_msg(sent.custom_theme.light, section)
        assert sent == made
    assert made.HasField("custom_theme") == (section in ("theme", "theme.light", "theme.dark"))


def test_a_visitor_loads_nothing_that_is_slow_to_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries that a process has loaded stand in its map of memory. A table in a part would bring pandas in."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    with serve(APP) as server:
        with ThreadPoolExecutor() as apart:  # what drives the browser of other tests runs a loop in this thread
            apart.submit(lambda: asyncio.run(_visit(server))).result()
        loaded = Path(f"/proc/{server.pid}/maps").read_text()
    assert "numpy" in loaded
    assert "pandas" not in loaded
    assert "pyarrow" not in loaded


async def _visit(server: Serving) -> None:
    async with tab(server) as socket:
        visitor = Visitor(socket, *QUESTIONS, random.Random(0))
        await visitor.rerun()
        await visitor.click()
        assert visitor.data["chosen"]


async def _nothing_waits(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that accepts a connection and says whether small messages wait for an acknowledgement."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    connection = send.__self__.transport.get_extra_info("socket")
    at_once = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    await send({"type": "websocket.send", "text": str(at_once)})
    await send({"type": "websocket.close"})


@pytest.mark.parametrize(("served", "at_once"), [(_nothing_waits, "False"), (AtOnce(_nothing_waits), "True")])
def test_no_message_waits_for_the_one_before(served: ASGIApp, at_once: str) -> None:
    """On a socket as Streamlit opens it. The first case shows what the second is for."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(served, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        with connect(f"ws://127.0.0.1:{listening.getsockname()[1]}") as visitor:
            assert visitor.recv() == at_once
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
