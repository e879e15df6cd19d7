"""Answers to a recommendation: pure, total, and explained.

The explanation is three-valued: a rule is shown when it fires in every completion of the answers. What is possible is
counted over all completions (`space.standing`), or searched for where that would take too much (`space.search`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from decision.answers import Answer, Answers, allowed_values, fit, value
from decision.conditions import ALWAYS, NOTHING, Domain, Value, truth
from decision.deciding import Bounds, bounds, possible_of, ruled_out
from decision.recommendation import (
    DecisionResult,
    Effect,
    Often,
    OutcomeResult,
    QuestionState,
    Reason,
    Recommendation,
    Standing,
    Status,
    Warned,
)
from decision.space.search import STEPS, searched
from decision.space.standing import LIMIT, Known, Survey, Tally, survey
from decision.space.worth import most_worth
from decision.tree import UNSURE, Decision, Question, Rule, Source, Tree


def evaluate(tree: Tree, answers: Mapping[str, Any], *, limit: int = LIMIT, steps: int = STEPS) -> Recommendation:
    """Every decision for these answers, with reasons, trace and what is open.

    `unsure`, and a question not answered, leave every option possible. What would need more than `limit` cells of the
    answer space at once is searched, in about so many `steps`; what is not known then is not worked out.
    Raises `AnswerError` for answers that do not fit the tree.
    """
    known = fit(tree, answers)
    domains, statuses = ask(tree, known, None)
    found = None
    if any(len(domain) > 1 for domain in domains.values()):
        found = survey(tree, known, limit=limit)
        domains, statuses = ask(tree, known, found.asked)
        if len(found.decisions) < len(tree.decisions):
            found = searched(tree, found, domains, steps)
    questions = tuple(_question(tree, name, known, statuses[name], found) for name in tree.questions)
    completions = found.completions if found else 1
    counted, by_search = (found.decisions, found.searched) if found else ({}, {})
    decisions = []
    for name, decision in tree.decisions.items():
        limits, tally = bounds(tree, decision, domains), counted.get(name)
        made = tally.known if tally else _sure(decision, limits) if limits.winners is not None else by_search[name]
        domains[name] = made.values
        decisions.append(_decision(tree, name, limits, domains, made, tally))
    return Recommendation(questions, tuple(decisions), completions, most_worth(tree, found) if found else None)


def ask(tree: Tree, answers: Answers, able: Collection[str] | None) -> tuple[dict[str, Domain], dict[str, Status]]:
    """What each question can still be, and where it stands. `able` are those asked in some completion, where known."""
    domains: dict[str, Domain] = {}
    statuses: dict[str, Status] = {}
    for name, question in tree.questions.items():
        answer = answers.get(name)
        asked = truth(question.when or ALWAYS, domains)
        if asked is False or (able is not None and name not in able):
            domains[name] = frozenset((NOTHING,))
            statuses[name] = "set aside" if answer not in (None, UNSURE) else "not asked"
            continue
        domains[name] = frozenset(_values(question, answer)) | (frozenset() if asked else {NOTHING})
        statuses[name] = "open" if answer is None else "unsure" if answer == UNSURE else "answered"
    return domains, statuses


def _values(question: Question, answer: Answer | None) -> tuple[Value, ...]:
    """The values that a question can have when it is asked: the known one, or all that are allowed."""
    return allowed_values(question) if answer is None or answer == UNSURE else (value(answer),)


def _question(tree: Tree, name: str, answers: Answers, status: Status, found: Survey | None) -> QuestionState:
    question = tree.questions[name]
    answer = answers.get(name, UNSURE)
    chosen = () if answer == UNSURE else tuple(option for option in question.options if option in value(answer))
    labels = tuple(question.options[option].label for option in chosen)
    matters = None
    if status in ("open", "unsure"):
        matters = found.matters[name] if found else False
    return QuestionState(name, question.ask, question.dimension, status, chosen, labels, matters)


def _sure(decision: Decision, limits: Bounds) -> Known:
    """What is known of a decision none of whose rules is open."""
    winners = limits.winners or ()
    tied, impossible = _always(len(winners) > 1), _always(not winners)
    return Known(frozenset(possible_of(decision, winners)), frozenset(), limits.domain, tied, impossible)


def _always(holds: bool) -> Often:
    return "in all" if holds else "never"


def _decision(
    tree: Tree, name: str, limits: Bounds, domains: Mapping[str, Domain], known: Known, tally: Tally | None
) -> DecisionResult:
    decision = tree.decisions[name]
    outcomes = tuple(_outcome(tree, name, outcome, limits, domains, known, tally) for outcome in decision.outcomes)
    possible = None if known.unknown else tuple(outcome.id for outcome in outcomes if outcome.possible)
    return DecisionResult(
        id=name,
        decide=decision.decide,
        shown=decision.shown,
        standing=_standing(possible),
        outcome=_present(possible, known.values),
        possible=possible,
        tied=known.tied,
        impossible=known.impossible,
        leader=_leader(outcomes),
        tie_break=decision.tie_break.because if decision.tie_break else None,
        outcomes=outcomes,
        searched=tally is None and limits.winners is None,
    )


def _present(possible: tuple[str, ...] | None, values: Domain) -> str | None:
    """The settled outcome, even if some completions have none; or the one that a tie leaves in all of them."""
    if possible is not None and len(possible) == 1:
        return possible[0]
    return next(iter(next(iter(values))), None) if len(values) == 1 else None


def _standing(possible: tuple[str, ...] | None) -> Standing:
    if possible is None:
        return "not worked out"
    return "impossible" if not possible else "settled" if len(possible) == 1 else "open"


def _leader(outcomes: tuple[OutcomeResult, ...]) -> str | None:
    """The one outcome that is ahead on certain reasons, among those not known to be impossible; None before any reason."""
    able = [outcome for outcome in outcomes if outcome.possible is not False]
    best = max((outcome.score for outcome in able), default=0)
    ahead = [outcome for outcome in able if outcome.score == best]
    spoken = any(outcome.reasons for outcome in able)
    return ahead[0].id if spoken and len(ahead) == 1 else None


def _outcome(
    tree: Tree,
    decision: str,
    outcome: str,
    limits: Bounds,
    domains: Mapping[str, Domain],
    known: Known,
    tally: Tally | None,
) -> OutcomeResult:
    model = tree.decisions[decision]
    firing = limits.firing.items()
    reasons = tuple(_argument(tree, name, rule, outcome) for name, rule in firing if outcome in rule.argues_about)
    out = tuple(_exclusion(tree, name, rule) for name, rule in firing if outcome in ruled_out(model, rule))
    possible = None if outcome in known.unknown else outcome in known.possible
    return OutcomeResult(
        id=outcome,
        text=model.outcomes[outcome],
        score=sum(reason.points for reason in reasons),
        reasons=reasons,
        ruled_out_by=out,
        cautions=() if possible is False else _cautions(tree, decision, outcome, domains),
        possible=possible,
        completions=tally.possible[outcome] if tally is not None else None,
    )


def _argument(tree: Tree, name: str, rule: Rule, outcome: str) -> Reason:
    speaks_for = outcome in (rule.argues_for or {})
    strength = rule.argues_about[outcome]
    points = tree.strengths[strength] * (1 if speaks_for else -1)
    sources = _sources(tree, rule.source)
    return Reason(name, "for" if speaks_for else "against", strength, points, rule.because, rule.disputed, sources)


def _exclusion(tree: Tree, name: str, rule: Rule) -> Reason:
    effect: Effect = "rules out" if rule.rule_out is not None else "requires"
    return Reason(name, effect, None, 0, rule.because, rule.disputed, _sources(tree, rule.source))


def _cautions(tree: Tree, decision: str, outcome: str, domains: Mapping[str, Domain]) -> tuple[Warned, ...]:
    """The cautions that hold in every completion in which the decision has this outcome."""
    supposed = {**domains, decision: frozenset((frozenset((outcome,)),))}
    return tuple(
        Warned(name, caution.say, _sources(tree, caution.source))
        for name, caution in tree.decisions[decision].cautions.items()
        if truth(caution.when, supposed)
    )


def _sources(tree: Tree, named: tuple[str, ...] | None) -> tuple[Source, ...]:
    return tuple(tree.sources[name] for name in named or ())
