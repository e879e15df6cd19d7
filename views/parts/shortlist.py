"""Models worth a look, under a recommendation: what was asked of them, which meet it, and which miss one thing."""

import datetime

from decision.reports.shortlisted import HEADING, NO_SHORTLIST, NearMisses, described, near_misses, remarks
from decision.shortlist import Candidate, Criterion, Shortlist
from views.parts.markup import esc, fold
from views.parts.summary import cited


def markup(shortlist: Shortlist | None, day: datetime.date) -> str:
    """The shortlist as HTML, every text escaped. Sources that are too old on the day are marked."""
    if shortlist is None:
        return _section(f'<p class="muted">{esc(NO_SHORTLIST)}</p>')
    said = "".join(f'<p class="small muted">{esc(sentence)}</p>' for sentence in remarks(shortlist))
    criteria = "".join(_criterion(criterion, day) for criterion in shortlist.criteria)
    models = "".join(_model(shortlist, candidate, day) for candidate in shortlist.listed)
    near = "".join(_near(missed, day) for missed in near_misses(shortlist))
    return _section(
        said
        + (f'<div class="cards models">{models}</div>' if models else "")
        + (fold("What was asked of a model", f"<ul>{criteria}</ul>") if criteria else "")
        + (fold("What misses one criterion", f"<ul>{near}</ul>") if near else "")
    )


def _section(body: str) -> str:
    return f"<section><h2>{esc(HEADING)}</h2>{body}</section>"


def _criterion(criterion: Criterion, day: datetime.date) -> str:
    origins = "; ".join(
        f"{esc(origin.asked)} <b>{esc(origin.said)}</b> {cited(origin.sources, day)}" for origin in criterion.origins
    )
    return f'<li>{esc(criterion.says)}. <span class="small muted">{origins}</span></li>'


def _model(shortlist: Shortlist, candidate: Candidate, day: datetime.date) -> str:
    findings = "".join(
        f"<li>{esc(shortlist.criterion(finding.criterion).says)}: {esc(finding.found)}</li>"
        for finding in candidate.findings
    )
    name = _link(candidate.link, candidate.name) if candidate.link else esc(candidate.name)
    note = f"<p>{esc(candidate.note)}</p>" if candidate.note else ""
    return (
        f'<article class="card small"><h3>{name}</h3><p class="muted">{esc(described(candidate))}</p>'
        f"<ul>{findings}</ul>{fold('Note and sources', f'{note}<p>{cited(candidate.sources, day)}</p>')}</article>"
    )


def _near(missed: NearMisses, day: datetime.date) -> str:
    models = [
        f"{esc(candidate.name)} ({esc(finding.found)}) {cited(finding.sources, day)}"
        for candidate, finding in missed.nearest
    ]
    more = [f"{missed.more} more, further off"] if missed.more else []
    return f"<li>{esc(missed.criterion.says)}: {', '.join([*models, *more])}</li>"


def _link(url: str, text: str, look: str = "") -> str:
    kind = f' class="{look}"' if look else ""
    return f'<a{kind} href="{esc(url)}" target="_blank" rel="noreferrer noopener">{esc(text)}</a>'
