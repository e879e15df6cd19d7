"""Texts on a page. Whatever an author or a visitor wrote goes through here, so that it is text and never markup."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal
from urllib.parse import urlencode

import streamlit as st
from markdown_it import MarkdownIt

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$:~&])")
UPLOAD = 3  # MB: a tree, an answers file or a logo
_PARSER = MarkdownIt("commonmark", {"html": False}).disable("image")  # a picture would be fetched from elsewhere


def plain(text: str) -> str:
    """A text for a widget's label, where Streamlit reads Markdown: shown as it was written."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def esc(text: object) -> str:
    """A text for HTML: shown as it was written."""
    return html.escape(str(text), quote=True)


def drawn(text: object) -> str:
    """A text for a picture: Plotly reads some tags, and shows quotes as they are written."""
    return html.escape(str(text), quote=False)


@lru_cache(maxsize=500)
def rich(text: str) -> str:
    """An author's Markdown as HTML. Tags in it stay text, and links go to web addresses only."""
    return str(_PARSER.render(text))


def link(
    path: str, query: Mapping[str, str], label: str, *, kind: str = "", current: bool = False, says: str = ""
) -> str:
    """A link to a page of the app with its address. `parts/live.py` follows it without loading the page anew.

    `kind` is its class; `says` is what a screen reader hears where the label alone is not enough.
    """
    marks = (kind and f' class="{kind}"', current and ' aria-current="page"', says and f' aria-label="{esc(says)}"')
    return f'<a data-page{"".join(mark for mark in marks if mark)} href="{esc(target(path, query))}">{esc(label)}</a>'


def target(path: str, query: Mapping[str, str]) -> str:
    """The address of a page of the app, beside the present one."""
    return f"{path or './'}?{urlencode(query)}"


def block(markup: str, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """Show HTML that was put together from escaped texts."""
    st.html(f'<div class="our">{markup}</div>', width=width)


def fold(title: str, markup: str) -> str:
    """HTML that opens on a click on its title."""
    return f'<details class="fold"><summary>{esc(title)}</summary>{markup}</details>'


def folded(items: list[str], first: int, kind: str) -> str:
    """A list of which the first items stand open, and the others one click away."""
    shown, hidden = (f'<ul class="bare {kind}">{"".join(part)}</ul>' for part in (items[:first], items[first:]))
    more = fold(f"{len(items) - first} more", hidden) if items[first:] else ""
    return shown + more if items else ""


def action(name: str, label: str, to: str = "", *, kind: str = "button") -> str:
    """A button whose press the server hears of, as `parts/live.py` says."""
    return f'<button type="button" class="{kind}" data-do="{name}" data-to="{esc(to)}">{esc(label)}</button>'


def copy_field(path: str, query: Mapping[str, str], label: str) -> str:
    """A link to a page of the app as a field to copy from, whole, and a button that copies it where the browser lets it.

    `live.js` completes the link by the address at which the browser reaches this server.
    """
    to = esc(target(path, query))
    field = f'<input class="copied" readonly data-link="{to}" value="{to}">'
    return (
        f'<div class="copy"><label><span class="small muted">{esc(label)}</span>{field}</label>'
        '<button type="button" class="button" data-copy>Copy</button><span role="status" class="small"></span></div>'
    )


def switch(name: str, label: str, *, on: bool) -> str:
    """A checkbox whose change the server hears of at once."""
    checked = " checked" if on else ""
    return (
        f'<label class="switch"><input type="checkbox" id="{name}" data-do="{name}" value="{name}"{checked}> '
        f"{esc(label)}</label>"
    )


def table(heads: tuple[str, ...], rows: str) -> str:
    """A table in a card of its own; on a narrow screen it scrolls, and the page does not."""
    head = "".join(f'<th scope="col">{esc(text)}</th>' for text in heads)
    return f'<div class="card scroll" tabindex="0"><table class="plain"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
