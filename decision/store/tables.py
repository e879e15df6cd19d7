"""The tables. A migration in `migrations/versions/` makes each of them; `tests/test_store_migrations.py` holds both together."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in time, kept in UTC, as SQLite has no zones. Given and returned with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        return None if value is None else value.astimezone(datetime.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime.datetime | None:
        return None if value is None else value.replace(tzinfo=datetime.UTC)


METADATA = MetaData()

TREES = Table(
    "trees",
    METADATA,
    Column("digest", String(64), primary_key=True),  # of the text: a row is never changed
    Column("tree", String(64), nullable=False),
    Column("version", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

ASSESSMENTS = Table(
    "assessments",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("digest", ForeignKey("trees.digest"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("author", String(200), nullable=False),
    Column("saved_by", String(200), nullable=False),
    Column("status", String(16), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),  # one more with each change
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("outcomes", Text, nullable=False),  # " decision=outcome decision=outcome ", for the filter
    Column("words", Text, nullable=False),  # all that a person typed, in one case, for the search
    Column("content", Text, nullable=False),  # the assessment as JSON; last, as it is long and lists do not read it
    Index("assessments_by_change", "archived", "changed"),
    Index("assessments_by_tree", "digest"),
)

VERSIONS = Table(
    "versions",
    METADATA,
    Column("tree", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … of each tree: no row is ever changed
    Column("digest", ForeignKey("trees.digest")),  # NULL where this row retired the tree
    Column("title", String(200), nullable=False),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("tree", String(64), primary_key=True),
    Column("person", String(200), primary_key=True),
    Column("base", Integer, nullable=False),  # the number of the version that it was made of
    Column("revision", Integer, nullable=False),  # one more with each change
    Column("changed", Moment, nullable=False),
    Column("text", LargeBinary, nullable=False),  # bytes, as a draft may hold what no text column takes
)

SHARES = Table(
    "shares",
    METADATA,
    Column("digest", String(64), primary_key=True),  # of the link's secret, which is kept nowhere
    Column("assessment", ForeignKey("assessments.id", ondelete="CASCADE"), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("created", Moment, nullable=False),
    Column("withdrawn", Moment),
    Index("shares_by_assessment", "assessment"),
)
