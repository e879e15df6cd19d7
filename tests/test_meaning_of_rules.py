"""What a rule means, held against plain enumeration: the few functions here follow the design to the letter.

They read the tree as its file holds it and share no code with the evaluation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision.evaluate import evaluate
from decision.recommendation import DecisionResult, OutcomeResult, Recommendation
from tests.random_trees import STRENGTHS, Raw, cases, telling_cases, tree_of

Values = dict[str, frozenset[str]]

property_test = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds(condition: Any, values: Values) -> bool:
    """A mapping is AND, a list is OR; whatever has no value makes a test of it false."""
    if isinstance(condition, list):
        return any(holds(part, values) for part in condition)
    return all(_entry(key, value, values) for key, value in condition.items())


def _entry(key: str, value: Any, values: Values) -> bool:
    match key:
        case "any":
            return any(holds(part, values) for part in value)
        case "all":
            return all(holds(part, values) for part in value)
        case "not":
            return not holds(value, values)
        case _:
            return any(one in values[key] for one in ([value] if isinstance(value, str) else value))


def values_of(question: Raw) -> list[frozenset[str]]:
    """Every value that an answer can have: one option, or any set without an exclusive one, or that one alone."""
    options = question["options"]
    if question.get("choose") != "many":
        return [frozenset({option}) for option in options]
    exclusive = [name for name, option in options.items() if isinstance(option, dict)]
    free = [name for name in options if name not in exclusive]
    sets = chain.from_iterable(combinations(free, size) for size in range(1, len(free) + 1))
    return [frozenset(chosen) for chosen in (*sets, *((one,) for one in exclusive))]


def fillings(raw: Raw, answers: Raw) -> Iterator[Values]:
    """Every way to fill in what is open, along the questions that would then be asked."""
    ways: list[Values] = [{}]
    for name, question in raw["questions"].items():
        answer = answers.get(name, "unsure")
        known = [frozenset([answer] if isinstance(answer, str) else answer)]
        possible = values_of(question) if answer == "unsure" else known
        ways = [
            {**way, name: value}
            for way in ways
            for value in (possible if holds(question.get("when", {}), way) else [frozenset()])
        ]
    return iter(ways)


@dataclass
class Made:
    """One decision in one completion."""

    best: list[str]
    order: list[str]
    declared: bool

    @property
    def value(self) -> frozenset[str]:
        return frozenset(sorted(self.best, key=self.order.index)[:1])

    @property
    def possible(self) -> frozenset[str]:
        return self.value if self.declared else frozenset(self.best)


def decide(decision: Raw, values: Values) -> Made:
    """Which outcomes have the highest score among those that are not ruled out."""
    out: set[str] = set()
    scores = dict.fromkeys(decision["outcomes"], 0)
    for rule in decision["rules"].values():
        if holds(rule["when"], values):
            out |= set(rule.get("rule_out", ()))
            out |= set(decision["outcomes"]) - set(rule.get("require", decision["outcomes"]))
            for outcome, strength in rule.get("for", {}).items():
                scores[outcome] += int(STRENGTHS[strength])
            for outcome, strength in rule.get("against", {}).items():
                scores[outcome] -= int(STRENGTHS[strength])
    left = [outcome for outcome in scores if outcome not in out]
    best = [outcome for outcome in left if scores[outcome] == max(scores[other] for other in left)]
    declared = decision.get("tie_break")
    return Made(best, declared["order"] if declared else list(decision["outcomes"]), declared is not None)


@dataclass
class Completion:
    """One completion with all that is decided in it."""

    asked: Values
    values: Values
    made: dict[str, Made]


def completions(raw: Raw, answers: Raw) -> list[Completion]:
    found = []
    for asked in fillings(raw, answers):
        values = dict(asked)
        made = {}
        for name, decision in raw["decisions"].items():
            made[name] = decide(decision, values)
            values[name] = made[name].value
        found.append(Completion(asked, values, made))
    return found


def present(made: list[Made], possible: set[str]) -> str | None:
    """The settled outcome, or the one that is chosen in every completion."""
    values = {one.value for one in made}
    if len(possible) == 1:
        return min(possible)
    return min(min(values), default=None) if len(values) == 1 else None


def often(holding: list[bool]) -> str:
    return "in all" if all(holding) else "in some" if any(holding) else "never"


def effects(result: OutcomeResult) -> list[str]:
    return [reason.rule for reason in (*result.reasons, *result.ruled_out_by)]


def _rule_bears(raw: Raw, decision: str, rule: Raw, outcome: str) -> bool:
    ruled = outcome in rule.get("rule_out", ()) or outcome not in rule.get(
        "require", raw["decisions"][decision]["outcomes"]
    )
    return ruled or outcome in {**rule.get("for", {}), **rule.get("against", {})}


def assert_true(raw: Raw, ways: list[Completion], result: DecisionResult) -> None:
    """What is claimed of a decision holds in the completions, whether or not all of it has been worked out."""
    made = [way.made[result.id] for way in ways]
    possible = frozenset().union(*(one.possible for one in made))
    if result.possible is not None:
        assert set(result.possible) == possible
    assert result.standing in (
        "not worked out",
        "impossible" if not possible else "settled" if len(possible) == 1 else "open",
    )
    assert (result.standing == "not worked out") == (result.possible is None)
    assert result.tied in (None, often([len(one.best) > 1 for one in made]))
    assert result.impossible in (None, often([not one.best for one in made]))
    if result.outcome is not None:
        assert {one.value for one in made if one.best} == {frozenset({result.outcome})}
    for outcome in result.outcomes:
        assert outcome.possible in (None, outcome.id in possible)
        assert_explained(raw, ways, result.id, outcome)


def assert_explained(raw: Raw, ways: list[Completion], decision: str, outcome: OutcomeResult) -> None:
    """Every reason and every ruling-out that is shown fires in every completion, and bears on the outcome."""
    model = raw["decisions"][decision]
    for name in effects(outcome):
        assert all(holds(model["rules"][name]["when"], way.values) for way in ways)
        assert _rule_bears(raw, decision, model["rules"][name], outcome.id)
    for reason in outcome.reasons:
        rule = model["rules"][reason.rule]
        strength = {**rule.get("for", {}), **rule.get("against", {})}[outcome.id]
        sign = 1 if outcome.id in rule.get("for", {}) else -1
        assert reason.points == sign * int(STRENGTHS[strength])
        assert (reason.effect, reason.strength) == ("for" if sign > 0 else "against", strength)
    assert outcome.score == sum(reason.points for reason in outcome.reasons)
    for warned in outcome.cautions:
        when = model["cautions"][warned.caution]["when"]
        for way in ways:
            if outcome.id in way.made[decision].possible:
                assert holds(when, {**way.values, decision: frozenset({outcome.id})})


def differ(raw: Raw, ways: list[Completion], name: str) -> bool:
    """Whether two completions that differ only in a question, and in what it opens, give a shown decision another value."""
    opened = {name}
    for other, question in raw["questions"].items():
        if subjects_in(question.get("when", {})) & opened:
            opened.add(other)
    shown = [one for one, decision in raw["decisions"].items() if decision.get("shown") != "false"]
    groups: dict[Any, set[Any]] = {}
    for way in ways:
        rest = tuple(value for other, value in way.asked.items() if other not in opened)
        groups.setdefault(rest, set()).add(tuple(way.values[one] for one in shown))
    return any(len(found) > 1 for found in groups.values())


def subjects_in(condition: Any) -> set[str]:
    if isinstance(condition, list):
        return set().union(*(subjects_in(part) for part in condition))
    inner = [subjects_in(value) if key in ("any", "all", "not") else {key} for key, value in condition.items()]
    return set().union(*inner)


def assert_asked(raw: Raw, answers: Raw, ways: list[Completion], found: Recommendation) -> None:
    """A question is asked unless it is asked in no completion."""
    assert [state.id for state in found.questions] == list(raw["questions"])
    for state in found.questions:
        when = raw["questions"][state.id].get("when", {})
        asked = any(holds(when, way.asked) for way in ways)
        said = answers.get(state.id)
        known = said not in (None, "unsure")
        there = "answered" if known else "unsure" if said else "open"
        assert state.status == (there if asked else "set aside" if known else "not asked")
        chosen = ([said] if isinstance(said, str) else list(said or ())) if known else []
        assert sorted(state.chosen) == sorted(chosen)


@property_test
@given(cases())
def test_what_is_possible_is_what_the_completions_have(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    ways = completions(raw, answers)
    found = evaluate(tree_of(raw), answers)
    assert found.completions == len(ways)
    assert [result.id for result in found.decisions] == list(raw["decisions"])
    for result in found.decisions:
        assert_true(raw, ways, result)
        made = [way.made[result.id] for way in ways]
        assert result.standing != "not worked out"
        assert result.tied == often([len(one.best) > 1 for one in made])
        assert result.impossible == often([not one.best for one in made])
        counts = Counter(outcome for one in made for outcome in one.possible)
        assert result.outcome == present(made, set(counts))
        for outcome in result.outcomes:
            assert outcome.possible == (outcome.id in counts)
            if len(ways) > 1 or outcome.completions is not None:
                assert outcome.completions == counts[outcome.id]


@property_test
@given(cases())
def test_a_question_is_asked_and_matters_as_the_completions_say(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    ways = completions(raw, answers)
    found = evaluate(tree_of(raw), answers)
    assert_asked(raw, answers, ways, found)
    for state in found.questions:
        expected = differ(raw, ways, state.id) if state.status in ("open", "unsure") else None
        assert state.matters is expected
    waiting = [state.id for state in found.questions if state.status == "open" and state.matters]
    assert (found.next_question.id if found.next_question else None) == next(iter(waiting), None)


@property_test
@given(cases())
def test_the_leader_is_ahead_on_the_reasons_shown_and_possible(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    ways = completions(raw, answers)
    for result in evaluate(tree_of(raw), answers).decisions:
        possible = frozenset().union(*(way.made[result.id].possible for way in ways))
        able = [outcome for outcome in result.outcomes if outcome.id in possible]
        best = [one.id for one in able if all(one.score >= other.score for other in able)]
        spoken = any(one.reasons for one in able)
        assert result.leader == (best[0] if spoken and len(best) == 1 else None)


@property_test
@given(cases())
def test_with_one_completion_every_reason_and_caution_that_fires_is_shown(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    (way, *others) = completions(raw, answers)
    full = {name: sorted(value) if len(value) > 1 else min(value) for name, value in way.asked.items() if value}
    if others:
        (way,) = completions(raw, full)
        answers = full
    for result in evaluate(tree_of(raw), answers).decisions:
        model = raw["decisions"][result.id]
        for outcome in result.outcomes:
            firing = [name for name, rule in model["rules"].items() if holds(rule["when"], way.values)]
            bearing = [name for name in firing if _rule_bears(raw, result.id, model["rules"][name], outcome.id)]
            assert sorted(effects(outcome)) == sorted(bearing)
            if outcome.id in way.made[result.id].possible:
                here = {**way.values, result.id: frozenset({outcome.id})}
                expected = [name for name, caution in model["cautions"].items() if holds(caution["when"], here)]
                assert [warned.caution for warned in outcome.cautions] == expected


@property_test
@given(cases(), st.sampled_from([0, 20, 200, 2_000]))
def test_what_is_claimed_past_the_limit_of_cells_is_true(case: tuple[Raw, Raw], limit: int) -> None:
    raw, answers = case
    ways = completions(raw, answers)
    found = evaluate(tree_of(raw), answers, limit=limit)
    assert found.completions == len(ways)
    assert_asked(raw, answers, ways, found)
    for state in found.questions:
        assert state.matters in (None, differ(raw, ways, state.id))
    for result in found.decisions:
        assert_true(raw, ways, result)


def left_possible(raw: Raw, answers: Raw) -> int:
    """How many outcomes the shown decisions can still have, impossible counted as one."""
    ways = completions(raw, answers)
    shown = [name for name, decision in raw["decisions"].items() if decision.get("shown") != "false"]
    return sum(len({one for way in ways for one in way.made[name].possible or {""}}) for name in shown)


@property_test
@given(st.one_of(cases(), telling_cases()))
def test_the_question_most_worth_settling_leaves_the_fewest_outcomes(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    found = evaluate(tree_of(raw), answers)
    worth: dict[str, Fraction] = {}
    for state in found.questions:
        if state.status in ("open", "unsure") and state.matters:
            said = [sorted(value) if len(value) > 1 else min(value) for value in values_of(raw["questions"][state.id])]
            sums = [left_possible(raw, {**answers, state.id: one}) for one in said]
            worth[state.id] = Fraction(sum(sums), len(sums))
    best = [name for name, left in worth.items() if left == min(worth.values())]
    anything_open = any(result.standing == "open" for result in found.shown)
    assert found.most_worth == (best[0] if anything_open and best else None)
