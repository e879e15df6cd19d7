"""The deep check: what holds of a whole tree, over all ways to answer. Exact, or said to be not worked out.

What blocks is what a user would run into: a claim that fails or a scenario that does (the tree says the wrong thing), a
decision that is impossible for answers that can be given, and an earlier decision that leads into a dead end. All
else is a note: the tree answers as it is written, though something in it is idle, untested, unfounded or old, and an
author may have reasons. A claim past the limit is a note too: nobody has shown that it fails.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from decision.proofs.cases import Cases
from decision.proofs.claims import check_claim
from decision.proofs.dead_ends import check_impossible
from decision.proofs.findings import Findings
from decision.proofs.firing import Firings, firings
from decision.proofs.health import DecisionHealth, Health, QuestionHealth, RuleHealth, cells
from decision.proofs.mutations import Mutation, check_mutations
from decision.proofs.questions import all_ways, check_questions, decides
from decision.proofs.rules import check_each_rule, check_outcomes, check_rules
from decision.proofs.sources import check_sources
from decision.proofs.watch import Watch, caution_of
from decision.reading.read import TreeFile
from decision.scenarios import check_scenarios
from decision.space.standing import LIMIT


@dataclass(frozen=True)
class Step:
    """So many steps are done of all, and what comes next."""

    done: int
    of: int
    next: str


def deep_check(
    file: TreeFile,
    path: str,
    day: datetime.date,
    *,
    mutations: bool = True,
    limit: int = LIMIT,
    told: Callable[[Step], None] = lambda step: None,
) -> Health:
    """All that can be proved of a tree, with every problem. `path` is the name of the file in them.

    `day` says which sources are stale. `told` is called before every step; what it raises ends the check. What needs
    more than `limit` cells at once is not worked out, and is said to be so.
    """
    check = _Deep(file, path, limit)
    steps = [*check.steps(day, mutations=mutations)]
    for done, (what, work) in enumerate(steps):
        told(Step(done, len(steps), what))
        work()
    return check.health()


class _Deep:
    def __init__(self, file: TreeFile, path: str, limit: int) -> None:
        self.file, self.tree = file, file.tree
        self.findings = Findings(file, path)
        self.watch = Watch(file.tree, limit=limit)
        self.firings: dict[str, Firings | None] = {}
        self.fires: dict[tuple[str, str], int | None] = {}
        self.claims: dict[str, bool | None] = {}
        self.decides: dict[str, dict[str, int | None]] = {name: {} for name in file.tree.questions}
        self.mutations: list[Mutation] = []

    def steps(self, day: datetime.date, *, mutations: bool) -> Iterator[tuple[str, Callable[[], object]]]:
        """What is to be done, in order, each with words for it."""
        yield "sources", partial(check_sources, self.findings, day)
        for name in self.tree.decisions:
            yield f"rules of {name}", partial(self.decision, name)
        for name in self.tree.claims:
            yield f"claim {name}", partial(self.claim, name)
        for name in self.tree.shown:  # most of what it takes to find idle answers, caution by caution
            for caution in self.tree.decisions[name].cautions:
                yield f"caution {caution}", partial(self.watch.walk, caution_of(name, caution))
        yield "what each answer changes", partial(check_questions, self.findings, self.watch)
        for name in self.tree.shown:
            yield f"what decides {name}", partial(self.deciding, name)
        yield "scenarios", self.scenarios
        if mutations:
            for name in self.tree.decisions:
                yield f"changes of the rules of {name}", partial(self.mutate, name)

    def decision(self, name: str) -> None:
        findings, watch = self.findings, self.watch
        watch.walk(name)
        found = self.firings[name] = firings(watch, name)
        if found is None:
            self._rule_by_rule(name)
            return
        check_rules(findings, watch, found)
        check_outcomes(findings, watch, found)
        check_impossible(findings, watch, found)
        for place, rule in enumerate(self.tree.decisions[name].rules):
            self.fires[name, rule] = found.often(found.fires[:, place])

    def _rule_by_rule(self, name: str) -> None:
        often = check_each_rule(self.findings, self.watch, name)
        self.fires |= {(name, rule): count for rule, count in often.items()}
        unknown = sum(count is None for count in often.values())
        message = (
            f'What the rules of "{name}" do together is not worked out: that would need more than {self.watch.limit:,} cells at '
            f"once. Whether each fires at all is {f'not known of {unknown} of {len(often)}' if unknown else 'known'}. "
            "Let the decision read fewer questions, through intermediate decisions."
        )
        self.findings.note(("decisions", name), "not-worked-out", message)

    def claim(self, name: str) -> None:
        self.claims[name] = check_claim(self.findings, self.watch, name)

    def deciding(self, name: str) -> None:
        for question, found in decides(self.watch, [name]).items():
            self.decides[question] |= found

    def scenarios(self) -> None:
        self.findings.problems += check_scenarios(self.file, self.findings.path)
        self.cases = Cases(self.tree)

    def mutate(self, name: str) -> None:
        self.mutations += check_mutations(self.findings, self.watch, self.cases, name, self.firings[name])

    def health(self) -> Health:
        completions = self.watch.counts(None)
        rules = [rule for name in self.tree.decisions for rule in self._rules(name)]
        questions = [QuestionHealth(name, found) for name, found in self.decides.items()]
        return Health(
            tree=self.tree.id,
            version=self.tree.version,
            problems=tuple(sorted(set(self.findings.problems))),
            completions=sum(completions.values()) if completions else None,
            all_ways=all_ways(self.watch),
            decisions=tuple(self._decision(name) for name in self.tree.decisions),
            rules=tuple(sorted(rules, key=lambda rule: -1 if rule.fires is None else rule.fires, reverse=True)),
            questions=tuple(sorted(questions, key=lambda question: question.total, reverse=True)),
            claims=self.claims,
            scenarios=len(self.tree.scenarios),
            left_out=self.cases.left_out,
            mutations=tuple(self.mutations),
        )

    def _rules(self, name: str) -> Iterator[RuleHealth]:
        for rule, scenarios in zip(self.tree.decisions[name].rules, self.cases.often(name), strict=True):
            yield RuleHealth(name, rule, self.fires[name, rule], scenarios)

    def _decision(self, name: str) -> DecisionHealth:
        found, walk = self.firings[name], self.watch.walk(name)
        return DecisionHealth(
            id=name,
            shown=self.tree.decisions[name].shown,
            cells=cells(self.watch.plan, name),
            states=sum(len(layer.asked) for layer in walk.space.layers) if walk else None,
            wins=found.wins if found else None,
            tied=found.often(found.tied) if found else None,
            impossible=found.often(found.impossible) if found else None,
        )
