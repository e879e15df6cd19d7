"""Conditions in words: the labels of the tree in place of its ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from decision.conditions import All, AnyOf, Condition, Not, Test
from decision.tree import Option, Outcome, Tree, name_of


def in_words(condition: Condition, tree: Tree) -> str:
    """The condition as a sentence, such as: When “Who looks after it?” is answered “A volunteer”.

    The tree is the one that the condition stands in. A question that is not asked is one that is not answered.
    """
    if not isinstance(condition, All) or condition.parts:
        return f"When {_phrase(condition, tree, inner=False)}."
    return "Always."


def _phrase(condition: Condition, tree: Tree, *, inner: bool) -> str:
    match condition:
        case Test():
            return _tested(condition, tree, holds=True)
        case Not(Test() as test):
            return _tested(test, tree, holds=False)
        case Not(part):
            return f"it is not so that {_phrase(part, tree, inner=True)}"
        case All():
            return _joined(condition, "and", ("both", "all of these hold:"), tree, inner=inner)
        case AnyOf():
            return _joined(condition, "or", ("either", "one of these holds:"), tree, inner=inner)


def _joined(condition: All | AnyOf, word: str, opening: tuple[str, str], tree: Tree, *, inner: bool) -> str:
    """The parts in a row. Inside another condition the row says where it begins, so that no brackets are needed."""
    parts = [_phrase(part, tree, inner=True) for part in sorted(_flat(condition), key=_is_group)]
    begins = inner or word == "or"
    if len(parts) == 2:
        comma = "" if inner else ","
        return f"{f'{opening[0]} ' if begins else ''}{parts[0]}{comma} {word} {parts[1]}"
    return f"{f'{opening[1]} ' if begins else ''}{f', {word} '.join(parts)}"


def _flat(condition: All | AnyOf) -> Iterator[Condition]:
    for part in condition.parts:
        if isinstance(part, type(condition)):
            yield from _flat(part)
        else:
            yield part


def _is_group(condition: Condition) -> bool:
    """A group comes last in its row, where nothing after it can be taken for a part of it."""
    return isinstance(condition, All | AnyOf)


def _tested(test: Test, tree: Tree, *, holds: bool) -> str:
    question = tree.questions.get(test.subject)
    if question is None:
        outcomes = tree.decisions[test.subject].outcomes
        return f"{name_of(test.subject).lower()} is {_one_of(test, outcomes, holds=holds)}"
    if question.choose == "many":
        said = _labels(test, question.options)
        verb = "include" if holds else "do not include"
        return f"the answers to “{question.ask}” {verb} {_series(said, 'or')}"
    if holds:
        return f"“{question.ask}” is answered {_one_of(test, question.options, holds=True)}"
    return f"“{question.ask}” is not answered {_series(_labels(test, question.options), 'or')}"


def _one_of(test: Test, choices: Mapping[str, Option] | Mapping[str, Outcome], *, holds: bool) -> str:
    """What a value is: one of the labels, none of them, or the only one that it is not."""
    said, others = _labels(test, choices), [choice.label for name, choice in choices.items() if name not in test.wanted]
    if not holds:
        return f"not {said[0]}" if len(said) == 1 else f"neither {_series(said, 'nor')}"
    return f"anything but {_quoted(others[0])}" if len(others) == 1 and len(said) > 2 else _series(said, "or")


def _labels(test: Test, choices: Mapping[str, Option] | Mapping[str, Outcome]) -> list[str]:
    """The labels of what is wanted, in the order of the tree."""
    return [_quoted(choice.label) for name, choice in choices.items() if name in test.wanted]


def _quoted(label: str) -> str:
    return f"“{label}”"


def _series(said: Sequence[str], word: str) -> str:
    """
    >>> _series(["a", "b", "c"], "or")
    'a, b or c'
    """
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"
