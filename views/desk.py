"""The tree that an author edits: its draft, kept at each pause, and how it becomes a version that nobody changes.

Whatever happens to the store, the browser keeps what was typed until the store has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import streamlit as st

from decision.editing.edit import Edit
from decision.problems import DecisionError, Problem
from decision.reading.read import TreeFile, examine
from decision.store.faults import DraftConflictError, VersionConflictError
from decision.store.shelf import TreeDraft, Version
from views import keeping, offered, visitor

_STATE = "desks"


@dataclass
class Desk:
    """A tree on the desk.

    `base` is the number of the version that it was made of, 0 for a new tree, and `old` that version. `given` is what
    the editor was filled with at first; `text` is what it holds now, `number` the editor's count of that, `kept` the one
    that is safe, and `revision` that of the draft in the store, 0 where there is none. `good` is the last text that could
    be used. `edits` are what the editor is to do with the text of the number `on`; `order` tells one from the next.

    `barred` says why nothing may be changed, `trouble` why the last change was not kept, `window` what the same person
    typed elsewhere meanwhile, and `theirs` is the version that another one saved meanwhile.
    """

    tree: str
    base: int
    old: TreeFile | None
    given: str
    text: str
    revision: int = 0
    good: TreeFile | None = None
    number: int = 0
    kept: int = 0
    order: int = 0
    edits: tuple[Edit, ...] = ()
    on: int = 0
    barred: str = ""
    trouble: str = ""
    window: TreeDraft | None = None
    theirs: Version | None = None
    tried: dict[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def document(self) -> str:
        """The name under which the browser keeps what was typed and is not safe yet."""
        return self.tree

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
    if tree not in desks and (found := _begun(tree)):
        desks[tree] = found
    return desks.get(tree)


def clear(tree: str) -> None:
    """Take a tree from the desk, so that it is begun anew. Its draft stays."""
    st.session_state.get(_STATE, {}).pop(tree, None)


def _begun(tree: str) -> Desk | None:
    """A tree from the store or the folder, with the draft of this person, if there is one."""
    by, shelf = visitor.person(), keeping.shelf()
    old, base = latest(tree)
    draft = None if by.barred else shelf.draft(by, tree)
    if old is None and draft is None:
        return None
    text = draft.text if draft else old.text if old else ""
    found = Desk(tree, draft.base if draft else base, old, text, text, good=old, barred=by.barred)
    found.revision = draft.revision if draft else 0
    if draft and draft.base != base:
        found.theirs = offered.own().latest.get(tree)
    return found


def latest(tree: str) -> tuple[TreeFile | None, int]:
    """The last version of a tree that has a text, and the number of the last version. Raises `StoreError`."""
    for version in (history := keeping.shelf().history(tree)):
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


def put(desk: Desk, edits: Iterable[Edit]) -> None:
    """Let the editor make edits of its text, as one step that can be undone."""
    desk.order += 1
    desk.edits, desk.on = tuple(edits), desk.number


def replace_all(desk: Desk, text: str) -> None:
    """Let the editor replace the whole text, as one step that can be undone."""
    put(desk, [Edit(0, len(desk.text), text)])


def save(desk: Desk, file: TreeFile, note: str) -> Version | None:
    """Save the text as the next version. None where another one was faster: that is on the desk then.

    Raises `StoreError`, `BarredError` and, for a note that is too long, `AnswerError`.
    """
    by, shelf = visitor.person(), keeping.shelf()
    shipped = offered.folder().trees.get(desk.tree)
    try:
        saved = shelf.add(by, file, desk.base, note, keeping.now(), shipped=shipped)
    except VersionConflictError as error:
        desk.theirs = error.theirs
        return None
    shelf.drop_draft(by, desk.tree)
    desk.base, desk.old, desk.revision, desk.theirs = saved.number, file, 0, None
    desk.text = file.text
    offered.look()
    return saved


def rebase(desk: Desk) -> None:
    """Go on with one's own text over the version that another one saved: it is what will be compared with."""
    desk.old, desk.base = latest(desk.tree)
    desk.theirs = None


def begin(tree: str, text: str, base: int = 0) -> None:
    """Put a text on the desk as a draft. Raises `StoreError`, `BarredError`, or `DraftConflictError` if there is one."""
    keeping.shelf().keep_draft(visitor.person(), tree, text, base, 0, keeping.now())
    clear(tree)
