"""What has to be said before a page: another version, an address that could not be read, no tree at all."""

import streamlit as st

from views import offered, session
from views.parts import unsaved
from views.parts.markup import plain
from views.session import Here

_MOST = 50  # problems of one file on a page


def show(here: Here) -> None:
    """Say what is wrong with the address or with saving, until the visitor has dealt with it."""
    unsaved.show(here)
    if here.as_it_was:
        _as_it_was(here)
    if here.other_version:
        _other_version(here)
    if here.unread:
        with st.container(key="unread"):
            st.warning("\n\n".join(plain(text) for text in here.unread), icon=":material/link_off:")
            st.button("I have read this", on_click=session.dismiss, key="dismiss")


def _as_it_was(here: Here) -> None:
    now, present = here.file, here.library.trees.get(here.file.tree.id)
    use = f"version {present.stamp} is in use" if present else "this server does not offer that tree any more"
    with st.container(key="as_it_was"):
        st.info(
            plain(f"This assessment is shown as it was: on version {now.stamp} of its tree; {use}."),
            icon=":material/history:",
        )
        if present:
            if st.button("Run again: see what changes first", key="run_again"):
                st.session_state.pop("again_on", None)
                st.switch_page("again.py", query_params=here.query(here.place))
            st.button(f"Go on with a copy on version {present.tree.version}", on_click=session.renew, key="renew")


def _other_version(here: Here) -> None:
    now = here.file
    with st.container(key="other_version"):
        st.warning(
            plain(
                f"This link was made with version {here.stamp} of this tree; version {now.stamp} is in use. "
                "Questions, rules and texts may differ, so the recommendation may be another than the one that was shared."
            ),
            icon=":material/history:",
        )
        st.button(f"Go on with version {now.tree.version}", on_click=_go_on, key="go_on")


def _go_on() -> None:
    here = session.here()
    session.go(here.at, stamp=here.file.stamp)


def no_tree() -> None:
    """No tree can be used: say what is wrong with each file."""
    st.title("No tree can be used")
    st.error(
        "Every tree file in the folder has problems, or there is none. Mend them; this page then works after a reload."
    )
    broken(offered.library().problems)


def broken(problems: dict[str, tuple[object, ...]]) -> None:
    """The problems of tree files, as the command line prints them."""
    for name, found in problems.items():
        if found:
            with st.expander(f"{plain(name)}: {len(found)} problem{'s' if len(found) > 1 else ''}"):
                st.code("\n".join(str(problem) for problem in found[:_MOST]), language=None, wrap_lines=True)
                if len(found) > _MOST:
                    st.caption(f"The first {_MOST} of {len(found):,}. The command slm-sourcing check prints all.")
