"""Serves the app: `streamlit run app.py`. The pages are in `views/`; this adds files and headers to Streamlit's server."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from decision.paths import ASSETS, ROOT


class Headers:
    """Adds the security headers that need nothing of the page: addresses hold answers, so no referrer leaves."""

    HEADERS = (
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)


app = st.App(
    ROOT / "views" / "main.py",
    routes=[Mount("/assets", StaticFiles(directory=ASSETS / "web"))],
    middleware=[Middleware(Headers)],
)
