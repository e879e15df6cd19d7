"""What can go wrong between us and the database, in one sentence each that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from decision.problems import DecisionError, Problem

if TYPE_CHECKING:
    from decision.store.saved import Saved
    from decision.store.shelf import TreeDraft, Version


class StoreError(DecisionError):
    """What is saved cannot be reached, or cannot be used: the operator's fault."""

    def __init__(self, place: str, code: str, message: str) -> None:
        super().__init__([Problem(place, 0, 0, code, message)])
        self.message = message


class BarredError(DecisionError):
    """Somebody who may only read wanted to change something."""

    def __init__(self, message: str) -> None:
        super().__init__([Problem("saved", 0, 0, "not-allowed", message)])
        self.message = message


class ConflictError(DecisionError):
    """Somebody else changed what was to be saved. `theirs` is what stands now, None where it was deleted."""

    def __init__(self, theirs: Saved | None) -> None:
        what = "Somebody else changed this assessment" if theirs else "Somebody else deleted this assessment"
        super().__init__([Problem("saved", 0, 0, "conflict", f"{what} since it was opened here.")])
        self.theirs = theirs


class VersionConflictError(DecisionError):
    """Somebody else saved a version of the tree meanwhile. `theirs` is the latest, None where there is none at all."""

    def __init__(self, theirs: Version | None) -> None:
        latest = f"its latest version is number {theirs.number}" if theirs else "it has no version any more"
        message = f"Somebody else changed this tree since it was opened here: {latest}."
        super().__init__([Problem("saved", 0, 0, "conflict", message)])
        self.theirs = theirs


class DraftConflictError(DecisionError):
    """The same person changed the draft in another window. `theirs` is what stands there, None where it was dropped."""

    def __init__(self, theirs: TreeDraft | None) -> None:
        what = "changed" if theirs else "dropped"
        message = f"This draft was {what} in another window since it was opened in this one."
        super().__init__([Problem("saved", 0, 0, "conflict", message)])
        self.theirs = theirs


_FULL = ("disk-full", "The disk is full. Make room; nothing that was saved before is lost.")
_READ_ONLY = ("read-only", "It may only be read. Give this program the right to write there.")
_NOT_OPENED = ("cannot-open", "The file cannot be opened. Name a folder in which this program may write with --data.")
_NOT_OURS = ("not-a-database", "The file is damaged or no database. Restore a backup.")
_BUSY = ("busy", "Others have been writing for too long. Try again.")
GONE = ("unreachable", "The database does not answer. Try again in a moment.")

_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _NOT_OPENED,
    sqlite3.SQLITE_CORRUPT: _NOT_OURS,
    sqlite3.SQLITE_NOTADB: _NOT_OURS,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_IOERR: ("unreadable", "The disk reports an error. Look into the log of the system."),
}
_POSTGRES = {"53100": _FULL, "25006": _READ_ONLY, "55P03": _BUSY, "40P01": _BUSY, "42501": _READ_ONLY}


@contextmanager
def told(place: str) -> Iterator[None]:
    """Raise `StoreError` for what the world does to a database. What is our own bug keeps its traceback."""
    try:
        yield
    except NoneFree as error:
        raise StoreError(place, *_BUSY) from error
    except DBAPIError as error:
        known = _known(error)
        if known is None:
            raise
        raise StoreError(place, *known) from error
    except OSError as error:
        raise StoreError(place, "cannot-open", f"The folder cannot be used: {error.strerror}.") from error


def _known(error: DBAPIError) -> tuple[str, str] | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)  # the rest says more closely what happened
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRES:
        return _POSTGRES[state]
    return GONE if error.connection_invalidated or isinstance(error, OperationalError) else None
