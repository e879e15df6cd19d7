"""All answers in a table: change any, see what is set aside and why, note evidence, owner and due date."""

import streamlit as st

from decision.assessment import Evidence
from decision.recommendation import QuestionState
from views import session
from views.parts import about, standing, steps
from views.parts.live import VOICE
from views.parts.markup import block, plain
from views.session import Here

_SAID = {"unsure": "○ Not sure yet", "open": "○ Not answered"}


def _row(here: Here, state: QuestionState) -> None:
    with st.container(key=f"row_{state.id}", horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(state.ask)}**")
            st.markdown(plain(", ".join(state.labels) or _SAID.get(state.status, "")))
            noted = here.assessment.evidence.get(state.id)
            if noted:
                parts = [
                    noted.evidence,
                    noted.owner and f"Owner: {noted.owner}",
                    noted.due and f"Due: {noted.due:%d %b %Y}",
                ]
                st.caption(plain(" · ".join(part for part in parts if part)))
        st.page_link("question.py", label="Change", query_params=here.query(state.id), icon=":material/edit:")


def _evidence(here: Here) -> None:
    """One form for the question chosen: what is known, who finds out, by when."""
    asked = [state.id for state in here.recommendation.asked]
    name = st.selectbox(
        "For which answer?", asked, format_func=lambda one: here.file.tree.questions[one].ask, key="evidence_for"
    )
    noted = here.assessment.evidence.get(name, Evidence())
    with st.form(f"evidence_{name}", border=False):
        text = st.text_area("Evidence: how do you know?", noted.evidence, max_chars=20_000, key=f"evidence_text_{name}")
        left, right = st.columns(2)
        owner = left.text_input(
            "Owner: who finds out or answers for it?", noted.owner, max_chars=200, key=f"owner_{name}"
        )
        due = right.date_input("Due", noted.due, key=f"due_{name}", format="YYYY-MM-DD")
        if st.form_submit_button("Keep this note"):
            said = Evidence(evidence=text.strip(), owner=owner.strip(), due=due)
            others = {one: note for one, note in here.assessment.evidence.items() if one != name}
            session.change(evidence=others | ({name: said} if said != Evidence() else {}))
            st.rerun()


def _set_aside(here: Here) -> None:
    aside = here.recommendation.set_aside
    if not aside:
        return
    st.header("Set aside")
    st.markdown(
        "These answers are kept and ignored: their questions are not asked with your other answers. They count again when their question is asked again."
    )
    for state in aside:
        _row(here, state)


def page() -> None:
    """Show the review."""
    here = session.here()
    block(steps.row(here, None))
    left, right = st.columns([2, 1], gap="large")
    with left:
        block("<h1>Review your answers</h1>")
        unknown = len(here.recommendation.to_find_out)
        total = len(here.recommendation.asked)
        st.markdown(
            f"{total - unknown} of {total} questions answered" + (f", {unknown} to find out." if unknown else ".")
        )
        for name, title in here.file.tree.dimensions.items():
            inside = [state for state in here.recommendation.asked if state.dimension == name]
            if inside:
                st.header(plain(title))
                for state in inside:
                    _row(here, state)
        _set_aside(here)
        with st.expander("Evidence, owner and due date"):
            _evidence(here)
        with st.expander("Title, author, notes and logo"):
            about.show(here.assessment)
        with st.container(key="primary_link_onwards", width="content"):
            st.page_link("recommendation.py", label="See the recommendation", query_params=here.query(here.place))
    with right, st.container(key="standing"):
        block(standing.column(here))
    VOICE.show("review", "Review of your answers", here.query(here.place))


page()
