"""One decision behind the first screen: what stands, its reasons, what would change it, and what comes with it."""

from decision.recommendation import Recommendation
from decision.reports.report import Choice, Report
from views.parts import changes, outcomes
from views.parts.markup import action, esc, fold, table


def section(choice: Choice, report: Report, *, may_change: bool) -> str:
    """A decision as HTML; with buttons for those who may change what is recorded and answered."""
    shown = choice.chosen or choice.result.leading
    title = f"{shown.text.label}: what it takes, costs and brings, and next steps" if shown else ""
    under = fold(title, outcomes.details(shown)) if shown else ""
    if may_change and len(choice.result.outcomes) > 1:
        under += action("record", "Record another outcome", choice.result.id, kind="as_link")
    return (
        f'<section><div class="heading"><h2>{esc(choice.name)}: {esc(choice.headline)}</h2>{changes.firm_chip(report, choice)}</div>'
        f'{_recorded(choice, may_change=may_change)}<div class="split">{outcomes.section(choice, report)}'
        f'{changes.box(report, choice, may_change=may_change)}</div><div class="under">{under}</div></section>'
    )


def _recorded(choice: Choice, *, may_change: bool) -> str:
    """What was recorded instead, what the tree recommends, and what speaks against the recorded outcome."""
    if not choice.recorded:
        return ""
    lines = "".join(f"<li>{esc(reason.because)}</li>" for reason in choice.objections)
    spoken = f"<p>Against it speaks:</p><ul>{lines}</ul>" if lines else "<p>No rule of the tree speaks against it.</p>"
    back = action("unrecord", "Take the recorded outcome back", choice.result.id) if may_change else ""
    return (
        f'<div class="card recorded"><p><b>✎ Recorded: {esc(choice.headline)}.</b> {esc(choice.recorded.reason)}</p>'
        f"<p>The tree recommends: {esc(choice.recommended)}.</p>{spoken}{back}</div>"
    )


def answers(found: Recommendation) -> str:
    """A table of what was answered, and of what was set aside."""
    rows = "".join(
        f"<tr><th scope='row'>{esc(state.ask)}</th><td>{esc(', '.join(state.labels) or 'Not sure yet')}</td></tr>"
        for state in found.asked
    )
    aside = "".join(
        f"<tr><th scope='row'><s>{esc(state.ask)}</s> set aside</th><td><s>{esc(', '.join(state.labels))}</s></td></tr>"
        for state in found.set_aside
    )
    return table(("Question", "Answer"), rows + aside)
