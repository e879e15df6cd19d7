"""What two versions of a tree come to, as HTML: the verdict, the scenarios, and every part that is said otherwise."""

from collections.abc import Iterable

import streamlit as st

from decision.difference.difference import difference
from decision.difference.result import Change, DecisionChange, Difference, Field
from decision.reading.read import TreeFile
from decision.reports.difference_words import (
    decision_verdict,
    from_to,
    not_counted,
    number_verdict,
    verdict,
)
from decision.reports.words import counted, listed
from decision.space.standing import LIMIT
from decision.tree import Tree, name_of
from views.parts.markup import esc, fold, folded
from views.parts.remembered import Remembered

_LIMIT = LIMIT // 2  # anybody may hand in a file, and for all visitors at once
_MOST = 60  # changes of a kind on a page
_SIGNS = {"added": ("+", "for"), "removed": ("−", "out"), "changed": ("≠", "against")}
_OPEN = "rule"  # the kind that stands open


_compared: Remembered[Difference] = Remembered(16)


def compared(old: TreeFile, new: TreeFile) -> Difference:
    """What two versions come to, worked out once for all visitors; the first of them can leave it."""
    return _compared.once((old.digest, new.digest), lambda: _difference(old, new))


def _difference(old: TreeFile, new: TreeFile) -> Difference:
    place = st.empty()
    try:
        return difference(old, new, limit=_LIMIT, told=lambda: place.caption("Comparing all ways to answer"))
    finally:
        place.empty()


def head(new: TreeFile, found: Difference) -> str:
    """The verdict in a few sentences, and each decision."""
    reasons = folded([f"<li>{esc(reason)}</li>" for reason in found.called.because], 5, "small")
    alone = not_counted(found)
    cards = "".join(_card(one, found.ways) for one in found.decisions)
    return (
        f"<h2>{esc(new.tree.title)}: {esc(found.old.version)} → {esc(found.new.version)}</h2>"
        f'<p class="lead"><b>{esc(verdict(found))}</b> Counted over the questions and options that both versions have.</p>'
        f'<p class="muted small">{esc(alone)}</p><p>{esc(number_verdict(found))}</p>{reasons}<div class="cards">{cards}</div>'
    )


def _card(one: DecisionChange, ways: int | None) -> str:
    chip = '<span class="chip open">○ not worked out</span>'
    if one.changed is not None:
        chip = (
            '<span class="chip close">≠ changes</span>' if one.changed else '<span class="chip settled">● stays</span>'
        )
    said = decision_verdict(one, ways)
    return (
        f'<article class="card"><h3 class="small muted">{esc(name_of(one.id))}</h3><p>{chip}</p>'
        f'<p class="small">{esc(said[0].upper() + said[1:])}</p></article>'
    )


def scenarios(old: Tree, new: Tree, found: Difference) -> str:
    """The scenarios that change, and in what."""
    items = []
    for one in found.scenarios:
        effects = [f"{name_of(e.decision)}: {from_to(old, new, e.decision, e.old, e.new)}" for e in one.effects]
        unread = [f"One version has no such answer to {listed(one.unread)}"] if one.unread else []
        lines = "".join(f'<p class="small">{esc(line)}</p>' for line in (*effects, *unread))
        items.append(f"<li><span aria-hidden='true'>≠</span><div><b>{esc(name_of(one.id))}</b>{lines}</div></li>")
    said = folded(items, 6, "listed") or "<p>No scenario gets another recommendation.</p>"
    return f"<section><h2>Scenarios</h2>{said}</section>"


def changes(found: Difference) -> str:
    """Every part that was added, removed or changed, by its kind."""
    kinds: dict[str, list[Change]] = {}
    for change in found.changes:
        kinds.setdefault(change.kind, []).append(change)
    groups = "".join(_group(kind, kinds[kind]) for kind in sorted(kinds, key=lambda kind: kind != _OPEN))
    said = groups or "<p>Both files say the same.</p>"
    return f"<section><h2>What is said otherwise</h2>{said}</section>"


def _group(kind: str, changes: list[Change]) -> str:
    items = "".join(_change(change) for change in changes[:_MOST])
    left = len(changes) - _MOST
    more = f'<p class="muted small">{left} more. The command slm-sourcing diff prints all.</p>' if left > 0 else ""
    body = f'<ul class="bare listed">{items}</ul>{more}'
    title = counted(len(changes), kind)
    return f"<h3>{title[0].upper()}{title[1:]}</h3>{body}" if kind == _OPEN else fold(title, body)


def _change(change: Change) -> str:
    sign, look = _SIGNS[change.status]
    places = listed(
        f"line {at.line} of the {side} file" for side, at in (("old", change.old), ("new", change.new)) if at
    )
    return (
        f'<li><span class="sign {look}" aria-hidden="true">{sign}</span><div><b>{esc(change.id)}</b> {change.status}'
        f' <span class="muted small">{places}</span>{"".join(_fields(change.fields))}</div></li>'
    )


def _fields(fields: Iterable[Field]) -> Iterable[str]:
    for field in fields:
        lines = "".join(
            f'<p class="why small"><span class="sign {look}">{sign}</span>{esc(text)}</p>'
            for sign, look, text in (("−", "out", field.old), ("+", "for", field.new))
            if text
        )
        yield f'<p class="small muted">{esc(field.name)}</p>{lines}'
