"""A look through all that is saved, on SQLite and on PostgreSQL: what newer trees change, and what has gone stale."""

from __future__ import annotations

import datetime
import secrets
from pathlib import Path

import pytest

from decision import cli_saved
from decision.cli import main
from decision.paths import DATA_VARIABLE, ROOT
from decision.reading.read import TreeFile
from decision.store import look as looking
from decision.store.look import Affected, Look
from decision.store.shelf import Shelf
from decision.store.store import Store, open_store
from tests.conftest import DAY, small_tree
from tests.test_again import HOSTED
from tests.test_difference import version
from tests.test_store import ANYBODY, AT, made

SMALL = small_tree()
WORDS = version(("because: There is someone to call.", "because: Someone comes."))
LATE = datetime.date(2040, 1, 1)


def looked(store: Store, new: TreeFile | None, day: datetime.date = DAY) -> dict[str, Affected]:
    """What a whole look finds, by title."""
    look = Look(store, {new.tree.id: new} if new else {}, day)
    while not look.finished:
        look.step()
    assert look.done == look.total
    return {one.entry.title: one for one in look.found}


EARLY = datetime.date(2025, 1, 1)
"""A day on which no source is past its age."""


def test_what_the_version_in_use_changes_is_found_and_the_rest_left_out(store: Store) -> None:
    hosted = version(*HOSTED)
    store.add(ANYBODY, [made(title="Old"), made(title="New", file=hosted)], AT)
    found = looked(store, hosted, EARLY)
    assert list(found) == ["Old"]
    gist = found["Old"].gist
    assert gist.effect == "outcome"
    assert [(one.decision, one.before.labels, one.after.labels) for one in gist.moves] == [
        ("home", ("On our own server",), ("With a host",))
    ]  # fmt: skip


def test_each_is_told_by_its_heaviest_effect(store: Store) -> None:
    store.add(ANYBODY, [made(title="Old")], AT)
    asks = version(("ask: Who borrows books?", "ask: Who lends books?"))
    assert looked(store, asks, EARLY)["Old"].gist.effect == "asks"
    assert looked(store, asks, EARLY)["Old"].gist.ask == ("Who lends books?",)
    assert looked(store, WORDS, EARLY)["Old"].gist.effect == "reasons"
    assert looked(store, SMALL, EARLY) == {}


def test_the_same_answers_with_another_recorded_choice_are_not_the_same(store: Store) -> None:
    store.add(ANYBODY, [made(title="Bare", recorded={}), made(title="Recorded")], AT)
    new = version(
        ("      spreadsheet: {label: A spreadsheet,", "      sheet: {label: A spreadsheet,"),
        ("rule_out: [spreadsheet, cards]", "rule_out: [sheet, cards]"),
        ("against: {spreadsheet: strong}", "against: {sheet: strong}"),
        ("for: {spreadsheet: strong}", "for: {sheet: strong}"),
    )
    found = looked(store, new, EARLY)
    assert found["Recorded"].gist.unfit == ("software",)
    assert "Bare" not in found or found["Bare"].gist.unfit == ()


def test_stale_sources_are_found_whatever_the_version_and_where_the_tree_is_gone(store: Store) -> None:
    store.add(ANYBODY, [made(title="Old")], AT)
    for new in (SMALL, WORDS, None):
        assert looked(store, new, LATE)["Old"].gist.stale == 2
    assert looked(store, SMALL, EARLY) == {}
    assert looked(store, None, EARLY) == {}


def test_a_tree_that_cannot_be_read_any_more_spoils_no_other(store: Store) -> None:
    torn = TreeFile(SMALL.tree, "format: 99\n", {})
    store.add(ANYBODY, [made(title="Torn", file=torn), made(title="Old")], AT)
    found = looked(store, version(*HOSTED), EARLY)
    assert {title: one.gist.effect for title, one in found.items()} == {"Torn": "unreadable", "Old": "outcome"}


def test_archived_ones_are_left_out(store: Store) -> None:
    (name,) = store.add(ANYBODY, [made(title="Old")], AT)
    store.archive(ANYBODY, name, 1, archived=True)
    assert looked(store, version(*HOSTED)) == {}


def test_every_one_is_looked_at_once_in_batches_that_can_be_stopped(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "BATCH", 4)
    store.add(ANYBODY, [made(title=f"Number {number}") for number in range(10)], AT)
    look = Look(store, {"small": version(*HOSTED)}, DAY)
    steps = []
    while not look.finished:
        look.step()
        steps.append((look.done, len(look.found)))
    assert steps == [(4, 4), (8, 8), (10, 10)]
    assert look.total == 10
    assert len({one.entry.id for one in look.found}) == 10
    look.step()
    assert look.done == 10


def test_the_same_answers_are_worked_out_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    run = looking.run_again
    monkeypatch.setattr(looking, "run_again", lambda *given: ran.append(given) or run(*given))
    store.add(ANYBODY, [made(title=f"Number {number}") for number in range(10)], AT)
    assert len(looked(store, version(*HOSTED))) == 10
    assert len(ran) == 1


def test_the_mark_is_another_after_each_change(store: Store) -> None:
    marks = [store.mark()]

    def changed() -> None:
        marks.append(store.mark())
        assert marks[-1] not in marks[:-1]

    (name,) = store.add(ANYBODY, [made()], AT)
    changed()
    store.change(ANYBODY, name, 1, made(title="Other"), AT)
    changed()
    store.archive(ANYBODY, name, 2, archived=True)
    changed()
    (other,) = store.add(ANYBODY, [made()], AT)
    changed()
    store.delete(ANYBODY, other, 1)
    assert store.mark() == marks[-2]


def test_the_mark_is_another_where_one_is_deleted_and_one_brought_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(["a" * 32, "c" * 32, "b" * 32])
    monkeypatch.setattr(secrets, "token_hex", lambda _: next(ids))
    first, _ = store.add(ANYBODY, [made(), made()], AT)
    mark = store.mark()
    store.delete(ANYBODY, first, 1)
    store.add(ANYBODY, [made()], AT)
    assert store.mark() != mark


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One saved assessment and a newer version of its tree, as a command is told of them."""
    monkeypatch.setenv(DATA_VARIABLE, "")  # what a command sets stays within the test
    saved = open_store(tmp_path / "data")
    saved.add(ANYBODY, [made(title="Harbour", recorded={})], AT)
    saved.database.close()
    (tmp_path / "trees").mkdir()
    (tmp_path / "trees" / "small.yaml").write_text(version(*HOSTED).text)
    return ["--data", str(tmp_path / "data"), "--trees", str(tmp_path / "trees")]


def test_the_command_tells_the_same_as_the_page(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["again", "--tree", "small", *folders]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == [
        "1 saved assessment looked through.",
        "",
        "Another outcome: 1",
        "  Harbour (small 1.2.0)",
        "      Home: On our own server → With a host",
    ]


def test_the_command_goes_by_what_was_saved_of_the_trees_unless_a_folder_is_named(
    folders: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_saved, "TREES", ROOT / "tests" / "trees")
    store = open_store(tmp_path / "data")
    shelf = Shelf(store.database)
    data = folders[:2]
    assert main(["again", *data]) == 0
    assert "Another outcome" not in capsys.readouterr().out
    shelf.add(ANYBODY, version(*HOSTED), 1, "", AT, shipped=SMALL)
    assert main(["again", *data]) == 0
    assert "Another outcome: 1" in capsys.readouterr().out
    assert main(["again", *data, "--trees", str(ROOT / "tests" / "trees")]) == 0
    assert "Another outcome" not in capsys.readouterr().out
    shelf.retire(ANYBODY, "small", 2, "", AT)
    assert main(["again", *data, "--tree", "small"]) == 1
    assert "no such tree in use" in capsys.readouterr().err
    store.database.close()


def test_the_command_says_when_there_is_no_such_tree(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["again", "--tree", "smal", *folders]) == 1
    assert 'Did you mean "small"?' in capsys.readouterr().err
