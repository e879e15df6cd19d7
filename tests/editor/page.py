"""A page with nothing but the editor, for its tests: it reads what was typed as a tree, and marks the problems.

Texts are the files of the folder in EDITOR_TEXTS, else the shipped trees; the address names one. Below the editor the
page says what it knows.
"""

import hashlib
import os
import time
from pathlib import Path
from typing import Any

import streamlit as st

from decision.editing.edit import Edit
from decision.paths import ASSETS, TREES
from decision.reading.read import examine
from decision.schema import tree_schema
from views.parts.editor import Ask, Editor, Edits, Mark

FOLDER = Path(os.environ.get("EDITOR_TEXTS", TREES))
EDITOR = Editor("editor")

st.set_page_config(page_title="Editor", layout="wide")
st.html(ASSETS / "web" / "app.css")
st.html('<div class="our"><h1>Editor</h1></div>')


def typed() -> None:
    now = EDITOR.typed()
    assert now
    if "keep" in st.query_params:
        st.session_state["kept"] = now.number


def asked(ask: Ask) -> None:
    st.session_state["asked"] = [*st.session_state.get("asked", []), ask]


def edit(late: int) -> None:
    """Let the editor put two lines on top; late means of a text that is no longer there."""
    now = EDITOR.typed()
    number = (now.number if now else 0) - late
    order = st.session_state.get("order", 0) + 1
    st.session_state["order"] = order
    st.session_state["edits"] = Edits(order, number, [Edit(0, 0, "# one\n"), Edit(0, 0, "# two\n"), Edit(9, 10, "😀")])


def schema() -> dict[str, Any]:
    """The published schema, with the dimensions of a tree."""
    found = tree_schema()
    known = {"privacy": "Who may see what", "task": "What is to be done"}
    found["$defs"]["Question"]["properties"]["dimension"] = {
        "oneOf": [{"const": name, "description": about} for name, about in known.items()],
        "description": "Where it stands in the progress",
    }
    return found


name = st.session_state.get("name", st.query_params.get("text", "tree"))
given = (FOLDER / f"{name}.yaml").read_bytes().decode()
now = EDITOR.typed()
ours = now if now and now.base == name else None
time.sleep(float(st.query_params.get("slow", 0)))
problems = examine(ours.text if ours else given, f"{name}.yaml", any_name=True)[1]
if not st.checkbox("Away"):
    EDITOR.show(
        document=name,
        copies=name,
        text=given,
        marks=[Mark(one.line, one.column, one.message, blocks=one.blocks) for one in problems],
        schema=schema(),
        edits=st.session_state.get("edits"),
        label="Tree",
        read_only="still" in st.query_params,
        goto=st.session_state.pop("goto", None),
        kept=st.session_state.get("kept", 0),
        on_typed=typed,
        on_ask=asked,
    )
with st.container(horizontal=True):
    st.button("Run again")
    st.button("Edit", on_click=edit, args=(0,))
    st.button("Edit late", on_click=edit, args=(1,))
    st.button("Go to line 4", on_click=lambda: st.session_state.update(goto=(4, 3)))
    st.button("Another text", on_click=lambda: st.session_state.update(name="another"))
    st.button("Keep, then another", on_click=lambda: st.session_state.update(name="another", kept=1_000))
digest = hashlib.sha256((ours.text if ours else given).encode()).hexdigest()[:12]
wishes = ", ".join(f"{one.do} {one.at} {one.to}".strip() for one in st.session_state.get("asked", []))
st.text(f"{name} {digest}; asked: {wishes or 'nothing'}.")
