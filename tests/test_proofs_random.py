"""The deep check on random trees, held against plain enumeration of all ways to answer.

What is read here is what an author reads: the problems, with the examples in them, and the counts.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from decision.proofs.deep import deep_check
from decision.proofs.health import Health
from decision.reading.read import TreeFile
from tests.random_trees import Raw, answers_to, conditions, raw_trees, tree_of
from tests.test_meaning_of_rules import Completion, completions, decide, holds, values_of

property_test = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = datetime.date(2026, 11, 25)


def health(raw: Raw, **more: Any) -> Health:
    return deep_check(TreeFile(tree_of(raw), "", {}), "random.yaml", DAY, **{"mutations": False, **more})


def told(found: Health, code: str) -> list[str]:
    return [problem.message for problem in found.problems if problem.code == code]


def named(found: Health, code: str) -> set[tuple[str, str]]:
    """The two ids that each problem of a kind begins with: `Rule "a" of "b" …`."""
    pairs = [re.findall(r'"(\w+)"', message)[:2] for message in told(found, code)]
    return {(one, other) for one, other in pairs}


@st.composite
def claiming(draw: st.DrawFn) -> Raw:
    """A random tree with some claims."""
    raw = draw(raw_trees())
    above = {name: list(question["options"]) for name, question in raw["questions"].items()}
    above |= {name: list(decision["outcomes"]) for name, decision in raw["decisions"].items()}
    raw["claims"] = {}
    for number in range(draw(st.integers(1, 3))):
        claim = {draw(st.sampled_from(["always", "never"])): draw(conditions(above)), "because": "It must."}
        if draw(st.booleans()):
            claim["when"] = draw(conditions(above))
        raw["claims"][f"claim{number}"] = claim
    return raw


KINDS = [
    "claim-fails",
    "never-fires",
    "without-effect",
    "fire-together",
    "no-difference",
    "never-wins",
    "undeclared-tie",
    "impossible",
    "greedy-dead-end",
]


@pytest.mark.parametrize("code", KINDS)
def test_random_trees_have_each_kind_of_fault(code: str) -> None:
    """So that what is held against enumeration below is held against something."""
    seeking = settings(property_test, max_examples=500, phases=[Phase.generate], derandomize=True, database=None)
    find(claiming(), lambda raw: bool(told(health(raw), code)), settings=seeking)


def fails(claim: Raw, way: Completion) -> bool:
    supposed = holds(claim.get("when", {}), way.values)
    return supposed and (
        holds(claim["never"], way.values) if "never" in claim else not holds(claim["always"], way.values)
    )


def example_in(message: str) -> Raw:
    """The answers of the smallest example that a message ends with."""
    if message.endswith("It is so whatever is answered."):
        return {}
    found = re.search(r"Smallest example: (\{[^}]*\})\.$", message)
    assert found, message
    return yaml.load(found[1], yaml.BaseLoader)  # type: ignore[no-any-return]


def assert_smallest(raw: Raw, ways: list[Completion], message: str, so: Callable[[Completion], bool]) -> None:
    """It is so in every completion of the example, and after no fewer answers."""
    answers = example_in(message)
    assert all(so(way) for way in completions(raw, answers))
    fits = {
        (name, value): frozenset(at for at, way in enumerate(ways) if way.asked[name] in (value, frozenset()))
        for name, question in raw["questions"].items()
        for value in values_of(question)
    }
    wanted = frozenset(at for at, way in enumerate(ways) if so(way))
    for chosen in combinations(raw["questions"], max(0, len(answers) - 1)):
        for values in product(*(values_of(raw["questions"][name]) for name in chosen)):
            left = frozenset(range(len(ways))).intersection(*(fits[pair] for pair in zip(chosen, values, strict=True)))
            assert not answers or not left <= wanted


@property_test
@given(claiming())
def test_claims_are_proved_or_refuted_with_the_smallest_example(raw: Raw) -> None:
    ways = completions(raw, {})
    found = health(raw)
    assert found.claims == {name: not any(fails(claim, way) for way in ways) for name, claim in raw["claims"].items()}
    messages = told(found, "claim-fails")
    assert len(messages) == sum(not proved for proved in found.claims.values())
    for message in messages:
        (name, *_) = re.findall(r'"(\w+)"', message)
        count = sum(fails(raw["claims"][name], way) for way in ways)
        assert (f"in {count} of the {len(ways)} ways" in message.replace(",", "")) == (count < len(ways))
        assert_smallest(raw, ways, message, lambda way, name=name: fails(raw["claims"][name], way))  # type: ignore[misc]


def firing(raw: Raw, name: str, way: Completion) -> set[str]:
    return {rule for rule, one in raw["decisions"][name]["rules"].items() if holds(one["when"], way.values)}


def ranked(raw: Raw, name: str, values: Any) -> tuple[Any, ...]:
    """What is ruled out, and the order of what is left, by rules that fire."""
    decision = raw["decisions"][name]
    alone = {
        one: decide({**decision, "outcomes": {one: ""}, "rules": _about(decision, one)}, values)
        for one in decision["outcomes"]
    }
    left = [one for one in decision["outcomes"] if alone[one].best]
    order = tuple(
        decide({**decision, "outcomes": pair, "rules": _about(decision, *pair)}, values).best
        for pair in combinations(left, 2)
    )
    return left, order


def _about(decision: Raw, *outcomes: str) -> Raw:
    """The rules as far as they speak of some outcomes."""
    found = {}
    for name, rule in decision["rules"].items():
        out = set(rule.get("rule_out", ())) | (
            set(decision["outcomes"]) - set(rule.get("require", decision["outcomes"]))
        )
        found[name] = {
            "when": rule["when"],
            "rule_out": sorted(out & set(outcomes)),
            "for": {one: strength for one, strength in rule.get("for", {}).items() if one in outcomes},
            "against": {one: strength for one, strength in rule.get("against", {}).items() if one in outcomes},
        }
    return found


@property_test
@given(raw_trees())
def test_rules_that_never_fire_or_change_nothing_are_named_and_no_other(raw: Raw) -> None:
    ways = completions(raw, {})
    found = health(raw)
    counts = Counter((name, rule) for name in raw["decisions"] for way in ways for rule in firing(raw, name, way))
    every = {(name, rule) for name, decision in raw["decisions"].items() for rule in decision["rules"]}
    assert {(one.decision, one.rule): one.fires for one in found.rules} == {pair: counts[pair] for pair in every}
    assert named(found, "never-fires") == {(rule, name) for name, rule in every if not counts[name, rule]}
    idle = {(rule, name) for name, rule in every if counts[name, rule] and not _has_effect(raw, name, rule, ways)}
    assert named(found, "without-effect") == idle


def _has_effect(raw: Raw, name: str, rule: str, ways: list[Completion]) -> bool:
    decision = raw["decisions"][name]
    rest = {one: model for one, model in decision["rules"].items() if one != rule}
    less = {"decisions": {name: {**decision, "rules": rest}}}
    firing_there = [way for way in ways if rule in firing(raw, name, way)]
    return any(ranked(raw, name, way.values) != ranked(less, name, way.values) for way in firing_there)


@property_test
@given(raw_trees())
def test_what_outcomes_win_and_what_is_tied_is_counted(raw: Raw) -> None:
    ways = completions(raw, {})
    found = health(raw)
    assert found.completions == len(ways)
    never = set()
    for result in found.decisions:
        made = [way.made[result.id] for way in ways]
        wins = Counter(outcome for one in made for outcome in one.possible)
        assert result.wins == {outcome: wins[outcome] for outcome in raw["decisions"][result.id]["outcomes"]}
        assert result.tied == sum(len(one.best) > 1 for one in made)
        assert result.impossible == sum(not one.best for one in made)
        never |= {(outcome, result.id) for outcome, count in result.wins.items() if not count}
    assert named(found, "never-wins") == never
    undeclared = {one.id for one in found.decisions if one.tied and "tie_break" not in raw["decisions"][one.id]}
    assert {re.findall(r'"(\w+)"', message)[0] for message in told(found, "undeclared-tie")} == undeclared
    for message in told(found, "undeclared-tie"):
        (name, *_), (tied,) = re.findall(r'"(\w+)"', message), re.findall(r"Most often (.*?), in ", message)
        assert_smallest(raw, ways, message, lambda way, n=name, t=tied: " and ".join(way.made[n].best) == t)  # type: ignore[misc]


def savers(raw: Raw, name: str, way: Completion) -> set[tuple[str, str]]:
    """Each other outcome of an earlier decision, not ruled out, with which everything would be possible."""
    order = list(raw["decisions"])
    found = set()
    for place, earlier in enumerate(order[: order.index(name)]):
        left, _ = ranked(raw, earlier, {**way.asked, **{one: way.values[one] for one in order[:place]}})
        for outcome in left:
            values = {**way.asked, **{one: way.values[one] for one in order[:place]}, earlier: frozenset({outcome})}
            for later in order[place + 1 :]:
                values[later] = decide(raw["decisions"][later], values).value
            if all(values[one] for one in order):
                found.add((earlier, outcome))
    return found


@property_test
@given(raw_trees())
def test_dead_ends_are_told_from_answers_that_collide(raw: Raw) -> None:
    ways = completions(raw, {})
    found = health(raw)
    dead_ends, collide = set(), set()
    for name in raw["decisions"]:
        for way in ways:
            if not way.made[name].best:
                saved = savers(raw, name, way)
                dead_ends |= {(name, *pair) for pair in saved}
                collide |= set() if saved else {name}
    messages = {tuple(re.findall(r'"(\w+)"', message)[:3]): message for message in told(found, "greedy-dead-end")}
    assert {(name, earlier, outcome) for name, outcome, earlier in messages} == dead_ends
    for (name, outcome, earlier), message in messages.items():
        assert_smallest(raw, ways, message, lambda way, n=name, p=(earlier, outcome): p in savers_of(raw, n, way))  # type: ignore[misc]
    impossible = {re.findall(r'"(\w+)"', message)[0]: message for message in told(found, "impossible")}
    assert impossible.keys() == collide
    for name, message in impossible.items():
        assert_smallest(raw, ways, message, lambda way, n=name: _nothing_saves(raw, n, way))  # type: ignore[misc]
    assert found.blocks == bool(dead_ends or collide)


def savers_of(raw: Raw, name: str, way: Completion) -> set[tuple[str, str]]:
    return set() if way.made[name].best else savers(raw, name, way)


def _nothing_saves(raw: Raw, name: str, way: Completion) -> bool:
    return not way.made[name].best and not savers(raw, name, way)


def answered(raw: Raw) -> Iterator[tuple[dict[str, frozenset[str]], Completion]]:
    """Every way to answer all questions, asked or not, with its one completion."""
    names = list(raw["questions"])
    for values in product(*(values_of(raw["questions"][name]) for name in names)):
        given_ones = dict(zip(names, values, strict=True))
        (way,) = completions(raw, {name: sorted(value) for name, value in given_ones.items()})
        yield given_ones, way


@property_test
@given(raw_trees())
def test_what_each_question_decides_is_counted_and_what_makes_no_difference_named(raw: Raw) -> None:
    rows = [*answered(raw)]
    found = health(raw)
    assert found.all_ways == len(rows)
    shown = [name for name, decision in raw["decisions"].items() if decision.get("shown") != "false"]
    alike: set[tuple[str, ...]] = set()
    for question in found.questions:
        groups: dict[Any, dict[frozenset[str], Completion]] = {}
        for given_ones, way in rows:
            rest = tuple(value for name, value in given_ones.items() if name != question.id)
            groups.setdefault(rest, {})[given_ones[question.id]] = way
        for name in shown:
            changing = [group for group in groups.values() if len({way.values[name] for way in group.values()}) > 1]
            assert question.decides[name] == sum(map(len, changing))
        alike |= _alike(
            raw, question.id, [{v: _seen(raw, shown, way) for v, way in one.items()} for one in groups.values()]
        )
    messages = [re.findall(r'"(\w+)"', message)[:2] for message in told(found, "no-difference")]
    questions = {
        tuple(ids[:1])
        for ids, message in zip(messages, told(found, "no-difference"), strict=True)
        if message.startswith("Question")
    }
    options = {
        tuple(ids)
        for ids, message in zip(messages, told(found, "no-difference"), strict=True)
        if message.startswith("Option")
    }
    assert questions | options == alike
    totals = [question.total for question in found.questions]
    assert totals == sorted(totals, reverse=True)


def _seen(raw: Raw, shown: list[str], way: Completion) -> tuple[Any, ...]:
    """What a user sees of one completion: the shown decisions and their cautions."""
    cautions = [holds(one["when"], way.values) for name in shown for one in raw["decisions"][name]["cautions"].values()]
    return tuple(way.values[name] for name in shown), tuple(cautions)


def _alike(raw: Raw, name: str, groups: list[dict[frozenset[str], Any]]) -> set[tuple[str, ...]]:
    """The question, or those of its options, that make no difference."""
    question = raw["questions"][name]
    values = values_of(question)

    def same(one: frozenset[str], other: frozenset[str]) -> bool:
        return all(group[one] == group[other] for group in groups)

    if all(same(values[0], value) for value in values):
        return {(name,)}
    options = list(question["options"])
    if question.get("choose") == "many":
        pairs = {one: [(v, v | {one}) for v in values if one not in v and v | {one} in values] for one in options}
        return {(one, name) for one in options if pairs[one] and all(same(*pair) for pair in pairs[one])}
    return {
        (one, name)
        for place, one in enumerate(options)
        if any(same(frozenset({one}), frozenset({other})) for other in options[:place])
    }


@st.composite
def with_scenarios(draw: st.DrawFn) -> Raw:
    """A random tree with scenarios that expect what comes out."""
    raw = draw(raw_trees())
    raw["scenarios"] = {}
    for number in range(draw(st.integers(0, 3))):
        answers = draw(answers_to(raw))
        names = draw(st.lists(st.sampled_from(list(raw["decisions"])), min_size=1, unique=True))
        ways = completions(raw, answers)
        expect = {name: _possible(ways, name) for name in names}
        raw["scenarios"][f"case{number}"] = {"about": "Chance.", "answers": answers, "expect": expect}
    return raw


def _possible(ways: list[Completion], name: str) -> list[str]:
    return sorted(frozenset().union(*(way.made[name].possible for way in ways))) or ["impossible"]


def mutated(raw: Raw) -> Iterator[tuple[str, str, str, Raw]]:
    """Every mutation: the decision, the rule, what is changed, and the tree after it."""
    for name, decision in raw["decisions"].items():
        for rule, model in decision["rules"].items():
            rest = {one: other for one, other in decision["rules"].items() if one != rule}
            yield name, rule, "dropped", _with_rules(raw, name, rest)
            for side in ("for", "against"):
                for outcome, strength in model.get(side, {}).items():
                    other = {"strong": "slight", "slight": "strong"}[strength]
                    swapped = {**model, side: {**model[side], outcome: other}}
                    words = f'with "{other}" instead of "{strength}" {side} "{outcome}"'
                    yield name, rule, words, _with_rules(raw, name, {**decision["rules"], rule: swapped})


def _with_rules(raw: Raw, name: str, rules: Raw) -> Raw:
    return {**raw, "decisions": {**raw["decisions"], name: {**raw["decisions"][name], "rules": rules}}}


def fate(raw: Raw, name: str, other: Raw) -> str:
    for scenario in raw["scenarios"].values():
        ways = completions(other, scenario["answers"])
        if any(_possible(ways, one) != expected for one, expected in scenario["expect"].items()):
            return "noticed"
    before, after = completions(raw, {}), completions(other, {})
    differ = any(one.made[name].possible != two.made[name].possible for one, two in zip(before, after, strict=True))
    return "unnoticed" if differ else "without effect"


@settings(property_test, max_examples=20)
@given(with_scenarios())
def test_what_scenarios_notice_of_each_mutation_is_what_they_would(raw: Raw) -> None:
    found = health(raw, mutations=True)
    expected = {(name, rule, words): fate(raw, name, other) for name, rule, words, other in mutated(raw)}
    assert {(one.decision, one.rule, one.change): one.fate for one in found.mutations} == expected
    assert (found.noticed, found.noticeable) == (
        sum(one == "noticed" for one in expected.values()),
        sum(one != "without effect" for one in expected.values()),
    )
    assert len(told(found, "unnoticed-mutation")) == sum(one == "unnoticed" for one in expected.values())
    ways = [completions(raw, scenario["answers"]) for scenario in raw["scenarios"].values()]
    for rule in found.rules:
        covering = [any(rule.rule in firing(raw, rule.decision, way) for way in some) for some in ways]
        assert rule.scenarios == sum(covering)


@property_test
@given(raw_trees(), st.sampled_from([0, 10, 60, 400]))
def test_what_is_told_past_the_limit_of_cells_is_true(raw: Raw, limit: int) -> None:
    exact = health(raw)
    found = health(raw, limit=limit)
    known = {problem for problem in found.problems if problem.code not in ("not-worked-out", "impossible")}
    assert known <= set(exact.problems)
    assert {one.split('"')[1] for one in told(found, "impossible")} >= {
        one.split('"')[1] for one in told(exact, "impossible")
    } - {one.id for one in found.decisions if one.impossible is None}
    for one, other in zip(found.decisions, exact.decisions, strict=True):
        assert one.wins in (None, other.wins)
        assert (one.wins is None) == any(f'"{one.id}"' in message for message in told(found, "not-worked-out"))
    every = {(one.decision, one.rule): one.fires for one in exact.rules}
    assert all(one.fires in (None, every[one.decision, one.rule]) for one in found.rules)
