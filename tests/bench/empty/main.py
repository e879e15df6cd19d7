"""Two pages with nothing but a heading, which changes with each run, and the ways to change it."""

import streamlit as st


def one() -> None:
    st.session_state["run"] = st.session_state.get("run", 0) + 1
    st.title(f"Run {st.session_state['run']}")
    st.button("Next", key="next")
    st.page_link(pages[1], label="Other")


def other() -> None:
    st.title("Other")
    st.page_link(pages[0], label="First")


pages = [st.Page(one, title="First", default=True), st.Page(other, title="Other")]
st.navigation(pages, position="hidden").run()
