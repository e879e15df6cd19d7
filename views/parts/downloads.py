"""Downloads of a recommendation, each made only when it is asked for."""

import re
from collections.abc import Callable

import streamlit as st

from decision.reports.report import Report


def download(
    report: Report, label: str, make: Callable[[Report], bytes | str], ending: str, mime: str, look: str = "secondary"
) -> None:
    """A button for one file."""
    words = re.sub(r"[^a-z0-9]+", "-", report.title.lower()).strip("-")[:60] or "recommendation"
    name = f"{words}-{report.day.isoformat()}.{ending}"
    st.download_button(label, lambda: make(report), name, mime, type=look, on_click="ignore", key=f"download_{label}")
