"""The first screen of a recommendation: the decisions, one sentence why each, and what to watch out for."""

import datetime

from decision.reports.report import Choice, Report
from decision.reports.words import first_sentence
from decision.tree import Source
from views.parts.changes import firm_chip
from views.parts.markup import esc, folded
from views.parts.sources import age
from views.parts.standing import chip


def cards(report: Report) -> str:
    """The decisions side by side."""
    return f'<div class="cards">{"".join(_card(report, choice) for choice in report.choices)}</div>'


def _card(report: Report, choice: Choice) -> str:
    recorded = '<span class="chip close">✎ recorded</span>' if choice.recorded else ""
    instead = ""
    if choice.recorded:
        instead = f'<p class="small muted">The tree says: {esc(choice.recommended)}</p>'
    return (
        f'<article class="card"><h2 class="small muted">{esc(choice.name)}</h2>'
        f'<p class="outcome">{esc(choice.headline)}</p><p>{firm_chip(report, choice) or chip(choice.result)}{recorded}</p>'
        f'{instead}<p class="small muted">{esc(first_sentence(choice.why))}</p></article>'
    )


def cautions(report: Report) -> str:
    """What goes with the outcomes that stand, a sentence each; the whole of it stands with its decision."""
    said = [(choice.name, caution.say) for choice in report.choices for caution in choice.cautions]
    if not said:
        return ""
    items = [f'<li class="small"><b>{esc(name)}.</b> {esc(first_sentence(say))}</li>' for name, say in said]
    return f'<section class="card watch"><h2>Watch out</h2>{folded(items, 8, "two")}</section>'


def caution_list(choice: Choice) -> str:
    """The cautions of the outcome that stands, whole and with their sources."""
    items = [
        f"<li><span class='sign against' aria-hidden='true'>!</span><div>{esc(caution.say)} {cited(caution.sources)}</div></li>"
        for caution in choice.cautions
    ]
    return f"<h3>Watch out</h3>{folded(items, 4, 'reasons')}" if items else ""


def cited(sources: tuple[Source, ...], day: datetime.date | None = None) -> str:
    """Links to sources, each with its date, its grade, and whether it is older than it may be, on a day or today."""
    today = day or datetime.date.today()
    return " ".join(
        f'<a class="small source" href="{esc(source.url)}" target="_blank" rel="noreferrer noopener">'
        f"{esc(source.title)}</a><span class='small muted'> · {source.date:%b %Y} · {source.grade}{age(source, today)}</span>"
        for source in sources
    )
