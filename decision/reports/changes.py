"""What would change a recommendation, in the words of its tree: every smallest change of answers, and how firm it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from decision.answers import Answer, value
from decision.evaluate import evaluate
from decision.reading.read import TreeFile
from decision.reports.report import Choice, Report
from decision.reports.words import counted, listed
from decision.space.collisions import Impossible, why_impossible
from decision.space.flips import Flip, Left, Robust, Robustness, robustness
from decision.tree import Question, name_of

_ANSWERS = {"on the edge": "one answer", "close": "two answers", "firm": "three answers or more"}
_COUNTED = {1: "one answer", 2: "up to two answers", 3: "up to three answers"}


@dataclass(frozen=True)
class Swap:
    """One other answer: what is asked, the label given and the other one."""

    ask: str
    given: str
    other: str


@dataclass(frozen=True)
class Alternative:
    """A smallest change that flips a decision: what it then becomes, which other shown decisions change with it, and
    whether any stays as it is."""

    swaps: tuple[Swap, ...]
    certain: bool
    becomes: str
    also: tuple[str, ...]
    others_stay: bool

    def sentence(self, name: str) -> str:
        """The whole of it, as an export says it."""
        swaps = _said(self.swaps)
        verb = "becomes" if self.certain else "may become"
        rest = ["the rest stays"] if self.others_stay else []
        return "; ".join([f"If it is {swaps}: {name} {verb} {self.becomes}", *self.also, *rest]) + "."


def _said(swaps: tuple[Swap, ...]) -> str:
    return listed(f"“{swap.other}” instead of “{swap.given}”" for swap in swaps)


def alternatives(report: Report, choice: Choice) -> tuple[Alternative, ...] | None:
    """Every flip of a decision, those of the fewest answers first; None where they are not worked out."""
    found = _robustness(report).get(choice.result.id)
    return tuple(_alternative(report, choice, flip) for flip in found.flips) if found else None


def looked_at(report: Report, choice: Choice) -> str:
    """How many answers a change has at most that was looked at: `up to three answers`."""
    return _COUNTED[_robustness(report)[choice.result.id].most]


def firmness(report: Report, choice: Choice) -> Robust | None:
    """How firmly a settled decision stands; None where it is open, a tie, or past what is worked out."""
    found = _robustness(report).get(choice.result.id)
    if found is None or choice.result.standing != "settled" or choice.result.tied == "in all":
        return None
    return None if found.standing == "firm" and found.most < 2 else found.standing


def firmly(report: Report, choice: Choice) -> str:
    """How firm a decision stands, in a sentence; nothing where that is not known."""
    if choice.result.tied == "in all" and choice.result.outcome:
        return "On the edge: it is tied, and how ties are settled decides."
    firm = firmness(report, choice)
    if firm is None:
        return ""
    reason = _robustness(report)[choice.result.id].reason
    if firm == "firm" or reason is None:
        return "Firm: it takes three other answers or more to be sure of another outcome."
    swaps = _alternative(report, choice, reason).swaps
    return f"{firm.capitalize()}: {_ANSWERS[firm]} would change it, such as {_said(swaps)}."


def chip(firm: Robust) -> str:
    """How firm, in a few words.

    >>> chip("close")
    'close: two answers'
    """
    return firm if firm == "firm" else f"{firm}: {_ANSWERS[firm]}"


def revisit(report: Report, choice: Choice, most: int = 5) -> list[str]:
    """The changes of answers after which a decision has to be taken again, in sentences; the smallest, and how many more."""
    found = alternatives(report, choice)
    if not found:
        return []
    more = [f"{counted(len(found) - most, 'further change')} of {looked_at(report, choice)} would do so too."]
    return [one.sentence(choice.name) for one in found[:most]] + (more if found[most:] else [])


def why_nothing(report: Report, choice: Choice) -> Impossible | None:
    """Why a decision is impossible in all completions; None where it is not, or past what is worked out."""
    if choice.result.standing != "impossible":
        return None
    return _why(report.file, tuple(report.assessment.answers.items()), choice.result.id)


def obstacles(report: Report, choice: Choice) -> list[str]:
    """Why a decision is impossible, in sentences; nothing where it is possible."""
    found = why_nothing(report, choice)
    if found is None:
        return []
    decisions = report.file.tree.decisions
    dead_ends = [
        f"With {name_of(end.decision)} “{decisions[end.decision].outcomes[end.outcome].label}” instead, everything "
        "would be possible. That is for the author of the tree to mend: the earlier decision must see it coming."
        for end in found.dead_ends
    ]
    return dead_ends + [
        f"These answers collide: {answered(report, one.questions)}. {_because(report, choice, one.rules)}"
        for one in found.collisions
    ]


def _because(report: Report, choice: Choice, rules: tuple[str, ...]) -> str:
    """What the rules say that rule everything out between them."""
    decision = report.file.tree.decisions[choice.result.id]
    return " ".join(" ".join(decision.rules[rule].because.split()) for rule in rules)


def relaxations(report: Report, choice: Choice) -> list[str]:
    """What would make a decision possible again, in sentences."""
    found = why_nothing(report, choice)
    return [f"It is possible again without: {answered(report, one)}." for one in found.relaxations] if found else []


def answered(report: Report, questions: tuple[str, ...]) -> str:
    """Some questions with the answers given, as a phrase."""
    tree, answers = report.file.tree, report.assessment.answers
    return listed(f"“{_labels(tree.questions[one], answers[one])}” ({tree.questions[one].ask})" for one in questions)


def _alternative(report: Report, choice: Choice, flip: Flip) -> Alternative:
    tree, answers = report.file.tree, report.assessment.answers
    swaps = []
    for change in flip.changes:
        question = tree.questions[change.question]
        swaps.append(Swap(question.ask, _labels(question, answers[change.question]), _labels(question, change.options)))
    also = _also(report, choice, flip.then)
    becomes = _outcomes(choice, flip.then[choice.result.id])
    return Alternative(tuple(swaps), flip.certain, becomes, also, len(also) < len(report.choices) - 1)


def _labels(question: Question, answer: Answer) -> str:
    chosen = value(answer)
    return listed(option.label for name, option in question.options.items() if name in chosen)


def _outcomes(choice: Choice, left: Left) -> str:
    able = [choice.result.result(outcome).text.label for outcome in left.possible]
    none = ["impossible"] if left.impossible != "never" else []
    return listed([*able, *none], "or")


def _also(report: Report, choice: Choice, then: Mapping[str, Left]) -> tuple[str, ...]:
    """The other shown decisions that the change gives another set of possible outcomes."""
    return tuple(
        f"{name_of(other.result.id)}: {_outcomes(other, then[other.result.id])}"
        for other in report.choices
        if other is not choice
        and other.result.id in then
        and other.result.possible is not None
        and set(other.result.possible) != set(then[other.result.id].possible)
    )


def _robustness(report: Report) -> dict[str, Robustness]:
    return _worked_out(report.file, tuple(report.assessment.answers.items()))


@lru_cache(maxsize=500)
def _why(file: TreeFile, answers: tuple[tuple[str, Answer], ...], decision: str) -> Impossible | None:
    return why_impossible(file.tree, dict(answers), decision)


# All who gave the same answers share it: a page and its exports ask for it several times.
@lru_cache(maxsize=500)
def _worked_out(file: TreeFile, answers: tuple[tuple[str, Answer], ...]) -> dict[str, Robustness]:
    return robustness(file.tree, dict(answers), evaluate(file.tree, dict(answers)))
