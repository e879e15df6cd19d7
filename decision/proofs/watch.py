"""What is watched over all completions besides the decisions: rules that fire, claims that fail, cautions that show.

Each is a decision of its own, added below those of the tree, so that the answer space works it out like any other: the
*way* in which it comes out says which rules fire, or whether what is watched holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from decision.answers import Answers
from decision.conditions import All, Condition, Not
from decision.proofs.examples import Example, smallest
from decision.space.diagram import Plan, closure
from decision.space.standing import LIMIT, Space, Walk
from decision.tree import Claim, Decision, Outcome, Rule, Tree

Way = tuple[str, ...]

HOLDS: Way = ("holds",)
NONE_FIRES = ""  # an outcome with no points: the best one only where no rule fires


def rules_of(decision: str) -> str:
    """The name under which the rules that fire are watched. Like the others it is no id, so it meets none of the tree."""
    return f"rules of {decision}"


def rule_of(decision: str, rule: str) -> str:
    return f"rule {decision}.{rule}"


def claim_of(claim: str) -> str:
    return f"claim {claim}"


def caution_of(decision: str, caution: str) -> str:
    return f"caution {decision}.{caution}"


def fired(way: Way) -> frozenset[str]:
    """The rules that fire where the watched rules of a decision come out this way."""
    return frozenset() if NONE_FIRES in way else frozenset(way)


class Watch:
    """All completions of a tree, seen through its decisions and through `more` conditions, each by a name of its own.

    Whatever is past the limit of cells, or hangs on a decision that is, has no walk.
    """

    def __init__(self, tree: Tree, more: Mapping[str, Condition] | None = None, limit: int = LIMIT) -> None:
        self.tree = tree
        self.limit = limit
        added = {**_conditions(tree), **(more or {})}
        watched = {name: _holding(when) for name, when in added.items()}
        firing = {rules_of(name): _firing(tree, decision) for name, decision in tree.decisions.items()}
        self.plan = Plan(tree.model_copy(update={"decisions": {**tree.decisions, **firing, **watched}}))
        self._walks: dict[str | None, Walk | None] = {}

    def walk(self, name: str | None) -> Walk | None:
        """All completions through one decision, or alone where it is None. Worked out when first asked for."""
        if name not in self._walks:
            space = Space(self.plan, self.plan.everything, [] if self._hopeless(name) else [name], self.limit)
            self._walks[name] = Walk(space, {}) if space.roots else None
        return self._walks[name]

    def _hopeless(self, name: str | None) -> bool:
        missing = {one for one, walk in self._walks.items() if walk is None}
        return not missing.isdisjoint(closure(self.plan.tree, [name] if name else []) - {name})

    def counts(self, name: str | None, answers: Answers | None = None) -> dict[Way, int] | None:
        """In how many completions of the answers each way is the one; None where it is not worked out."""
        walk = self.walk(name)
        if walk is None:
            return None
        if answers:
            walk = Walk(walk.space, answers)
        ends = zip(walk.space.ways, walk.into[-1].tolist(), strict=True)
        return {way: int(count) for (_, way), count in ends if count}

    def often(self, name: str) -> int | None:
        """In how many completions what is watched under this name holds."""
        counts = self.counts(name)
        return None if counts is None else counts.get(HOLDS, 0)

    def example(self, name: str, wanted: Collection[Way] = (HOLDS,)) -> Example:
        """The fewest answers after which a decision comes out in a wanted way in every completion. It does so in some."""
        walk = self.walk(name)
        assert walk is not None
        return smallest(walk.space, [way in wanted for _, way in walk.space.ways])


def _conditions(tree: Tree) -> dict[str, Condition]:
    rules = {
        rule_of(name, rule): model.when
        for name, decision in tree.decisions.items()
        for rule, model in decision.rules.items()
    }
    claims = {claim_of(name): violated(claim) for name, claim in tree.claims.items()}
    cautions = {
        caution_of(name, caution): model.when
        for name, decision in tree.decisions.items()
        for caution, model in decision.cautions.items()
    }
    return {**rules, **claims, **cautions}


def violated(claim: Claim) -> Condition:
    """When the claim fails."""
    supposed = [claim.when] if claim.when else []
    wrong = claim.never if claim.never is not None else Not(claim.always) if claim.always is not None else All(())
    return All((*supposed, wrong))


def made(outcomes: Iterable[str], rules: Mapping[str, Rule]) -> Decision:
    """A decision that no file holds."""
    named = {outcome: Outcome.model_construct(label=outcome) for outcome in outcomes}
    return Decision.model_construct(decide="", shown=False, outcomes=named, tie_break=None, rules=rules, cautions={})


def requiring(when: Condition, *outcomes: str) -> Rule:
    """A rule that no file holds."""
    return Rule.model_construct(when=when, require=outcomes, rule_out=None, argues_for=None, against=None, because="")


def _holding(when: Condition) -> Decision:
    return made(("not", *HOLDS), {"when": requiring(when, *HOLDS)})


def _firing(tree: Tree, decision: Decision) -> Decision:
    """All rules that fire are tied for the best: so the way is which they are."""
    points = next(iter(tree.strengths))
    effect = {"rule_out": None, "require": None, "against": None}
    rules = {
        name: rule.model_copy(update={**effect, "argues_for": {name: points}}) for name, rule in decision.rules.items()
    }
    return made((*decision.rules, NONE_FIRES), rules)
