"""The decision requirements diagram: questions and decisions, and who reads whom. A click on an edge shows its rules."""

import plotly.graph_objects as go
import streamlit as st

from decision.requirements import Requirement, levels, requirements
from decision.tree import Tree, name_of
from decision.wording import in_words
from views.parts.colours import colours
from views.parts.markup import block, drawn, esc, fold, table
from views.parts.summary import cited

_ROW = 30  # pixels from one question to the next
_STEP = 190  # pixels from one level to the next
_LABEL = 170  # pixels that the names of questions take


def show(tree: Tree) -> None:
    """The picture, a choice of one edge with the rules behind it, and all edges as a table."""
    edges = requirements(tree)
    with st.container(key="requirements"):
        figure = _figure(tree, edges, colours())
        st.plotly_chart(
            figure,
            width="content",
            config={"displayModeBar": False, "scrollZoom": False},
            theme=None,
            alt="Questions on the left, decisions to their right, and a line from each to the decisions that read it. The same facts stand in the table below.",
            on_select=_pick,
            selection_mode="points",
            key="requirements_drawing",
        )
    chosen = st.selectbox(
        "Rules behind a line",
        range(len(edges)),
        format_func=lambda number: _title(edges[number]),
        index=None,
        key="edge",
        placeholder="Choose a line here, or click on its dot in the picture",
    )
    if chosen is not None:
        block(_rules(tree, edges[chosen]))
    rows = "".join(
        f"<tr><th scope='row'>{esc(name_of(edge.source))}</th><td>{esc(name_of(edge.reader))}</td><td>{len(edge.rules) or 'its when'}</td></tr>"
        for edge in edges
    )
    block(fold("The diagram as a table", table(("What is read", "Who reads it", "By how many rules"), rows)))


def _pick() -> None:
    """Choose the line whose dot was clicked."""
    points = st.session_state["requirements_drawing"]["selection"]["points"]
    picked = [point["customdata"] for point in points if point.get("customdata") is not None]
    if picked:
        st.session_state["edge"] = int(picked[0][0] if isinstance(picked[0], list | tuple) else picked[0])


def _title(edge: Requirement) -> str:
    return f"{name_of(edge.source)} → {name_of(edge.reader)}"


def _rules(tree: Tree, edge: Requirement) -> str:
    if not edge.rules:
        when = tree.questions[edge.reader].when
        said = in_words(when, tree) if when else ""
        return f'<div class="card"><p>“{esc(tree.questions[edge.reader].ask)}” is asked only sometimes. {esc(said)}</p></div>'
    items = ""
    for name in edge.rules:
        rule = tree.decisions[edge.reader].rules[name]
        sources = tuple(tree.sources[one] for one in rule.source or ())
        items += (
            f'<li><span class="sign" aria-hidden="true">→</span><div>{esc(in_words(rule.when, tree))} <b>{esc(_effect(tree, edge.reader, name))}</b>'
            f"<p>{esc(rule.because)} {cited(sources)}</p></div></li>"
        )
    return f'<div class="card"><ul class="bare reasons">{items}</ul></div>'


def _effect(tree: Tree, decision: str, name: str) -> str:
    """What a rule does, in words."""
    model = tree.decisions[decision]
    rule = model.rules[name]
    labels = {one: outcome.label for one, outcome in model.outcomes.items()}
    parts = []
    if rule.rule_out:
        parts.append("Rules out " + ", ".join(labels[one] for one in rule.rule_out))
    if rule.require:
        parts.append("Requires " + " or ".join(labels[one] for one in rule.require))
    for word, argued in (("For", rule.argues_for), ("Against", rule.against)):
        if argued:
            parts.append(f"{word} " + ", ".join(f"{labels[one]} ({strength})" for one, strength in argued.items()))
    return "; ".join(parts) + "."


def _places(tree: Tree) -> dict[str, tuple[float, float]]:
    """Questions in a column in their order; each decision at its level, about as high as what it reads."""
    found = {name: (_LABEL, -number * _ROW) for number, name in enumerate(tree.questions)}
    taken: dict[int, list[float]] = {}
    lowest = -(len(tree.questions) - 1) * _ROW
    for name, level in levels(tree).items():
        if level:
            reads = [found[source][1] for source in tree.decisions[name].reads]
            wanted = sum(reads) / len(reads) if reads else lowest / 2
            above = taken.setdefault(level, [])
            while any(abs(wanted - other) < 2 * _ROW for other in above):
                wanted -= _ROW / 2
            above.append(wanted)
            found[name] = (_LABEL + level * _STEP, wanted)
    return found


def _figure(tree: Tree, edges: tuple[Requirement, ...], tokens: dict) -> go.Figure:
    places = _places(tree)
    figure = go.Figure()
    x: list[float | None] = []
    y: list[float | None] = []
    dots = [_dot(places, edge) for edge in edges]
    for edge, dot in zip(edges, dots, strict=True):
        line = (places[edge.source], dot, places[edge.reader])
        x += [*(place[0] for place in line), None]
        y += [*(place[1] for place in line), None]
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": tokens["line"], "width": 1.2}, hoverinfo="skip")
    figure.add_scatter(
        x=[dot[0] for dot in dots],
        y=[dot[1] for dot in dots],
        mode="markers",
        marker={"size": 9, "color": tokens["card"], "line": {"color": tokens["faint"], "width": 1.5}},
        customdata=list(range(len(edges))),
        text=[f"{_title(edge)}: {len(edge.rules) or 'its when'}" for edge in edges],
        hoverinfo="text",
    )
    _nodes(figure, places, list(tree.questions), tokens, "circle", "middle left")
    _nodes(figure, places, list(tree.shown), tokens, "square", "top center")
    hidden = [name for name, decision in tree.decisions.items() if not decision.shown]
    _nodes(figure, places, hidden, tokens, "square-open", "top center")
    lowest = min(y for _, y in places.values())
    widest = max(x for x, _ in places.values())
    figure.update_layout(
        width=int(widest) + 110,
        height=int(-lowest) + 90,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        font={"family": "Plex, sans-serif", "color": tokens["ink"]},
        showlegend=False,
        dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(visible=False, range=[0, widest + 110], fixedrange=True)
    figure.update_yaxes(visible=False, range=[lowest - 40, 50], fixedrange=True)
    return figure


def _dot(places: dict, edge: Requirement) -> tuple[float, float]:
    """Where the dot of a line stands: nearer to its reader, and beside the column where both are questions."""
    (left, top), (right, bottom) = places[edge.source], places[edge.reader]
    if left == right:
        return left + 10 + abs(top - bottom) / 8, (top + bottom) / 2
    return left * 0.35 + right * 0.65, top * 0.35 + bottom * 0.65


def _nodes(figure: go.Figure, places: dict, names: list[str], tokens: dict, symbol: str, side: str) -> None:
    figure.add_scatter(
        x=[places[name][0] for name in names],
        y=[places[name][1] for name in names],
        text=[
            f"<b>{drawn(name_of(name))}</b>" if symbol != "circle" else f"{drawn(name_of(name))}  " for name in names
        ],
        mode="markers+text",
        textposition=side,
        textfont={"size": 13, "color": tokens["ink"]},
        marker={"size": 9 if symbol == "circle" else 14, "symbol": symbol, "color": tokens["path"], "opacity": 1},
        hoverinfo="skip",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )
