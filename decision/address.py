"""The address: answers and position as a query, and back.

`?tree=…&v=1.4.0-3fa9c2d1&at=<question>&saved=<id>&<question>=<option>&…`, several options joined by a dot; `saved` is
there while a saved assessment is open. It holds ids and nothing that a person typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from decision.answers import Answer, Answers, faults, fitting
from decision.reading.read import TreeFile

MAX_LENGTH = 8_000
_OWN = frozenset(("tree", "v", "at", "saved", "edit", "embed", "embed_options"))


@dataclass(frozen=True)
class Read:
    """What an address says. `unread` are sentences about parts of it that mean nothing for the tree in use."""

    answers: Answers
    at: str | None
    stamp: str | None
    unread: tuple[str, ...]


def write(tree: str, stamp: str, answers: Answers, at: str | None = None, saved: str | None = None) -> dict[str, str]:
    """The query for these answers, with the position and the id of the saved assessment if there is one."""
    query = {"tree": tree, "v": stamp}
    if at:
        query["at"] = at
    if saved:
        query["saved"] = saved
    return query | {name: answer if isinstance(answer, str) else ".".join(answer) for name, answer in answers.items()}


def read(file: TreeFile, query: Mapping[str, Sequence[str]]) -> Read:
    """What a query says about the tree in use. Parts that mean nothing are reported, never guessed at."""
    if sum(len(name) + len(value) for name, values in query.items() for value in values) > MAX_LENGTH:
        return Read(
            {}, None, None, ("The address is too long to have been written by this app, so nothing was taken from it.",)
        )
    unread = [
        f'"{_shown(name)}" stands in the address more than once; the first is taken.'
        for name, values in query.items()
        if len(values) > 1
    ]
    first = {name: values[0] for name, values in query.items() if values}
    said = {name: _answer(file, name, value) for name, value in first.items() if name not in _OWN}
    wrong = faults(file.tree, said)
    unread += [
        f"The address says: {_shown(name)}={_shown(first[name])}. It is left out: {text}"
        for name, text in {fault.question: fault.message for fault in wrong}.items()
    ]
    at = first.get("at")
    if at is not None and at not in file.tree.questions:
        unread.append(f'The address points to a question "{_shown(at)}", which this tree does not have.')
        at = None
    return Read(fitting(file.tree, said), at, first.get("v"), tuple(unread))


def _answer(file: TreeFile, name: str, value: str) -> Answer:
    question = file.tree.questions.get(name)
    if question is None or question.choose == "one" or value == "unsure":
        return value
    return tuple(value.split("."))


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
