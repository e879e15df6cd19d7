"""What if: variants of an assessment side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from decision.assessment import Assessment
from decision.compare import Comparison, recorded_beside, side_by_side
from decision.evaluate import evaluate
from decision.space.standing import LIMIT
from decision.tree import Tree
from tests.conftest import small_tree
from tests.test_again import NEW_QUESTION, READS_IT
from tests.test_difference import version

TREE = small_tree().tree
FULL = {"borrowers": "members", "network": "reliable", "host": "nobody_else", "needs": ["search"], "hands": "volunteer"}


def compare(tree: Tree, variants: Sequence[dict[str, Any]], limit: int = LIMIT) -> Comparison:
    return side_by_side([evaluate(tree, answers, limit=limit, steps=1) for answers in variants])


def test_only_what_differs_is_marked() -> None:
    found = compare(TREE, [FULL, {**FULL, "hands": "nobody"}])
    assert [row.id for row in found.questions if row.differs] == ["hands"]
    assert [row.id for row in found.decisions if row.differs] == ["home", "software", "copies"]
    (hands,) = [row for row in found.questions if row.id == "hands"]
    assert [cell.differs for cell in hands.cells] == [False, True]
    assert [cell.labels for cell in hands.cells] == [("A volunteer, one evening a week",), ("Nobody in particular",)]
    assert [row.name for row in found.decisions] == ["Home", "Software", "Copies"]


def test_the_same_answers_differ_in_nothing_and_hidden_decisions_are_not_shown() -> None:
    found = compare(TREE, [FULL] * 4)
    assert not any(row.differs for row in (*found.questions, *found.decisions))
    assert all(len(row.cells) == 4 for row in (*found.questions, *found.decisions))
    assert "exposure" not in [row.id for row in found.decisions]


def test_a_question_that_one_variant_does_not_ask_has_no_answer_there() -> None:
    found = compare(TREE, [FULL, {**FULL, "network": "none"}])
    (host,) = [row for row in found.questions if row.id == "host"]
    assert [(cell.status, cell.labels) for cell in host.cells] == [("answered", ("Nobody but us",)), ("not asked", ())]
    neither = compare(TREE, [{**FULL, "network": "none"}] * 2)
    assert "host" not in [row.id for row in neither.questions]


def test_what_is_open_shows_all_that_is_possible() -> None:
    found = compare(TREE, [FULL, {**FULL, "hands": "unsure"}, {}])
    (hands,) = [row for row in found.questions if row.id == "hands"]
    assert [cell.status for cell in hands.cells] == ["answered", "unsure", "open"]
    (software,) = [row for row in found.decisions if row.id == "software"]
    assert [cell.status for cell in software.cells] == ["settled", "open", "open"]
    assert software.cells[1].labels == ("Catalogue software", "Index cards")


def test_a_decision_that_was_not_worked_out_says_so() -> None:
    found = compare(TREE, [FULL, {}], limit=1)
    assert found.decisions[-1].cells[1].status == "not worked out"


def across(*edits: tuple[str, str]) -> Comparison:
    """The same answers on the made-up tree and on another version of it."""
    new = version(*edits).tree
    return side_by_side([evaluate(TREE, FULL), evaluate(new, FULL)])


def test_questions_and_decisions_of_two_versions_are_matched_by_id() -> None:
    found = across(NEW_QUESTION, READS_IT)
    (money,) = [row for row in found.questions if row.id == "money"]
    assert [(cell.status, cell.differs) for cell in money.cells] == [("missing", False), ("open", True)]
    assert money.name == "Is there money?"
    assert [row.id for row in found.decisions if row.differs] == ["home", "software"]


def test_other_words_for_the_same_option_are_no_difference() -> None:
    found = across(("members: Members of the society", "members: Members, paid up"))
    (borrowers,) = [row for row in found.questions if row.id == "borrowers"]
    assert [cell.labels for cell in borrowers.cells] == [("Members of the society",), ("Members, paid up",)]
    assert not borrowers.differs


def test_recorded_choices_stand_beside_each_other() -> None:
    recorded = {"software": {"outcome": "spreadsheet", "reason": "We know it."}}
    both = [Assessment(answers=FULL), Assessment(answers=FULL, recorded=recorded)]
    (row,) = recorded_beside(both, [TREE, TREE])
    assert (row.id, row.differs) == ("software", True)
    assert [(cell.status, cell.labels) for cell in row.cells] == [
        ("not recorded", ()),
        ("recorded", ("A spreadsheet",)),
    ]
    assert recorded_beside(both[:1] * 2, [TREE, TREE]) == ()
