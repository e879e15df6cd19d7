"""Two versions of a tree as one tree, so that both decide over the same ways to answer.

What means the same in both versions stands in it once, under its own name; what differs stands in it twice, as
`old x` and `new x`. A question that both versions have stands in it once, with the options that both have, and is
asked where either version asks it; a condition of the version that does not ask it there says so itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from decision.conditions import All, AnyOf, Condition, Not, Test, subjects, tests
from decision.deciding import points, ruled_out
from decision.space.diagram import PastLimitError
from decision.tree import Decision, Option, Question, Rule, Tree

Side = Literal["old", "new"]
MOST_TESTS = 200
"""A question that is asked in other cases than before, because others are, has a gate with no more tests than that."""

SIDES: tuple[Side, Side] = ("old", "new")


def shared_question(old: Question, new: Question) -> Question | None:
    """The question with the values that both versions allow, None if there are none."""
    options = {
        name: Option.model_construct(label=option.label, exclusive=option.exclusive or old.options[name].exclusive)
        for name, option in new.options.items()
        if name in old.options
    }
    many = old.choose == new.choose == "many"
    return new.model_copy(update={"options": options, "choose": "many" if many else "one"}) if options else None


class Joined:
    """The joint tree. `questions` are those that both versions have; `decisions` those that both show to users.

    Raises `PastLimitError` where two versions ask the same questions after each other in opposite order, or where the
    conditions of questions grow too large by saying what both ask.
    """

    def __init__(self, old: Tree, new: Tree) -> None:
        self.trees: dict[Side, Tree] = {"old": old, "new": new}
        overlaps = {name: shared_question(old.questions[name], new.questions[name]) for name in _both(old, new)}
        self.questions = {name: question for name, question in overlaps.items() if question}
        self.decisions = tuple(name for name in new.shown if name in old.shown)
        self._gate = cache(self._find_gate)
        self._weight = cache(self._find_weight)
        self.alike = cache(self._find_alike)
        self._find_all()
        self.tree = self._make()

    def _find_all(self) -> None:
        """Goes through both files from above, so that what a part tests is known before it."""
        for side, tree in self.trees.items():
            for name in (*tree.questions, *tree.decisions):
                self.alike(name)
            for name in tree.questions:
                if self._weight(side, name) > MOST_TESTS:
                    raise PastLimitError

    def name(self, side: Side, name: str) -> str:
        """Under which name a question or decision of one version stands in the joint tree."""
        return name if name in self.questions or self.alike(name) else f"{side} {name}"

    def _find_alike(self, name: str) -> bool:
        """Whether a decision comes out the same in both versions, or a question is asked in the same cases.

        That is so if both say it in the same words and so it is for all they test.
        """
        if name in self.questions:
            whens = [tree.questions[name].when for tree in self.trees.values()]
            return whens[0] == whens[1] and (not whens[0] or all(map(self.alike, subjects(whens[0]))))
        if any(name not in tree.decisions for tree in self.trees.values()):
            return False
        old, new = (_meaning(tree, tree.decisions[name]) for tree in self.trees.values())
        return old == new and all(map(self.alike, self.trees["old"].decisions[name].reads))

    def _find_weight(self, side: Side, name: str) -> int:
        """How many tests the gate of a question has in the joint tree, where it says also when it tests nothing."""
        when = self.trees[side].questions[name].when
        subjects = (test.subject for test in tests(when)) if when else ()
        return sum(1 + (self._weight(side, one) if self._guarded(one) else 0) for one in subjects)

    def _guarded(self, name: str) -> bool:
        """Whether both versions ask a question, but not in the same cases."""
        return name in self.questions and not self.alike(name)

    def _find_gate(self, side: Side, name: str) -> Condition | None:
        """When one version asks a question, in the words of the joint tree."""
        when = self.trees[side].questions[name].when
        return self._said(side, when) if when else None

    def _said(self, side: Side, condition: Condition) -> Condition:
        """A condition of one version in the words of the joint tree."""
        match condition:
            case Test():
                return self._test(side, condition)
            case Not(part):
                return Not(self._said(side, part))
            case All(parts):
                return All(tuple(self._said(side, part) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self._said(side, part) for part in parts))

    def _test(self, side: Side, test: Test) -> Condition:
        renamed = Test(self.name(side, test.subject), test.wanted)
        gate = self._gate(side, test.subject) if self._guarded(test.subject) else None
        return All((gate, renamed)) if gate else renamed

    def _make(self) -> Tree:
        parts = {name: self._question(question, self._asked(name)) for name, question in self.questions.items()}
        for side, tree in self.trees.items():
            for name, question in tree.questions.items():
                if name not in self.questions:
                    parts[self.name(side, name)] = self._question(question, self._gate(side, name))
        decisions: dict[str, Decision] = {}
        for name in (*self.trees["new"].decisions, *self.trees["old"].decisions):
            for side, tree in self.trees.items():
                if name in tree.decisions:
                    self._place(side, name, decisions)
        strengths = {str(value): value for tree in self.trees.values() for value in tree.strengths.values()}
        new = self.trees["new"]
        return Tree.model_construct(
            format="1",
            id=new.id,
            version=new.version,
            title=new.title,
            summary=new.summary,
            dimensions=new.dimensions,
            strengths=strengths,
            questions=_in_order(parts),
            decisions=decisions,
        )

    def _place(self, side: Side, name: str, found: dict[str, Decision]) -> None:
        """Puts a decision behind those that it tests, and both versions of one together: they read the same questions."""
        if self.name(side, name) in found:
            return
        for other in self.trees[side].decisions[name].reads:
            if other in self.trees[side].decisions:
                self._place(side, other, found)
        found[self.name(side, name)] = self._decision(side, name)

    def _asked(self, name: str) -> Condition | None:
        """When either version asks a question that both have."""
        old, new = (self._gate(side, name) for side in SIDES)
        if old is None or new is None:
            return None
        return old if old == new else AnyOf((old, new))

    def _question(self, question: Question, when: Condition | None) -> Question:
        return question.model_copy(update={"when": when})

    def _decision(self, side: Side, name: str) -> Decision:
        decision = self.trees[side].decisions[name]
        rules = {rule: self._rule(side, decision, one) for rule, one in decision.rules.items()}
        return Decision.model_construct(
            decide=decision.decide, outcomes=decision.outcomes, tie_break=decision.tie_break, rules=rules
        )

    def _rule(self, side: Side, decision: Decision, rule: Rule) -> Rule:
        """The rule with its strengths in points, which two versions may call by other words."""
        gains = points(self.trees[side], rule)
        return Rule.model_construct(
            when=self._said(side, rule.when),
            rule_out=ruled_out(decision, rule),
            require=None,
            argues_for={outcome: str(gain) for outcome, gain in gains.items() if gain > 0},
            against={outcome: str(-gain) for outcome, gain in gains.items() if gain < 0},
            because=rule.because,
        )


def _meaning(tree: Tree, decision: Decision) -> tuple[Any, ...]:
    """All that makes a decision come out as it does, but for what it tests."""
    effects = (
        (rule.when, frozenset(ruled_out(decision, rule)), frozenset(points(tree, rule).items()))
        for rule in decision.rules.values()
    )
    return decision.ranking, decision.tie_break is not None, Counter(effects)


def _both(old: Tree, new: Tree) -> Iterable[str]:
    return (name for name in new.questions if name in old.questions)


def _in_order(questions: dict[str, Question]) -> dict[str, Question]:
    """The questions with each behind those that its condition tests.

    Raises `PastLimitError` where two versions ask the same questions after each other in opposite order.
    """
    found: dict[str, Question] = {}
    begun: set[str] = set()

    def place(name: str) -> None:
        if name in begun:
            raise PastLimitError
        begun.add(name)
        when = questions[name].when
        for other in sorted(subjects(when)) if when else ():
            if other not in found:
                place(other)
        found[name] = questions[name]

    for name in questions:
        if name not in found:
            place(name)
    return found
