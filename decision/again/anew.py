"""What has to be asked anew when a saved assessment is run on another version of its tree, and what it cannot take over."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from decision.again.result import AskAnew, Stale, Unfit
from decision.again.why import Side, texts
from decision.answers import value
from decision.assessment import Assessment
from decision.difference.result import Field
from decision.recommendation import Recommendation
from decision.tree import UNSURE, Question, Source


def asked_anew(old: Side, new: Side, said: Assessment) -> Iterator[AskAnew]:
    """The questions whose answers have to be given, given again, or looked at again; those that are gone come last."""
    for name in new.tree.questions:
        found = _asked_anew(old, new, name)
        if found:
            yield found
    for name, question in old.tree.questions.items():
        noted = name in said.evidence
        if name not in new.tree.questions and (name in old.answers or noted):
            yield AskAnew(name, question.ask, "question gone", _labels(old, name), evidence=noted)


def _asked_anew(old: Side, new: Side, name: str) -> AskAnew | None:
    was, now, question = old.state(name), new.found.question(name), new.tree.questions[name]
    if was and name in old.answers and name not in new.answers:
        return AskAnew(name, question.ask, "answer gone", _labels(old, name))
    if now.pending and (was is None or not was.asked):
        return AskAnew(name, question.ask, "new" if was is None else "asked now")
    if was is None or now.status != "answered":
        return None
    if was.status == "set aside":
        return AskAnew(name, question.ask, "counts again", now.labels)
    words = tuple(_words(old.tree.questions[name], question, now.chosen))
    return AskAnew(name, question.ask, "worded otherwise", was.labels, words) if words else None


def _labels(old: Side, name: str) -> tuple[str, ...]:
    """What was answered, in the words of the old version."""
    said, options = old.answers.get(name, ()), old.tree.questions[name].options
    chosen = value(said) if said else frozenset()
    return (
        ("Not sure yet",) if UNSURE in chosen else tuple(text.label for one, text in options.items() if one in chosen)
    )


def _words(was: Question, now: Question, chosen: tuple[str, ...]) -> Iterator[Field]:
    """What is said otherwise of a question and its options, after which the answer may mean something else."""
    yield from texts(was, now, ("ask", "help", "choose"))
    for name in {**now.options, **was.options}:
        first, second = (question.options.get(name) for question in (was, now))
        labels = [option.label if option else "" for option in (first, second)]
        if labels[0] != labels[1]:
            yield Field(f"option {name}", *labels)
        if first and second and name in chosen and first.help != second.help:
            yield Field(f"help of {name}", first.help or "", second.help or "")


def unfit(old: Side, new: Side, said: Assessment) -> Iterator[Unfit]:
    """The recorded choices that the new version does not offer."""
    for name, choice in said.recorded.items():
        decision = new.tree.decisions.get(name)
        if decision is None or not decision.shown or choice.outcome not in decision.outcomes:
            yield Unfit(name, old.tree.decisions[name].outcomes[choice.outcome].label, choice.reason)


def stale(old: Recommendation, new: Recommendation, day: datetime.date) -> tuple[Stale, ...]:
    """The sources behind the shown reasons and cautions that are past their age on a day in either version."""
    before, after = _cited(old), _cited(new)
    found = []
    for url, source in {**before, **after}.items():
        was, now = (url in cited and cited[url].stale_on(day) for cited in (before, after))
        if was or now:
            renewed = after[url].date if was and not now and url in after else None
            found.append(Stale(source, was, now, renewed))
    return tuple(found)


def _cited(found: Recommendation) -> dict[str, Source]:
    """The sources behind what is shown, by their addresses; of one that is cited twice, the older."""
    outcomes = [outcome for decision in found.shown for outcome in decision.outcomes]
    behind = [reason.sources for one in outcomes for reason in (*one.reasons, *one.ruled_out_by)]
    behind += [caution.sources for one in outcomes for caution in one.cautions]
    cited: dict[str, Source] = {}
    for source in (source for sources in behind for source in sources):
        if source.url not in cited or source.date < cited[source.url].date:
            cited[source.url] = source
    return cited
