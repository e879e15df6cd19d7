"""The semantic difference between two versions of a tree: what is said otherwise, and what that does. Exact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from decision.answers import Answer, Answers, fitting
from decision.deciding import possible_of
from decision.difference.graph import A, Graph, Ways, beside, counted, fewest, over
from decision.difference.joined import SIDES, Joined, Side
from decision.difference.parts import changes
from decision.difference.result import (
    DecisionChange,
    Difference,
    Effect,
    Flow,
    Outcomes,
    ScenarioChange,
    Stamp,
)
from decision.difference.version import called
from decision.reading.read import TreeFile
from decision.space.diagram import PastLimitError, Plan, diagram
from decision.space.standing import LIMIT, survey
from decision.tree import IMPOSSIBLE, Decision, Tree

_ONE_BY_ONE = 50
"""Cells that are gone through one by one take so much longer than those of an array; all flows of a decision share them."""

_AT_A_TIME = 20  # scenarios

Pair = tuple[Outcomes, Outcomes]


def difference(
    old: TreeFile, new: TreeFile, *, limit: int = LIMIT, told: Callable[[], object] = lambda: None
) -> Difference:
    """Two versions compared. What would need more than `limit` cells at once is said not to be worked out.

    `told` is called several times on the way; what it raises ends the comparison.
    """
    said = changes(old, new)
    ways, changed, example, decisions = _outcomes(old.tree, new.tree, limit, told)
    return Difference(
        Stamp(old.tree.id, old.tree.version, old.digest),
        Stamp(new.tree.id, new.tree.version, new.digest),
        said,
        ways,
        changed,
        example,
        decisions,
        scenarios(old.tree, new.tree, limit=limit, told=told),
        called(old.tree, new.tree, said, decisions),
    )


_Found = tuple[int | None, int | None, Mapping[str, Answer] | None, tuple[DecisionChange, ...]]


def _outcomes(old: Tree, new: Tree, limit: int, told: Callable[[], object]) -> _Found:
    """How many ways to answer there are, how many get another recommendation, the fewest answers, and each decision."""
    try:
        joined = Joined(old, new)
    except PastLimitError:
        shown = (name for name in new.shown if name in old.shown)
        return None, None, None, tuple(DecisionChange(name, None, None) for name in shown)
    plan = Plan(joined.tree)
    graphs: dict[str, Graph[Pair] | None] = {}
    for name in joined.decisions:
        told()
        graphs[name] = _pairs(joined, plan, name, limit)
    told()
    decisions = tuple(_decision(name, graph, plan, limit) for name, graph in graphs.items())
    told()
    return *_together(joined, plan, list(graphs.values()), limit), decisions


def _pairs(joined: Joined, plan: Plan, name: str, limit: int) -> Graph[Pair] | None:
    """What a decision is in both versions, None past the limit."""
    try:
        found = []
        for side in SIDES[: 1 if joined.alike(name) else 2]:
            graph = diagram(plan, joined.name(side, name), plan.everything, limit)
            open_left = over(graph, plan, joined.questions, limit // _ONE_BY_ONE)
            found.append(open_left.to(partial(_said, joined.trees[side].decisions[name])))
        return beside(found[0], found[-1], limit)
    except PastLimitError:
        return None


def _said(decision: Decision, ways: Ways) -> Outcomes:
    """What a decision can be when it comes out in any of these ways."""
    return _in_order(decision, {one for way in ways for one in possible_of(decision, way) or (IMPOSSIBLE,)})


def _in_order(decision: Decision, able: Collection[str]) -> Outcomes:
    return tuple(outcome for outcome in (*decision.outcomes, IMPOSSIBLE) if outcome in able)


def _decision(name: str, graph: Graph[Pair] | None, plan: Plan, limit: int) -> DecisionChange:
    if graph is None:
        return DecisionChange(name, None, None)
    graph = graph.to(lambda pair: pair)
    ways = counted(graph, plan)
    others = sum(old != new for old, new in ways)
    flows = tuple(
        Flow(old, new, count, _fewest(graph, plan, (old, new), limit // _ONE_BY_ONE // others) if old != new else None)
        for (old, new), count in sorted(ways.items(), key=lambda item: (-item[1], item[0]))
    )
    return DecisionChange(name, sum(flow.ways for flow in flows if flow.changes), flows)


def _fewest(graph: Graph[A], plan: Plan, wanted: A, limit: int) -> Answers | None:
    try:
        found = fewest(graph, plan, wanted, limit)
    except PastLimitError:
        return None
    return {name: found[name] for name in plan.tree.questions if name in found}


def _together(
    joined: Joined, plan: Plan, graphs: Sequence[Graph[Pair] | None], limit: int
) -> tuple[int | None, int | None, Answers | None]:
    """All shown decisions at once: the ways to answer, in how many any of them changes, and the fewest answers."""
    try:
        everything = over(diagram(plan, None, plan.everything, limit), plan, joined.questions, limit // _ONE_BY_ONE)
        changing = everything.to(lambda _: False)
    except PastLimitError:
        return None, None, None
    ways = sum(counted(changing, plan).values())
    try:
        for graph in graphs:
            if graph is None:
                raise PastLimitError
            changing = beside(changing, graph.to(lambda pair: pair[0] != pair[1]), limit).to(any)
    except PastLimitError:
        return ways, None, None
    changed = counted(changing, plan).get(True, 0)
    return ways, changed, _fewest(changing, plan, True, limit // _ONE_BY_ONE) if changed else None


def scenarios(
    old: Tree, new: Tree, *, limit: int = LIMIT, told: Callable[[], object] = lambda: None
) -> tuple[ScenarioChange, ...]:
    """The scenarios of either version whose answers get another recommendation or do not fit one of them.

    A scenario that both have is taken as the new version has it.
    """
    shared = [name for name in new.shown if name in old.shown]
    found = []
    for number, (name, scenario) in enumerate({**old.scenarios, **new.scenarios}.items()):
        if number % _AT_A_TIME == 0:
            told()
        taken = {side: fitting(tree, scenario.answers) for side, tree in zip(SIDES, (old, new), strict=True)}
        effects = effects_of(old, new, taken, shared, limit)
        unread = tuple(one for one in scenario.answers if any(one not in answers for answers in taken.values()))
        if effects or unread:
            found.append(ScenarioChange(name, effects, unread))
    return tuple(found)


def effects_of(
    old: Tree, new: Tree, answers: Mapping[Side, Answers], shared: Sequence[str], limit: int = LIMIT
) -> tuple[Effect, ...]:
    """The shared decisions that come out otherwise in both versions for these answers, or were not worked out."""
    before, after = (_possible(tree, answers[side], limit) for side, tree in zip(SIDES, (old, new), strict=True))
    pairs = ((name, before.get(name), after.get(name)) for name in shared)
    return tuple(Effect(name, was, now) for name, was, now in pairs if was != now or was is None)


def _possible(tree: Tree, answers: Answers, limit: int) -> dict[str, Outcomes]:
    """What each decision can be for some answers; one that was not worked out is missing."""
    return {
        name: _in_order(tree.decisions[name], {*tally.possible, *([IMPOSSIBLE] if tally.impossible else [])})
        for name, tally in survey(tree, answers, limit=limit).decisions.items()
    }
