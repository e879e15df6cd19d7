"""Sections with scales or numbers as pictures. The same facts stand in the table below each."""

from collections.abc import Iterator
from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st

from decision.learn import Column, Section
from views.parts.markup import esc

_COLOURS = {
    "light": {"ink": "#14181d", "muted": "#4a525c", "line": "#d9d6cd", "marks": ("#0b5563", "#4d4793")},
    "dark": {"ink": "#eef1f2", "muted": "#aeb8bf", "line": "#3d4850", "marks": ("#6cc3cf", "#b5adf2")},
}
_LINE = 17  # pixels from one line of text to the next
_LETTERS = 15  # that fit over a scale on a phone
_ROW = 48  # pixels from one entry to the next
_BAR = 22  # pixels from one bar to the next
_NARROWEST = 280  # pixels that a picture has at least


def show(name: str, section: Section) -> None:
    """The picture of a section all of whose columns can be drawn."""
    with st.container(key=f"chart_{name}"):
        st.plotly_chart(
            figure(section, st.context.theme.type or "light"),
            config={"displayModeBar": False, "staticPlot": True},
            theme=None,
            alt=f"{section.title}, as a picture. The same facts stand in the table below.",
            key=f"picture_{name}",
        )


def figure(section: Section, theme: str) -> go.Figure:
    """Scales in words as scales, numbers as bars."""
    draw = _scales if all(column.steps for column in section.columns.values()) else _bars
    return draw(section, _COLOURS[theme])


def _scales(section: Section, colours: dict) -> go.Figure:
    """A row for each entry, a scale for each column, and a mark at each place; a span is a thick line."""
    heads = [_head(column) for column in section.columns.values()]
    top = max(len(head) for head in heads) * _LINE + 14
    figure = go.Figure()
    for number, (name, column) in enumerate(section.columns.items()):
        _text(figure, [number + 0.02], [-4], ["<br>".join(heads[number])], colours["muted"], 12, "bottom right")
        for row, entry in enumerate(section.entries.values()):
            y = -top - row * _ROW - 34
            places = [_across(number, at, len(column.steps)) for at in entry.cells[name].at]
            track = [_across(number, at, len(column.steps)) for at in (1, len(column.steps))]
            figure.add_scatter(x=track, y=[y, y], mode="lines", line={"color": colours["line"], "width": 2})
            figure.add_scatter(
                x=places,
                y=[y] * len(places),
                mode="lines+markers",
                line={"color": colours["marks"][0], "width": 5},
                marker={"color": colours["marks"][0], "size": 13},
            )
    labels = [f"<b>{esc(entry.label)}</b>" for entry in section.entries.values()]
    rows = [-top - row * _ROW - 14 for row in range(len(labels))]
    _text(figure, [0.02] * len(labels), rows, labels, colours["ink"], 14, "middle right")
    return _laid_out(figure, len(section.columns), top + len(labels) * _ROW + 4)


def _head(column: Column) -> list[str]:
    """What stands over a scale: its label and its two ends, in lines."""
    label = [f"<b>{esc(line)}</b>" for line in wrap(column.label, _LETTERS)]
    return [*label, *(esc(line) for line in wrap(f"{column.steps[0]} → {column.steps[-1]}", _LETTERS))]


def _across(number: int, at: float, steps: int) -> float:
    return number + 0.08 + 0.76 * (at - 1) / max(1, steps - 1)


def _bars(section: Section, colours: dict) -> go.Figure:
    """A group of bars for each entry, with number and column written at the end of each."""
    most = max(at for entry in section.entries.values() for cell in entry.cells.values() for at in cell.at)
    figure, height = go.Figure(), 0
    for entry in section.entries.values():
        _text(figure, [0], [-height - 10], [f"<b>{esc(entry.label)}</b>"], colours["ink"], 14, "middle right")
        height += 26
        for (name, column), colour in zip(section.columns.items(), _around(colours["marks"]), strict=False):
            at = entry.cells[name].at[0]
            y = -height - _BAR / 2
            figure.add_scatter(x=[0, at / most], y=[y, y], mode="lines", line={"color": colour, "width": 13})
            _text(
                figure,
                [at / most],
                [y],
                [f"\u2002<b>{at:g}</b>\u2002{esc(column.label)}"],
                colours["muted"],
                13,
                "middle right",
            )
            height += _BAR
        height += 12
    text = 50 + 7 * max(len(column.label) for column in section.columns.values())
    return _laid_out(figure, _NARROWEST / max(_NARROWEST - text, 60), height)


def _around(marks: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from marks


def _text(figure: go.Figure, x: list, y: list, text: list[str], colour: str, size: int, place: str) -> None:
    figure.add_scatter(
        x=x, y=y, text=text, mode="text", textposition=place, textfont={"color": colour, "size": size}, cliponaxis=False
    )


def _laid_out(figure: go.Figure, width: float, height: float) -> go.Figure:
    figure.update_traces(hoverinfo="skip")
    figure.update_layout(
        height=int(height),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        font={"family": "Plex, sans-serif"},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(visible=False, range=[0, width], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-height, 0], fixedrange=True)
    return figure
