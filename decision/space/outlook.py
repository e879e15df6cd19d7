"""What is left of every decision where some questions are answered and others open, for many such *rows* at once.

Three-valued, as `conditions.truth` is, but over arrays: the *truths* of a condition say in which rows it must hold and
in which it may, `[must or may, row]`. What a row is said to leave is never too little, and exact once no rule is open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import reduce

import numpy as np

from decision.conditions import NOTHING, All, AnyOf, Condition, Domain, Not, Test, Value, subjects, tests, truth
from decision.deciding import Bounds, bounds, points, ruled_out
from decision.space.columns import Array
from decision.space.diagram import closure
from decision.tree import Decision, Rule, Tree

_FAR = 0.05  # what a rule of an earlier decision counts where one of the decision itself counts 1
_OUT = 4  # what ruling out counts where the strongest reason counts 1
_PAIRS = 64  # of outcomes that are compared in the time that it takes to test a rule
_LEAST = 0.001  # what a rule counts that bears on nothing wanted


def values_of(facts: Array) -> Array:
    """Those of the facts that say which values there are, the last one for none."""
    values: Array = facts[..., facts.shape[-1] // 2 - 1 : -2]
    return values


@dataclass(frozen=True)
class Left:
    """What rows leave of a decision: what it `can` be, `[row, fact]`, and which rules are `live`, `[row, rule]`.

    The facts are, for each outcome, that it is possible; for each, that it is the value; that there is none; that the
    decision is tied; that it is not. A rule is live that may fire, and need not.
    """

    can: Array
    live: Array

    @property
    def sure(self) -> Array:
        """The facts that surely some completion of the row has, `[row, fact]`."""
        values = values_of(self.can)
        value = values & (values.sum(axis=1, keepdims=True) == 1)
        tie = self.can[:, -2:] & (self.can[:, -2:].sum(axis=1, keepdims=True) == 1)
        sure = np.concatenate([value[:, :-1], value, tie], axis=1)
        return np.where(self.live.any(axis=1, keepdims=True), sure, self.can)


class OpenRules:
    """The rules of one decision as numbers: those that surely fire added up, the open ones each for itself.

    Scores are compared in pairs: by how much one outcome leads another, `[one, other]`.
    """

    def __init__(self, tree: Tree, decision: Decision, found: Bounds, domain: Domain) -> None:
        self.outcomes = tuple(decision.outcomes)
        values = [*(frozenset((outcome,)) for outcome in self.outcomes), NOTHING]
        ranks = np.array([decision.ranking.index(outcome) for outcome in self.outcomes])
        self.breaks_ties = decision.tie_break is not None
        self.able = np.array([value in domain for value in values])
        self.to_win = (ranks[:, None] > ranks).astype(int)
        self.leads, self.out = _effects(tree, decision, found.open_rules.values())
        self.gains = self.leads.clip(0)
        self.cost = len(self.out) * (1 + self.to_win.size // _PAIRS)
        leads, out = _effects(tree, decision, found.firing.values())
        self.sure_leads, self.sure_out = leads.sum(axis=0), out.any(axis=0)

    def weights(self, wanted: Array) -> Array:
        """How much each open rule bears on outcomes that are wanted; the last one is that there is none."""
        if not wanted.any():
            return np.ones(len(self.out))
        size = len(self.to_win)
        leads = np.abs(self.leads).reshape(-1, size, size).max(axis=2, initial=0)
        bears = leads / max(1, leads.max(initial=0)) + _OUT * self.out
        weights: Array = _LEAST + bears @ wanted[:-1] + wanted[-1] * _OUT * self.out.any(axis=1)
        return weights

    def left(self, truths: Array) -> Left:
        """What is left, given the truths of the open rules, `[rule, must or may, row]`."""
        must, live = truths[:, 0].T, (truths[:, 1] & ~truths[:, 0]).T
        leads = self.sure_leads + _sums(must, self.leads) + _sums(live, self.gains)
        out = self.sure_out | (_sums(must, self.out) > 0)
        pairs = leads.reshape(-1, *self.to_win.shape)
        return Left(self._can(pairs, out, out | (_sums(live, self.out) > 0)), live)

    def _can(self, leads: Array, out: Array, perhaps_out: Array) -> Array:
        """`leads` says by how much each outcome leads each other at most."""
        free = perhaps_out[:, None, :] | np.eye(len(self.to_win), dtype=bool)
        best = ~out & (free | (leads >= 0)).all(axis=2)
        chosen = best & (free | (leads >= self.to_win)).all(axis=2) & self.able[:-1]
        none = perhaps_out.all(axis=1) & self.able[-1]
        level = (leads >= 0) & best[:, :, None] & ~np.eye(len(self.to_win), dtype=bool)
        tied = (level & level.swapaxes(1, 2)).any(axis=(1, 2))
        alone = none | (best & (free | (leads >= 1)).all(axis=2)).any(axis=1)
        possible = chosen if self.breaks_ties else best
        return np.concatenate([possible, chosen, np.stack([none, tied, alone], axis=1)], axis=1)


def _sums(chosen: Array, rows: Array) -> Array:
    """The sum of the chosen rows, for each row of `chosen`.

    Row by row: a large product is shared out among threads, and these wait long for each other on a busy machine.
    """
    found: Array = (chosen.astype(rows.dtype)[:, None] @ rows)[:, 0]
    return found


def _effects(tree: Tree, decision: Decision, rules: Iterable[Rule]) -> tuple[Array, Array]:
    """By how much each rule makes each outcome lead each other, `[rule, pair]`, and which it rules out, `[rule, outcome]`."""
    scores, out = [], []
    for rule in rules:
        gains, named = points(tree, rule), ruled_out(decision, rule)
        scores.append([gains.get(outcome, 0) for outcome in decision.outcomes])
        out.append([outcome in named for outcome in decision.outcomes])
    outcomes = len(decision.outcomes)
    score = np.array(scores, float).reshape(-1, outcomes)
    leads = score[:, :, None] - score[:, None, :]
    return leads.reshape(-1, outcomes**2), np.array(out, float).reshape(-1, outcomes)


class Outlook:
    """The open part of a tree for some answers, as far as some decisions hang on it.

    `domains` holds what each question can be, and what is known of decisions. A row holds, for each question in
    `place`, the number of a class of values that no condition tells apart, or its size where it is open. `start` is the
    row in which all of them are.
    """

    def __init__(self, tree: Tree, domains: Mapping[str, Domain], targets: Iterable[str]) -> None:
        self.tree = tree
        self.whens: dict[str, list[Condition]] = {}
        self.rules: dict[str, OpenRules] = {}
        self.domains = self._read(tree, domains, closure(tree, targets))
        tested = frozenset[str]().union(*(subjects(when) for whens in self.whens.values() for when in whens))
        self.place = {name: at for at, name in enumerate(one for one in tree.questions if one in tested)}
        self.subject = {**self.place, **{name: len(self.place) + at for at, name in enumerate(self.rules)}}
        self.tested = {name: self._tested(whens) for name, whens in self.whens.items()}
        self._classify(self.whens)

    def narrowed(self, target: str) -> Outlook:
        """The same with no more classes than one decision tells apart."""
        found = copy(self)
        found._classify(closure(self.tree, [target]))
        return found

    def _classify(self, names: Iterable[str]) -> None:
        """Sets down the classes of values that the conditions of these questions and decisions tell apart."""
        wanted: dict[str, set[Value]] = {name: set() for name in self.place}
        for test in (test for name in names for when in self.whens.get(name, ()) for test in tests(when)):
            wanted.setdefault(test.subject, set()).add(test.wanted)
        self.holding: dict[tuple[str, Value], Array] = {}
        sizes = [self._classes(name, sorted(wanted[name], key=sorted)) for name in self.place]
        self.sizes = np.array(sizes, np.int16)
        self.start = np.where(self.sizes == 1, 0, self.sizes)[None, :]

    def _read(self, tree: Tree, domains: Mapping[str, Domain], names: Collection[str]) -> dict[str, Domain]:
        """Sets down what is open of these questions and decisions. Returns what each of them can be."""
        known = dict(domains)
        for name, question in tree.questions.items():
            if name in names and question.when and truth(question.when, known) is None and len(known[name]) > 1:
                self.whens[name] = [_open_part(question.when, known)]
        for name, decision in tree.decisions.items():
            if name in names:
                found = bounds(tree, decision, known)
                self.whens[name] = [_open_part(rule.when, known) for rule in found.open_rules.values()]
                known.setdefault(name, found.domain)
                self.rules[name] = OpenRules(tree, decision, found, known[name])
        return known

    @property
    def cost(self) -> int:
        """How many rules are open, and more where there are many outcomes to compare."""
        return sum(rules.cost for rules in self.rules.values())

    @property
    def widest(self) -> int:
        """How much one row can come to: ways to answer a question, or pairs of outcomes."""
        return max(int(self.sizes.max(initial=1)), *(rules.to_win.size for rules in self.rules.values()))

    def _classes(self, name: str, wanted: Sequence[Value]) -> int:
        """How many classes of values there are. Sets down in which each test of the question must and may hold."""
        values = [value for value in self.domains[name] if value != NOTHING]
        classes = sorted({tuple(not ids.isdisjoint(value) for ids in wanted) for value in values})
        held = np.array(classes, bool).T
        must = np.column_stack([held, held.all(axis=1)])
        may = np.column_stack([held, held.any(axis=1)])
        self.holding |= {(name, ids): both for ids, both in zip(wanted, np.stack([must, may], axis=1), strict=True)}
        return len(classes)

    def _tested(self, whens: list[Condition]) -> Array:
        """What each condition tests, `[condition, subject]`."""
        found = np.zeros((len(whens), len(self.subject)), np.float32)
        for row, when in zip(found, whens, strict=True):
            tested = [self.subject[name] for name in subjects(when)]
            row[tested] = 1 / len(tested)
        return found

    def look(self, rows: Array, targets: Iterable[str]) -> View:
        """What the rows leave of some decisions, and of those that they hang on."""
        return View(self, rows, targets)


def _open_part(condition: Condition, domains: Mapping[str, Domain]) -> Condition:
    """A condition of which it is not known whether it holds, without the parts of which that is known."""
    match condition:
        case Not(part):
            return Not(_open_part(part, domains))
        case All(parts) | AnyOf(parts):
            return type(condition)(tuple(_open_part(part, domains) for part in parts if truth(part, domains) is None))
    return condition


class View:
    """Some rows, with what they leave of decisions: of the targets, and of those that they hang on."""

    def __init__(self, outlook: Outlook, rows: Array, targets: Iterable[str]) -> None:
        self.outlook, self.rows = outlook, rows
        self._columns = np.ascontiguousarray(rows.T, np.intp)
        self._tests: dict[Test, Array] = {}
        self._gates: dict[str, Array] = {}
        self.left: dict[str, Left] = {}
        for target in targets:
            self._decide(target)

    def _decide(self, name: str) -> Left:
        if name not in self.left:
            whens = self.outlook.whens[name]
            found = np.empty((len(whens), 2, len(self.rows)), bool)
            for row, when in zip(found, whens, strict=True):
                row[:] = self._truths(when)
            self.left[name] = self.outlook.rules[name].left(found)
        return self.left[name]

    def _truths(self, condition: Condition) -> Array:
        match condition:
            case Test():
                if condition not in self._tests:
                    self._tests[condition] = self._test(condition)
                return self._tests[condition]
            case Not(part):
                return ~self._truths(part)[::-1]
            case All(parts):
                return reduce(np.logical_and, map(self._truths, parts))
            case AnyOf(parts):
                return reduce(np.logical_or, map(self._truths, parts))

    def _test(self, test: Test) -> Array:
        outlook, name = self.outlook, test.subject
        if name in outlook.rules:
            values = values_of(self._decide(name).can).T
            wanted = [outcome in test.wanted for outcome in outlook.rules[name].outcomes] + [False]
            return np.stack([~values[np.logical_not(wanted)].any(axis=0), values[wanted].any(axis=0)])
        held: Array = outlook.holding[name, test.wanted].take(self._columns[outlook.place[name]], axis=1)
        return held & self._gate(name) if name in outlook.whens else held

    def _gate(self, question: str) -> Array:
        if question not in self._gates:
            self._gates[question] = self._truths(self.outlook.whens[question][0])
        return self._gates[question]

    def heat(self, target: str, wanted: Array) -> Array:
        """How much the live rules weigh, on which the target hangs, that test each open question, `[row, question]`."""
        outlook = self.outlook
        live = self.left[target].live * outlook.rules[target].weights(wanted)
        found = _sums(live, outlook.tested[target])
        for name in reversed(outlook.whens):
            if name in self._gates:
                live = (self._gates[name][1] & ~self._gates[name][0])[:, None]
            elif name in self.left and name != target:
                live = self.left[name].live & (values_of(self.left[name].can).sum(axis=1) > 1)[:, None]
            else:
                continue
            hung = found[:, outlook.subject[name]]
            found += _sums(live * hung[:, None] * _FAR, outlook.tested[name])
        heat: Array = np.where(self.rows == outlook.sizes, found[:, : len(outlook.place)], 0)
        return heat
