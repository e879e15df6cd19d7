"""The trees that this server offers: those of its folder, and before them the versions that were saved here.

What is saved is looked at again behind the visitors' backs, so that no click waits for the database. Where that does
not answer, what was known last goes on being offered.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread

from decision.library import Library, read_library, read_text
from decision.paths import TREES, TREES_VARIABLE
from decision.reading.read import TreeFile
from decision.store.faults import StoreError
from decision.store.shelf import Version
from decision.tree import ID
from views import keeping

_FRESH = 2.0  # seconds after which a version that another server saved is looked for


@dataclass(frozen=True)
class Own:
    """The latest version of each tree that was saved here. `files` are those that can be used and are not retired.

    `trouble` says why the saved versions could not be looked at.
    """

    latest: Mapping[str, Version] = field(default_factory=dict)
    files: Mapping[str, TreeFile] = field(default_factory=dict)
    trouble: str = ""


@dataclass
class _Known:
    own: Own
    state: object
    at: float


_known: dict[tuple[str, ...], _Known] = {}
_looking = Lock()


def library() -> Library:
    """What this server offers. A tree that was retired here is left out."""
    found, saved = folder(), own()
    trees = {name: saved.files.get(name, file) for name, file in found.trees.items()}
    gone = saved.latest.keys() - saved.files.keys()
    return replace(found, trees={name: file for name, file in {**trees, **saved.files}.items() if name not in gone})


def folder() -> Library:
    """What the folder holds, whatever was saved of it here."""
    return read_library(Path(os.environ.get(TREES_VARIABLE, TREES)))


def broken(tree: str) -> str | None:
    """The text of the file of the folder for a tree, if there is one, whatever is wrong with it."""
    named = re.fullmatch(ID, tree)  # an address names it
    return read_text(Path(os.environ.get(TREES_VARIABLE, TREES)) / f"{tree}.yaml") if named else None


def own() -> Own:
    """What was saved here, as it is known: at most two seconds old, unless the database is slower."""
    where = keeping.where()
    known = _known.get(where)
    if known is None:
        return look(where)
    if time.monotonic() - known.at > _FRESH and _looking.acquire(blocking=False):
        known.at = time.monotonic()
        Thread(target=_look_and_let_go, args=(where,), daemon=True).start()
    return known.own


def look(where: tuple[str, ...] | None = None) -> Own:
    """Look at what is saved now, and offer it from now on."""
    where = where or keeping.where()
    known = _known.get(where)
    try:
        shelf = keeping.shelf(where)
        state = shelf.state()
        if known is None or known.own.trouble or known.state != state:
            latest = {version.tree: version for version in shelf.latest()}
            known = _Known(Own(latest, _files(latest, where)), state, 0)
    except StoreError as error:
        if not known or known.own.trouble != error.message:  # the log is told once
            keeping.trouble(error)
        known = _Known(replace(known.own if known else Own(), trouble=error.message), None, 0)
    known.at = time.monotonic()
    _known[where] = known
    return known.own


def _look_and_let_go(where: tuple[str, ...]) -> None:
    try:
        look(where)
    finally:
        _looking.release()


def _files(latest: Mapping[str, Version], where: tuple[str, ...]) -> dict[str, TreeFile]:
    files = {}
    for name, version in latest.items():
        file = keeping.tree_at(version.digest, where) if version.digest else None
        if file:
            files[name] = file
    return files
