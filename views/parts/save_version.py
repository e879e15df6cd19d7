"""The dialog that makes a version of what is edited: what it calls for, a note, and what is in the way."""

import streamlit as st

from decision.editing.additions import set_version
from decision.editing.edit import applied
from decision.problems import AnswerError, DecisionError, Problem
from decision.reading.read import TreeFile
from views import desk, keeping
from views.desk import Desk
from views.parts import health, versions
from views.parts.markup import plain

OPEN = "save_version_open"
"""Where the session keeps that the dialog is open."""

_MOST = 5
_UNTRUE = ("scenario-fails", "claim-fails")


def _close() -> None:
    st.session_state.pop(OPEN, None)


@st.dialog("Save version", on_dismiss=_close)
def dialog(now: Desk) -> None:
    """Ask for a note, propose a number, and save."""
    file = now.file
    if file is None:
        st.error("The text has problems, so it cannot be saved as a version. It is kept as a draft.")
    elif now.theirs:
        st.error("Somebody else saved a version meanwhile. Close this, and choose above the editor how to go on.")
    elif not now.changed:
        st.info("The text is that of the version that is saved.")
    else:
        _checked(now, file)


def _checked(now: Desk, file: TreeFile) -> None:
    """Refuse a tree that is not what it says of itself; say what else its users would run into."""
    wrong = [problem for problem in health.proved(file).problems if problem.blocks]
    untrue = [problem for problem in wrong if problem.code in _UNTRUE]
    said = "\n\n".join(plain(f"Line {problem.line}: {problem.message}") for problem in (untrue or wrong)[:_MOST])
    if untrue:
        st.error(f"Scenarios or claims fail, so it cannot be saved as a version. It is kept as a draft.\n\n{said}")
        return
    if wrong:
        st.warning(f"It can be saved, and its users would run into this:\n\n{said}")
    _ask(now, file)


def _ask(now: Desk, file: TreeFile) -> None:
    number = file.tree.version
    called = versions.compared(now.old, file).called if now.old else None
    for reason in called.because[:_MOST] if called else ():
        st.caption(plain(reason))
    with st.form("save_version", border=False):  # a press counts though the note before it was typed a moment ago
        if called and not called.enough:
            number = st.radio(
                f"This edit calls for {called.version} or more; the text says {number}.",
                [called.version, number],
                format_func=lambda one: f"Save it as {one}",
                key="save_number",
            )
        note = st.text_area("Note: what was changed, and why", max_chars=2_000, key="save_note")
        if st.form_submit_button("Save version", type="primary", key="save_now"):
            _save(now, number, note.strip())


def _save(now: Desk, number: str, note: str) -> None:
    try:
        _number(now, number)
        assert now.file is not None  # the number alone changed
        saved = desk.save(now, now.file, note)
    except DecisionError as error:
        st.error(plain(f"Not saved. {keeping.trouble(error)}"))
        return
    _close()
    if saved:
        st.session_state["edit_saved"] = f"Saved: version {saved.number}, number {saved.version}. It is in use now."
    st.rerun()


def _number(now: Desk, number: str) -> None:
    """Write another number into the text, here and in the editor."""
    edits = set_version(now.text, number)
    if isinstance(edits, Problem):
        raise AnswerError([edits])
    if edits:
        desk.put(now, edits)
        now.text = applied(now.text, edits)
