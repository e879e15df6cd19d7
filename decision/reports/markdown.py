"""The decision record: Markdown in the sections of MADR 4.0. What people wrote is shown as they wrote it, never as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from decision.recommendation import OutcomeResult, QuestionState, Reason
from decision.reports.changes import firmly, obstacles, relaxations, revisit
from decision.reports.report import Choice, Report, strongest
from decision.reports.shortlisted import NearMisses, described, near_misses
from decision.reports.shortlisted import remarks as shortlist_remarks
from decision.reports.words import (
    CAVEAT,
    assumptions,
    counted,
    hanging,
    listed,
    long_date,
    paragraphs,
    plain,
    remarks,
    signed,
    standing,
    strength,
)
from decision.shortlist import Candidate, Criterion, Finding, Shortlist
from decision.tree import Outcome, Source

_MARKUP = re.compile(r"([\\`*_{}\[\]<>&#|~$])")
_ADDRESS = re.compile(r"(:)(?=//)|(?<=www)(\.)")
_START = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")


def to_markdown(report: Report) -> str:
    """The decision record as Markdown text, the same for the same report."""
    sections = [
        _front_matter(report),
        f"# {inline(report.title)}",
        _context(report),
        _drivers(report),
        _options(report),
        _outcomes(report),
        _consequences(report),
        _confirmation(report),
        _pros_and_cons(report),
        _find_out(report),
        _more(report),
        _shortlist(report, report.shortlist) if report.shortlist else "",
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def inline(text: str) -> str:
    """The text on one line, every character of it shown as it is.

    >>> print(inline("<b>x</b> [a](b) *c* # d | e"))
    \\<b\\>x\\</b\\> \\[a\\](b) \\*c\\* \\# d \\| e
    """
    escaped = _MARKUP.sub(r"\\\1", " ".join(plain(text).split()))
    # An address would be made a link, in which the escapes before and after it would be seen.
    escaped = _ADDRESS.sub(lambda found: f"\\{found[0]}", escaped)
    return _START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", escaped)


def prose(text: str, indent: str = "") -> str:
    """The text with its paragraphs and line breaks, indented so that it stays inside a list item."""
    parts = [f"\\\n{indent}".join(map(inline, filter(None, lines))) for lines in paragraphs(text)]
    return f"\n\n{indent}".join(filter(None, parts))


def _quoted(text: str) -> str:
    """The text as a YAML string in double quotes."""
    escaped = plain(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'


def _front_matter(report: Report) -> str:
    said = report.assessment
    return "\n".join(
        (
            "---",
            f"status: {_quoted(said.status)}",
            f"date: {report.day.isoformat()}",
            f"decision-makers: [{', '.join(map(_quoted, said.deciders))}]",
            f"consulted: [{', '.join(map(_quoted, said.consulted))}]",
            "---",
        )
    )


def _context(report: Report) -> str:
    tree, said = report.file.tree, report.assessment
    found = report.recommendation
    answered = sum(question.status == "answered" for question in found.asked)
    who = ", ".join(filter(None, map(inline, (said.author, said.organization))))
    by = f" by {who}" if who else ""
    return _section(
        "## Context and Problem Statement",
        prose(tree.summary),
        f"Assessed{by} on {long_date(report.day)}: {answered} of {counted(len(found.asked), 'question')} answered. To decide:",
        _bullets(inline(choice.result.decide) for choice in report.choices),
        f"Asked with the decision tree {_strong(tree.title)}, `{tree.id}`, version {tree.version}, "
        f"SHA-256 `{report.file.digest}`.",
        CAVEAT,
    )


def _drivers(report: Report) -> str:
    asked = [question for question in report.recommendation.asked if question.status == "answered"]
    return _section(
        "## Decision Drivers", _bullets(_driver(report, question) for question in asked) or "None known yet."
    )


def _driver(report: Report, question: QuestionState) -> str:
    dimension = inline(report.file.tree.dimensions[question.dimension])
    answer = listed(map(_strong, question.labels))
    cited = _cited(report, report.thresholds(question))
    return "\n\n  ".join((f"{dimension}: {inline(question.ask)} {answer}{cited}", *_noted(report, question)))


def _noted(report: Report, question: QuestionState) -> Iterator[str]:
    noted = report.evidence(question.id)
    if noted.evidence:
        yield f"Evidence: {prose(noted.evidence, '  ')}"
    held = [f"Owner: {inline(noted.owner)}." if noted.owner else "", f"Due: {noted.due}." if noted.due else ""]
    if any(held):
        yield " ".join(filter(None, held))


def _options(report: Report) -> str:
    parts = []
    for choice in report.choices:
        labels = _bullets(inline(outcome.text.label) for outcome in choice.result.outcomes)
        parts.append(f"### {choice.name}: {inline(choice.result.decide)}\n\n{labels}")
    return _section("## Considered Options", *parts)


def _outcomes(report: Report) -> str:
    return _section("## Decision Outcome", *(_outcome(report, choice) for choice in report.choices))


def _outcome(report: Report, choice: Choice) -> str:
    parts = [f"### {choice.name}", _chosen(choice), f"Standing: {standing(choice)}."]
    parts += map(
        inline,
        filter(
            None,
            [
                firmly(report, choice),
                *remarks(choice, report),
                *obstacles(report, choice),
                *relaxations(report, choice),
            ],
        ),
    )
    if choice.recorded and not choice.differs:
        parts.append("Recorded as the tree recommends it.")
    if choice.differs:
        against = _bullets(_because(report, reason) for reason in choice.objections)
        parts += [
            f"Recorded instead of the tree’s: {_title(choice.recommended)}. {inline(strongest(choice.result))}",
            f"What speaks against {_title(choice.headline)}:"
            if against
            else "No rule speaks against what was recorded.",
            against,
        ]
    return _section(*parts)


def _chosen(choice: Choice) -> str:
    if choice.chosen is None:
        return f"No option chosen yet: {_title(choice.recommended)}. {inline(choice.why)}"
    return f"Chosen option: {_title(choice.headline)}, because: {prose(choice.why)}"


def _because(report: Report, reason: Reason) -> str:
    """The words of a reason with its strength, its sources and what is disputed about it."""
    strong = f" ({inline(strength(reason))})" if reason.strength else ""
    disputed = f"\n\n  Disputed: {inline(reason.disputed)}" if reason.disputed else ""
    return f"{inline(reason.because)}{strong}{_cited(report, reason.sources)}{disputed}"


def _consequences(report: Report) -> str:
    parts = []
    for choice in report.choices:
        if choice.chosen:
            items = _bullets(_good_and_bad(report, choice, choice.chosen))
            parts.append(
                f"#### {choice.name}: {inline(choice.headline)}\n\n{items or 'Neither good nor bad is known.'}"
            )
    return _section("### Consequences", *parts) if parts else ""


def _good_and_bad(report: Report, choice: Choice, outcome: OutcomeResult) -> Iterator[str]:
    for reason in outcome.speaking("for"):
        yield f"Good, because: {_because(report, reason)}"
    for reason in choice.objections:
        yield f"Bad, because: {_because(report, reason)}"
    text = outcome.text
    said = (
        ("Neutral, because it takes", text.takes),
        ("Bad, because it costs", text.costs),
        ("Bad, because there are duties", text.duties),
    )
    yield from (f"{why}: {prose(words, '  ')}" for why, words in said if words)
    for caution in outcome.cautions:
        yield f"Bad, because of a caution: {inline(caution.say)}{_cited(report, caution.sources)}"


def _confirmation(report: Report) -> str:
    return _section(
        "### Confirmation", _told(report, lambda text: text.confirm) or "No outcome says how to confirm it."
    )


def _told(report: Report, pick: Callable[[Outcome], Iterable[str]]) -> str:
    """What the outcomes that stand say about one thing, a bullet each, with the decision before it."""
    return _bullets(f"{choice.name}: {prose(text, '  ')}" for choice, texts in report.told(pick) for text in texts)


def _pros_and_cons(report: Report) -> str:
    parts = []
    for choice in report.choices:
        parts.append(f"### {choice.name}: the options")
        parts += [_option(report, outcome) for outcome in choice.result.outcomes]
    return _section("## Pros and Cons of the Options", *parts)


def _option(report: Report, outcome: OutcomeResult) -> str:
    items = [f"Ruled out, because: {_because(report, reason)}" for reason in outcome.ruled_out_by]
    items += [f"Good, because: {_because(report, reason)}" for reason in outcome.speaking("for")]
    items += [f"Bad, because: {_because(report, reason)}" for reason in outcome.speaking("against")]
    score = "" if outcome.ruled_out_by else f"Score: {signed(outcome.score)}."
    return _section(
        f"#### {inline(outcome.text.label)}",
        prose(outcome.text.summary or ""),
        score,
        _bullets(items) or "Nothing speaks for it or against it.",
        f"More: <{_url(outcome.text.link)}>" if outcome.text.link else "",
    )


def _find_out(report: Report) -> str:
    unknown = report.recommendation.to_find_out
    if not unknown:
        return ""
    return _section("## What to Find Out", _bullets(_unknown(report, question) for question in unknown))


def _unknown(report: Report, question: QuestionState) -> str:
    noted = report.evidence(question.id)
    lines = [
        f"{_strong(question.ask)} {'Not sure yet.' if question.status == 'unsure' else 'Not answered yet.'}",
        f"What hangs on it: {hanging(report, question)}. Owner: {inline(noted.owner) or 'nobody yet'}. Due: {noted.due or 'no date'}.",
    ]
    if noted.evidence:
        lines.append(f"Known so far: {prose(noted.evidence, '  ')}")
    return "\n\n  ".join(lines)


def _more(report: Report) -> str:
    aside = (f"{inline(q.ask)} {listed(map(_strong, q.labels))}" for q in report.recommendation.set_aside)
    parts = (
        ("### Next Steps", _told(report, lambda text: text.next_steps)),
        ("### How One Leaves It", _told(report, lambda text: filter(None, (text.leave,)))),
        ("### Revisit When", _revisit(report)),
        ("### Answers Set Aside", _bullets(aside)),
        ("### Assumptions", _bullets(map(inline, assumptions(report)))),
        ("### Sources", "\n".join(_source(report, *numbered) for numbered in enumerate(report.sources, 1))),
        ("### Notes", prose(report.assessment.notes)),
    )
    return _section("## More Information", *(_section(heading, body) for heading, body in parts if body))


def _revisit(report: Report) -> str:
    changes = _bullets(
        f"{choice.name}: {inline(sentence)}" for choice in report.choices for sentence in revisit(report, choice)
    )
    return _lines(_told(report, lambda text: text.revisit_when), changes)


def _shortlist(report: Report, found: Shortlist) -> str:
    near = _bullets(map(_near, near_misses(found)))
    return _section(
        "## Models to Look At",
        *map(inline, shortlist_remarks(found)),
        _bullets(_criterion(report, criterion) for criterion in found.criteria),
        *(_candidate(report, found, candidate) for candidate in found.listed),
        f"### What Misses One Criterion\n\n{near}" if near else "",
    )


def _criterion(report: Report, criterion: Criterion) -> str:
    origins = (
        f"{inline(origin.asked)} {_strong(origin.said)}{_cited(report, origin.sources)}" for origin in criterion.origins
    )
    return f"{inline(criterion.says)}: {'; '.join(origins)}"


def _candidate(report: Report, found: Shortlist, candidate: Candidate) -> str:
    link = f" <{_url(candidate.link)}>" if candidate.link else ""
    findings = (f"{inline(found.criterion(one.criterion).says)}: {inline(one.found)}" for one in candidate.findings)
    sources = "; ".join(_reference(report, source) for source in candidate.sources)
    return _section(
        f"### {inline(candidate.name)}",
        f"{inline(described(candidate))}.{link}",
        _bullets(findings),
        prose(candidate.note or ""),
        f"Sources: {sources}.",
    )


def _near(missed: NearMisses) -> str:
    models = [f"{inline(candidate.name)} ({_linked(finding)})" for candidate, finding in missed.nearest]
    more = [f"{missed.more} more, further off"] if missed.more else []
    return f"{inline(missed.criterion.says)}: {listed([*models, *more])}"


def _linked(finding: Finding) -> str:
    text = inline(finding.found)
    return f"[{text}](<{_url(finding.sources[0].url)}>)" if finding.sources else text


def _source(report: Report, number: int, source: Source) -> str:
    return f"{number}. {_reference(report, source)}"


def _reference(report: Report, source: Source) -> str:
    stale = ", to be looked up again" if source.stale_on(report.day) else ""
    return f"[{inline(source.title)}](<{_url(source.url)}>), {source.date}, {source.grade}{stale}"


def _cited(report: Report, sources: tuple[Source, ...]) -> str:
    """Links to sources by their numbers, with a space before them."""
    links = [f"[{number}](<{_url(report.sources[number - 1].url)}>)" for number in report.numbers(sources)]
    return f" ({', '.join(links)})" if links else ""


def _url(url: str) -> str:
    """An address between angle brackets, where a backslash and an ampersand still mean something."""
    return re.sub(r"([\\&])", r"\\\1", plain(url))


def _section(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"* {item}" for item in items)


def _strong(text: str) -> str:
    return f"**{inline(text)}**"


def _title(text: str) -> str:
    return f'"{inline(text)}"'
