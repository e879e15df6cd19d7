"""The recommendation: a first screen for the board, then everything behind it, and the ways to take it along."""

import datetime
import re
from collections.abc import Callable

import streamlit as st

from decision import path
from decision.assessment import Recorded
from decision.reports.json_report import to_json
from decision.reports.markdown import to_markdown
from decision.reports.pdf import to_pdf
from decision.reports.report import Choice, Report
from decision.reports.words import CAVEAT, listed, long_date
from views import session
from views.parts import about, drawing, outcomes, summary, voice
from views.parts.markup import block, esc, plain
from views.session import Here


def _download(
    report: Report, label: str, make: Callable[[Report], bytes | str], ending: str, mime: str, look: str = "secondary"
) -> None:
    """A download whose file is made only when it is asked for."""
    words = re.sub(r"[^a-z0-9]+", "-", report.title.lower()).strip("-")[:60] or "recommendation"
    name = f"{words}-{report.day.isoformat()}.{ending}"
    st.download_button(label, lambda: make(report), name, mime, type=look, on_click="ignore", key=f"download_{label}")


def _exports(report: Report) -> None:
    """The ways to take the recommendation along."""
    with st.container(key="exports", horizontal=True, horizontal_alignment="right"):
        _download(report, "Export PDF", to_pdf, "pdf", "application/pdf", "primary")
        with st.popover("More"):
            _download(report, "PDF on US Letter", lambda one: to_pdf(one, "us-letter"), "pdf", "application/pdf")
            _download(report, "Decision record (Markdown)", to_markdown, "md", "text/markdown")
            _download(report, "Answers and recommendation (JSON)", to_json, "json", "application/json")
            st.caption("The JSON file is also the answers file: open it again on the home page.")


def _head(here: Here, report: Report) -> None:
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        tree = here.file.tree
        block(
            f'<p class="muted small kicker">Recommendation · {esc(tree.title)} {esc(tree.version)} · {long_date(report.day)}</p>'
            f"<h1>{esc(report.title)}</h1>"
        )
    with right:
        _exports(report)
    left_over = [state for state in here.recommendation.to_find_out if state.matters is not False]
    if left_over:
        st.info(
            f"{len(left_over)} of {len(here.recommendation.asked)} questions are open, so parts of this may still change.",
            icon=":material/help:",
        )


def _record(choice: Choice) -> None:
    """Record another outcome than the tree's, with a reason."""
    name = choice.result.id
    with st.expander("Record another outcome", expanded=False):
        options = [outcome.id for outcome in choice.result.outcomes if outcome.id != choice.result.outcome]
        labels = {outcome.id: outcome.text.label for outcome in choice.result.outcomes}
        if not options:
            st.markdown("There is no other outcome.")
            return
        now = choice.recorded
        with st.form(f"record_{name}", border=False):
            index = options.index(now.outcome) if now and now.outcome in options else None
            outcome = st.selectbox(
                "What was decided instead?",
                options,
                index,
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
            if st.form_submit_button("Record"):
                _keep_record(name, outcome, reason.strip())
        if now:
            st.button("Take the recorded outcome back", key=f"unrecord_{name}", on_click=_unrecord, args=(name,))


def _keep_record(name: str, outcome: str | None, reason: str) -> None:
    if outcome is None or not reason:
        st.error("Choose an outcome and write the reason for it.")
        return
    recorded = dict(session.here().assessment.recorded)
    session.change(recorded=recorded | {name: Recorded(outcome=outcome, reason=reason)})
    st.rerun()


def _unrecord(name: str) -> None:
    session.change(recorded={one: kept for one, kept in session.here().assessment.recorded.items() if one != name})


def _recorded_note(choice: Choice) -> None:
    """What was recorded instead, what the tree recommends, and what speaks against the recorded outcome."""
    if not choice.recorded:
        return
    lines = "".join(f"<li>{esc(reason.because)}</li>" for reason in choice.objections)
    spoken = f"<p>Against it speaks:</p><ul>{lines}</ul>" if lines else "<p>No rule of the tree speaks against it.</p>"
    block(
        f'<div class="card recorded"><p><b>✎ Recorded: {esc(choice.headline)}.</b> {esc(choice.recorded.reason)}</p>'
        f"<p>The tree recommends: {esc(choice.recommended)}.</p>{spoken}</div>"
    )


def _decision(choice: Choice, report: Report) -> None:
    block(f"<h2>{esc(choice.name)}: {esc(choice.headline)}</h2>")
    _recorded_note(choice)
    outcomes.show(choice, report)
    shown = choice.chosen or choice.result.leading
    if shown:
        with st.expander(f"{plain(shown.text.label)}: what it takes, costs and brings, and next steps"):
            outcomes.details(shown)
    _record(choice)


def _to_find_out(here: Here, report: Report) -> None:
    unknown = here.recommendation.to_find_out
    if not unknown:
        return
    rows = ""
    for state in unknown:
        noted = report.evidence(state.id)
        hanging = listed(report.hangs_on(state)) or "nothing that is still open"
        due = noted.due.isoformat() if noted.due else "no date"
        rows += f"<tr><th scope='row'>{esc(state.ask)}</th><td>{esc(hanging)}</td><td>{esc(noted.owner or 'nobody yet')}</td><td>{due}</td></tr>"
    block(
        '<h2>What remains to find out</h2><div class="card scroll"><table class="plain"><thead><tr><th>Question</th><th>What hangs on it</th>'
        f"<th>Who</th><th>By when</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
    st.page_link("review.py", label="Name an owner and a date", query_params=here.query(here.place))


def _answers(here: Here) -> None:
    rows = "".join(
        f"<tr><th scope='row'>{esc(state.ask)}</th><td>{esc(', '.join(state.labels) or 'Not sure yet')}</td></tr>"
        for state in here.recommendation.asked
    )
    aside = "".join(
        f"<tr><th scope='row'><s>{esc(state.ask)}</s> set aside</th><td><s>{esc(', '.join(state.labels))}</s></td></tr>"
        for state in here.recommendation.set_aside
    )
    block(
        f'<h2>Answers</h2><div class="card scroll"><table class="plain"><thead><tr><th>Question</th><th>Answer</th></tr></thead><tbody>{rows}{aside}</tbody></table></div>'
    )
    st.page_link("review.py", label="Change answers", query_params=here.query(here.place))


def _drawing(here: Here, report: Report) -> None:
    block(
        "<h2>The path through the tree</h2><p class='muted'>Strong: what you answered. Faint: what you did not, and where it would have led.</p>"
    )
    drawing.show(_path(here.file.digest, here, tuple(here.assessment.answers.items())), report.choices)


@st.cache_resource(max_entries=500, show_spinner=False)
def _path(digest: str, _here: Here, answers: tuple[tuple[str, object], ...]) -> tuple[path.Step, ...]:
    return path.path(_here.file.tree, _here.assessment.answers, _here.recommendation)


def page() -> None:
    """Show the recommendation."""
    here = session.here()
    models = here.library.catalogues.models
    report = Report(here.file, here.assessment, here.recommendation, datetime.date.today(), models)
    _head(here, report)
    summary.cards(report.choices)
    summary.cautions(report)
    with st.expander("Title, author, notes and logo"):
        about.show(here.assessment)
    for choice in report.choices:
        _decision(choice, report)
    _drawing(here, report)
    _answers(here)
    _to_find_out(here, report)
    block(f'<p class="muted small">{CAVEAT}</p>')
    voice.say("recommendation", "Recommendation", here.query(here.place))


page()
