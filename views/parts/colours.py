"""The colours of pictures: the tokens of the style sheet, in the theme that the visitor sees."""

import streamlit as st

_TOKENS = {
    "light": {
        "ink": "#14181d",
        "muted": "#4a525c",
        "faint": "#68717b",
        "line": "#d9d6cd",
        "card": "#ffffff",
        "path": "#0b5563",
        "open": "#4d4793",
        "out": "#9b2226",
        "for": "#17684a",
        "against": "#8a4b00",
        "soft": ("#e3eff0", "#eae8f6", "#f8ecd9", "#e2f1ea", "#f7e3e2", "#eceae3"),
    },
    "dark": {
        "ink": "#eef1f2",
        "muted": "#aeb8bf",
        "faint": "#8f9aa2",
        "line": "#3d4850",
        "card": "#171d21",
        "path": "#6cc3cf",
        "open": "#b5adf2",
        "out": "#f0918f",
        "for": "#7fd1ab",
        "against": "#e8b267",
        "soft": ("#15323a", "#282547", "#382a14", "#14332a", "#3c1d1f", "#222a30"),
    },
}


def colours() -> dict:
    """Each token by its name; `soft` are fills on which `ink` can be read."""
    return _TOKENS[st.context.theme.type or "light"]
