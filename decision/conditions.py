"""Conditions: tests on answers and earlier decisions, as data, with three-valued truth.

A *value* is the set of ids that hold: one option of a question or one outcome of a decision, several for a question
that takes many, none for a question that is not asked or a decision that is impossible. A *domain* is the set of
values something can still have. Over domains of one value each, `truth` is never None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = frozenset[str]
Domain = frozenset[Value]
Path = tuple[str | int, ...]

NOTHING: Value = frozenset()


@dataclass(frozen=True, slots=True)
class Test:
    """`{subject: wanted}`: at least one of the wanted ids holds. `at` is its place inside the condition it came from."""

    subject: str
    wanted: Value
    at: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition
    at: Path = field(default=(), compare=False)


Condition = Test | All | AnyOf | Not

ALWAYS: Condition = All(())


def truth(condition: Condition, domains: Mapping[str, Domain]) -> bool | None:
    """True or False if the condition is so for all values that the domains allow, taken one test at a time; else None.

    Kleene's strong three-valued logic: a sound answer, but None where only the link between two tests would decide.
    """
    # This runs some hundred times for every click, so it is written to be quick.
    if isinstance(condition, Test):
        return _holds(condition.wanted, domains[condition.subject])
    if isinstance(condition, Not):
        inner = truth(condition.part, domains)
        return None if inner is None else not inner
    stop = isinstance(condition, AnyOf)
    unknown = False
    for part in condition.parts:
        found = truth(part, domains)
        if found is stop:
            return stop
        unknown = unknown or found is None
    return None if unknown else not stop


def _holds(wanted: Value, domain: Domain) -> bool | None:
    """Whether one of the wanted ids holds in all values of the domain, in none, or in some (None)."""
    found: bool | None = None
    for value in domain:
        holds = not wanted.isdisjoint(value)
        if found is None:
            found = holds
        elif found is not holds:
            return None
    return found


def tests(condition: Condition) -> Iterator[Test]:
    """Every test in the condition, in the order in which it is written."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from tests(part)


def negations(condition: Condition) -> Iterator[Not]:
    """Every `not` in the condition."""
    match condition:
        case Not(part):
            yield condition
            yield from negations(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from negations(part)


def subjects(condition: Condition) -> frozenset[str]:
    """The ids of the questions and decisions that the condition tests."""
    return frozenset(test.subject for test in tests(condition))
