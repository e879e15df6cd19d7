"""From what to what a decision goes between two versions of a tree: as a picture, and as a table with examples."""

from collections.abc import Mapping
from textwrap import wrap

import plotly.graph_objects as go
import streamlit as st

from decision.answers import Answer
from decision.difference.result import DecisionChange, Difference, Flow
from decision.reports.difference_words import answers_in_words, label
from decision.tree import IMPOSSIBLE, Tree
from views.parts.colours import colours
from views.parts.markup import action, drawn, esc, fold, table

_ROW = 64  # pixels of an outcome in the picture
_PAD = 34  # between two of them, so that the names of thin ones have room
_LETTER = 8.2  # pixels of an average letter
_DRAWN = 10  # flows in the picture
_FIRST = 12  # rows that stand open


def show(old: Tree, new: Tree, one: DecisionChange, width: int) -> None:
    """The picture. What stays the same is drawn on demand, as it is mostly so much more that nothing else is seen."""
    changing = one.changing
    all_of_it = not changing or st.toggle("Draw what stays the same, too", key="draw_all")
    wanted = (one.flows or ()) if all_of_it else changing
    if len(wanted) > _DRAWN:
        st.caption(f"The {_DRAWN} most frequent of {len(wanted)}. All stand in the tables below.")
    st.plotly_chart(
        _figure(old, new, one.id, wanted[:_DRAWN], width, colours()),
        config={"displayModeBar": False, "staticPlot": True},
        theme=None,
        alt="Old outcomes on the left, new outcomes on the right, and between them bands as thick as the number of ways to answer. The same facts stand in the tables below.",
        key="sankey",
    )


def _figure(old: Tree, new: Tree, decision: str, ribbons: tuple[Flow, ...], width: int, tokens: dict) -> go.Figure:
    before = list(dict.fromkeys(flow.old for flow in ribbons))
    after = list(dict.fromkeys(flow.new for flow in ribbons))
    letters = max(10, min(32, int(width / 2 / _LETTER) - 4))
    names = [label(old.decisions[decision], one) for one in before]
    names += [label(new.decisions[decision], one) for one in after]
    node = {
        "label": ["<br>".join(map(drawn, wrap(name, letters))) for name in names],
        "color": [tokens["out" if one == (IMPOSSIBLE,) else "path"] for one in (*before, *after)],
        "pad": _PAD,
        "thickness": 12,
        "line": {"width": 0},
    }
    link = {
        "source": [before.index(flow.old) for flow in ribbons],
        "target": [len(before) + after.index(flow.new) for flow in ribbons],
        "value": [flow.ways for flow in ribbons],
        "color": [tokens["soft"][2 if flow.changes else 5] for flow in ribbons],
        "line": {"color": tokens["faint"], "width": 0.5},
    }
    text = {"color": tokens["ink"], "size": 13, "shadow": "none"}
    figure = go.Figure(go.Sankey(arrangement="fixed", node=node, link=link, textfont=text, hoverinfo="skip"))
    return figure.update_layout(
        height=max(len(before), len(after)) * _ROW + 60,
        margin={"l": 4, "r": 4, "t": 24, "b": 24},
        font={"family": "Plex, sans-serif"},
        paper_bgcolor="rgba(0,0,0,0)",
    )


def table_of(old: Tree, new: Tree, one: DecisionChange, ways: int | None, *, can_open: bool) -> str:
    """The same facts in words: every flow with its exact count, and the fewest answers that lead to it."""
    numbered = [(number, flow) for number, flow in enumerate(one.flows or ()) if flow.changes]
    rows = [_row(old, new, one.id, number, flow, can_open=can_open) for number, flow in numbered]
    heads = ("Old outcome", "New outcome", "Ways to answer", "Always so after")
    body = table(heads, "".join(rows[:_FIRST])) if rows else ""
    more = fold(f"{len(rows) - _FIRST} more", table(heads, "".join(rows[_FIRST:]))) if rows[_FIRST:] else ""
    same = [
        f"<tr><td>{esc(label(new.decisions[one.id], flow.new))}</td><td>{flow.ways:,}</td></tr>"
        for flow in one.flows or ()
        if not flow.changes
    ]
    stays = fold("What stays the same", table(("Outcome in both", "Ways to answer"), "".join(same))) if same else ""
    said = "" if rows else f"<p>It comes out the same in all {ways or 0:,} ways to answer.</p>"
    return f'<section class="flows">{said}{body}{more}{stays}</section>'


def _row(old: Tree, new: Tree, decision: str, number: int, flow: Flow, *, can_open: bool) -> str:
    if flow.example is None:
        example = "not found within the limit"
    else:
        example = esc(answers_in_words(new, flow.example))
        if can_open:
            example += _opening(f"{decision}.{number}")
    return (
        f"<tr><td>{esc(label(old.decisions[decision], flow.old))}</td><td>{esc(label(new.decisions[decision], flow.new))}</td>"
        f"<td>{flow.ways:,}</td><td>{example}</td></tr>"
    )


def fewest(new: Tree, found: Difference, *, can_open: bool) -> str:
    """The fewest answers after which the recommendation is another, whatever else is answered."""
    if found.example is None:
        return ""
    said = f"Whatever else is answered, the recommendation is another after: {answers_in_words(new, found.example)}."
    return f"<section><h2>The smallest example</h2><p>{esc(said)}</p>{_opening('all') if can_open else ''}</section>"


def _opening(name: str) -> str:
    return f"<p>{action('open', 'Open these answers', name, kind='as_link')}</p>"


def example(found: Difference, name: str) -> Mapping[str, Answer] | None:
    """The example that a button names: the fewest answers of all, or those of a flow of a decision."""
    if name == "all":
        return found.example
    decision, _, number = name.partition(".")
    flows = next((one.flows or () for one in found.decisions if one.id == decision), ())
    return next((flow.example for place, flow in enumerate(flows) if str(place) == number), None)
