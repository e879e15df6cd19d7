"""Why a decision is impossible: another outcome earlier would have left everything possible, or answers collide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision.answers import fit
from decision.evaluate import evaluate
from decision.space.collisions import Collision, DeadEnd, Impossible, why_impossible
from tests.random_trees import Raw, allowed, raw_trees, tree_of, wanted
from tests.test_evaluate import INTERMEDIATE, server, tree
from tests.test_meaning_of_rules import Values, completions, decide, holds


@st.composite
def strict_cases(draw: st.DrawFn) -> tuple[Raw, Raw]:
    """A random tree with many requirements, and answers to most of it."""
    raw = draw(raw_trees())
    above = {name: list(question["options"]) for name, question in raw["questions"].items()}
    for number, (name, decision) in enumerate(raw["decisions"].items()):
        for extra in range(draw(st.integers(2, 4)) if number else draw(st.integers(0, 1))):
            subject = f"d{number - 1}" if number and not extra else draw(st.sampled_from(list(above)))
            required = draw(st.sampled_from(list(decision["outcomes"])))
            when = {subject: draw(wanted(above[subject]))}
            decision["rules"][f"strict{number}_{extra}"] = {"when": when, "require": [required], "because": "So."}
        above[name] = list(decision["outcomes"])
    if draw(st.booleans()):
        _make_greedy(raw)
    answers = {name: draw(allowed(one)) for name, one in raw["questions"].items() if draw(st.integers(0, 4))}
    return raw, answers


def _make_greedy(raw: Raw) -> None:
    """The first decision takes what the second cannot live with, for want of looking ahead."""
    first, second, *_ = (*raw["decisions"].values(), {}, {})
    always = {"q0": list(raw["questions"]["q0"]["options"])}
    if len(first["outcomes"]) > 1 and len(second.get("outcomes", ())) > 1:
        first["rules"] = {"likes": {"when": always, "for": {"r0": "strong"}, "because": "So."}}
        near = {"when": {"d0": "r0"}, "require": ["r0"], "because": "So."}
        far = {"when": always, "require": ["r1"], "because": "So."}
        second["rules"] = {"near": near, "far": far}


def impossible_in_all(raw: Raw, answers: Raw, name: str) -> bool:
    return not any(way.made[name].best for way in completions(raw, answers))


def smallest(sets: list[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in sets if not any(other < one for other in sets)}


def subsets(names: list[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def redecided(raw: Raw, asked: Values, forced: str, outcome: str) -> bool:
    """Whether every decision is possible when one takes an outcome that is not ruled out."""
    values = dict(asked)
    for name, decision in raw["decisions"].items():
        if name == forced:
            strict = {one: rule for one, rule in decision["rules"].items() if {"rule_out", "require"} & rule.keys()}
            alone = {"when": {}, "require": [outcome], "because": "It is supposed."}
            decision = {**decision, "rules": {**strict, "supposed": alone}}
        made = decide(decision, values)
        if not made.best:
            return False
        values[name] = made.value
    return True


def dead_ends(raw: Raw, answers: Raw, name: str) -> set[tuple[str, str]]:
    names = list(raw["decisions"])
    found = set()
    for way in completions(raw, answers):
        for earlier in names[: names.index(name)]:
            for outcome in raw["decisions"][earlier]["outcomes"]:
                if redecided(raw, way.asked, earlier, outcome):
                    found.add((earlier, outcome))
    return found


def rules_that_exclude(raw: Raw, answers: Raw, name: str) -> set[str]:
    outcomes = set(raw["decisions"][name]["outcomes"])
    return {
        one
        for one, rule in raw["decisions"][name]["rules"].items()
        if (rule.get("rule_out") or outcomes - set(rule.get("require", outcomes)))
        and any(holds(rule["when"], way.values) for way in completions(raw, answers))
    }


SEEN = {"dead ends": 0, "collisions": 0, "relaxations": 0}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strict_cases())
def assert_every_impossible_decision_is_explained(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    made = tree_of(raw)
    known = list(answers)
    for result in evaluate(made, answers).decisions:
        if result.standing != "impossible":
            continue
        found = why_impossible(made, fit(made, answers), result.id)
        assert found is not None
        ends = dead_ends(raw, answers, result.id)
        assert {(one.decision, one.outcome) for one in found.dead_ends} == ends
        SEEN["dead ends"] += bool(ends)
        if ends:
            assert (found.collisions, found.relaxations) == ((), ())
            continue
        alone = [one for one in subsets(known) if impossible_in_all(raw, {q: answers[q] for q in one}, result.id)]
        assert {frozenset(one.questions) for one in found.collisions} == smallest(alone)
        for one in found.collisions:
            left = {question: answers[question] for question in one.questions}
            assert set(one.rules) == rules_that_exclude(raw, left, result.id)
        rest = [
            one
            for one in subsets(known)
            if not impossible_in_all(raw, {q: a for q, a in answers.items() if q not in one}, result.id)
        ]
        assert set(map(frozenset, found.relaxations)) == smallest(rest)
        SEEN["collisions"] += len(found.collisions)
        SEEN["relaxations"] += len(found.relaxations)


def test_every_impossible_decision_is_explained() -> None:
    assert_every_impossible_decision_is_explained()
    assert all(SEEN.values()), SEEN


def why(made: Any, answers: Raw, name: str = "server") -> Impossible | None:
    return why_impossible(made, fit(made, answers), name)


def test_answers_that_collide_are_named_with_their_rules_and_what_would_help() -> None:
    """The place is one of them: in the cloud no GPU is asked for, and the answer to it does not count."""
    made = server("""
a: {when: {gpu: one}, require: large, because: A.}
b: {when: {needs: search}, require: small, because: B.}
c: {when: {needs: tools}, rule_out: large, because: C.}
d: {when: {needs: nothing}, rule_out: none, because: D.}""")
    found = why(made, {"place": "house", "gpu": "one", "needs": ["search", "tools"]})
    assert found == Impossible(
        (),
        (Collision(("place", "gpu", "needs"), ("a", "b", "c")),),
        (("place",), ("gpu",), ("needs",)),
    )


def test_an_earlier_decision_that_went_too_far_is_named_before_answers_are() -> None:
    greedy = """\
decisions:
  where:
    decide: Where?
    outcomes: {here: Here, there: There}
    rules:
      likes: {when: {place: house}, for: {here: strong}, because: It is near.}
      leave: {when: {place: cloud}, for: {there: strong}, because: It is far.}
  server:
    decide: Which server?
    outcomes: {small: Small, large: Large}
    rules:
      small_here: {when: {where: here}, require: small, because: There is no room.}
      large_one: {when: {gpu: one}, require: large, because: The card needs it.}
      large_two: {when: {gpu: none}, for: {small: slight}, because: It is enough.}
"""
    made = tree(greedy)
    assert why(made, {"place": "house", "gpu": "one"}) == Impossible((DeadEnd("where", "there"),), (), ())


def test_an_answer_that_opens_a_question_collides_with_it() -> None:
    found = why(tree(INTERMEDIATE), {"place": "house", "gpu": "none", "needs": "nothing"}, "runs_servers")
    assert found is not None
    assert [one.questions for one in found.collisions] == [("place", "gpu")]
    assert found.relaxations == (("place",), ("gpu",))


def test_past_the_limit_nothing_is_blamed() -> None:
    made = server("a: {when: {gpu: one}, rule_out: [small, large, none], because: A.}")
    answers = fit(made, {"place": "house", "gpu": "one"})
    assert why_impossible(made, answers, "server", limit=0) is None
