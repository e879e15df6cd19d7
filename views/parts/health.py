"""How the tree is doing: what is proved, how often each outcome wins, what decides, and what is worth a look."""

import datetime

import plotly.graph_objects as go
import streamlit as st

from decision.problems import Problem
from decision.proofs.deep import deep_check
from decision.proofs.health import DecisionHealth, Health
from decision.proofs.words import share
from decision.reading.read import TreeFile
from decision.tree import Tree, name_of
from views.parts.colours import colours
from views.parts.markup import block, esc, fold, table
from views.parts.remembered import Remembered

_ROW = 26  # pixels from one bar to the next
_MOST = 60  # problems that are shown


_checked: Remembered[Health] = Remembered(16)


def known(file: TreeFile) -> Health | None:
    """What the deep check of a tree found today, if it was done."""
    return _checked.get((file.digest, datetime.date.today()))


def proved(file: TreeFile) -> Health:
    """The deep check of a tree, worked out once for all visitors, with its progress for the first, who can leave it."""
    today = datetime.date.today()
    return _checked.once((file.digest, today), lambda: _proved(file, today))


def _proved(file: TreeFile, today: datetime.date) -> Health:
    bar = st.progress(0.0, "Looking at the whole answer space")
    try:
        return deep_check(
            file,
            f"{file.tree.id}.yaml",
            today,
            told=lambda step: bar.progress(step.done / step.of, f"Next: {step.next}"),
        )
    finally:
        bar.empty()


def show(tree: Tree, health: Health) -> None:
    """All of it, each picture with its table."""
    block(_summary(health) + _problems(health.problems))
    block("<h3>How often each outcome is possible</h3>" + _outcomes(tree, health))
    block("<h3>What decides</h3>" + _what_decides(health))
    st.plotly_chart(
        _bars(tree, health, colours()),
        config={"displayModeBar": False, "staticPlot": True},
        theme=None,
        alt="For each question, how many decisions another answer to it alone changes, on average. The same facts stand in the table below.",
        key="what_decides",
    )
    block(
        fold("What decides, as a table", _questions(tree, health))
        + fold("Rules, by how often they fire", _rules(health))
        + fold("How large each decision is", _sizes(health))
    )


def _summary(health: Health) -> str:
    proved = sum(found is True for found in health.claims.values())
    ways = "not worked out" if health.completions is None else f"{health.completions:,}"
    noticed = (
        "" if health.share_noticed is None else f"{health.noticed} of {health.noticeable} ({health.share_noticed:.0%})"
    )
    facts = (
        ("Ways to answer", ways),
        ("Claims proved", f"{proved} of {len(health.claims)}"),
        ("Rules that a scenario reaches", f"{health.covered} of {len(health.rules)}"),
        ("Changes of rules that a scenario notices", noticed or "none tried"),
    )
    return f'<div class="cards">{"".join(_fact(*fact) for fact in facts)}</div>'


def _fact(name: str, said: str) -> str:
    return f'<article class="card"><p class="small muted">{name}</p><p class="outcome">{esc(said)}</p></article>'


def _problems(problems: tuple[Problem, ...]) -> str:
    if not problems:
        return '<p class="note">Nothing is idle, nothing is untested, every claim holds.</p>'
    items = "".join(f"<li><b>{esc(one.code)}</b>, line {one.line}: {esc(one.message)}</li>" for one in problems[:_MOST])
    blocking = sum(one.blocks for one in problems)
    title = f"{len(problems)} found, {blocking} of them to be mended before use"
    more = f"<p>The command slm-sourcing check --deep prints all {len(problems)}.</p>" if problems[_MOST:] else ""
    return fold(title, f'<ul class="small">{items}</ul>{more}')


def _outcomes(tree: Tree, health: Health) -> str:
    rows = "".join(
        row for decision in health.decisions if decision.shown for row in _wins(tree, decision, health.completions)
    )
    return table(("Decision", "Outcome", "Ways to answer", "Share"), rows)


def _wins(tree: Tree, decision: DecisionHealth, completions: int | None) -> list[str]:
    labels = {name: outcome.label for name, outcome in tree.decisions[decision.id].outcomes.items()}
    counts = [(labels[name], count) for name, count in (decision.wins or {}).items()]
    counts += [(what, often) for what, often in (("Tied", decision.tied), ("Impossible", decision.impossible)) if often]
    return [
        f"<tr><th scope='row'>{esc(name_of(decision.id))}</th><td>{esc(label)}</td><td>{count:,}</td><td>{share(count, completions)}</td></tr>"
        for label, count in counts
    ]


def _what_decides(health: Health) -> str:
    return (
        f'<p class="muted lead">How many of the shown decisions another answer to the question alone changes, on average '
        f"over the {health.all_ways:,} ways to answer all questions. Counted, not a likelihood.</p>"
    )


def _bars(tree: Tree, health: Health, tokens: dict) -> go.Figure:
    names = [name_of(question.id) for question in health.questions]
    totals = [question.total / health.all_ways for question in health.questions]
    figure = go.Figure(
        go.Bar(
            x=totals,
            y=list(range(len(names))),
            orientation="h",
            marker={"color": tokens["path"]},
            text=[f" {total:.2f}" for total in totals],
            textposition="outside",
            textfont={"color": tokens["muted"], "size": 12},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        height=len(names) * _ROW + 30,
        margin={"l": 0, "r": 40, "t": 0, "b": 0},
        font={"family": "Plex, sans-serif", "color": tokens["ink"], "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        bargap=0.35,
    )
    figure.update_xaxes(visible=False, range=[0, max(totals, default=1) * 1.08 or 1], fixedrange=True)
    figure.update_yaxes(
        autorange="reversed", tickvals=list(range(len(names))), ticktext=names, automargin=True, fixedrange=True
    )
    return figure


def _questions(tree: Tree, health: Health) -> str:
    shown = [decision.id for decision in health.decisions if decision.shown]
    rows = ""
    for question in health.questions:
        cells = "".join(f"<td>{_known(question.decides[name], health.all_ways)}</td>" for name in shown)
        rows += f"<tr><th scope='row'>{esc(tree.questions[question.id].ask)}</th>{cells}</tr>"
    return table(("Question", *(name_of(name) for name in shown)), rows)


def _rules(health: Health) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{esc(name_of(rule.decision))}: {esc(rule.rule)}</th><td>{_known(rule.fires, health.completions)}</td><td>{rule.scenarios}</td></tr>"
        for rule in health.rules
    )
    return table(("Rule", "Ways to answer in which it fires", "Scenarios"), rows)


def _sizes(health: Health) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{esc(name_of(one.id))}</th><td>{one.cells:,}</td><td>{_known(one.states, None)}</td></tr>"
        for one in health.decisions
    )
    return table(
        ("Decision", "Cells: combinations that its rules tell apart", "States of its folded answer space"), rows
    )


def _known(count: int | None, of: int | None) -> str:
    return "not worked out" if count is None else f"{count:,} ({share(count, of)})" if of else f"{count:,}"
