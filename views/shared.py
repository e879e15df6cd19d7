"""A saved assessment, to read only, for whoever has a link to it. It changes nothing of the visitor's own."""

import datetime

import streamlit as st

from decision import address
from decision.assessment import Assessment
from decision.problems import DecisionError
from decision.reading.read import TreeFile
from decision.reports.markdown import to_markdown
from decision.reports.pdf import to_pdf
from decision.reports.report import Report
from decision.reports.words import CAVEAT
from decision.store.saved import Saved
from decision.store.shares import Shares
from views import keeping, offered, session
from views.parts import decided, shortlist, summary
from views.parts.downloads import download
from views.parts.live import VOICE
from views.parts.markup import block, esc

_NOTHING = "This link opens nothing. It was withdrawn, or it is not complete. Ask the person who gave it to you."


def _nothing(why: str) -> None:
    block(f'<h1>Shared assessment</h1><p class="note">{esc(why)}</p>')


def _head(saved: Saved, report: Report) -> None:
    entry, said, tree = saved.entry, saved.assessment, report.file.tree
    who = " · ".join(esc(one) for one in (said.author, said.organization) if one)
    by = f" by {esc(entry.saved_by)}" if entry.saved_by else ""
    changed = f"Changed {entry.changed:%d %b %Y, %H:%M} UTC{by}"
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        block(
            f'<p class="muted small kicker">Shared, to read only · {esc(tree.title)} {esc(tree.version)}</p>'
            f"<h1>{esc(report.title)}</h1>"
            f'<p class="muted">{f"{who} · " if who else ""}{esc(said.status)} · {changed}</p>'
        )
    with right, st.container(key="exports", horizontal=True, horizontal_alignment="right"):
        download(report, "Export PDF", to_pdf, "pdf", "application/pdf", "primary")
        download(report, "Decision record (Markdown)", to_markdown, "md", "text/markdown")
        if st.button("Answer it yourself", key="answer_it"):
            _answer_it(report.file, saved)


def _said(said: Assessment) -> str:
    """Who decides, who was consulted, and the notes, where there are any."""
    names = {"Who decides": said.deciders, "Who was consulted": said.consulted}
    lines = "".join(f"<p><b>{label}:</b> {esc('; '.join(some))}</p>" for label, some in names.items() if some)
    lines += "".join(f"<p>{esc(line)}</p>" for line in said.notes.splitlines() if line)
    return f"<section><h2>Notes</h2>{lines}</section>" if lines else ""


def _answer_it(file: TreeFile, saved: Saved) -> None:
    """Go on with a copy of the answers, as one's own."""
    session.open_copy(file, saved.assessment.answers)
    st.switch_page("review.py", query_params=address.write(file.tree.id, file.stamp, saved.assessment.answers))


def _show(saved: Saved) -> None:
    file = keeping.tree_of(saved.entry.digest, saved.text)
    if file is None:
        _nothing("This version of the program cannot read the tree of this assessment.")
        return
    found = session.recommended(file, saved.assessment.answers)
    models = offered.library().catalogues.models
    report = Report(file, saved.assessment, found, datetime.date.today(), models)
    _head(saved, report)
    block(summary.cards(report) + summary.cautions(report))
    block("".join(decided.section(choice, report, may_change=False) for choice in report.choices))
    block(shortlist.markup(report.shortlist, report.day))
    block(f"<section><h2>Answers</h2>{decided.answers(found)}</section>{_said(saved.assessment)}")
    block(f"<p class='muted small'>{CAVEAT}</p>")


def page() -> None:
    """Show what the link leads to, or one sentence."""
    link = st.query_params.get("link", "")
    try:
        saved = Shares(keeping.store().database).open(link)
    except DecisionError as error:
        _nothing(f"This link cannot be opened now. {keeping.trouble(error)}")
    else:
        if saved:
            _show(saved)
        else:
            _nothing(_NOTHING)
    VOICE.show("shared", "Shared assessment", {"link": link})


page()
