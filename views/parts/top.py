"""The header: where one is, and the ways to the other pages. Every link carries the address."""

import streamlit as st

from views.session import Here

_LINKS = (
    ("Home", "home.py"),
    ("Assess", "question.py"),
    ("Recommendation", "recommendation.py"),
    ("Learn", "learn.py"),
)
_PART_OF = {"Review": "Assess"}


def show(here: Here | None, title: str) -> None:
    """The header of a page with this title."""
    now = _PART_OF.get(title, title)
    query = here.query(here.place) if here else {}
    with st.container(key="top", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<div class="brand"><span class="mark" aria-hidden="true"></span>SLM Sourcing</div>', width="content")
        for label, page in _LINKS:
            with st.container(key=f"nav_{label.lower()}{'_now' if label == now else ''}", width="content"):
                st.page_link(page, label=label, query_params=query)
