"""What is saved is found, changed, put away and deleted as it was meant, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from decision.assessment import Assessment
from decision.evaluate import evaluate
from decision.reading.read import TreeFile, read_tree
from decision.store.faults import BarredError, ConflictError
from decision.store.saved import Draft, Filter, Person, draft
from decision.store.store import Store
from tests.conftest import SMALL, small_report, small_tree

AT = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
LATER = AT + datetime.timedelta(hours=3)
ANYBODY = Person()
TREE = small_tree()
MARKUP = "<script>alert(1)</script> **bold** \0 ' \" % _ \\ 100 €"


def made(said: Assessment | None = None, file: TreeFile = TREE, **parts: Any) -> Draft:
    """A draft of the made-up assessment, with some parts changed."""
    whole = (said or small_report().assessment).model_copy(update=parts)
    return draft(file, whole, evaluate(file.tree, whole.answers))


def add(store: Store, at: datetime.datetime = AT, **parts: Any) -> str:
    (name,) = store.add(ANYBODY, [made(**parts)], at)
    return name


def titles(store: Store, **wanted: Any) -> list[str]:
    return [entry.title for entry in store.find(Filter(**wanted)).entries]


def test_what_is_saved_comes_back_whole(store: Store) -> None:
    name = add(store)
    saved = store.get(name)
    assert saved
    assert saved.assessment == made().assessment
    assert saved.text == TREE.text
    entry = saved.entry
    assert (entry.id, entry.revision, entry.created, entry.changed) == (name, 1, AT, AT)
    assert (entry.tree, entry.version, entry.digest) == ("small", TREE.tree.version, TREE.digest)
    assert entry.outcomes.keys() <= set(TREE.tree.shown)
    assert store.find(Filter()).entries == (entry,)


def test_an_id_cannot_be_guessed(store: Store) -> None:
    names = store.add(ANYBODY, [made()] * 20, AT)
    assert len(set(names)) == 20
    assert {len(name) for name in names} == {32}


def test_a_moment_of_another_zone_is_the_same_moment(store: Store) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    saved = store.get(add(store, AT.astimezone(zone)))
    assert saved
    assert saved.entry.changed == AT


def test_markup_and_long_texts_come_back_as_they_were_typed(store: Store) -> None:
    said = {"title": MARKUP, "author": MARKUP, "notes": (MARKUP * 1_000)[:20_000]}
    saved = store.get(add(store, **said))
    assert saved
    assert saved.assessment == made(**said).assessment
    assert titles(store, text="ALERT(1) % _ \\") == [MARKUP.replace("\0", "")]
    assert titles(store, text="a_ert") == []


def test_every_word_is_looked_for_in_all_that_was_typed(store: Store) -> None:
    add(store, title="Straße nach Süden")
    assert titles(store, text="STRASSE süden") == ["Straße nach Süden"]
    assert titles(store, text="failures okafor volunteers spreadsheet") == []
    assert titles(store, text="failures okafor volunteers lindqvist borrowers") == ["Straße nach Süden"]


def test_a_filter_lets_through_what_it_says(store: Store) -> None:
    other = read_tree(SMALL.read_text().replace("id: small", "id: other"), "other.yaml")
    add(store, title="first")
    add(store, AT + datetime.timedelta(days=1), title="second", file=other)
    add(store, AT + datetime.timedelta(days=2), title="third", answers={})
    assert titles(store) == ["third", "second", "first"]
    assert titles(store, tree="other") == ["second"]
    assert titles(store, since=AT.date() + datetime.timedelta(days=1)) == ["third", "second"]
    assert titles(store, until=AT.date()) == ["first"]
    outcomes = made().outcomes
    assert outcomes
    for pair in outcomes.items():
        assert titles(store, outcome=pair)[-2:] == ["second", "first"]
    decision, outcome = next(iter(outcomes.items()))
    assert titles(store, outcome=(decision, outcome[:-1])) == []


def test_a_list_says_how_many_there_are_in_all(store: Store) -> None:
    store.add(ANYBODY, [made(title=str(number)) for number in range(7)], AT)
    found = store.find(Filter(), limit=3)
    assert (len(found.entries), found.total) == (3, 7)
    assert store.find(Filter(text="nothing of the kind")).total == 0


def test_a_change_is_kept_with_its_time_and_who_made_it(store: Store) -> None:
    name = add(store)
    assert store.change(Person("R. Osei"), name, 1, made(title="New", answers={}), LATER) == 2
    saved = store.get(name)
    assert saved
    assert (saved.entry.title, saved.entry.revision, saved.entry.saved_by) == ("New", 2, "R. Osei")
    assert (saved.entry.created, saved.entry.changed) == (AT, LATER)
    assert saved.assessment.answers == {}


def test_of_two_changes_of_one_revision_the_later_sees_the_earlier(store: Store) -> None:
    name = add(store)
    store.change(ANYBODY, name, 1, made(title="Theirs"), LATER)
    with pytest.raises(ConflictError) as raised:
        store.change(ANYBODY, name, 1, made(title="Mine"), LATER)
    assert raised.value.theirs
    assert raised.value.theirs.assessment.title == "Theirs"
    assert titles(store) == ["Theirs"]
    for stale in (lambda: store.delete(ANYBODY, name, 1), lambda: store.archive(ANYBODY, name, 1, archived=True)):
        with pytest.raises(ConflictError):
            stale()
    assert titles(store) == ["Theirs"]


def test_a_change_of_what_was_deleted_says_so(store: Store) -> None:
    name = add(store)
    store.delete(ANYBODY, name, 1)
    with pytest.raises(ConflictError) as raised:
        store.change(ANYBODY, name, 1, made(), LATER)
    assert raised.value.theirs is None


def test_what_is_archived_is_in_a_list_of_its_own(store: Store) -> None:
    name = add(store)
    assert store.archive(ANYBODY, name, 1, archived=True) == 2
    assert titles(store) == []
    assert len(titles(store, archived=True)) == 1
    store.archive(ANYBODY, name, 2, archived=False)
    assert len(titles(store)) == 1


def test_what_was_deleted_can_be_put_back_as_it_was(store: Store) -> None:
    name = add(store)
    store.archive(ANYBODY, name, 1, archived=True)
    before = store.get(name)
    assert store.delete(ANYBODY, name, 2) == before
    assert store.get(name) is None
    assert before
    store.put_back(ANYBODY, before)
    store.put_back(ANYBODY, before)
    assert store.get(name) == before


def test_it_is_shown_as_it_was_whatever_becomes_of_the_tree(store: Store) -> None:
    name = add(store)
    newer = read_tree(TREE.text + "# newer\n", SMALL.name)
    add(store, file=newer)
    saved = store.get(name)
    assert saved
    assert saved.text == TREE.text
    assert read_tree(saved.text, SMALL.name).digest == saved.entry.digest != newer.digest


def test_who_is_barred_changes_nothing(store: Store) -> None:
    name = add(store)
    before = store.get(name)
    assert before
    reader = Person(barred="You may only read here.")
    for change in (
        lambda: store.add(reader, [made()], AT),
        lambda: store.change(reader, name, 1, made(title="x"), AT),
        lambda: store.archive(reader, name, 1, archived=True),
        lambda: store.delete(reader, name, 1),
        lambda: store.put_back(reader, before),
    ):
        with pytest.raises(BarredError, match="only read"):
            change()
    assert store.find(Filter()).entries == (before.entry,)


def test_all_of_many_are_saved_or_none(store: Store) -> None:
    broken = replace(made(), text=None)
    stamp = broken.stamp.model_copy(update={"digest": "0" * 64})
    with pytest.raises(Exception, match=r"(?i)not.null"):
        store.add(ANYBODY, [made(), replace(broken, stamp=stamp)], AT)
    assert store.find(Filter()).total == 0


def test_ten_thousand_are_listed_searched_and_filtered(store: Store) -> None:
    one = made()
    many = [one.assessment.model_copy(update={"title": f"Number {number}"}) for number in range(10_000)]
    store.add(ANYBODY, [replace(one, assessment=said) for said in many], AT)
    outcome = next(iter(made().outcomes.items()))
    for wanted, total in (
        (Filter(), 10_000),
        (Filter(text="number 777 okafor"), 19),
        (Filter(tree="small", outcome=outcome, since=AT.date(), until=AT.date()), 10_000),
        (Filter(text="nothing of the kind"), 0),
    ):
        assert store.find(wanted).total == total
