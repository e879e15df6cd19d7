"""A look through all that is saved: what the versions of the trees in use would change, and whose sources are past their age."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Literal

from decision.again.again import run_again
from decision.again.result import Effect, Verdict
from decision.assessment import Assessment
from decision.reading.read import TreeFile
from decision.store.saved import Entry, Filter, Saved, tree_of
from decision.store.shelf import Shelf
from decision.store.store import Store

BATCH = 50
"""Saved assessments that are looked at in one step, between which one can stop."""

_KEPT = 20_000  # gists; an entry that is saved with each answer makes the whole look begin anew


@dataclass(frozen=True, slots=True)
class Move:
    """A shown decision that would come out otherwise."""

    decision: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True)
class Gist:
    """What running again comes to, in short: the heaviest effect, the decisions that move, and what is asked anew.

    `unfit` are decisions whose recorded choice is not offered any more, `unknown` those not worked out. `stale` counts
    the sources behind it that are past their age in the version that it was made with.
    """

    effect: Effect | Literal["unreadable"]
    moves: tuple[Move, ...] = ()
    ask: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    stale: int = 0


@dataclass(frozen=True, slots=True)
class Affected:
    """A saved assessment that another version changes, that cannot be read any more, or whose sources are stale."""

    entry: Entry
    gist: Gist


@dataclass(frozen=True, slots=True)
class _Said:
    """What an assessment says that makes a difference; two that say the same are worked out once."""

    answers: tuple[object, ...]
    recorded: tuple[tuple[str, str], ...]
    noted: tuple[str, ...]
    whole: Assessment = field(compare=False)


def in_use(trees: Mapping[str, TreeFile], shelf: Shelf) -> dict[str, TreeFile]:
    """The trees of a folder, and before them the versions that were saved. Retired ones are left out."""
    found = dict(trees)
    for version in shelf.latest():
        found.pop(version.tree, None)
        text = shelf.text(version.digest) if version.digest else None
        file = tree_of(version.digest, text) if version.digest and text is not None else None
        if file:
            found[version.tree] = file
    return found


class Look:
    """A look under way, a batch at a time; several may drive it at once. Archived ones are left out.

    `found` holds what was found so far. Methods raise `StoreError` where the database cannot be reached.
    """

    def __init__(self, store: Store, trees: Mapping[str, TreeFile], day: datetime.date) -> None:
        self.total = store.find(Filter(), limit=1).total
        self.done = 0
        self.finished = False
        self.found: list[Affected] = []
        self._store, self._trees, self._day = store, trees, day
        self._last = ""
        self._lock = Lock()

    def step(self) -> None:
        """Look at the next of them."""
        with self._lock:
            if self.finished:
                return
            batch = self._store.batch(self._last, BATCH)
            self.found += list(self._affected(batch))
            self.done += len(batch)
            self.finished = len(batch) < BATCH
            if batch:
                self._last = batch[-1].entry.id

    def _affected(self, batch: tuple[Saved, ...]) -> Iterator[Affected]:
        for saved in batch:
            gist = self._gist(saved)
            if gist.effect != "nothing" or gist.stale:
                yield Affected(saved.entry, gist)

    def _gist(self, saved: Saved) -> Gist:
        old = tree_of(saved.entry.digest, saved.text)
        if old is None:
            return Gist("unreadable")
        new = self._trees.get(saved.entry.tree, old)  # of a tree that is gone, the sources can still be stale
        if new.digest == old.digest and not any(source.stale_on(self._day) for source in old.tree.sources.values()):
            return Gist("nothing")
        return _gist(old, new, _said(saved.assessment), self._day)


def _said(whole: Assessment) -> _Said:
    answers = tuple((name, one if isinstance(one, str) else tuple(one)) for name, one in whole.answers.items())
    recorded = tuple((name, choice.outcome) for name, choice in whole.recorded.items())
    return _Said(answers, recorded, tuple(whole.evidence), whole)


@lru_cache(maxsize=_KEPT)
def _gist(old: TreeFile, new: TreeFile, said: _Said, day: datetime.date) -> Gist:
    found = run_again(old, new, said.whole, day)
    return Gist(
        found.effect,
        tuple(Move(one.id, one.before, one.after) for one in found.moving),
        tuple(one.ask for one in found.ask),
        tuple(one.decision for one in found.unfit),
        tuple(one.id for one in found.unknown),
        sum(one.old for one in found.stale),
    )
