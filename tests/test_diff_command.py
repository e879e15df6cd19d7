"""`slm-sourcing diff`: two versions of a tree, and a table of use cases over both, as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from decision.cli import main
from decision.difference import cases
from decision.difference.cases import compare_cases, read_cases
from decision.difference.result import CaseChange
from decision.problems import AnswerError
from decision.schema import difference_schema
from tests.random_trees import Raw, answers_to, tree_of
from tests.test_difference import SMALL, compared, pairs_of_trees, version
from tests.test_meaning_of_rules import completions

STRONGER = ("        for: {weekly: strong}\n", "        for: {weekly: major}\n")
NEW = version(STRONGER, ("version: 1.2.0", "version: 1.3.0"))
TABLE = """\
borrowers,network,host,needs,hands
members,reliable,nobody_else,search.loans,volunteer
staff,none,,nothing,nobody
anyone,patchy,anyone,,volunteer
,,,,
members,reliable,nobody_else,loans.search,volunteer
staff,reliable,unsure,loans,volunteer
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both versions, called as somebody would call them, and a table."""
    (tmp_path / "old.yaml").write_text(SMALL.text)
    (tmp_path / "new.yaml").write_text(NEW.text)
    (tmp_path / "cases.csv").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("files")
def test_the_summary_says_what_changed_what_it_does_and_which_number_it_needs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["diff", "old.yaml", "new.yaml"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    found = compared(STRONGER)
    assert "A catalogue for a small library: 1.2.0" in out
    assert "calls for version 1.3.0 or higher (minor). The new file says 1.3.0, which is enough." in out
    assert f"{found.changed} of the {found.ways} ways to answer get another recommendation." in out
    assert "Every night or Every week → Every week: " in out
    assert "always after Needs: Keep track of loans; Hands: A volunteer, one evening a week" in out
    assert "Home: the same in every way" in out
    assert "society: Copies: Every night or Every week → Every week" in out
    assert "~ rule copies.volunteer_week (old:199:7, new:199:7)" in out
    assert "for: weekly: strong → weekly: major" in out


@pytest.mark.usefixtures("files")
def test_nothing_to_tell_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.yaml", "old.yaml"]) == 0
    out = capsys.readouterr().out
    assert "No new version number is needed." in out
    assert "No scenario gets another recommendation." in out
    assert "0 parts of the file added, removed or changed" in out


@pytest.mark.usefixtures("files")
def test_json_is_what_its_schema_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.yaml", "new.yaml", "--over", "cases.csv", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    Draft202012Validator(difference_schema()).validate(said)
    assert said["difference"]["called"]["level"] == "minor"
    assert said["cases"]["another"] == 4
    assert [change["line"] for change in said["cases"]["changes"]] == [2, 4, 6, 7]
    assert list(Draft202012Validator(difference_schema()).iter_errors({**said, "format": 2}))


@pytest.mark.usefixtures("files")
def test_use_cases_are_counted_and_the_rows_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.yaml", "new.yaml", "--over", "cases.csv"]) == 0
    out = capsys.readouterr().out
    assert "4 of 6 use cases with another recommendation" in out
    assert "line 2: Copies: Every night or Every week → Every week" in out


def test_the_rows_are_written_as_csv(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["diff", "old.yaml", "new.yaml", "--over", "cases.csv", "--output"]
    assert main([*call, "-"]) == 0
    wanted = "line,decision,old,new,note\n" + "".join(f"{line},copies,nightly.weekly,weekly,\n" for line in (2, 6, 7))
    out = capsys.readouterr().out
    assert [row for row in out.splitlines() if not row.startswith("4,")] == wanted.splitlines()
    assert main(call) == 0
    assert capsys.readouterr().out == out
    assert main([*call, "rows.csv"]) == 0
    assert (files / "rows.csv").read_text() == out
    assert "use cases with another recommendation" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["old.yaml", "missing.yaml"], "missing.yaml: cannot-open"),
        (["old.yaml", "nowhere"], "There is no shipped tree of this name"),
        (["old.yaml", "torn.yaml"], "torn.yaml:1:1: "),
        (["old.yaml", "new.yaml", "--over", "missing.csv"], "missing.csv: No such file"),
        (["old.yaml", "new.yaml", "--output", "x.csv"], "Name a table of them with --over"),
    ],
)
def test_what_cannot_be_read_is_named(
    call: list[str], told: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "torn.yaml").write_text("format: 1\n")
    assert main(["diff", *call]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"", "t.csv:1:1: no-cases: The table is empty."),
        (
            b"borowers\nstaff\n",
            't.csv:1:1: unknown-question: There is no question "borowers" in either version. Did you mean "borrowers"?',
        ),
        (b"borrowers,needs,borrowers\n", 't.csv:1:3: repeated-question: Question "borrowers" has two columns.'),
        (b"borrowers;needs\nstaff;loans\n", "t.csv:1:1: bad-csv: Cells are separated by commas"),
        (
            b"borrowers,needs\nstaff,lones\n",
            't.csv:2:2: unknown-option: Question "needs" has no option "lones". Did you mean "loans"?',
        ),
        (b"borrowers\nstaff.members\n", 't.csv:2:1: one-answer: Question "borrowers" takes one option'),
        (
            b"needs\n\nnothing.loans\n",
            't.csv:3:1: exclusive-option: In "needs" the option "nothing" cannot go with any other.',
        ),
        (b"needs\nloans.loans\n", "t.csv:2:1: repeated-option"),
        (b"borrowers,needs\nstaff\n", "t.csv:2:2: wrong-number-of-cells: This line has 1 cells, and the first line 2."),
        (b"borrowers,needs\nstaff,loans,\n", "t.csv:2:3: wrong-number-of-cells"),
        (b'borrowers\n"staff\n', "t.csv:2:1: bad-csv: This is not CSV: unexpected end of data."),
        (b"borrowers\nst\xe4ff\n", "t.csv:2:3: not-utf-8"),
        (b"borrowers\n" + b"x\n" * 200, "t.csv:102:1: more-faults: There are more faults than these 100"),
    ],
)
def test_bad_cells_are_named_by_line_and_column(table: bytes, told: str) -> None:
    with pytest.raises(AnswerError) as raised:
        read_cases(table, "t.csv", SMALL.tree, NEW.tree)
    assert told in str(raised.value)


def test_all_bad_cells_are_named_at_once() -> None:
    with pytest.raises(AnswerError) as raised:
        read_cases(b"borrowers,needs\nx,y\nstaff,z\n", "t.csv", SMALL.tree, NEW.tree)
    assert [(problem.line, problem.column) for problem in raised.value.problems] == [(2, 1), (2, 2), (3, 2)]


def test_a_table_is_bounded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["diff", "--help"])
    assert f"At most {cases.MAX_ROWS:,} use cases are read." in capsys.readouterr().out
    monkeypatch.setattr(cases, "MAX_ROWS", 2)
    assert len(read_cases(b"borrowers\nstaff\nstaff\n", "t.csv", SMALL.tree, NEW.tree)) == 2
    with pytest.raises(AnswerError, match="more than 2 use cases"):
        read_cases(b"borrowers\nstaff\nstaff\nstaff\n", "t.csv", SMALL.tree, NEW.tree)
    monkeypatch.setattr(cases, "MAX_BYTES", 10)
    with pytest.raises(AnswerError, match="more than 10 bytes"):
        read_cases(b"borrowers\nstaff\n", "t.csv", SMALL.tree, NEW.tree)


def test_a_spreadsheet_may_put_a_mark_in_front_and_end_lines_its_way() -> None:
    table = "\ufeffborrowers, needs\r\nstaff ,loans\r\n".encode()
    (case,) = read_cases(table, "t.csv", SMALL.tree, NEW.tree)
    assert (case.line, case.answers) == (2, {"borrowers": "staff", "needs": "loans"})


def test_a_use_case_that_one_version_cannot_take_is_set_apart() -> None:
    other = version(("      staff: Only our own staff\n", ""), ("{borrowers: staff}", "{borrowers: members}"))
    table = b"borrowers,hands\nstaff,nobody\nmembers,nobody\n"
    found = compare_cases(SMALL.tree, other.tree, read_cases(table, "t.csv", SMALL.tree, other.tree))
    assert (found.total, found.not_comparable, found.not_worked_out) == (2, 1, 0)
    (apart,) = [change for change in found.changes if change.unread]
    assert apart == CaseChange(
        2,
        (),
        ('Not in the new version: Question "borrowers" has no option "staff". It is one of: members, anyone, unsure.',),
    )
    assert '2,,,,"Not in the new version: ' in cases.as_csv(found)


def test_past_the_limit_a_use_case_is_said_not_to_be_worked_out() -> None:
    table = read_cases(b"hands\nvolunteer\n", "t.csv", SMALL.tree, NEW.tree)
    found = compare_cases(SMALL.tree, NEW.tree, table, limit=20)
    assert (found.another, found.not_worked_out) == (0, 1)
    assert "2,copies,not worked out,not worked out," in cases.as_csv(found)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Raw, Raw, list[Raw]]:
    old, new = draw(pairs_of_trees)
    return old, new, draw(st.lists(answers_to(old), min_size=1, max_size=6))


def possible(raw: Raw, answers: Raw, decision: str) -> frozenset[str]:
    known = {name: answer for name, answer in answers.items() if name in raw["questions"]}
    made = [one.made[decision] for one in completions(raw, known)]
    return frozenset().union(*(one.possible or {"impossible"} for one in made))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_use_cases_get_what_plain_enumeration_says(drawn: tuple[Raw, Raw, list[Raw]]) -> None:
    old, new, said = drawn
    trees = tree_of(old), tree_of(new)
    heads = list(old["questions"])
    lines = [",".join(heads), *(",".join(_cell(one.get(head, "")) for head in heads) for one in said)]
    found = compare_cases(*trees, read_cases("\n".join(lines).encode(), "t.csv", *trees))
    changes = {change.line: change for change in found.changes}
    shared = [name for name in trees[1].shown if name in trees[0].shown]
    for line, answers in enumerate(said, 2):
        change = changes.get(line)
        if change and change.unread:
            continue
        pairs = {name: (possible(old, answers, name), possible(new, answers, name)) for name in shared}
        wanted = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        effects: Any = (
            {one.decision: (frozenset(one.old), frozenset(one.new)) for one in change.effects} if change else {}
        )
        assert effects == wanted


def _cell(answer: str | list[str]) -> str:
    return answer if isinstance(answer, str) else ".".join(answer)
