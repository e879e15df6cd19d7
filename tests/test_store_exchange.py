"""The file of saved assessments: what is exported is what its schema says, and comes back as it was."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from decision.problems import AnswerError
from decision.schema import saved_schema
from decision.store.exchange import read_file, to_file
from decision.store.saved import Draft
from decision.store.store import Store
from tests.test_generated_files import faults
from tests.test_store import ANYBODY, AT, LATER, MARKUP, made


def exported(store: Store, *drafts: Draft) -> dict[str, Any]:
    store.add(ANYBODY, drafts, AT)
    data: dict[str, Any] = json.loads(to_file(store.every()))
    return data


def read(data: dict[str, Any]) -> tuple[list[Draft], list[str]]:
    found = read_file(json.dumps(data).encode(), "saved.json")
    return list(found.drafts), [problem.message for problem in found.problems]


def test_a_file_is_what_its_schema_says(store: Store) -> None:
    data = exported(store, made(title=MARKUP), made(answers={}))
    assert faults(saved_schema(), data) == []
    assert faults(saved_schema(), {**data, "x": 1})
    assert faults(saved_schema(), {**data, "saved": [{}]})


def test_what_is_exported_comes_back_as_it_was(store: Store) -> None:
    (name,) = store.add(ANYBODY, [made(title=MARKUP)], AT)
    store.archive(ANYBODY, name, store.change(ANYBODY, name, 1, made(notes=MARKUP), LATER), archived=True)
    before = store.get(name)
    assert before
    drafts, problems = read(json.loads(to_file([before])))
    assert problems == []
    (copy,) = store.add(ANYBODY, drafts, LATER + datetime.timedelta(days=9))
    after = store.get(copy)
    assert after
    assert (after.assessment, after.text) == (before.assessment, before.text)
    own = ("created", "changed", "archived", "outcomes", "digest", "title", "status")
    assert [getattr(after.entry, part) for part in own] == [getattr(before.entry, part) for part in own]


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        (("assessment", "answers"), {"borrowers": "nobody"}, "has no option"),
        (("assessment", "answers"), {"nothing": "x"}, "There is no question"),
        (("assessment", "title"), "x" * 100_000, "at most 200 characters"),
        (("assessment", "notes"), "x" * 100_000, "at most 20000 characters"),
        (("assessment", "tree"), None, "tree that it was made with is not in this file"),
        (("assessment", "logo"), "../../etc/passwd", "A logo is"),
        (("created",), "yesterday", "created: "),
        (("created",), "2026-11-24T10:00:00", "timezone"),
        (("created",), "0001-01-01T00:00:00+09:00", "created: In UTC"),
        (("changed",), "9999-12-31T23:59:59-09:00", "changed: In UTC"),
        (("extra",), 1, "extra: "),
    ],
)
def test_a_broken_entry_is_told_and_spoils_no_other(
    where: tuple[str, ...], value: Any, said: str, store: Store
) -> None:
    data = exported(store, made(), made())
    part = data["saved"][1]
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = value
    drafts, problems = read(data)
    assert len(drafts) == 1
    (problem,) = problems
    assert problem.startswith("Entry 2: ")
    assert said in problem
    assert len(problem) < 400


def test_a_tree_that_is_not_what_it_is_said_to_be_is_not_taken(store: Store) -> None:
    data = exported(store, made())
    data["trees"] = {digest: text + "# another\n" for digest, text in data["trees"].items()}
    drafts, (problem,) = read(data)
    assert drafts == []
    assert "not as it was" in problem


def test_an_outcome_that_the_tree_does_not_have_is_left_out(store: Store) -> None:
    data = exported(store, made())
    true = dict(data["saved"][0]["outcomes"])
    data["saved"][0]["outcomes"] |= {"nothing": "x", next(iter(true)): "../../x y=z"}
    ((found,), problems) = read(data)
    assert problems == []
    assert found.outcomes == dict(list(true.items())[1:])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"answers": {}}',
        b'{"format": 2, "saved": [], "trees": {}}',
        b"[" * 100_000,
        b"null",
    ],
)
def test_a_file_of_another_kind_is_refused(raw: bytes) -> None:
    with pytest.raises(AnswerError):
        read_file(raw, "saved.json")


def test_ten_thousand_entries_with_a_broken_one_are_read(store: Store) -> None:
    data = exported(store, made())
    data["saved"] *= 10_000
    data["saved"][4_711] = {"created": "x"}
    raw = json.dumps(data).encode()
    found = read_file(raw, "saved.json")
    assert len(found.drafts) == 9_999
    assert found.problems[0].message.startswith("Entry 4712: ")
    assert len(store.add(ANYBODY, found.drafts, AT)) == 9_999
