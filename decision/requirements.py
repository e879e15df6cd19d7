"""Who reads what: the decision requirements diagram of a tree, as DMN calls it."""

from __future__ import annotations

from dataclasses import dataclass

from decision.conditions import subjects
from decision.tree import Tree


@dataclass(frozen=True, slots=True)
class Requirement:
    """`reader` tests `source`: a decision by some of its rules, a question by its `when` (then `rules` is empty)."""

    source: str
    reader: str
    rules: tuple[str, ...]


def requirements(tree: Tree) -> tuple[Requirement, ...]:
    """Every edge of the diagram, in the order of the readers in the file."""
    gates = [
        Requirement(source, name, ())
        for name, question in tree.questions.items()
        for source in tree.questions
        if question.when and source in subjects(question.when)
    ]
    reads = [
        Requirement(source, name, tuple(one for one, rule in decision.rules.items() if source in subjects(rule.when)))
        for name, decision in tree.decisions.items()
        for source in (*tree.questions, *tree.decisions)
        if source in decision.reads
    ]
    return (*gates, *reads)


def levels(tree: Tree) -> dict[str, int]:
    """How many decisions stand before each part on its longest way: questions at 0, decisions from 1."""
    found = dict.fromkeys(tree.questions, 0)
    for name, decision in tree.decisions.items():
        found[name] = 1 + max((found[source] for source in decision.reads), default=0)
    return found
