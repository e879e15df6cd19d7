"""Why a decision comes out otherwise on another version of its tree: its rules, and what became of what they test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from decision.again.result import Behind, DecisionAgain, Moved, Part, RuleChange, Verdict
from decision.answers import Answers, fitting
from decision.conditions import NOTHING, Domain, subjects, truth
from decision.deciding import points, ruled_out
from decision.difference.result import Field
from decision.evaluate import ask, evaluate
from decision.reading.read import TreeFile
from decision.recommendation import DecisionResult, QuestionState, Recommendation
from decision.tree import IMPOSSIBLE, Decision, Outcome, Question, Rule, Tree

_TEXTS = ("label", "summary", "takes", "costs", "leave", "duties")


@dataclass(frozen=True)
class Side:
    """One version with these answers: those that fit, what they come to, and what everything in the tree can still be."""

    tree: Tree
    answers: Answers
    found: Recommendation
    domains: Mapping[str, Domain]

    def state(self, question: str) -> QuestionState | None:
        """Where a question stands, None where this version does not have it."""
        return self.found.question(question) if question in self.tree.questions else None


def _side(tree: Tree, said: Answers) -> Side:
    """A version with those of the answers that fit it."""
    answers = fitting(tree, said)
    found = evaluate(tree, answers)
    domains, _ = ask(tree, answers, {question.id for question in found.asked})
    for result in found.decisions:
        domains[result.id] = _values(result)
    return Side(tree, answers, found, domains)


def _values(result: DecisionResult) -> Domain:
    """What a decision can be: what later decisions see of it, perhaps more, never less."""
    able = tuple(one.id for one in result.outcomes) if result.possible is None else result.possible
    able = (result.outcome,) if result.outcome else able
    values = frozenset(frozenset((one,)) for one in able)
    return values if result.impossible == "never" else values | {NOTHING}


@dataclass(frozen=True, slots=True)
class _Both:
    """What both versions say of a rule: where they differ, and what its conditions test. No parts where only one has it."""

    differs: tuple[Part, ...]
    tests: frozenset[str]
    shared: bool


@dataclass(frozen=True)
class Pair:
    """Both versions with these answers: their rules beside each other, and what is not what it was, filled as it is found."""

    old: Side
    new: Side
    rules: Mapping[tuple[str, str], _Both]
    moved: dict[str, Moved]


def pair(old: TreeFile, new: TreeFile, said: Answers) -> Pair:
    """Two versions with those of the answers that fit each."""
    before = _side(old.tree, said)
    after = before if new.digest == old.digest else _side(new.tree, said)
    return Pair(before, after, _rules(old, new), _moved_questions(before, after))


@lru_cache(maxsize=32)
def _rules(old: TreeFile, new: TreeFile) -> Mapping[tuple[str, str], _Both]:
    """Every rule of either version, by decision and rule. Worked out once for all who gave answers."""
    found = {}
    for name in {**new.tree.decisions, **old.tree.decisions}:
        sides = [tree.decisions[name].rules if name in tree.decisions else {} for tree in (old.tree, new.tree)]
        for rule in {**sides[1], **sides[0]}:
            was, now = (rules.get(rule) for rules in sides)
            tests = [subjects(one.when) for one in (was, now) if one]
            differs = tuple(_differs(old.tree, new.tree, name, was, now)) if was and now else ()
            found[name, rule] = _Both(differs, frozenset().union(*tests), bool(was and now))
    return found


def decisions(both: Pair, recorded: Mapping[str, str]) -> Iterator[DecisionAgain]:
    """Every decision of either version, in the order of the new one; what it does not have comes last."""
    old, new = both.old, both.new
    for name in {**new.tree.decisions, **old.tree.decisions}:
        found = _decision(both, name, recorded.get(name))
        yield found
        one_way = name in new.domains and len(new.domains[name]) == 1
        if old.domains.get(name) != new.domains.get(name) or (not one_way and _has_cause(found)):
            both.moved[name] = "outcome"


def _has_cause(found: DecisionAgain) -> bool:
    return any(one.acts for one in found.rules) or found.ties or bool(found.added or found.removed)


def _moved_questions(old: Side, new: Side) -> dict[str, Moved]:
    """What became of the questions that are not what they were for these answers."""
    moved: dict[str, Moved] = {}
    for name in {**new.tree.questions, **old.tree.questions}:
        what = _moved_question(old, new, name, moved)
        if what:
            moved[name] = what
    return moved


def _moved_question(old: Side, new: Side, name: str, moved: Mapping[str, Moved]) -> Moved | None:
    was, now = old.state(name), new.state(name)
    if was is None or now is None:
        return "new" if now else "gone"
    if name in old.answers and name not in new.answers:
        return "answer gone"
    if was.asked != now.asked:
        return "asked now" if now.asked else "not asked now"
    gates = old.tree.questions[name].when, new.tree.questions[name].when
    may_not_be_asked = now.asked and NOTHING in new.domains[name] | old.domains[name]
    if may_not_be_asked and (gates[0] != gates[1] or (gates[1] and subjects(gates[1]) & moved.keys())):
        return "asked otherwise"
    return "other options" if old.domains[name] != new.domains[name] else None


def _decision(both: Pair, name: str, recorded: str | None) -> DecisionAgain:
    old, new = both.old, both.new
    was, now = (one.tree.decisions.get(name) for one in (old, new))
    shown = bool((was and was.shown) or (now and now.shown))
    before, after = _verdict(old, name, shown=shown), _verdict(new, name, shown=shown)
    relevant = _relevant(before, after, recorded)
    rules: tuple[RuleChange, ...] = ()
    if before and after:
        ids = {**(now.rules if now else {}), **(was.rules if was else {})}
        found = (_rule(both, name, rule, relevant) for rule in ids)
        rules = tuple(one for one in found if one)
    return DecisionAgain(
        id=name,
        shown=shown,
        before=before,
        after=after,
        rules=rules,
        ties=bool(before and after and was and now) and _ties(old, new, name),
        added=_alone(now, was, relevant),
        removed=_alone(was, now, relevant),
        words=tuple(_words(old, new, name)) if before and after and before.outcomes == after.outcomes else (),
    )


def _verdict(one: Side, name: str, *, shown: bool) -> Verdict | None:
    """How a decision stands on one version; one that only the other version shows is as good as missing here."""
    decision = one.tree.decisions.get(name)
    if decision is None or decision.shown != shown:
        return None
    result = one.found.decision(name)
    if result.possible is None or result.impossible is None:
        return Verdict("not worked out", None, ())
    outcomes = (*result.possible, *(() if result.impossible == "never" else (IMPOSSIBLE,)))
    labels = (decision.outcomes[able].label if able != IMPOSSIBLE else "impossible" for able in outcomes)
    return Verdict(result.standing, outcomes, tuple(labels))


def _relevant(before: Verdict | None, after: Verdict | None, recorded: str | None) -> set[str] | None:
    """The outcomes that a rule must be about to have made a difference, None where that is not known."""
    sides = [one for one in (before, after) if one]
    if any(one.outcomes is None for one in sides):
        return None
    return {able for one in sides for able in one.outcomes or ()} | ({recorded} if recorded else set())


def _rule(both: Pair, decision: str, name: str, relevant: set[str] | None) -> RuleChange | None:
    """What changed of a rule, None where that is nothing or never shows."""
    said = both.rules[decision, name]
    if said.shared and not said.differs and said.tests.isdisjoint(both.moved):
        return None
    old, new = both.old, both.new
    was, now = (one.tree.decisions[decision].rules.get(name) for one in (old, new))
    fired, fires = (truth(rule.when, at.domains) if rule else False for rule, at in ((was, old), (now, new)))
    if fired is False and fires is False:
        return None
    behind = tuple(Behind(one, both.moved[one]) for one in both.moved if said.shared and one in said.tests)
    touched = _touched(old.tree, new.tree, decision, was, now, only_changed=fired is fires is True)
    bears = relevant is None or bool(touched & relevant)
    found = RuleChange(decision, name, was, now, fired, fires, said.differs, behind, bears)
    return found if found.acts or "text" in said.differs else None


def _differs(old: Tree, new: Tree, decision: str, was: Rule, now: Rule) -> Iterator[Part]:
    """What both versions say otherwise of a rule."""
    if _effect(old, decision, was) != _effect(new, decision, now):
        yield "effect"
    if was.when != now.when:
        yield "condition"
    if (was.because, was.disputed) != (now.because, now.disputed):
        yield "text"


def _effect(tree: Tree, decision: str, rule: Rule) -> tuple[dict[str, int], frozenset[str]]:
    return points(tree, rule), frozenset(ruled_out(tree.decisions[decision], rule))


def _touched(
    old: Tree, new: Tree, decision: str, was: Rule | None, now: Rule | None, *, only_changed: bool
) -> set[str]:
    """The outcomes to which a rule does something in either version, or those to which it does something else."""
    sides = [_effect(tree, decision, rule) if rule else ({}, frozenset()) for tree, rule in ((old, was), (new, now))]
    (gains, out), (gains_now, out_now) = sides
    if only_changed:
        return {one for one in {**gains, **gains_now} if gains.get(one) != gains_now.get(one)} | (out ^ out_now)
    return {*gains, *gains_now, *out, *out_now}


def _ties(old: Side, new: Side, name: str) -> bool:
    """Whether equal scores, which these answers can lead to, are settled otherwise."""
    if all(one.found.decision(name).tied == "never" for one in (old, new)):
        return False
    was, now = old.tree.decisions[name], new.tree.decisions[name]
    orders = [[one for one in first.ranking if one in second.outcomes] for first, second in ((was, now), (now, was))]
    return orders[0] != orders[1] or (was.tie_break is None) != (now.tie_break is None)


def _alone(first: Decision | None, second: Decision | None, relevant: set[str] | None) -> tuple[str, ...]:
    """The labels of the outcomes that matter here and that the first version alone has."""
    if first is None or second is None:
        return ()
    return tuple(
        text.label
        for name, text in first.outcomes.items()
        if name not in second.outcomes and (relevant is None or name in relevant)
    )


def _words(old: Side, new: Side, name: str) -> Iterator[Field]:
    """What is said otherwise of the outcomes that a decision has in both versions, and in their cautions."""
    before, after = old.found.decision(name), new.found.decision(name)
    for one in after.possible or ():
        was, now = before.result(one), after.result(one)
        yield from texts(was.text, now.text, _TEXTS, f"{now.text.label}: ")
        said = {caution.caution: (caution.say, "") for caution in was.cautions}
        for caution in now.cautions:
            said[caution.caution] = said.get(caution.caution, ("", ""))[0], caution.say
        for caution_id, (earlier, later) in said.items():
            if earlier != later:
                yield Field(f"caution {caution_id}", earlier, later)


def texts(
    was: Outcome | Question, now: Outcome | Question, names: tuple[str, ...], before: str = ""
) -> Iterator[Field]:
    """The texts of a part that both versions say otherwise."""
    for name in names:
        first, second = (getattr(one, name) or "" for one in (was, now))
        if first != second:
            yield Field(f"{before}{name}", first, second)
