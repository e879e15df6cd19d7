"""A page with nothing but the editor, for its tests: it reads what was typed as a tree, and marks the problems.

Texts are the files of the folder in EDITOR_TEXTS; the one in the address is shown. What was typed is written beside it.
"""

import os
from pathlib import Path

import streamlit as st

from decision.paths import ASSETS
from decision.reading.read import examine
from decision.schema import tree_schema
from views.parts.editor import Ask, Change, Editor, Edits, Mark

FOLDER = Path(os.environ["EDITOR_TEXTS"])
EDITOR = Editor("editor")

st.set_page_config(page_title="Editor", layout="wide")
st.html(ASSETS / "web" / "app.css")
st.markdown("# Editor")


def typed() -> None:
    """Write what was typed, and keep a version of it if the address says so."""
    now = EDITOR.typed()
    assert now
    (FOLDER / f"{now.base}.typed").write_bytes(now.text.encode())
    if "keep" in st.query_params:
        st.session_state["kept"] = now.number


def asked(ask: Ask) -> None:
    st.session_state["asked"] = [*st.session_state.get("asked", []), ask]


def edit(*, late: bool) -> None:
    """Let the editor put a line on top; late means of a text that is no longer there."""
    now = EDITOR.typed()
    number = (now.number if now else 0) - late
    order = st.session_state.get("order", 0) + 1
    st.session_state["order"] = order
    st.session_state["edits"] = Edits(order, number, [Change(0, 0, "# 😀 one\n"), Change(0, 0, "# two\n")])


name = st.query_params.get("text", "tree")
text = (FOLDER / f"{name}.yaml").read_bytes().decode()
now = EDITOR.typed()
problems = examine(now.text if now and now.base == name else text, f"{name}.yaml", any_name=True)[1]
EDITOR.show(
    document=name,
    text=text,
    marks=[Mark(one.line, one.column, one.message, blocks=one.blocks) for one in problems],
    schema=tree_schema(),
    edits=st.session_state.get("edits"),
    label="Tree",
    read_only="still" in st.query_params,
    goto=st.session_state.pop("goto", None),
    kept=st.session_state.get("kept", 0),
    on_typed=typed,
    on_ask=asked,
)
st.button("Run again")
st.button("Edit", on_click=edit, kwargs={"late": False})
st.button("Edit late", on_click=edit, kwargs={"late": True})
st.button("Go to line 9", on_click=lambda: st.session_state.update(goto=(9, 3)))
st.text(f"{len(problems)} problems; asked: {[(one.do, one.at, one.to) for one in st.session_state.get('asked', [])]}")
