"""The tree that an author edits: its draft, kept at each pause, and how it becomes a version that nobody changes.

Whatever happens to the store, the browser keeps what was typed until the store has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import streamlit as st

from decision.editing.edit import Edit
from decision.problems import DecisionError, Problem
from decision.reading.read import TreeFile, examine
from decision.store.faults import DraftConflictError, StoreError, VersionConflictError
from decision.store.shelf import TreeDraft, Version
from views import keeping, offered, visitor

_STATE = "desks"
_CLEARED = "desks_cleared"


@dataclass
class Desk:
    """A tree on the desk.

    `base` is the number of the version that it was made of, 0 for a new tree, and `old` that version. `text` is what the
    editor holds now, `number` the editor's count of that, 0 where it was only given, `kept` the one that is safe, and
    `revision` that of the draft in the store, 0 where there is none. `good` is the last text that could be used. `edits`
    are what the editor is to do with the text of the number `on`; `order` tells one from the next in the whole session,
    and `before` is what the desk goes back to if they are not made. `document` is what the editor calls the text.

    `barred` says why nothing may be changed, `trouble` why the last change was not kept, `window` what the same person
    typed elsewhere meanwhile, and `theirs` is the version that another one saved meanwhile.
    """

    tree: str
    base: int
    old: TreeFile | None
    text: str
    document: str
    revision: int = 0
    good: TreeFile | None = None
    number: int = 0
    kept: int = 0
    order: int = 0
    edits: tuple[Edit, ...] = ()
    on: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)
    barred: str = ""
    trouble: str = ""
    window: TreeDraft | None = None
    theirs: Version | None = None
    tried: dict[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether the text is another than that of the version it was made of."""
        return self.old is None or self.text != self.old.text

    @property
    def path(self) -> str:
        """What the text would be called as a file."""
        return f"{self.tree}.yaml"

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the text. What could be used is remembered as `good`."""
        file, found = examined(self.text, self.path)
        self.good = file or self.good
        return found

    @property
    def file(self) -> TreeFile | None:
        """The text as a tree, if it can be used."""
        return examined(self.text, self.path)[0]


@lru_cache(maxsize=16)
def examined(text: str, path: str) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    """A text as a tree if it can be used, and its problems."""
    return examine(text, path)


def at(tree: str) -> Desk | None:
    """The desk with this tree, None where nobody knows such a tree. Raises `StoreError`."""
    desks: dict[str, Desk] = st.session_state.setdefault(_STATE, {})
    known, newest = desks.get(tree), offered.own().latest.get(tree)
    if known and newest and newest.number > known.base:
        known.theirs = newest
        if not known.changed and not known.revision:  # nothing was typed, so there is nothing to choose
            clear(tree)
    if tree not in desks and (found := _begun(tree)):
        desks[tree] = found
    return desks.get(tree)


def clear(tree: str) -> None:
    """Take a tree from the desk, so that it is begun anew. Its draft stays."""
    if st.session_state.get(_STATE, {}).pop(tree, None):
        times = st.session_state.setdefault(_CLEARED, {})
        times[tree] = times.get(tree, 0) + 1


def of(document: str) -> Desk | None:
    """The desk with what the editor calls so, None where that was taken from it."""
    return next((one for one in st.session_state.get(_STATE, {}).values() if one.document == document), None)


def _begun(tree: str) -> Desk | None:
    """A tree from the store or the folder, with the draft of this person, if there is one."""
    by, shelf = visitor.person(), keeping.shelf()
    history = shelf.history(tree)
    old, base = _last(tree, history)
    text = old.text if old else offered.broken(tree)
    draft = None if by.barred else shelf.draft(by, tree)
    if draft:
        text = draft.text
    if text is None:
        return None
    found = Desk(tree, base, old, text, _document(tree), good=old, barred=by.barred)
    if draft:
        found.revision = draft.revision
        if draft.base < base:
            found.theirs = history[0] if history else None
            before = [one for one in history if one.number <= draft.base]
            found.old, found.base = _last(tree, before) if before else (None, 0)
    return found


def _document(tree: str) -> str:
    """The same after a restart, so that an editor goes on with what is on its way; another after the tree was cleared."""
    cleared = st.session_state.get(_CLEARED, {}).get(tree, 0)
    return f"{tree} {cleared}" if cleared else tree


def latest(tree: str) -> tuple[TreeFile | None, int]:
    """The last version of a tree that has a text, and the number of the last version. Raises `StoreError`."""
    return _last(tree, keeping.shelf().history(tree))


def _last(tree: str, history: Sequence[Version]) -> tuple[TreeFile | None, int]:
    """The same of these versions, the last one first; the file of the folder where there is none."""
    for version in history:
        if version.digest and (file := keeping.tree_at(version.digest)):
            return file, history[0].number
    file = offered.folder().trees.get(tree)
    return file, len(history) or (1 if file else 0)


def keep(desk: Desk, text: str, number: int) -> None:
    """Take in what was typed, and keep it as the draft. Never raises: what stands in the way is on the desk."""
    desk.text, desk.number = text, number
    if desk.barred or desk.window:
        return
    if not desk.changed and not desk.revision:
        desk.kept = number
        return
    try:
        desk.revision = keeping.shelf().keep_draft(
            visitor.person(), desk.tree, text, desk.base, desk.revision, keeping.now()
        )
    except DraftConflictError as error:
        desk.window, desk.trouble = error.theirs, keeping.trouble(error)
        if error.theirs is None:  # dropped elsewhere, so there is nothing to choose from
            desk.revision, desk.window = 0, None
    except DecisionError as error:
        desk.trouble = keeping.trouble(error)
    else:
        desk.trouble, desk.kept = "", number


def given(desk: Desk, number: int) -> None:
    """The editor held another text till now: it is given this one anew under a number, and has no edits to make."""
    desk.number, desk.order = number, 0


def put(desk: Desk, edits: Iterable[Edit], before: Mapping[str, Any] | None = None) -> None:
    """Let the editor make edits of its text, as one step that can be undone."""
    desk.order = st.session_state["edits_put"] = st.session_state.get("edits_put", 0) + 1
    desk.edits, desk.on, desk.before = tuple(edits), desk.number, before or {}


def replace_all(desk: Desk, text: str, before: Mapping[str, Any]) -> None:
    """Let the editor replace the whole text, as one step that can be undone."""
    put(desk, [Edit(0, len(desk.text), text)], before)


def take_back(desk: Desk, order: int) -> None:
    """The editor did not make these edits, as its text had moved on: what was chosen with them is to be chosen again."""
    if order == desk.order:
        vars(desk).update(desk.before)


def save(desk: Desk, file: TreeFile, note: str) -> Version | None:
    """Save the text as the next version. None where another one was faster: that is on the desk then.

    Raises `StoreError`, `BarredError` and, for a note that is too long, `AnswerError`.
    """
    by, shelf = visitor.person(), keeping.shelf()
    # What was begun on a file of the folder is saved after it, whatever became of the file since.
    shipped = desk.old if desk.base else offered.folder().trees.get(desk.tree)
    try:
        saved = shelf.add(by, file, desk.base, note, keeping.now(), shipped=shipped)
    except VersionConflictError as error:
        desk.theirs = error.theirs
        return None
    revision = desk.revision
    desk.base, desk.old, desk.revision, desk.theirs = saved.number, file, 0, None
    desk.text = file.text
    offered.look()
    with suppress(StoreError):  # the version is saved: a draft that stays is found when one comes back
        shelf.drop_draft(by, desk.tree, revision)
    return saved


def rebase(desk: Desk) -> None:
    """Go on with one's own text over the version that another one saved: it is what will be compared with."""
    desk.old, desk.base = latest(desk.tree)
    desk.theirs = None


def begin(tree: str, text: str) -> None:
    """Put a text on the desk as a draft over the last version of the tree, if there is one.

    Raises `StoreError`, `BarredError`, or `DraftConflictError` if there is a draft.
    """
    _, base = latest(tree)
    keeping.shelf().keep_draft(visitor.person(), tree, text, base, 0, keeping.now())
    clear(tree)
