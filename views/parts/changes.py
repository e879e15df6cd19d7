"""What would change a decision: every smallest change of answers, beside its reasons."""

from decision.reports.changes import (
    Alternative,
    alternatives,
    answered,
    chip,
    firmness,
    looked_at,
    obstacles,
    why_nothing,
)
from decision.reports.report import Choice, Report
from views.parts.markup import action, esc, folded

_CHIPS = {"on the edge": "close", "close": "open", "firm": "settled"}
_SHOWN = 5


def firm_chip(report: Report, choice: Choice) -> str:
    """How firmly a settled decision stands, as a small label."""
    firm = firmness(report, choice)
    return f'<span class="chip {_CHIPS[firm]}">{chip(firm)}</span>' if firm else ""


def box(report: Report, choice: Choice, *, may_change: bool) -> str:
    """The changes, the smallest first; where every outcome is ruled out, what collides and what would help, with buttons
    for those who may change answers.
    """
    if choice.result.standing == "impossible":
        return _collisions(report, choice, may_change=may_change)
    found = alternatives(report, choice)
    if choice.result.outcome is None:
        return ""
    if found is None:
        body = '<p class="muted small">Not worked out: too much would have to be looked at.</p>'
    elif not found:
        body = f'<p class="muted small">No change of {looked_at(report, choice)} gives another outcome.</p>'
    else:
        head = f'<p class="muted small">Every smallest change of {looked_at(report, choice)}</p>'
        body = head + folded([_item(one) for one in found], _SHOWN, "flips")
    return f'<aside class="card change"><h3>What would change it</h3>{body}</aside>'


def _item(one: Alternative) -> str:
    swaps = " and ".join(f"<b>{esc(swap.other)}</b> instead of {esc(swap.given)}" for swap in one.swaps)
    becomes = f"{'becomes' if one.certain else 'may become'} <b>{esc(one.becomes)}</b>"
    rest = ["the rest stays"] if one.others_stay else []
    also = f'<p class="muted">{esc("; ".join([*one.also, *rest]))}</p>' if one.also or rest else ""
    return f'<li><span class="sign open" aria-hidden="true">⇄</span><div>{swaps}<p>{becomes}</p>{also}</div></li>'


def _collisions(report: Report, choice: Choice, *, may_change: bool) -> str:
    found = why_nothing(report, choice)
    if found is None:
        return ""
    said = "".join(f"<p>{esc(sentence)}</p>" for sentence in obstacles(report, choice))
    helps = "".join(
        action("relax", answered(report, questions), f"{choice.result.id}.{number}")
        if may_change
        else f"<p>{esc(answered(report, questions))}</p>"
        for number, questions in enumerate(found.relaxations)
    )
    if helps:
        helps = f'<p class="muted small">It is possible again if you make unsure:</p><div class="helps">{helps}</div>'
    return f'<aside class="card change"><h3>Why nothing is left</h3>{said}{helps}</aside>'
