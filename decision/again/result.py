"""What a saved assessment comes to on another version of its tree, and what has to be asked anew. Plain frozen values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from decision.difference.result import Field, Outcomes
from decision.recommendation import Standing
from decision.tree import Rule, Source

Effect = Literal["outcome", "asks", "reasons", "nothing"]
"""The heaviest thing that the other version does to an assessment."""

Part = Literal["effect", "condition", "text"]
Moved = Literal[
    "new",
    "gone",
    "answer gone",
    "asked now",
    "not asked now",
    "other options",
    "asked otherwise",
    "outcome",
]
"""What became of a question that a rule tests; `outcome` is that of an earlier decision."""

Why = Literal["new", "asked now", "question gone", "answer gone", "worded otherwise", "counts again"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a decision can be on one version, `impossible` besides; None where that was not worked out.

    `labels` name the outcomes in the words of that version.
    """

    standing: Standing
    outcomes: Outcomes | None
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """Something that a rule tests and that is not what it was: a question, or an earlier decision."""

    id: str
    moved: Moved


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that does or says something else for these answers. `old` and `new` are None where a version has no such rule.

    `fired` and `fires` are None where that depends on what is open. `said` names what the versions say otherwise of it,
    `behind` what it tests that is not what it was. `bears` says that what it does otherwise concerns an outcome which the
    decision has, or that was recorded: no other rule can have made the difference.
    """

    decision: str
    id: str
    old: Rule | None
    new: Rule | None
    fired: bool | None
    fires: bool | None
    said: tuple[Part, ...]
    behind: tuple[Behind, ...]
    bears: bool

    @property
    def acts(self) -> bool:
        """Whether it does something else, and does not only say it in other words."""
        if self.fired is not self.fires or "effect" in self.said:
            return True
        return self.fires is None and (bool(self.behind) or "condition" in self.said)

    @property
    def speaks(self) -> bool:
        """Whether somebody who reads the reasons sees that it changed: it fires for certain in one version at least."""
        certain = (self.fired is True, self.fires is True)
        return certain[0] != certain[1] or (certain[0] and bool(self.said))


@dataclass(frozen=True, slots=True)
class DecisionAgain:
    """One decision on both versions. `before` or `after` is None where that version does not have it, or does not show it.

    `ties` says that equal scores are settled otherwise, `added` and `removed` name outcomes that one version alone has,
    `words` what is said otherwise about the outcomes and in their cautions.
    """

    id: str
    shown: bool
    before: Verdict | None
    after: Verdict | None
    rules: tuple[RuleChange, ...]
    ties: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    words: tuple[Field, ...]

    @property
    def unknown(self) -> bool:
        """Whether it was not worked out what one of the versions makes of it."""
        return any(one is not None and one.outcomes is None for one in (self.before, self.after))

    @property
    def moves(self) -> bool:
        """Whether it is known to come out otherwise."""
        if self.before is None or self.after is None:
            return True
        return not self.unknown and self.before.outcomes != self.after.outcomes

    @property
    def made_it(self) -> tuple[RuleChange, ...]:
        """The rules that made the difference."""
        return tuple(one for one in self.rules if one.acts and one.bears)

    @property
    def reasons(self) -> tuple[RuleChange, ...]:
        """The rules of which a reader of the reasons sees that they changed, without those that made the difference."""
        return tuple(one for one in self.rules if one.speaks and not (self.moves and one in self.made_it))


@dataclass(frozen=True, slots=True)
class AskAnew:
    """A question whose answer has to be given, given again, or looked at again, and why.

    `ask` is the question as the other version words it, or as it was where that has it no more; `said` the labels of
    what was answered. `evidence` says that what was noted with the answer goes with its question.
    """

    question: str
    ask: str
    why: Why
    said: tuple[str, ...] = ()
    words: tuple[Field, ...] = ()
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Unfit:
    """A recorded choice that the other version does not offer, with the reason that was given for it."""

    decision: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A source behind reasons or cautions that is past its age, and in which versions. `renewed` is the date that the other
    version gives it, where it is not past its age there."""

    source: Source
    old: bool
    new: bool
    renewed: datetime.date | None


@dataclass(frozen=True, slots=True)
class Again:
    """A saved assessment on another version of its tree. `decisions` are those of either version, in their order."""

    decisions: tuple[DecisionAgain, ...]
    ask: tuple[AskAnew, ...]
    unfit: tuple[Unfit, ...]
    stale: tuple[Stale, ...]

    @property
    def shown(self) -> tuple[DecisionAgain, ...]:
        """The decisions that a user sees in either version."""
        return tuple(one for one in self.decisions if one.shown)

    @property
    def moving(self) -> tuple[DecisionAgain, ...]:
        """The shown decisions that come out otherwise."""
        return tuple(one for one in self.shown if one.moves)

    @property
    def unknown(self) -> tuple[DecisionAgain, ...]:
        """The shown decisions of which it is not known whether they come out otherwise."""
        return tuple(one for one in self.shown if one.unknown and not one.moves)

    @property
    def reasoned(self) -> tuple[DecisionAgain, ...]:
        """The shown decisions that come out as they did, for other reasons or in other words."""
        return tuple(one for one in self.shown if not (one.moves or one.unknown) and (one.reasons or one.words))

    @property
    def effect(self) -> Effect:
        """The heaviest thing that the other version does to it."""
        if self.moving:
            return "outcome"
        if self.ask or self.unfit or self.unknown:
            return "asks"
        return "reasons" if self.reasoned else "nothing"

    def decision(self, name: str) -> DecisionAgain:
        """One decision by its id."""
        return next(one for one in self.decisions if one.id == name)

    def through(self, one: DecisionAgain) -> tuple[DecisionAgain, ...]:
        """The intermediate decisions behind the rules that made the difference to a decision, each before those behind it."""
        found: dict[str, DecisionAgain] = {}
        for change in one.made_it:
            for name in (behind.id for behind in change.behind if behind.moved == "outcome"):
                earlier = self.decision(name)
                if not earlier.shown:
                    found |= {name: earlier} | {other.id: other for other in self.through(earlier)}
        return tuple(found.values())
