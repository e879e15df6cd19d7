"""Small changes of a tree, and whether its scenarios notice them: a rule dropped, a strength swapped for the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from decision.proofs.cases import Cases
from decision.proofs.findings import Findings, of_ways
from decision.proofs.firing import Effects, Firings
from decision.proofs.watch import Watch, rules_of
from decision.space.columns import Array
from decision.tree import Rule, Tree

Fate = Literal["noticed", "unnoticed", "without effect", "not worked out"]


@dataclass(frozen=True)
class Mutation:
    """One change of one rule, in words, and what becomes of it.

    `without effect`: no decision comes out otherwise in any completion, so that no scenario could notice.
    """

    decision: str
    rule: str
    change: str
    fate: Fate


@dataclass(frozen=True)
class _Change:
    """What a mutation adds to the effects of the rule at a place in its decision."""

    rule: str
    words: str
    place: int
    gain: Array
    out: Array


def check_mutations(
    findings: Findings, watch: Watch, cases: Cases, decision: str, found: Firings | None
) -> list[Mutation]:
    """What becomes of each mutation of a decision; a note, with the smallest example, for each that nothing notices."""
    judged = []
    for change in _changes(watch.tree, decision):
        fate = _fate(change, cases, decision, found)
        judged.append(Mutation(decision, change.rule, change.words, fate))
        if fate == "unnoticed" and found is not None:
            _unnoticed(findings, watch, found, change)
    return judged


def _changes(tree: Tree, decision: str) -> Iterator[_Change]:
    model = tree.decisions[decision]
    effects = Effects(tree, model)
    for place, (name, rule) in enumerate(model.rules.items()):
        before_gain, before_out = effects.gains[place], effects.outs[place]
        yield _Change(name, "dropped", place, -before_gain, -before_out)
        for words, other in _swapped(tree, rule):
            gain, out = effects.of(tree, other)
            yield _Change(name, words, place, np.array(gain) - before_gain, np.array(out) - before_out)


def _swapped(tree: Tree, rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The rule with one strength swapped for the next one, in all ways."""
    for field, word, argued in (("argues_for", "for", rule.argues_for), ("against", "against", rule.against)):
        for outcome, strength in (argued or {}).items():
            other = _next(tree, strength)
            if other is not None:
                words = f'with "{other}" instead of "{strength}" {word} "{outcome}"'
                yield words, rule.model_copy(update={field: {**(argued or {}), outcome: other}})


def _next(tree: Tree, strength: str) -> str | None:
    """The next weaker strength, or for the weakest the next stronger one."""
    here = tree.strengths[strength]
    weaker = {points: name for name, points in tree.strengths.items() if points < here}
    stronger = {points: name for name, points in tree.strengths.items() if points > here}
    return weaker[max(weaker)] if weaker else stronger[min(stronger)] if stronger else None


def _fate(change: _Change, cases: Cases, decision: str, found: Firings | None) -> Fate:
    rows = np.flatnonzero(cases.fires[decision][:, change.place])
    if cases.noticed(decision, rows, cases.verdicts[decision].changed(rows, change.gain, change.out)):
        return "noticed"
    if found is None:
        return "not worked out"
    return "unnoticed" if _otherwise(found, change).any() else "without effect"


def _otherwise(found: Firings, change: _Change) -> Array:
    """With which sets of firing rules the decision would come out otherwise."""
    rows = np.flatnonzero(found.fires[:, change.place])
    before, after = found.verdicts.of(rows), found.verdicts.changed(rows, change.gain, change.out)
    otherwise = np.zeros(len(found.counts), bool)
    otherwise[rows] = (before.possible != after.possible).any(axis=1)
    return otherwise


def _unnoticed(findings: Findings, watch: Watch, found: Firings, change: _Change) -> None:
    rows = _otherwise(found, change)
    message = (
        f'No scenario would notice rule "{change.rule}" of "{found.name}" {change.words}, though the decision would come out '
        f"otherwise {of_ways(found.often(rows), found.completions)}. Add a scenario there. "
        f"{watch.example(rules_of(found.name), found.ways_of(rows))}"
    )
    findings.note(("decisions", found.name, "rules", change.rule), "unnoticed-mutation", message)
