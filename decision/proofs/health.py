"""How a tree is doing, as its author wants to see it: one frozen result of the deep check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from decision.problems import Problem
from decision.proofs.mutations import Mutation
from decision.space.columns import conditions
from decision.space.diagram import Plan


@dataclass(frozen=True)
class DecisionHealth:
    """One decision over all completions, in counts of them; None where that is not worked out.

    `cells` are the combinations of answers and earlier outcomes that its rules tell apart, `states` what is left of the
    whole answer space when it is folded for this decision. `wins` counts an undeclared tie for each tied outcome.
    """

    id: str
    shown: bool
    cells: int
    states: int | None
    wins: Mapping[str, int] | None
    tied: int | None
    impossible: int | None


@dataclass(frozen=True)
class RuleHealth:
    """In how many completions a rule fires (None: not worked out), and in how many scenarios."""

    decision: str
    rule: str
    fires: int | None
    scenarios: int


@dataclass(frozen=True)
class QuestionHealth:
    """For each shown decision: in how many of all ways to answer all questions another answer to this one alone changes it."""

    id: str
    decides: Mapping[str, int | None]

    @property
    def total(self) -> int:
        """The sum over the decisions as far as it is worked out: what questions are ranked by."""
        return sum(count or 0 for count in self.decides.values())


@dataclass(frozen=True)
class Health:
    """All that the deep check found, problems sorted by line.

    `completions` are the ways to answer along the questions that are asked, None if past the limit; `all_ways` those to
    answer every question. `claims` says which are proved, refuted (False) or not worked out (None). Questions stand in
    the order of how much they decide, rules in the order of how often they fire. `left_out` are scenarios too open to be
    tried against `mutations`, which is empty if these were not asked for.
    """

    tree: str
    version: str
    problems: tuple[Problem, ...]
    completions: int | None
    all_ways: int
    decisions: tuple[DecisionHealth, ...]
    rules: tuple[RuleHealth, ...]
    questions: tuple[QuestionHealth, ...]
    claims: Mapping[str, bool | None]
    scenarios: int
    left_out: tuple[str, ...]
    mutations: tuple[Mutation, ...]

    @property
    def blocks(self) -> bool:
        """Whether anything was found that a user would run into."""
        return any(problem.blocks for problem in self.problems)

    @property
    def covered(self) -> int:
        """The number of rules that fire in some scenario."""
        return sum(rule.scenarios > 0 for rule in self.rules)

    @property
    def noticed(self) -> int:
        """The number of mutations that some scenario notices."""
        return sum(mutation.fate == "noticed" for mutation in self.mutations)

    @property
    def noticeable(self) -> int:
        """The number of mutations that a scenario could notice, or that may be such: all but those without effect."""
        return sum(mutation.fate != "without effect" for mutation in self.mutations)

    @property
    def share_noticed(self) -> float | None:
        """The share of the mutations that could be noticed which are; None where there is none."""
        return self.noticed / self.noticeable if self.noticeable else None


def cells(plan: Plan, decision: str) -> int:
    """How many combinations of what it reads the rules of a decision tell apart."""
    tested = conditions(plan.tree, decision)
    classes = (plan.codes.classes(subject, tested) for subject in plan.tree.decisions[decision].reads)
    return prod(int(found.max()) + 1 for found in classes)
