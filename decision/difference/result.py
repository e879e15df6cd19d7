"""What a comparison of two versions of a tree comes to. These classes are also the shape of `slm-sourcing diff --json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from decision.answers import Answer

Status = Literal["changed", "added", "removed"]
Level = Literal["major", "minor", "patch", "none"]
Outcomes = tuple[str, ...]
"""What a decision can be, by the ids of its outcomes; `impossible` besides, where every outcome can be ruled out."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A tree file: its id, its version, and the SHA-256 of its text in hexadecimal."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said otherwise, in words; empty where a version says nothing."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part that changed, or that one version does not have. `id` is `framework.no_gpu` for a part of a part."""

    kind: str
    id: str
    status: Status
    old: Place | None
    new: Place | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """What a decision is in the old version and in the new one, and in how many ways to answer that is so.

    `example` holds the fewest answers after which it is so in every way to answer the rest. It is None where nothing
    changes, and where it was not found within the limit.
    """

    old: Outcomes
    new: Outcomes
    ways: int
    example: Mapping[str, Answer] | None

    @property
    def changes(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """A decision that both versions show. `changed` and `flows` are None where that was not worked out."""

    id: str
    changed: int | None
    flows: tuple[Flow, ...] | None

    @property
    def changing(self) -> tuple[Flow, ...]:
        """The flows in which the recommendation is another, the most frequent first."""
        return tuple(flow for flow in self.flows or () if flow.changes)


@dataclass(frozen=True, slots=True)
class Effect:
    """What some answers get of one decision in either version; None where that was not worked out."""

    decision: str
    old: Outcomes | None
    new: Outcomes | None


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """A scenario whose answers get another recommendation, or that one version cannot take whole.

    `unread` names the questions whose answers one of the versions does not allow; they are left out there.
    """

    id: str
    effects: tuple[Effect, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """The version number that a difference calls for at least. `certain` is False where that was not worked out.

    `enough` says whether the new file's number is as high as that.
    """

    level: Level
    version: str
    enough: bool
    certain: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of a tree, compared.

    Counted are the ways to answer the questions that both versions have, with the options that both have (`ways`):
    a question is answered where either version asks it, and what only one version asks stays open. `changed` of them
    get another recommendation, and `example` is the fewest answers after which all do. None where that was not worked
    out.
    """

    old: Stamp
    new: Stamp
    changes: tuple[Change, ...]
    ways: int | None
    changed: int | None
    example: Mapping[str, Answer] | None
    decisions: tuple[DecisionChange, ...]
    scenarios: tuple[ScenarioChange, ...]
    called: Called


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A use case that gets another recommendation, or that one version cannot take whole.

    `line` is where it stands in its table. `unread` says what a version does not allow; then nothing was compared.
    """

    line: int
    effects: tuple[Effect, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """A table of use cases: how many there are, how many of them get another recommendation, and which.

    `not_comparable` are those that one version cannot take, `not_worked_out` those past the limit.
    """

    total: int
    another: int
    not_comparable: int
    not_worked_out: int
    changes: tuple[CaseChange, ...]
