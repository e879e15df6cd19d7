"""Serves the page of the editor as the app serves its own: the same policy, the same files."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app import AtOnce, Headers
from decision.paths import ASSETS, ROOT

app = st.App(
    ROOT / "tests" / "editor" / "page.py",
    routes=[Mount("/assets", StaticFiles(directory=ASSETS / "web"))],
    middleware=[Middleware(AtOnce), Middleware(Headers)],
)
