"""Inside the tree, for its authors: who reads what, what two questions do to a decision, and what is proved."""

import streamlit as st

from decision.tree import Tree, name_of
from views import session
from views.parts import diagram, health, heatmap
from views.parts.live import VOICE
from views.parts.markup import block, esc, link, plain
from views.session import Here


def _intro(tree: Tree, query: dict[str, str]) -> str:
    rules = sum(len(decision.rules) for decision in tree.decisions.values())
    return (
        "<h1>Inside the tree</h1>"
        f'<p class="lead">“{esc(tree.title)}”, version {esc(tree.version)}: {len(tree.questions)} questions, '
        f"{len(tree.decisions)} decisions, {rules} rules, {len(tree.claims)} claims, {len(tree.scenarios)} scenarios, "
        f"{len(tree.sources)} sources.</p>"
        f"<p>{link('versions', query, 'Compare two versions of a tree')}</p>"
    )


def _pair(here: Here) -> None:
    """A choice of a decision and two of the questions that it looks at."""
    tree = here.file.tree
    block(
        "<h2>Two questions against a decision</h2>"
        '<p class="muted lead">What comes out for each pair of options, with your other answers as they are.</p>'
    )
    one, two, three = st.columns(3)
    decision = one.selectbox("Decision", tree.shown, format_func=name_of, key="pair_decision")
    readable = [name for name in tree.questions if decision in tree.readers(name)]
    across = two.selectbox(
        "Across", readable, format_func=lambda name: plain(tree.questions[name].ask), key="pair_across"
    )
    others = [name for name in readable if name != across]
    if not others:
        block("<p>This decision looks at one question only.</p>")
        return
    down = three.selectbox("Down", others, format_func=lambda name: plain(tree.questions[name].ask), key="pair_down")
    heatmap.show(tree, dict(here.assessment.answers), decision, across, down)


def _health(here: Here) -> None:
    block(
        "<h2>Is it sound?</h2>"
        '<p class="muted lead">Every claim, rule and option held against all ways to answer, and every change of a rule '
        "against the scenarios. It takes some seconds the first time.</p>"
    )
    if st.button("Check the whole tree", key="deep") or st.session_state.get("deep_of") == here.file.digest:
        st.session_state["deep_of"] = here.file.digest
        health.show(here.file.tree, health.proved(here.file))


def page() -> None:
    """Show the page."""
    here = session.here()
    tree = here.file.tree
    block(_intro(tree, here.query(here.place)))
    block(
        "<h2>Who reads what</h2>"
        '<p class="muted lead">Questions stand on the left, decisions on the right; hollow ones are made on the way and not shown. '
        "A dot on a line stands for the rules behind it.</p>"
    )
    diagram.show(tree)
    _pair(here)
    _health(here)
    VOICE.show("tree", "Inside the tree", here.query(here.place))


page()
