"""Versions of trees are added and never changed; of two that save at once one sees the other; no draft is lost."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Callable

import pytest

from decision.problems import AnswerError
from decision.reading.read import TreeFile, examine
from decision.store.faults import BarredError, DraftConflictError, VersionConflictError
from decision.store.saved import Person
from decision.store.shelf import MAX_DRAFT_BYTES, MAX_NOTE, SHIPPED_NOTE, Shelf, TreeDraft, Version
from decision.store.store import Store
from tests.test_store import ANYBODY, AT, LATER, MARKUP, TREE, add
from tests.test_store_faults import together

OSEI, REED = Person("R. Osei"), Person("A. Reed")
TORN = "id: [half a tree\r\n\0\ud800 \N{GRINNING FACE}"


def edited(change: str = "# edited\n", old: str = "id: small") -> TreeFile:
    """The made-up tree with a line before its id, or with another text in its place."""
    found, problems = examine(
        TREE.text.replace(old, change + old if change.endswith("\n") else change), "tree", any_name=True
    )
    assert found, problems
    return found


@pytest.fixture
def shelf(store: Store) -> Shelf:
    return Shelf(store.database)


def numbers(shelf: Shelf, tree: str = "small") -> list[int]:
    return [one.number for one in shelf.history(tree)]


def test_a_version_comes_back_with_all_that_is_said_of_it(shelf: Shelf) -> None:
    first = shelf.add(OSEI, TREE, 0, "A first go.", AT)
    assert first == Version("small", 1, TREE.digest, "1.2.0", TREE.tree.title, "R. Osei", "A first go.", AT)
    second = shelf.add(REED, edited(), 1, "", LATER)
    assert shelf.history("small") == (second, first)
    assert shelf.latest() == (second,)
    assert shelf.history("unknown") == ()
    assert not second.retired


def test_every_tree_has_a_latest_version_of_its_own(shelf: Shelf) -> None:
    other = edited("id: other")
    for number, file in enumerate((TREE, edited("# 1\n"), edited("# 2\n"))):
        shelf.add(ANYBODY, file, number, "", AT)
    shelf.add(ANYBODY, other, 0, "", AT)
    assert [(one.tree, one.number) for one in shelf.latest()] == [("other", 1), ("small", 3)]


@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace("\n", "\r\n"), lambda text: text.rstrip("\n"), lambda text: text + "# é\t \n\n  "],
)
def test_a_text_comes_back_to_the_byte(change: Callable[[str], str], shelf: Shelf) -> None:
    file, _ = examine(change(TREE.text).encode(), "tree", any_name=True)
    assert file
    assert file.text != TREE.text
    digest = shelf.add(ANYBODY, file, 0, "", AT).digest
    assert digest
    text = shelf.text(digest)
    assert text == change(TREE.text)
    assert hashlib.sha256(text.encode()).hexdigest() == digest
    assert shelf.text("0" * 64) is None


def test_a_shipped_tree_is_version_1_of_itself(shelf: Shelf) -> None:
    saved = shelf.add(OSEI, edited(), 1, "Mine", AT, shipped=TREE)
    assert saved.number == 2
    second, first = shelf.history("small")
    assert second == saved
    assert (first.digest, first.author, first.note) == (TREE.digest, "", SHIPPED_NOTE)
    shelf.add(OSEI, edited("# again\n"), 2, "", LATER, shipped=edited("# a later program\n"))
    assert shelf.history("small")[1:] == (second, first)


def test_a_new_tree_with_the_id_of_a_shipped_one_sees_it(shelf: Shelf) -> None:
    with pytest.raises(VersionConflictError) as raised:
        shelf.add(OSEI, edited(), 0, "", AT, shipped=TREE)
    assert raised.value.theirs
    assert (raised.value.theirs.number, raised.value.theirs.digest) == (1, TREE.digest)
    assert numbers(shelf) == []


def test_of_two_versions_of_one_the_later_sees_the_earlier(shelf: Shelf) -> None:
    shelf.add(OSEI, TREE, 0, "", AT)
    theirs = shelf.add(OSEI, edited("# theirs\n"), 1, "", AT)
    for late in (
        lambda: shelf.add(REED, edited(), 1, "", LATER),
        lambda: shelf.add(REED, edited(), 0, "", LATER),
        lambda: shelf.add(REED, edited(), 7, "", LATER),
        lambda: shelf.retire(REED, "small", 1, "", LATER),
        lambda: shelf.restore(REED, "small", 1, 1, "", LATER),
    ):
        with pytest.raises(VersionConflictError, match="latest version is number 2") as raised:
            late()
        assert raised.value.theirs == theirs
    assert numbers(shelf) == [2, 1]
    assert shelf.text(edited().digest) is None


def test_a_version_of_what_was_never_saved_says_so(shelf: Shelf) -> None:
    with pytest.raises(VersionConflictError, match="no version any more") as raised:
        shelf.add(OSEI, TREE, 3, "", AT)
    assert raised.value.theirs is None


def test_of_eight_that_save_at_once_one_wins_each_number(shelf: Shelf) -> None:
    files = iter([edited(f"# {number}\n") for number in range(8)])
    lost: list[Version | None] = []
    start = threading.Barrier(8)

    def save() -> None:
        file = next(files)
        start.wait(30)
        base = 1
        while base:
            try:
                shelf.add(OSEI, file, base, "", AT, shipped=TREE)
                return
            except VersionConflictError as error:
                lost.append(error.theirs)
                base = error.theirs.number if error.theirs else 0

    together(save)
    assert numbers(shelf) == list(range(9, 0, -1))
    assert len({one.digest for one in shelf.history("small")}) == 9
    assert lost
    assert None not in lost


def test_a_retired_tree_is_restored_as_it_was(shelf: Shelf) -> None:
    shelf.add(OSEI, TREE, 0, "", AT)
    shelf.add(OSEI, edited(), 1, "", AT)
    retired = shelf.retire(REED, "small", 2, "Nobody uses it.", LATER)
    assert shelf.latest() == (retired,)
    assert retired.retired
    assert (retired.number, retired.digest, retired.version, retired.title) == (3, None, None, TREE.tree.title)
    back = shelf.restore(REED, "small", 1, 3, "It was better.", LATER)
    assert back == Version("small", 4, TREE.digest, "1.2.0", TREE.tree.title, "A. Reed", "It was better.", LATER)
    assert shelf.history("small")[:2] == (back, retired)


def test_a_shipped_tree_can_be_retired(shelf: Shelf) -> None:
    assert shelf.retire(OSEI, "small", 1, "", AT, shipped=TREE).number == 2
    assert [one.digest for one in shelf.history("small")] == [None, TREE.digest]


def test_what_has_no_text_is_not_restored(shelf: Shelf) -> None:
    shelf.add(OSEI, TREE, 0, "", AT)
    shelf.retire(OSEI, "small", 1, "", AT)
    for tree, number in (("small", 2), ("small", 9), ("unknown", 1)):
        with pytest.raises(AnswerError, match="no version with this number"):
            shelf.restore(OSEI, tree, number, 2, "", LATER)
    with pytest.raises(AnswerError, match="no version whose text"):
        shelf.retire(OSEI, "unknown", 0, "", LATER)
    assert numbers(shelf) == [2, 1]


def test_a_note_is_kept_as_far_as_a_database_takes_it(shelf: Shelf) -> None:
    assert shelf.add(OSEI, TREE, 0, MARKUP, AT).note == MARKUP.replace("\0", "")
    shelf.add(OSEI, TREE, 1, "\ud800", AT)
    assert [one.note for one in shelf.history("small")] == ["?", MARKUP.replace("\0", "")]
    with pytest.raises(AnswerError, match="2,000 characters; this one has 2,001"):
        shelf.add(OSEI, TREE, 2, "x" * (MAX_NOTE + 1), AT)


def test_a_version_that_no_database_takes_is_a_problem_of_the_tree() -> None:
    text = TREE.text.replace("version: 1.2.0", f"version: 1.2.{'9' * 61}")
    found, problems = examine(text, "small")
    assert found is None
    assert "64" in problems[0].message


def test_the_state_changes_with_each_version_and_with_nothing_else(shelf: Shelf, store: Store) -> None:
    states = [shelf.state()]
    shelf.add(OSEI, TREE, 0, "", AT)
    states.append(shelf.state())
    shelf.retire(OSEI, "small", 1, "", AT)
    states.append(shelf.state())
    add(store)
    shelf.keep_draft(OSEI, "small", "", 2, 0, AT)
    assert shelf.state() == states[-1]
    assert len(set(states)) == 3


def test_it_is_known_how_many_assessments_use_a_tree(shelf: Shelf, store: Store) -> None:
    assert shelf.used("small") == 0
    add(store)
    add(store, file=edited())
    add(store, file=edited("id: other"))
    assert (shelf.used("small"), shelf.used("other")) == (2, 1)


@pytest.mark.parametrize("text", ["", TORN, TREE.text, "x" * MAX_DRAFT_BYTES], ids=["empty", "torn", "whole", "long"])
def test_a_draft_holds_any_text(text: str, shelf: Shelf) -> None:
    assert shelf.draft(OSEI, "small") is None
    assert shelf.keep_draft(OSEI, "small", text, 3, 0, AT) == 1
    assert shelf.draft(OSEI, "small") == TreeDraft("small", text, 3, 1, AT)
    assert shelf.keep_draft(OSEI, "small", "later", 4, 1, LATER) == 2
    assert shelf.draft(OSEI, "small") == TreeDraft("small", "later", 4, 2, LATER)


def test_a_draft_that_is_too_long_says_so_and_replaces_nothing(shelf: Shelf) -> None:
    shelf.keep_draft(OSEI, "small", "before", 0, 0, AT)
    with pytest.raises(AnswerError, match=r"A draft may have 2,097,152 bytes; this one has 2,097,153"):
        shelf.keep_draft(OSEI, "small", "é" * (MAX_DRAFT_BYTES // 2) + "x", 0, 1, LATER)
    draft = shelf.draft(OSEI, "small")
    assert draft
    assert draft.text == "before"


def test_each_person_has_drafts_of_their_own(shelf: Shelf) -> None:
    for person in (OSEI, REED, ANYBODY):
        shelf.keep_draft(person, "small", person.name, 0, 0, AT)
    shelf.keep_draft(OSEI, "other", "another", 0, 0, AT)
    shelf.drop_draft(REED, "small")
    shelf.drop_draft(REED, "small")
    found = [shelf.draft(person, "small") for person in (OSEI, REED, ANYBODY)]
    assert [one and one.text for one in found] == ["R. Osei", None, ""]


def test_of_two_windows_the_later_sees_the_earlier(shelf: Shelf) -> None:
    shelf.keep_draft(OSEI, "small", "theirs", 0, 0, AT)
    for revision in (0, 2):
        with pytest.raises(DraftConflictError, match="changed in another window") as raised:
            shelf.keep_draft(OSEI, "small", "mine", 0, revision, LATER)
        assert raised.value.theirs == TreeDraft("small", "theirs", 0, 1, AT)
    shelf.drop_draft(OSEI, "small")
    with pytest.raises(DraftConflictError, match="dropped in another window") as raised:
        shelf.keep_draft(OSEI, "small", "mine", 0, 1, LATER)
    assert raised.value.theirs is None


def test_who_is_barred_changes_no_tree_and_has_no_draft(shelf: Shelf) -> None:
    shelf.add(ANYBODY, TREE, 0, "", AT)
    shelf.keep_draft(ANYBODY, "small", "mine", 1, 0, AT)
    reader = Person(barred="You may only read here.")
    for change in (
        lambda: shelf.add(reader, edited(), 1, "", LATER),
        lambda: shelf.retire(reader, "small", 1, "", LATER),
        lambda: shelf.restore(reader, "small", 1, 1, "", LATER),
        lambda: shelf.draft(reader, "small"),
        lambda: shelf.keep_draft(reader, "small", "theirs", 1, 1, LATER),
        lambda: shelf.drop_draft(reader, "small"),
    ):
        with pytest.raises(BarredError, match="only read"):
            change()
    assert numbers(shelf) == [1]
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text == "mine"


def test_a_moment_of_another_zone_is_the_same_moment(shelf: Shelf) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    shelf.add(OSEI, TREE, 0, "", AT.astimezone(zone))
    assert shelf.latest()[0].created == AT
