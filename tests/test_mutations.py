"""What the scenarios of a tree would notice if a rule were dropped or argued with another strength."""

from __future__ import annotations

import pytest

from decision.space.diagram import PastLimitError
from decision.space.mutations import Mutation, mutations
from decision.tree import Tree
from tests.test_evaluate import server

RULES = """
a: {when: {gpu: one}, for: {large: strong}, because: A.}
b: {when: {needs: search}, for: {small: slight}, because: B.}
c: {when: {needs: tools}, rule_out: none, because: C.}"""


def with_scenarios(scenarios: str) -> Tree:
    return server(RULES, f"scenarios:\n{scenarios}")


def test_what_no_scenario_looks_at_is_not_noticed() -> None:
    """The strength of b tells where it ties with a; nothing of the kind is expected."""
    made = with_scenarios(
        "  one: {about: A GPU., answers: {place: house, gpu: one, needs: [search]}, expect: {server: large}}\n"
        "  two: {about: None., answers: {place: cloud, needs: [search]}, expect: {server: small}}\n"
    )
    found = dict(mutations(made))
    assert found == {
        Mutation("server", "a"): True,
        Mutation("server", "a", "large", "slight"): True,
        Mutation("server", "b"): True,
        Mutation("server", "b", "small", "strong"): True,
        Mutation("server", "c"): False,
    }


def test_an_open_answer_notices_too() -> None:
    made = with_scenarios(
        "  open: {about: Tools., answers: {place: cloud, needs: [tools]}, expect: {server: [small, large]}}\n"
    )
    found = dict(mutations(made))
    assert found[Mutation("server", "c")]
    assert not found[Mutation("server", "a")]


def test_without_scenarios_nothing_is_noticed() -> None:
    assert not any(noticed for _, noticed in mutations(server(RULES)))


def test_past_the_limit_it_is_not_worked_out() -> None:
    made = server("a: {when: {place: cloud, gpu: one}, rule_out: large, because: It cannot be.}")
    with pytest.raises(PastLimitError):
        list(mutations(made, limit=0))
