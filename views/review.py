"""All answers in a table: change any, see what is set aside and why, note evidence, owner and due date."""

from collections.abc import Iterable

import streamlit as st

from decision.assessment import Evidence
from decision.recommendation import QuestionState
from views import session
from views.parts import about, standing, steps
from views.parts.live import VOICE
from views.parts.markup import block, esc, link
from views.session import Here

_SAID = {"unsure": "○ Not sure yet", "open": "○ Not answered"}
_ASIDE = (
    '<p class="muted">These answers are kept and ignored: their questions are not asked with your other answers. '
    "They count again when their question is asked again.</p>"
)


def _row(here: Here, state: QuestionState) -> str:
    noted = here.assessment.evidence.get(state.id)
    note = ""
    if noted:
        parts = (
            noted.evidence,
            noted.owner and f"Owner: {noted.owner}",
            noted.due and f"Due: {noted.due:%d %b %Y}",
        )
        note = f'<p class="muted small">{esc(" · ".join(part for part in parts if part))}</p>'
    said = ", ".join(state.labels) or _SAID.get(state.status, "")
    change = link("assess", here.query(state.id), "Change", says=f"Change: {state.ask}")
    return f'<li class="row"><div><b>{esc(state.ask)}</b><p>{esc(said)}</p>{note}</div>{change}</li>'


def _rows(here: Here, title: str, states: Iterable[QuestionState], note: str = "") -> str:
    rows = "".join(_row(here, state) for state in states)
    return f'<section><h2>{esc(title)}</h2>{note}<ul class="bare said">{rows}</ul></section>' if rows else ""


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


def _answers(here: Here) -> str:
    recommendation = here.recommendation
    unknown, total = len(recommendation.to_find_out), len(recommendation.asked)
    head = f"{total - unknown} of {total} questions answered" + (f", {unknown} to find out." if unknown else ".")
    dimensions = "".join(
        _rows(here, title, [state for state in recommendation.asked if state.dimension == name])
        for name, title in here.file.tree.dimensions.items()
    )
    aside = _rows(here, "Set aside", recommendation.set_aside, _ASIDE)
    return f"<h1>Review your answers</h1><p>{head}</p>{dimensions}{aside}"


def page() -> None:
    """Show the review."""
    here = session.here()
    block(steps.row(here, None))
    left, right = st.columns([2, 1], gap="large")
    with left:
        block(_answers(here))
        notes = st.expander("Evidence, owner and due date", key="evidence", on_change="rerun")
        if notes.open:
            with notes:
                _evidence(here)
        about.section(here.assessment)
        block(link("recommendation", here.query(here.place), "See the recommendation", kind="button primary"))
    with right:
        block(f'<div class="beside">{standing.column(here)}</div>')
    VOICE.show("review", "Review of your answers", here.query(here.place))


page()
