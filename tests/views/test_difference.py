"""The page "Compare versions", without a browser: what it says of two versions, and of files it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.paths import TREES_VARIABLE
from decision.reading.text import MAX_BYTES
from tests.test_difference import SMALL, version
from tests.views.live import data, opened, parts, press

STRONGER = ("        for: {weekly: strong}\n", "        for: {weekly: major}\n")
NEW = version(STRONGER)


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page on a server with one tree."""
    (tmp_path / "small.yaml").write_text(SMALL.text)
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    return opened("difference.py")


def hand_in(at: AppTest, number: int, text: str, name: str = "small (1).yaml") -> AppTest:
    """Hand a file in as the old version (0) or the new one (1)."""
    at.file_uploader[number].set_value((name, text.encode(), "application/yaml")).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    """All that stands on the page."""
    return "\n".join([*(element.proto.body for element in at.get("html")), parts(at)])


def test_nothing_is_compared_before_both_versions_are_chosen(at: AppTest) -> None:
    assert "Choose both versions" in said(at)
    assert at.selectbox(key="new_version").value == "small"


def test_the_tree_in_use_is_compared_with_a_file_of_any_name(at: AppTest) -> None:
    hand_in(at, 0, NEW.text)
    text = said(at)
    assert "of the 360 ways to answer get another recommendation." in text
    assert "This calls for version 1.2.1 or higher" not in text
    assert "(minor)" in text
    assert "copies.volunteer_week" in text
    assert "weekly: strong" in text
    assert "weekly: major" in text
    assert "Society" in text
    assert "≠ changes" in text
    assert "● stays" in text


def test_the_picture_waits_for_the_width_and_has_the_same_facts_as_the_table(at: AppTest) -> None:
    hand_in(at, 0, NEW.text)
    assert not at.get("plotly_chart")
    press(at, "painted", "400")
    (chart,) = at.get("plotly_chart")
    sankey = json.loads(chart.proto.spec)["data"][0]
    assert sankey["node"]["label"] == ["Every week", "Every night or Every<br>week"]
    (value,) = sankey["link"]["value"]
    assert f"<td>Every week</td><td>Every night or Every week</td><td>{value}</td>" in said(at)
    assert "table" in chart.proto.alt
    at.toggle(key="draw_all").set_value(True).run()
    (chart,) = at.get("plotly_chart")
    assert sum(json.loads(chart.proto.spec)["data"][0]["link"]["value"]) == 360


def test_an_example_is_opened_where_the_tree_is_in_use(at: AppTest) -> None:
    hand_in(at, 0, NEW.text)
    assert 'data-do="open" data-to="all"' in said(at)
    press(at, "open", "all")
    assert data(at)["leave"].startswith("assess?tree=small")
    assert "hands=volunteer" in data(at)["leave"]
    assert at.session_state["session"].assessments["small"].answers["hands"] == "volunteer"


@pytest.mark.parametrize("name", ["", "copies", "copies.99", "nothing.0", "copies.x"])
def test_what_names_no_example_opens_nothing(name: str, at: AppTest) -> None:
    hand_in(at, 0, NEW.text)
    press(at, "open", name)
    assert data(at)["leave"] is None


def test_nothing_opens_before_anything_is_compared(at: AppTest) -> None:
    press(at, "open", "all")
    assert data(at)["leave"] is None


def test_an_example_cannot_be_opened_where_neither_version_is_in_use(at: AppTest) -> None:
    hand_in(at, 0, version(STRONGER, ("version: 1.2.0", "version: 1.1.0")).text)
    hand_in(at, 1, version(("        for: {weekly: strong}\n", "        for: {weekly: slight}\n")).text)
    assert "Every week" in said(at)
    assert 'data-do="open"' not in said(at)
    press(at, "open", "all")
    assert data(at)["leave"] is None


def test_the_problems_of_a_file_are_shown_and_nothing_is_compared(at: AppTest) -> None:
    hand_in(at, 0, "format: 1\nid: torn\nquestions: {a:b}\n", "torn.yaml")
    assert "torn.yaml cannot be compared" in at.error[0].value.replace("\\", "")
    assert any("torn.yaml:3:16: empty-value" in code.value for code in at.code)
    assert "Choose both versions" in said(at)


def test_a_file_that_is_too_large_is_refused(at: AppTest) -> None:
    hand_in(at, 0, "x" * (MAX_BYTES + 1))
    assert any("too-large" in code.value for code in at.code)


def test_markup_in_a_file_is_shown_and_never_run(at: AppTest) -> None:
    hand_in(at, 0, SMALL.text.replace("Every week\n", "<img src=x onerror=alert(1)>\n"))
    assert "&lt;img src=x onerror=alert(1)&gt;" in said(at)
    assert "<img" not in said(at)
