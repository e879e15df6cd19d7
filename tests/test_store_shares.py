"""A link opens one saved assessment, as it is, until it is withdrawn; the database knows no link that opens anything."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import event

from decision.store.backup import backup, restore
from decision.store.faults import BarredError, ConflictError
from decision.store.saved import Person, Share
from decision.store.shares import Shares
from decision.store.store import Store, open_store
from tests.test_store import ANYBODY, AT, LATER, add, made
from tests.test_store_backup import rows

OSEI = Person("R. Osei")


@pytest.fixture
def shares(store: Store) -> Shares:
    return Shares(store.database)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def test_a_link_opens_the_assessment_as_it_is_now(store: Store, shares: Shares) -> None:
    name = add(store)
    add(store, title="another")
    secret = shares.make(OSEI, name, AT)
    assert shares.open(secret) == store.get(name)
    store.change(ANYBODY, name, 1, made(title="New"), LATER)
    found = shares.open(secret)
    assert found == store.get(name)
    assert found
    assert found.assessment.title == "New"


def test_no_two_links_are_alike_and_none_can_be_guessed(store: Store, shares: Shares) -> None:
    name = add(store)
    secrets = {shares.make(OSEI, name, AT) for _ in range(20)}
    assert len(secrets) == 20
    assert min(len(secret) for secret in secrets) * 6 >= 256  # bits
    assert all(shares.open(secret) for secret in secrets)


def test_the_links_of_an_assessment_are_listed_with_who_and_when(store: Store, shares: Shares) -> None:
    name, other = add(store), add(store)
    first, second = shares.make(OSEI, name, AT), shares.make(ANYBODY, name, LATER)
    shares.make(OSEI, other, AT)
    shares.withdraw(ANYBODY, digest(first), LATER)
    assert shares.of(name) == (Share(digest(second), "", LATER, None), Share(digest(first), "R. Osei", AT, LATER))
    assert shares.of("0" * 32) == ()


def test_a_link_that_is_withdrawn_opens_nothing_and_no_other_is_touched(store: Store, shares: Shares) -> None:
    name = add(store)
    first, second = shares.make(OSEI, name, AT), shares.make(OSEI, name, AT)
    for at in (AT, LATER):
        shares.withdraw(OSEI, digest(first), at)
    shares.withdraw(OSEI, "unknown", LATER)
    assert shares.open(first) is None
    assert shares.open(second)
    assert {one.digest: one.withdrawn for one in shares.of(name)} == {digest(first): AT, digest(second): None}


def test_whatever_is_wrong_with_a_link_the_work_is_the_same(store: Store, shares: Shares) -> None:
    name = add(store)
    good, withdrawn, deleted = (
        shares.make(OSEI, name, AT),
        shares.make(OSEI, name, AT),
        shares.make(OSEI, add(store), AT),
    )
    shares.withdraw(OSEI, digest(withdrawn), AT)
    store.delete(OSEI, next(one.id for one in found_all(store) if one.id != name), 1)
    statements: list[str] = []
    event.listen(store.database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    asked = []
    for secret in (
        good,
        withdrawn,
        deleted,
        "",
        good[:-1],
        good + "x",
        good.swapcase(),
        digest(good),
        "\0\ud800'",
        name,
    ):
        statements.clear()
        assert (shares.open(secret) is not None) == (secret == good)
        asked.append(tuple(statements))
    assert len(set(asked)) == 1


def found_all(store: Store) -> list:
    return [saved.entry for saved in store.every()]


def test_nothing_in_the_database_or_a_backup_of_it_is_a_link(store: Store, shares: Shares, tmp_path: Path) -> None:
    secret = shares.make(OSEI, add(store), AT)
    backup(store.database, tmp_path / "all.backup")
    assert secret not in str(rows(store))
    raw = (tmp_path / "all.backup").read_bytes()
    assert secret.encode() not in raw
    assert digest(secret).encode() in raw
    other = open_store(tmp_path / "other")
    restore(other.database, tmp_path / "all.backup")
    assert rows(other) == rows(store)
    assert Shares(other.database).open(secret)
    other.database.close()


def test_links_go_with_what_is_deleted_and_come_back_with_it(store: Store, shares: Shares) -> None:
    name = add(store)
    live, withdrawn = shares.make(OSEI, name, AT), shares.make(OSEI, name, AT)
    shares.withdraw(OSEI, digest(withdrawn), LATER)
    before = rows(store)
    deleted = store.delete(ANYBODY, name, 1)
    assert shares.open(live) is None
    assert rows(store)["shares"] == []
    store.put_back(ANYBODY, deleted)
    assert rows(store) == before
    assert shares.open(live)
    assert shares.open(withdrawn) is None


def test_there_is_no_link_to_what_was_deleted(store: Store, shares: Shares) -> None:
    name = add(store)
    store.delete(ANYBODY, name, 1)
    with pytest.raises(ConflictError, match="deleted"):
        shares.make(OSEI, name, AT)
    assert rows(store)["shares"] == []


def test_who_is_barred_opens_links_and_neither_makes_nor_withdraws_one(store: Store, shares: Shares) -> None:
    name = add(store)
    secret = shares.make(OSEI, name, AT)
    reader = Person(barred="You may only read here.")
    for change in (lambda: shares.make(reader, name, AT), lambda: shares.withdraw(reader, digest(secret), AT)):
        with pytest.raises(BarredError, match="only read"):
            change()
    assert shares.open(secret)
    assert len(shares.of(name)) == 1
