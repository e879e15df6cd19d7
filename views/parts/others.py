"""What others did to a tree that is being edited, and what is in the way of keeping it: said, with what can be done."""

import difflib

import streamlit as st

from decision.editing.merge import merged
from decision.problems import DecisionError
from views import desk, keeping
from views.desk import Desk
from views.parts.markup import plain


def show(now: Desk) -> None:
    """Say what has to be said above the editor, in one place, so that the editor keeps its own."""
    with st.container(key="edit_news"):
        _show(now)


def _show(now: Desk) -> None:
    if now.barred:
        st.info(plain(f"You can look at this tree. {now.barred}"))
    saved = st.session_state.get("edit_saved")
    if saved:
        st.success(plain(saved))
    if now.window:
        _window(now)
    elif now.trouble:
        st.warning(plain(f"Not kept on the server: {now.trouble} Your browser keeps what you typed."))
        st.button("Try again", key="keep_again", on_click=lambda: desk.keep(now, now.text, now.number))
    if now.theirs:
        _theirs(now)


def _window(now: Desk) -> None:
    """The same person typed elsewhere."""
    st.warning("This draft was changed in another window. What you type here is not kept until you choose.")
    with st.container(horizontal=True):
        st.button("Keep what stands here", key="window_mine", on_click=_mine, args=(now,))
        st.button("Take what stands there", key="window_theirs", on_click=_take_window, args=(now,))


def _mine(now: Desk) -> None:
    if now.window:
        now.revision, now.window = now.window.revision, None
    desk.keep(now, now.text, now.number)


def _take_window(now: Desk) -> None:
    if now.window:
        text, now.revision, now.window, now.trouble = now.window.text, now.window.revision, None, ""
        desk.replace_all(now, text)


def _theirs(now: Desk) -> None:
    """Somebody else saved a version: theirs, the difference, and a choice."""
    theirs = now.theirs
    assert theirs is not None
    who = f" by {theirs.author}" if theirs.author else ""
    about = f": “{theirs.note}”" if theirs.note else ""
    st.warning(
        plain(
            f"Version {theirs.number} was saved{who}, {theirs.created:%d %b %Y, %H:%M} UTC{about}, since this draft was begun on "
            f"version {now.base}. Yours is kept as a draft, and can be saved when you have chosen."
        )
    )
    with st.container(horizontal=True):
        st.button("Merge both", key="merge_both", on_click=_merge, args=(now,))
        st.button("Take theirs", key="take_theirs", on_click=_take, args=(now,))
        st.button("Go on with yours", key="keep_mine", on_click=_rebase, args=(now,))
    text = _text_of(now)
    if text is not None:
        with st.expander("Both texts, line by line"):
            lines = difflib.unified_diff(text.splitlines(), now.text.splitlines(), "theirs", "yours", lineterm="", n=2)
            st.code("\n".join(lines) or "The texts are the same.", language="diff")


def _text_of(now: Desk) -> str | None:
    theirs = now.theirs
    if theirs is None or theirs.digest is None:
        return None
    try:
        return keeping.shelf().text(theirs.digest)
    except DecisionError as error:
        st.error(plain(keeping.trouble(error)))
        return None


def _merge(now: Desk) -> None:
    text = _text_of(now)
    if text is not None:
        before = now.old.text if now.old else ""
        _go_on(now, merged(before, now.text, text))


def _take(now: Desk) -> None:
    _go_on(now, _text_of(now))


def _rebase(now: Desk) -> None:
    _go_on(now, None)


def _go_on(now: Desk, text: str | None) -> None:
    try:
        desk.rebase(now)
    except DecisionError as error:
        now.trouble = keeping.trouble(error)
        return
    if text is not None:
        desk.replace_all(now, text)
