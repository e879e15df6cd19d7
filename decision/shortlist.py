"""From a recommendation to models worth a look: which of the catalogue meet what was answered, and which just do not.

What is asked of a model are the numbers that answers and outcomes assume (`criteria.KINDS`). A criterion counts when
it holds however what is open is settled; what is not known of a model never counts as met.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decision.catalog.entries import Model, Models
from decision.catalog.judge import judge, shown
from decision.catalog.memory import SHORTEST_CONTEXT
from decision.criteria import KINDS, certain, combined
from decision.recommendation import DecisionResult, QuestionState, Recommendation
from decision.tree import Option, Outcome, Source, Tree

MOST = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """The answer or the outcome that a criterion comes from, with the number that it assumes."""

    asked: str
    said: str
    value: float
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked of a model: the strictest of the numbers that its origins assume."""

    name: str
    value: float
    says: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A question or a decision that is open, and the criteria that it may yet set or tighten."""

    asked: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion held against a model. `met` is None where it is not known.

    `off` says how far a number misses what was asked, as a factor: 1.2 for 12 where 10 was the most.
    """

    criterion: str
    met: bool | None
    found: str
    off: float
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model with what was found about it, a finding for each criterion."""

    id: str
    name: str
    maker: str
    released: datetime.date | None
    link: str | None
    licence: str | None
    note: str | None
    findings: tuple[Finding, ...]
    described_by: tuple[Source, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What it does not meet, or is not known to meet."""
        return tuple(finding for finding in self.findings if not finding.met)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everything that its date, its licence and its findings rest on, each source once."""
        cited = (*self.described_by, *(source for finding in self.findings for source in finding.sources))
        return tuple({source.url: source for source in cited}.values())


@dataclass(frozen=True, slots=True)
class Shortlist:
    """At most `MOST` models that meet every criterion; what else meets them; and what misses exactly one.

    `near` begins with what is not known to miss its criterion, then with what misses it by least.
    `of` is the number of models in the catalogue, `tokens` the context that the cache is counted for. `hosted` says
    why no memory is counted, where a provider's machine holds the weights.
    """

    as_of: datetime.date
    of: int
    tokens: int
    criteria: tuple[Criterion, ...]
    hosted: Criterion | None
    unsettled: tuple[Unsettled, ...]
    listed: tuple[Candidate, ...]
    further: tuple[Candidate, ...]
    near: tuple[Candidate, ...]

    def criterion(self, name: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.name == name)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question or decision may come to: for each alternative what was said, and the numbers it assumes."""

    asked: str
    alternatives: tuple[tuple[tuple[Option | Outcome, ...], Mapping[str, float]], ...]


def make_shortlist(
    tree: Tree, recommendation: Recommendation, models: Models, recorded: Mapping[str, str] | None = None
) -> Shortlist | None:
    """The shortlist for a recommendation; None if the tree asks nothing of a model.

    `recorded` are outcomes that stand in place of the tree's, by decision.
    """
    if not any(_assumptions(tree)):
        return None
    asked = [*_questions(tree, recommendation), *_decisions(recommendation, recorded or {})]
    unsettled = tuple(filter(None, map(_unsettled, asked)))
    found = {name: criterion for name in KINDS if (criterion := _criterion(tree, name, asked))}
    hosted = found.pop("hosted", None)
    if hosted or any("hosted" in one.names for one in unsettled):
        found.pop("memory_gb", None)
    context = found.get("min_context_tokens")
    tokens = int(context.value) if context else SHORTEST_CONTEXT
    criteria = tuple(found.values())
    meeting, near = _sorted_out(models, criteria, tokens)
    listed = _one_a_maker(meeting)
    further = tuple(candidate for candidate in meeting if candidate not in listed)
    return Shortlist(models.as_of, len(models.models), tokens, criteria, hosted, unsettled, listed, further, near)


def _assumptions(tree: Tree) -> Iterator[Mapping[str, float]]:
    for question in tree.questions.values():
        yield from (option.assume for option in question.options.values() if option.assume)
    for decision in tree.decisions.values():
        yield from (outcome.assume for outcome in decision.outcomes.values() if outcome.assume)


def _questions(tree: Tree, recommendation: Recommendation) -> Iterator[_Asked]:
    for state in recommendation.asked:
        yield _Asked(state.ask, _answers(tree, state))


def _answers(tree: Tree, state: QuestionState) -> tuple[tuple[tuple[Option, ...], Mapping[str, float]], ...]:
    question = tree.questions[state.id]
    if state.status == "answered":
        options = tuple(question.options[name] for name in state.chosen)
        return ((options, combined(option.assume or {} for option in options)),)
    every = tuple(((option,), option.assume or {}) for option in question.options.values())
    return (*every, ((), {})) if question.when else every  # it may turn out not to be asked


def _decisions(recommendation: Recommendation, recorded: Mapping[str, str]) -> Iterator[_Asked]:
    for result in recommendation.decisions:
        outcomes = _standing(result, recorded.get(result.id))
        yield _Asked(result.decide, tuple(((outcome,), outcome.assume or {}) for outcome in outcomes))


def _standing(result: DecisionResult, recorded: str | None) -> tuple[Outcome, ...]:
    """The outcome that stands; while none does, those that are possible or not known to be impossible."""
    name = recorded or result.outcome
    if name:
        return (result.result(name).text,)
    return tuple(outcome.text for outcome in result.outcomes if outcome.possible is not False)


def _unsettled(asked: _Asked) -> Unsettled | None:
    sure = certain(numbers for _, numbers in asked.alternatives)
    may = tuple(
        name
        for name in KINDS
        if any(name in numbers and numbers[name] != sure.get(name) for _, numbers in asked.alternatives)
    )
    return Unsettled(asked.asked, may) if may else None


def _criterion(tree: Tree, name: str, asked: Iterable[_Asked]) -> Criterion | None:
    origins = tuple(
        Origin(one.asked, _said(one, name), sure[name], _sources(tree, one, name))
        for one in asked
        if name in (sure := certain(numbers for _, numbers in one.alternatives))
    )
    if not origins:
        return None
    value = KINDS[name].strictest(origin.value for origin in origins)
    return Criterion(name, value, KINDS[name].asks.format(shown(value)), origins)


def _assuming(one: _Asked, name: str) -> Iterator[Option | Outcome]:
    return (text for texts, _ in one.alternatives for text in texts if name in (text.assume or {}))


def _said(one: _Asked, name: str) -> str:
    joint = " or " if len(one.alternatives) > 1 else ", "
    return joint.join(text.label for text in _assuming(one, name))


def _sources(tree: Tree, one: _Asked, name: str) -> tuple[Source, ...]:
    ids = dict.fromkeys(source for text in _assuming(one, name) for source in text.source or ())
    return tuple(tree.sources[source] for source in ids)


def _sorted_out(
    models: Models, criteria: tuple[Criterion, ...], tokens: int
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """The models that meet every criterion, and those that miss exactly one; none of either without a criterion."""
    if not criteria:
        return (), ()
    entries = sorted(models.models.items(), key=lambda item: _newest_first(item[1]))
    candidates = [_candidate(models, name, model, criteria, tokens) for name, model in entries]
    meeting = tuple(candidate for candidate in candidates if not candidate.missing)
    near = (candidate for candidate in candidates if len(candidate.missing) == 1)
    return meeting, tuple(sorted(near, key=_nearest_first))


def _nearest_first(candidate: Candidate) -> float:
    """What may yet turn out to meet it comes first, then what misses it by less."""
    missing = candidate.missing[0]
    return 0 if missing.met is None else missing.off


def _newest_first(model: Model) -> tuple[int, float, str]:
    """By date, what has none last; of one day the model with more parameters; then by name."""
    day = model.released.toordinal() if model.released else 0
    return (-day, -(model.parameters_b or 0), model.name)


def _candidate(models: Models, name: str, model: Model, criteria: Iterable[Criterion], tokens: int) -> Candidate:
    return Candidate(
        id=name,
        name=model.name,
        maker=model.maker,
        released=model.released,
        link=model.link,
        licence=model.licence.name if model.licence else None,
        note=model.note,
        findings=tuple(_finding(models, model, criterion, tokens) for criterion in criteria),
        described_by=models.cited(model, *(value for value in ("released", "licence") if value in model.stated)),
    )


def _finding(models: Models, model: Model, criterion: Criterion, tokens: int) -> Finding:
    verdict = judge(model, criterion.name, criterion.value, tokens)
    known = (value for value in verdict.values if value.split(".")[0] in model.stated)
    return Finding(criterion.name, verdict.met, verdict.found, verdict.off, models.cited(model, *known))


def _one_a_maker(meeting: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first of each maker, at most `MOST`."""
    first: dict[str, Candidate] = {}
    for candidate in meeting:
        first.setdefault(candidate.maker, candidate)
    return tuple(first.values())[:MOST]
