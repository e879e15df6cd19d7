"""The store: assessments are saved, found, changed and deleted. All that changes anything asks first who wants it."""

from __future__ import annotations

import datetime
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, insert, select, update

from decision.assessment import Assessment
from decision.paths import DATA_VARIABLE
from decision.store.database import Database, at_address, in_folder
from decision.store.faults import ConflictError
from decision.store.migrate import migrate
from decision.store.saved import Draft, Entry, Filter, Found, Person, Saved, Share, words
from decision.store.tables import ASSESSMENTS, SHARES, TREES
from decision.store.texts import keep_text

PAGE = 50
"""Entries of a list that are read at once."""

_ID = re.compile("[0-9a-f]{32}")
_LISTED = (
    *(column for column in ASSESSMENTS.c if column.name not in ("words", "content")),
    TREES.c.tree,
    TREES.c.version,
)
_JOINED = ASSESSMENTS.join(TREES)


def open_served() -> Store:
    """The store that the surroundings name: `DATABASE_URL`, else the data folder, else the usual one of this system."""
    named = os.environ.get(DATA_VARIABLE)
    folder = Path(named) if named else user_data_path("slm-sourcing", appauthor=False)
    return open_store(folder, os.environ.get("DATABASE_URL", ""))


def open_store(folder: Path, address: str = "") -> Store:
    """The store at a database address, or in a folder where there is none, ready for use. Raises `StoreError`."""
    database = at_address(address) if address else in_folder(folder)
    migrate(database)
    return Store(database)


class Store:
    """Saved assessments. Every method raises `StoreError` where the database cannot be reached.

    What changes something raises `BarredError` for who may not, and `ConflictError` where the revision is no longer that of
    the store.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, wanted: Filter, *, limit: int = PAGE) -> Found:
        """The entries that a filter lets through, at most `limit` of them."""
        asked = select(*_LISTED, func.count().over().label("total")).select_from(_JOINED).where(_wanted(wanted))
        latest = asked.order_by(ASSESSMENTS.c.changed.desc(), ASSESSMENTS.c.id).limit(limit)
        with self.database.reading() as connection:
            rows = connection.execute(latest).mappings().all()
        return Found(tuple(_entry(row) for row in rows), rows[0]["total"] if rows else 0)

    def get(self, name: str) -> Saved | None:
        """One saved assessment by its id, None where there is none."""
        if not _ID.fullmatch(name):  # PostgreSQL takes no zero character, so not every text can be asked for
            return None
        with self.database.reading() as connection:
            return get_saved(connection, ASSESSMENTS.c.id == name)

    def every(self) -> tuple[Saved, ...]:
        """All saved assessments, whole, the latest change first."""
        latest = select(*_LISTED, ASSESSMENTS.c.content).select_from(_JOINED)
        latest = latest.order_by(ASSESSMENTS.c.changed.desc(), ASSESSMENTS.c.id)
        with self.database.reading() as connection:
            texts = {row.digest: row.text for row in connection.execute(select(TREES.c.digest, TREES.c.text))}
            return tuple(_saved(row, texts[row["digest"]]) for row in connection.execute(latest).mappings())

    def batch(self, after: str, size: int) -> tuple[Saved, ...]:
        """The next saved assessments that are not archived, whole, by their ids: those that come after one."""
        next_ones = select(*_LISTED, ASSESSMENTS.c.content).select_from(_JOINED)
        next_ones = next_ones.where(ASSESSMENTS.c.id > after, ASSESSMENTS.c.archived.is_(False))
        with self.database.reading() as connection:
            rows = connection.execute(next_ones.order_by(ASSESSMENTS.c.id).limit(size)).mappings().all()
            of_these = TREES.c.digest.in_({row["digest"] for row in rows})
            texts = {
                row.digest: row.text for row in connection.execute(select(TREES.c.digest, TREES.c.text).where(of_these))
            }
        return tuple(_saved(row, texts[row["digest"]]) for row in rows)

    def mark(self) -> int:
        """Something that is another after every change of what is saved."""
        asked = select(ASSESSMENTS.c.id, ASSESSMENTS.c.revision).order_by(ASSESSMENTS.c.id)
        with self.database.reading() as connection:
            return hash(tuple(connection.execute(asked)))

    def add(self, by: Person, drafts: Iterable[Draft], at: datetime.datetime) -> tuple[str, ...]:
        """Save new assessments, all or none. Returns their ids, which nobody can guess."""
        rows: list[dict[str, Any]] = []
        with self.database.changing(by) as connection:
            for one in drafts:
                created, changed = one.times or (at, at)
                own = {"id": secrets.token_hex(16), "archived": one.archived, "revision": 1, "saved_by": by.name}
                rows.append(own | {"created": created, "changed": changed} | _content(one))
                keep_text(connection, one.stamp, one.text, at)
            if rows:
                connection.execute(insert(ASSESSMENTS), rows)
        return tuple(str(row["id"]) for row in rows)

    def change(self, by: Person, name: str, revision: int, to: Draft, at: datetime.datetime) -> int:
        """Save an assessment over the revision that it was made of. Returns the new revision."""
        with self.database.changing(by) as connection:
            keep_text(connection, to.stamp, to.text, at)
            _update(connection, name, revision, _content(to) | {"saved_by": by.name, "changed": at})
        return revision + 1

    def archive(self, by: Person, name: str, revision: int, *, archived: bool) -> int:
        """Put an assessment away, or take it out again. Returns the new revision."""
        with self.database.changing(by) as connection:
            _update(connection, name, revision, {"archived": archived})
        return revision + 1

    def delete(self, by: Person, name: str, revision: int) -> Saved:
        """Delete an assessment. Returns what is needed to put it back."""
        with self.database.changing(by) as connection:
            found = get_saved(connection, ASSESSMENTS.c.id == name)
            links = connection.execute(select(SHARES).where(SHARES.c.assessment == name)).all()
            gone = connection.execute(delete(ASSESSMENTS).where(_at(name, revision))).rowcount
            if found is None or not gone:
                raise ConflictError(found)
        return replace(found, shares=tuple(Share(row.digest, row.made_by, row.created, row.withdrawn) for row in links))

    def put_back(self, by: Person, saved: Saved) -> None:
        """Save what was deleted, as it was."""
        name = saved.entry.id
        with self.database.changing(by) as connection:
            if get_saved(connection, ASSESSMENTS.c.id == name) is None:
                connection.execute(insert(ASSESSMENTS), _row(saved))
                links = [asdict(link) | {"assessment": name} for link in saved.shares]
                if links:
                    connection.execute(insert(SHARES), links)


def get_saved(connection: Connection, wanted: ColumnElement[bool]) -> Saved | None:
    """The saved assessment that is wanted, whole, None where there is none."""
    asked = select(*_LISTED, ASSESSMENTS.c.content, TREES.c.text).select_from(_JOINED)
    row = connection.execute(asked.where(wanted)).mappings().first()
    return None if row is None else _saved(row, row["text"])


def _at(name: str, revision: int) -> ColumnElement[bool]:
    return and_(ASSESSMENTS.c.id == name, ASSESSMENTS.c.revision == revision)


def _update(connection: Connection, name: str, revision: int, values: Mapping[str, Any]) -> None:
    to = update(ASSESSMENTS).where(_at(name, revision)).values({**values, "revision": revision + 1})
    if not connection.execute(to).rowcount:
        raise ConflictError(get_saved(connection, ASSESSMENTS.c.id == name))


def _wanted(wanted: Filter) -> ColumnElement[bool]:
    tests = [ASSESSMENTS.c.archived == wanted.archived]
    tests += [ASSESSMENTS.c.words.contains(word, autoescape=True) for word in wanted.text.casefold().split()]
    if wanted.tree:
        tests.append(TREES.c.tree == wanted.tree)
    if wanted.outcome:
        tests.append(ASSESSMENTS.c.outcomes.contains(f" {_pair(*wanted.outcome)} ", autoescape=True))
    if wanted.since:
        tests.append(ASSESSMENTS.c.changed >= _begins(wanted.since))
    if wanted.until:
        tests.append(ASSESSMENTS.c.changed < _begins(wanted.until) + datetime.timedelta(days=1))
    return and_(*tests)


def _begins(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _pair(decision: str, outcome: str) -> str:
    return f"{decision}={outcome}"


def _content(one: Draft) -> dict[str, Any]:
    """The columns that an assessment itself fills. PostgreSQL keeps no text with a zero character in it."""
    said = one.assessment
    return {
        "digest": one.stamp.digest,
        "title": said.title.replace("\0", ""),
        "author": said.author.replace("\0", ""),
        "status": said.status,
        "outcomes": f" {' '.join(_pair(*pair) for pair in one.outcomes.items())} ",
        "words": words(said).replace("\0", ""),
        "content": said.model_dump_json(),
    }


def _row(saved: Saved) -> dict[str, Any]:
    entry, said = saved.entry, saved.assessment
    assert said.tree is not None
    own = {column.name: getattr(entry, column.name) for column in ASSESSMENTS.c if hasattr(entry, column.name)}
    return own | _content(Draft(said.tree, said, saved.text, entry.outcomes))


def _entry(row: RowMapping) -> Entry:
    found = {name: row[name] for name in Entry.__slots__}
    return Entry(**found | {"outcomes": dict(pair.split("=", 1) for pair in row["outcomes"].split())})


def _saved(row: RowMapping, text: str) -> Saved:
    return Saved(_entry(row), Assessment.model_validate_json(row["content"]), text)
