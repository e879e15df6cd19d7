"""What evaluation returns: all decisions for some answers, with reasons, trace and what is open.

Plain frozen values, complete in themselves: pages and reports need nothing else to say what was decided and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from decision.tree import Outcome, Source

Effect = Literal["for", "against", "rules out", "requires"]
Status = Literal["answered", "unsure", "open", "set aside", "not asked"]
Standing = Literal["settled", "open", "impossible", "not worked out"]
Often = Literal["never", "in some", "in all"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that fires in every completion, as it bears on one outcome. `points` is above 0 for `for`, below for `against`."""

    rule: str
    effect: Effect
    strength: str | None
    points: int
    because: str
    disputed: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """A caution that goes with an outcome."""

    caution: str
    say: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome of a decision. `possible` is None where that is not known.

    `completions` is None where they were not counted.
    """

    id: str
    text: Outcome
    score: int
    reasons: tuple[Reason, ...]
    ruled_out_by: tuple[Reason, ...]
    cautions: tuple[Warned, ...]
    possible: bool | None
    completions: int | None

    def speaking(self, effect: Effect) -> tuple[Reason, ...]:
        """The reasons with this effect, the strongest first."""
        return tuple(sorted((r for r in self.reasons if r.effect == effect), key=lambda r: -abs(r.points)))


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """One decision. `outcome` is the present one: the settled one, or in a tie the one chosen.

    `possible` is None where the search for it did not get to its end. Some outcomes may be known to be possible even so.
    `tied` and `impossible` say in how many completions that is so; None where that is not known. `searched` says that all
    of this comes from a search, as there was too much to count.
    """

    id: str
    decide: str
    shown: bool
    standing: Standing
    outcome: str | None
    possible: tuple[str, ...] | None
    tied: Often | None
    impossible: Often | None
    leader: str | None
    tie_break: str | None
    outcomes: tuple[OutcomeResult, ...]
    searched: bool = False

    def result(self, outcome: str) -> OutcomeResult:
        """What was found about one outcome."""
        return next(result for result in self.outcomes if result.id == outcome)

    @property
    def can_happen(self) -> tuple[OutcomeResult, ...]:
        """The outcomes that are known to be possible: all that are, unless the search did not get to its end."""
        return tuple(outcome for outcome in self.outcomes if outcome.possible)

    @property
    def present(self) -> OutcomeResult | None:
        """The present outcome with what was found about it."""
        return self.result(self.outcome) if self.outcome else None

    @property
    def leading(self) -> OutcomeResult | None:
        """The present outcome, or the one that is ahead on what is known."""
        name = self.outcome or self.leader
        return self.result(name) if name else None

    @property
    def by_rule(self) -> tuple[tuple[tuple[OutcomeResult, Reason], ...], ...]:
        """What each firing rule does, a group a rule: first what bears on the leading outcome, then what rules out."""
        groups: dict[str, list[tuple[OutcomeResult, Reason]]] = {}
        for outcome in self.outcomes:
            for reason in (*outcome.ruled_out_by, *outcome.reasons):
                groups.setdefault(reason.rule, []).append((outcome, reason))
        leading = self.leading
        return tuple(
            sorted(
                (tuple(group) for group in groups.values()),
                key=lambda group: (
                    all(outcome is not leading for outcome, _ in group),
                    group[0][1].points != 0,
                    -max(abs(reason.points) for _, reason in group),
                ),
            )
        )

    @property
    def tied_with(self) -> tuple[OutcomeResult, ...]:
        """The outcomes that scored as much as the present one, where all completions are tied."""
        here = self.present
        if here is None or self.tied != "in all":
            return ()
        return tuple(o for o in self.outcomes if o is not here and not o.ruled_out_by and o.score == here.score)


@dataclass(frozen=True, slots=True)
class QuestionState:
    """Where one question stands. `matters` is False when no answer to it can change a shown decision any more."""

    id: str
    ask: str
    dimension: str
    status: Status
    chosen: tuple[str, ...]
    labels: tuple[str, ...]
    matters: bool | None

    @property
    def asked(self) -> bool:
        return self.status not in ("set aside", "not asked")

    @property
    def pending(self) -> bool:
        """Asked, not answered, and not known to make no difference."""
        return self.status == "open" and self.matters is not False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """All decisions for some answers, in the order in which they are asked and made: that order is the trace.

    `completions` is the number of ways to answer the rest. `most_worth` is the question whose answer leaves the fewest
    outcomes possible, None where no shown decision is open. Either is None too while it has not been worked out.
    """

    questions: tuple[QuestionState, ...]
    decisions: tuple[DecisionResult, ...]
    completions: int | None
    most_worth: str | None = None

    @property
    def shown(self) -> tuple[DecisionResult, ...]:
        """The decisions that a user sees."""
        return tuple(decision for decision in self.decisions if decision.shown)

    @property
    def asked(self) -> tuple[QuestionState, ...]:
        """The questions that are asked, in their order."""
        return tuple(question for question in self.questions if question.asked)

    @property
    def to_find_out(self) -> tuple[QuestionState, ...]:
        """What is asked and not known: said to be unsure, or not answered."""
        return tuple(question for question in self.questions if question.status in ("unsure", "open"))

    @property
    def set_aside(self) -> tuple[QuestionState, ...]:
        """Answers that are kept and ignored, because their question is no longer asked."""
        return tuple(question for question in self.questions if question.status == "set aside")

    @property
    def next_question(self) -> QuestionState | None:
        """The first question still to be asked that can make a difference."""
        return next((question for question in self.questions if question.pending), None)

    def decision(self, name: str) -> DecisionResult:
        """One decision by its id."""
        return next(decision for decision in self.decisions if decision.id == name)

    def question(self, name: str) -> QuestionState:
        """One question by its id."""
        return next(question for question in self.questions if question.id == name)
