"""What the exports say in sentences: the same words in the PDF and in the decision record."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator

from decision.recommendation import DecisionResult, QuestionState, Reason
from decision.reports.report import Choice, Report

CAVEAT = (
    "This is a starting point for a decision, not the decision itself. "
    "Read the reasons, check the sources that carry weight, and decide."
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_TURNS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def plain(text: str) -> str:
    """The text with one kind of line break, and with a number for every character that is none.

    These are control characters, halves of a character, and those that turn the direction of what follows: they can
    make a text read as another.
    """
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(number(c) if c != "\n" and _no_character(c) else c for c in text)


def number(character: str) -> str:
    """A character by its number.

    >>> number("\\N{ROCKET}")
    '[U+1F680]'
    """
    return f"[U+{ord(character):04X}]"


def _no_character(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or unicodedata.bidirectional(character) in _TURNS


def paragraphs(text: str) -> list[list[str]]:
    """The paragraphs of a text, each as its lines."""
    parts = re.split(r"\n\s*\n", plain(text).strip())
    return [[line.strip() for line in part.split("\n")] for part in parts if part]


def first_sentence(text: str, longest: int = 300) -> str:
    """The first sentence of a text, cut where it is too long for a summary.

    >>> first_sentence("It holds. Most of the time.")
    'It holds.'
    """
    text = " ".join(plain(text).split())
    sentence = re.split(r"(?<=[.?])\s+(?=[A-Z\"“])", text, maxsplit=1)[0]
    return sentence if len(sentence) <= longest else f"{sentence[:longest].rsplit(' ', 1)[0]} …"


def long_date(day: datetime.date) -> str:
    """A date as it is read, whatever the language of the machine.

    >>> long_date(datetime.date(2026, 11, 24))
    '24 November 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def signed(points: int) -> str:
    """Points with their sign, as one reads them.

    >>> signed(5), signed(-3), signed(0)
    ('+5', '−3', '0')
    """
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Names as a phrase.

    >>> listed(["a", "b", "c"], "or")
    'a, b or c'
    """
    words = list(names)
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "way"), counted(1310, "way")
    ('1 way', '1,310 ways')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def standing(choice: Choice) -> str:
    """How firm the outcome is, in one or two words."""
    result = choice.result
    if choice.differs:
        return "Recorded, not the tree’s"
    if result.standing == "open":
        return "Tied" if result.outcome else f"Open, {len(result.possible or ())} possible"
    if result.standing == "settled" and result.tied == "in all":
        return "Settled by the tie-break"
    if result.standing == "not worked out":
        return f"Open, at least {len(result.can_happen)} possible" if len(result.can_happen) > 1 else "Searched in part"
    return result.standing.capitalize()


def remarks(choice: Choice, report: Report) -> list[str]:
    """What must be said about the standing of a decision, a sentence each: ties, what is possible, who is ahead."""
    return [*_tie(choice), *_open(choice, report.recommendation.completions)]


def _tie(choice: Choice) -> Iterator[str]:
    result = choice.result
    if result.tied == "in some":
        yield "In some of the ways to answer the rest, the highest scores are equal."
    if result.tied != "in all":
        return
    if result.present is None:
        yield "In every way to answer the rest, the highest scores are equal."
        return
    others = listed(outcome.text.label for outcome in result.tied_with)
    yield f"A tie: {result.present.text.label} scored {signed(result.present.score)}, and so did {others or 'another'}."
    if result.tie_break:
        yield f"How the tree settles it: {result.tie_break}"
    else:
        yield "The tree does not say how to settle it, so the first in its file is taken and all of them stay possible."


def _open(choice: Choice, completions: int | None) -> Iterator[str]:
    result = choice.result
    if result.standing == "impossible":
        yield "Every outcome is ruled out with these answers. What rules them out stands below."
    elif result.impossible == "in some":
        yield "In some of the ways to answer the rest, every outcome is ruled out."
    if result.searched:
        yield from _searched(result)
    found = [f"{outcome.text.label} in {outcome.completions:,}" for outcome in result.outcomes if outcome.completions]
    if result.standing == "open" and completions and completions > 1 and found:
        yield f"Possible in the {completions:,} ways to answer the rest: {listed(found)}."
    if result.outcome is None and result.leader:
        yield f"{result.result(result.leader).text.label} is ahead on what is known."


def _searched(result: DecisionResult) -> Iterator[str]:
    """What a search found, and what it did not get to."""
    if result.possible is not None:
        yield "The ways to answer the rest were searched to the end, not counted: what is said here is exact."
    else:
        able = listed(outcome.text.label for outcome in result.can_happen)
        unknown = listed((outcome.text.label for outcome in result.outcomes if outcome.possible is None), "or")
        yield "The ways to answer the rest are too many to search to the end."
        if able:
            yield f"Possible at least: {able}."
        yield f"Not known: whether {unknown} is possible."
    if result.tied is None:
        yield "How often the highest scores are equal is not known."
    if result.impossible is None:
        yield "How often every outcome is ruled out is not known."


def strength(reason: Reason) -> str:
    """How strongly a reason speaks: `strong, +2`; nothing for one that rules out."""
    return f"{reason.strength}, {signed(reason.points)}" if reason.strength else ""


def hanging(report: Report, question: QuestionState) -> str:
    """What hangs on a question that is not answered: the names of decisions, or that nothing does."""
    names = report.hangs_on(question) if question.matters is not False else ()
    return listed(names) or "Nothing that is still open"


def assumptions(report: Report) -> list[str]:
    """What the recommendation rests on, a sentence or two each."""
    return [*_arithmetic(report), *_unanswered(report), *_limits(report)]


def _arithmetic(report: Report) -> Iterator[str]:
    tree = report.file.tree
    points = listed(f"{name} {value}" for name, value in tree.strengths.items())
    yield (
        f"A reason counts as many points as its strength: {points}. The score of an outcome is what speaks for it less "
        "what speaks against it; the highest score among the outcomes that are not ruled out wins. A score is no "
        "likelihood, and scores of different decisions are not compared."
    )
    tied = [choice.name for choice in report.choices if choice.result.tied == "in all"]
    if tied:
        yield f"Equal scores were met in {listed(tied)}. There a slight change of one reason changes the outcome."


def _unanswered(report: Report) -> Iterator[str]:
    found = report.recommendation
    unknown = len(found.to_find_out)
    if unknown:
        ways = "more ways than were worked out" if found.completions is None else counted(found.completions, "way")
        yield (
            f"{counted(unknown, 'question is', 'questions are')} not answered, and every answer to them stays "
            f"possible: {ways} to answer the rest. What is called settled holds in all of them."
        )
    aside = len(found.set_aside)
    if aside:
        yield (
            f"{counted(aside, 'answer is', 'answers are')} kept and set aside, because with the other answers the "
            "question is no longer asked."
        )


def _limits(report: Report) -> Iterator[str]:
    tree = report.file.tree
    yield (
        f"The tree weighs only what it asks, {counted(len(tree.questions), 'question')} in all, and rests on the "
        "judgement of its authors. What it does not ask has not been weighed."
    )
    given = report.another_tree
    if given:
        yield (
            f"The answers were given to version {given.version} ({given.digest[:8]}) of the tree and are evaluated here "
            f"on {report.file.stamp}. Read the recommendation again before relying on it."
        )
    stale = sum(source.stale_on(report.day) for source in report.sources)
    if stale:
        yield f"{counted(stale, 'cited source is', 'cited sources are')} as old as the tree allows, and to be looked up again."
    weak = sum(source.grade == "weak" for source in report.sources)
    if weak:
        yield f"{counted(weak, 'cited source is', 'cited sources are')} graded weak: marketing, or a personal page."
