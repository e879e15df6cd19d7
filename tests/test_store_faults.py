"""Whatever the world does to the database is told in one sentence, and nothing that was saved is lost."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from decision.store import database
from decision.store.database import FILE
from decision.store.faults import ConflictError, StoreError
from decision.store.saved import Draft, Filter
from decision.store.store import Store, open_store
from tests.postgres import Postgres
from tests.test_store import ANYBODY, AT, LATER, add, made


def code(raised: pytest.ExceptionInfo[StoreError]) -> str:
    return raised.value.problems[0].code


def with_pragma(store: Store, pragma: str) -> None:
    """Let every further connection begin with a pragma."""

    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        connection.execute(f"PRAGMA {pragma}")

    store.database.close()
    event.listen(store.database.engine, "connect", prepare)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    name = add(store, title="before")
    with_pragma(store, "max_page_count = 1")
    with pytest.raises(StoreError, match="disk is full") as raised:
        store.add(ANYBODY, [made(notes="x" * 20_000)] * 5, AT)
    assert code(raised) == "disk-full"
    assert [entry.id for entry in store.find(Filter()).entries] == [name]


def test_a_database_that_may_only_be_read_is_told_and_read(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    name = add(store)
    with_pragma(store, "query_only = on")
    with pytest.raises(StoreError, match="only be read") as raised:
        add(store)
    assert code(raised) == "read-only"
    assert store.get(name)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="folder cannot be used") as raised:
        open_store(tmp_path / "file" / "data")
    assert code(raised) == "cannot-open"


@pytest.mark.parametrize("connected", [True, False])
def test_a_file_that_is_taken_away_is_told_and_used_again_when_it_is_back(connected: bool, tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    name = add(store)
    (tmp_path / "data").rename(tmp_path / "away")
    if not connected:
        store.database.close()
    for reach in (lambda: add(store), lambda: store.get(name)):
        with pytest.raises(StoreError, match="deleted or moved"):
            reach()
    (tmp_path / "data").mkdir()  # as one does who looks for it: no empty one is made in it
    with pytest.raises(StoreError, match="deleted or moved"):
        store.get(name)
    (tmp_path / "data").rmdir()
    (tmp_path / "away").rename(tmp_path / "data")
    assert store.get(name)
    assert add(store)
    store.database.close()


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    with pytest.raises(StoreError, match="damaged or no database") as raised:
        open_store(tmp_path)
    assert code(raised) == "not-a-database"
    assert (tmp_path / FILE).read_bytes() == b"no database" * 1_000


@pytest.mark.parametrize("address", ["mysql://host/name", "no address", "sqlite:///file"])
def test_an_address_that_is_not_one_of_postgresql_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL names a PostgreSQL database") as raised:
        open_store(tmp_path, address)
    assert code(raised) == "bad-address"


def test_no_message_holds_a_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as raised:
        open_store(tmp_path, f"postgresql://someone:hidden-word@/name?host={tmp_path}")
    assert code(raised) == "unreachable"
    assert "someone" in str(raised.value)
    assert "hidden-word" not in str(raised.value)


def test_a_server_that_was_away_is_used_again(postgres: Postgres, tmp_path: Path) -> None:
    store = open_store(tmp_path, postgres.new("away"))
    name = add(store, title="before")
    postgres.stop()
    try:
        for ask in (lambda: add(store), lambda: store.find(Filter()), lambda: store.get(name)):
            with pytest.raises(StoreError, match="does not answer") as raised:
                ask()
            assert code(raised) == "unreachable"
    finally:
        postgres.start()
    add(store, title="after")
    assert {entry.title for entry in store.find(Filter()).entries} == {"before", "after"}
    store.database.close()


def test_a_server_that_goes_in_the_middle_keeps_all_or_nothing(postgres: Postgres, tmp_path: Path) -> None:
    store = open_store(tmp_path, postgres.new("middle"))

    def drafts() -> Iterator[Draft]:
        yield made()
        postgres.stop()
        postgres.start()
        yield made()

    with pytest.raises(StoreError, match="does not answer"):
        store.add(ANYBODY, drafts(), AT)
    assert store.find(Filter()).total == 0
    store.database.close()


def test_eight_writers_lose_nothing_and_see_each_other(store: Store) -> None:
    """Each counts up one shared number, and starts again from what stands when another was faster."""
    name = add(store, title="0")
    drafts = [made(title=str(number)) for number in range(81)]
    clashes: list[int] = []

    def count() -> None:
        for _ in range(10):
            while True:
                saved = store.get(name)
                assert saved
                try:
                    store.change(ANYBODY, name, saved.entry.revision, drafts[int(saved.entry.title) + 1], LATER)
                    break
                except ConflictError as error:
                    clashes.append(error.theirs.entry.revision if error.theirs else 0)

    together(count)
    saved = store.get(name)
    assert saved
    assert (saved.entry.title, saved.entry.revision) == ("80", 81)
    assert clashes
    assert 0 not in clashes


def test_eight_writers_with_something_of_their_own_do_not_hinder_each_other(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    names = store.add(ANYBODY, [made()] * 8, AT)
    to, free = made(title="New"), iter(names)

    def save() -> None:
        name = next(free)
        for revision in range(1, 51):
            store.change(ANYBODY, name, revision, to, LATER)

    together(save)
    assert {entry.revision for entry in store.find(Filter()).entries} == {51}


def together(do: Any) -> None:
    """Run this in eight threads; what goes wrong in one of them is raised here."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            do()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failed:
        raise failed[0]


def test_who_waited_for_a_silent_server_in_vain_spares_the_others_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 2)  # the least that the driver knows
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = Store(database.at_address(f"postgresql://tests@127.0.0.1:{silent.getsockname()[1]}/name"))
        tried = []
        for _ in range(3):
            with pytest.raises(StoreError, match="does not answer") as raised:
                store.find(Filter())
            assert code(raised) == "unreachable"
            tried.append(raised.value.__cause__ is not None)
    assert tried == [True, False, False]
    later = database.time.monotonic() + 60
    monkeypatch.setattr(database.time, "monotonic", lambda: later)
    with pytest.raises(StoreError) as raised:
        store.find(Filter())
    assert raised.value.__cause__  # it was tried
