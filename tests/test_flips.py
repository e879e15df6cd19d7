"""Every smallest change of answers that changes a decision is listed, and none that does not."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from decision.answers import fit
from decision.evaluate import evaluate
from decision.space import flips
from decision.space.flips import Flip, Robustness, robustness
from decision.tree import Tree
from tests.random_trees import Raw, telling_cases, tree_of
from tests.test_evaluate import FULL, ONE_DECISION, server, tree
from tests.test_meaning_of_rules import completions, often

Change = frozenset[tuple[str, frozenset[str]]]
Then = tuple[frozenset[str], str]
"""The possible outcomes, and whether the decision is then impossible."""


def others(question: Raw, answer: Any) -> list[frozenset[str]]:
    """The answers that are one step from this one."""
    options = question["options"]
    if question.get("choose") != "many":
        return [frozenset({one}) for one in options if one != answer]
    now = frozenset([answer] if isinstance(answer, str) else answer)
    alone = {one for one, option in options.items() if isinstance(option, dict)}
    found = []
    for one in options:
        if one in now:
            found.append(now - {one})
        elif one in alone or now & alone:
            found.append(frozenset({one}))
        else:
            found.append(now | {one})
    return [one for one in found if one]


def changes(raw: Raw, answers: Raw) -> list[Change]:
    """Every change of up to three answers to questions that are asked."""
    asked = {name for way in completions(raw, answers) for name, value in way.asked.items() if value}
    known = [name for name in raw["questions"] if name in asked and answers.get(name, "unsure") != "unsure"]
    found = []
    for size in (1, 2, 3):
        for names in combinations(known, size):
            sets: list[list[tuple[str, frozenset[str]]]] = [[]]
            for name in names:
                sets = [[*one, (name, new)] for one in sets for new in others(raw["questions"][name], answers[name])]
            found += [frozenset(one) for one in sets]
    return found


def then(raw: Raw, answers: Raw) -> dict[str, Then]:
    ways = completions(raw, answers)
    found = {}
    for name in raw["decisions"]:
        made = [way.made[name] for way in ways]
        possible = frozenset().union(*(one.possible for one in made))
        found[name] = (possible, often([not one.best for one in made]))
    return found


def certain(after: Then) -> bool:
    possible, impossible = after
    return not possible or (len(possible) == 1 and impossible == "never")


def written(flip: Flip) -> Change:
    return frozenset((change.question, frozenset(change.options)) for change in flip.changes)


SEEN = {"listed": 0, "may become": 0, "pairs": 0, "triples": 0, "not the smallest": 0}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(telling_cases())
def assert_every_flip_is_listed_and_each_is_true(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    made = tree_of(raw)
    known = fit(made, answers)
    recommendation = evaluate(made, answers)
    outcomes = {
        change: then(raw, {**answers, **{name: sorted(value) for name, value in change}} | _single(raw, change))
        for change in changes(raw, answers)
    }
    found = robustness(made, known, recommendation)
    assert list(found) == [result.id for result in recommendation.decisions if result.outcome]
    for name, robust in found.items():
        result = recommendation.decision(name)
        flipping = {change for change, after in outcomes.items() if result.outcome not in after[name][0]}
        smallest = {one for one in flipping if not any(other < one for other in flipping)}
        assert {written(flip) for flip in robust.flips} == smallest
        assert len(robust.flips) == len(smallest)
        sizes = [len(flip.changes) for flip in robust.flips]
        assert sizes == sorted(sizes)
        for flip in robust.flips:
            after = outcomes[written(flip)]
            assert flip.certain == certain(after[name])
            assert {one: (frozenset(left.possible), left.impossible) for one, left in flip.then.items()} == after
        sure = [len(change) for change in flipping if certain(outcomes[change][name])]
        edge = 1 if result.tied == "in all" else min(sure, default=3)
        assert robust.standing == {1: "on the edge", 2: "close", 3: "firm"}[edge]
        if result.tied != "in all":
            assert (len(robust.reason.changes) if robust.reason else None) == min(sure, default=None)
            assert robust.reason is None or written(robust.reason) in flipping
        SEEN["listed"] += len(smallest)
        SEEN["may become"] += sum(not certain(outcomes[one][name]) for one in smallest)
        SEEN["pairs"] += sizes.count(2)
        SEEN["triples"] += sizes.count(3)
        SEEN["not the smallest"] += len(flipping) - len(smallest)


def _single(raw: Raw, change: Change) -> Raw:
    """Where one option is taken, the new answer is its id."""
    return {name: min(value) for name, value in change if raw["questions"][name].get("choose") != "many"}


def test_every_flip_is_listed_and_each_is_true() -> None:
    assert_every_flip_is_listed_and_each_is_true()
    assert SEEN["listed"] > 20, SEEN
    assert min(SEEN["pairs"], SEEN["not the smallest"]) > 2, SEEN


def flips_of(made: Tree, answers: dict[str, Any]) -> Robustness:
    return robustness(made, fit(made, answers), evaluate(made, answers))["server"]


def listed(found: Robustness) -> list[tuple[dict[str, tuple[str, ...]], tuple[str, ...], bool]]:
    return [
        ({change.question: change.options for change in flip.changes}, flip.then["server"].possible, flip.certain)
        for flip in found.flips
    ]


EITHER = server("""
a: {when: {gpu: one}, for: {small: major}, because: A.}
b: {when: {needs: search}, for: {large: slight}, because: B.}
c: {when: {not: {needs: search}}, for: {none: slight}, because: C.}""")


def test_what_hangs_on_an_open_answer_may_become_another() -> None:
    """Without the GPU it hangs on the needs, which are open, or alone on whether one is left."""
    found = flips_of(EITHER, {"place": "house", "gpu": "one"})
    assert listed(found) == [
        ({"place": ("cloud",)}, ("large", "none"), False),
        ({"gpu": ("none",)}, ("large", "none"), False),
    ]
    assert (found.standing, found.reason) == ("firm", None)


def test_the_nearest_certain_flip_says_how_firm_it_is() -> None:
    found = flips_of(EITHER, {**FULL, "needs": ["search", "tools"]})
    assert listed(found) == [
        ({"place": ("cloud",)}, ("large",), True),
        ({"gpu": ("none",)}, ("large",), True),
    ]
    assert (found.standing, found.reason) == ("on the edge", found.flips[0])


def test_an_answer_set_aside_counts_again_when_its_question_is_asked_again() -> None:
    """In the cloud no GPU is asked for; back in the house the answer kept makes it small."""
    found = flips_of(EITHER, {"place": "cloud", "gpu": "one", "needs": ["search"]})
    assert listed(found)[0] == ({"place": ("house",)}, ("small",), True)
    newly_asked = flips_of(EITHER, {"place": "cloud", "needs": ["search"]})
    assert [flip for flip in listed(newly_asked) if "place" in flip[0]] == []


def test_two_answers_together_are_listed_only_if_neither_does_it_alone() -> None:
    made = server("""
a: {when: {needs: tools}, for: {small: strong}, because: A.}
b: {when: {gpu: none}, for: {small: strong}, because: B.}
c: {when: {place: house}, for: {large: slight}, because: C.}""")
    found = flips_of(made, {"place": "house", "gpu": "none", "needs": ["tools"]})
    assert listed(found) == [({"gpu": ("one",), "needs": ("nothing",)}, ("large",), True)]
    assert found.standing == "close"


def test_what_is_tied_whatever_the_rest_is_stands_on_the_edge() -> None:
    made = server("a: {when: {place: house}, for: {large: strong, small: strong}, because: A.}")
    assert flips_of(made, {"place": "house"}).standing == "on the edge"


def test_of_very_many_changes_only_the_smaller_are_looked_at() -> None:
    """Of forty answers with five others each there are more than a million triples, and 19,700 singles and pairs."""
    options = ", ".join(f"o{number}: Option" for number in range(6))
    asked = "".join(
        f"  q{number}: {{dimension: all_of_it, ask: Which?, why: It matters., options: {{{options}}}}}\n"
        for number in range(40)
    )
    rules = """
      a: {when: {q0: o0}, for: {small: strong}, because: A.}
      b: {when: {q1: o1}, for: {large: strong, none: slight}, because: B.}
"""
    wide = flips_of(tree(ONE_DECISION + rules, "questions:\n" + asked), {f"q{number}": "o0" for number in range(40)})
    assert listed(wide) == [
        ({"q0": (other,), "q1": ("o1",)}, ("large",), True) for other in ("o1", "o2", "o3", "o4", "o5")
    ]
    assert (wide.standing, wide.most) == ("close", 2)
    assert flips_of(EITHER, FULL).most == 3


def test_a_decision_that_takes_too_long_has_no_flips_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flips, "_PATIENCE", 0)
    assert robustness(EITHER, fit(EITHER, FULL), evaluate(EITHER, FULL)) == {}


def test_a_decision_past_the_limit_has_no_flips_worked_out() -> None:
    answers = {**FULL, "needs": ["search"]}
    assert robustness(EITHER, fit(EITHER, answers), evaluate(EITHER, answers), limit=0) == {}
