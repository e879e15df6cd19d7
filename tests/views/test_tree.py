"""The page for authors: who reads what, and two questions against a decision."""

from streamlit.testing.v1 import AppTest

from decision.paths import ROOT
from decision.requirements import requirements


def _page(**query: str) -> AppTest:
    at = AppTest.from_file(ROOT / "views" / "main.py", default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    at.switch_page("tree.py")
    at.run()
    assert not at.exception
    return at


def _html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def test_every_line_of_the_diagram_stands_in_its_table() -> None:
    at = _page(tree="slm_sourcing")
    tree = at.session_state["here"].file.tree
    table = _html(at)
    assert table.count("<th scope='row'>") >= len(requirements(tree))


def test_the_rules_behind_a_line_are_shown_in_words() -> None:
    at = _page(tree="slm_sourcing")
    tree = at.session_state["here"].file.tree
    edges = requirements(tree)
    number = next(n for n, edge in enumerate(edges) if edge.rules)
    rule = tree.decisions[edges[number].reader].rules[edges[number].rules[0]]
    assert rule.because.split(".")[0] not in _html(at)
    at.selectbox(key="edge").set_value(number).run()
    assert not at.exception
    assert rule.because.split(".")[0] in _html(at)
    assert "When " in _html(at)


def test_two_questions_are_held_against_a_decision() -> None:
    at = _page(tree="slm_sourcing")
    before = _html(at)
    other = at.selectbox(key="pair_decision").options[1]
    at.selectbox(key="pair_decision").select(other).run()
    assert not at.exception
    assert "The picture as a table" in _html(at)
    assert _html(at) != before


def test_the_whole_tree_is_checked_on_demand() -> None:
    at = _page(tree="serving_framework")
    assert "Claims proved" not in _html(at)
    at.button(key="deep").click().run()
    assert not at.exception
    tree = at.session_state["here"].file.tree
    html = _html(at)
    assert f"{len(tree.claims)} of {len(tree.claims)}" in html
    for decision in tree.shown:
        for outcome in tree.decisions[decision].outcomes.values():
            assert f"<td>{outcome.label}</td>" in html
    for question in tree.questions.values():
        assert question.ask in html
