"""The drawing of the tree: the path taken is strong, branches not taken recede and say where they would have led.

Everything is in pixels, as text in a Plotly figure does not wrap by itself: the browser says how wide the page is. On a
wide page questions stand on the left of the path and branches on its right; on a narrow one they stand below each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st

from decision.path import Branch, Step, described
from decision.reports.report import Choice
from views.parts.colours import colours
from views.parts.markup import block, drawn, esc, fold

_LINE = 20  # from one line of text to the next
_GAP = 8  # between two branches
_STEP = 22  # between two questions
_LETTER = 7.4  # an average letter of the text
_TWIG = 24
_WIDE = 720

_DOT, _SQUARE = {"size": 12, "symbol": "circle"}, {"size": 14, "symbol": "square"}
_HOLLOW, _CROSS = {"size": 14, "symbol": "square-open"}, {"size": 14, "symbol": "x"}
_STYLES = {  # what stands on the path
    "question": {"size": 15, "colour": "ink", "fill": "path", "marker": _DOT},
    "settled": {"size": 16, "colour": "ink", "fill": "path", "marker": _SQUARE},
    "open decision": {"size": 16, "colour": "ink", "fill": "open", "marker": _HOLLOW},
    "impossible": {"size": 16, "colour": "ink", "fill": "out", "marker": _CROSS},
}
_BRANCHES = {  # what goes off it
    "taken": {"size": 14, "colour": "path", "fill": "path", "marker": {"size": 4}},
    "open": {"size": 14, "colour": "open", "fill": "open", "marker": {"size": 4}},
    "other": {"size": 13, "colour": "faint", "fill": "line", "marker": {"size": 5}},
    "nothing": {"size": 14, "colour": "out", "fill": "out", "marker": {"size": 4}},
    "out": {"size": 13, "colour": "out", "fill": "line", "marker": {"size": 5}},
}
_SIGNS = {"taken": "● ", "open": "○ ", "nothing": "× ", "out": "× "}


@dataclass(frozen=True)
class _Mark:
    """A sign with a text beside it: where it stands and what it is."""

    kind: str
    x: float
    y: float
    text: str


@dataclass
class _Sheet:
    """The marks of the drawing, put down from the top."""

    width: int
    marks: list[_Mark] = field(default_factory=list)
    y: float = 0.0

    @property
    def wide(self) -> bool:
        return self.width >= _WIDE

    @property
    def path(self) -> float:
        """Where the path runs."""
        return self.width * 0.4 if self.wide else 8

    def stop(self, kind: str, text: str, branches: Iterable[tuple[str, str]]) -> None:
        """A place on the path with what goes off it: beside it on a wide page, below it on a narrow one."""
        top = self.y
        room = (self.path if self.wide else self.width - self.path) - 3 * _TWIG
        lines = wrap(text, max(12, int(room / _LETTER)))
        ends = "\u2002\u2002" if self.wide else ""
        starts = "" if self.wide else "\u2002"
        self._put(kind, self.path, "<br>".join(f"{starts}<b>{drawn(line)}</b>{ends}" for line in lines), len(lines))
        under = self.y - _GAP
        self.y = top if self.wide else under
        for branch, said in branches:
            self._branch(branch, said)
        self.y = min(self.y, under) - (_STEP - _GAP)

    def _branch(self, kind: str, text: str) -> None:
        x = self.path + _TWIG
        lines = wrap(_SIGNS.get(kind, "") + text, max(12, int((self.width - x - 24) / _LETTER)))
        look = {"other": "{}", "out": "<s>{}</s>"}.get(kind, "<b>{}</b>")
        self._put(kind, x, "<br>".join("\u2002" + look.format(drawn(line)) for line in lines), len(lines))
        self.y -= _GAP

    def _put(self, kind: str, x: float, text: str, lines: int) -> None:
        self.marks.append(_Mark(kind, x, self.y - lines * _LINE / 2, text))
        self.y -= lines * _LINE


def show(steps: tuple[Step, ...], choices: tuple[Choice, ...], width: int) -> None:
    """The picture, as wide as the page, and the same facts in words."""
    st.plotly_chart(
        _figure(_drawn(steps, choices, width), colours()),
        config={"displayModeBar": False, "staticPlot": True},
        theme=None,
        alt="The path through the tree. The same facts stand in words below the picture.",
        key="drawing",
    )
    items = "".join(f"<li>{esc(line)}</li>" for line in described(steps))
    ends = "".join(f"<li><b>{esc(choice.name)}:</b> {esc(_in_words(choice))}</li>" for choice in choices)
    block(fold("The drawing in words", f"<ol>{items}</ol><ul>{ends}</ul>"))


def _drawn(steps: tuple[Step, ...], choices: tuple[Choice, ...], width: int) -> _Sheet:
    sheet = _Sheet(width)
    for step in steps:
        taken = "taken" if step.question.status == "answered" else "open"
        sheet.stop("question", step.question.ask, _branches(step.branches, taken))
    for choice in choices:
        standing = choice.result.standing
        kind = standing if standing in _STYLES else "open decision"
        sheet.stop(kind, choice.name, _outcomes(choice))
    return sheet


def _branches(branches: tuple[Branch, ...], taken: str) -> Iterator[tuple[str, str]]:
    """The branch taken, then the others, together where they would have led to the same."""
    others: dict[str, list[str]] = {}
    for branch in branches:
        if branch.taken:
            yield taken, branch.label
            continue
        leads_to = "not worked out" if branch.leads_to is None else "; ".join(branch.leads_to) or "the same result"
        others.setdefault(leads_to, []).append(branch.label)
    for leads_to, labels in others.items():
        yield "other", f"{' · '.join(labels)} → {leads_to}"


def _outcomes(choice: Choice) -> Iterator[tuple[str, str]]:
    """What came out, what was possible beside it, and what was ruled out."""
    result = choice.result
    yield {"settled": "taken", "impossible": "nothing"}.get(result.standing, "open"), choice.headline
    others = [outcome for outcome in result.outcomes if outcome is not choice.chosen]
    behind = [
        outcome.text.label
        for outcome in others
        if not outcome.ruled_out_by and outcome.text.label not in choice.headline
    ]
    if behind:
        yield "other", " · ".join(behind)
    out = [outcome.text.label for outcome in others if outcome.ruled_out_by]
    if out:
        yield "out", " · ".join(out)


def _in_words(choice: Choice) -> str:
    said = {"other": "Not ruled out: {}.", "out": "Ruled out: {}."}
    return " ".join(said.get(kind, "{}.").format(text) for kind, text in _outcomes(choice))


def _figure(sheet: _Sheet, colours: dict[str, str]) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(**_twigs(sheet), mode="lines", line={"color": colours["line"], "width": 1.5}, hoverinfo="skip")
    spine = [mark.y for mark in sheet.marks if mark.x == sheet.path]
    figure.add_scatter(
        x=[sheet.path] * len(spine),
        y=spine,
        mode="lines",
        line={"color": colours["path"], "width": 4},
        hoverinfo="skip",
    )
    for kind, style in (_STYLES | _BRANCHES).items():
        _marks(figure, sheet, kind, style, colours)
    figure.update_layout(
        height=int(-sheet.y) + 24,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        font={"family": "Plex, sans-serif"},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(visible=False, range=[0, sheet.width], fixedrange=True)
    figure.update_yaxes(visible=False, range=[sheet.y - 12, 12], fixedrange=True)
    return figure


def _marks(figure: go.Figure, sheet: _Sheet, kind: str, style: dict, colours: dict[str, str]) -> None:
    """All marks of one kind. What stands on the path of a wide page has its text on the left."""
    marks = [mark for mark in sheet.marks if mark.kind == kind]
    figure.add_scatter(
        x=[mark.x for mark in marks],
        y=[mark.y for mark in marks],
        text=[mark.text for mark in marks],
        mode="markers+text",
        textposition="middle left" if kind in _STYLES and sheet.wide else "middle right",
        textfont={"size": style["size"], "color": colours[style["colour"]]},
        marker={**style["marker"], "color": colours[style["fill"]], "line": {"color": colours[style["colour"]]}},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _twigs(sheet: _Sheet) -> dict[str, list[float | None]]:
    """Thin lines from each place on the path to what goes off it."""
    x: list[float | None] = []
    y: list[float | None] = []
    above = 0.0
    for mark in sheet.marks:
        if mark.x == sheet.path:
            above = mark.y
        else:
            x += [sheet.path, sheet.path, mark.x, None]
            y += [above, mark.y, mark.y, None]
    return {"x": x, "y": y}
