"""A database by its address: SQLite in a folder where none is named, PostgreSQL where one is."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from decision.store.faults import GONE, StoreError, told
from decision.store.people import allow
from decision.store.saved import Person

FILE = "saved.sqlite"
"""The name of the SQLite file in the data folder."""

PATIENCE = 5
"""Seconds that a write waits for others, and a connection for the server."""

_SILENT = 3
"""Seconds that a server may leave what it is sent without a receipt, as where a network swallows it."""

_REST = 15
"""Seconds in which nobody tries again to reach a server that one has waited for in vain."""

_PRAGMAS = (
    f"busy_timeout = {PATIENCE * 1000}",  # first, as the next one may have to wait
    "synchronous = NORMAL",  # a killed program loses nothing; a power cut may lose the last moment, never what is older
    "foreign_keys = ON",
)


class Database:
    """Reads and writes, each in one transaction. `place` names it in messages, without its password."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place
        self._rests_until = 0.0

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout, and changes nothing."""
        with self._connected() as connection:
            if self.engine.dialect.name == "postgresql":  # SQLite does that anyway
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole when the block ends, and not at all when it raises."""
        with self._connected() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection. Where one waited for it in vain, the others are told so at once for a while, and do not wait too."""
        begun = time.monotonic()
        if begun < self._rests_until:
            raise StoreError(self.place, *GONE)
        try:
            with told(self.place), self.engine.connect() as connection:
                yield connection
        except StoreError as error:
            if error.problems[0].code == GONE[0] and time.monotonic() - begun > 1:
                self._rests_until = time.monotonic() + _REST
            raise

    @contextmanager
    def changing(self, by: Person) -> Iterator[Connection]:
        """The only way in which a person changes anything. Raises `BarredError` for who may not."""
        allow(by)
        with self.writing() as connection:
            yield connection


def in_folder(folder: Path) -> Database:
    """The SQLite database in a folder, which is made where it is missing. Raises `StoreError` if it cannot be."""
    with told(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
    return in_file(folder / FILE)


def in_file(path: Path, *, journal: str = "WAL") -> Database:
    """The SQLite database of this file. With the journal `WAL`, those who read do not wait for those who write; with
    `DELETE`, nothing lies beside the file when nobody uses it.
    """
    if not path.exists():
        with told(str(path)):
            path.touch()
    engine = create_engine(URL.create("sqlite", database=str(path)), pool_size=8)
    event.listen(engine, "do_connect", lambda *_: _there(path))
    event.listen(engine, "connect", lambda connection, record: _prepare(connection, journal))
    event.listen(engine, "begin", lambda connection: _begin(connection, path))
    return Database(engine, str(path))


def at_address(address: str) -> Database:
    """The PostgreSQL database at an address such as `postgresql://user:password@host/name`."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise _not_known("DATABASE_URL") from None
    place = url.render_as_string(hide_password=True)
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise _not_known(place)
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,  # a server that was away and is back is noticed before anything is asked of it
            pool_size=8,
            connect_args={"connect_timeout": PATIENCE, "tcp_user_timeout": _SILENT * 1000, "keepalives_idle": PATIENCE},
        )
    except ModuleNotFoundError:
        message = "The part that speaks to PostgreSQL is not installed. Run: pip install slm-sourcing[postgres]"
        raise StoreError(place, "not-installed", message) from None
    return Database(engine, place)


def _not_known(place: str) -> StoreError:
    message = "DATABASE_URL names a PostgreSQL database, as in postgresql://user:password@host/name. Leave it away for SQLite."
    return StoreError(place, "bad-address", message)


def _there(path: Path) -> None:
    """A file that was taken away is not made anew, and what is still written to it would go with it."""
    if not path.exists():
        raise StoreError(
            str(path), "gone", "The file was deleted or moved. Put it back; nothing is read or saved until then."
        )


def _prepare(connection: sqlite3.Connection, journal: str) -> None:
    connection.isolation_level = None  # Python's own would begin transactions behind our back
    for pragma in (*_PRAGMAS, f"journal_mode = {journal}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection, path: Path) -> None:
    """A write takes its turn when it begins, so that it never finds halfway through that another one was faster."""
    _there(path)
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
