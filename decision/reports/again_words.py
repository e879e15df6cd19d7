"""What a saved assessment comes to on another version of its tree, in words, for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterator

from decision.again.result import Again, AskAnew, Behind, DecisionAgain, Moved, RuleChange, Stale, Verdict, Why
from decision.reports.words import counted, listed, long_date, signed
from decision.tree import Rule, Tree, name_of
from decision.wording import in_words

_MOVED: dict[Moved, str] = {
    "new": "“{}” is a new question.",
    "gone": "“{}” is not asked by the new version.",
    "answer gone": "The answer to “{}” does not fit the new version.",
    "asked now": "“{}” is asked now, and was not.",
    "not asked now": "“{}” is not asked any more with these answers.",
    "other options": "“{}” has other options, and is not answered.",
    "asked otherwise": "When “{}” is asked is said otherwise.",
}
_WHY: dict[Why, str] = {
    "new": "A new question.",
    "asked now": "It was not asked with these answers, and is now.",
    "question gone": "The new version does not ask it. The answer goes.",
    "answer gone": "The answer does not fit any more. It goes, and the question is open.",
    "worded otherwise": "The words changed, so the answer may mean something else.",
    "counts again": "The answer was set aside, and counts now.",
}
_FIRED = {True: "It fired", None: "Whether it fires was open", False: "It did not fire"}
_FIRES = {True: "fires now", None: "may fire now", False: "does not fire now"}


def outcome(verdict: Verdict | None) -> str:
    """What a decision can be on one version."""
    if verdict is None:
        return "not decided"
    return "not worked out" if verdict.outcomes is None else listed(verdict.labels, "or")


def from_to(before: Verdict | None, after: Verdict | None) -> str:
    """What a decision was and what it is."""
    return f"{outcome(before)} → {outcome(after)}"


def verdict(found: Again) -> str:
    """All of it in a sentence or two."""
    said = []
    if found.moving:
        count, of = len(found.moving), counted(len(found.shown), "decision")
        said.append(f"{count} of {of} {'comes' if count == 1 else 'come'} out otherwise.")
    elif not found.unknown:
        said.append("Every decision comes out as it did.")
    if found.unknown:
        names = listed(name_of(one.id) for one in found.unknown)
        said.append(f"Not worked out, as too much is open: {names}.")
    if found.ask:
        said.append(f"{counted(len(found.ask), 'answer')} to give or to look at again.")
    if found.unfit:
        said.append(f"{counted(len(found.unfit), 'recorded choice')} not offered any more.")
    if found.reasoned:
        verb = "stays" if len(found.reasoned) == 1 else "stay"
        said.append(f"{counted(len(found.reasoned), 'decision')} {verb} for other reasons or in other words.")
    return " ".join(said)


def became(change: RuleChange) -> str:
    """What became of a rule."""
    if change.old is None:
        return "A new rule, which fires." if change.fires else "A new rule, which may fire, depending on what is open."
    if change.new is None:
        return "The rule is gone; it fired." if change.fired else "The rule is gone; it might have fired."
    if change.fired is not change.fires:
        return f"{_FIRED[change.fired]}, and {_FIRES[change.fires]}."
    if not change.fires:
        return "Whether it fires is open, as it was."
    return "It fires, and counts otherwise." if "effect" in change.said else "It fires, and says so in other words."


def causes(found: Again, change: RuleChange, old: Tree, new: Tree) -> Iterator[str]:
    """Why a rule does something else, a sentence each."""
    if change.old is None or change.new is None:
        return
    if "condition" in change.said:
        yield f"Its condition was: {in_words(change.old.when, old)}"
        yield f"Its condition is: {in_words(change.new.when, new)}"
    yield from (behind(found, one, old, new) for one in change.behind)


def behind(found: Again, one: Behind, old: Tree, new: Tree) -> str:
    """What became of something that a rule tests."""
    if one.moved == "outcome":
        decision = found.decision(one.id)
        return f"{name_of(one.id)} comes out otherwise: {from_to(decision.before, decision.after)}."
    question = new.questions.get(one.id) or old.questions[one.id]
    return _MOVED[one.moved].format(question.ask)


def effect(tree: Tree, decision: str, rule: Rule) -> str:
    """What a rule does when it fires."""
    outcomes = tree.decisions[decision].outcomes
    if rule.rule_out:
        return f"rules out {listed(outcomes[one].label for one in rule.rule_out)}"
    if rule.require:
        return f"requires {listed((outcomes[one].label for one in rule.require), 'or')}"
    argued = ((rule.argues_for or {}, "for", 1), (rule.against or {}, "against", -1))
    return "; ".join(
        f"speaks {word} {outcomes[one].label} ({strength}, {signed(sign * tree.strengths[strength])})"
        for said, word, sign in argued
        for one, strength in said.items()
    )


def besides(one: DecisionAgain) -> Iterator[str]:
    """What else than rules made a difference to a decision, a sentence each."""
    if one.ties:
        yield "Equal scores are settled otherwise."
    if one.added:
        yield f"The new version alone offers {listed(one.added)}."
    if one.removed:
        yield f"The new version does not offer {listed(one.removed)}."


def why(one: AskAnew) -> str:
    """Why a question is to be asked anew, or its answer to be looked at."""
    return _WHY[one.why] + (" What was noted with it goes too." if one.evidence else "")


def age(one: Stale) -> str:
    """In which version a source is past its age."""
    if one.renewed:
        return f"Past its age in the old version; the new one has looked it up on {long_date(one.renewed)}."
    if one.old and one.new:
        return "Past its age in both versions."
    return "Past its age in the old version." if one.old else "Past its age in the new version."
