"""The texts of trees, each kept once: what assessments and versions point to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from decision.assessment import TreeStamp
from decision.store.tables import TREES


def keep_text(connection: Connection, stamp: TreeStamp, text: str, at: datetime.datetime) -> None:
    """Keep the text of a tree; it never changes, so one that is kept is left alone."""
    if connection.execute(select(TREES.c.digest).where(TREES.c.digest == stamp.digest)).first() is None:
        row = {"digest": stamp.digest, "tree": stamp.id, "version": stamp.version, "text": text, "created": at}
        insert_if_new(connection, TREES, row)


def insert_if_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row, unless one with its key is there. Returns whether it was inserted: another may be faster."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insertion = dialect.insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(insertion).first() is not None
