"""All that is saved as one file, taken while the app runs, and put back: an SQLite database, whatever it came from."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select

from decision.store.database import Database, in_file
from decision.store.faults import StoreError, told
from decision.store.migrate import migrate, revision
from decision.store.tables import ASSESSMENTS, DRAFTS, METADATA, VERSIONS

_AT_ONCE = 500  # rows
_PERSONS = {"assessments": ASSESSMENTS, "versions of trees": VERSIONS, "drafts of trees": DRAFTS}  # what people made


def backup(database: Database, to: Path) -> int:
    """Write everything into a file, which is there whole or not at all. Returns the number of assessments."""
    _hold_apart(database, to)
    with told(str(to)), tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as folder:
        whole = Path(folder) / to.name
        with closing(in_file(whole, journal="DELETE")) as copy:
            migrate(copy)
            with database.reading() as source, copy.writing() as target:
                count = _copy(source, target)
        whole.replace(to)
    return count


def restore(database: Database, file: Path, *, replace: bool = False) -> int:
    """Put back what a backup holds, all or nothing. Returns the number of assessments.

    The backup stays as it is, even if an earlier version made it. Raises `StoreError` if something is saved already,
    unless that is to be replaced.
    """
    _hold_apart(database, file)
    with (
        told(str(file)),
        tempfile.TemporaryDirectory() as folder,
        closing(in_file(Path(shutil.copy(file, folder)), journal="DELETE")) as copy,
    ):
        with copy.reading() as source:
            if revision(source) is None:
                raise StoreError(str(file), "not-a-backup", "This file is not a backup of this program.")
        migrate(copy)
        with copy.reading() as source, database.writing() as target:
            return _put_back(source, target, database.place, replace=replace)


def _hold_apart(database: Database, file: Path) -> None:
    """Raise `StoreError` for a file that is a database in use: replaced or copied alone, it would lose what lies beside it."""
    with told(str(file)):
        beside = Path(f"{file}-wal")
        used = file.resolve() == Path(database.place).resolve() or (beside.is_file() and beside.stat().st_size > 0)
    if used:
        message = (
            f"This is a database in use, and no backup. Write one with: slm-sourcing backup FILE --data {file.parent}"
        )
        raise StoreError(str(file), "in-use", message)


def _put_back(source: Connection, target: Connection, place: str, *, replace: bool) -> int:
    counts = {name: count for name, table in _PERSONS.items() if (count := _count(target, table))}
    if counts and not replace:
        there = ", ".join(f"{name}: {count:,}" for name, count in counts.items())
        message = f"Something is saved already ({there}). Add --replace to overwrite it."
        raise StoreError(place, "not-empty", message)
    for table in reversed(METADATA.sorted_tables):
        target.execute(delete(table))
    return _copy(source, target)


def _copy(source: Connection, target: Connection) -> int:
    for table in METADATA.sorted_tables:  # those that others point to come first
        for rows in source.execute(select(table)).mappings().partitions(_AT_ONCE):
            target.execute(insert(table), [dict(row) for row in rows])
    return _count(target, ASSESSMENTS)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
