"""The recommendation as plain text, and what every export takes from a report."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from decision.assessment import Assessment, Evidence, TreeStamp
from decision.evaluate import evaluate
from decision.reading.read import TreeFile
from decision.reports.report import Report, make_report, strongest
from decision.reports.text import to_text
from decision.reports.words import remarks, standing
from decision.space.search import STEPS
from decision.space.standing import LIMIT
from decision.tree import Tree
from tests.conftest import DAY, small_report, small_tree
from tests.test_evaluate import server

ALL = {"borrowers": "members", "network": "reliable", "host": "nobody_else", "needs": ["search", "loans"]}
BY_HAND = {**ALL, "hands": "volunteer"}
IMPOSSIBLE = {"borrowers": "members", "network": "none", "needs": ["reminders"], "hands": "nobody"}


def report_of(tree: Tree, answers: dict[str, Any], limit: int = LIMIT, steps: int = STEPS) -> Report:
    """A report on a tiny tree, worked out within so many cells."""
    file = TreeFile(tree, "", {})
    return Report(file, Assessment(answers=answers), evaluate(tree, answers, limit=limit, steps=steps), DAY)


def lines(report: Report) -> list[str]:
    text = to_text(report)
    assert text.endswith("\n")
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    return text.splitlines()


def test_the_head_says_what_on_which_tree_and_when() -> None:
    report = small_report()
    assert lines(report)[:3] == ["A catalogue for Harbour Street", f"small {report.file.stamp} · 2026-11-24", ""]
    assert lines(small_report(title=""))[0] == "A catalogue for a small library"


def test_a_decision_is_told_with_its_outcomes_and_reasons() -> None:
    assert lines(small_report(recorded={}))[3:18] == [
        "Home: On our own server (settled)",
        "  × With a host",
        "      × Data that nobody else may hold cannot be with a host."
        " [Society of Librarians, Reading habits are personal, 2025-03-01, primary]"
        " [Example Hosting, Terms of service, 2024-05-20, weak]",
        "      − Who reads what is told to as few people as possible."
        " [Society of Librarians, Reading habits are personal, 2025-03-01, primary]"
        " [Example Hosting, Terms of service, 2024-05-20, weak]",
        "      + A host is reached whenever the room is open."
        " [A. Reader, Ten years of servers under desks, 2026-01-15, secondary]",
        "    On our own server +3",
        "      + Who reads what is told to as few people as possible."
        " [Society of Librarians, Reading habits are personal, 2025-03-01, primary]"
        " [Example Hosting, Terms of service, 2024-05-20, weak]",
        "      + There is someone to call.",
        "    On paper +0",
        "  ! One volunteer is a single point of failure. Show a second person how a restore is done.",
        "",
        "Software: Catalogue software (settled)",
        "    Catalogue software +6",
        "      + Subjects need a list of terms that the software carries."
        " [National Library, List of subject terms, 2026-06-30, primary]",
        "      + Two people write to a spreadsheet at once, and one loan is lost."
        " [A. Reader, Ten years of servers under desks, 2026-01-15, secondary]",
    ]


def test_a_tie_names_what_it_is_tied_with() -> None:
    assert "Copies: Every night (open, tied with Every week)" in lines(small_report())


def test_a_recorded_choice_stands_first_with_its_reason() -> None:
    told = lines(small_report(recorded={"software": {"outcome": "spreadsheet", "reason": "We know it."}}))
    at = told.index("Software: A spreadsheet (settled)")
    assert told[at + 1] == "  recorded instead of Catalogue software: We know it."
    report = small_report(answers=IMPOSSIBLE, recorded={"software": {"outcome": "cards", "reason": "We have them."}})
    told = lines(report)
    assert told[told.index("Software: Index cards (impossible)") + 1] == "  recorded instead of none: We have them."


def test_what_is_to_find_out_says_what_hangs_on_it() -> None:
    told = lines(small_report(answers={**BY_HAND, "hands": "unsure"}))
    assert told[told.index("To find out") :] == [
        "To find out",
        "  ? Who looks after it? Hangs on it: Home, Software, Copies.",
    ]
    told = lines(small_report(answers={**BY_HAND, "borrowers": "unsure"}, recorded={}))
    assert told[-1] == "  ? Who borrows books?"


def test_what_is_set_aside_is_said() -> None:
    told = lines(small_report(answers={**BY_HAND, "network": "none"}))
    assert told[-1] == "  Set aside, because it is no longer asked: Who may hold the data? Nobody but us"
    assert "To find out" not in told


RULES = """
a: {when: {place: house}, for: {large: strong}, because: A.}
b: {when: {gpu: one}, for: {small: major}, because: B.}"""
RARE = """
a: {when: {place: house}, for: {large: strong}, because: A.}
b: {when: {gpu: one, all: [{needs: search}, {needs: tools}]}, for: {small: major}, because: B.}"""
EQUAL = "a: {when: {place: house}, for: {large: strong, small: strong}, because: A.}\nb: {when: {gpu: one}, for: {large: slight}, because: B.}"
NONE_FOR = "a: {when: {place: house}, against: {large: strong, none: slight}, because: A.}"
ONLY_LEFT = "a: {when: {place: house}, rule_out: [large, none], because: The others are too much.}"


@pytest.mark.parametrize(
    ("rules", "answers", "limit", "headline", "why", "candidates"),
    [
        (RULES, {"place": "house", "gpu": "one"}, LIMIT, "Small", "B.", ["small"]),
        (RULES, {"place": "house"}, LIMIT, "Small or Large", "A.", ["small", "large"]),
        (RULES, {"place": "house"}, 0, "Small or Large", "A.", ["small", "large"]),
        (RARE, {"place": "house"}, 0, "Large, perhaps others", "A.", ["small", "large"]),
        (RULES, {}, LIMIT, "Small or Large or No server", "Nothing speaks yet.", ["small", "large", "none"]),
        (EQUAL, {"place": "house"}, LIMIT, "Small or Large", "Reasons are equal so far.", ["small", "large"]),
        (
            NONE_FOR,
            {"place": "house"},
            LIMIT,
            "Small",
            "No reason speaks for it, and less against it than against the others.",
            ["small"],
        ),
        (ONLY_LEFT, {"place": "house"}, LIMIT, "Small", "The others are too much.", ["small"]),
    ],
)
def test_a_decision_in_a_few_words(
    rules: str, answers: dict[str, Any], limit: int, headline: str, why: str, candidates: list[str]
) -> None:
    (choice,) = report_of(server(rules), answers, limit, STEPS if rules is RULES else 1).choices
    assert (choice.headline, choice.recommended, choice.why) == (headline, headline, why)
    assert [outcome.id for outcome in choice.candidates] == candidates
    assert not choice.differs


def test_it_is_said_how_far_a_decision_was_searched() -> None:
    made, answers = server(RARE), {"place": "house"}
    report = report_of(made, answers, limit=0)
    (choice,) = report.choices
    end = "The ways to answer the rest were searched to the end, not counted: what is said here is exact."
    assert (standing(choice), remarks(choice, report)[0]) == ("Open, 2 possible", end)
    report = report_of(made, answers, limit=0, steps=1)
    (choice,) = report.choices
    assert standing(choice) == "Searched in part"
    assert remarks(choice, report)[:4] == [
        "The ways to answer the rest are too many to search to the end.",
        "Possible at least: Large.",
        "Not known: whether Small is possible.",
        "How often the highest scores are equal is not known.",
    ]


def test_an_impossible_decision_says_so() -> None:
    report = small_report(answers=IMPOSSIBLE, recorded={})
    (choice,) = [choice for choice in report.choices if choice.name == "Software"]
    assert (choice.headline, choice.why) == ("Impossible with these answers", "Every outcome is ruled out.")
    assert (choice.chosen, choice.candidates, choice.objections, choice.cautions) == (None, (), (), ())
    assert strongest(choice.result) == "Every outcome is ruled out."


def test_a_recorded_choice_is_told_beside_what_was_recommended() -> None:
    choices = {choice.name: choice for choice in small_report().choices}
    software = choices["Software"]
    assert (software.headline, software.recommended, software.differs) == ("A spreadsheet", "Catalogue software", True)
    assert software.why.startswith("We know it, and it is there.")
    assert [reason.rule for reason in software.objections] == ["keeps_loans"]
    assert [reason.effect for reason in software.objections] == ["against"]
    agreed = small_report(recorded={"software": {"outcome": "catalogue", "reason": "So be it."}}).choices
    assert not {choice.name: choice for choice in agreed}["Software"].differs


def test_what_rules_the_recorded_outcome_out_is_the_first_objection() -> None:
    report = small_report(recorded={"home": {"outcome": "hosted", "reason": "It is cheap."}})
    (home,) = [choice for choice in report.choices if choice.name == "Home"]
    assert [(reason.rule, reason.effect) for reason in home.objections] == [
        ("stays_here", "rules out"),
        ("private_names", "against"),
    ]
    assert [caution.caution for caution in home.cautions] == []


def test_sources_are_listed_once_and_numbered_as_they_are_mentioned() -> None:
    report = small_report()
    sources = report.file.tree.sources
    assert report.sources == (
        sources["reading_habits"],
        sources["host_terms"],
        sources["old_servers"],
        sources["terms"],
    )
    assert report.numbers((sources["terms"], sources["host_terms"], sources["terms"])) == (4, 2)
    assert report.numbers(()) == ()


def test_what_was_noted_about_an_answer_is_found() -> None:
    assert small_report().evidence("needs") == Evidence(evidence="Asked 40 borrowers.", due=datetime.date(2026, 12, 15))
    assert small_report().evidence("hands") == Evidence()


def test_what_the_outcomes_say_is_gathered_where_they_say_it() -> None:
    told = small_report().told(lambda outcome: (outcome.leave,) if outcome.leave else ())
    assert [(choice.name, texts) for choice, texts in told] == [("Home", ("A two-way door.",))]


def test_answers_to_another_version_are_known_as_such() -> None:
    file = small_tree()
    same = TreeStamp(id="small", version="1.2.0", digest=file.digest)
    other = TreeStamp(id="small", version="1.1.0", digest="00")
    reports = [
        make_report(file, Assessment(answers=BY_HAND, tree=stamp), DAY).another_tree for stamp in (None, same, other)
    ]
    assert reports == [None, None, other]
