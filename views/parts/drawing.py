"""The drawing of the tree: the path taken is strong, branches not taken recede and say where they would have led."""

from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st

from decision.path import Branch, Step, described
from decision.reports.report import Choice
from views.parts.markup import block, esc

_LINE = 19  # pixels from one line of text to the next
_WIDTH = 52  # characters in a line, so that a phone shows it whole
_STRONG, _FAINT, _OPEN = "#2f7f8c", "#8b949c", "#7d74c9"  # 3:1 or better on both themes; words carry the meaning


def show(steps: tuple[Step, ...], choices: tuple[Choice, ...]) -> None:
    """The picture, and the same facts in words."""
    rows = _rows(steps, choices)
    st.plotly_chart(
        _figure(rows),
        config={"displayModeBar": False, "staticPlot": True},
        alt="The path through the tree. The same facts stand in words below the picture.",
        key="drawing",
    )
    with st.expander("The drawing in words"):
        items = "".join(f"<li>{esc(line)}</li>" for line in described(steps))
        ends = "".join(f"<li><b>{esc(choice.name)}:</b> {esc(choice.headline)}</li>" for choice in choices)
        block(f"<ol>{items}</ol><ul>{ends}</ul>")


Row = tuple[str, str, int]  # kind, text, lines


def _rows(steps: tuple[Step, ...], choices: tuple[Choice, ...]) -> list[Row]:
    rows: list[Row] = []
    for step in steps:
        rows.append(_row("question", step.question.ask, bold=True))
        rows += [_row(_kind(step, branch), _said(branch), bold=branch.taken) for branch in step.branches]
    rows.append(("gap", "", 1))
    rows += [_row("decision", f"{choice.name}: {choice.headline}", bold=True) for choice in choices]
    return rows


def _row(kind: str, text: str, *, bold: bool) -> Row:
    lines = [esc(line) for line in wrap(text, _WIDTH)] or [""]
    body = "<br>".join(lines)
    return kind, f"<b>{body}</b>" if bold else body, len(lines)


def _kind(step: Step, branch: Branch) -> str:
    if not branch.taken:
        return "other"
    return "taken" if step.question.status == "answered" else "open"


def _said(branch: Branch) -> str:
    if branch.taken or branch.leads_to is None:
        return branch.label
    return f"{branch.label} → {'; '.join(branch.leads_to) or 'no other outcome'}"


def _figure(rows: list[Row]) -> go.Figure:
    places, height = [], 0.0
    for _, _, lines in rows:
        height += lines * _LINE + 8
        places.append(-(height - (lines * _LINE) / 2))
    figure = go.Figure()
    spine = [y for (kind, _, _), y in zip(rows, places, strict=True) if kind in ("question", "decision")]
    figure.add_scatter(x=[0] * len(spine), y=spine, mode="lines", line={"color": _STRONG, "width": 4}, hoverinfo="skip")
    figure.add_scatter(**_branches(rows, places), mode="lines", line={"color": _FAINT, "width": 1}, hoverinfo="skip")
    for kind, style in _STYLES.items():
        chosen = [(y, text) for (row, text, _), y in zip(rows, places, strict=True) if row == kind]
        figure.add_scatter(
            x=[style["x"]] * len(chosen),
            y=[y for y, _ in chosen],
            text=[f" {style['sign']}{text}" for _, text in chosen],
            mode="markers+text",
            textposition="middle right",
            textfont={"size": 14 if kind in ("question", "decision") else 13, **style["font"]},
            marker=style["marker"],
            hoverinfo="skip",
            cliponaxis=False,
        )
    figure.update_layout(
        height=int(height) + 24,
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(visible=False, range=[-0.2, 9], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-height - 12, 12], fixedrange=True)
    return figure


_STYLES = {
    "question": {"x": 0, "sign": "", "font": {}, "marker": {"size": 12, "color": _STRONG}},
    "taken": {"x": 0.45, "sign": "● ", "font": {"color": _STRONG}, "marker": {"size": 1, "color": _STRONG}},
    "open": {"x": 0.45, "sign": "○ ", "font": {"color": _OPEN}, "marker": {"size": 1, "color": _OPEN}},
    "other": {"x": 0.45, "sign": "", "font": {"color": _FAINT}, "marker": {"size": 5, "color": _FAINT}},
    "decision": {"x": 0, "sign": "", "font": {}, "marker": {"size": 14, "color": _STRONG, "symbol": "square"}},
}


def _branches(rows: list[Row], places: list[float]) -> dict[str, list[float | None]]:
    """Thin lines from each question to its branches."""
    x: list[float | None] = []
    y: list[float | None] = []
    above = 0.0
    for (kind, _, _), place in zip(rows, places, strict=True):
        if kind == "question":
            above = place
        elif kind in ("taken", "open", "other"):
            x += [0, 0, 0.45, None]
            y += [above, place, place, None]
    return {"x": x, "y": y}
