"""The drawing of the tree: the path taken is strong, branches not taken recede and say where they would have led."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st

from decision.path import Branch, Step, described
from decision.reports.report import Choice
from views.parts.markup import block, esc

_LINE = 20  # pixels from one line of text to the next
_GAP = 8  # pixels between two rows
_WIDTH = 48  # characters in a line, so that a phone shows it whole
_INDENT = 0.45

_COLOURS = {
    "light": {
        "ink": "#14181d",
        "path": "#0b5563",
        "faint": "#68717b",
        "open": "#4d4793",
        "out": "#9b2226",
        "line": "#d9d6cd",
    },
    "dark": {
        "ink": "#eef1f2",
        "path": "#6cc3cf",
        "faint": "#8f9aa2",
        "open": "#b5adf2",
        "out": "#f0918f",
        "line": "#3d4850",
    },
}


@dataclass(frozen=True)
class _Row:
    """One line of the drawing: its kind, its text and how many lines of text that takes."""

    kind: str
    text: str
    lines: int


def show(steps: tuple[Step, ...], choices: tuple[Choice, ...]) -> None:
    """The picture, and the same facts in words."""
    st.plotly_chart(
        _figure([*_rows(steps, choices)], _COLOURS[st.context.theme.type or "light"]),
        config={"displayModeBar": False, "staticPlot": True},
        theme=None,
        alt="The path through the tree. The same facts stand in words below the picture.",
        key="drawing",
    )
    with st.expander("The drawing in words"):
        items = "".join(f"<li>{esc(line)}</li>" for line in described(steps))
        ends = "".join(f"<li><b>{esc(choice.name)}:</b> {esc(choice.headline)}</li>" for choice in choices)
        block(f"<ol>{items}</ol><ul>{ends}</ul>")


def _rows(steps: tuple[Step, ...], choices: tuple[Choice, ...]) -> Iterator[_Row]:
    for step in steps:
        yield _row("question", step.question.ask, bold=True)
        taken = "taken" if step.question.status == "answered" else "open"
        for branch in step.branches:
            if branch.taken:
                yield _row(taken, branch.label, bold=True)
        for leads_to, labels in _others(step.branches).items():
            yield _row("other", f"{' · '.join(labels)} → {leads_to}", bold=False)
    for choice in choices:
        kind = {"settled": "decision", "impossible": "impossible"}.get(choice.result.standing, "undecided")
        yield _row(kind, f"{choice.name}: {choice.headline}", bold=True)


def _others(branches: tuple[Branch, ...]) -> dict[str, list[str]]:
    """The branches not taken, together where they would have led to the same."""
    found: dict[str, list[str]] = {}
    for branch in branches:
        if not branch.taken:
            leads_to = "not worked out" if branch.leads_to is None else "; ".join(branch.leads_to) or "the same result"
            found.setdefault(leads_to, []).append(branch.label)
    return found


def _row(kind: str, text: str, *, bold: bool) -> _Row:
    lines = [esc(line) for line in wrap(text, _WIDTH - 6 if bold else _WIDTH)]
    body = "<br>\u2002".join(lines)  # the lines below begin where the first does
    return _Row(kind, f"<b>{body}</b>" if bold else body, len(lines))


def _figure(rows: list[_Row], colours: dict[str, str]) -> go.Figure:
    places, height = [], 0.0
    for row in rows:
        places.append(-(height + row.lines * _LINE / 2))
        height += row.lines * _LINE + _GAP
    figure = go.Figure()
    figure.add_scatter(
        **_twigs(rows, places), mode="lines", line={"color": colours["line"], "width": 1.5}, hoverinfo="skip"
    )
    spine = [y for row, y in zip(rows, places, strict=True) if row.kind not in ("taken", "open", "other")]
    figure.add_scatter(
        x=[0] * len(spine), y=spine, mode="lines", line={"color": colours["path"], "width": 4}, hoverinfo="skip"
    )
    for kind, style in _STYLES.items():
        chosen = [(y, row.text) for row, y in zip(rows, places, strict=True) if row.kind == kind]
        figure.add_scatter(
            x=[style["x"]] * len(chosen),
            y=[y for y, _ in chosen],
            text=[f"\u2002{style['sign']}{text}" for _, text in chosen],
            mode="markers+text",
            textposition="middle right",
            textfont={"size": style["size"], "color": colours[style["colour"]]},
            marker={**style["marker"], "color": colours[style["fill"]], "line": {"color": colours[style["colour"]]}},
            hoverinfo="skip",
            cliponaxis=False,
        )
    figure.update_layout(
        height=int(height) + 24,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        font={"family": "Plex, sans-serif"},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(visible=False, range=[-0.2, 10], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-height - 12, 12], fixedrange=True)
    return figure


_DOT, _SQUARE = {"size": 12, "symbol": "circle"}, {"size": 14, "symbol": "square"}
_STYLES = {
    "question": {"x": 0, "sign": "", "size": 15, "colour": "ink", "fill": "path", "marker": _DOT},
    "taken": {"x": _INDENT, "sign": "● ", "size": 14, "colour": "path", "fill": "path", "marker": {"size": 4}},
    "open": {"x": _INDENT, "sign": "○ ", "size": 14, "colour": "open", "fill": "open", "marker": {"size": 4}},
    "other": {"x": _INDENT, "sign": "", "size": 13, "colour": "faint", "fill": "line", "marker": {"size": 5}},
    "decision": {"x": 0, "sign": "", "size": 16, "colour": "ink", "fill": "path", "marker": _SQUARE},
    "undecided": {
        "x": 0,
        "sign": "○ ",
        "size": 16,
        "colour": "open",
        "fill": "open",
        "marker": {"size": 14, "symbol": "square-open"},
    },
    "impossible": {
        "x": 0,
        "sign": "× ",
        "size": 16,
        "colour": "out",
        "fill": "out",
        "marker": {"size": 14, "symbol": "x"},
    },
}


def _twigs(rows: list[_Row], places: list[float]) -> dict[str, list[float | None]]:
    """Thin lines from each question to its branches."""
    x: list[float | None] = []
    y: list[float | None] = []
    above = 0.0
    for row, place in zip(rows, places, strict=True):
        if row.kind == "question":
            above = place
        elif row.kind in ("taken", "open", "other"):
            x += [0, 0, _INDENT, None]
            y += [above, place, place, None]
    return {"x": x, "y": y}
