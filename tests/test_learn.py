"""What one should know is read as strictly as a tree, and the shipped file keeps what it promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decision.cli import main
from decision.learn import Learn, examine_learn
from decision.library import LEARN, read_library
from decision.paths import TREES

GOOD = """\
format: 1
title: Cards or a computer
summary: What one should know first.
article: book
origins: {book: {label: Book, says: Its view.}, added: {label: Added, says: Not in the book.}}
sections:
  strengths:
    title: What cards are good at
    origin: book
    entries:
      power:
        label: Power
        says: They need none.
        depends_on: {says: The light to read by., source: law}
        source: [book]
  table:
    title: Side by side
    origin: added
    source: book
    columns: {cards: Cards, machine: A machine}
    entries:
      speed: {label: Speed, cells: {cards: Slow, machine: Fast}}
  scale:
    title: Measured
    origin: added
    source: book
    columns:
      care: {label: Care, steps: [Little, Much]}
      speed: {label: Speed, unit: cards an hour}
    entries:
      cards: {label: Cards, cells: {care: {at: [1, 2], says: Some}, speed: {at: 12.5}}}
sources:
  book: {title: A book, url: "https://example.org/book", date: 2026-01-31, grade: weak}
  law: {title: The law, url: "https://example.org/law", date: 2026-01-31, grade: primary}
"""

BROKEN = {
    "an article that is no source": (
        "article: book",
        "article: bok",
        '4:10: unknown-source: There is no source "bok". Did you mean "book"?',
    ),
    "an origin that is not there": (
        "origin: book",
        "origin: boook",
        '9:13: unknown-origin: There is no origin "boook". Did you mean "book"?',
    ),
    "a source that is not there": (
        "source: [book]",
        "source: [bok]",
        '15:17: unknown-source: There is no source "bok". Did you mean "book"?',
    ),
    "a dependence with another source": (
        "source: law}",
        "source: lav}",
        '14:59: unknown-source: There is no source "lav". Did you mean "law"?',
    ),
    "a dependence without a source": (
        ", source: law}",
        "}",
        '14:9: missing-key: The key "source" is missing here.',
    ),
    "nothing cited": (
        "        source: [book]\n",
        "",
        "11:7: without-source: There is no source, neither here nor for the section. Cite one.",
    ),
    "nothing said": ("        says: They need none.\n", "", "11:7: says-nothing: Say something here, with says."),
    "a cell too few": (
        ", machine: Fast}",
        "}",
        '22:7: empty-cell: There is nothing in the column "machine". Fill it.',
    ),
    "a cell too many": (
        ", machine: Fast}",
        ", machine: Fast, machines: Fast}",
        '22:65: unknown-column: There is no column "machines". Did you mean "machine"?',
    ),
    "a cell that says nothing": (
        "cards: Slow,",
        "cards: {at: 1},",
        "22:37: says-nothing: Say something here, with says.",
    ),
    "a scale without a place": (
        "care: {at: [1, 2], says: Some}",
        "care: Some",
        "31:37: no-place: This column is drawn. Say where the value stands, with at.",
    ),
    "a place off the scale": (
        "at: [1, 2]",
        "at: [1, 3]",
        "31:48: off-the-scale: The scale has the places 1 to 2. Choose among them.",
    ),
    "a number in words": ("at: 12.5", "at: a dozen", "31:81: bad-value: A number is needed here, such as 0.5."),
    "a key misspelt": (
        "label: Power",
        "lable: Power",
        '12:9: unknown-key: There is no key "lable" here. Did you mean "label"?',
    ),
    "an anchor": (
        "title: Side by side",
        "title: &x Side by side",
        "17:12: anchor: Anchors (&x) are not read. Delete it, or put the text in quotes.",
    ),
    "a comma in braces": (
        "cards: Slow,",
        "cards: Slow, but sure,",
        '22:58: empty-value: "but sure" is read as a key without a value: a comma ends a text inside braces. Put the text in quotes.',
    ),
}


def _report(text: str) -> list[str]:
    learn, problems = examine_learn(text.encode(), "learn.yaml")
    assert (learn is None) == bool(problems)
    return [str(problem) for problem in problems]


def test_the_good_file_has_no_problem() -> None:
    assert _report(GOOD) == []


@pytest.mark.parametrize("case", BROKEN)
def test_the_report_is_exact(case: str) -> None:
    old, new, said = BROKEN[case]
    assert GOOD.count(old) == 1
    assert _report(GOOD.replace(old, new)) == [f"learn.yaml:{said}"]


def test_all_problems_are_found_at_once() -> None:
    text = GOOD
    cases = ("an article that is no source", "nothing said", "a cell too few", "a number in words", "an anchor")
    for case in cases:
        text = text.replace(*BROKEN[case][:2])
    found = [line.split(": ")[1] for line in _report(text)]
    assert found == ["unknown-source", "says-nothing", "anchor", "empty-cell", "bad-value"]


@pytest.mark.parametrize("raw", [b"", b"\xff", b"- a\n- b\n", b"format: 2\n", b"sections: {a: {b: c}}\n"])
def test_what_is_no_such_file_is_reported(raw: bytes) -> None:
    learn, problems = examine_learn(raw, "learn.yaml")
    assert learn is None
    assert problems


def test_check_reports_it_beside_the_trees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "small.yaml").write_text((Path(__file__).parent / "trees" / "small.yaml").read_text())
    path = tmp_path / LEARN
    path.write_text(GOOD)
    assert main(["check", str(tmp_path)]) == 0
    path.write_text(GOOD.replace("origin: book", "origin: boook"))
    assert main(["check", str(tmp_path)]) == 1
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().err.count(f"{path}:9:13: unknown-origin") == 2


def _shipped() -> Learn:
    library = read_library(TREES)
    assert library.problems[LEARN] == ()
    assert library.learn is not None
    return library.learn


def test_the_shipped_file_holds_what_the_article_says() -> None:
    learn = _shipped()
    article = {name for name, section in learn.sections.items() if section.origin == "article"}
    assert article == {"challenges", "strengths", "efficiency", "technical", "frameworks"}
    assert len(learn.sections["efficiency"].entries) == 4
    assert len(learn.sections["technical"].entries) == 6
    assert [entry.label for entry in learn.sections["frameworks"].entries.values()] == ["vLLM", "llama.cpp", "Ollama"]


def test_what_the_article_overstates_says_what_it_depends_on() -> None:
    learn = _shipped()
    for name in ("challenges", "strengths", "technical", "frameworks"):
        assert all(entry.depends_on for entry in learn.sections[name].entries.values())


def test_every_source_of_the_shipped_file_is_cited() -> None:
    learn = _shipped()
    cited = {learn.article}
    for section in learn.sections.values():
        cited |= {*(section.source or ())}
        for entry in section.entries.values():
            cited |= {*(entry.source or ()), *(entry.depends_on.source if entry.depends_on else ())}
    assert cited == learn.sources.keys()


def test_the_shipped_texts_are_plain() -> None:
    text = (TREES / LEARN).read_text(encoding="utf-8")
    assert re.findall(r"!(?!=)|—|\b(?:leverage|seamless|cutting-edge|game-changer)\b", text) == []
