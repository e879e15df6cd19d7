"""Where each id of a tree's text is declared and used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import yaml

from decision.editing.nodes import entries, items, root_of, under
from decision.problems import Problem
from decision.tree import IMPOSSIBLE, UNSURE

Kind = Literal[
    "question",
    "option",
    "decision",
    "outcome",
    "rule",
    "caution",
    "claim",
    "source",
    "strength",
    "dimension",
    "scenario",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of an id: the characters from `start` up to `end`, without quotes.

    `owner` is the question of an option, the decision of an outcome, a rule or a caution, else empty. An id that is
    declared nowhere is mentioned as what it would have to be.
    """

    kind: Kind
    owner: str
    id: str
    start: int
    end: int
    declares: bool = False


def places(text: str) -> tuple[Mention, ...] | Problem:
    """Every place of an id in the text, in its order, or why the text cannot be read well enough."""
    root = root_of(text)
    if isinstance(root, Problem):
        return root
    finder = _Finder(text, root)
    finder.all()
    return tuple(sorted(finder.found, key=lambda one: one.start))


class _Finder:
    def __init__(self, text: str, root: yaml.MappingNode) -> None:
        self.text = text
        self.root = root
        self.found: list[Mention] = []
        asked, made = (under(root, section) for section in ("questions", "decisions"))
        self.only_decisions = {key.value for key, _ in entries(made)} - {key.value for key, _ in entries(asked)}

    def all(self) -> None:
        self.declared("strength", "", under(self.root, "strengths"))
        self.declared("dimension", "", under(self.root, "dimensions"))
        self.declared("source", "", under(self.root, "sources"))
        for name, node in self.declared("question", "", under(self.root, "questions")):
            self.question(name, node)
        for name, node in self.declared("decision", "", under(self.root, "decisions")):
            self.decision(name, node)
        for _, node in self.declared("claim", "", under(self.root, "claims")):
            for key in ("always", "never", "when"):
                self.condition(under(node, key))
        for _, node in self.declared("scenario", "", under(self.root, "scenarios")):
            self.scenario(node)

    def question(self, name: str, node: yaml.Node) -> None:
        self.used("dimension", "", under(node, "dimension"))
        self.condition(under(node, "when"))
        for _, option in self.declared("option", name, under(node, "options")):
            self.used("source", "", under(option, "source"))

    def decision(self, name: str, node: yaml.Node) -> None:
        for _, outcome in self.declared("outcome", name, under(node, "outcomes")):
            self.used("source", "", under(outcome, "source"))
        self.used("outcome", name, under(node, "tie_break", "order"))
        for _, rule in self.declared("rule", name, under(node, "rules")):
            self.rule(name, rule)
        for _, caution in self.declared("caution", name, under(node, "cautions")):
            self.condition(under(caution, "when"))
            self.used("source", "", under(caution, "source"))

    def rule(self, decision: str, node: yaml.Node) -> None:
        self.condition(under(node, "when"))
        for key in ("rule_out", "require"):
            self.used("outcome", decision, under(node, key))
        for key in ("for", "against"):
            for outcome, strength in entries(under(node, key)):
                self.used("outcome", decision, outcome)
                self.used("strength", "", strength)
        self.used("source", "", under(node, "source"))

    def scenario(self, node: yaml.Node) -> None:
        for question, options in entries(under(node, "answers")):
            self.used("question", "", question)
            self.used("option", question.value, options, aside=UNSURE)
        for decision, outcomes in entries(under(node, "expect")):
            self.used("decision", "", decision)
            self.used("outcome", decision.value, outcomes, aside=IMPOSSIBLE)

    def condition(self, node: yaml.Node | None) -> None:
        if isinstance(node, yaml.SequenceNode):
            for part in node.value:
                self.condition(part)
        for key, inner in entries(node):
            if key.value in ("any", "all", "not"):
                self.condition(inner)
            elif key.value in self.only_decisions:
                self.used("decision", "", key)
                self.used("outcome", key.value, inner)
            else:
                self.used("question", "", key)
                self.used("option", key.value, inner)

    def declared(self, kind: Kind, owner: str, node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
        """Note the ids that a section declares, and give each with what stands under it."""
        self.found += [self.mention(kind, owner, key, declares=True) for key, _ in entries(node)]
        return [(key.value, inner) for key, inner in entries(node)]

    def used(self, kind: Kind, owner: str, node: yaml.Node | None, aside: str = "") -> None:
        self.found += [self.mention(kind, owner, one) for one in items(node) if one.value not in ("", aside)]

    def mention(self, kind: Kind, owner: str, node: yaml.ScalarNode, *, declares: bool = False) -> Mention:
        start, end = node.start_mark.index, node.end_mark.index
        inside = self.text.rfind(node.value, start, end)
        if inside >= 0:  # without quotes, and without the head of a block; else it is written in escapes
            start, end = inside, inside + len(node.value)
        return Mention(kind, owner, node.value, start, end, declares)
