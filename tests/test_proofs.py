"""What is proved of a whole tree is so, and what is refuted comes with the fewest answers that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from decision.conditions import NOTHING
from decision.library import read_library
from decision.paths import TREES
from decision.space.deep import Finding, findings
from decision.space.proofs import refutation
from decision.tree import Claim
from tests.random_trees import Raw, conditions, raw_trees, telling_cases, tree_of
from tests.test_meaning_of_rules import Completion, completions, decide, holds, values_of

SHIPPED = {name: file.tree for name, file in read_library(TREES).trees.items()}

property_test = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def trees(draw: st.DrawFn) -> Raw:
    """A random tree, in every second of which answers tell."""
    return draw(telling_cases())[0] if draw(st.booleans()) else draw(raw_trees())


def fewer(raw: Raw, than: int) -> Iterator[Raw]:
    """All answers to fewer questions than this, of two at most."""
    said = {name: [tuple(sorted(value)) for value in values_of(one)] for name, one in raw["questions"].items()}
    for size in range(min(than, 3)):
        for names in combinations(said, size):
            chosen: list[Raw] = [{}]
            for name in names:
                one = raw["questions"][name].get("choose") != "many"
                chosen = [{**have, name: value[0] if one else list(value)} for have in chosen for value in said[name]]
            yield from chosen


def assert_smallest(raw: Raw, answers: Any, fails: Callable[[Completion], bool]) -> None:
    """It fails in every completion of these answers, and of no fewer."""
    written = {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in answers.items()}
    assert all(fails(way) for way in completions(raw, written))
    for less in fewer(raw, len(written)):
        assert not all(fails(way) for way in completions(raw, less))


SEEN = {"proved": 0, "refuted": 0, "of several": 0}


@property_test
@given(st.data())
def assert_claims_are_proved_or_refuted(data: st.DataObject) -> None:
    raw = data.draw(trees())
    above = {name: list(one["options"]) for name, one in raw["questions"].items()}
    above |= {name: list(one["outcomes"]) for name, one in raw["decisions"].items()}
    said = data.draw(conditions(above))
    when = data.draw(st.one_of(st.none(), conditions(above)))
    kind = data.draw(st.sampled_from(["always", "never"]))
    claim = Claim.model_validate({kind: said, "because": "So."} | ({"when": when} if when else {}))

    def fails(way: Completion) -> bool:
        return holds(when or {}, way.values) and holds(said, way.values) == (kind == "never")

    found = refutation(tree_of(raw), claim)
    assert (found is None) == (not any(fails(way) for way in completions(raw, {})))
    if found is not None:
        assert_smallest(raw, found, fails)
    SEEN["proved"] += found is None
    SEEN["refuted"] += found is not None
    SEEN["of several"] += len(found or ()) > 1


def test_claims_are_proved_or_refuted_with_the_fewest_answers() -> None:
    assert_claims_are_proved_or_refuted()
    assert all(SEEN.values()), SEEN


def found_in(found: list[Finding], code: str) -> set[tuple[Any, ...]]:
    return {finding.at[1:] for finding in found if finding.code == code}


@property_test
@given(trees())
def test_the_findings_about_decisions_are_those_of_the_completions(raw: Raw) -> None:
    found = findings(tree_of(raw))
    ways = completions(raw, {})
    assert "not-worked-out" not in {finding.code for finding in found}
    never, impossible, tied = set(), set(), set()
    for name, decision in raw["decisions"].items():
        chosen = {one for way in ways for one in way.made[name].value}
        never |= {(name, "outcomes", outcome) for outcome in decision["outcomes"] if outcome not in chosen}
        impossible |= {(name,) for way in ways if not way.made[name].best}
        tied |= {(name,) for way in ways if len(way.made[name].best) > 1 and not way.made[name].declared}
    assert found_in(found, "never-wins") == never
    assert found_in(found, "impossible") | found_in(found, "greedy-dead-end") == impossible
    assert found_in(found, "undeclared-tie") == tied
    for finding in found:
        name = str(finding.at[1])
        if finding.code in ("impossible", "greedy-dead-end"):
            assert_smallest(raw, finding.example, lambda way, name=name: not way.made[name].best)  # type: ignore[misc]
        if finding.code == "undeclared-tie":
            assert_smallest(raw, finding.example, lambda way, name=name: len(way.made[name].best) > 1)  # type: ignore[misc]


def ranked(decision: Raw, way: Completion, without: str = "") -> Any:
    """What is ruled out, and which of what is left stands above which."""
    rules = {one: rule for one, rule in decision["rules"].items() if one != without}
    left = dict(decision["outcomes"])
    levels = []
    out = {one for one in left if not _left(decision, rules, one, way)}
    left = {one: label for one, label in left.items() if one not in out}
    while left:
        best = decide({**decision, "outcomes": left, "rules": _within(rules, left)}, way.values).best
        levels.append(frozenset(best))
        left = {one: label for one, label in left.items() if one not in best}
    return out, levels


def _left(decision: Raw, rules: Raw, outcome: str, way: Completion) -> bool:
    firing = [rule for rule in rules.values() if holds(rule["when"], way.values)]
    return not any(
        outcome in rule.get("rule_out", ()) or outcome not in rule.get("require", decision["outcomes"])
        for rule in firing
    )


def _within(rules: Raw, outcomes: Raw) -> Raw:
    """The arguing of the rules about some of the outcomes."""
    kinds = ("for", "against")
    return {
        name: {
            "when": rule["when"],
            **{kind: {one: word for one, word in rule.get(kind, {}).items() if one in outcomes} for kind in kinds},
        }
        for name, rule in rules.items()
    }


def does(raw: Raw, decision: str, rule: str) -> set[tuple[str, str]]:
    model = raw["decisions"][decision]
    one = model["rules"][rule]
    out = set(one.get("rule_out", ())) | (set(model["outcomes"]) - set(one.get("require", model["outcomes"])))
    return {("out", each) for each in out} | {(kind, each) for kind in ("for", "against") for each in one.get(kind, ())}


@property_test
@given(trees())
def test_the_findings_about_rules_are_those_of_the_completions(raw: Raw) -> None:
    found = findings(tree_of(raw))
    ways = completions(raw, {})
    silent, idle, together = set(), set(), set()
    for name, decision in raw["decisions"].items():
        fires = {one: tuple(holds(rule["when"], way.values) for way in ways) for one, rule in decision["rules"].items()}
        silent |= {(name, "rules", one) for one, fired in fires.items() if not any(fired)}
        idle |= {
            (name, "rules", one)
            for one, fired in fires.items()
            if any(fired) and all(ranked(decision, way) == ranked(decision, way, one) for way in ways)
        }
        together |= {
            (name, "rules", other)
            for one, other in combinations(fires, 2)
            if any(fires[one]) and fires[one] == fires[other] and does(raw, name, one) & does(raw, name, other)
        }
    assert found_in(found, "never-fires") == silent
    assert found_in(found, "no-effect") == idle
    assert found_in(found, "fire-together") == together


def swaps(raw: Raw, question: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one answer instead of another gives a shown decision another value, all other answers the same."""
    shown = [name for name, decision in raw["decisions"].items() if decision.get("shown") != "false"]
    ways = completions(raw, {})
    for a in (way for way in ways if way.asked[question] == one):
        for b in (way for way in ways if way.asked[question] == other):
            both = [name for name in a.asked if name != question and NOTHING not in (a.asked[name], b.asked[name])]
            alike = all(a.asked[name] == b.asked[name] for name in both)
            if alike and any(a.values[name] != b.values[name] for name in shown):
                return True
    return False


@settings(property_test, max_examples=60)
@given(trees())
def test_the_findings_about_questions_are_those_of_the_completions(raw: Raw) -> None:
    found = findings(tree_of(raw))
    ways = completions(raw, {})
    assume(len(ways) <= 200)
    idle, same, alike = set(), set(), set()
    for name, question in raw["questions"].items():
        options = list(question["options"])
        values = values_of(question)
        if not any(swaps(raw, name, *pair) for pair in combinations(values, 2)):
            idle.add((name,))
            continue
        for place, option in enumerate(options):
            one = frozenset({option})
            if question.get("choose") == "many":
                pairs = [(value, value | one) for value in values if option not in value and value | one in values]
                if pairs and not any(swaps(raw, name, *pair) for pair in pairs):
                    alike.add((name, "options", option))
            elif any(not swaps(raw, name, one, frozenset({other})) for other in options[:place]):
                same.add((name, "options", option))
    assert found_in(found, "idle-question") == idle
    assert found_in(found, "same-option") == same
    assert found_in(found, "idle-option") == alike


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_tree_has_nothing_to_find_and_keeps_its_claims(name: str) -> None:
    assert findings(SHIPPED[name]) == []
    assert SHIPPED[name].claims


def test_past_the_limit_what_is_not_proved_is_said() -> None:
    made = SHIPPED["slm_sourcing"]
    assert {finding.code for finding in findings(made, limit=0)} == {"not-worked-out"}
