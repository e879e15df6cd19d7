"""How a recommendation comes about: the words, the arithmetic, and every source with its date."""

import datetime

import streamlit as st

from decision.tree import Tree, name_of
from views import session
from views.parts.live import VOICE
from views.parts.markup import block, esc, plain


def _meaning(tree: Tree) -> None:
    strengths = ", ".join(f"{name} {points}" for name, points in tree.strengths.items())
    block(
        "<h1>How a recommendation comes about</h1>"
        f'<p class="lead">A tree is a file of questions, decisions and rules. The one in use is “{esc(tree.title)}”, version {esc(tree.version)}. {esc(tree.summary)}</p>'
        "<h2>What a rule does</h2><ul>"
        "<li><b>Rules out</b> or <b>requires</b> an outcome: nothing can outweigh that.</li>"
        f"<li><b>Argues for or against</b> an outcome with a strength. Strengths are points: {esc(strengths)}. The score of an outcome is the points for it less the points against it; the highest score wins.</li>"
        "<li>Every rule says why, and cites a source with its date and grade.</li></ul>"
        "<h2>What “not sure yet” does</h2>"
        "<p>Every option stays possible. A decision is <b>settled</b> when it comes out the same whatever the open answers turn out to be, "
        "<b>open</b> when more than one outcome is possible, <b>impossible</b> when every outcome is ruled out. Nothing is a likelihood.</p>"
        "<h2>What this is not</h2>"
        "<p>A starting point for a decision, not the decision. It knows the rules in its tree and what you answered, and nothing else about your case. It does not measure your models, prices or hardware.</p>"
    )


def _questions(tree: Tree) -> None:
    st.header("What is asked, and why")
    for name, title in tree.dimensions.items():
        with st.expander(plain(title)):
            items = "".join(
                f"<dt>{esc(q.ask)}</dt><dd>{esc(q.why)}</dd>" for q in tree.questions.values() if q.dimension == name
            )
            block(f"<dl>{items}</dl>")


def _decisions(tree: Tree) -> None:
    st.header("What is decided")
    for name in tree.shown:
        decision = tree.decisions[name]
        with st.expander(f"{plain(name_of(name))}: {plain(decision.decide)}"):
            items = "".join(
                f"<dt>{esc(o.label)}</dt><dd>{esc(o.summary or '')}</dd>" for o in decision.outcomes.values()
            )
            block(f"<dl>{items}</dl>")


def _sources(tree: Tree) -> None:
    st.header("Sources")
    today = datetime.date.today()
    rows = "".join(
        f'<tr><td><a href="{esc(source.url)}" target="_blank" rel="noreferrer noopener">{esc(source.title)}</a></td>'
        f"<td>{source.date:%d %b %Y}{' · past its age' if source.stale_on(today) else ''}</td><td>{source.grade}</td></tr>"
        for source in sorted(tree.sources.values(), key=lambda source: source.title.lower())
    )
    block(
        f'<div class="card scroll"><table class="plain"><thead><tr><th>Source</th><th>Date</th><th>Grade</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def page() -> None:
    """Show the page."""
    here = session.here()
    tree = here.file.tree
    _meaning(tree)
    _decisions(tree)
    _questions(tree)
    _sources(tree)
    VOICE.show("learn", "How a recommendation comes about", here.query(here.place))


page()
