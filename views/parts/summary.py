"""The first screen of a recommendation: the decisions, one sentence why each, and what to watch out for."""

from decision.reports.report import Choice, Report
from decision.tree import Source
from views.parts.markup import block, esc
from views.parts.standing import chip


def cards(choices: tuple[Choice, ...]) -> None:
    """The decisions side by side."""
    block(f'<div class="cards">{"".join(_card(choice) for choice in choices)}</div>')


def _card(choice: Choice) -> str:
    recorded = '<span class="chip close">✎ recorded by you</span>' if choice.recorded else ""
    instead = ""
    if choice.recorded:
        tool = choice.result.present.text.label if choice.result.present else "nothing settled"
        instead = f'<p class="small muted">The tree says: {esc(tool)}</p>'
    return (
        f'<article class="card"><h2 class="small muted">{esc(choice.name)}</h2>'
        f'<p class="outcome">{esc(choice.headline)}</p><p>{chip(choice.result)}{recorded}</p>'
        f'{instead}<p class="small muted">{esc(choice.why)}</p></article>'
    )


def cautions(report: Report) -> None:
    """What goes with the outcomes that stand."""
    said = [(choice.name, caution) for choice in report.choices for caution in choice.cautions]
    if not said:
        return
    items = "".join(
        f'<li class="small"><b>{esc(name)}.</b> {esc(caution.say)} {cited(caution.sources)}</li>'
        for name, caution in said
    )
    block(f'<section class="card watch"><h2>Watch out</h2><ul class="bare">{items}</ul></section>')


def cited(sources: tuple[Source, ...]) -> str:
    """Links to sources, each with its date and grade."""
    return " ".join(
        f'<a class="small source" href="{esc(source.url)}" target="_blank" rel="noreferrer noopener">'
        f"{esc(source.title)}</a><span class='small muted'> · {source.date:%b %Y} · {source.grade}</span>"
        for source in sources
    )
