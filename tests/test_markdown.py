"""The decision record: its sections, what stands in them, and that no text of a person becomes markup."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from decision.assessment import TreeStamp
from decision.reports import markdown, words
from decision.reports.markdown import inline, prose, to_markdown
from decision.reports.words import plain
from tests.conftest import small_report

SECTIONS = [
    "## Context and Problem Statement",
    "## Decision Drivers",
    "## Considered Options",
    "## Decision Outcome",
    "### Consequences",
    "### Confirmation",
    "## Pros and Cons of the Options",
    "## More Information",
]
IMPOSSIBLE = {"borrowers": "members", "network": "none", "host": "anyone", "needs": ["reminders"], "hands": "nobody"}
UNSURE = {"borrowers": "members", "network": "reliable", "host": "anyone", "needs": "unsure", "hands": "volunteer"}


def front_matter(text: str) -> dict[str, Any]:
    """What a reader of YAML finds before the text."""
    _, front, body = text.split("---\n", 2)
    assert body.startswith("\n# ")
    return dict(yaml.safe_load(front))


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next heading of its level or above."""
    level = len(heading.split()[0])
    _, _, rest = text.partition(f"\n{heading}\n")
    assert rest, heading
    return re.split(rf"\n#{{1,{level}}} ", rest)[0]


def test_the_record_is_as_it_was(golden: Callable[[str, str], None]) -> None:
    golden("small.md", to_markdown(small_report()))


def test_the_sections_of_madr_stand_in_their_order() -> None:
    text = to_markdown(small_report())
    places = [text.index(f"\n{heading}\n") for heading in SECTIONS]
    assert places == sorted(places)
    assert front_matter(text) == {
        "status": "proposed",
        "date": small_report().day,
        "decision-makers": ["The board", "J. Lindqvist"],
        "consulted": ["The volunteers"],
    }


def test_it_says_what_was_asked_by_whom_with_which_tree() -> None:
    report = small_report()
    context = section(to_markdown(report), SECTIONS[0])
    assert "Assessed by M. Okafor, Harbour Street Reading Society on 24 November 2026: 5 of 5 questions" in context
    assert "`small`, version 1.2.0" in context
    assert report.file.digest in context
    assert "starting point for a decision, not the decision itself" in context


def test_a_driver_carries_its_evidence_owner_and_date() -> None:
    drivers = section(to_markdown(small_report()), SECTIONS[1])
    assert "* People: Who borrows books? **Members of the society**" in drivers
    assert "**Search by subject** and **Keep track of loans**" in drivers
    assert "  Evidence: Measured for two weeks in May: three failures of a minute.\n\n  Owner: J. Lindqvist." in drivers
    assert "Due: 2026-12-15." in drivers


def test_all_outcomes_are_considered() -> None:
    options = section(to_markdown(small_report()), SECTIONS[2])
    assert re.findall(r"^\* (.*)$", options, re.MULTILINE) == [
        "With a host", "On our own server", "On paper", "Catalogue software", "A spreadsheet", "Index cards", "Every night", "Every week",
    ]  # fmt: skip


def test_the_chosen_option_with_its_reason() -> None:
    outcome = section(to_markdown(small_report()), SECTIONS[3])
    assert 'Chosen option: "On our own server", because: There is someone to call.\n\nStanding: Settled.' in outcome


def test_another_outcome_recorded_stands_beside_that_of_the_tree() -> None:
    outcome = section(to_markdown(small_report()), SECTIONS[3])
    software = section(outcome, "### Software")
    assert 'Chosen option: "A spreadsheet", because: We know it, and it is there.\n\nA year from now' in software
    assert 'instead of the tree’s: "Catalogue software". Subjects need a list' in software
    assert 'What speaks against "A spreadsheet":\n\n* Two people write to a spreadsheet at once' in software


def test_the_outcome_of_the_tree_can_be_recorded_too() -> None:
    recorded = {"home": {"outcome": "server", "reason": "We said so before."}}
    outcome = section(to_markdown(small_report(recorded=recorded)), SECTIONS[3])
    assert "Recorded as the tree recommends it." in section(outcome, "### Home")


def test_nothing_speaks_against_what_was_recorded() -> None:
    recorded = {"copies": {"outcome": "weekly", "reason": "It is enough."}}
    outcome = section(to_markdown(small_report(recorded=recorded)), SECTIONS[3])
    assert "No rule speaks against what was recorded." in section(outcome, "### Copies")


def test_a_tie_is_said_with_how_it_is_settled() -> None:
    text = to_markdown(small_report())
    copies = section(section(text, SECTIONS[3]), "### Copies")
    assert "A tie: Every night scored +2, and so did Every week." in copies
    assert "The tree does not say how to settle it" in copies
    declared = {**UNSURE, "needs": ["search"]}
    home = section(section(to_markdown(small_report(answers=declared)), SECTIONS[3]), "### Home")
    assert "Standing: Settled by the tie-break." in home
    assert "How the tree settles it: What we can leave without asking anyone comes first." in home


def test_consequences_are_reasons_costs_duties_and_cautions() -> None:
    text = to_markdown(small_report(answers={**UNSURE, "hands": "nobody"}, recorded={}))
    home = section(section(text, "### Consequences"), "#### Home: With a host")
    assert "* Good, because: A host is reached whenever the room is open. (strong, +2)" in home
    assert "* Neutral, because it takes: Nothing but an account" in home
    assert "* Bad, because it costs: A monthly fee" in home
    assert "* Bad, because there are duties: Name the host" in home
    assert "* Bad, because of a caution: A host can close" in home


def test_confirmation_and_what_comes_after() -> None:
    text = to_markdown(small_report())
    assert "* Home: Two people know how to do it." in section(text, "### Confirmation")
    more = section(text, "## More Information")
    assert "* Home: Find a dry room with power." in section(more, "### Next Steps")
    assert "* Home: A two-way door." in section(more, "### How One Leaves It")
    assert "* Software: There are more than 5000 books." in section(more, "### Revisit When")
    assert "major 4, strong 2 and slight 1" in section(more, "### Assumptions")
    assert section(more, "### Notes").strip().endswith("Most want to keep it simple.\n\nNobody types cards in twice.")


def test_options_with_what_speaks_for_them_against_them_and_rules_them_out() -> None:
    home = section(section(to_markdown(small_report()), SECTIONS[6]), "### Home: the options")
    hosted = section(home, "#### With a host")
    assert "* Ruled out, because: Data that nobody else may hold cannot be with a host. ([1](<https://" in hosted
    assert "* Bad, because: Who reads what is told to as few people as possible. (slight, −1)" in hosted
    assert "  Disputed: Hosts say that they look after it better" in hosted
    assert "Score" not in hosted
    assert "Score: +3." in section(home, "#### On our own server")
    assert "Nothing speaks for it or against it." in section(home, "#### On paper")


def test_sources_are_numbered_with_date_grade_and_age() -> None:
    sources = section(section(to_markdown(small_report()), "## More Information"), "### Sources")
    assert re.findall(r"^(\d)\. \[", sources, re.MULTILINE) == ["1", "2", "3", "4"]
    assert (
        "[Example Hosting, Terms of service](<https://example.com/terms>), 2024-05-20, weak, to be looked up" in sources
    )


def test_an_unsure_answer_is_something_to_find_out() -> None:
    evidence = {"needs": {"evidence": "The board meets in May.", "owner": "The board", "due": "2027-05-01"}}
    text = to_markdown(small_report(answers=UNSURE, evidence=evidence, recorded={}))
    unknown = section(text, "## What to Find Out")
    assert "**What must the catalogue do besides listing books?** Not sure yet." in unknown
    assert "What hangs on it: Software and Copies. Owner: The board. Due: 2027-05-01." in unknown
    assert "Known so far: The board meets in May." in unknown
    software = section(section(text, SECTIONS[3]), "### Software")
    assert 'No option chosen yet: "Catalogue software or A spreadsheet".' in software
    assert "Possible in the 8 ways to answer the rest: Catalogue software in 7 and A spreadsheet in 1." in software
    assert "1 question is not answered, and every answer to them stays possible: 8 ways" in text


def test_an_impossible_decision_and_an_answer_set_aside() -> None:
    text = to_markdown(small_report(answers=IMPOSSIBLE, recorded={}))
    software = section(section(text, SECTIONS[3]), "### Software")
    assert 'No option chosen yet: "Impossible with these answers". Every outcome is ruled out.' in software
    aside = section(section(text, "## More Information"), "### Answers Set Aside")
    assert aside.strip() == "* Who may hold the data? **Any host we have vetted**"


def test_answers_to_another_version_of_the_tree_are_said_to_be_so() -> None:
    text = to_markdown(small_report(tree=TreeStamp(id="small", version="1.1.0", digest="ab" * 32)))
    assert "The answers were given to version 1.1.0 (abababab) of the tree" in text
    assert "were given to version" not in to_markdown(small_report())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<b>x</b> [a](b) *c* # d | e", r"\<b\>x\</b\> \[a\](b) \*c\* \# d \| e"),
        ("- no list", r"\- no list"),
        ("12. no list", r"12\. no list"),
        ("= no heading", r"\= no heading"),
        ("https://a_b.org and www.a_b.org", r"https\://a\_b.org and www\.a\_b.org"),
        ("a\\", "a\\\\"),
        ("  two\n lines\t", "two lines"),
        ("bell \x07, turned \u202e, a line\u2028end", "bell \\[U+0007\\], turned \\[U+202E\\], a line end"),
    ],
)
def test_markup_is_shown_as_it_was_written(written: str, expected: str) -> None:
    assert inline(written) == expected


PUNCTUATION = re.compile(r"\\([!-/:-@\[-`{-~])")


@settings(max_examples=500)
@given(st.text(alphabet=st.one_of(st.sampled_from("\\`*_{}[]<>()#+-=.!|~&$:/ \n1ab"), st.characters(codec="utf-8"))))
def test_no_text_becomes_markup(written: str) -> None:
    escaped = inline(written)
    assert not set(PUNCTUATION.sub("", escaped)) & set("\\`*_{}[]<>&#|~$")
    assert not re.match(r"[-+=:]|\d{1,9}[.)]", escaped)
    assert "\n" not in escaped
    assert PUNCTUATION.sub(r"\1", escaped) == " ".join(plain(written).split())


def test_a_title_and_notes_full_of_markup_break_nothing() -> None:
    hostile = "<b>x</b> [a](b) *c* # d | e \" ' : {{ --- \\"
    text = to_markdown(
        small_report(title=hostile, deciders=[hostile, "a: b", "- c"], notes=f"{hostile}\n---\n\n# {hostile}")
    )
    assert front_matter(text)["decision-makers"] == [hostile, "a: b", "- c"]
    assert f"\n# {inline(hostile)}\n" in text
    assert re.findall(r"^---$", text, re.MULTILINE) == ["---", "---"]
    assert text.count("\n# ") == 1


def test_notes_keep_their_paragraphs_and_lines() -> None:
    assert prose("one\ntwo\r\n\r\n\nthree\n \nfour", "  ") == "one\\\n  two\n\n  three\n\n  four"


def test_the_examples_in_the_code_hold() -> None:
    for module in (markdown, words):
        found = doctest.testmod(module)
        assert found.attempted
        assert not found.failed
