"""The page for authors: who reads what, and two questions against a decision."""

from decision.requirements import requirements
from tests.views.live import html, opened


def test_every_line_of_the_diagram_stands_in_its_table() -> None:
    at = opened("tree.py", tree="slm_sourcing")
    tree = at.session_state["here"].file.tree
    table = html(at)
    assert table.count("<th scope='row'>") >= len(requirements(tree))


def test_the_rules_behind_a_line_are_shown_in_words() -> None:
    at = opened("tree.py", tree="slm_sourcing")
    tree = at.session_state["here"].file.tree
    edges = requirements(tree)
    number = next(n for n, edge in enumerate(edges) if edge.rules)
    rule = tree.decisions[edges[number].reader].rules[edges[number].rules[0]]
    assert rule.because.split(".")[0] not in html(at)
    at.selectbox(key="edge").set_value(number).run()
    assert not at.exception
    assert rule.because.split(".")[0] in html(at)
    assert "When " in html(at)


def test_two_questions_are_held_against_a_decision() -> None:
    at = opened("tree.py", tree="slm_sourcing")
    before = html(at)
    other = at.selectbox(key="pair_decision").options[1]
    at.selectbox(key="pair_decision").select(other).run()
    assert not at.exception
    assert "The picture as a table" in html(at)
    assert html(at) != before


def test_the_whole_tree_is_checked_on_demand() -> None:
    at = opened("tree.py", tree="serving_framework")
    assert "Claims proved" not in html(at)
    at.button(key="deep").click().run()
    assert not at.exception
    tree = at.session_state["here"].file.tree
    said = html(at)
    assert f"{len(tree.claims)} of {len(tree.claims)}" in said
    for decision in tree.shown:
        for outcome in tree.decisions[decision].outcomes.values():
            assert f"<td>{outcome.label}</td>" in said
    for question in tree.questions.values():
        assert question.ask in said
