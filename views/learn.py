"""What to know before deciding: small and large models, how a recommendation comes about, and every source."""

import datetime

import streamlit as st

from decision.learn import Learn
from decision.library import LEARN
from decision.problems import Problem
from decision.tree import Tree, name_of
from views import session
from views.parts import charts, notices, sources
from views.parts.live import VOICE
from views.parts.markup import block, esc, fold
from views.parts.statements import Statements

_PARTS = {
    "how": "What a rule does",
    "unsure": "What “not sure yet” does",
    "limits": "What this is not",
    "decided": "What is decided",
    "asked": "What is asked, and why",
}


def _intro(statements: Statements | None) -> str:
    own = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in _PARTS.items())
    lists = f'<div><b>How a recommendation comes about</b><ul>{own}<li><a href="#sources">Sources</a></li></ul></div>'
    if statements:
        lists = f"<div><b>{esc(statements.learn.title)}</b><ul>{statements.contents()}</ul></div>{lists}"
    return f'<h1>What to know before you decide</h1><nav class="contents" aria-label="On this page">{lists}</nav>'


def _shown(learn: Learn, statements: Statements) -> None:
    """The sections in one piece of HTML, cut only where a picture stands between."""
    pending = f'<h2>{esc(learn.title)}</h2><p class="lead">{esc(learn.summary)}</p>{statements.origins()}'
    for name, section in learn.sections.items():
        pending += statements.head(name)
        if section.drawn:
            block(f'<div class="learn">{pending}</div>')
            charts.show(name, section)
            pending = ""
        pending += statements.body(name)
    block(f'<div class="learn">{pending}</div>')


def _broken(problems: tuple[Problem, ...]) -> None:
    st.error(
        "What stands here about small and large models cannot be shown, because its file has problems. Mend them; it "
        "then shows after a reload. The rest of this page does not need it."
    )
    notices.broken({LEARN: problems})


def _meaning(tree: Tree) -> str:
    strengths = ", ".join(f"{name} {points}" for name, points in tree.strengths.items())
    return (
        "<h2>How a recommendation comes about</h2>"
        f'<p class="lead">A tree is a file of questions, decisions and rules. The one in use is “{esc(tree.title)}”, version {esc(tree.version)}. {esc(tree.summary)}</p>'
        f"{_head('how')}<ul>"
        "<li><b>Rules out</b> or <b>requires</b> an outcome: nothing can outweigh that.</li>"
        f"<li><b>Argues for or against</b> an outcome with a strength. Strengths are points: {esc(strengths)}. The score of an outcome is the points for it less the points against it; the highest score wins.</li>"
        "<li>Every rule says why, and cites a source with its date and grade.</li></ul>"
        f"{_head('unsure')}"
        '<p class="lead">Every option stays possible. A decision is <b>settled</b> when it comes out the same whatever the open answers turn out to be, '
        "<b>open</b> when more than one outcome is possible, <b>impossible</b> when every outcome is ruled out. Nothing is a likelihood.</p>"
        f"{_head('limits')}"
        '<p class="lead">A starting point for a decision, not the decision. It knows the rules in its tree and what you answered, and nothing else about your case. It does not measure your models, prices or hardware.</p>'
    )


def _head(name: str) -> str:
    return f'<h3 id="{name}">{_PARTS[name]}</h3>'


def _decisions(tree: Tree) -> str:
    folds = ""
    for name in tree.shown:
        decision = tree.decisions[name]
        items = "".join(f"<dt>{esc(o.label)}</dt><dd>{esc(o.summary or '')}</dd>" for o in decision.outcomes.values())
        folds += fold(f"{name_of(name)}: {decision.decide}", f"<dl>{items}</dl>")
    return f"{_head('decided')}{folds}"


def _questions(tree: Tree) -> str:
    folds = ""
    for name, title in tree.dimensions.items():
        asked = [question for question in tree.questions.values() if question.dimension == name]
        items = "".join(f"<dt>{esc(question.ask)}</dt><dd>{esc(question.why)}</dd>" for question in asked)
        folds += fold(title, f"<dl>{items}</dl>")
    return f"{_head('asked')}{folds}"


def page() -> None:
    """Show the page."""
    here = session.here()
    tree, today = here.file.tree, datetime.date.today()
    learn, problems = here.library.learn, here.library.problems.get(LEARN, ())
    statements = Statements(learn, today) if learn else None
    block(_intro(statements))
    if problems:
        _broken(problems)
    if learn and statements:
        _shown(learn, statements)
    every = [*(learn.sources.values() if learn else ()), *tree.sources.values()]
    listed = f'<h2 id="sources">Sources</h2>{sources.listed(every, today)}'
    block(f'<div class="learn">{_meaning(tree)}{_decisions(tree)}{_questions(tree)}{listed}</div>')
    VOICE.show("learn", "What to know before you decide", here.query(here.place))


page()
