"""The tree as a model: what a tree file may say, in the words of the file.

Every scalar of a tree file arrives as text (see `reading.text`), so these types say what a number or a date is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from decision.conditions import Condition, subjects
from decision.criteria import KINDS
from decision.reading.conditions import parse_condition

UNSURE = "unsure"
IMPOSSIBLE = "impossible"
RESERVED = frozenset(
    ["tree", "v", "at", "saved", "edit", "embed", "embed_options", "unsure", "any", "all", "not", "impossible"]
)
MAX_CHOICES = 8
ID = "[a-z0-9][a-z0-9_]{0,63}"
"""What an id is made of."""


def _whole_number(raw: Any) -> Any:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", str(raw)):
        raise PydanticCustomError("whole_number", "A whole number above 0 is needed here, such as 4.")
    return int(raw)


def _truth(raw: Any) -> Any:
    if raw not in ("true", "false", True, False):
        raise PydanticCustomError("true_or_false", "Write true or false.")
    return raw in ("true", True)


def _date(raw: Any) -> Any:
    if isinstance(raw, datetime.date):
        return raw
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(raw)):
            raise ValueError
        return datetime.date.fromisoformat(raw)
    except ValueError:
        raise PydanticCustomError("date", "A date is written as year-month-day, such as 2026-11-24.") from None


def _months(raw: Any) -> Any:
    if isinstance(raw, int):
        return raw
    match = re.fullmatch(r"([1-9][0-9]{0,2}) months?", str(raw))
    if not match:
        raise PydanticCustomError("months", "An age is written in months, such as: 12 months.")
    return int(match[1])


def _number(raw: Any) -> Any:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", str(raw)):
        raise PydanticCustomError("number", "A number is needed here, such as 0.5.")
    return float(raw)


def _several(raw: Any) -> Any:
    return [raw] if isinstance(raw, str) else raw


def _answer(raw: Any) -> Any:
    if isinstance(raw, str) or (isinstance(raw, list | tuple) and all(isinstance(one, str) for one in raw)):
        return raw
    raise PydanticCustomError("misshapen_answer", "An answer is the id of an option, or a list of ids.")


def _labelled(raw: Any) -> Any:
    return {"label": raw} if isinstance(raw, str) else raw


_ASSUMED = {
    "type": "object",
    "properties": {
        name: {"description": kind.about, **({"const": 1} if kind.flag else {"type": "number", "exclusiveMinimum": 0})}
        for name, kind in KINDS.items()
    },
    "additionalProperties": False,
}
_TEXTS = {"type": ["string", "array"], "items": {"type": "string"}}
_IDS = {**_TEXTS, "minItems": 1}

Id = Annotated[str, StringConstraints(pattern=rf"^{ID}$")]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
Link = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"'`]+$", max_length=1000)]
WholeNumber = Annotated[int, BeforeValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 1})]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]
Date = Annotated[datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Months = Annotated[
    int,
    BeforeValidator(_months),
    WithJsonSchema({"type": "string", "pattern": "^[1-9][0-9]{0,2} months?$"}, mode="validation"),
]
Number = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Assumed = Annotated[Mapping[Id, Number], WithJsonSchema(_ASSUMED)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_several), Field(min_length=1), WithJsonSchema(_IDS)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_several), WithJsonSchema(_TEXTS)]
When = Annotated[Condition, BeforeValidator(parse_condition), WithJsonSchema({"condition": True})]
Answer = Annotated[str | tuple[str, ...], BeforeValidator(_answer), WithJsonSchema(_IDS)]


class Part(BaseModel):
    """Any part of a tree: it cannot be changed, and a key that is not known is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


class Source(Part):
    """The citation behind a rule."""

    title: Label = Field(description="Who said it and where, as a reader would cite it.")
    url: Link = Field(description="Where it can be read; https only.")
    date: Date = Field(description="When it was published, or read where it carries no date.")
    grade: Literal["primary", "secondary", "weak"] = Field(
        description="primary: documentation, paper, regulator or the company itself; secondary: a named third party; weak: marketing or a personal page."
    )
    stale_after: Months | None = Field(
        None, description="The age from which it should be looked up again, such as: 12 months."
    )

    def stale_on(self, day: datetime.date) -> bool:
        """Whether the source is older on `day` than its allowed age."""
        age = (day.year - self.date.year) * 12 + day.month - self.date.month - (day.day < self.date.day)
        return self.stale_after is not None and age >= self.stale_after


class Option(Part):
    """One answer that can be chosen. The short form is its label alone."""

    label: Label = Field(description="The option as the reader sees it.")
    help: Text | None = Field(None, description="Markdown: what it means, and how to tell whether it is so.")
    exclusive: Truth = Field(False, description="Only where many are chosen: it cannot go with any other option.")
    source: Ids | None = Field(None, description="Where a threshold in the label comes from.")
    assume: Assumed | None = Field(None, description="What choosing it asks of a model, as numbers.")

    _short = model_validator(mode="before")(staticmethod(_labelled))


class Question(Part):
    """What is asked, why, and what can be chosen."""

    dimension: Id = Field(description="The dimension it belongs to, by its id.")
    ask: Label = Field(description="The question as the reader sees it.")
    why: Text = Field(description="Why it is asked: what the answer decides.")
    help: Text | None = Field(None, description="Markdown that helps to settle the answer.")
    when: When | None = Field(None, description="It is asked unless this cannot hold. May test only questions above.")
    choose: Literal["one", "many"] = Field("one", description="many: several options can be chosen, of at most 8.")
    options: Mapping[Id, Option] = Field(min_length=1, description="What can be chosen, in the order shown.")


class Outcome(Part):
    """One possible result of a decision. The short form is its label alone."""

    label: Label = Field(description="The outcome as the reader sees it.")
    summary: Text | None = Field(None, description="What it is, in a sentence or two.")
    takes: Text | None = Field(None, description="People and time.")
    costs: Text | None = Field(None, description="Money, and what drives it.")
    leave: Text | None = Field(None, description="How one leaves it: a one-way or a two-way door.")
    duties: Text | None = Field(None, description="What one owes to whom by choosing it.")
    next_steps: Texts = Field((), description="What to do first, one step an entry.")
    confirm: Texts = Field((), description="How one knows that it works, measurably.")
    revisit_when: Texts = Field((), description="What would have to happen for the decision to be taken up again.")
    link: Link | None = Field(None, description="Where to read on; https only.")
    source: Ids | None = Field(None, description="Where a threshold that it assumes comes from.")
    assume: Assumed | None = Field(None, description="What this outcome asks of a model, as numbers.")

    _short = model_validator(mode="before")(staticmethod(_labelled))


class Rule(Part):
    """When a condition holds, rule outcomes out, require some, or argue for and against some."""

    when: When = Field(description="The rule fires if this holds. May test only what stands above the decision.")
    rule_out: Ids | None = Field(None, description="Outcomes that are not possible.")
    require: Ids | None = Field(None, description="Outcomes of which it must be one: all others are ruled out.")
    argues_for: Mapping[Id, Id] | None = Field(
        None, alias="for", min_length=1, description="What it speaks for, as outcome: strength."
    )
    against: Mapping[Id, Id] | None = Field(
        None, min_length=1, description="What it speaks against, as outcome: strength."
    )
    because: Text = Field(description="The reason, as the reader sees it.")
    disputed: Text | None = Field(None, description="Where experts differ, and who.")
    source: Ids | None = Field(None, description="Where it says so: ids of sources.")

    @model_validator(mode="after")
    def _one_effect(self) -> Rule:
        effects = [self.rule_out, self.require, self.argues_for or self.against]
        if sum(effect is not None for effect in effects) != 1:
            raise PydanticCustomError(
                "one_effect", "A rule does exactly one thing: rule_out, require, or argue (for, against)."
            )
        return self

    @cached_property
    def argues_about(self) -> Mapping[str, str]:
        """The outcomes that the rule argues for or against, each with its strength."""
        return {**(self.argues_for or {}), **(self.against or {})}


class Caution(Part):
    """A warning that goes with an outcome; it may test its own decision."""

    when: When = Field(
        description="The caution is shown if this holds. May test its own decision and what stands above."
    )
    say: Text = Field(description="The warning, as the reader sees it.")
    source: Ids | None = Field(None, description="Where it says so: ids of sources.")


class TieBreak(Part):
    """In which order equal scores are settled, and why."""

    order: tuple[Id, ...] = Field(description="Every outcome once; among equal scores the first one wins.")
    because: Text = Field(description="Why in this order, as the reader sees it.")


class Decision(Part):
    """One thing to decide. Its rules may test questions and the decisions above it."""

    decide: Label = Field(description="What is to be decided, as a question.")
    shown: Truth = Field(True, description="false: an intermediate decision that appears only in the trace.")
    outcomes: Mapping[Id, Outcome] = Field(min_length=1, description="What can come out.")
    tie_break: TieBreak | None = Field(None, description="How equal scores are settled; without it, by file order.")
    rules: Mapping[Id, Rule] = Field(default_factory=dict, description="What rules outcomes out or argues about them.")
    cautions: Mapping[Id, Caution] = Field(default_factory=dict, description="Warnings that go with an outcome.")

    @cached_property
    def ranking(self) -> tuple[str, ...]:
        """The outcomes in the order in which equal scores are settled."""
        return self.tie_break.order if self.tie_break else tuple(self.outcomes)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The questions and earlier decisions that its rules test."""
        return tuple(sorted({name for rule in self.rules.values() for name in subjects(rule.when)}))


class Claim(Part):
    """What must hold in the whole answer space."""

    always: When | None = Field(None, description="What holds for all answers.")
    never: When | None = Field(None, description="What holds for no answers.")
    when: When | None = Field(None, description="Only answers for which this holds are looked at.")
    because: Text = Field(description="Why it must be so.")

    @model_validator(mode="after")
    def _one_statement(self) -> Claim:
        if (self.always is None) == (self.never is None):
            raise PydanticCustomError("one_statement", "A claim says exactly one of always and never.")
        return self


class Scenario(Part):
    """A test that the tree carries: for these answers, these outcomes."""

    about: Text = Field(description="Whose case it is, in a sentence.")
    answers: Mapping[Id, Answer] = Field(description="Question: option, a list of options, or unsure.")
    expect: Mapping[Id, Ids] = Field(
        min_length=1,
        description="Decision: its outcome, or exactly its possible outcomes; impossible: in all completions.",
    )


class Tree(Part):
    """One tree file."""

    format: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})] = Field(
        description="The format of the file: 1 is the only one."
    )
    id: Id = Field(description="The file name without its ending.")
    version: Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$", max_length=64)] = (
        Field(
            description="major.minor.patch: old answers unusable, other outcomes or additions, no recommendation changes."
        )
    )
    title: Label = Field(description="The name of the tree, as the reader sees it.")
    summary: Text = Field(description="What it helps to decide, in a few sentences.")
    strengths: Mapping[Id, WholeNumber] = Field(
        min_length=1, description="The words that for and against take, each with its points."
    )
    dimensions: Mapping[Id, Label] = Field(
        min_length=1, description="What questions are about, in the order of the progress bar."
    )
    questions: Mapping[Id, Question] = Field(min_length=1, description="What is asked, in this order.")
    decisions: Mapping[Id, Decision] = Field(min_length=1, description="What is decided, in this order.")
    claims: Mapping[Id, Claim] = Field(
        default_factory=dict, description="What must hold over all answers; proved by check --deep."
    )
    sources: Mapping[Id, Source] = Field(default_factory=dict, description="What reasons cite, by id.")
    scenarios: Mapping[Id, Scenario] = Field(default_factory=dict, description="Tests that the tree carries.")

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The ids of the decisions that a user sees."""
        return tuple(name for name, decision in self.decisions.items() if decision.shown)

    def readers(self, question: str) -> frozenset[str]:
        """The decisions that look at a question: directly, through questions it opens, or through earlier decisions."""
        reached = {question}
        for name, other in self.questions.items():
            if other.when and not subjects(other.when).isdisjoint(reached):
                reached.add(name)
        for name, decision in self.decisions.items():
            if not reached.isdisjoint(decision.reads):
                reached.add(name)
        return frozenset(reached & self.decisions.keys())


def name_of(identifier: str) -> str:
    """An id as words, for headings.

    >>> name_of("model_class")
    'Model class'
    """
    return identifier.replace("_", " ").capitalize()
