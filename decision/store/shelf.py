"""The shelf of trees: versions that nobody changes any more, and the drafts that each person works on.

The row of a version is added and never changed or deleted; that no number is given twice is what its primary key is for.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, delete, func, select, update

from decision.assessment import stamp_of
from decision.problems import AnswerError, Problem
from decision.reading.read import TreeFile
from decision.reading.text import MAX_BYTES
from decision.store.database import Database
from decision.store.faults import DraftConflictError, VersionConflictError
from decision.store.people import allow
from decision.store.saved import Person
from decision.store.tables import ASSESSMENTS, DRAFTS, TREES, VERSIONS
from decision.store.texts import insert_if_new, keep_text

MAX_DRAFT_BYTES = 4 * MAX_BYTES
"""The most that is kept of a draft, in UTF-8: more than a tree may have, as what is too long for one is not lost."""

MAX_NOTE = 2_000
"""Characters of the note on a version."""

SHIPPED_NOTE = "Shipped with the program."


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a tree. Its `number` counts from 1; `version` is what its text says of itself.

    Where it retired the tree, `digest` and `version` are None, and the title is the one before.
    """

    tree: str
    number: int
    digest: str | None
    version: str | None
    title: str
    author: str
    note: str
    created: datetime.datetime

    @property
    def retired(self) -> bool:
        """Whether the tree is out of use from here on."""
        return self.digest is None


@dataclass(frozen=True, slots=True)
class TreeDraft:
    """What a person typed of a tree and has not saved as a version, whether it can be read or not.

    `base` is the number of the version that it was made of, 0 for a new tree; `revision` counts its changes from 1.
    """

    tree: str
    text: str
    base: int
    revision: int
    changed: datetime.datetime


class Shelf:
    """Versions of trees, and drafts. Every method raises `StoreError` where the database cannot be reached.

    What changes something raises `BarredError` for who may not, and `VersionConflictError` or `DraftConflictError` where
    another one was faster.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def latest(self) -> tuple[Version, ...]:
        """The last version of every tree, by the tree's id; retired ones too."""
        last = select(VERSIONS.c.tree, func.max(VERSIONS.c.number).label("number")).group_by(VERSIONS.c.tree).subquery()
        both = and_(VERSIONS.c.tree == last.c.tree, VERSIONS.c.number == last.c.number)
        asked = _versions().join(last, both).order_by(VERSIONS.c.tree)
        with self.database.reading() as connection:
            return tuple(map(_version, connection.execute(asked).mappings()))

    def history(self, tree: str) -> tuple[Version, ...]:
        """Every version of a tree, the latest first."""
        asked = _versions().where(VERSIONS.c.tree == tree).order_by(VERSIONS.c.number.desc())
        with self.database.reading() as connection:
            return tuple(map(_version, connection.execute(asked).mappings()))

    def text(self, digest: str) -> str | None:
        """The text of a tree as it was typed, None where it is not kept."""
        with self.database.reading() as connection:
            return connection.execute(select(TREES.c.text).where(TREES.c.digest == digest)).scalar()

    def state(self) -> object:
        """Something that is equal as long as no version was added."""
        asked = select(func.count(), func.max(VERSIONS.c.created)).select_from(VERSIONS)
        with self.database.reading() as connection:
            return tuple(connection.execute(asked).one())

    def used(self, tree: str) -> int:
        """The number of saved assessments that were made with any text of a tree."""
        asked = select(func.count()).select_from(ASSESSMENTS.join(TREES)).where(TREES.c.tree == tree)
        with self.database.reading() as connection:
            return connection.execute(asked).scalar_one()

    def add(
        self,
        by: Person,
        file: TreeFile,
        base: int,
        note: str,
        at: datetime.datetime,
        *,
        shipped: TreeFile | None = None,
    ) -> Version:
        """Save a tree as the version after `base`, which is the latest that the person saw; 0 for a new tree.

        A tree that came with the program, named as `shipped`, is version 1 of itself from then on.
        """
        with self.database.changing(by) as connection:
            _begin_with(connection, shipped, at)
            keep_text(connection, stamp_of(file), file.text, at)
            row = _row(file, base + 1, by.name, _clean(note), at)
            return _add(connection, row)

    def retire(
        self, by: Person, tree: str, base: int, note: str, at: datetime.datetime, *, shipped: TreeFile | None = None
    ) -> Version:
        """Take a tree out of use, by a version after `base` that has no text."""
        with self.database.changing(by) as connection:
            _begin_with(connection, shipped, at)
            title = _known(_get(connection, tree), tree).title
            return _add(connection, Version(tree, base + 1, None, None, title, by.name, _clean(note), at))

    def restore(self, by: Person, tree: str, number: int, base: int, note: str, at: datetime.datetime) -> Version:
        """Take up the text of an earlier version again, as the version after `base`."""
        with self.database.changing(by) as connection:
            old = _known(_get(connection, tree, number), tree, with_text=True)
            return _add(connection, replace(old, number=base + 1, author=by.name, note=_clean(note), created=at))

    def draft(self, by: Person, tree: str) -> TreeDraft | None:
        """The draft of a person, None where there is none. Raises `BarredError` too: what is not signed is not told apart."""
        allow(by)
        with self.database.reading() as connection:
            return _draft(connection, by, tree)

    def drafts(self, by: Person) -> tuple[TreeDraft, ...]:
        """Every draft of a person, the latest first. Raises `BarredError` as `draft` does."""
        allow(by)
        asked = select(DRAFTS).filter_by(person=by.name).order_by(DRAFTS.c.changed.desc())
        with self.database.reading() as connection:
            return tuple(map(_tree_draft, connection.execute(asked).mappings()))

    def keep_draft(self, by: Person, tree: str, text: str, base: int, revision: int, at: datetime.datetime) -> int:
        """Keep any text as the draft of a person, over the revision that it was made of, 0 where there is none.

        Returns the new revision. Raises `AnswerError` for a text of more than `MAX_DRAFT_BYTES`.
        """
        raw = text.encode(errors="surrogatepass")
        if len(raw) > MAX_DRAFT_BYTES:
            message = (
                f"A draft may have {MAX_DRAFT_BYTES:,} bytes; this one has {len(raw):,}. Shorten it, or download it."
            )
            raise AnswerError([Problem(tree, 0, 0, "too-large", message)])
        row = {"base": base, "revision": revision + 1, "changed": at, "text": raw}
        own = {"tree": tree, "person": by.name}
        with self.database.changing(by) as connection:
            if revision:
                over = update(DRAFTS).filter_by(**own, revision=revision).values(row)
                kept = connection.execute(over).rowcount == 1
            else:
                kept = insert_if_new(connection, DRAFTS, own | row)
            if not kept:
                raise DraftConflictError(_draft(connection, by, tree))
        return revision + 1

    def drop_draft(self, by: Person, tree: str, revision: int | None = None) -> None:
        """Delete the draft of a person, where there is one; with a revision, only if it is still that one."""
        which = {"tree": tree, "person": by.name} | ({} if revision is None else {"revision": revision})
        with self.database.changing(by) as connection:
            connection.execute(delete(DRAFTS).filter_by(**which))


def _versions() -> Select[Any]:
    return select(*VERSIONS.c, TREES.c.version).select_from(VERSIONS.outerjoin(TREES))


def _version(row: RowMapping) -> Version:
    return Version(**{name: row[name] for name in Version.__slots__})


def _get(connection: Connection, tree: str, number: int | None = None) -> Version | None:
    """One version of a tree, the latest unless a number is named."""
    asked = _versions().where(VERSIONS.c.tree == tree).order_by(VERSIONS.c.number.desc()).limit(1)
    if number is not None:
        asked = asked.where(VERSIONS.c.number == number)
    row = connection.execute(asked).mappings().first()
    return None if row is None else _version(row)


def _known(found: Version | None, tree: str, *, with_text: bool = False) -> Version:
    if found is None or (with_text and found.retired):
        what = "no version with this number" if with_text else "no version"
        raise AnswerError([Problem(tree, 0, 0, "no-version", f'The tree "{tree}" has {what} whose text is kept.')])
    return found


def _begin_with(connection: Connection, shipped: TreeFile | None, at: datetime.datetime) -> None:
    """Give a tree that came with the program its first version, unless it has one."""
    if shipped and _get(connection, shipped.tree.id) is None:
        keep_text(connection, stamp_of(shipped), shipped.text, at)
        _add(connection, _row(shipped, 1, "", SHIPPED_NOTE, at))


def _row(file: TreeFile, number: int, author: str, note: str, at: datetime.datetime) -> Version:
    tree = file.tree
    return Version(tree.id, number, file.digest, tree.version, tree.title, author, note, at)


def _add(connection: Connection, new: Version) -> Version:
    """Add a version, if it follows the latest one and nobody takes its number at the same time."""
    latest = _get(connection, new.tree)
    if new.number - 1 == (latest.number if latest else 0):
        row = {column.name: getattr(new, column.name) for column in VERSIONS.c}
        if insert_if_new(connection, VERSIONS, row):
            return new
    raise VersionConflictError(_get(connection, new.tree))


def _clean(note: str) -> str:
    """A note as each database takes it. Raises `AnswerError` if it is too long."""
    if len(note) > MAX_NOTE:
        message = f"A note may have {MAX_NOTE:,} characters; this one has {len(note):,}. Shorten it."
        raise AnswerError([Problem("note", 0, 0, "too-long", message)])
    return note.replace("\0", "").encode(errors="replace").decode()


def _draft(connection: Connection, by: Person, tree: str) -> TreeDraft | None:
    row = connection.execute(select(DRAFTS).filter_by(tree=tree, person=by.name)).mappings().first()
    return None if row is None else _tree_draft(row)


def _tree_draft(row: RowMapping) -> TreeDraft:
    text = row["text"].decode(errors="surrogatepass")
    return TreeDraft(row["tree"], text, row["base"], row["revision"], row["changed"])
