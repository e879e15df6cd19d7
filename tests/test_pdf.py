"""The PDF, read back: what it says, that it is tagged and archivable, that equal reports are equal bytes, and that no
text that a person can write breaks it or becomes anything but text."""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pypdf import PdfReader

from decision.assessment import Assessment
from decision.paths import ROOT
from decision.reading.read import read_tree
from decision.reports import pdf, pdf_data
from decision.reports.glyphs import printable
from decision.reports.logo import usable
from decision.reports.pdf import TEMPLATE, to_pdf
from decision.reports.report import Report, make_report
from tests.conftest import SMALL, small_report

IMPOSSIBLE = {"borrowers": "members", "network": "none", "host": "anyone", "needs": ["reminders"], "hands": "nobody"}
UNSURE = {"borrowers": "members", "network": "reliable", "host": "anyone", "needs": "unsure", "hands": "volunteer"}
HOSTILE = '#panic() #read("/etc/passwd") $x$ <script>alert(1)</script> [a](b) *b* _i_ `c` @d // e /* f */ \\ = g'


def pages(document: bytes) -> list[str]:
    """The text of each page, as it is read back."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def words(document: bytes) -> str:
    """All text, with every break a space, so that a sentence is found wherever its lines break."""
    return " ".join(" ".join(pages(document)).split())


def squeezed(text: str) -> str:
    """A text without spaces, for what has no space where its lines break."""
    return "".join(text.split())


def said(**changes: Any) -> str:
    """All text of the PDF of a report on the small tree."""
    return words(to_pdf(small_report(**changes)))


def tagged(document: bytes) -> Iterator[tuple[str, str]]:
    """Every element of the structure with its alternative text, in reading order."""
    waiting = [PdfReader(io.BytesIO(document)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += reversed(element)
        elif isinstance(element, dict):
            if "/S" in element:
                yield str(element["/S"])[1:], str(element.get("/Alt", ""))
            waiting += [element["/K"]] if "/K" in element else []


def test_the_text_is_as_it_was(golden: Callable[[str, str], None]) -> None:
    text = "".join(f"--- page {number} ---\n{page}\n" for number, page in enumerate(pages(to_pdf(small_report())), 1))
    golden("small.pdf.txt", text)


def test_the_first_page_is_cover_and_summary() -> None:
    first, second, *_ = pages(to_pdf(small_report()))
    for expected in (
        "A catalogue for Harbour Street", "Harbour Street Reading Society", "M. Okafor", "Proposed", "24 November 2026",
        "A catalogue for a small library", small_report().stamp,
        "On our own server", "● Settled", "There is someone to call.",
        "A spreadsheet", "✓ Recorded, not the tree’s", "The tree says: Catalogue software.",
        "Every night", "= Tied", "Watch out", "One volunteer is a single point of failure.",
        "a starting point for a decision, not the decision itself",
    ):  # fmt: skip
        assert expected in " ".join(first.split())
    assert " ".join(second.split()).startswith("1 Drivers and answers")


def test_decisions_reasons_and_sources_are_there() -> None:
    text = said()
    assert "2.1 Home: On our own server Where is the catalogue kept?" in text
    assert "+ There is someone to call. strong, +2" in text
    assert "Who reads what is told to as few people as possible. slight, +1 [1] [2]" in text
    assert "Disputed: Hosts say that they look after it better than a volunteer can." in text
    assert "With a host × ruled out: Data that nobody else may hold cannot be with a host. [1] [2]" in text
    assert "A host is reached whenever the room is open. [3] + for With a host, strong, +2" in text
    assert "What it costs A small machine every five years" in text
    assert "How one leaves it A two-way door." in text
    assert "[2] Example Hosting, Terms of service https://example.com/terms 20 May 2024 ! look up again weak" in text


def test_answers_stand_with_what_is_known_about_them() -> None:
    text = said()
    assert "People Who borrows books? Members of the society" in text
    assert "Yes, and it holds Measured for two weeks in May: three failures of a minute. Owner: J. Lindqvist" in text
    assert "Asked 40 borrowers. due 15 December 2026" in text
    assert "Decision-makers The board, J. Lindqvist Consulted The volunteers" in text


def test_what_follows_from_the_decisions() -> None:
    text = said()
    assert "Cautions ! Home, On our own server: One volunteer is a single point of failure. Show a second" in text
    assert "A reason counts as many points as its strength: major 4, strong 2 and slight 1." in text
    assert "Next steps Home On our own server • Find a dry room with power." in text
    assert "• Two people know how to do it." in text
    assert "Revisit when Home On our own server • The volunteer leaves." in text
    assert "Notes We talked about it on two evenings. Most want to keep it simple. Nobody types cards in twice." in text


def test_a_recorded_outcome_stands_beside_that_of_the_tree() -> None:
    text = said()
    assert "A spreadsheet recorded" in text
    assert "Catalogue software the tree’s choice" in text
    assert "✓ Recorded: A spreadsheet We know it, and it is there. A year from now we look again." in text
    assert "The tree says: Catalogue software. Subjects need a list of terms" in text
    assert "What speaks against the recorded outcome: − Two people write to a spreadsheet at once" in text
    other = said(recorded={"copies": {"outcome": "weekly", "reason": "It is enough."}})
    assert "No rule of the tree speaks against the recorded outcome." in other


def test_a_tie_is_said() -> None:
    assert "A tie: Every night scored +2, and so did Every week. The tree does not say how to settle it" in said()
    text = said(answers={**UNSURE, "needs": ["search"]})
    assert "= Settled by the tie-break" in text
    assert "How the tree settles it: What we can leave without asking anyone comes first." in text


def test_an_unsure_answer() -> None:
    evidence = {"needs": {"owner": "The board", "due": "2027-05-01"}}
    text = said(answers=UNSURE, evidence=evidence, recorded={})
    assert "What must the catalogue do besides listing books? ○ Not sure yet Owner: The board, due 1 May 2027" in text
    assert "Catalogue software or A spreadsheet With what is it kept? ○ Open, 2 possible" in text
    assert "Possible in the 8 ways to answer the rest: Catalogue software in 7 and A spreadsheet in 1." in text
    assert "○ Not sure yet Software and Copies The board 1 May 2027" in text


def test_an_impossible_decision_and_an_answer_set_aside() -> None:
    text = said(answers=IMPOSSIBLE, recorded={})
    assert "Software: Impossible with these answers With what is it kept? × Impossible" in text
    assert "Index cards × ruled out: Neither a spreadsheet nor a card sends a reminder." in text
    assert "Any host we have vetted With the other answers the question is not asked, so its answer is kept" in text


def test_nothing_answered_and_nothing_said() -> None:
    empty: dict[str, Any] = dict.fromkeys(("title", "organization", "author", "notes"), "")
    text = said(**empty, deciders=(), consulted=(), answers={}, evidence={}, recorded={})
    assert "A catalogue for a small library" in text
    assert "○ Open, 3 possible Nothing speaks yet." in text


def test_the_foot_of_every_page() -> None:
    report = small_report()
    found = pages(to_pdf(report))
    for number, page in enumerate(found, 1):
        assert " ".join(page.split()).endswith(f"{report.title} {report.stamp} page {number} of {len(found)}")


def test_it_is_tagged_and_archivable_and_says_whose_it_is() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(small_report())))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    for expected in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert expected in metadata
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("A catalogue for Harbour Street", "M. Okafor")
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == small_report().day


def test_the_date_is_that_of_the_report() -> None:
    document = to_pdf(small_report(day=datetime.date(2026, 3, 9)))
    metadata = PdfReader(io.BytesIO(document)).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.modification_date is not None
    assert metadata.creation_date.date() == metadata.modification_date.date() == datetime.date(2026, 3, 9)
    assert "9 March 2026" in words(document)


def test_headings_tables_and_drawings_are_tagged() -> None:
    found = list(tagged(to_pdf(small_report())))
    kinds = [kind for kind, _ in found]
    drawings = [alt for kind, alt in found if kind == "Figure"]
    assert kinds.count("H1") == 11
    assert kinds.count("H2") == 5
    assert kinds.count("Table") == 5
    assert kinds.count("TH") == 3 + 3 + 3 * 3 + 4
    assert "L" in kinds
    assert "3 for, 0 against, score +3" in drawings
    assert "0 for, 2 against, score −2" in drawings
    assert (
        "1. Who borrows books? Chosen: Members of the society. Not taken: Only our own staff; Anyone who walks in."
        in drawings
    )
    assert (
        "Decision: Home. Settled. Chosen: On our own server (+3). Ruled out: With a host. Not taken: On paper (0)."
        in drawings
    )
    assert all(drawings)


def test_drawings_say_what_is_open_and_what_is_not_asked() -> None:
    answers = {"borrowers": "members", "network": "none", "host": "anyone", "needs": "unsure"}
    drawings = [alt for kind, alt in tagged(to_pdf(small_report(answers=answers, recorded={}))) if kind == "Figure"]
    assert "3. Who may hold the data? Set aside: no longer asked. Not taken: Any host we have vetted." in drawings
    assert any(
        alt.startswith("4. What must the catalogue do besides listing books? Not sure yet. Still") for alt in drawings
    )
    assert any(alt.startswith("5. Who looks after it? Not answered yet. Still possible: Nobody in") for alt in drawings)
    del answers["host"]
    drawings = [alt for kind, alt in tagged(to_pdf(small_report(answers=answers, recorded={}))) if kind == "Figure"]
    assert "3. Who may hold the data? Not asked with these answers." in drawings


@pytest.mark.parametrize(("paper", "size"), [("a4", (595.28, 841.89)), ("us-letter", (612, 792))])
def test_the_paper(paper: Any, size: tuple[float, float]) -> None:
    for page in PdfReader(io.BytesIO(to_pdf(small_report(), paper))).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.01)


def test_equal_reports_are_equal_bytes_in_every_process() -> None:
    code = "import hashlib; from tests.conftest import SMALL, small_report as r; from decision.reports.pdf import to_pdf as p; "
    code += "print(hashlib.sha256(p(r())).hexdigest())"
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout.strip()
        for _ in range(2)
    )
    to_pdf(small_report(title="Another in between"))
    assert first == second == hashlib.sha256(to_pdf(small_report())).hexdigest()
    assert first != hashlib.sha256(to_pdf(small_report(title="Another"))).hexdigest()


def test_threads_get_their_own_documents() -> None:
    reports = [small_report(title=f"Report {number}") for number in range(6)]
    alone = [to_pdf(report) for report in reports]
    with ThreadPoolExecutor(6) as together:
        assert list(together.map(to_pdf, reports)) == alone
    assert len(set(alone)) == 6


def test_hostile_text_is_shown_as_it_was_written() -> None:
    text = said(
        title=HOSTILE,
        notes=HOSTILE,
        author=HOSTILE,
        evidence={"hands": {"evidence": HOSTILE, "owner": HOSTILE}},
        recorded={"home": {"outcome": "paper", "reason": HOSTILE}},
    )
    assert squeezed(text).count(squeezed(HOSTILE)) >= 6
    assert "root:" not in text


def test_the_template_reads_and_evaluates_nothing_but_its_data() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATE.iterdir()}
    assert set(sources) >= {"report.typ", "style.typ"}
    for name, source in sources.items():
        assert name.endswith(".typ")
        assert not re.search(r"\b(eval|read|plugin|include|csv|yaml|toml|xml)\b\s*\(|@preview|include ", source), name
        assert set(re.findall(r"\b(?:json|image)\((.{6})", source)) <= {"bytes("}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Émile Ærø Žižek Ελληνικά Привет", "Émile Ærø Žižek Ελληνικά Привет"),
        ("决策树 日本語 カナ 한국어", "决策树 日本語 カナ 한국어"),
        ("हिन्दी", "ह"),
        ("ภาษาไทย", "ภ"),
        ("1 ≤ 2 → ∞ ∑ ⚖ ● ○ ×", "1 ≤ 2 → ∞ ∑ ⚖ ● ○ ×"),
        ("🚀 and ⚠️", "🚀 and ⚠"),
        ("e\u0301", "e\u0301"),
        ("unknown \u0378 \U0001f6fe \ue000 \U0010ffff", "unknown [U+0378] [U+1F6FE] [U+E000] [U+10FFFF]"),
        ("bell \x07 nul \x00", "bell [U+0007] nul [U+0000]"),
        ("turned \u202egnp.exe", "turned [U+202E]gnp.exe"),
        ("rocket with a mark 🚀\u1df9", "🚀[U+1DF9]"),
    ],
)
def test_any_script_in_title_and_notes(written: str, shown: str) -> None:
    text = said(title=f"Title {written}", notes=f"Notes {written}")
    assert text.count(shown) >= 3


def test_text_from_right_to_left_begins_at_the_right() -> None:
    notes = "هذه ملاحظة باللغة العربية"
    reader = PdfReader(io.BytesIO(to_pdf(small_report(notes=notes))))
    seen: dict[str, list[float]] = {}

    def visit(text: str, page: list[float], line: list[float], *_: Any) -> None:
        for letter in text:
            seen.setdefault(letter, []).append(page[4] + line[4])

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert min(seen["ه"]) > 350
    assert set(notes) - set(seen) <= {" "}


def test_long_texts_stay_on_the_page() -> None:
    report = small_report(
        title="T" * 200, organization="O" * 200, author="A" * 200, notes="n" * 20_000,
        evidence={"hands": {"evidence": "word " * 4_000, "owner": "W" * 200}, "host": {"evidence": "e" * 480}},
    )  # fmt: skip
    first, second, *rest = pages(to_pdf(report))
    assert "not the decision itself" in " ".join(first.split())
    assert " ".join(second.split()).startswith("1 Drivers and answers")
    assert max(map(len, re.findall("T+", first))) < 60
    assert "".join(re.findall("T{10,}", first)).startswith("T" * 200)
    runs = re.findall("n{20,}", "\n".join(rest))
    assert max(map(len, runs)) < 120
    assert sum(map(len, runs)) > 19_900
    assert max(map(len, re.findall("e{10,}", second))) < 50
    assert "Evidence: Who looks after it?" in " ".join(rest)
    assert " ".join(rest).count("word") > 3_900


def test_the_first_page_is_cut_until_it_fits() -> None:
    more = "".join(
        f"""
  choice_{number}:
    decide: Which one?
    outcomes: {{a: The first and only one of them and it has a long name}}
    cautions: {{c: {{when: {{choice_{number}: a}}, say: {"Mind what is said here. " * 20}}}}}
"""
        for number in range(6)
    )
    tree = SMALL.read_text(encoding="utf-8").replace("\nclaims:", f"{more}\nclaims:")
    reason = "A reason that fills its card from one side to the other and goes on " * 8
    recorded = {f"choice_{number}": {"outcome": "a", "reason": reason} for number in range(6)}
    assessment = Assessment(title="W" * 200, answers=IMPOSSIBLE, recorded=recorded)
    report = make_report(read_tree(tree, "small.yaml"), assessment, datetime.date(2026, 11, 24))
    first, second, *_ = pages(to_pdf(report))
    assert len(re.findall(r"^Choice \d+$", first, re.MULTILINE)) == 6
    assert "not the decision itself" in " ".join(first.split())
    assert " ".join(second.split()).startswith("1 Drivers and answers")


def picture(side: int, *, broken: bool = False, claimed: tuple[int, int] | None = None) -> bytes:
    """A square PNG of one colour, which can claim to be of another size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + b"\x0b\x55\x63" * side) * side)
    header = struct.pack(">IIBBBBB", *(claimed or (side, side)), 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", rows[: len(rows) // 2] if broken else rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 30, 40) + b"\x01\x01\x11\x00"


def with_logo(raw: bytes, **changes: Any) -> Report:
    return small_report(logo=base64.b64encode(raw).decode(), **changes)


def test_a_logo_stands_on_the_first_page_with_its_name() -> None:
    document = to_pdf(with_logo(picture(40)))
    assert len(PdfReader(io.BytesIO(document)).pages[0].images) == 1
    assert ("Figure", "Logo of Harbour Street Reading Society") in list(tagged(document))
    assert not PdfReader(io.BytesIO(to_pdf(small_report()))).pages[0].images


@pytest.mark.parametrize("raw", [picture(40, broken=True), picture(40)[:20], b"\xff\xd8\xff and no more", JPEG])
def test_a_broken_logo_is_left_out(raw: bytes) -> None:
    document = to_pdf(with_logo(raw, title="Still there, 决策树"))
    assert not PdfReader(io.BytesIO(document)).pages[0].images
    assert "Still there, 决策树" in words(document)


def test_only_a_picture_of_a_known_size_is_unpacked() -> None:
    header = JPEG[: JPEG.index(b"\xff\xc0") + 5]
    assert usable(picture(40))
    assert usable(JPEG)
    huge = picture(40, claimed=(36_000, 36_000))
    assert not usable(huge)
    assert usable(picture(40, claimed=(4_000, 4_000)))
    assert not usable(picture(40, claimed=(40, 4_001)))
    assert not usable(picture(40, claimed=(4_001, 40)))
    assert pdf_data.pdf_data(with_logo(huge), "a4")["cover"]["logo"] is None
    assert pdf_data.pdf_data(with_logo(picture(40)), "a4")["cover"]["logo"] == list(picture(40))
    assert not usable(header + struct.pack(">HH", 65_000, 65_000) + b"\x01\x01\x11\x00")
    assert not usable(picture(40)[:12] + b"IDAT" + picture(40)[16:])
    assert not usable(b"\xff\xd8\xff\xe0\x00\x02\x00\x00\x00\x00")
    assert not usable(b"")


def test_what_the_fonts_cannot_print_after_all_is_written_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_data, "printable", str)
    text = said(title="Mark \u0378 in Malmö")
    assert "Mark [U+0378] in Malm[U+00F6]" in text


def test_typst_sees_our_fonts_and_no_others() -> None:
    assert pdf.fonts().families() == [
        "IBM Plex Mono", "IBM Plex Sans", "Noto Emoji", "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari",
        "Noto Sans Hebrew", "Noto Sans KR", "Noto Sans Math", "Noto Sans SC", "Noto Sans Symbols",
        "Noto Sans Symbols 2", "Noto Sans Thai",
    ]  # fmt: skip
    faces = {(font.family, font.weight, font.style) for font in pdf.fonts().fonts() if font.family.startswith("IBM")}
    assert faces == {
        ("IBM Plex Sans", 400, "normal"), ("IBM Plex Sans", 400, "italic"), ("IBM Plex Sans", 600, "normal"),
        ("IBM Plex Sans", 700, "normal"), ("IBM Plex Mono", 400, "normal"),
    }  # fmt: skip


def test_the_template_asks_for_every_family_once() -> None:
    style = (TEMPLATE / "style.typ").read_text(encoding="utf-8")
    asked = re.findall(r'"(IBM Plex [A-Z][a-z]+|Noto [A-Za-z 0-9]+)"', style)
    assert sorted(asked) == pdf.fonts().families()


def test_what_can_be_printed() -> None:
    assert printable("plain\r\ntext\there") == "plain\ntext here"
    assert printable("\ud800") == "[U+D800]"
    assert printable("x\ufeff") == "x[U+FEFF]"
    assert printable("ש\u05c1 é e\u0301 👩\u200d👧 1\ufe0f\u20e3") == "ש\u05c1 é e\u0301 👩\u200d👧 1\ufe0f\u20e3"
    assert printable("决\u05c1") == "决[U+05C1]"


def test_the_typesetter_has_nothing_to_warn_about() -> None:
    for report in (
        small_report(),
        small_report(answers={}, recorded={}),
        small_report(answers=IMPOSSIBLE, recorded={}),
    ):
        compiled, warnings = pdf._compiler().compile_with_warnings(
            format="pdf",
            sys_inputs={"data": pdf._as_json(pdf_data.pdf_data(report, "a4"))},
            pdf_standards=["ua-1", "a-2a"],
        )
        assert compiled
        assert [warning.message for warning in warnings] == []
