"""An assessment is read back as it was written, and whatever does not fit is refused with a reason."""

from __future__ import annotations

import base64
import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision.assessment import MAX_BYTES, MAX_LOGO_BYTES, Assessment, bind, logo_kind, read_assessment, stamped
from decision.paths import ROOT
from decision.problems import AnswerError
from decision.reading.read import read_tree
from decision.reports.json_report import to_json
from decision.reports.report import make_report

PATH: Path = ROOT / "tests" / "trees" / "small.yaml"
SMALL = read_tree(PATH.read_bytes(), PATH.name)
ANSWERS = {"borrowers": "members", "network": "unsure", "needs": ["search", "loans"]}
DAY = datetime.date(2026, 11, 24)
STAMP = {"id": "small", "version": SMALL.tree.version, "digest": SMALL.digest}
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and more").decode()
FULL = {
    "format": 1,
    "tree": STAMP,
    "title": "The reading room",
    "organization": "Society",
    "author": "A. Reader",
    "status": "proposed",
    "deciders": ["The board"],
    "consulted": ["The volunteer"],
    "notes": "Two lines.\nOf notes.",
    "logo": PNG,
    "answers": ANSWERS,
    "evidence": {"network": {"evidence": "Asked in May.", "owner": "B.", "due": "2026-12-01"}},
    "recorded": {"home": {"outcome": "paper", "reason": "The board likes cards."}},
}


def read(data: Any, name: str = "answers.json") -> Assessment:
    return read_assessment(json.dumps(data).encode(), name)


def refusal(raw: bytes, name: str = "answers.json") -> list[str]:
    with pytest.raises(AnswerError) as raised:
        read_assessment(raw, name)
    return [str(problem) for problem in raised.value.problems]


def refused_by_tree(data: Any) -> list[str]:
    with pytest.raises(AnswerError) as raised:
        bind(read(data), SMALL, "answers.json")
    return [str(problem) for problem in raised.value.problems]


def test_everything_that_was_said_is_read() -> None:
    found = read(FULL)
    assert found.answers == {**ANSWERS, "needs": ("search", "loans")}
    assert (found.title, found.status, found.deciders) == ("The reading room", "proposed", ("The board",))
    assert found.evidence["network"].due == datetime.date(2026, 12, 1)
    assert found.recorded["home"].outcome == "paper"
    assert bind(found, SMALL, "answers.json") == ()


@pytest.mark.parametrize("name", ["answers.yaml", "answers.yml", "ANSWERS.YAML"])
def test_yaml_and_json_say_the_same(name: str) -> None:
    assert read(FULL, name) == read(FULL).model_copy(update={"format": "1"})
    by_hand = b"# by hand\nanswers:\n  borrowers: members\n  network: unsure\n  needs: [search, loans]\n"
    assert read_assessment(by_hand, name) == read({"answers": ANSWERS})


def test_answers_alone_are_enough() -> None:
    assert bind(read({"answers": {}}), SMALL, "answers.json") == ()


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_assessment(b"\xef\xbb\xbf" + json.dumps(FULL).encode(), "answers.json") == read(FULL)


def test_an_export_is_read_back_as_the_assessment_it_was_made_from() -> None:
    report = make_report(SMALL, read({key: value for key, value in FULL.items() if key != "tree"}), DAY)
    text = to_json(report)
    found = read_assessment(text.encode(), "export.json")
    assert found == stamped(report.assessment, report.file)
    assert found == read(FULL)
    assert bind(found, SMALL, "export.json") == ()
    assert to_json(make_report(SMALL, found, DAY)) == text


REFUSED: dict[str, tuple[bytes, list[str]]] = {
    "broken JSON": (
        b'{"answers": {\n  "gpu": }',
        ["answers.json:2:10: syntax: This is not valid JSON: Expecting value."],
    ),
    "nothing": (b"", ["answers.json:1:1: syntax: This is not valid JSON: Expecting value."]),
    "a list": (
        b"[]",
        ['answers.json: no-answers: No "answers" are in this file. It holds answers: {question: option, ...}.'],
    ),
    "no answers": (
        b'{"answer": {}}',
        ['answers.json: no-answers: No "answers" are in this file. It holds answers: {question: option, ...}.'],
    ),
    "deep nesting": (
        b"[" * 100_000,
        ["answers.json: too-deep: This JSON is nested too deep to be answers."],
    ),
    "a number without end": (
        b'{"answers": {}, "format": ' + b"1" * 5_000 + b"}",
        ["answers.json: bad-value: A number in this JSON has too many digits."],
    ),
    "not UTF-8": (
        '{"title": "Prüfung"}'.encode("latin-1"),
        ["answers.json:1:14: not-utf-8: This is not UTF-8 text. Save the file as UTF-8."],
    ),
    "too large": (
        b" " * (MAX_BYTES + 1),
        [
            "answers.json: too-large: The file has more than 2,097,152 bytes; no more are read. "
            "Split it, or shorten its texts."
        ],
    ),
    "unknown keys": (
        b'{"answers": {}, "titel": "", "evidence": {"gpu": {"ownr": "B."}}, "x": 1}',
        [
            'answers.json: unknown-key: There is no key "evidence.gpu.ownr" here. Did you mean "owner"?',
            'answers.json: unknown-key: There is no key "titel" here. Did you mean "title"?',
            'answers.json: unknown-key: There is no key "x" here.',
        ],
    ),
    "recorded without a reason": (
        b'{"answers": {}, "recorded": {"home": {"outcome": "paper", "reason": " "}, "copies": {"outcome": "weekly"}}}',
        [
            "answers.json: bad-value: recorded.copies.reason: Field required",
            "answers.json: bad-value: recorded.home.reason: String should have at least 1 character",
        ],
    ),
    "answers of another kind": (
        b'{"answers": {"hands": 1, "needs": [["loans"]], "host": null}}',
        [
            "answers.json: bad-value: answers.hands: An answer is the id of an option, or a list of ids.",
            "answers.json: bad-value: answers.host: An answer is the id of an option, or a list of ids.",
            "answers.json: bad-value: answers.needs: An answer is the id of an option, or a list of ids.",
        ],
    ),
    "a date that does not exist": (
        b'{"answers": {}, "evidence": {"hands": {"due": "2026-02-30"}}}',
        ["answers.json: bad-value: evidence.hands.due: A date is written as year-month-day, such as 2026-11-24."],
    ),
    "half a character": (
        b'{"answers": {}, "title": "\\ud800"}',
        [
            "answers.json: bad-value: title: "
            "Input should be a valid string, unable to parse raw data as a unicode string"
        ],
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_file_that_cannot_be_read_is_refused(fault: str) -> None:
    raw, said = REFUSED[fault]
    assert refusal(raw) == said


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty-file"),
        (b"answers: {a: &b c}", "anchor"),
        (b"answers: {a: *b}", "alias"),
        (b"answers: {a: b, a: c}", "duplicate-key"),
        (b"answers: {a: }", "empty-value"),
        (b"answers: " + b"[" * 10_000, "too-deep"),
        (b"answers: {a: b: c}", "syntax"),
        (b"answers: {a: \0}", "control-character"),
    ],
)
def test_yaml_is_read_as_strictly_as_a_tree(raw: bytes, code: str) -> None:
    assert [line.split(": ")[1] for line in refusal(raw, "answers.yaml")] == [code]


LOGO = "answers.json: bad-value: logo: A logo is "


@pytest.mark.parametrize(
    ("logo", "said"),
    [
        ("§", LOGO + "the base64 of a PNG or JPEG picture."),
        ("abc", LOGO + "the base64 of a PNG or JPEG picture."),
        (base64.b64encode(b"<svg/>").decode(), LOGO + "a PNG or JPEG picture of at most 200 kB."),
        (
            base64.b64encode(b"\xff\xd8\xff" + bytes(MAX_LOGO_BYTES)).decode(),
            LOGO + "a PNG or JPEG picture of at most 200 kB.",
        ),
    ],
)
def test_a_logo_is_a_small_picture(logo: str, said: str) -> None:
    assert refusal(json.dumps({"answers": {}, "logo": logo}).encode()) == [said]


def test_a_jpeg_is_a_picture_as_well() -> None:
    assert read({"answers": {}, "logo": base64.b64encode(b"\xff\xd8\xff.").decode()}).logo is not None
    assert [logo_kind(raw) for raw in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"")] == [
        "png",
        "jpg",
        None,
        None,
    ]


def test_the_tree_refuses_what_it_does_not_have_all_at_once() -> None:
    data = {
        "answers": {"borowers": "members", "hands": "robot", "network": ["none"], "needs": []},
        "evidence": {"hand": {}},
        "recorded": {
            "hom": {"outcome": "paper", "reason": "R."},
            "exposure": {"outcome": "plain", "reason": "It is not shown."},
            "copies": {"outcome": "daily", "reason": "R."},
        },
    }
    assert refused_by_tree(data) == [
        'answers.json: empty-answer: The answer to "needs" is an empty list. Choose an option, or say "unsure".',
        'answers.json: one-answer: Question "network" takes one option, not a list.',
        'answers.json: unknown-decision: There is no decision "exposure". It is one of: home, software, copies.',
        'answers.json: unknown-decision: There is no decision "hom". Did you mean "home"?',
        'answers.json: unknown-option: Question "hands" has no option "robot". '
        "It is one of: nobody, volunteer, engineer, unsure.",
        'answers.json: unknown-outcome: Decision "copies" has no outcome "daily". It is one of: nightly, weekly.',
        'answers.json: unknown-question: There is no question "borowers". Did you mean "borrowers"?',
        'answers.json: unknown-question: There is no question "hand". Did you mean "hands"?',
    ]


def test_answers_to_another_tree_are_refused() -> None:
    data = {"answers": {"x": "y"}, "tree": {**STAMP, "id": "large"}}
    assert refused_by_tree(data) == [
        'answers.json: another-tree: These are answers to the tree "large", not to "small". Choose that tree.'
    ]


def test_answers_to_another_version_are_taken_with_a_note() -> None:
    data = {"answers": ANSWERS, "tree": {**STAMP, "version": "0.9.0", "digest": "f" * 64}}
    (note,) = bind(read(data), SMALL, "answers.json")
    assert (note.code, note.blocks) == ("another-version", False)
    assert "version 0.9.0 (ffffffff)" in note.message
    assert f"version {SMALL.tree.version} ({SMALL.digest[:8]}) is in use" in note.message


def test_what_does_not_fit_another_version_is_refused_with_that_note() -> None:
    data = {"answers": {"gone": "x"}, "tree": {**STAMP, "digest": "f" * 64}}
    assert [line.split(": ")[1] for line in refused_by_tree(data)] == ["another-version", "unknown-question"]


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner),
        st.dictionaries(st.sampled_from([*FULL, "outcome", "reason", "x"]), inner),
    ),
)
files = values.map(lambda data: json.dumps({"answers": data, "tree": data, "recorded": data}).encode())


def read_or_refused(raw: bytes, name: str) -> Assessment | AnswerError:
    try:
        return read_assessment(raw, name)
    except AnswerError as error:
        return error


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(), st.text().map(str.encode), files), st.sampled_from(["a.json", "a.yaml", "a"]))
def test_any_file_is_read_or_refused_with_a_reason(raw: bytes, name: str) -> None:
    found = read_or_refused(raw, name)
    assert isinstance(found, Assessment) or found.problems
