"""Answers: what this user said, question by question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from decision.conditions import Value
from decision.problems import AnswerError, Problem, did_you_mean
from decision.tree import UNSURE, Question, Tree

Answer = str | tuple[str, ...]
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer, and with which option in it."""

    question: str
    code: str
    message: str
    option: str | None = None


def faults(tree: Tree, answers: Mapping[str, Any]) -> list[Fault]:
    """Everything in `answers` that does not fit the tree."""
    found = []
    for name, answer in answers.items():
        question = tree.questions.get(name)
        if question is None:
            message = f'There is no question "{name[:60]}".{did_you_mean(name, tree.questions)}'
            found.append(Fault(name, "unknown-question", message))
        elif answer != UNSURE:
            found += _answer_faults(name, question, answer)
    return found


def _answer_faults(name: str, question: Question, answer: Any) -> list[Fault]:
    chosen = [answer] if isinstance(answer, str) else answer
    if not isinstance(chosen, list | tuple) or not all(isinstance(option, str) for option in chosen):
        return [Fault(name, "misshapen-answer", f'The answer to "{name}" is the id of an option, or a list of ids.')]
    if not chosen:
        message = f'The answer to "{name}" is an empty list. Choose an option, or say "{UNSURE}".'
        return [Fault(name, "empty-answer", message)]
    found = [_unknown(name, question, option) for option in dict.fromkeys(chosen) if option not in question.options]
    if question.choose == "one" and not isinstance(answer, str):
        return [Fault(name, "one-answer", f'Question "{name}" takes one option, not a list.'), *found]
    twice = next((option for option in chosen if chosen.count(option) > 1), None)
    if twice is not None:
        found.append(Fault(name, "repeated-option", f'The answer to "{name}" names an option twice.', twice))
    alone = [option for option in chosen if option in question.options and question.options[option].exclusive]
    if alone and len(set(chosen)) > 1:
        message = f'In "{name}" the option "{alone[0]}" cannot go with any other.'
        found.append(Fault(name, "exclusive-option", message, alone[0]))
    return found


def _unknown(name: str, question: Question, option: str) -> Fault:
    if option == UNSURE:
        message = f'In "{name}" the answer "{UNSURE}" stands alone, not in a list.'
    else:
        known = [*question.options, UNSURE]
        message = f'Question "{name}" has no option "{option[:60]}".{did_you_mean(option, known)}'
    return Fault(name, "unknown-option", message, option)


def fit(tree: Tree, answers: Mapping[str, Any], file: str = "answers") -> Answers:
    """The answers in the form that evaluation takes. Raises `AnswerError` with every fault."""
    found = faults(tree, answers)
    if found:
        raise AnswerError(Problem(file, 0, 0, fault.code, fault.message) for fault in found)
    return {name: _settled_form(tree.questions[name], answer) for name, answer in answers.items()}


def fitting(tree: Tree, answers: Mapping[str, Any]) -> Answers:
    """Those of the answers that fit the tree, the rest left out."""
    wrong = {fault.question for fault in faults(tree, answers)}
    return fit(tree, {name: answer for name, answer in answers.items() if name not in wrong})


def _settled_form(question: Question, answer: str | list[str] | tuple[str, ...]) -> Answer:
    if answer == UNSURE or question.choose == "one":
        return str(answer)
    chosen = {answer} if isinstance(answer, str) else set(answer)
    return tuple(option for option in question.options if option in chosen)


def value(answer: Answer) -> Value:
    """The set of option ids that an answer stands for."""
    return frozenset((answer,) if isinstance(answer, str) else answer)


def ticking(question: Question, said: Answer | None, ticked: Collection[str]) -> Answer | None:
    """The answer when these options, or `unsure`, are ticked where `said` was ticked before. What is unknown is left out.

    An option that excludes the rest, and `unsure`, stand alone: the one ticked last counts.
    """
    before = value(said) if said else frozenset[str]()
    now = frozenset(ticked) & {*question.options, UNSURE}
    alone = {UNSURE, *(name for name, option in question.options.items() if option.exclusive)}
    added = now - before
    if added:
        now = added & alone or now - alone
    if UNSURE in now:
        return UNSURE
    chosen = tuple(option for option in question.options if option in now)
    if question.choose == "one":
        return chosen[0] if chosen else None
    return chosen or None


def allowed_values(question: Question) -> tuple[Value, ...]:
    """Every value that an answer to the question can have: each option, or each allowed set of them."""
    if question.choose == "one":
        return tuple(frozenset((option,)) for option in question.options)
    free = tuple(option for option, text in question.options.items() if not text.exclusive)
    alone = tuple(frozenset((option,)) for option, text in question.options.items() if text.exclusive)
    return alone + _subsets(free)


@lru_cache(maxsize=256)
def _subsets(options: tuple[str, ...]) -> tuple[Value, ...]:
    return tuple(frozenset(chosen) for size in range(1, len(options) + 1) for chosen in combinations(options, size))
