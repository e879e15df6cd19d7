"""What the shape alone cannot say: every id stands for something, and nothing tests what stands below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from decision.answers import Fault, faults
from decision.conditions import Condition, negations, tests
from decision.criteria import KINDS
from decision.problems import did_you_mean
from decision.reading.text import Document, Path, value_at
from decision.tree import IMPOSSIBLE, MAX_CHOICES, RESERVED, UNSURE, Decision, Question, Rule, Tree


def check_meaning(tree: Tree, document: Document, stem: str, *, whole: bool) -> None:
    """Add a problem to the document for every id that means nothing and every order that cannot be.

    `tree` is what was well formed, `whole` if that is all of the file; the ids that the file declares are taken from
    the document, so that a part set aside for its shape makes no further noise. `stem` is the file's name without
    ending.
    """
    check = _Check(tree, document)
    if _mapping(document.data).get("id") == tree.id != stem:
        document.report(
            ("id",), "id-is-not-file-name", f'The id "{tree.id}" is not the file name "{stem}". Rename one.'
        )
    check.names()
    for name in check.questions.keys() & tree.questions.keys():
        check.question(name, tree.questions[name])
    for name in check.decisions.keys() & tree.decisions.keys():
        check.decision(name, tree.decisions[name], whole=whole)
    check.claims()
    check.scenarios()


class _Check:
    def __init__(self, tree: Tree, document: Document) -> None:
        self.tree = tree
        self.document = document
        self.questions = self._declared("questions", "options")
        self.decisions = self._declared("decisions", "outcomes")
        self.order = [*self.questions, *self.decisions]
        self.choices = self.decisions | self.questions
        self.dimensions = _mapping(_mapping(document.data).get("dimensions"))
        self.strengths = _mapping(_mapping(document.data).get("strengths"))
        self.sources = _mapping(_mapping(document.data).get("sources"))

    def _declared(self, section: str, inner: str) -> dict[str, list[str]]:
        """The ids that the text declares in a section, each with the ids inside it."""
        entries = _mapping(_mapping(self.document.data).get(section))
        return {name: list(_mapping(_mapping(entry).get(inner))) for name, entry in entries.items()}

    def names(self) -> None:
        """Ids are not reserved, and questions and decisions share one namespace."""
        for section, inner, declared in (
            ("questions", "options", self.questions),
            ("decisions", "outcomes", self.decisions),
        ):
            for name, parts in declared.items():
                self._free_name((section, name))
                for part in parts:
                    self._free_name((section, name, inner, part))
        for name in self.questions.keys() & self.decisions.keys():
            message = f'"{name}" is a question and a decision. Rename one.'
            self.document.report(("decisions", name), "duplicate-id", message, key=True)
        used = {question.dimension for question in self.tree.questions.values()}
        if self.tree.questions.keys() == self.questions.keys() and used <= self.dimensions.keys():
            for name in (self.tree.dimensions.keys() & self.dimensions.keys()) - used:
                message = f'No question belongs to the dimension "{name}". Delete it, or ask something.'
                self.document.report(("dimensions", name), "unused-dimension", message, key=True)

    def _free_name(self, path: Path) -> None:
        if path[-1] in RESERVED:
            message = f'The id "{path[-1]}" is reserved. Choose another.'
            self.document.report(path, "reserved-id", message, key=True)

    def question(self, name: str, question: Question) -> None:
        path: Path = ("questions", name)
        self._known(question.dimension, self.dimensions, (*path, "dimension"), "dimension", ("dimensions",))
        if question.when is not None:
            above = list(self.questions)[: list(self.questions).index(name)]
            self.condition(question.when, (*path, "when"), above)
        for option, text in question.options.items():
            at = (*path, "options", option)
            self._sources(text.source, at)
            self._assumed(text.assume, at)
            if text.exclusive and question.choose == "one":
                message = "exclusive says something only where a question takes many. Delete it, or write choose: many."
                self.document.report((*at, "exclusive"), "exclusive-of-one", message)
        if question.choose == "many" and len(question.options) > MAX_CHOICES:
            message = (
                f"A question that takes many has at most {MAX_CHOICES} options. Merge some, or split the question."
            )
            self.document.report((*path, "options"), "too-many-options", message, key=True)

    def decision(self, name: str, decision: Decision, *, whole: bool) -> None:
        path: Path = ("decisions", name)
        above = self.order[: len(self.questions) + list(self.decisions).index(name)]
        for rule_name, rule in decision.rules.items():
            self.rule(name, rule, (*path, "rules", rule_name), above)
        for caution_name, caution in decision.cautions.items():
            at = (*path, "cautions", caution_name)
            self.condition(caution.when, (*at, "when"), [*above, name])
            self._sources(caution.source, at)
        for outcome, text in decision.outcomes.items():
            at = (*path, "outcomes", outcome)
            self._sources(text.source, at)
            self._assumed(text.assume, at)
        if decision.tie_break:
            self._tie_break(name, decision.tie_break.order, (*path, "tie_break", "order"))
        if whole and len(decision.outcomes) > 1:
            argued = {
                one for rule in decision.rules.values() for one in (*(rule.argues_for or ()), *(rule.require or ()))
            }
            for outcome in decision.outcomes.keys() - argued:
                message = (
                    f'No rule of "{name}" requires the outcome "{outcome}" or argues for it. Add one, or delete it.'
                )
                self.document.report((*path, "outcomes", outcome), "never-argued", message, key=True)

    def rule(self, decision: str, rule: Rule, at: Path, above: Collection[str]) -> None:
        self.condition(rule.when, (*at, "when"), above)
        for key, named in (("rule_out", rule.rule_out), ("require", rule.require)):
            for index, outcome in enumerate(named or ()):
                self._outcome(decision, outcome, (*at, key, index))
        for key, argued in (("for", rule.argues_for), ("against", rule.against)):
            for outcome, strength in (argued or {}).items():
                self._outcome(decision, outcome, (*at, key, outcome), key=True)
                self._known(strength, self.strengths, (*at, key, outcome), "strength", ("strengths",))
        for outcome in (rule.argues_for or {}).keys() & (rule.against or {}).keys():
            message = f'The rule argues for "{outcome}" and against it. Decide.'
            self.document.report((*at, "against", outcome), "for-and-against", message, key=True)
        self._sources(rule.source, at)

    def _outcome(self, decision: str, outcome: str, at: Path, *, key: bool = False) -> bool:
        where = ("decisions", decision, "outcomes")
        return self._known(outcome, self.decisions[decision], at, "outcome", where, key=key)

    def _tie_break(self, decision: str, order: tuple[str, ...], at: Path) -> None:
        known = [self._outcome(decision, outcome, (*at, index)) for index, outcome in enumerate(order)]
        inside: Path = ("decisions", decision, "outcomes")
        declared = [one for one in self.decisions[decision] if (*inside, one) not in self.document.unread]
        missing = [outcome for outcome in declared if outcome not in order]
        if all(known) and (missing or len(set(order)) < len(order)):
            what = f"Missing: {', '.join(missing)}." if missing else "One stands twice."
            message = f"The order names every outcome exactly once. {what}"
            self.document.report(at, "incomplete-order", message, key=True)

    def condition(self, when: Condition, at: Path, above: Collection[str]) -> None:
        """Every test of the condition names something that stands above, and a choice that it has."""
        for test in tests(when):
            here = (*at, *test.at)
            if test.subject not in self.choices:
                if not {("questions",), ("decisions",)} & self.document.torn:
                    message = (
                        f'There is no question or decision "{test.subject}".{did_you_mean(test.subject, self.order)}'
                    )
                    self.document.report(here, "unknown-id", message, key=True)
                continue
            if test.subject not in above:
                message = f'"{test.subject}" stands below or is this one itself; only what stands above can be tested.'
                self.document.report(here, "tests-below", message, key=True)
            kind = "question" if test.subject in self.questions else "decision"
            for one in sorted(test.wanted - set(self.choices[test.subject])):
                self._unknown_choice(kind, test.subject, one, here)
        for negation in negations(when):
            self._not_over_gated(negation.part, (*at, *negation.at))

    def _unknown_choice(self, kind: str, subject: str, one: str, at: Path) -> None:
        what = "option" if kind == "question" else "outcome"
        if not self.choices[subject] or (f"{kind}s", subject, f"{what}s") in self.document.torn:
            return
        if kind == "question" and one == UNSURE:
            message = f"A rule cannot test {UNSURE}: it then looks at every option. Delete it."
        else:
            message = f'{kind} "{subject}" has no {what} "{one}".{did_you_mean(one, self.choices[subject])}'
        self.document.report(self._item(at, one), f"unknown-{what}", message)

    def _item(self, at: Path, one: str | None) -> Path:
        """The place of one id in the list that stands at `at`, if it is one."""
        raw = value_at(self.document.data, at)
        return (*at, raw.index(one)) if isinstance(raw, list) and one in raw else at

    def _not_over_gated(self, part: Condition, at: Path) -> None:
        gated = {test.subject for test in tests(part) if self._is_gated(test.subject)}
        for name in sorted(gated):
            message = f'This "not" also holds when "{name}" is not asked at all. Test the other options instead.'
            self.document.report(at, "not-over-gated", message, key=True, blocks=False)

    def _is_gated(self, name: str) -> bool:
        question = self.tree.questions.get(name)
        return question is not None and question.when is not None

    def claims(self) -> None:
        for name, claim in self.tree.claims.items():
            for key, when in (("always", claim.always), ("never", claim.never), ("when", claim.when)):
                if when is not None:
                    self.condition(when, ("claims", name, key), self.order)

    def scenarios(self) -> None:
        for name, scenario in self.tree.scenarios.items():
            at: Path = ("scenarios", name)
            for fault in faults(self.tree, scenario.answers):
                if not self._set_aside(fault):
                    here = self._item((*at, "answers", fault.question), fault.option)
                    self.document.report(here, fault.code, fault.message, key=fault.code == "unknown-question")
            for decision, expected in scenario.expect.items():
                here = (*at, "expect", decision)
                if self._known(decision, self.decisions, here, "decision", ("decisions",), key=True):
                    self._expected(decision, expected, here)

    def _set_aside(self, fault: Fault) -> bool:
        """Whether the fault is only that its question, or the option, was set aside and has been reported already."""
        declared = self.questions.get(fault.question)
        if declared is None:
            return ("questions",) in self.document.torn
        if fault.question not in self.tree.questions:
            return True
        lost = ("questions", fault.question, "options") in self.document.torn
        return fault.code == "unknown-option" and (lost or fault.option in declared)

    def _expected(self, decision: str, expected: tuple[str, ...], at: Path) -> None:
        for index, outcome in enumerate(expected if expected != (IMPOSSIBLE,) else ()):
            if outcome == IMPOSSIBLE:
                message = f'"{IMPOSSIBLE}" stands alone, not in a list: it means that no outcome is left.'
                self.document.report((*at, index), "unknown-outcome", message)
            else:
                self._outcome(decision, outcome, (*at, index))

    def _sources(self, named: Iterable[str] | None, at: Path) -> None:
        for index, source in enumerate(named or ()):
            self._known(source, self.sources, (*at, "source", index), "source", ("sources",))

    def _assumed(self, numbers: Mapping[str, float] | None, at: Path) -> None:
        """Every number has a name that a criterion goes by, and a value that it can have."""
        for name, value in (numbers or {}).items():
            here = (*at, "assume", name)
            if name not in KINDS:
                message = f'There is no number "{name}" to assume.{did_you_mean(name, KINDS)}'
                self.document.report(here, "unknown-assume", message, key=True)
            elif value != 1 if KINDS[name].flag else value <= 0:
                message = (
                    "It is asked for or it is not: write 1, or delete it."
                    if KINDS[name].flag
                    else "It must be above 0."
                )
                self.document.report(here, "bad-assume", message)

    def _known(self, word: str, known: Collection[str], at: Path, kind: str, where: Path, *, key: bool = False) -> bool:
        """Report a word that `where` does not declare, unless what it declares is not wholly known."""
        if word in known:
            return True
        if where not in self.document.torn and (known or kind == "source"):
            message = f'There is no {kind} "{word}".{did_you_mean(word, known)}'
            self.document.report(at, f"unknown-{kind}", message, key=key)
        return False


def _mapping(raw: Any) -> Mapping[str, Any]:
    return raw if isinstance(raw, dict) else {}
