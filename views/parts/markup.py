"""Texts on a page. Whatever an author or a visitor wrote goes through here, so that it is text and never markup."""

from __future__ import annotations

import html
import re

import streamlit as st

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$:~&])")


def plain(text: str) -> str:
    """A text for a widget's label, where Streamlit reads Markdown: shown as it was written."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def esc(text: object) -> str:
    """A text for HTML: shown as it was written."""
    return html.escape(str(text), quote=True)


def block(markup: str) -> None:
    """Show HTML that was put together from escaped texts."""
    st.html(markup)
