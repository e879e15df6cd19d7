"""Serves the app: `streamlit run app.py`. The pages are in `views/`; this adds files and headers to Streamlit's server."""

import base64
import gc
import hashlib
import importlib
import pkgutil
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from decision.evaluate import evaluate
from decision.paths import ASSETS, ROOT
from views import offered, parts

# What is slow to import is imported with the server, so that no visitor waits for it.
of_pages = (module.name for module in pkgutil.iter_modules(parts.__path__, "views.parts."))
for slow in ("plotly.graph_objects", "plotly.tools", "decision.reports.pdf", *of_pages):
    importlib.import_module(slow)


def inline_scripts() -> list[str]:
    """The hashes of the scripts that stand in Streamlit's own page, so that no other inline script can run."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text()
    digests = (hashlib.sha256(script.encode()).digest() for script in re.findall(r"<script>(.*?)</script>", page, re.S))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' blob: {' '.join(inline_scripts())}",  # a component's script is handed over as a blob
        "style-src 'self' 'unsafe-inline'",  # Streamlit and Plotly style their elements one by one
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Headers:
    """Adds the security headers. No referrer leaves, as addresses hold answers."""

    HEADERS = (
        (b"content-security-policy", POLICY.encode()),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)


class AtOnce:
    """Sends each message of a page when it is written, not when the browser has acknowledged the one before.

    Streamlit opens its socket without saying that it is TCP, so asyncio leaves Nagle's algorithm on, and most clicks
    take 40 ms longer. Uvicorn gives no other way to a connection than the method it hands over for sending.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if scope["type"] == "websocket" and transport is not None:
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


def remember_theme() -> None:
    """Let Streamlit put its message about the theme together once. It does so for each run, a fifth of what a click costs."""
    fill = app_session._populate_theme_msg

    @cache
    def theme(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        fill(message, section)
        return message

    def remembered(message: CustomThemeConfig, section: str = "theme") -> None:
        if theme(section).ByteSize():  # merging nothing would still set the part
            message.MergeFrom(theme(section))

    app_session._populate_theme_msg = remembered


def warm() -> None:
    """Work out with the server what the first visitor would wait for, and let many visitors hinder each other less."""
    for file in offered.folder().trees.values():
        evaluate(file.tree, {})
    # All this stays, and is large: with it left out, a full collection of garbage no longer stops everybody for a while.
    gc.collect()
    gc.freeze()
    # One still stops 200 visitors for 0.1 s or more, so they come after some 5,000 clicks instead of 300.
    gc.set_threshold(2_000, 10, 50)
    # Who sends a page gets a turn ten times as often among those who work on one, so late pages come sooner.
    sys.setswitchinterval(0.0005)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Get ready; the store is opened beside that, as a database far away must not hold up the start."""
    remember_theme()
    warm()
    Thread(target=offered.look, daemon=True).start()
    yield


app = st.App(
    ROOT / "views" / "main.py",
    lifespan=lifespan,
    routes=[Mount("/assets", StaticFiles(directory=ASSETS / "web"))],
    middleware=[Middleware(AtOnce), Middleware(Headers)],
)
