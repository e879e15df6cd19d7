"""All outcomes of a decision side by side, and what a tree says for and against each, as HTML."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from decision.bearings import Bearing, bearings, cautions, says
from decision.reports.words import signed
from decision.tree import Caution, Outcome, Source, Tree, name_of
from decision.wording import in_words
from views.parts import sources
from views.parts.markup import esc

_PARTS = {"takes": "What it takes", "costs": "What it costs", "leave": "How one leaves it", "duties": "Duties"}
_SIGNS = {
    "requires it": ("●", "for"),
    "for": ("+", "for"),
    "against": ("−", "against"),
    "rules it out": ("×", "out"),
    "requires another": ("×", "out"),
    "caution": ("!", "against"),
}


@dataclass(frozen=True)
class _Shown:
    """An outcome with what is to be shown of it."""

    id: str
    text: Outcome
    bearings: tuple[Bearing, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class Options:
    """The outcomes of a tree. `query` leaves only those whose texts, or one of whose rules, hold all its words."""

    tree: Tree
    today: datetime.date
    query: str = ""

    def markup(self, decision: str, only: tuple[str, ...] = ()) -> str:
        """A decision with its outcomes, or with some of them; nothing if none is left."""
        shown = [one for one in self._left(decision) if not only or one.id in only]
        if not shown:
            return ""
        model = self.tree.decisions[decision]
        cards = "".join(self._card(one) for one in shown)
        folds = "".join(self._fold(decision, one) for one in shown)
        tie = model.tie_break
        broken = f'<p class="small muted">Equal scores: {esc(tie.because)}</p>' if tie else ""
        return (
            f'<section class="learn"><h2>{esc(name_of(decision))}: {esc(model.decide)}</h2><div class="aligned">{cards}</div>'
            f"<h3>What speaks for and against each</h3>{broken}{folds}</section>"
        )

    def _left(self, decision: str) -> Iterator[_Shown]:
        for name, text in self.tree.decisions[decision].outcomes.items():
            every = bearings(self.tree, decision, name), cautions(self.tree, decision, name)
            if says(self.query, _texts(text)):
                yield _Shown(name, text, *every)
                continue
            rules = tuple(one for one in every[0] if says(self.query, self._said(one)))
            warned = tuple(one for one in every[1] if says(self.query, (one.say, in_words(one.when, self.tree))))
            if rules or warned:
                yield _Shown(name, text, rules, warned)

    def _said(self, bearing: Bearing) -> tuple[str | None, ...]:
        return bearing.rule.because, bearing.rule.disputed, in_words(bearing.rule.when, self.tree)

    def _card(self, one: _Shown) -> str:
        summary = esc(one.text.summary or "Not described.")
        parts = "".join(
            f"<div><dt>{title}</dt><dd>{esc(getattr(one.text, name) or 'Not stated.')}</dd></div>"
            for name, title in _PARTS.items()
        )
        return f'<article class="card"><h3>{esc(one.text.label)}</h3><p>{summary}</p><dl>{parts}</dl></article>'

    def _fold(self, decision: str, one: _Shown) -> str:
        items = "".join(self._bearing(decision, bearing) for bearing in one.bearings)
        items += "".join(self._caution(caution) for caution in one.cautions)
        counted = _counted(one)
        opened = " open" if self.query else ""
        return (
            f'<details class="fold bearings"{opened}><summary><b>{esc(one.text.label)}</b> <span class="small">{counted}</span></summary>'
            f'<ul class="bare reasons">{items}</ul></details>'
        )

    def _bearing(self, decision: str, bearing: Bearing) -> str:
        rule = bearing.rule
        disputed = f'<p class="small disputed"><b>Disputed.</b> {esc(rule.disputed)}</p>' if rule.disputed else ""
        return self._item(
            *_SIGNS[bearing.bears],
            esc(rule.because),
            f"{self._effect(decision, bearing)} {in_words(rule.when, self.tree)}",
            rule.source,
            disputed,
        )

    def _caution(self, caution: Caution) -> str:
        said = f"A caution that goes with it. {in_words(caution.when, self.tree)}"
        return self._item(*_SIGNS["caution"], esc(caution.say), said, caution.source)

    def _item(self, sign: str, kind: str, text: str, when: str, cited: tuple[str, ...] | None, after: str = "") -> str:
        found: list[Source] = [self.tree.sources[name] for name in cited or ()]
        return (
            f'<li><span class="sign {kind}" aria-hidden="true">{sign}</span><div><p>{text}</p>'
            f'<p class="small muted">{esc(when)}</p>{after}<p>{sources.short(found, self.today)}</p></div></li>'
        )

    def _effect(self, decision: str, bearing: Bearing) -> str:
        if bearing.strength:
            return f"Speaks {bearing.bears} it, {bearing.strength} ({signed(bearing.points)})."
        outcomes = self.tree.decisions[decision].outcomes
        labels = [f"“{outcomes[name].label}”" for name in bearing.rule.require or ()]
        if bearing.bears == "requires another":
            return f"Rules it out, as it requires {' or '.join(labels)}."
        return "Rules it out." if bearing.bears == "rules it out" else "Rules out all but what it requires."


def _texts(outcome: Outcome) -> tuple[str | None, ...]:
    lists = (*outcome.next_steps, *outcome.confirm, *outcome.revisit_when)
    return (outcome.label, outcome.summary, *(getattr(outcome, name) for name in _PARTS), *lists)


def _counted(one: _Shown) -> str:
    """How many rules bear in which way, each with its sign."""
    bears = [bearing.bears for bearing in one.bearings]
    ways = (
        ("requires it", bears.count("requires it"), "requires it", "require it"),
        ("for", bears.count("for"), "for", "for"),
        ("against", bears.count("against"), "against", "against"),
        ("rules it out", bears.count("rules it out") + bears.count("requires another"), "rules it out", "rule it out"),
        ("caution", len(one.cautions), "caution", "cautions"),
    )
    said = [_count(_SIGNS[way], count, word if count == 1 else words) for way, count, word, words in ways if count]
    return " · ".join(said) or "no rule bears on it"


def _count(sign: tuple[str, str], count: int, said: str) -> str:
    return f'<span class="{sign[1]}"><span aria-hidden="true">{sign[0]}</span> {count} {said}</span>'
