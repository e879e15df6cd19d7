"""All outcomes side by side, as a visitor sees and filters them."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.catalog.needs import Need, meets, needs
from decision.library import read_library
from decision.paths import ROOT, TREES, TREES_VARIABLE
from decision.wording import in_words
from tests.views.live import opened
from views.parts.markup import esc

LIBRARY = read_library(TREES)
TREE = LIBRARY.trees["slm_sourcing"].tree
ALL = ""


def _page(**query: str) -> AppTest:
    return opened("options.py", **(query or {"tree": "slm_sourcing"}))


def _run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def _choose(at: AppTest, decision: str) -> AppTest:
    at.pills(key="options_decision").set_value(decision)
    return _run(at)


def _search(at: AppTest, query: str) -> AppTest:
    at.text_input(key="options_query").set_value(query)
    return _run(at)


def _html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def test_one_decision_is_shown_first_and_any_can_be_chosen() -> None:
    at = _page()
    for chosen in TREE.shown:
        html = _html(_choose(at, chosen))
        for name in TREE.shown:
            assert (esc(TREE.decisions[name].decide) in html) == (name == chosen)


@pytest.mark.parametrize("decision", TREE.shown)
def test_every_outcome_has_its_texts_and_every_rule_its_condition_in_words(decision: str) -> None:
    html = _html(_choose(_page(), decision))
    model = TREE.decisions[decision]
    for outcome in model.outcomes.values():
        for text in (outcome.label, outcome.summary, outcome.takes, outcome.costs, outcome.leave, outcome.duties):
            assert esc(text or "Not stated.") in html
    for rule in model.rules.values():
        assert esc(rule.because) in html
        assert esc(in_words(rule.when, TREE)) in html
        assert all(esc(TREE.sources[name].url) in html for name in rule.source or ())
    for caution in model.cautions.values():
        assert esc(caution.say) in html


def test_all_decisions_can_be_seen_at_once() -> None:
    html = _html(_choose(_page(), ALL))
    assert all(esc(TREE.decisions[name].decide) in html for name in TREE.shown)


def test_outcomes_can_be_chosen() -> None:
    at = _choose(_page(), "model_class")
    at.pills(key="options_of_model_class").set_value(["slm"])
    html = _html(_run(at))
    assert html.count('<article class="card">') == 1
    assert TREE.decisions["model_class"].outcomes["slm"].label in html


def test_a_search_leaves_what_says_all_of_its_words() -> None:
    rule = next(rule for rule in TREE.decisions["framework"].rules.values() if rule.argues_about)
    html = _html(_search(_choose(_page(), ALL), rule.because.upper()))
    assert esc(rule.because) in html
    assert html.count('<article class="card">') == len(rule.argues_about)
    assert html.count('<details class="fold bearings" open>') == len(rule.argues_about)
    others = [one.because for one in TREE.decisions["framework"].rules.values() if one is not rule]
    assert [because for because in others if esc(because) in html] == []


def test_a_search_that_finds_nothing_says_so_and_is_shown_as_it_was_typed() -> None:
    html = _html(_search(_page(), "<b>zebra</b>"))
    assert "Nothing here says “&lt;b&gt;zebra&lt;/b&gt;”" in html
    assert "<b>zebra" not in html


def test_the_facts_stand_with_the_decision_whose_outcomes_they_are_about() -> None:
    at = _page()
    with_facts = [name for name in TREE.shown if "fact by fact" in _html(_choose(at, name))]
    assert with_facts == ["framework"]


def test_frameworks_can_be_chosen_by_what_one_needs() -> None:
    catalogue = LIBRARY.catalogues.frameworks
    assert catalogue is not None
    at = _choose(_page(), "framework")
    assert all(f">{esc(one.name)}</a></th>" in _html(at) for one in catalogue.frameworks.values())
    need = Need("platforms", "Windows")
    assert need in needs(catalogue.frameworks.values())
    at.multiselect(key="options_needs").set_value([need])
    html = _html(_run(at))
    for one in catalogue.frameworks.values():
        assert (f">{esc(one.name)}</a></th>" in html) == (meets(one, need) is True)


def test_what_is_left_out_because_it_is_not_known_is_named() -> None:
    catalogue = LIBRARY.catalogues.frameworks
    assert catalogue is not None
    frameworks = catalogue.frameworks.values()
    need, unknown = next((n, f) for n in needs(frameworks) for f in frameworks if meets(f, n) is None)
    at = _choose(_page(), "framework")
    at.multiselect(key="options_needs").set_value([need])
    assert f"<li>{esc(unknown.name)}: {need.property.replace('_', ' ')}</li>" in _html(_run(at))


def test_needs_that_nothing_meets_say_so() -> None:
    at = _choose(_page(), "framework")
    at.multiselect(key="options_needs").set_value([Need("hardware", "IBM Power"), Need("platforms", "Android")])
    assert "No framework is known to have all of this." in _html(_run(at))


def test_a_tree_without_catalogues_has_no_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(TREES / "slm_sourcing.yaml", tmp_path)
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    html = _html(_choose(_page(), "framework"))
    assert "fact by fact" not in html
    assert "vLLM" in html


def test_what_is_not_described_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "tests" / "trees" / "small.yaml", tmp_path)
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    html = _html(_choose(_page(tree="small"), ALL))
    assert "Not described." in html
    assert "Not stated." in html
