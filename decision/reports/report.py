"""What every export is made from: a recommendation, who asked, which tree, and the day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from decision.assessment import Assessment, Evidence, Recorded, TreeStamp
from decision.catalog.entries import Models
from decision.evaluate import evaluate
from decision.path import Step, path
from decision.reading.read import TreeFile
from decision.recommendation import DecisionResult, OutcomeResult, QuestionState, Reason, Recommendation, Warned
from decision.shortlist import Shortlist, make_shortlist
from decision.tree import Outcome, Source, name_of


@dataclass(frozen=True)
class Choice:
    """One shown decision as the board sees it: what the tree recommends, and what the architect recorded instead."""

    result: DecisionResult
    recorded: Recorded | None

    @property
    def name(self) -> str:
        return name_of(self.result.id)

    @property
    def chosen(self) -> OutcomeResult | None:
        """The outcome that stands: the recorded one, else the tree's."""
        return self.result.result(self.recorded.outcome) if self.recorded else self.result.present

    @property
    def headline(self) -> str:
        """The outcome that stands, in a few words; while it is open, what is possible."""
        return self.chosen.text.label if self.chosen else self.recommended

    @property
    def recommended(self) -> str:
        """What the tree says, whatever was recorded."""
        possible = self.result.possible
        if self.result.present:
            return self.result.present.text.label
        if possible is None:
            able = " or ".join(outcome.text.label for outcome in self.result.can_happen)
            return f"{able}, perhaps others" if able else "Not known"
        if not possible:
            return "Impossible with these answers"
        return " or ".join(self.result.result(outcome).text.label for outcome in possible)

    @property
    def differs(self) -> bool:
        """Whether another outcome was recorded than the tree recommends."""
        return self.recorded is not None and self.recorded.outcome != self.result.outcome

    @property
    def objections(self) -> tuple[Reason, ...]:
        """What speaks against the outcome that stands: what rules it out, then what argues against it."""
        return (*self.chosen.ruled_out_by, *self.chosen.speaking("against")) if self.chosen else ()

    @property
    def candidates(self) -> tuple[OutcomeResult, ...]:
        """The outcome that stands; while there is none, those that are possible, or not known to be impossible."""
        if self.chosen:
            return (self.chosen,)
        return tuple(outcome for outcome in self.result.outcomes if outcome.possible is not False)

    @property
    def why(self) -> str:
        """One sentence: the recorded reason, or the strongest reason that speaks."""
        if self.recorded:
            return self.recorded.reason
        return strongest(self.result)

    @property
    def cautions(self) -> tuple[Warned, ...]:
        """The cautions of the outcome that stands."""
        return self.chosen.cautions if self.chosen else ()


def strongest(result: DecisionResult) -> str:
    """The strongest reason for the outcome that stands or leads; else why the others fell away; else that nothing speaks."""
    leading = result.leading
    if result.standing == "impossible":
        return "Every outcome is ruled out."
    if leading is None:
        return "Nothing speaks yet." if not any(o.reasons for o in result.outcomes) else "Reasons are equal so far."
    speaking = leading.speaking("for")
    if speaking:
        return speaking[0].because
    others = [reason for other in result.outcomes if other is not leading for reason in other.ruled_out_by]
    if others:
        return others[0].because
    return "No reason speaks for it, and less against it than against the others."


@dataclass(frozen=True)
class Report:
    """The one thing that all exports are made from. `day` is passed in: nothing here knows what day it is.

    `models` is the catalogue beside the tree, None where there is none.
    """

    file: TreeFile
    assessment: Assessment
    recommendation: Recommendation
    day: datetime.date
    models: Models | None = None

    @property
    def title(self) -> str:
        return self.assessment.title or self.file.tree.title

    @property
    def stamp(self) -> str:
        """Tree, version and hash, as every export carries them."""
        return f"{self.file.tree.id} {self.file.stamp}"

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The shown decisions."""
        recorded = self.assessment.recorded
        return tuple(Choice(result, recorded.get(result.id)) for result in self.recommendation.shown)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The path through the tree, with what every branch not taken would have led to."""
        return path(self.file.tree, self.assessment.answers, self.recommendation)

    @cached_property
    def shortlist(self) -> Shortlist | None:
        """Models worth a look; None without a catalogue, or where the tree asks nothing of a model."""
        if self.models is None:
            return None
        recorded = {name: recorded.outcome for name, recorded in self.assessment.recorded.items()}
        return make_shortlist(self.file.tree, self.recommendation, self.models, recorded)

    def evidence(self, question: str) -> Evidence:
        """What was noted about an answer."""
        return self.assessment.evidence.get(question, Evidence())

    def hangs_on(self, question: QuestionState) -> tuple[str, ...]:
        """The names of the shown decisions that are not settled and look at the question, directly or through others."""
        readers = self.file.tree.readers(question.id)
        return tuple(
            choice.name
            for choice in self.choices
            if choice.result.id in readers and choice.result.standing != "settled"
        )

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every source cited by what is shown, once, in the order of first mention."""
        outcomes = [outcome for choice in self.choices for outcome in choice.result.outcomes]
        cited = [reason.sources for o in outcomes for reason in (*o.reasons, *o.ruled_out_by)]
        cited += [caution.sources for o in outcomes for caution in o.cautions]
        cited += [self.thresholds(question) for question in self.recommendation.questions]
        if self.shortlist:
            cited += [origin.sources for one in self.shortlist.criteria for origin in one.origins]
        return tuple({source.url: source for sources in cited for source in sources}.values())

    def thresholds(self, question: QuestionState) -> tuple[Source, ...]:
        """Where the figures in the chosen options come from."""
        tree = self.file.tree
        options = [tree.questions[question.id].options[name] for name in question.chosen]
        return tuple(tree.sources[name] for option in options for name in option.source or ())

    def numbers(self, sources: tuple[Source, ...]) -> tuple[int, ...]:
        """The numbers of some sources in the list of all, from 1."""
        return tuple(dict.fromkeys(self._numbers[source.url] for source in sources))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {source.url: number for number, source in enumerate(self.sources, 1)}

    def told(self, pick: Callable[[Outcome], Iterable[str]]) -> list[tuple[Choice, tuple[str, ...]]]:
        """What the outcomes that stand say about one thing, where they say anything."""
        said = [(choice, tuple(pick(choice.chosen.text))) for choice in self.choices if choice.chosen]
        return [(choice, texts) for choice, texts in said if texts]

    @property
    def another_tree(self) -> TreeStamp | None:
        """The tree to which the answers were given, where it is not the one they are evaluated on."""
        given = self.assessment.tree
        return given if given and given.digest != self.file.digest else None


def make_report(file: TreeFile, assessment: Assessment, day: datetime.date, models: Models | None = None) -> Report:
    """Evaluate an assessment and put together what its exports need. Raises `AnswerError` if it does not fit the tree."""
    return Report(file, assessment, evaluate(file.tree, assessment.answers), day, models)
