"""Completions: the ways to fill in everything still open, and what the decisions are over all of them.

This is plain enumeration with a limit. It is exact where it answers, and answers nothing where the ways are too many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from decision.answers import Answers, allowed_values, value
from decision.conditions import ALWAYS, NOTHING, Condition, Domain, Value, subjects, truth
from decision.deciding import possible_of, winners
from decision.tree import UNSURE, Decision, Question, Tree

LIMIT = 2_000
"""At most so many completions are worked out; past it only certain reasons are shown."""

_NOT_ASKED: Domain = frozenset((NOTHING,))


@dataclass
class Tally:
    """What one decision was over the completions. `possible` counts a tie that nobody broke for each tied outcome."""

    possible: Counter[str] = field(default_factory=Counter)
    values: set[Value] = field(default_factory=set)
    tied: int = 0
    impossible: int = 0


@dataclass
class Survey:
    """All decisions over all completions, and the open questions whose answer can change a shown decision."""

    completions: int
    decisions: dict[str, Tally]
    matters: frozenset[str]


def open_values(question: Question, answer: str | tuple[str, ...] | None) -> tuple[Value, ...]:
    """The values that a question can have when it is asked: the known one, or all that are allowed."""
    return allowed_values(question) if answer in (None, UNSURE) else (value(answer),)


def completions(tree: Tree, answers: Answers, only: Collection[str] | None = None) -> Iterator[Mapping[str, Domain]]:
    """Every completion, as a domain of one value for each question; the same mapping each time, so copy what you keep.

    `only` restricts them to some questions; these must include the questions that their own conditions test.
    """
    names = [name for name in tree.questions if only is None or name in only]
    choices = {name: [frozenset((v,)) for v in open_values(tree.questions[name], answers.get(name))] for name in names}
    domains: dict[str, Domain] = {}

    def fill(index: int) -> Iterator[Mapping[str, Domain]]:
        if index == len(names):
            yield domains
            return
        name = names[index]
        asked = truth(tree.questions[name].when or ALWAYS, domains)
        for domain in choices[name] if asked else (_NOT_ASKED,):
            domains[name] = domain
            yield from fill(index + 1)

    return fill(0)


def can_hold(tree: Tree, answers: Answers, when: Condition, *, limit: int = LIMIT) -> bool:
    """Whether the condition on questions holds in some completion. Past the limit: yes, as nothing excludes it."""
    needed = _closure(tree, subjects(when))
    for count, domains in enumerate(completions(tree, answers, needed)):
        if count >= limit or truth(when, domains):
            return True
    return False


def _closure(tree: Tree, names: Collection[str]) -> frozenset[str]:
    """The questions named and all that their conditions test, in turn."""
    found = set(names)
    for name in reversed(list(tree.questions)):
        if name in found and (when := tree.questions[name].when):
            found |= subjects(when)
    return frozenset(found)


def survey(tree: Tree, answers: Answers, *, limit: int = LIMIT) -> Survey | None:
    """What all decisions are over all completions, or None if these are more than `limit`."""
    if _ways(tree, answers, limit) > limit:
        return None
    shown = [name for name, decision in tree.decisions.items() if decision.shown]
    seen: dict[str, Counter[tuple[str, ...]]] = {name: Counter() for name in tree.decisions}
    memos: dict[str, dict[Any, tuple[tuple[str, ...], Domain]]] = {name: {} for name in tree.decisions}
    readers = {name: _reader(decision.reads) for name, decision in tree.decisions.items()}
    rows: list[tuple[tuple[Domain, ...], tuple[Domain, ...]]] = []
    for found in completions(tree, answers):
        domains = dict(found)
        for name, decision in tree.decisions.items():
            memo, key = memos[name], readers[name](domains)
            if key not in memo:
                best = winners(tree, decision, (r for r in decision.rules.values() if truth(r.when, domains)))
                memo[key] = best, frozenset((frozenset(best[:1]),))
            best, domains[name] = memo[key]
            seen[name][best] += 1
        rows.append((tuple(found.values()), tuple(domains[name] for name in shown)))
    tallies = {name: _tally(decision, seen[name]) for name, decision in tree.decisions.items()}
    return Survey(len(rows), tallies, _matters(tree, answers, rows))


def _reader(keys: Sequence[Any]) -> Callable[[Any], Any]:
    """Picks the values of some keys, as what can be compared: this runs for every completion, so it must be quick."""
    return itemgetter(*keys) if keys else lambda _: ()


def _tally(decision: Decision, seen: Counter[tuple[str, ...]]) -> Tally:
    """Sums up in how many completions the decision had which winners."""
    tally = Tally()
    for best, count in seen.items():
        tally.values.add(frozenset(best[:1]))
        tally.possible.update(dict.fromkeys(possible_of(decision, best), count))
        tally.tied += count * (len(best) > 1)
        tally.impossible += count * (not best)
    return tally


def _ways(tree: Tree, answers: Answers, limit: int) -> int:
    """How many completions there are, or a smaller number that is past the limit too.

    They are counted, not listed: ways to fill in the questions so far are one where no later condition tells them
    apart. They never become fewer, as every question has a value, so counting can stop past the limit.
    """
    ways: Counter[tuple[tuple[str, Domain], ...]] = Counter({(): 1})
    names = list(tree.questions)
    for index, name in enumerate(names):
        question = tree.questions[name]
        tested = frozenset[str]().union(*(subjects(tree.questions[one].when or ALWAYS) for one in names[index + 1 :]))
        values = [frozenset((v,)) for v in open_values(question, answers.get(name))]
        before, ways = ways, Counter()
        for known, count in before.items():
            for domain in values if truth(question.when or ALWAYS, dict(known)) else (_NOT_ASKED,):
                ways[tuple(pair for pair in (*known, (name, domain)) if pair[0] in tested)] += count
        if ways.total() > limit:
            break
    return ways.total()


def _matters(tree: Tree, answers: Answers, rows: list[tuple[tuple[Domain, ...], tuple[Domain, ...]]]) -> frozenset[str]:
    """The open questions in which two completions that differ only there, and in what it opens, disagree."""
    names = list(tree.questions)
    found = set()
    for name in names:
        if answers.get(name, UNSURE) != UNSURE:
            continue
        opened = _opened_by(tree, name)
        rest = _reader([index for index, other in enumerate(names) if other not in opened])
        first: dict[Any, tuple[Domain, ...]] = {}
        for values, shown in rows:
            if first.setdefault(rest(values), shown) != shown:
                found.add(name)
                break
    return frozenset(found)


def _opened_by(tree: Tree, name: str) -> frozenset[str]:
    """The question itself and every question whose being asked depends on it."""
    opened = {name}
    for other, question in tree.questions.items():
        if question.when and not subjects(question.when).isdisjoint(opened):
            opened.add(other)
    return frozenset(opened)
