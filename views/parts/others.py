"""What others did to a tree that is being edited, and what is in the way of keeping it: said, with what can be done."""

import difflib
from collections.abc import Callable

import streamlit as st

from decision.editing.merge import BETWEEN, THEIRS, YOURS, merged
from decision.problems import DecisionError
from decision.reports.words import counted
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
        before = {"window": now.window, "revision": now.revision, "trouble": now.trouble}
        text, now.revision, now.window, now.trouble = now.window.text, now.window.revision, None, ""
        desk.replace_all(now, text, before)


def _theirs(now: Desk) -> None:
    """Somebody else saved a version: theirs, the difference, and a choice."""
    theirs = now.theirs
    assert theirs is not None
    who = f" by {theirs.author}" if theirs.author else ""
    about = f": “{theirs.note}”" if theirs.note else ""
    did = f"The tree was retired as version {theirs.number}" if theirs.retired else f"Version {theirs.number} was saved"
    st.warning(
        plain(
            f"{did}{who}, {theirs.created:%d %b %Y, %H:%M} UTC{about}, since this draft was begun on "
            f"version {now.base}. Yours is kept as a draft, and can be saved when you have chosen."
        )
    )
    with st.container(horizontal=True):
        if not theirs.retired:
            st.button("Merge both", key="merge_both", on_click=_go_on, args=(now, _both))
            st.button("Take theirs", key="take_theirs", on_click=_go_on, args=(now, _theirs_alone))
        st.button("Go on with yours", key="keep_mine", on_click=_go_on, args=(now,))
    box = st.expander("Both texts, line by line", key="both_texts", on_change="rerun")
    if box.open:
        with box:
            _line_by_line(now)


def _line_by_line(now: Desk) -> None:
    try:
        theirs, _ = desk.latest(now.tree)
    except DecisionError as error:
        st.error(plain(keeping.trouble(error)))
        return
    text = theirs.text if theirs else ""
    lines = difflib.unified_diff(text.splitlines(), now.text.splitlines(), "theirs", "yours", lineterm="", n=2)
    st.code("\n".join(lines) or "The texts are the same.", language="diff")


def _both(old: str, yours: str, theirs: str) -> str:
    text = merged(old, yours, theirs)
    if places := text.count(BETWEEN):
        st.session_state["edit_note"] = (
            f"You both changed the same lines in {counted(places, 'place')}: both stand there, between lines that begin "
            f"with {YOURS[:9]} and {THEIRS[:9]}. Keep what should stay, and delete those lines."
        )
    return text


def _theirs_alone(_old: str, _yours: str, theirs: str) -> str:
    return theirs


def _go_on(now: Desk, choose: Callable[[str, str, str], str] | None = None) -> None:
    """Go on over the newest version, with one's own text or with what is chosen of the one before, one's own and theirs."""
    before = {"old": now.old, "base": now.base, "theirs": now.theirs}
    try:
        desk.rebase(now)
    except DecisionError as error:
        now.trouble = keeping.trouble(error)
        return
    if choose and now.old:
        old = before["old"].text if before["old"] else ""
        desk.replace_all(now, choose(old, now.text, now.old.text), before)
