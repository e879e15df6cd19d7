"""Texts on a page. Whatever an author or a visitor wrote goes through here, so that it is text and never markup."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st
from markdown_it import MarkdownIt

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$:~&])")
_PARSER = MarkdownIt("commonmark", {"html": False}).disable("image")  # a picture would be fetched from elsewhere


def plain(text: str) -> str:
    """A text for a widget's label, where Streamlit reads Markdown: shown as it was written."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def esc(text: object) -> str:
    """A text for HTML: shown as it was written."""
    return html.escape(str(text), quote=True)


@lru_cache(maxsize=500)
def rich(text: str) -> str:
    """An author's Markdown as HTML. Tags in it stay text, and links go to web addresses only."""
    return str(_PARSER.render(text))


def link(path: str, query: Mapping[str, str], label: str, *, kind: str = "", current: bool = False) -> str:
    """A link to a page of the app with its address. `parts/voice.py` follows it without loading the page anew."""
    look = f' class="{kind}"' if kind else ""
    here = ' aria-current="page"' if current else ""
    return f'<a data-page{look}{here} href="{esc(target(path, query))}">{esc(label)}</a>'


def target(path: str, query: Mapping[str, str]) -> str:
    """The address of a page of the app, beside the present one."""
    return f"{path or './'}?{urlencode(query)}"


def block(markup: str) -> None:
    """Show HTML that was put together from escaped texts."""
    st.html(markup)
