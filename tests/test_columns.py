"""Many answers at once are decided as each of them is on its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision.conditions import NOTHING
from decision.evaluate import evaluate
from decision.library import read_library
from decision.paths import TREES
from decision.space.columns import Codes, Made, same, table
from decision.tree import Tree
from tests.random_trees import Raw, allowed, raw_trees, tree_of
from tests.test_meaning_of_rules import Completion, completions, property_test

SHIPPED = {name: file.tree for name, file in read_library(TREES).trees.items()}


def coded(tree: Tree, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The rows as columns of codes; what a row does not name is "not asked"."""
    codes = Codes(tree)

    def code(name: str, row: dict[str, Any]) -> int:
        answer = row.get(name)
        return codes.nothing(name) if answer is None else codes.code(name, answer)

    return {name: np.array([code(name, row) for row in rows]) for name in tree.questions}


def outcome(tree: Tree, name: str, made: Made, row: int) -> str | None:
    """What was chosen in a row, read from its code. A decision without rules is one row for all."""
    chosen = made.chosen[row] if made.chosen.shape else made.chosen
    return next(iter(Codes(tree).values[name][chosen]), None)


def winners(made: Made, row: int) -> tuple[str, ...]:
    """The outcomes that won in a row, the chosen one first."""
    return made.ways[made.way[row] if made.way.shape else made.way]


@property_test
@given(st.data())
def test_every_row_of_a_random_table_is_decided_as_the_rules_say(data: st.DataObject) -> None:
    raw = data.draw(raw_trees())
    tree = tree_of(raw)
    one_row = st.fixed_dictionaries({name: allowed(question) for name, question in raw["questions"].items()})
    rows: list[Raw] = data.draw(st.lists(one_row, min_size=1, max_size=30))
    asked, made = table(tree, coded(tree, rows))
    codes = Codes(tree)
    for index, row in enumerate(rows):
        (way,) = completions(raw, row)
        assert {name: codes.values[name][asked[name][index]] for name in asked} == way.asked
        assert_decided(raw, tree, made, index, way)


def assert_decided(raw: Raw, tree: Tree, made: dict[str, Made], row: int, way: Completion) -> None:
    assert list(made) == list(raw["decisions"])
    for name, expected in way.made.items():
        found = made[name]
        assert outcome(tree, name, found, row) == min(expected.value, default=None)
        assert sorted(winners(found, row)) == sorted(expected.best)
        assert winners(found, row)[:1] == tuple(expected.value)


@property_test
@given(raw_trees())
def test_open_axes_give_every_cell_of_the_answer_space(raw: Raw) -> None:
    tree = tree_of(raw)
    codes = Codes(tree)
    axes = [np.arange(len(codes.values[name]) - 1) for name in tree.questions]
    asked, made = table(tree, dict(zip(tree.questions, np.ix_(*axes), strict=True)))
    shape = tuple(len(axis) for axis in axes)
    cells: dict[Any, Any] = {}
    for cell in np.ndindex(shape):
        values = tuple(codes.values[name][np.broadcast_to(asked[name], shape)[cell]] for name in tree.questions)
        cells[values] = tuple(_way(one, shape, cell) for one in made.values())
    ways = completions(raw, {})
    assert len(cells) == len(ways)
    for way in ways:
        assert cells[tuple(way.asked.values())] == tuple(frozenset(one.best) for one in way.made.values())


def _way(made: Made, shape: tuple[int, ...], cell: tuple[int, ...]) -> frozenset[str]:
    return frozenset(made.ways[np.broadcast_to(made.way, shape)[cell]])


@pytest.mark.parametrize("name", SHIPPED)
def test_the_cells_of_a_shipped_tree_are_those_of_the_evaluation(name: str) -> None:
    """A thousand rows spread evenly over the answer space, each decided by both evaluators."""
    tree = SHIPPED[name]
    codes = Codes(tree)
    rows = 1_000
    columns, step = {}, 1
    for question in tree.questions:
        values = len(codes.values[question]) - 1
        columns[question] = (np.arange(rows) * 7_919 // step + np.arange(rows)) % values
        step = step * values % 104_729
    asked, made = table(tree, columns)
    seen: dict[str, set[str | None]] = {name: set() for name in tree.decisions}
    for row in range(rows):
        values = {name: codes.values[name][asked[name][row]] for name in tree.questions}
        answers = {
            name: sorted(value) if tree.questions[name].choose == "many" else min(value)
            for name, value in values.items()
            if value != NOTHING
        }
        found = evaluate(tree, answers)
        assert found.completions == 1
        for decision in found.decisions:
            assert outcome(tree, decision.id, made[decision.id], row) == decision.outcome
            assert (len(winners(made[decision.id], row)) > 1) == (decision.tied == "in all")
            seen[decision.id].add(decision.outcome)
    assert all(len(outcomes) > 1 for outcomes in seen.values())


def test_rows_are_told_apart_however_many_columns_they_have() -> None:
    """Twelve columns of 1,024 values are more combinations than a machine word holds."""
    rows = np.arange(3_000)
    columns = [*(rows * step % 1_000 // 250 * 341 for step in range(1, 7)), *[rows // 2_999 * 1_023] * 6]
    number, first = same(columns, len(rows))
    kinds = len(np.unique(np.array(columns).T, axis=0))
    assert (len(first), number.max() + 1) == (kinds, kinds)
    assert all((column[first][number] == column).all() for column in columns)


def test_a_long_table_and_a_short_one_agree() -> None:
    """A long table is looked up in cubes, a short one is decided row by row."""
    tree = SHIPPED["slm_sourcing"]
    codes = Codes(tree)
    rows = np.arange(50_000)
    columns = {
        name: rows * (index + 3) // 7 % (len(codes.values[name]) - 1) for index, name in enumerate(tree.questions)
    }
    _, long = table(tree, columns)
    _, short = table(tree, {name: column[::500] for name, column in columns.items()})
    for name in tree.decisions:
        assert (long[name].chosen[::500] == short[name].chosen).all()
        assert [long[name].ways[way] for way in long[name].way[::500]] == [
            short[name].ways[way] for way in short[name].way
        ]
