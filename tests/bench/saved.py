"""What saving costs, and finding among many: SQLite in a folder of its own."""

from __future__ import annotations

import datetime
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from decision.answers import Answer
from decision.assessment import Assessment, stamp_of, stamped
from decision.evaluate import evaluate
from decision.library import read_library
from decision.paths import DATA_VARIABLE, TREES
from decision.reading.read import TreeFile, read_tree
from decision.store.look import Look
from decision.store.saved import Draft, Filter, Person, draft
from decision.store.store import Store, open_store
from tests.bench.heart import TREE, milliseconds
from tests.bench.serving import APP, serve
from tests.bench.table import Row, row

MANY = 10_000
WRITERS, SAVES = 8, 500  # saves of each writer
STARTS = 5
STRENGTHS = ("{major: 4, strong: 3, slight: 1}", "{major: 5, strong: 2, slight: 1}")  # of the two older versions
KNOWN = 0.9  # the share of questions that each of their assessments answers
AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
ANYBODY = Person()


def drafts() -> list[Draft]:
    """As many assessments as the figures ask for: the scenarios of the tree over and over."""
    file = read_library(TREES).trees[TREE]
    each = [
        draft(file, Assessment(title=name, notes=one.about, answers=one.answers), evaluate(file.tree, one.answers))
        for name, one in file.tree.scenarios.items()
    ]
    said = [(each[number % len(each)], f"Number {number}") for number in range(MANY)]
    return [replace(one, assessment=one.assessment.model_copy(update={"title": title})) for one, title in said]


def looks(folder: Path) -> tuple[float, float]:
    """Milliseconds of a whole look through saved ones of two older versions, each with answers of its own; and of the
    next one, which begins anew because something was saved."""
    file = read_library(TREES).trees[TREE]
    store = open_store(folder)
    store.add(ANYBODY, older_drafts(file), AT)
    first, again = (look_through(store, file) for _ in range(2))
    store.database.close()
    return first, again


def look_through(store: Store, file: TreeFile) -> float:
    """Milliseconds of one look."""
    begun = time.perf_counter()
    look = Look(store, {TREE: file}, AT.date())
    while not look.finished:
        look.step()
    assert look.done == MANY
    assert {one.gist.effect for one in look.found} == {"outcome", "reasons"}
    return (time.perf_counter() - begun) * 1_000


def older_drafts(file: TreeFile) -> list[Draft]:
    """As many as the figures ask for on two versions that are older than a tree, no two with the same answers."""
    strengths = "{major: 4, strong: 2, slight: 1}"
    versions = [read_tree(file.text.replace(strengths, other), f"{TREE}.yaml") for other in STRENGTHS]
    assert all(one.digest != file.digest for one in versions)
    chance = random.Random(1)
    found: dict[tuple[tuple[str, Answer], ...], Draft] = {}
    while len(found) < MANY:
        old = versions[len(found) % 2]
        answers = {name: chance.choice(sorted(one.options)) for name, one in old.tree.questions.items()}
        answers = {name: one for name, one in answers.items() if chance.random() < KNOWN}
        title = f"Number {len(found)}"
        found[tuple(answers.items())] = Draft(
            stamp_of(old), stamped(Assessment(title=title, answers=answers), old), old.text, {}
        )
    return list(found.values())


def saves_a_second(store: Store, to: Draft) -> float:
    """Saves of all writers, each of whom changes an assessment of their own again and again."""
    names = store.add(ANYBODY, [to] * WRITERS, AT)

    def save(name: str) -> None:
        for revision in range(1, SAVES + 1):
            store.change(ANYBODY, name, revision, to, AT)

    threads = [threading.Thread(target=save, args=(name,)) for name in names]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - begun
    assert all((saved := store.get(name)) and saved.entry.revision == SAVES + 1 for name in names)
    return WRITERS * SAVES / taken


def starts(folder: Path) -> Iterator[float]:
    """How long the app takes until it is healthy, with so much saved."""
    before, os.environ[DATA_VARIABLE] = os.environ[DATA_VARIABLE], str(folder)
    for _ in range(STARTS):
        with serve(APP) as server:
            yield server.started
    os.environ[DATA_VARIABLE] = before


def measure() -> list[Row]:
    """All figures of this part."""
    with tempfile.TemporaryDirectory() as folder:
        looked, again = looks(Path(folder) / "older")
        store = open_store(Path(folder))
        many = drafts()
        (name, *_) = store.add(ANYBODY, many, AT)
        outcome = next(iter(many[0].outcomes.items()))
        everything = Filter("number", TREE, outcome, AT.date(), AT.date())
        revisions = iter(range(1, 1_000_000))
        found = [
            row(f"list of {MANY:,} saved", milliseconds(lambda: store.find(Filter()), 20), asked="100 ms"),
            row("search for two words", milliseconds(lambda: store.find(Filter("number 777")), 20), asked="100 ms"),
            row("every filter at once", milliseconds(lambda: store.find(everything), 20), asked="100 ms"),
            row("one opened", milliseconds(lambda: store.get(name), 200)),
            row(
                "one answer saved",
                milliseconds(lambda: store.change(ANYBODY, name, next(revisions), many[1], AT), 500),
                asked="10 ms",
            ),
            row(f"look through {MANY:,} for a newer tree", [looked]),
            row("the same after something was saved", [again]),
            Row(f"saves a second, {WRITERS} writers", 1, "", saves_a_second(store, many[0]), asked="1,000 or more"),
        ]
        store.database.close()
        return [*found, row("start to healthy", list(starts(Path(folder))), asked="2,000 ms")]
