"""The difference between two versions of a tree, held against plain enumeration and seen on one change at a time."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from decision.difference.difference import difference
from decision.difference.graph import fewest
from decision.difference.result import Change, Difference, Field, Place
from decision.library import read_library
from decision.paths import TREES
from decision.reading.read import TreeFile, read_tree
from decision.tree import IMPOSSIBLE, Decision
from tests.conftest import small_tree
from tests.random_trees import STRENGTHS, Raw, raw_trees, tree_of
from tests.test_meaning_of_rules import completions, values_of

Answered = dict[str, frozenset[str]]
Pair = tuple[frozenset[str], frozenset[str]]


def file_of(raw: Raw) -> TreeFile:
    """A tree as if it had been read from a file that says nothing of places."""
    return TreeFile(tree_of(raw), repr(raw), {})


def shared(old: Raw, new: Raw) -> dict[str, list[frozenset[str]]]:
    """The questions of both versions, each with the values that both allow."""
    both = [name for name in new["questions"] if name in old["questions"]]
    found = {
        name: [v for v in values_of(new["questions"][name]) if v in values_of(old["questions"][name])] for name in both
    }
    return {name: values for name, values in found.items() if values}


def known(answered: Answered) -> Raw:
    return {name: sorted(value) for name, value in answered.items()}


def shown(old: Raw, new: Raw) -> list[str]:
    sides = [[name for name, one in raw["decisions"].items() if one.get("shown") != "false"] for raw in (old, new)]
    return [name for name in sides[1] if name in sides[0]]


def enumerated(old: Raw, new: Raw) -> Iterator[tuple[Answered, Answered, dict[str, Pair]]]:
    """Every answer to the shared questions, the part of it that is asked for, and what each decision is in both."""
    values = shared(old, new)
    for chosen in product(*values.values()):
        answered = dict(zip(values, chosen, strict=True))
        both = [completions(raw, known(answered)) for raw in (old, new)]
        asked = {name for found in both for one in found for name in values if one.asked.get(name)}
        pairs = {}
        for name in shown(old, new):
            was, now = (frozenset().union(*(c.made[name].possible or {IMPOSSIBLE} for c in found)) for found in both)
            pairs[name] = was, now
        yield answered, {name: value for name, value in answered.items() if name in asked}, pairs


def counts(rows: list[tuple[Answered, Answered, dict[str, Pair]]], name: str) -> Counter[Pair]:
    """From what to what a decision goes, a way to answer once however what is not asked is filled in."""
    ways = {tuple(sorted((q, tuple(sorted(v))) for q, v in asked.items())): pairs[name] for _, asked, pairs in rows}
    return Counter(ways.values())


def fits(answered: Answered, said: Any) -> bool:
    return all(answered[name] == frozenset([one] if isinstance(one, str) else one) for name, one in said.items())


def all_are(rows: list[tuple[Answered, Answered, dict[str, Pair]]], said: Any, is_so: Any) -> bool:
    return all(is_so(pairs) for answered, _, pairs in rows if fits(answered, said))


def none_smaller(old: Raw, new: Raw, rows: Any, said: Any, is_so: Any) -> bool:
    values = shared(old, new)
    for names in combinations(values, len(said) - 1):
        for chosen in product(*(values[name] for name in names)):
            if all_are(rows, {n: sorted(v) for n, v in zip(names, chosen, strict=True)}, is_so):
                return False
    return True


@st.composite
def mutations(draw: st.DrawFn) -> tuple[Raw, Raw]:
    """A random tree and the same with one or two things changed in it."""
    old = draw(raw_trees())
    new = deepcopy(old)
    for _ in range(draw(st.sampled_from([1, 1, 2]))):
        draw(st.sampled_from([drop_rule, swap_strength, break_ties, open_gate, drop_option, choose_other]))(draw, new)
    return old, new


def drop_rule(draw: st.DrawFn, raw: Raw) -> None:
    decision = draw(st.sampled_from(list(raw["decisions"].values())))
    if decision["rules"]:
        del decision["rules"][draw(st.sampled_from(list(decision["rules"])))]


def swap_strength(draw: st.DrawFn, raw: Raw) -> None:
    rules = [rule for one in raw["decisions"].values() for rule in one["rules"].values() if "for" in rule]
    if rules:
        rule = draw(st.sampled_from(rules))
        rule["for"] = dict.fromkeys(rule["for"], draw(st.sampled_from(list(STRENGTHS))))


def break_ties(draw: st.DrawFn, raw: Raw) -> None:
    decision = draw(st.sampled_from(list(raw["decisions"].values())))
    decision["tie_break"] = {"order": draw(st.permutations(list(decision["outcomes"]))), "because": "Another order."}


def open_gate(draw: st.DrawFn, raw: Raw) -> None:
    draw(st.sampled_from(list(raw["questions"].values()))).pop("when", None)


def drop_option(draw: st.DrawFn, raw: Raw) -> None:
    options = draw(st.sampled_from(list(raw["questions"].values())))["options"]
    if len(options) > 1:
        del options[draw(st.sampled_from(list(options)))]


def choose_other(draw: st.DrawFn, raw: Raw) -> None:
    question = draw(st.sampled_from(list(raw["questions"].values())))
    if question.get("choose") == "many" and "alone" not in question["options"]:
        question["choose"] = "one"


pairs_of_trees = st.one_of(mutations(), mutations(), st.tuples(raw_trees(), raw_trees()))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs_of_trees)
def test_counts_and_examples_are_those_of_plain_enumeration(versions: tuple[Raw, Raw]) -> None:
    old, new = versions
    found = difference(file_of(old), file_of(new))
    rows = list(enumerated(old, new))
    assert [one.id for one in found.decisions] == shown(old, new)
    for one in found.decisions:
        wanted = counts(rows, one.id)
        assert one.flows is not None
        assert Counter({(frozenset(f.old), frozenset(f.new)): f.ways for f in one.flows}) == wanted
        assert one.changed == sum(count for (was, now), count in wanted.items() if was != now)
        assert found.ways == wanted.total()
        for flow in one.changing:
            so = (frozenset(flow.old), frozenset(flow.new))
            holds(old, new, rows, flow.example, lambda pairs, so=so, name=one.id: pairs[name] == so)
    another = [dict(asked) for _, asked, pairs in rows if any(was != now for was, now in pairs.values())]
    assert found.changed == len([one for n, one in enumerate(another) if one not in another[:n]])
    if found.changed:
        event("another recommendation")
        holds(old, new, rows, found.example, lambda pairs: any(was != now for was, now in pairs.values()))


def holds(old: Raw, new: Raw, rows: Any, example: Any, is_so: Any) -> None:
    """The example is true, and no smaller one is."""
    assert example is not None
    assert all_are(rows, example, is_so)
    assert not example or none_smaller(old, new, rows, example, is_so)


def unusable(old: Raw, new: Raw) -> bool:
    """Whether some answer to the old tree is none to the new one."""
    for name, question in old["questions"].items():
        other = new["questions"].get(name)
        if other is None or (question.get("choose") == "many" and other.get("choose") != "many"):
            return True
        if not set(values_of(question)) <= set(values_of(other)):
            return True
    return False


def unrecorded(old: Raw, new: Raw) -> bool:
    """Whether an outcome that a file can record is gone."""
    recorded = {name: one["outcomes"] for name, one in old["decisions"].items() if one.get("shown") != "false"}
    both = shown(old, new)
    return any(
        name not in both or not set(said) <= set(new["decisions"][name]["outcomes"]) for name, said in recorded.items()
    )


def level(old: Raw, new: Raw, found: Difference) -> str:
    """What the definition of a version number says, from the raw trees."""
    if unusable(old, new) or unrecorded(old, new):
        return "major"
    if any(was != now for _, _, pairs in enumerated(old, new) for was, now in pairs.values()):
        return "minor"
    met = {"question", "option", "decision", "outcome", "rule", "caution"}
    if any(change.status == "added" and change.kind in met for change in found.changes):
        return "minor"
    return "patch" if found.changes else "none"


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs_of_trees)
def test_the_version_number_is_the_one_that_its_meaning_calls_for(versions: tuple[Raw, Raw]) -> None:
    old, new = versions
    found = difference(file_of(old), file_of(new))
    event(found.called.level)
    assert found.called.level == level(old, new, found)
    assert found.called.certain


SMALL = small_tree()


def version(*edits: tuple[str, str], name: str = "small.yaml") -> TreeFile:
    """The made-up tree with some of its text replaced."""
    text = SMALL.text
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return read_tree(text, name)


def compared(*edits: tuple[str, str]) -> Difference:
    return difference(SMALL, version(*edits))


def only(found: Difference) -> Change:
    """The one change there is."""
    (change,) = found.changes
    return change


def test_nothing_changed() -> None:
    found = compared()
    assert (found.changes, found.changed, found.scenarios) == ((), 0, ())
    assert found.called.level == "none"
    assert found.called.version == "1.2.0"
    assert found.called.enough
    assert found.called.because == ("Nothing changed.",)


def test_words_alone_are_a_patch_and_have_places_in_both_files() -> None:
    found = compared(("why: A hosted catalogue is of no use", "why: A host is of no use"))
    change = only(found)
    assert (change.kind, change.id, change.status) == ("question", "network", "changed")
    assert (change.old, change.new) == (Place(18, 3), Place(18, 3))
    assert change.fields == (
        Field("why", "A hosted catalogue is of no use without one.", "A host is of no use without one."),
    )
    assert (found.changed, found.called.level, found.called.version) == (0, "patch", "1.2.1")
    assert not found.called.enough


def test_a_dropped_rule_is_shown_with_what_it_did() -> None:
    rule = """\
      changes_rarely:
        when: {needs: nothing}
        for: {weekly: slight}
        because: The list changes when a box of books arrives.
"""
    found = compared((rule, ""), ("version: 1.2.0", "version: 1.3.0"))
    change = only(found)
    assert (change.kind, change.id, change.status, change.new) == ("rule", "copies.changes_rarely", "removed", None)
    assert (
        Field(
            "when",
            "When the answers to “What must the catalogue do besides listing books?” include “Nothing else”.",
            "",
        )
        in change.fields
    )
    assert Field("for", "weekly: slight", "") in change.fields
    copies = next(one for one in found.decisions if one.id == "copies")
    (flow,) = copies.changing
    assert (flow.old, flow.new) == (("weekly",), ("nightly", "weekly"))
    assert flow.example == {"needs": ("nothing",), "hands": "nobody"}
    assert found.changed == copies.changed == flow.ways
    assert (found.called.level, found.called.version, found.called.enough) == ("minor", "1.3.0", True)
    assert found.called.because == (f"Decision copies comes out otherwise in {flow.ways:,} ways to answer.",)


def test_a_scenario_that_changes_is_named() -> None:
    found = compared(("        for: {weekly: strong}\n", "        for: {weekly: major}\n"))
    (scenario,) = found.scenarios
    (effect,) = scenario.effects
    assert (scenario.id, effect.decision, effect.old, effect.new) == (
        "society",
        "copies",
        ("nightly", "weekly"),
        ("weekly",),
    )


def test_a_removed_option_is_listed_and_not_counted() -> None:
    found = compared(("      staff: Only our own staff\n", ""), ("{borrowers: staff}", "{borrowers: members}"))
    assert found.ways is not None
    assert found.ways * 3 == (compared().ways or 0) * 2
    assert "Option staff of borrowers is gone." in found.called.because
    assert (found.called.level, found.called.version) == ("major", "2.0.0")
    assert ("option", "borrowers.staff", "removed") in [(one.kind, one.id, one.status) for one in found.changes]


def test_a_new_question_stays_open_and_calls_for_a_minor_number() -> None:
    question = """\
  budget:
    dimension: people
    ask: Is there money?
    why: A host is paid by the month.
    options: {some: Some, none: None}
  hands:
"""
    rule = """\
      too_dear:
        when: {budget: none}
        rule_out: hosted
        because: Nobody pays.
      stays_here:
"""
    found = compared(("  hands:\n", question), ("      stays_here:\n", rule))
    assert found.ways == compared().ways
    assert "New question: budget." in found.called.because
    home = next(one for one in found.decisions if one.id == "home")
    assert (("hosted",), ("hosted", "paper")) in [(flow.old, flow.new) for flow in home.changing]
    assert all("budget" not in (flow.example or {}) for flow in home.changing)


def test_a_new_outcome_and_a_removed_decision() -> None:
    outcome = ("      weekly: Every week\n", "      weekly: Every week\n      monthly: Every month\n")
    argued = ("        for: {weekly: slight}\n", "        for: {weekly: slight, monthly: slight}\n")
    added = compared(outcome, argued)
    assert ("outcome", "copies.monthly", "added") in [(one.kind, one.id, one.status) for one in added.changes]
    assert "New outcome: copies.monthly." in added.called.because
    removed = difference(version(outcome, argued), SMALL)
    assert removed.called.level == "major"
    assert "Outcome monthly of copies is gone, which files can record." in removed.called.because
    hidden = compared(
        ("    decide: How often is a copy made?\n", "    decide: How often is a copy made?\n    shown: false\n")
    )
    assert [one.id for one in hidden.decisions] == ["home", "software"]
    assert "Decision copies is gone, for which files can record an outcome." in hidden.called.because


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([("id: small", "id: other")], "The tree is called other, and addresses and files name small."),
        (
            [
                ("      search: Search by subject\n", "      search: {label: Search by subject, exclusive: true}\n"),
                ("needs: [search, loans], hands: vol", "needs: [loans], hands: vol"),
            ],
            "Option search of needs cannot go with others any more.",
        ),
        (
            [
                ("    choose: many\n", ""),
                ("      nothing: {label: Nothing else, exclusive: true}\n", "      nothing: Nothing else\n"),
                ("needs: [search, loans], hands: vol", "needs: loans, hands: vol"),
            ],
            "Question needs takes one option, and took many.",
        ),
    ],
)
def test_why_old_answers_are_unusable_is_said(edits: list[tuple[str, str]], told: str) -> None:
    found = difference(SMALL, version(*edits, name="other.yaml" if "called other" in told else "small.yaml"))
    assert (found.called.level, found.called.version) == ("major", "2.0.0")
    assert told in found.called.because


def test_two_trees_without_a_common_question_have_one_way_to_answer() -> None:
    renamed = read_tree(
        CROSSED.format(first="p", second="q")
        .replace("  x:", "  z:")
        .replace("{x:", "{z:")
        .replace("  p:", "  r:")
        .replace("{p:", "{r:")
        .replace("  q:", "  s:")
        .replace("{q:", "{s:"),
        "crossed.yaml",
    )
    found = difference(read_tree(CROSSED.format(first="p", second="q"), "crossed.yaml"), renamed)
    assert (found.ways, found.changed, found.example) == (1, 0, None)
    assert found.called.level == "major"


def test_an_example_that_is_not_found_within_the_limit_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decision.difference.difference.fewest", partial(_with_limit, fewest))
    found = compared(("        for: {weekly: slight}\n", "        for: {nightly: slight}\n"))
    copies = next(one for one in found.decisions if one.id == "copies")
    assert copies.changed == found.changed == 30
    assert [flow.example for flow in copies.changing] == [None]
    assert found.example is None


def _with_limit(search: Callable[..., Any], graph: Any, plan: Any, wanted: Any, limit: int) -> Any:
    assert limit > 1
    return search(graph, plan, wanted, 1)


@pytest.mark.parametrize(
    ("before", "after", "kind", "name"),
    [
        ("say: A host can close with three months' notice.", "say: A host can close.", "caution", "home.host_leaves"),
        ("because: Paper means cards.", "because: Cards.", "claim", "cards_on_paper"),
        ("date: 2025-03-01", "date: 2025-03-02", "source", "reading_habits"),
        ("about: A society with a volunteer", "about: A club with a volunteer", "scenario", "society"),
        ("people: People,", "people: Persons,", "dimension", "people"),
        ("strong: 2", "strong: 3", "strength", "strong"),
        ("title: A catalogue for a small library", "title: A catalogue", "tree", "small"),
        ("because: What we can leave without asking", "because: What one can leave without", "decision", "home"),
        (
            "      staff: Only our own staff\n      members: Members of the society\n",
            "      members: Members of the society\n      staff: Only our own staff\n",
            "question",
            "borrowers",
        ),
    ],
)
def test_every_part_is_compared(before: str, after: str, kind: str, name: str) -> None:
    change = only(compared((before, after)))
    assert (change.kind, change.id, change.status) == (kind, name, "changed")
    assert change.fields


def test_a_strength_that_is_only_called_otherwise_changes_nothing() -> None:
    renamed = read_tree(SMALL.text.replace("slight", "faint"), "small.yaml")
    found = difference(SMALL, renamed)
    assert found.changed == 0
    assert found.called.level == "patch"


def test_other_gates_of_a_shared_question_are_told_apart() -> None:
    found = compared(("    when: {network: [reliable, patchy]}\n", "    when: {network: patchy}\n"))
    assert found.ways == compared().ways
    home = next(one for one in found.decisions if one.id == "home")
    assert home.changing
    for flow in home.changing:
        assert flow.example
        assert (flow.example["network"], flow.example["host"]) == ("reliable", "nobody_else")


def test_past_the_limit_it_is_said_that_it_was_not_worked_out() -> None:
    rule = ("        for: {weekly: slight}\n", "        for: {nightly: slight}\n")
    found = difference(SMALL, version(rule), limit=20)
    assert [(one.changed, one.flows) for one in found.decisions] == [(None, None)] * 3
    assert (found.changed, found.example) == (None, None)
    assert (found.called.level, found.called.certain) == ("minor", False)
    assert "not worked out for: home, software, copies" in found.called.because[0]


CROSSED = """\
format: 1
id: crossed
version: 1.0.0
title: Crossed
summary: Made up.
strengths: {{strong: 2}}
dimensions: {{d: D}}
questions:
  x: {{dimension: d, ask: X?, why: W., options: {{a: A, b: B}}}}
  {first}: {{dimension: d, ask: Q?, why: W., when: {{x: a}}, options: {{a: A, b: B}}}}
  {second}: {{dimension: d, ask: Q?, why: W., when: {{{first}: a}}, options: {{a: A, b: B}}}}
decisions:
  d:
    decide: D?
    outcomes: {{r: R, s: S}}
    rules: {{one: {{when: {{{second}: a}}, for: {{s: strong}}, against: {{r: strong}}, because: B.}}, two: {{when: {{x: b}}, for: {{r: strong}}, because: B.}}}}
"""


def test_questions_that_open_each_other_in_opposite_order_are_said_not_to_be_worked_out() -> None:
    one, other = (read_tree(CROSSED.format(first=a, second=b), "crossed.yaml") for a, b in ("pq", "qp"))
    found = difference(one, other)
    assert (found.ways, found.changed) == (None, None)
    assert [(each.id, each.flows) for each in found.decisions] == [("d", None)]
    assert not found.called.certain


def test_a_rule_taken_from_the_shipped_tree_is_missed_in_its_decision_alone() -> None:
    shipped = read_library(TREES).trees["slm_sourcing"]
    name = shipped.tree.shown[-1]
    last = shipped.tree.decisions[name]
    fewer = Decision.model_construct(**{**dict(last), "rules": dict(list(last.rules.items())[1:])})
    other = shipped.tree.model_copy(update={"decisions": {**shipped.tree.decisions, name: fewer}})
    found = difference(shipped, TreeFile(other, shipped.text, shipped.places))
    assert [one.id for one in found.decisions if one.changed] == [name]
    assert found.ways == difference(shipped, shipped).ways
    assert all(flow.example for one in found.decisions for flow in one.changing)


def crowded(decisions: int, reads: int, *, fewer: bool) -> TreeFile:
    """A tree of 40 questions of 6 options with 300 rules, by chance but always the same one."""
    chance = random.Random(1)
    options = [f"o{number}" for number in range(6)]
    asked = {
        f"q{number}": {"dimension": "d", "ask": "Q?", "why": "W.", "options": dict.fromkeys(options, "O")}
        for number in range(40)
    }
    made = {}
    for number in range(decisions):
        subjects = chance.sample(list(asked), reads)
        rules = {}
        for rule in range(300 // decisions):
            when = {one: chance.sample(options, chance.randint(1, 3)) for one in chance.sample(subjects, 3)}
            rules[f"r{rule}"] = {"when": when, "for": {chance.choice("abcd"): "strong"}, "because": "B."}
        if fewer:
            del rules["r0"]
        made[f"d{number}"] = {"decide": "D?", "outcomes": dict.fromkeys("abcd", "O"), "rules": rules}
    return file_of(
        {
            "format": "1",
            "id": "crowded",
            "version": "1.0.0",
            "title": "T",
            "summary": "S.",
            "strengths": STRENGTHS,
            "dimensions": {"d": "D"},
            "questions": asked,
            "decisions": made,
        }
    )


@pytest.mark.parametrize(("decisions", "reads", "worked_out"), [(5, 12, False), (30, 6, True)])
def test_a_crowded_tree_takes_no_more_memory_than_its_limit_allows(
    decisions: int, reads: int, worked_out: bool
) -> None:
    old, new = (crowded(decisions, reads, fewer=fewer) for fewer in (False, True))
    tracemalloc.start()
    found = difference(old, new, limit=10_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300_000_000
    assert found.ways == 6**40
    assert all((one.changed is not None) == worked_out for one in found.decisions)
    assert found.changed is None
    assert found.called.certain == worked_out


def chained(first: str) -> TreeFile:
    """Forty questions, each of which tests the one above it twice."""
    two = {"a": "A", "b": "B"}
    asked: Raw = {"q0": {"dimension": "d", "ask": "Q?", "why": "W.", "options": two}}
    for number in range(1, 40):
        above = f"q{number - 1}"
        when = {"q0": first} if number == 1 else {"any": [{above: "a"}, {above: "b"}]}
        asked[f"q{number}"] = {**asked["q0"], "when": when}
    rules = {"r": {"when": {"q39": "a"}, "for": {"x": "strong"}, "because": "B."}}
    made = {"d": {"decide": "D?", "outcomes": {"x": "X", "y": "Y"}, "rules": rules}}
    return file_of(
        {
            "format": "1",
            "id": "chained",
            "version": "1.0.0",
            "title": "T",
            "summary": "S.",
            "strengths": STRENGTHS,
            "dimensions": {"d": "D"},
            "questions": asked,
            "decisions": made,
        }
    )


def test_gates_that_grow_with_each_other_are_said_not_to_be_worked_out() -> None:
    found = difference(chained("a"), chained("b"))
    assert (found.ways, found.decisions[0].changed, found.called.certain) == (None, None, False)
    same = difference(chained("a"), chained("a"))
    assert (same.ways, same.changed) == (1 + 2**39, 0)
