"""The header: where one is, and the ways to the other pages. Every link carries the address."""

from contextlib import nullcontext

import streamlit as st

from views.session import Here

_LINKS = ("home", "question", "recommendation", "options", "learn")
_PART_OF = {"Review": "Assess"}


def show(here: Here | None, pages: dict[str, st.Page], title: str) -> None:
    """The header of a page with this title."""
    now = _PART_OF.get(title, title)
    query = here.query(here.place) if here else {}
    with st.container(key="top", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<div class="brand"><span class="mark" aria-hidden="true"></span>SLM Sourcing</div>', width="content")
        for page in (pages[name] for name in _LINKS):
            here_now = page.title == now
            with st.container(key="nav_now", width="content") if here_now else nullcontext():
                st.page_link(page, query_params=query)
