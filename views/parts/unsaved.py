"""Whether the assessment is saved, and what to do where a change of it was not."""

import streamlit as st

from decision.problems import DecisionError
from decision.store.saved import Saved
from views import keeping, session, visitor
from views.keeping import Held
from views.parts import both
from views.parts.markup import block, esc, plain
from views.session import Here

_SHOWN = "trouble_shown"


def line(here: Here) -> str:
    """One line beside the moves of a question."""
    held = session.held()
    if held is None:
        return "Your answers are kept in the address of this page."
    title = esc(here.assessment.title or "without a title")
    if held.trouble:
        return "<b>× Not saved.</b> Your answers are kept in the address of this page."
    return f"✓ Saved as “{title}”, with each answer."


def news() -> bool:
    """Whether there is a trouble that the page does not show yet, or shows no longer rightly."""
    held = session.held()
    return st.session_state.get(_SHOWN, "") != (held.trouble if held else "")


def show(here: Here) -> None:
    """Say that a change was not saved, and offer what can be done."""
    held = session.held()
    st.session_state[_SHOWN] = held.trouble if held else ""
    if held is None or not held.trouble:
        return
    with st.container(key="unsaved"):
        if held.theirs:
            _both(here, held.trouble, held.theirs)
        elif held.gone:
            _gone(held)
        else:
            kept = "Your last change is not saved. It is kept in this session, and answers in the address too."
            st.warning(plain(f"{kept} {held.trouble}"), icon=":material/cloud_off:")
            st.button("Try again", on_click=session.save, key="save_again")


def _both(here: Here, why: str, theirs: Saved) -> None:
    """There are two of it: what differs, and a choice."""
    entry = theirs.entry
    by = f" by {entry.saved_by}" if entry.saved_by else ""
    saved = f"Saved is revision {entry.revision}, changed{by} on {entry.changed:%d %b %Y, %H:%M} UTC."
    st.warning(
        plain(f"{why} {saved} Yours is not saved. Choose which one to go on with."),
        icon=":material/call_split:",
    )
    file = keeping.tree_of(theirs.entry.digest, theirs.text)
    with st.container(horizontal=True):
        st.button("Save yours over it", on_click=_mine, args=(theirs,), key="mine")
        if file:
            st.button("Go on with the saved one", on_click=session.open_saved, args=(theirs, file), key="theirs")
        st.button("Save yours as a copy", on_click=_as_copy, key="as_copy")
    if file:
        block(both.differences((file, theirs.assessment), (here.file, here.assessment)))
    else:
        st.caption("This version of the program cannot read the tree of the saved one, so it is not shown here.")


def _gone(held: Held) -> None:
    st.warning(
        "Somebody else deleted this assessment since you opened it. Yours is not saved.", icon=":material/delete:"
    )
    with st.container(horizontal=True):
        st.button("Save yours as a new one", on_click=_as_copy, key="as_new")
        st.button("Go on without saving", on_click=session.let_go, args=(held.id,), key="let_go")


def _mine(theirs: Saved) -> None:
    session.hold(Held(theirs.entry.id, theirs.entry.revision))
    session.save()


def _as_copy() -> None:
    """Save under an id of its own; if that does not work, what was shown stays."""
    here = session.here()
    try:
        session.hold(keeping.save_new(visitor.person(), here.file, here.assessment, here.recommendation))
    except DecisionError as error:
        st.toast(plain(keeping.trouble(error)))
