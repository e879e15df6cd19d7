"""The page "What if", without a browser: variants beside the present answers."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from decision import address
from decision.library import read_library
from decision.paths import ROOT, TREES_VARIABLE
from tests.views.live import data, opened, parts, press

SMALL = ROOT / "tests" / "trees"
FULL = {
    "borrowers": "members",
    "network": "reliable",
    "host": "nobody_else",
    "needs": ("search",),
    "hands": "volunteer",
}
ORDER = ["borrowers", "network", "host", "needs", "hands"]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, with the present answers in its address."""
    monkeypatch.setenv(TREES_VARIABLE, str(SMALL))
    return opened("compare.py", **address.write("small", read_library(SMALL).trees["small"].stamp, FULL))


def to(variant: int, question: str, option: str) -> str:
    return f"{variant}.{ORDER.index(question)}.{option}"


def marked(at: AppTest) -> list[str]:
    """The rows in which something is marked as different."""
    rows = re.findall(r'<tr role="row">(.*?)</tr>', parts(at))
    found = [row for row in rows if "≠ </span>differs" in row]
    return [re.findall(r'scope="row">(.*?)</th>', row)[0] for row in found]


def variants(at: AppTest) -> list[dict]:
    return at.session_state["variants"]["small"]


def test_it_begins_with_the_present_answers_twice_and_nothing_differs(at: AppTest) -> None:
    assert marked(at) == []
    assert "Present answers" in parts(at)
    assert "No decision differs" in parts(at)
    assert '<option value="1.0.members" selected>Members of the society</option>' in parts(at)


def test_a_changed_answer_marks_what_differs_and_nothing_else(at: AppTest) -> None:
    press(at, "set", to(1, "hands", "nobody"))
    assert marked(at) == ["Home", "Software", "Copies", "Who looks after it?"]
    assert "≠ 3 of 3 decisions" in parts(at)
    press(at, "set", to(1, "hands", "volunteer"))
    assert marked(at) == []


def test_the_address_and_the_present_answers_stay(at: AppTest) -> None:
    before = data(at)["address"]
    press(at, "set", to(1, "hands", "nobody"))
    assert data(at)["address"] == before
    assert at.session_state["here"].assessment.answers["hands"] == "volunteer"


def test_several_options_are_ticked_and_what_excludes_the_rest_stands_alone(at: AppTest) -> None:
    press(at, "tick", to(1, "needs", "loans"))
    assert variants(at)[0]["needs"] == ("search", "loans")
    press(at, "tick", to(1, "needs", "nothing"))
    assert variants(at)[0]["needs"] == ("nothing",)
    press(at, "tick", to(1, "needs", "nothing"))
    assert "needs" not in variants(at)[0]
    assert "Not answered" in parts(at)


def test_an_answer_can_be_made_unsure_or_taken_back(at: AppTest) -> None:
    press(at, "set", to(1, "hands", "unsure"))
    assert variants(at)[0]["hands"] == "unsure"
    press(at, "set", to(1, "hands", ""))
    assert "hands" not in variants(at)[0]


def test_a_question_that_a_variant_does_not_ask_cannot_be_answered_there(at: AppTest) -> None:
    press(at, "set", to(1, "network", "none"))
    assert "Not asked" in parts(at)
    assert 'id="at-1-2"' not in parts(at)


def test_only_what_differs_can_be_shown(at: AppTest) -> None:
    press(at, "set", to(1, "borrowers", "anyone"))
    assert "Is there a network in the reading room?" in parts(at)
    press(at, "only", "only")
    assert "Is there a network in the reading room?" not in parts(at)
    assert "Who borrows books?" in parts(at)
    assert "Nothing differs." in parts(at)


def test_there_are_two_to_four_variants(at: AppTest) -> None:
    assert "Remove" not in parts(at)
    for _ in range(4):
        press(at, "add")
    assert "Variant 4" in parts(at)
    assert "At most 4 variants." in parts(at)
    assert len(variants(at)) == 3
    press(at, "set", to(3, "hands", "nobody"))
    press(at, "remove", "2")
    assert [answers["hands"] for answers in variants(at)] == ["volunteer", "nobody"]


def test_a_variant_can_be_opened_as_the_assessment(at: AppTest) -> None:
    press(at, "set", to(1, "hands", "nobody"))
    press(at, "take", "1")
    assert data(at)["leave"].startswith("recommendation?")
    assert "hands=nobody" in data(at)["leave"]
    assert at.session_state["session"].before["small"].answers["hands"] == "volunteer"


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("set", "0.4.nobody"),
        ("set", "9.4.nobody"),
        ("set", "1.9.nobody"),
        ("set", "1.4.somebody"),
        ("tick", "1.3.lones"),
        ("set", "x"),
        ("set", ""),
        ("remove", "0"),
        ("take", "7"),
        ("take", "x"),
    ],
)
def test_what_no_page_of_ours_sends_changes_nothing(do: str, said: str, at: AppTest) -> None:
    press(at, do, said)
    assert marked(at) == []
    assert data(at)["leave"] is None
