"""The recommendation: a first screen for the board, then everything behind it, and the ways to take it along."""

import datetime

import streamlit as st

from decision import address
from decision.assessment import Recorded
from decision.reports.changes import why_nothing
from decision.reports.json_report import to_json
from decision.reports.markdown import to_markdown
from decision.reports.pdf import to_pdf
from decision.reports.report import Choice, Report
from decision.reports.words import CAVEAT, hanging, long_date
from decision.tree import UNSURE
from views import session
from views.parts import about, decided, drawing, shortlist, summary
from views.parts.downloads import download
from views.parts.live import Event, Live
from views.parts.markup import block, copy_field, esc, link, plain, table
from views.session import Here

_PAGE = Live(
    "recommendation",
    """
    <div class="decisions" data-part="decisions"></div>
    <div data-part="models"></div>
    <div data-part="open"></div>
    <div data-part="answers"></div>
    """,
)


def _exports(here: Here, report: Report) -> None:
    """The ways to take the recommendation along."""
    with st.container(key="exports", horizontal=True, horizontal_alignment="right"):
        download(report, "Export PDF", to_pdf, "pdf", "application/pdf", "primary")
        with st.popover("More"):
            download(report, "PDF on US Letter", lambda one: to_pdf(one, "us-letter"), "pdf", "application/pdf")
            download(report, "Decision record (Markdown)", to_markdown, "md", "text/markdown")
            download(report, "Answers and recommendation (JSON)", to_json, "json", "application/json")
            st.caption("The JSON file is also the answers file: open it again on the home page.")
        with st.popover("Copy link"):
            block(
                copy_field(
                    "recommendation",
                    address.write(here.file.tree.id, here.stamp, here.assessment.answers),
                    "Link with your answers",
                )
            )
            st.caption(
                "Whoever opens it goes on with a copy of the answers. Title, names and notes are not in it. "
                "For a link to read only, save the assessment and share it on the page Saved."
            )


def _head(here: Here, report: Report) -> None:
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        tree = here.file.tree
        block(
            f'<p class="muted small kicker">Recommendation · {esc(tree.title)} {esc(tree.version)} · {long_date(report.day)}</p>'
            f"<h1>{esc(report.title)}</h1>"
        )
    with right:
        _exports(here, report)
    if not here.assessment.answers:
        begin = link("assess", here.query(here.place), "Answer the first question", kind="button primary")
        block(
            f'<p class="note">Nothing is answered yet, so there is nothing to recommend. What follows holds for every answer.</p><p>{begin}</p>'
        )
        return
    left_over = [state for state in here.recommendation.to_find_out if state.matters is not False]
    if left_over:
        st.info(
            f"{len(left_over)} of {len(here.recommendation.asked)} questions are open, so parts of this may still change.",
            icon=":material/help:",
        )


@st.dialog("Record another outcome")
def _record(choice: Choice) -> None:
    """Record another outcome than the tree's, with a reason."""
    name = choice.result.id
    labels = {outcome.id: outcome.text.label for outcome in choice.result.outcomes}
    options = [outcome for outcome in labels if outcome != choice.result.outcome]
    now = choice.recorded
    st.markdown(plain(f"{choice.name}: the tree recommends {choice.recommended}."))
    with st.form(f"record_{name}", border=False):
        outcome = st.selectbox(
            "What was decided instead?",
            options,
            options.index(now.outcome) if now and now.outcome in options else None,
            format_func=labels.__getitem__,
            key=f"recorded_{name}",
            placeholder="Choose an outcome",
        )
        reason = st.text_area(
            "Why? A reason is required; it stands beside the tree’s in every export.",
            now.reason if now else "",
            max_chars=20_000,
            key=f"reason_{name}",
        )
        if st.form_submit_button("Record", type="primary"):
            _keep_record(name, outcome, reason.strip())


def _keep_record(name: str, outcome: str | None, reason: str) -> None:
    if outcome is None or not reason:
        st.error("Choose an outcome and write the reason for it.")
        return
    recorded = dict(session.here().assessment.recorded)
    session.change(recorded=recorded | {name: Recorded(outcome=outcome, reason=reason)})
    st.rerun()


def _unrecord(name: str) -> None:
    session.change(recorded={one: kept for one, kept in session.here().assessment.recorded.items() if one != name})


def _to_find_out(here: Here, report: Report) -> str:
    unknown = here.recommendation.to_find_out
    if not unknown:
        return ""
    rows = ""
    for state in unknown:
        noted = report.evidence(state.id)
        on_it = hanging(report, state)
        due = noted.due.isoformat() if noted.due else "no date"
        rows += f"<tr><th scope='row'>{esc(state.ask)}</th><td>{esc(on_it)}</td><td>{esc(noted.owner or 'nobody yet')}</td><td>{due}</td></tr>"
    name_one = link("review", here.query(here.place), "Name an owner and a date")
    heads = ("Question", "What hangs on it", "Who", "By when")
    return f"<section><h2>What remains to find out</h2>{table(heads, rows)}<p>{name_one}</p></section>"


def _answers(here: Here) -> str:
    change = link("review", here.query(here.place), "Change answers")
    return f"<section><h2>Answers</h2>{decided.answers(here.recommendation)}<p>{change}</p></section>"


def _drawing(here: Here, report: Report) -> None:
    """The picture of the path. It comes after the words are shown: Plotly takes longer than all of them."""
    block(
        '<h2 id="path">The path through the tree</h2><p class="muted">Strong: what you answered. Faint: what you did not, and where it would have led.</p>'
    )
    if "width" in st.session_state:
        drawing.show(here.steps, report.choices, st.session_state["width"])


def _hear(event: Event) -> None:
    if event.do == "painted":
        st.session_state["width"] = event.width
    elif event.do == "unrecord":
        _unrecord(event.to)
        st.session_state["changed"] = True
    elif event.do == "relax":
        _relax(event.to)
    elif event.do == "record" and event.to in session.here().file.tree.shown:
        st.session_state["recording"] = event.to


def _relax(to: str) -> None:
    """Make unsure what one of the relaxations of a decision names."""
    name, _, number = to.partition(".")
    report = _report(session.here())
    choice = next((one for one in report.choices if one.result.id == name), None)
    found = why_nothing(report, choice) if choice else None
    if found and number.isdecimal() and int(number) < len(found.relaxations):
        for question in found.relaxations[int(number)]:
            session.answer(question, UNSURE)
        st.session_state["changed"] = True


def _report(here: Here) -> Report:
    models = here.library.catalogues.models
    return Report(here.file, here.assessment, here.recommendation, datetime.date.today(), models)


@st.fragment
def _behind() -> None:
    """Everything behind the first screen. A fragment, so that the drawing can follow without what was shown before."""
    if st.session_state.pop("changed", False):  # the first screen says it too
        st.rerun()
    here = session.here()
    report = _report(here)
    _PAGE.show(
        "recommendation",
        "Recommendation",
        here.query(here.place),
        parts={
            "decisions": "".join(decided.section(choice, report, may_change=True) for choice in report.choices),
            "models": shortlist.markup(report.shortlist, report.day),
            "open": _to_find_out(here, report),
            "answers": _answers(here),
        },
        on_event=_hear,
        ask_width="width" not in st.session_state,
    )
    _drawing(here, report)
    block(f'<p class="muted small">{CAVEAT}</p>')
    recording = st.session_state.pop("recording", None)
    if recording:
        _record(next(choice for choice in report.choices if choice.result.id == recording))


def page() -> None:
    """Show the recommendation."""
    here = session.here()
    report = _report(here)
    _head(here, report)
    block(summary.cards(report) + summary.cautions(report))
    about.section(here.assessment)
    _behind()


page()
