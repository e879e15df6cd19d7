"""Where you stand: every decision as it stands, with the two strongest reasons each."""

from decision.recommendation import DecisionResult, OutcomeResult, Recommendation
from decision.reports.words import counted, first_sentence, listed
from decision.tree import name_of
from views.parts.markup import esc, link
from views.session import Here

CHIPS = {
    "settled": ("settled", "● settled"),
    "impossible": ("out", "× impossible"),
    "not worked out": ("open", "○ searched in part"),
}


def chip(result: DecisionResult) -> str:
    """The standing of a decision as a small label."""
    if result.tied == "in all" and result.outcome:
        return '<span class="chip close">● settled by a tie</span>'
    if result.standing == "open":
        return f'<span class="chip open">○ {len(result.can_happen)} possible</span>'
    if result.standing == "not worked out" and len(result.can_happen) > 1:
        return f'<span class="chip open">○ at least {len(result.can_happen)} possible</span>'
    kind, text = CHIPS[result.standing]
    return f'<span class="chip {kind}">{text}</span>'


def column(here: Here) -> str:
    """The column beside the questionnaire."""
    recommendation = here.recommendation
    decisions = "".join(_decision(result) for result in recommendation.shown)
    return (
        f'<section class="card stand" tabindex="0" aria-label="Where you stand"><h2>Where you stand</h2>'
        f'<p class="muted small">{_over(recommendation)}</p>{decisions}</section>'
    )


def advice(here: Here) -> str:
    """What to do next: the question most worth settling, or the recommendation once nothing open can change it."""
    recommendation = here.recommendation
    if all(state.matters is False for state in recommendation.to_find_out) and here.assessment.answers:
        to = link("recommendation", here.query(here.place), "See the recommendation", kind="button")
        said = "Nothing that is still open can change a decision any more."
        return f'<section class="card next"><p class="small">{said}</p>{to}</section>'
    worth = recommendation.most_worth
    if worth is None or worth == here.place or not here.assessment.answers:
        return ""
    ask = link("assess", here.query(worth), recommendation.question(worth).ask)
    return (
        f'<section class="card next"><p class="muted small">Most worth settling next</p><p>{ask}</p>'
        '<p class="muted small">Its answer leaves the fewest outcomes possible.</p></section>'
    )


def _over(recommendation: Recommendation) -> str:
    """Over what the decisions stand so, and which of them were not counted."""
    count = recommendation.completions
    if count == 1:
        return "With all your answers"
    said = ["Over all ways to answer the rest" if count is None else f"Over all {count:,} ways to answer the rest"]
    searched = [result for result in recommendation.shown if result.searched]
    whole = listed(name_of(result.id) for result in searched if result.possible is not None)
    part = listed(name_of(result.id) for result in searched if result.possible is None)
    if whole:
        said.append(f"Too many to count for {whole}: searched to the end, so exact")
    if part:
        said.append(f"Too many for {part}: searched in part, so not all that is possible is known")
    return esc(". ".join(said))


def _decision(result: DecisionResult) -> str:
    head = f'<div class="row"><h3 class="muted">{esc(name_of(result.id))}</h3>{chip(result)}</div>'
    return f'<div class="dec">{head}{_outcomes(result)}{_reasons(result)}</div>'


def _outcomes(result: DecisionResult) -> str:
    if result.standing == "impossible":
        return '<p class="verdict">Every outcome is ruled out</p>'
    named = [outcome for outcome in result.outcomes if outcome.possible or outcome.id == result.leader]
    unknown = sum(outcome.possible is None for outcome in result.outcomes if outcome not in named)
    more = f'<p class="muted small">{counted(unknown, "other")} may be possible</p>' if unknown else ""
    if result.present:
        return f'<p class="verdict">{esc(result.present.text.label)}</p>{more}'
    return f'<ul class="possible">{"".join(_possible(result, outcome) for outcome in named)}</ul>{more}'


def _possible(result: DecisionResult, outcome: OutcomeResult) -> str:
    ahead = outcome.id == result.leader
    doubt = ", not known to be possible" if outcome.possible is None else ""
    note = f"<small>ahead on what is known{doubt}</small>" if ahead else ""
    return f'<li class="pos{" lead" if ahead else ""}">{esc(outcome.text.label)}{note}</li>'


def _reasons(result: DecisionResult) -> str:
    """The two strongest reasons: those for the outcome that stands or leads, else what has ruled others out."""
    leading = result.leading
    lines = [("+", "for", reason.because) for reason in (leading.speaking("for") if leading else ())]
    if not lines:
        firing = [group[0][1] for group in result.by_rule]
        lines = [("×", "out", reason.because) for reason in firing if not reason.points]
    if not lines:
        spoken = any(outcome.reasons for outcome in result.outcomes)
        return "" if spoken else '<p class="muted small">Nothing speaks yet</p>'
    return "".join(
        f'<p class="why small"><span class="sign {kind}" aria-hidden="true">{sign}</span>{esc(first_sentence(text))}</p>'
        for sign, kind, text in lines[:2]
    )
