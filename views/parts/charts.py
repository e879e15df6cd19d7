"""Sections with scales or numbers as pictures. The same facts stand in the table below each."""

from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st

from decision.learn import Column, Section
from views.parts.colours import colours
from views.parts.markup import drawn

_LINE = 17  # pixels from one line of text to the next
_LETTERS = 15  # that fit over a scale on a phone
_ROW = 48  # pixels from one entry to the next
_BAR = 22  # pixels from one bar to the next
_BARS = ("path", "open")  # the colours of bars, in turn
_NARROWEST = 280  # pixels that a picture has at least


def show(name: str, section: Section) -> None:
    """The picture of a section all of whose columns can be drawn."""
    with st.container(key=f"chart_{name}"):
        st.plotly_chart(
            figure(section, colours()),
            config={"displayModeBar": False, "staticPlot": True},
            theme=None,
            alt=f"{section.title}, as a picture. The same facts stand in the table below.",
            key=f"picture_{name}",
        )


def figure(section: Section, colours: dict) -> go.Figure:
    """Scales in words as scales, numbers as bars."""
    draw = _scales if all(column.steps for column in section.columns.values()) else _bars
    return draw(section, colours)


def _scales(section: Section, colours: dict) -> go.Figure:
    """A row for each entry, a scale for each column, and a mark at each place; a span is a thick line."""
    heads = [_head(column) for column in section.columns.values()]
    top = max(len(head) for head in heads) * _LINE + 14
    tracks, marks = _Line(), _Line()
    for row, entry in enumerate(section.entries.values()):
        y = -top - row * _ROW - 34
        for number, (name, column) in enumerate(section.columns.items()):
            steps = len(column.steps)
            tracks.add(y, [_across(number, at, steps) for at in (1, steps)])
            marks.add(y, [_across(number, at, steps) for at in entry.cells[name].at])
    figure = go.Figure()
    figure.add_scatter(x=tracks.x, y=tracks.y, mode="lines", line={"color": colours["line"], "width": 2})
    line = {"color": colours["path"], "width": 5}
    figure.add_scatter(
        x=marks.x, y=marks.y, mode="lines+markers", line=line, marker={"size": 13, "color": line["color"]}
    )
    said = ["<br>".join(head) for head in heads]
    _text(
        figure,
        [number + 0.02 for number in range(len(heads))],
        [-4] * len(heads),
        said,
        colours["muted"],
        12,
        "bottom right",
    )
    labels = [f"<b>{drawn(entry.label)}</b>" for entry in section.entries.values()]
    rows = [-top - row * _ROW - 14 for row in range(len(labels))]
    _text(figure, [0.02] * len(labels), rows, labels, colours["ink"], 14)
    return _laid_out(figure, len(section.columns), top + len(labels) * _ROW + 4)


def _head(column: Column) -> list[str]:
    """What stands over a scale: its label and its two ends, in lines."""
    label = [f"<b>{drawn(line)}</b>" for line in wrap(column.label, _LETTERS)]
    return [*label, *(drawn(line) for line in wrap(f"{column.steps[0]} → {column.steps[-1]}", _LETTERS))]


def _across(number: int, at: float, steps: int) -> float:
    return number + 0.08 + 0.76 * (at - 1) / max(1, steps - 1)


def _bars(section: Section, colours: dict) -> go.Figure:
    """A group of bars for each entry, with number and column written at the end of each."""
    most = max(at for entry in section.entries.values() for cell in entry.cells.values() for at in cell.at)
    group = 38 + _BAR * len(section.columns)
    tops = [-number * group for number in range(len(section.entries))]
    figure = go.Figure()
    labels = [f"<b>{drawn(entry.label)}</b>" for entry in section.entries.values()]
    _text(figure, [0] * len(tops), [top - 10 for top in tops], labels, colours["ink"], 14)
    for number, (name, column) in enumerate(section.columns.items()):
        values = [entry.cells[name].at[0] for entry in section.entries.values()]
        places = [top - 26 - (number + 0.5) * _BAR for top in tops]
        bars = _Line()
        for y, value in zip(places, values, strict=True):
            bars.add(y, [0, value / most])
        colour = colours[_BARS[number % len(_BARS)]]
        figure.add_scatter(x=bars.x, y=bars.y, mode="lines", line={"color": colour, "width": 13})
        said = [f"\u2002<b>{value:g}</b>\u2002{drawn(column.label)}" for value in values]
        _text(figure, [value / most for value in values], places, said, colours["muted"], 13)
    text = 50 + 7 * max(len(column.label) for column in section.columns.values())
    return _laid_out(figure, _NARROWEST / max(_NARROWEST - text, 60), group * len(tops))


class _Line:
    """Level strokes in one trace: what Plotly draws costs by the trace."""

    def __init__(self) -> None:
        self.x: list[float | None] = []
        self.y: list[float | None] = []

    def add(self, y: float, across: list[float]) -> None:
        self.x += [*across, None]
        self.y += [*[y] * len(across), None]


def _text(
    figure: go.Figure, x: list, y: list, text: list[str], colour: str, size: int, place: str = "middle right"
) -> None:
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
