"""The deep check of a tree: what its whole answer space shows, each finding with the smallest example.

Every finding is proved over all completions. What could not be worked out within the limit is a finding too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations, permutations

import numpy as np

from decision.answers import fit
from decision.conditions import Path
from decision.deciding import ruled_out
from decision.problems import Problem
from decision.reading.read import TreeFile
from decision.space.collisions import why_impossible
from decision.space.columns import Array, Columns, table, truths, weigh
from decision.space.diagram import YES, PastLimitError, Plan, Tell, diagram
from decision.space.proofs import Example, fewest, refutation
from decision.space.standing import LIMIT, Walk, space_of
from decision.tree import Decision, Rule, Tree

_WITNESSES = 4_096
_NOTES = {"impossible", "undeclared-tie", "same-option", "idle-option", "not-worked-out"}  # may well be meant


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault that only the answer space shows. `at` is its place in the tree, as keys from the top of the file.

    `example` holds the fewest answers after which it is so in every completion, where the finding is about some answers.
    """

    code: str
    at: Path
    message: str
    example: Example | None = None


def findings(tree: Tree, *, limit: int = LIMIT) -> list[Finding]:
    """All of them, kind by kind, each kind in the order of the file."""
    checks: tuple[Callable[[Tree, int], Iterator[Finding]], ...] = (_claims, _decisions, _questions, _rules)
    return [finding for check in checks for finding in check(tree, limit)]


def check_deeply(file: TreeFile, path: str, *, limit: int = LIMIT) -> list[Problem]:
    """The findings about a tree file as problems, with their lines. What may well be meant is a note."""
    found = []
    for one in findings(file.tree, limit=limit):
        line, column = file.places[one.at]
        shown = "" if one.example is None else f" Smallest example: {_written(one.example)}."
        found.append(Problem(path, line, column, one.code, one.message + shown, blocks=one.code not in _NOTES))
    return sorted(found)


def _written(example: Example) -> str:
    """Answers in one line, by their ids."""
    said = (f"{name} {answer if isinstance(answer, str) else ' and '.join(answer)}" for name, answer in example.items())
    return ", ".join(said) or "whatever is answered"


def _claims(tree: Tree, limit: int) -> Iterator[Finding]:
    for name, claim in tree.claims.items():
        at: Path = ("claims", name)
        try:
            found = refutation(tree, claim, limit=limit)
        except PastLimitError:
            yield _unknown(at, f'whether the claim "{name}" holds')
            continue
        if found is not None:
            yield Finding("claim-fails", at, f'The claim "{name}" does not hold.', found)


def _decisions(tree: Tree, limit: int) -> Iterator[Finding]:
    plan = Plan(tree)
    for name, decision in tree.decisions.items():
        at: Path = ("decisions", name)
        try:
            found = diagram(plan, name, plan.everything, limit)
            yield from _ties_and_impossible(tree, name, limit, partial(fewest, plan, found), found.ways)
        except PastLimitError:
            yield _unknown(at, f'what "{name}" can be')
            continue
        chosen = {way[0] for way in found.ways if way}
        for outcome in decision.outcomes:
            if outcome not in chosen:
                message = f'The outcome "{outcome}" of "{name}" never wins.'
                yield Finding("never-wins", (*at, "outcomes", outcome), message)


def _ties_and_impossible(
    tree: Tree,
    name: str,
    limit: int,
    example: Callable[[list[tuple[str, ...]]], Example | None],
    ways: tuple[tuple[str, ...], ...],
) -> Iterator[Finding]:
    at: Path = ("decisions", name)
    if () in ways:
        found = example([()]) or {}
        why = why_impossible(tree, fit(tree, found), name, limit=limit)
        if why and why.dead_ends:
            first = why.dead_ends[0]
            message = (
                f'"{name}" is impossible, though "{first.decision}" could be "{first.outcome}". Gate that decision.'
            )
            yield Finding("greedy-dead-end", at, message, found)
        else:
            yield Finding("impossible", at, f'All outcomes of "{name}" are ruled out.', found)
    tied = [way for way in ways if len(way) > 1]
    if tied and tree.decisions[name].tie_break is None:
        message = f'Outcomes of "{name}" are tied, and no tie_break says which of them to take.'
        yield Finding("undeclared-tie", at, message, example(tied))


def _questions(tree: Tree, limit: int) -> Iterator[Finding]:
    space = space_of(tree, limit)
    missing = [name for name in tree.shown if name not in space.roots]
    if missing:
        yield _unknown(("questions",), f"which questions make a difference to {', '.join(missing)}")
        return
    walk = Walk(space, {})
    for name in tree.questions:
        if name not in walk.depends:
            message = f'No answer to "{name}" instead of another changes a shown decision.'
            yield Finding("idle-question", ("questions", name), message)
        else:
            yield from _alike(walk, name)


def _alike(walk: Walk, name: str) -> Iterator[Finding]:
    """Options that lead where another leads, and, of many, options that make no difference beside any others."""
    plan = walk.space.plan
    question, level = plan.tree.questions[name], plan.questions.index(name)
    column = {int(kind): futures for kind, futures in zip(walk.kinds[level], walk.futures[level].T, strict=True)}
    leads = {
        value: column[int(kind)] for value, kind in zip(plan.codes.values[name][:-1], plan.kinds[name], strict=False)
    }
    for place, option in enumerate(question.options):
        one = frozenset((option,))
        at: Path = ("questions", name, "options", option)
        if question.choose == "many":
            pairs = [(value, value | one) for value in leads if not value >= one and value | one in leads]
            if pairs and all((leads[less] == leads[more]).all() for less, more in pairs):
                yield Finding("idle-option", at, f'In "{name}", "{option}" beside others changes no shown decision.')
            continue
        for other in list(question.options)[:place]:
            if (leads[one] == leads[frozenset((other,))]).all():
                yield Finding("same-option", at, f'In "{name}", "{option}" leads where "{other}" leads.')
                break


def _rules(tree: Tree, limit: int) -> Iterator[Finding]:
    spread = Spread(tree)
    for name, decision in tree.decisions.items():
        found = [finding for one in decision.rules if (finding := _idle_rule(spread, name, one, limit))]
        yield from found
        silent = {finding.at[-1] for finding in found if finding.code == "never-fires"}
        for one, other in combinations([one for one in decision.rules if one not in silent], 2):
            if _about_one(decision, one, other):
                yield from _together(spread, name, one, other, limit)


def _idle_rule(spread: Spread, name: str, rule: str, limit: int) -> Finding | None:
    at: Path = ("decisions", name, "rules", rule)
    try:
        if not ever(spread, name, partial(_fires, spread.plan, name, rule), limit):
            return Finding("never-fires", at, f'The rule "{rule}" of "{name}" never fires.')
        if not ever(spread, name, partial(_tells, spread.plan, name, rule), limit):
            return Finding("no-effect", at, f'Without the rule "{rule}" of "{name}" all would be the same.')
    except PastLimitError:
        return _unknown(at, f'whether the rule "{rule}" of "{name}" has an effect')
    return None


def _together(spread: Spread, name: str, one: str, other: str, limit: int) -> Iterator[Finding]:
    at: Path = ("decisions", name, "rules", other)
    try:
        if not ever(spread, name, partial(_apart, spread.plan, name, one, other), limit):
            message = f'The rules "{one}" and "{other}" of "{name}" always fire together: merge them.'
            yield Finding("fire-together", at, message)
    except PastLimitError:
        yield _unknown(at, f'whether the rules "{one}" and "{other}" of "{name}" always fire together')


def ever(spread: Spread, name: str, tell: Tell, limit: int) -> bool:
    """Whether something told of what a decision reads is so in some completion: seen in one, or else worked out."""
    plan = spread.plan
    return bool(tell(spread.columns).any()) or (YES,) in diagram(plan, name, plan.everything, limit, tell).ways


class Spread:
    """Some thousand completions all over the answer space. What is so in one of them needs no further proof."""

    def __init__(self, tree: Tree) -> None:
        self.plan = Plan(tree)
        state = np.arange(_WITNESSES, dtype=np.uint64)
        answers = {}
        for name in tree.questions:
            state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)  # Knuth's MMIX generator
            answers[name] = (state >> np.uint64(40)).astype(int) % self.plan.codes.nothing(name)
        asked, made = table(tree, answers)
        self.columns: Columns = asked | {name: one.chosen for name, one in made.items()}


def _about_one(decision: Decision, one: str, other: str) -> bool:
    """Whether two rules do the same kind of thing to some outcome in common."""
    a, b = decision.rules[one], decision.rules[other]
    return not _does(decision, a).isdisjoint(_does(decision, b))


def _does(decision: Decision, rule: Rule) -> set[tuple[str, str]]:
    out = {("out", outcome) for outcome in ruled_out(decision, rule)}
    return out | {("for", one) for one in rule.argues_for or ()} | {("against", one) for one in rule.against or ()}


def _fires(plan: Plan, name: str, rule: str, columns: Columns) -> Array:
    return truths(plan.tree.decisions[name].rules[rule].when, columns, plan.codes)


def _apart(plan: Plan, name: str, one: str, other: str, columns: Columns) -> Array:
    return np.not_equal(_fires(plan, name, one, columns), _fires(plan, name, other, columns))


def _tells(plan: Plan, name: str, rule: str, columns: Columns) -> Array:
    """Where the rule changes what is ruled out, or which of what is left stands above which."""
    decision = plan.tree.decisions[name]
    others = {one: kept for one, kept in decision.rules.items() if one != rule}
    scores, out = weigh(plan.tree, decision, decision.rules.values(), columns, plan.codes)
    before, out_before = weigh(plan.tree, decision, others.values(), columns, plan.codes)
    changed: Array = (out != out_before).any(axis=0)
    for a, b in permutations(range(len(decision.outcomes)), 2):
        moved = (scores[a] > scores[b]) != (before[a] > before[b])
        changed = changed | (moved & ~out[a] & ~out[b])
    return changed


def _unknown(at: Path, what: str) -> Finding:
    return Finding("not-worked-out", at, f"It has not been worked out {what}: that needs more cells than are allowed.")
