"""The address: what is written into it is read back, and what means nothing is said and left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from decision.address import MAX_LENGTH, Read, read, write
from decision.answers import fit
from decision.reading.read import TreeFile
from decision.tree import RESERVED
from tests.conftest import small_tree
from tests.random_trees import Raw, cases, tree_of

FILE = small_tree()
ANSWERS = {"borrowers": "members", "network": "unsure", "needs": ("search", "loans")}


def sent(query: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """A query as a browser hands it over: several values a name."""
    return {name: [value] for name, value in query.items()}


def told(query: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return read(FILE, query).unread


def test_answers_and_position_are_written_as_ids() -> None:
    assert write("small", "1.2.0-abcdef01", ANSWERS, "needs") == {
        "tree": "small",
        "v": "1.2.0-abcdef01",
        "at": "needs",
        "borrowers": "members",
        "network": "unsure",
        "needs": "search.loans",
    }


def test_the_saved_assessment_that_is_open_is_named_by_its_id() -> None:
    query = write("small", FILE.stamp, ANSWERS, "needs", "0" * 32)
    assert query == write("small", FILE.stamp, ANSWERS, "needs") | {"saved": "0" * 32}
    assert read(FILE, sent(query)) == Read(ANSWERS, "needs", FILE.stamp, ())


@pytest.mark.parametrize("at", [None, ""])
def test_without_a_position_none_is_written(at: str | None) -> None:
    assert write("small", "1.2.0-abcdef01", {}, at) == {"tree": "small", "v": "1.2.0-abcdef01"}


@pytest.mark.parametrize("at", [None, "needs"])
def test_what_was_written_is_read_back(at: str | None) -> None:
    query = write(FILE.tree.id, FILE.stamp, ANSWERS, at)
    assert read(FILE, sent(query)) == Read(ANSWERS, at, FILE.stamp, ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_whatever_was_answered_is_read_back(case: tuple[Raw, Raw]) -> None:
    raw, said = case
    file = TreeFile(tree_of(raw), "", {})
    answers = fit(file.tree, said)
    assert read(file, sent(write(file.tree.id, file.stamp, answers))) == Read(answers, None, file.stamp, ())


def test_an_empty_address_says_nothing() -> None:
    assert read(FILE, {}) == read(FILE, {"borrowers": []}) == Read({}, None, None, ())


def test_one_of_many_and_unsure_stand_alone() -> None:
    assert read(FILE, {"needs": ["loans"]}).answers == {"needs": ("loans",)}
    assert read(FILE, {"needs": ["unsure"]}).answers == {"needs": "unsure"}


def test_the_order_of_the_options_is_that_of_the_tree() -> None:
    assert read(FILE, {"needs": ["loans.search"]}).answers == {"needs": ("search", "loans")}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("colour", "red", 'There is no question "colour".'),
        ("network", "patchi", 'Question "network" has no option "patchi". Did you mean "patchy"?'),
        ("network", "patchy.none", 'Question "network" has no option "patchy.none".'),
        ("needs", "", 'Question "needs" has no option "".'),
        ("needs", "search.nothing", 'In "needs" the option "nothing" cannot go with any other.'),
        ("needs", "search.search", 'The answer to "needs" names an option twice.'),
        ("needs", "search.unsure", 'In "needs" the answer "unsure" stands alone, not in a list.'),
    ],
)
def test_an_answer_that_means_nothing_is_said_and_left_out(name: str, value: str, why: str) -> None:
    found = read(FILE, {"borrowers": ["staff"], name: [value]})
    assert found.answers == {"borrowers": "staff"}
    (sentence,) = found.unread
    assert sentence.startswith(f"The address says: {name}={value}. It is left out: {why}")


def test_of_several_faults_in_one_answer_one_is_said() -> None:
    (sentence,) = told({"needs": ["x.y"]})
    assert 'has no option "y"' in sentence


def test_a_name_that_stands_twice_counts_once() -> None:
    found = read(FILE, {"network": ["none", "patchy"]})
    assert found == Read(
        {"network": "none"}, None, None, ('"network" stands in the address more than once; the first is taken.',)
    )


def test_a_position_that_is_none_is_said() -> None:
    found = read(FILE, {"at": ["nowhere"], "v": ["1.0.0-00000000"]})
    assert found == Read(
        {}, None, "1.0.0-00000000", ('The address points to a question "nowhere", which this tree does not have.',)
    )


def test_every_reserved_name_of_the_address_is_no_answer() -> None:
    own = {"tree": ["small"], "v": ["x"], "embed": ["true"], "embed_options": ["light_theme", "show_padding"]}
    own["saved"] = ["0" * 32]
    assert own.keys() <= RESERVED
    assert told(own) == ('"embed_options" stands in the address more than once; the first is taken.',)


@pytest.mark.parametrize(("length", "shown"), [(40, "x" * 40), (41, "x" * 40 + "…")])
def test_a_long_word_is_cut_where_it_is_shown(length: int, shown: str) -> None:
    long = "x" * length
    assert f'"{shown}"' in told({"at": [long]})[0]
    assert f"says: {shown}={shown}. It" in told({long: [long]})[0]
    assert told({long: ["a", "b"]})[0].startswith(f'"{shown}" stands')


def filled(length: int) -> dict[str, Any]:
    """A query of this many characters, one answer and many words without meaning."""
    start = {"borrowers": ["staff"], "x": ["1", "2"]}
    return {**start, "y": ["z" * (length - len("borrowersstaffx1x2y"))]}


def test_an_address_that_is_too_long_is_not_read() -> None:
    assert read(FILE, filled(MAX_LENGTH)).answers == {"borrowers": "staff"}
    assert read(FILE, filled(MAX_LENGTH + 1)) == Read(
        {}, None, None, ("The address is too long to have been written by this app, so nothing was taken from it.",)
    )
