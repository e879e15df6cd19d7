"""The shortlist for the template of the PDF: plain values, with a list of its own sources, M1 and on."""

from __future__ import annotations

from typing import Any

from decision.reports.report import Report
from decision.reports.shortlisted import NearMisses, described, near_misses, remarks
from decision.reports.words import long_date
from decision.shortlist import Candidate, Criterion, Shortlist
from decision.tree import Source

Data = dict[str, Any]


def pdf_shortlist(report: Report) -> Data:
    """The shortlist; empty where there is none."""
    found = report.shortlist
    if found is None:
        return {}
    near = near_misses(found)
    sources = _sources(found, near)
    numbers = {source.url: f"M{number}" for number, source in enumerate(sources, 1)}
    return {
        "remarks": remarks(found),
        "criteria": [_criterion(report, criterion) for criterion in found.criteria],
        "listed": [_candidate(found, candidate, numbers) for candidate in found.listed],
        "near": [_near(missed, numbers) for missed in near],
        "sources": [source_row(report, source) for source in sources],
    }


def _sources(found: Shortlist, near: list[NearMisses]) -> tuple[Source, ...]:
    cited = [source for candidate in found.listed for source in candidate.sources]
    cited += [source for missed in near for _, finding in missed.nearest for source in finding.sources]
    return tuple({source.url: source for source in cited}.values())


def _near(missed: NearMisses, numbers: dict[str, str]) -> Data:
    models = [
        {"name": candidate.name, "found": finding.found, "refs": _refs(finding.sources, numbers)}
        for candidate, finding in missed.nearest
    ]
    more = f"and {missed.more} more, further off" if missed.more else ""
    return {"says": missed.criterion.says, "models": models, "more": more}


def _criterion(report: Report, criterion: Criterion) -> Data:
    return {
        "says": criterion.says,
        "origins": [
            {
                "asked": origin.asked,
                "said": origin.said,
                "refs": [[number, report.sources[number - 1].url] for number in report.numbers(origin.sources)],
            }
            for origin in criterion.origins
        ],
    }


def _candidate(found: Shortlist, candidate: Candidate, numbers: dict[str, str]) -> Data:
    return {
        "name": candidate.name,
        "described": described(candidate),
        "refs": _refs(candidate.described_by, numbers),
        "link": candidate.link or "",
        "note": candidate.note or "",
        "findings": [
            {
                "says": found.criterion(finding.criterion).says,
                "found": finding.found,
                "refs": _refs(finding.sources, numbers),
            }
            for finding in candidate.findings
        ],
    }


def _refs(sources: tuple[Source, ...], numbers: dict[str, str]) -> list[list[str]]:
    return [[numbers[source.url], source.url] for source in sources]


def source_row(report: Report, source: Source) -> Data:
    """A source as a row of a list of sources."""
    return {
        "title": source.title,
        "url": source.url,
        "date": long_date(source.date),
        "grade": source.grade,
        "stale": source.stale_on(report.day),
    }
