"""A recommendation as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from decision.recommendation import DecisionResult, Reason
from decision.reports.report import Choice, Report
from decision.reports.shortlisted import HEADING, described


def to_text(report: Report) -> str:
    """The decisions with their reasons, what was ruled out, cautions, what is still to find out, and the shortlist."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield report.title
    yield f"{report.stamp} · {report.day.isoformat()}"
    for choice in report.choices:
        yield ""
        yield from _choice(choice)
    unknown = report.recommendation.to_find_out
    if unknown:
        yield ""
        yield "To find out"
        for question in unknown:
            hanging = report.hangs_on(question)
            yield f"  ? {question.ask}" + (f" Hangs on it: {', '.join(hanging)}." if hanging else "")
    for question in report.recommendation.set_aside:
        yield f"  Set aside, because it is no longer asked: {question.ask} {', '.join(question.labels)}"
    if report.shortlist and report.shortlist.listed:
        yield ""
        yield f"{HEADING}: a shortlist and no ranking"
        yield from (f"  {candidate.name} ({described(candidate)})" for candidate in report.shortlist.listed)


def _choice(choice: Choice) -> Iterator[str]:
    yield f"{choice.name}: {choice.headline} ({_standing(choice.result)})"
    if choice.recorded:
        yield f"  recorded instead of {choice.result.present.text.label if choice.result.present else 'none'}: {choice.recorded.reason}"
    for outcome in choice.result.outcomes:
        out = outcome.ruled_out_by
        yield f"  {'×' if out else ' '} {outcome.text.label} {'' if out else f'{outcome.score:+d}'}".rstrip()
        for reason in out:
            yield f"      × {reason.because}{_cited(reason)}"
        for reason in outcome.reasons:
            yield f"      {'+' if reason.points > 0 else '−'} {reason.because}{_cited(reason)}"
    for caution in choice.cautions:
        yield f"  ! {caution.say}"


def _standing(result: DecisionResult) -> str:
    tied = ", ".join(outcome.text.label for outcome in result.tied_with)
    return f"{result.standing}, tied with {tied}" if tied else result.standing


def _cited(reason: Reason) -> str:
    return "".join(f" [{source.title}, {source.date}, {source.grade}]" for source in reason.sources)
