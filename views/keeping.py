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

from decision.assessment import Assessment
from decision.paths import DATA_VARIABLE
from decision.problems import DecisionError
from decision.reading.read import TreeFile
from decision.recommendation import Recommendation
from decision.store.faults import BarredError, ConflictError, StoreError
from decision.store.look import Look
from decision.store.saved import Person, Saved, draft
from decision.store.saved import tree_of as tree_of
from decision.store.store import Store, open_served

_LOG = logging.getLogger("slm_sourcing")


@dataclass(frozen=True, slots=True)
class Held:
    """A saved assessment that is open, at the revision that the session knows.

    `trouble` says why the last change was not saved. `theirs` is what another one made of it meanwhile; as the
    revision stays, nothing is saved over that until the visitor has chosen. `gone` says that it was deleted.
    """

    id: str
    revision: int
    trouble: str = ""
    theirs: Saved | None = None
    gone: bool = False


def store() -> Store:
    """The store. Raises `StoreError` as long as it cannot be opened; the next call tries again."""
    return _opened(os.environ.get(DATA_VARIABLE), os.environ.get("DATABASE_URL"))


@lru_cache(maxsize=4)
def _opened(folder: str | None, address: str | None) -> Store:
    return open_served()


def prepare() -> None:
    """Open the store with the server, so that no visitor waits for it, and tell the log if that does not work."""
    try:
        store()
    except StoreError as error:
        _LOG.warning("%s", error)


def look(trees: Mapping[str, TreeFile], day: datetime.date) -> Look:
    """The look through all that is saved, shared by all visitors until something is saved or a tree is another."""
    return _look(store(), tuple(trees.items()), day, store().mark())


@lru_cache(maxsize=2)
def _look(saved: Store, trees: tuple[tuple[str, TreeFile], ...], day: datetime.date, mark: tuple[object, ...]) -> Look:
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
    """Save a change of what is open. Never raises: what stands in the way goes with what is returned."""
    try:
        revision = store().change(by, held.id, held.revision, draft(file, assessment, found), now())
    except ConflictError as error:
        return replace(held, trouble=trouble(error), theirs=error.theirs, gone=error.theirs is None)
    except (StoreError, BarredError) as error:
        return replace(held, trouble=trouble(error))
    return Held(held.id, revision)
