"""A database that is gone for half a minute: one goes on answering, the page says what is not saved, and then it is."""

from __future__ import annotations

import itertools
import secrets
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.store.shares import Shares
from tests.postgres import Postgres
from tests.test_store import ANYBODY, AT
from tests.views.live import choose, data, options, press
from tests.views.test_saved import FULL, app, entries, save, text, to
from views import keeping

pytestmark = pytest.mark.usefixtures("headers")

GONE = 30  # seconds


def answered(at: AppTest) -> dict[str, object]:
    return dict(at.session_state["session"].assessments["small"].answers)


def answer_until(at: AppTest, end: float) -> int:
    """Answer one question after the other, differently in each round, and hold what the page says. Returns how often."""
    for count in itertools.count(1):
        place = data(at)["place"]
        said = options(at)[count // len(FULL) % 2]
        choose(at, said)
        assert "Your last change is not saved." in text(at)
        assert "The database does not answer." in text(at)
        assert "× Not saved." in data(at)["parts"]["kept"]
        assert said in answered(at)[place]
        assert f"{place}={said}" in data(at)["address"]
        if time.monotonic() > end:
            return count
        press(at, "next")
        if data(at)["place"] == place:  # the last one: from the first again
            press(at, "go", next(iter(FULL)))
    raise AssertionError


def test_half_a_minute_without_the_database_loses_nothing(
    postgres: Postgres, trees: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres.new(secrets.token_hex(8)))
    at = save(app("saved.py", FULL), "Harbour")
    opened, other = keeping.store(), app("question.py", FULL)
    link = Shares(opened.database).make(ANYBODY, entries(opened)[0].entry.id, AT)
    to(at, "question.py")
    postgres.stop()
    try:
        assert answer_until(at, time.monotonic() + GONE) > len(FULL)
        meanwhile = answered(at)
        choose(other, "unsure")
        assert "not saved" not in text(other)
        other.query_params["link"] = link
        assert "This link cannot be opened now. The database does not answer." in text(to(other, "shared.py"))
        to(at, "recommendation.py")
        assert "Export PDF" in [one.label for one in at.get("download_button")]
        to(at, "question.py")
    finally:
        postgres.start()
    place = data(at)["place"]
    choose(at, "unsure")
    assert "not saved" not in text(at)
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]
    (saved,) = entries(opened)
    assert dict(saved.assessment.answers) == answered(at)
    assert {name: said for name, said in answered(at).items() if name != place} == {
        name: said for name, said in meanwhile.items() if name != place
    }
    assert saved.entry.revision == 2
    assert keeping.store() is opened
    assert "This link cannot" not in text(to(other, "shared.py"))
    assert "The database does not answer." in caplog.text
    opened.database.close()
