"""The path: what was asked and taken, and where a branch not taken leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from decision.answers import fit
from decision.evaluate import evaluate
from decision.path import Branch, Step, described, path
from decision.space.standing import LIMIT
from decision.tree import Tree, name_of
from tests.conftest import small_tree
from tests.test_evaluate import server

SMALL = small_tree().tree
ANSWERS: dict[str, dict[str, Any]] = {
    "all": {
        "borrowers": "members",
        "network": "reliable",
        "host": "nobody_else",
        "needs": ["loans"],
        "hands": "nobody",
    },
    "set aside": {"borrowers": "staff", "network": "none", "host": "anyone", "needs": "nothing", "hands": "engineer"},
    "unsure": {"borrowers": "unsure", "network": "patchy", "host": "anyone", "needs": ["search"], "hands": "volunteer"},
    "open": {"borrowers": "anyone", "network": "reliable", "needs": ["search", "reminders"], "hands": "volunteer"},
    "impossible": {"borrowers": "members", "network": "none", "needs": ["reminders"], "hands": "nobody"},
}


def steps_of(tree: Tree, answers: dict[str, Any], limit: int = LIMIT) -> tuple[Step, ...]:
    known = fit(tree, answers)
    return path(tree, known, evaluate(tree, known, limit=limit), limit=limit)


def possible(tree: Tree, answers: dict[str, Any]) -> dict[str, set[str]]:
    """The possible outcomes of the shown decisions, by their labels."""
    return {
        name_of(result.id): {tree.decisions[result.id].outcomes[one].label for one in result.possible or ()}
        for result in evaluate(tree, answers).shown
    }


def branches(tree: Tree, answers: dict[str, Any]) -> Iterator[tuple[str, str, Branch]]:
    """Every branch of an option: question, option, branch."""
    for step in steps_of(tree, answers):
        for name, branch in zip(tree.questions[step.question.id].options, step.branches, strict=False):
            yield step.question.id, name, branch


def _clicked(question: str, option: str, now: Any) -> Any:
    """The answer after a click on an option that is not chosen."""
    options = SMALL.questions[question].options
    if SMALL.questions[question].choose == "one":
        return option
    now = [now] if isinstance(now, str) and now != "unsure" else now
    alone = now == "unsure" or any(options[one].exclusive for one in (option, *now))
    return [option] if alone else [*now, option]


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_a_branch_not_taken_leads_to_what_evaluation_says_of_that_answer(answers: dict[str, Any]) -> None:
    now = possible(SMALL, answers)
    led = 0
    for question, option, branch in branches(SMALL, answers):
        if branch.taken:
            continue
        said = _clicked(question, option, answers.get(question, "unsure"))
        then = possible(SMALL, {**answers, question: said})
        assert branch.leads_to is not None
        found = {change.split(": ")[0]: set(change.split(": ")[1].split(" or ")) for change in branch.leads_to}
        assert found == {name: then[name] or {"impossible"} for name in then if then[name] != now[name]}
        led += len(found)
    assert led > 3


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_the_branches_taken_are_the_answers_to_what_was_asked(answers: dict[str, Any]) -> None:
    taken: dict[str, list[str]] = {}
    for question, option, branch in branches(SMALL, answers):
        taken.setdefault(question, [])
        if branch.taken:
            assert branch.leads_to == ()
            taken[question].append(option)
    asked = [state.id for state in evaluate(SMALL, answers).asked]
    given = {name: answers.get(name, []) for name in asked}
    assert taken == {
        name: [] if said == "unsure" else [said] if isinstance(said, str) else list(said)
        for name, said in given.items()
    }
    assert list(taken) == asked


def last(step: Step) -> Branch:
    return step.branches[-1]


def test_what_is_not_known_is_a_branch_of_its_own() -> None:
    steps = {step.question.id: step for step in steps_of(SMALL, {"borrowers": "unsure", "hands": "nobody"})}
    assert last(steps["borrowers"]) == Branch("Not sure yet", True, ())
    assert last(steps["network"]) == Branch("Not answered", True, ())
    assert [branch.label for branch in steps["hands"].branches] == [
        option.label for option in SMALL.questions["hands"].options.values()
    ]


MANY = server("""
a: {when: {gpu: one}, for: {large: strong}, because: A.}
b: {when: {place: cloud}, require: none, because: B.}""")


def test_the_path_in_words() -> None:
    assert described(steps_of(MANY, {"place": "house", "gpu": "one", "needs": ["search", "tools"]})) == [
        "Where? House. Not taken: Cloud (Server: No server).",
        "Which GPU? One. Not taken: None (Server: Small or Large or No server).",
        "Which needs? Search, Tools. Not taken: Nothing (no other outcome).",
    ]
    assert described(steps_of(MANY, {"place": "cloud"})) == [
        "Where? Cloud. Not taken: House (Server: Small or Large or No server).",
        "Which needs? Not answered. Not taken: Search (no other outcome); Tools (no other outcome); "
        "Nothing (no other outcome).",
    ]


def test_with_nothing_else_to_take_nothing_is_said_of_it() -> None:
    made = server("a: {when: {needs: search}, for: {large: strong}, because: A.}")
    (step,) = [step for step in steps_of(made, {"needs": ["search"]}) if step.question.id == "needs"]
    all_taken = Step(step.question, tuple(branch for branch in step.branches if branch.taken))
    assert described((all_taken,)) == ["Which needs? Search."]


def test_where_nothing_is_worked_out_no_branch_is_compared() -> None:
    steps = steps_of(MANY, {"place": "house"}, limit=0)
    assert {branch.leads_to for step in steps for branch in step.branches if not branch.taken} == {None}
    assert described(steps)[0] == "Where? House. Not taken: Cloud (not worked out)."
