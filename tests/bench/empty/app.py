"""An empty Streamlit app to measure beside ours: what Streamlit alone costs, with the same settings and fonts."""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

FONTS = Path(__file__).parents[3] / "assets" / "web"

app = st.App(Path(__file__).with_name("main.py"), routes=[Mount("/assets", StaticFiles(directory=FONTS))])
