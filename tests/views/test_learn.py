"""What one should know before deciding, as a visitor sees it."""

import datetime
import re
from pathlib import Path

import pytest

from decision.learn import Learn
from decision.library import LEARN, read_library
from decision.paths import ROOT, TREES, TREES_VARIABLE
from decision.tree import Source
from tests.views.live import html, opened
from views.parts import charts, sources
from views.parts.colours import colours
from views.parts.markup import drawn, esc
from views.parts.statements import Statements

SMALL = ROOT / "tests" / "trees" / "small.yaml"


def _learn() -> Learn:
    learn = read_library(TREES).learn
    assert learn is not None
    return learn


def test_every_statement_stands_there_with_its_sources() -> None:
    said, learn = html(opened("learn.py")), _learn()
    for section in learn.sections.values():
        assert esc(section.title) in said
        for entry in section.entries.values():
            assert esc(entry.label) in said
            assert esc(entry.says or "") in said
            assert esc(entry.depends_on.says if entry.depends_on else "") in said
    assert "Shashank Chamoli" in said
    assert all(esc(source.title) in said for source in learn.sources.values())


def test_a_reconstruction_is_said_to_be_one() -> None:
    said, learn = html(opened("learn.py")), _learn()
    for name, section in learn.sections.items():
        head = said.split(f'id="learn-{name}"')[1].split("</h3>")[0]
        assert learn.origins[section.origin].label in head
    assert "it is a reconstruction and not the author&#x27;s" in said


def test_every_link_of_the_contents_leads_somewhere() -> None:
    said = html(opened("learn.py"))
    targets = re.findall(r'href="#([^"]+)"', said)
    assert len(targets) > 15
    assert [target for target in targets if said.count(f'id="{target}"') != 1] == []


def test_what_is_drawn_stands_there_in_words_as_well() -> None:
    at, learn = opened("learn.py"), _learn()
    drawn = {name: section for name, section in learn.sections.items() if section.drawn}
    assert set(drawn) == {"measured", "strategies"}
    assert len(at.get("plotly_chart")) == len(drawn)
    said = html(at)
    assert "<b>222</b> tokens a second" in said
    assert "<b>Least to Most</b><br>Sensitive work stays local" in said


@pytest.mark.parametrize("name", ["measured", "strategies"])
def test_a_picture_names_every_line_and_column(name: str) -> None:
    section = _learn().sections[name]
    figure = charts.figure(section, colours())
    said = re.sub(r"<[^>]+>", " ", " ".join(text for trace in figure.data for text in trace.text or ()))
    said = " ".join(said.split())
    assert [
        one.label for one in (*section.entries.values(), *section.columns.values()) if drawn(one.label) not in said
    ] == []


def test_a_source_past_its_age_is_marked() -> None:
    fresh = Source(title="A, b", url="https://example.org", date="2026-01-15", grade="weak", stale_after="3 months")
    statements = Statements(_learn(), datetime.date(2036, 1, 1))
    assert "past its age" not in sources.short([fresh], datetime.date(2026, 4, 14))
    assert "past its age" in sources.short([fresh], datetime.date(2026, 4, 15))
    assert "past its age" in statements.body("technical")


def _folder(tmp_path: Path, learn: str | None) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL.read_text())
    if learn is not None:
        (tmp_path / LEARN).parent.mkdir()
        (tmp_path / LEARN).write_text(learn)
    return tmp_path


def test_a_broken_file_gives_one_clear_message_and_spares_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (TREES / LEARN).read_text().replace("origin: picture", "origin: pictures", 1)
    monkeypatch.setenv(TREES_VARIABLE, str(_folder(tmp_path, broken)))
    at = opened("learn.py")
    assert len(at.error) == 1
    assert "cannot be shown, because its file has problems" in at.error[0].value
    assert 'There is no origin "pictures". Did you mean "picture"?' in at.code[0].value
    assert "How a recommendation comes about" in html(at)
    assert "Shashank Chamoli" not in html(at)


def test_trees_without_such_a_file_have_the_rest_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TREES_VARIABLE, str(_folder(tmp_path, None)))
    at = opened("learn.py")
    assert not at.error
    assert "A catalogue for a small library" in html(at)
    assert "Small and large language models" not in html(at)
