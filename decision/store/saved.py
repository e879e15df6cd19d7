"""What the store gives and takes: saved assessments, and how they are looked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from decision.assessment import Assessment, TreeStamp, stamp_of, stamped
from decision.reading.read import TreeFile, examine
from decision.recommendation import Recommendation


@dataclass(frozen=True, slots=True)
class Entry:
    """A saved assessment as a list shows it. `revision` counts its changes from 1; `saved_by` changed it last."""

    id: str
    tree: str
    version: str
    digest: str
    title: str
    author: str
    saved_by: str
    status: str
    archived: bool
    revision: int
    created: datetime.datetime
    changed: datetime.datetime
    outcomes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """A link to a saved assessment, by the SHA-256 of its secret. `withdrawn` is None while it opens something."""

    digest: str
    made_by: str
    created: datetime.datetime
    withdrawn: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved assessment, whole, with the text of the tree that it was made with.

    Where it was just deleted, `shares` are the links to it, so that they are put back with it.
    """

    entry: Entry
    assessment: Assessment
    text: str
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An assessment to be saved: stamped with its tree, whose text goes with it, and the present outcomes by decision.

    `times` are those at which it was created and changed, where it was saved before, elsewhere.
    """

    stamp: TreeStamp
    assessment: Assessment
    text: str
    outcomes: Mapping[str, str]
    archived: bool = False
    times: tuple[datetime.datetime, datetime.datetime] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for: every word of `text`, a tree, an outcome of a decision, the days of the last change (UTC)."""

    text: str = ""
    tree: str | None = None
    outcome: tuple[str, str] | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The first of the entries that were looked for, the latest change first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Person:
    """Who wants something. `name` is empty where nobody signed in; `barred` says why nothing may be changed."""

    name: str = ""
    barred: str = ""


def draft(file: TreeFile, assessment: Assessment, recommendation: Recommendation) -> Draft:
    """What is saved of an assessment, with what it came to on this tree."""
    kept = stamped(assessment, file)
    outcomes = {one.id: one.outcome for one in recommendation.shown if one.outcome is not None}
    return Draft(stamp_of(file), kept, file.text, outcomes)


def words(assessment: Assessment) -> str:
    """All that a person typed, in one case. Answers are not in it: they are ids."""
    typed = [assessment.title, assessment.organization, assessment.author, assessment.notes]
    typed += [*assessment.deciders, *assessment.consulted]
    typed += [part for note in assessment.evidence.values() for part in (note.evidence, note.owner)]
    typed += [choice.reason for choice in assessment.recorded.values()]
    return "\n".join(text for text in typed if text).casefold()


def duplicate(saved: Saved) -> Draft:
    """A copy of a saved assessment, under a title that says so."""
    title = f"Copy of {saved.entry.title or 'an assessment without a title'}"[:200]
    said = saved.assessment.model_copy(update={"title": title})
    assert said.tree is not None  # nothing is saved without
    return Draft(said.tree, said, saved.text, saved.entry.outcomes)


@lru_cache(maxsize=32)
def tree_of(digest: str, text: str) -> TreeFile | None:
    """The tree that a saved assessment was made with, None if this version of the program cannot read it any more."""
    return examine(text, "tree", any_name=True)[0]
