"""What the template of the PDF is given: plain values only, in the order in which they are printed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from typing import Any

from decision.recommendation import OutcomeResult, QuestionState, Reason, Warned
from decision.reports.changes import firmly, obstacles, relaxations, revisit
from decision.reports.glyphs import printable
from decision.reports.logo import usable
from decision.reports.pdf_path import path_rows
from decision.reports.pdf_shortlist import pdf_shortlist, source_row
from decision.reports.report import Choice, Report, strongest
from decision.reports.words import (
    CAVEAT,
    assumptions,
    first_sentence,
    hanging,
    listed,
    long_date,
    paragraphs,
    remarks,
    signed,
    standing,
    strength,
)
from decision.tree import Outcome, Source

Data = dict[str, Any]

_CELL = 500  # characters of evidence that a cell of the table takes
_ASIDE = "With the other answers the question is not asked, so its answer is kept and set aside."


def pdf_data(report: Report, paper: str) -> Data:
    """Everything that the PDF says, each text as the fonts can print it."""
    data: Data = _printable(
        {
            "paper": paper,
            "cover": _cover(report),
            "caveat": CAVEAT,
            "cards": [_card(report, choice) for choice in report.choices],
            "gravest": _gravest(report),
            "answers": _answers(report),
            "decisions": [_decision(report, choice) for choice in report.choices],
            "path": path_rows(report),
            "cautions": _cautions(report),
            "assumptions": assumptions(report),
            "find_out": [_unknown(report, question) for question in report.recommendation.to_find_out],
            "next_steps": _told(report, lambda text: text.next_steps),
            "confirm": _told(report, lambda text: text.confirm),
            "revisit": _revisit(report),
            "notes": paragraphs(report.assessment.notes),
            "sources": [source_row(report, source) for source in report.sources],
            "shortlist": pdf_shortlist(report),
        }
    )
    return data


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, list) else value


def _cover(report: Report) -> Data:
    said, tree, day = report.assessment, report.file.tree, report.day
    return {
        "title": " ".join(report.title.split()),
        "organization": said.organization,
        "author": said.author,
        "status": said.status.capitalize(),
        "deciders": ", ".join(said.deciders),
        "consulted": ", ".join(said.consulted),
        "day": [day.year, day.month, day.day],
        "date": long_date(day),
        "tree": tree.title,
        "summary": tree.summary,
        "stamp": report.stamp,
        "version": tree.version,
        "digest": report.file.digest,
        "logo": _logo(said.logo),
    }


def _logo(encoded: str | None) -> list[int] | None:
    """The bytes of the logo; none if it is no picture that fits on a page."""
    raw = base64.b64decode(encoded) if encoded else b""
    return list(raw) if usable(raw) else None


def _card(report: Report, choice: Choice) -> Data:
    instead = f"The tree says: {choice.recommended}. " if choice.differs else ""
    return {
        "name": choice.name,
        "headline": choice.headline,
        "kind": _kind(choice),
        "standing": standing(choice),
        "why": instead + first_sentence(choice.why),
    }


def _kind(choice: Choice) -> str:
    """How the standing is drawn."""
    if choice.differs:
        return "recorded"
    if choice.result.standing == "settled":
        return "tied" if choice.result.tied == "in all" else "settled"
    if choice.result.standing == "open" and choice.result.outcome:
        return "tied"
    return "impossible" if choice.result.standing == "impossible" else "open"


def _cautions(report: Report) -> list[Data]:
    """The cautions of the outcomes that stand or are possible, each once with all the outcomes that it goes with."""
    found: dict[tuple[str, str], Data] = {}
    for choice in report.choices:
        for outcome in choice.candidates:
            for caution in outcome.cautions:
                entry = _caution(report, choice, caution)
                found.setdefault((choice.result.id, caution.caution), entry)["outcomes"].append(outcome.text.label)
    return [{**entry, "outcomes": listed(entry["outcomes"], "or")} for entry in found.values()]


def _gravest(report: Report) -> Data:
    """The first caution of each outcome that stands, then the second of each: the order of their author counts."""
    standing = [list(choice.cautions) for choice in report.choices]
    rounds = max(map(len, standing), default=0)
    said = [
        _warning(choice, cautions[turn].say)
        for turn in range(rounds)
        for choice, cautions in zip(report.choices, standing, strict=True)
        if turn < len(cautions)
    ]
    return {"said": said[:4], "all": len(_cautions(report))}


def _warning(choice: Choice, say: str) -> Data:
    return {"name": choice.name, "say": " ".join(say.split()), "first": first_sentence(say)}


def _caution(report: Report, choice: Choice, caution: Warned) -> Data:
    return {"name": choice.name, "outcomes": [], "say": caution.say, "refs": _refs(report, caution.sources)}


def _answers(report: Report) -> list[Data]:
    """The answers by dimension, in the order of the tree."""
    questions = [question for question in report.recommendation.questions if question.status != "not asked"]
    groups = [
        {
            "dimension": label,
            "rows": [_answer(report, question) for question in questions if question.dimension == dimension],
        }
        for dimension, label in report.file.tree.dimensions.items()
    ]
    return [group for group in groups if group["rows"]]


def _answer(report: Report, question: QuestionState) -> Data:
    noted = report.evidence(question.id)
    long = len(noted.evidence) > _CELL
    return {
        "ask": question.ask,
        "status": question.status,
        "labels": list(question.labels),
        "refs": _refs(report, report.thresholds(question)),
        "note": _ASIDE if question.status == "set aside" else "",
        "evidence": [[f"{first_sentence(noted.evidence, 160)} In full below."]] if long else paragraphs(noted.evidence),
        "in-full": paragraphs(noted.evidence) if long else [],
        "owner": noted.owner,
        "due": long_date(noted.due) if noted.due else "",
    }


def _decision(report: Report, choice: Choice) -> Data:
    result = choice.result
    left = [outcome for outcome in result.outcomes if not outcome.ruled_out_by]
    widest = max((max(_weight(o, 1), _weight(o, -1)) for o in result.outcomes), default=0)
    return {
        "name": choice.name,
        "decide": result.decide,
        "headline": choice.headline,
        "kind": _kind(choice),
        "standing": standing(choice),
        "remarks": [
            *filter(None, [firmly(report, choice)]),
            *remarks(choice, report),
            *obstacles(report, choice),
            *relaxations(report, choice),
        ],
        "bars": [
            _bar(choice, outcome, widest or 1)
            for outcome in sorted(left, key=lambda o: (o is not choice.chosen, -o.score))
        ],
        "ruled_out": _ruled_out(report, choice),
        "recorded": _recorded(report, choice),
        **_reasons(report, choice),
        "facts": [_facts(outcome) for outcome in choice.candidates if outcome.possible or outcome is choice.chosen],
    }


def _weight(outcome: OutcomeResult, sign: int) -> int:
    return sum(reason.points * sign for reason in outcome.reasons if reason.points * sign > 0)


def _bar(choice: Choice, outcome: OutcomeResult, widest: int) -> Data:
    gain, loss = _weight(outcome, 1), _weight(outcome, -1)
    return {
        "label": outcome.text.label,
        "strong": outcome is choice.chosen,
        "mark": _mark(choice, outcome),
        "gain": gain / widest,
        "loss": loss / widest,
        "score": signed(outcome.score),
        "alt": f"{gain} for, {loss} against, score {signed(outcome.score)}",
    }


def _ruled_out(report: Report, choice: Choice) -> list[Data]:
    """What is ruled out, together where the same rules do it."""
    groups: dict[tuple[str, ...], list[OutcomeResult]] = {}
    for outcome in choice.result.outcomes:
        if outcome.ruled_out_by:
            groups.setdefault(tuple(reason.rule for reason in outcome.ruled_out_by), []).append(outcome)
    return [
        {
            "outcomes": [{"label": outcome.text.label, "mark": _mark(choice, outcome)} for outcome in group],
            "reasons": [_reason(report, reason) for reason in group[0].ruled_out_by],
        }
        for group in groups.values()
    ]


def _mark(choice: Choice, outcome: OutcomeResult) -> str:
    """What an outcome is, in a word beside its label."""
    if not choice.differs:
        if outcome is choice.chosen:
            return "recorded" if choice.recorded else "chosen"
        return "possible" if outcome.possible and choice.result.standing == "open" else ""
    if outcome is choice.chosen:
        return "recorded"
    return "the tree’s choice" if outcome is choice.result.present else ""


def _recorded(report: Report, choice: Choice) -> Data | None:
    """What was recorded instead of the tree's outcome, with both reasons and the rules that speak against it."""
    if not choice.differs or choice.recorded is None:
        return None
    return {
        "outcome": choice.headline,
        "reason": paragraphs(choice.recorded.reason),
        "tree": choice.recommended,
        "tree_reason": strongest(choice.result),
        "against": [_reason(report, reason) for reason in choice.objections],
    }


def _reasons(report: Report, choice: Choice) -> Data:
    """The reasons for and against the outcome that stands, then those that bear only on the others.

    What speaks against a recorded outcome stands with its record.
    """
    here = choice.chosen
    good = [_reason(report, reason) for reason in here.speaking("for")] if here else []
    bad = [_reason(report, reason) for reason in here.speaking("against")] if here and not choice.differs else []
    said = {reason.rule for reason in here.reasons} if here else set()
    rest = [group for group in choice.result.by_rule if group[0][1].points and group[0][1].rule not in said]
    return {
        "good": good,
        "bad": bad,
        "rest": [_reason(report, group[0][1]) | {"effects": list(map(_effect, group)), "points": ""} for group in rest],
    }


def _effect(effect: tuple[OutcomeResult, Reason]) -> Data:
    outcome, reason = effect
    return {"good": reason.points > 0, "label": outcome.text.label, "points": strength(reason)}


def _reason(report: Report, reason: Reason) -> Data:
    return {
        "because": reason.because,
        "points": strength(reason),
        "refs": _refs(report, reason.sources),
        "disputed": reason.disputed or "",
    }


def _facts(outcome: OutcomeResult) -> Data:
    text = outcome.text
    said = (
        ("What it takes", text.takes),
        ("What it costs", text.costs),
        ("How one leaves it", text.leave),
        ("Duties", text.duties),
    )
    return {
        "label": text.label,
        "summary": text.summary or "",
        "link": text.link or "",
        "said": [[name, words] for name, words in said if words],
    }


def _unknown(report: Report, question: QuestionState) -> Data:
    noted = report.evidence(question.id)
    return {
        "ask": question.ask,
        "status": "Not sure yet" if question.status == "unsure" else "Not answered yet",
        "hanging": hanging(report, question),
        "owner": noted.owner or "Nobody yet",
        "due": long_date(noted.due) if noted.due else "No date",
    }


def _told(report: Report, pick: Callable[[Outcome], Iterable[str]]) -> list[Data]:
    return [
        {"name": choice.name, "outcome": choice.headline, "items": list(texts)} for choice, texts in report.told(pick)
    ]


def _revisit(report: Report) -> list[Data]:
    """What the outcomes that stand say of their time, and the changes of answers that would give another outcome."""
    found = []
    for choice in report.choices:
        items = [*(choice.chosen.text.revisit_when if choice.chosen else ()), *revisit(report, choice)]
        if items:
            found.append({"name": choice.name, "outcome": choice.headline, "items": items})
    return found


def _refs(report: Report, sources: tuple[Source, ...]) -> list[list[int | str]]:
    """The number and the address of each source."""
    return [[number, report.sources[number - 1].url] for number in report.numbers(sources)]
