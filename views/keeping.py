"""The saved assessment that a visitor has open: every change is saved over it, and what stands in the way is told.

Whatever happens to the store, the answers stay in the session and in the address.
"""

from __future__ import annotations

import datetime
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from decision.answers import Answers
from decision.assessment import Assessment
from decision.paths import DATA_VARIABLE
from decision.problems import AnswerError, DecisionError, Problem
from decision.reading.read import TreeFile
from decision.recommendation import Recommendation
from decision.store.faults import BarredError, ConflictError, StoreError
from decision.store.look import Look
from decision.store.people import allow
from decision.store.saved import Person, Saved, draft
from decision.store.saved import tree_of as tree_of
from decision.store.shelf import Shelf
from decision.store.store import Store, open_served

_LOG = logging.getLogger("slm_sourcing")


@dataclass(frozen=True, slots=True)
class Held:
    """A saved assessment that is open, at the revision that the session knows.

    `trouble` says why the last change was not saved. `theirs` is what is saved and is not what the visitor has; nothing
    is saved over that until one was chosen. `gone` says that it was deleted.
    """

    id: str
    revision: int
    trouble: str = ""
    theirs: Saved | None = None
    gone: bool = False


def where() -> tuple[str, str]:
    """Where what is saved lies: the folder and the address of a database that the surroundings name, or empty."""
    return os.environ.get(DATA_VARIABLE, ""), os.environ.get("DATABASE_URL", "")


def store() -> Store:
    """The store. Raises `StoreError` as long as it cannot be opened; the next call tries again."""
    return _opened(*where())


def shelf(at: tuple[str, str] | None = None) -> Shelf:
    """The versions of trees in the store, or in the one at another place. Raises `StoreError` as `store` does."""
    return Shelf(_opened(*(at or where())).database)


@lru_cache(maxsize=4)
def _opened(folder: str, address: str) -> Store:
    return open_served()


def look(trees: Mapping[str, TreeFile], day: datetime.date) -> Look:
    """The look through all that is saved, shared by all visitors until something is saved or a tree is another."""
    return _look(store(), tuple(trees.items()), day, store().mark())


@lru_cache(maxsize=8)
def _look(saved: Store, trees: tuple[tuple[str, TreeFile], ...], day: datetime.date, mark: int) -> Look:
    return Look(saved, dict(trees), day)


def now() -> datetime.datetime:
    """The moment that is written beside a change."""
    return datetime.datetime.now(datetime.UTC)


def trouble(error: DecisionError) -> str:
    """What to tell a visitor, and the log too unless it is the visitor who is in the way."""
    if isinstance(error, StoreError):
        _LOG.warning("%s", error)
        return error.message
    return error.message if isinstance(error, BarredError) else str(error.problems[0].message)


def save_new(by: Person, file: TreeFile, assessment: Assessment, found: Recommendation) -> Held:
    """Save an assessment for the first time. Raises `StoreError` or `BarredError`."""
    (name,) = store().add(by, [draft(file, assessment, found)], now())
    return Held(name, 1)


def save_over(by: Person, held: Held, file: TreeFile, assessment: Assessment, found: Recommendation) -> Held:
    """Save a change of what is open. Never raises: what stands in the way goes with what is returned.

    As long as there are two of it and none is chosen, nothing is saved over either.
    """
    if held.theirs:
        return held
    try:
        revision = store().change(by, held.id, held.revision, draft(file, assessment, found), now())
    except ConflictError as error:
        return replace(held, trouble=trouble(error), theirs=error.theirs, gone=error.theirs is None)
    except (StoreError, BarredError) as error:
        return replace(held, trouble=trouble(error))
    return Held(held.id, revision)


def reopen(by: Person, name: str, tree: str) -> tuple[Saved, TreeFile]:
    """The saved assessment that an address names, with its tree. Raises `DecisionError` where one cannot go on with it."""
    allow(by)
    saved = store().get(name)
    if saved is None or saved.entry.tree != tree:
        raise _not_opened("There is none with this id for this tree; it may have been deleted.")
    file = tree_of(saved.entry.digest, saved.text)
    if file is None:
        raise _not_opened("This version of the program cannot read its tree.")
    return saved, file


def _not_opened(why: str) -> AnswerError:
    return AnswerError([Problem("saved", 0, 0, "not-opened", why)])


def taken_up(saved: Saved, answers: Answers) -> tuple[Assessment, Held]:
    """A saved assessment with the answers of an address, and how it is held: where they differ, one chooses."""
    held = Held(saved.entry.id, saved.entry.revision)
    if answers == saved.assessment.answers:
        return saved.assessment, held
    why = "The answers in the address of this page are not those that are saved."
    return saved.assessment.model_copy(update={"answers": answers}), replace(held, trouble=why, theirs=saved)


def tree_at(digest: str, at: tuple[str, str] | None = None) -> TreeFile | None:
    """The tree with this digest, None if it is not kept or cannot be read any more. Raises `StoreError`."""
    text = shelf(at).text(digest)
    return None if text is None else tree_of(digest, text)
