"""Two questions against a decision: what it comes out as for each pair of their options, with the other answers as given."""

from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st

from decision.answers import Answer, allowed_values
from decision.evaluate import evaluate
from decision.reports.words import listed
from decision.tree import Question, Tree
from views.parts.colours import colours
from views.parts.markup import block, drawn, esc, fold, table

_ROW = 64  # pixels of a row of cells


def show(tree: Tree, answers: dict[str, Answer], decision: str, across: str, down: str) -> None:
    """The picture and the same as a table."""
    columns, rows = _options(tree.questions[across]), _options(tree.questions[down])
    cells = [[_outcome(tree, {**answers, across: one, down: other}, decision) for one in columns] for other in rows]
    heads = [_label(tree.questions[across], one) for one in columns]
    names = [_label(tree.questions[down], one) for one in rows]
    with st.container(key="heat"):
        st.plotly_chart(
            _figure(cells, heads, names, colours()),
            config={"displayModeBar": False, "staticPlot": True},
            theme=None,
            alt="What the decision comes out as for each pair of options. The same facts stand in the table below.",
            key="heatmap",
        )
    body = "".join(
        f"<tr><th scope='row'>{esc(name)}</th>{''.join(f'<td>{esc(cell)}</td>' for cell in row)}</tr>"
        for name, row in zip(names, cells, strict=True)
    )
    block(fold("The picture as a table", table((tree.questions[down].ask, *heads), body)))


def _options(question: Question) -> list[Answer]:
    """The answers that are shown: each option, and for a question that takes many each of them alone."""
    values = [value for value in allowed_values(question) if len(value) == 1]
    single = [next(iter(value)) for value in values]
    ordered = [one for one in question.options if one in single]
    return [one if question.choose == "one" else (one,) for one in ordered]


def _label(question: Question, answer: Answer) -> str:
    return question.options[answer if isinstance(answer, str) else answer[0]].label


def _outcome(tree: Tree, answers: dict[str, Answer], decision: str) -> str:
    result = evaluate(tree, answers).decision(decision)
    if result.possible is None:
        return "Not worked out"
    return listed((result.result(one).text.label for one in result.possible), "or") or "Impossible"


def _cut(text: str, width: int) -> str:
    """As much of a text as a cell has room for; the whole of it stands in the table."""
    lines = wrap(text, width)
    return "<br>".join(
        drawn(line) for line in (lines if len(lines) <= 3 else [*lines[:2], lines[2][: width - 1] + "…"])
    )


def _figure(cells: list[list[str]], heads: list[str], names: list[str], tokens: dict) -> go.Figure:
    found = list(dict.fromkeys(cell for row in cells for cell in row))
    numbers = [[found.index(cell) % len(tokens["soft"]) for cell in row] for row in cells]
    scale = [[number / (len(tokens["soft"]) - 1), colour] for number, colour in enumerate(tokens["soft"])]
    width = max(10, 90 // len(heads))
    figure = go.Figure(
        go.Heatmap(
            z=numbers,
            x=list(range(len(heads))),
            y=list(range(len(names))),
            text=[[_cut(cell, width) for cell in row] for row in cells],
            texttemplate="%{text}",
            textfont={"color": tokens["ink"], "size": 12},
            zmin=0,
            zmax=len(tokens["soft"]) - 1,
            colorscale=scale,
            showscale=False,
            xgap=3,
            ygap=3,
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        height=len(names) * _ROW + 90,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        font={"family": "Plex, sans-serif", "color": tokens["ink"], "size": 12},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    ticks = {"showgrid": False, "zeroline": False, "automargin": True, "fixedrange": True}
    figure.update_xaxes(
        side="top",
        tickvals=list(range(len(heads))),
        ticktext=["<br>".join(wrap(drawn(one), width)) for one in heads],
        **ticks,
    )
    figure.update_yaxes(
        autorange="reversed",
        tickvals=list(range(len(names))),
        ticktext=["<br>".join(wrap(drawn(one), 22)) for one in names],
        **ticks,
    )
    return figure
