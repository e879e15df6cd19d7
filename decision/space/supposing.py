"""Trees that differ from a given one in a decision, to ask of the answer space what the tree itself does not say."""

from __future__ import annotations

from collections.abc import Mapping

from decision.answers import Answers
from decision.conditions import ALWAYS, AnyOf, Condition, Not, Test
from decision.space.diagram import Plan, diagram
from decision.tree import UNSURE, Decision, Outcome, Rule, Tree

ASKED = "?"
"""The decision that tells whether something holds; no id of a tree can be this."""

_YES = "yes"


def _telling(tree: Tree, condition: Condition) -> Tree:
    """The tree with one decision more, `ASKED`: possible where a condition on questions and decisions holds."""
    rule = _rule(Not(condition), rule_out=(_YES,))
    return _changed(tree, {ASKED: _decision({_YES: Outcome(label=_YES)}, {ASKED: rule})})


def can_hold(tree: Tree, condition: Condition, answers: Answers, *, limit: int) -> bool:
    """Whether the condition holds in some completion. Raises `PastLimitError`."""
    plan = Plan(_telling(tree, condition))
    allowed = {name: plan.choices(name, answers.get(name, UNSURE))[0] for name in plan.questions}
    return (_YES,) in diagram(plan, ASKED, allowed, limit).ways


def all_possible(tree: Tree) -> Condition:
    """The condition that no decision is impossible."""
    impossible = (Not(Test(name, frozenset(decision.outcomes))) for name, decision in tree.decisions.items())
    return Not(AnyOf(tuple(impossible)))


def supposing(tree: Tree, name: str, outcome: str) -> Tree:
    """The tree in which a decision is this outcome wherever nothing rules that out, and impossible elsewhere."""
    decision = tree.decisions[name]
    rules = {**decision.rules, ASKED: _rule(ALWAYS, require=(outcome,))}
    return _changed(tree, {name: _with_rules(decision, rules)})


def _with_rules(decision: Decision, rules: Mapping[str, Rule]) -> Decision:
    """The decision with other rules."""
    fields = {name: getattr(decision, name) for name in Decision.model_fields}
    return Decision.model_construct(**{**fields, "rules": rules})


def _changed(tree: Tree, decisions: Mapping[str, Decision]) -> Tree:
    """The tree with other decisions, or more of them at its end."""
    fields = {name: getattr(tree, name) for name in Tree.model_fields}
    return Tree.model_construct(**{**fields, "decisions": {**tree.decisions, **decisions}})


def _decision(outcomes: Mapping[str, Outcome], rules: Mapping[str, Rule]) -> Decision:
    return Decision.model_construct(decide=ASKED, shown=False, outcomes=outcomes, rules=rules, cautions={})


def _rule(when: Condition, *, require: tuple[str, ...] | None = None, rule_out: tuple[str, ...] | None = None) -> Rule:
    return Rule.model_construct(when=when, because=ASKED, require=require, rule_out=rule_out)
