"""Small random trees and answers to them, as plain data in the form of a tree file, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from decision.tree import Tree

Raw = dict[str, Any]
Choices = dict[str, list[str]]
"""What a condition may test: the ids of questions and decisions, each with its options or outcomes."""

STRENGTHS = {"strong": "2", "slight": "1"}
_MOST_MANY = 2  # so that no tree has more than 7 * 7 * 3 * 3 * 3 completions


@st.composite
def conditions(draw: st.DrawFn, above: Choices, depth: int = 2) -> Any:
    """A condition on what stands above, nested at most `depth` deep."""
    kind = draw(st.sampled_from(["test", "test", "any", "all", "not", "list"])) if depth else "test"
    inner = conditions(above, depth - 1)
    if kind == "not":
        return {"not": draw(inner)}
    if kind != "test":
        several = draw(st.lists(inner, min_size=1, max_size=2))
        return several if kind == "list" else {kind: several}
    tested = draw(st.lists(st.sampled_from(list(above)), min_size=1, max_size=2, unique=True))
    return {name: draw(wanted(above[name])) for name in tested}


def wanted(choices: list[str]) -> st.SearchStrategy[str | list[str]]:
    """What a test compares with: one id, or a list."""
    one = st.sampled_from(choices)
    return st.one_of(one, st.lists(one, min_size=1, max_size=2, unique=True))


@st.composite
def questions(draw: st.DrawFn) -> Raw:
    """Two to five questions of one to three options; some take many, some are gated."""
    found: Raw = {}
    above: Choices = {}
    many = 0
    for number in range(draw(st.sampled_from([3, 2, 4, 5]))):
        name = f"q{number}"
        options: Raw = {f"o{index}": f"Option {index}" for index in range(draw(st.sampled_from([2, 3, 2, 3, 1])))}
        question: Raw = {"dimension": "all_of_it", "ask": f"Question {number}?", "why": "It matters."}
        if many < _MOST_MANY and draw(st.booleans()):
            many += 1
            question["choose"] = "many"
            if draw(st.booleans()):
                options["alone"] = {"label": "Nothing else", "exclusive": "true"}
                options.pop("o2", None)
        if draw(st.booleans()) and above:
            question["when"] = draw(conditions(above))
        found[name] = {**question, "options": options}
        above[name] = list(options)
    return found


@st.composite
def rules(draw: st.DrawFn, above: Choices, outcomes: list[str]) -> Raw:
    """A rule of any kind."""
    rule: Raw = {"when": draw(conditions(above)), "because": "It is so."}
    some = st.lists(st.sampled_from(outcomes), min_size=1, max_size=len(outcomes), unique=True)
    kind = draw(st.sampled_from(["rule_out", "require", "for", "for", "against", "both"]))
    if kind in ("rule_out", "require"):
        return {**rule, kind: draw(some)}
    argued = draw(some)
    strengths = {outcome: draw(st.sampled_from(list(STRENGTHS))) for outcome in argued}
    if kind == "both" and len(argued) > 1:
        return {**rule, "for": {argued[0]: strengths.pop(argued[0])}, "against": strengths}
    return {**rule, "against" if kind == "against" else "for": strengths}


@st.composite
def decisions(draw: st.DrawFn, asked: Raw) -> Raw:
    """One to four decisions, some of them intermediate, that test questions and the decisions above them."""
    found: Raw = {}
    above: Choices = {name: list(question["options"]) for name, question in asked.items()}
    for number in range(draw(st.sampled_from([2, 1, 3, 4]))):
        name = f"d{number}"
        outcomes = [f"r{index}" for index in range(draw(st.sampled_from([2, 3, 2, 3, 1])))]
        decision: Raw = {"decide": f"Decision {number}?", "outcomes": {one: one.upper() for one in outcomes}}
        if draw(st.integers(0, 3)) == 1:
            decision["shown"] = "false"
        if draw(st.integers(0, 2)) == 1:
            decision["tie_break"] = {"order": draw(st.permutations(outcomes)), "because": "It is simpler."}
        drawn = [draw(rules(above, outcomes)) for _ in range(draw(st.sampled_from([3, 2, 4, 1, 0])))]
        decision["rules"] = {f"rule{index}": rule for index, rule in enumerate(drawn)}
        own = {**above, name: outcomes}
        warned = draw(st.lists(conditions(own), max_size=2))
        decision["cautions"] = {f"caution{index}": {"when": when, "say": "Mind."} for index, when in enumerate(warned)}
        found[name] = decision
        above = own
    return found


@st.composite
def raw_trees(draw: st.DrawFn) -> Raw:
    """A whole tree as its file would hold it."""
    asked = draw(questions())
    return {
        "format": "1",
        "id": "random",
        "version": "1.0.0",
        "title": "Random",
        "summary": "Made by chance.",
        "strengths": STRENGTHS,
        "dimensions": {"all_of_it": "All of it"},
        "questions": asked,
        "decisions": draw(decisions(asked)),
    }


def allowed(question: Raw) -> st.SearchStrategy[str | list[str]]:
    """An answer that the question allows."""
    options = question["options"]
    if question.get("choose") != "many":
        return st.sampled_from(list(options))
    free = [name for name, option in options.items() if isinstance(option, str)]
    some = st.lists(st.sampled_from(free), min_size=1, unique=True)
    return st.one_of(some, st.just(["alone"])) if "alone" in options else some


@st.composite
def answers_to(draw: st.DrawFn, raw: Raw) -> Raw:
    """Answers: to all questions, to some, or unsure."""
    kinds = draw(
        st.sampled_from([["unsure", "open"], ["known", "known", "unsure", "open"], ["known", "open"], ["known"]])
    )
    answers: Raw = {}
    for name, question in raw["questions"].items():
        match draw(st.sampled_from(kinds)):
            case "known":
                answers[name] = draw(allowed(question))
            case "unsure":
                answers[name] = "unsure"
    return answers


@st.composite
def cases(draw: st.DrawFn) -> tuple[Raw, Raw]:
    """A random tree with answers to it."""
    raw = draw(raw_trees())
    return raw, draw(answers_to(raw))


@st.composite
def telling_cases(draw: st.DrawFn) -> tuple[Raw, Raw]:
    """A random tree in which answers tell, with answers to most of it."""
    raw = draw(raw_trees())
    for decision in raw["decisions"].values():
        for name, question in raw["questions"].items():
            if draw(st.integers(0, 3)):
                when = {name: draw(wanted(list(question["options"])))}
                argued = {draw(st.sampled_from(list(decision["outcomes"]))): draw(st.sampled_from(list(STRENGTHS)))}
                decision["rules"][f"on_{name}"] = {"when": when, "for": argued, "because": "It is so."}
    answers = {}
    for name, question in raw["questions"].items():
        if draw(st.integers(0, 5)):
            answers[name] = draw(allowed(question))
    return raw, answers


def tree_of(raw: Raw) -> Tree:
    """The model of a tree as its file would hold it."""
    return Tree.model_validate(raw)
