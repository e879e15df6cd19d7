"""Truth of conditions while answers are open: Kleene's tables, written out."""

from __future__ import annotations

import pytest

from decision.conditions import (
    ALWAYS,
    NOTHING,
    All,
    AnyOf,
    Condition,
    Domain,
    Not,
    negations,
    subjects,
    truth,
)
from decision.conditions import Test as IsOneOf
from decision.conditions import tests as every_test

YES = IsOneOf("yes", frozenset({"a"}))
NO = IsOneOf("no", frozenset({"a"}))
OPEN = IsOneOf("open", frozenset({"a"}))
DOMAINS: dict[str, Domain] = {
    "yes": frozenset({frozenset({"a"})}),
    "no": frozenset({frozenset({"b"})}),
    "open": frozenset({frozenset({"a"}), frozenset({"b"})}),
    "several": frozenset({frozenset({"a", "b"}), frozenset({"a", "c"})}),
    "perhaps_asked": frozenset({frozenset({"a"}), NOTHING}),
    "not_asked": frozenset({NOTHING}),
}
NESTED = AnyOf((Not(All((YES, Not(OPEN)))), NO))


@pytest.mark.parametrize(
    ("subject", "wanted", "holds"),
    [
        ("yes", "a", True),
        ("yes", "ab", True),
        ("no", "a", False),
        ("open", "a", None),
        ("open", "ab", True),
        ("open", "c", False),
        ("several", "a", True),
        ("several", "b", None),
        ("several", "bc", True),
        ("perhaps_asked", "a", None),
        ("perhaps_asked", "b", False),
        ("not_asked", "a", False),
    ],
)
def test_a_test_holds_if_it_does_for_every_value(subject: str, wanted: str, holds: bool | None) -> None:
    assert truth(IsOneOf(subject, frozenset(wanted)), DOMAINS) is holds


@pytest.mark.parametrize(("part", "holds"), [(YES, False), (NO, True), (OPEN, None), (Not(NO), False)])
def test_not_turns_round_what_is_known(part: Condition, holds: bool | None) -> None:
    assert truth(Not(part), DOMAINS) is holds


@pytest.mark.parametrize(
    ("parts", "all_of_them", "any_of_them"),
    [
        ((), True, False),
        ((YES,), True, True),
        ((NO,), False, False),
        ((OPEN,), None, None),
        ((YES, YES), True, True),
        ((YES, NO), False, True),
        ((NO, YES), False, True),
        ((NO, NO), False, False),
        ((YES, OPEN), None, True),
        ((OPEN, YES), None, True),
        ((NO, OPEN), False, None),
        ((OPEN, NO), False, None),
        ((OPEN, OPEN), None, None),
        ((YES, OPEN, NO), False, True),
    ],
)
def test_all_and_any(parts: tuple[Condition, ...], all_of_them: bool | None, any_of_them: bool | None) -> None:
    assert truth(All(parts), DOMAINS) is all_of_them
    assert truth(AnyOf(parts), DOMAINS) is any_of_them


def test_always_always_holds() -> None:
    assert truth(ALWAYS, {}) is True


def test_everything_tested_is_found_in_the_order_of_writing() -> None:
    assert list(every_test(NESTED)) == [YES, OPEN, NO]
    assert subjects(NESTED) == {"yes", "open", "no"}
    assert list(every_test(ALWAYS)) == []


def test_every_not_is_found_from_the_outside_in() -> None:
    assert list(negations(NESTED)) == [Not(All((YES, Not(OPEN)))), Not(OPEN)]
    assert list(negations(All((YES, AnyOf((Not(NO), OPEN)))))) == [Not(NO)]
    assert list(negations(YES)) == []


def test_where_a_test_was_written_does_not_make_it_another() -> None:
    assert IsOneOf("yes", frozenset({"a"}), ("any", 0)) == YES
    assert Not(YES, ("not",)) == Not(YES)
