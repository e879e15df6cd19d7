"""For those who would rather look than answer: all outcomes side by side, and the facts about serving frameworks."""

import datetime

import streamlit as st

from decision.catalog.entries import Frameworks
from decision.catalog.needs import needs, sorted_out
from decision.tree import Tree, name_of
from views import session
from views.parts import facts
from views.parts.live import VOICE
from views.parts.markup import block, esc, plain
from views.parts.options import Options

_ALL = ""


def _intro(tree: Tree) -> str:
    return (
        "<h1>All options side by side</h1>"
        f'<p class="lead">Every outcome that “{esc(tree.title)}”, version {esc(tree.version)}, can come to, and every rule that speaks '
        "for or against it. Your answers play no part here; the questionnaire says which of these rules hold for you.</p>"
    )


def _decision(tree: Tree) -> str:
    return st.pills(
        "Decision",
        [*tree.shown, _ALL],
        default=tree.shown[0],
        required=True,
        format_func=lambda name: plain(name_of(name)) if name else "All decisions",
        key="options_decision",
    )


def _outcomes(tree: Tree, decision: str) -> tuple[str, ...]:
    outcomes = tree.decisions[decision].outcomes
    chosen = st.pills(
        "Only these outcomes",
        list(outcomes),
        selection_mode="multi",
        format_func=lambda name: plain(outcomes[name].label),
        key=f"options_of_{decision}",
    )
    return tuple(chosen)


def _facts(catalogue: Frameworks, today: datetime.date) -> None:
    """The facts about serving frameworks, and a choice of what one needs."""
    block(
        f'<div class="learn"><h2>Serving frameworks, fact by fact</h2><p class="lead">{esc(catalogue.about)}</p>'
        f'<p class="small muted">Looked through on {catalogue.as_of:%d %b %Y}.</p></div>'
    )
    wanted = st.multiselect(
        "What do you need?",
        needs(catalogue.frameworks.values()),
        format_func=lambda need: f"{facts.title(need.property)}: {need.word}",
        placeholder="Choose properties, such as a kind of hardware",
        select_all=False,
        key="options_needs",
    )
    shown, unknown = sorted_out(catalogue.frameworks, wanted)
    left_out = "".join(
        f"<li>{esc(catalogue.frameworks[name].name)}: {esc(', '.join(map(facts.title, gaps)).lower())}</li>"
        for name, gaps in unknown.items()
    )
    note = f"<p>Left out because something is not known:</p><ul>{left_out}</ul>" if left_out else ""
    table = facts.table(catalogue, shown, today) if shown else "<p>No framework is known to have all of this.</p>"
    block(f'<div class="learn">{table}{note}</div>')


def page() -> None:
    """Show the page."""
    here = session.here()
    tree, today = here.file.tree, datetime.date.today()
    block(_intro(tree))
    decision = _decision(tree)
    only = _outcomes(tree, decision) if decision else ()
    query = st.text_input("Search in outcomes and rules", type="search", live=True, max_chars=100, key="options_query")
    options = Options(tree, today, query)
    chosen = [decision] if decision else tree.shown
    markup = "".join(options.markup(name, only) for name in chosen)
    block(markup or f"<p>Nothing here says “{esc(query)}”. Try fewer words, or all decisions.</p>")
    catalogue = here.library.catalogues.frameworks
    if catalogue and any(not catalogue.frameworks.keys().isdisjoint(tree.decisions[name].outcomes) for name in chosen):
        _facts(catalogue, today)
    VOICE.show("options", "All options side by side", here.query(here.place))


page()
