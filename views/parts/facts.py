"""What is known of each serving framework, property by property, as a table."""

import datetime
from collections.abc import Mapping

from decision.catalog.entries import Framework, Frameworks
from decision.catalog.needs import facts, is_feature, properties
from decision.tree import name_of
from views.parts import sources
from views.parts.markup import esc

_TITLES = {
    "quantization": "Quantization formats",
    "api": "API",
    "batching": "Batching",
    "parallelism": "Requests at a time, by default",
    "multi_gpu": "Several GPUs",
    "safe_version": "Minimum safe version",
    "advisories": "Advisories",
}


def title(name: str) -> str:
    """A property as a reader calls it."""
    return _TITLES.get(name, name_of(name))


def table(catalogue: Frameworks, shown: Mapping[str, Framework], today: datetime.date) -> str:
    """Properties down, frameworks across."""
    heads = "".join(f'<th scope="col">{_named(framework)}</th>' for framework in shown.values())
    rows = "".join(
        f'<tr><th scope="row">{esc(title(name))}</th>'
        f"{''.join(_cell(catalogue, framework, name, today) for framework in shown.values())}</tr>"
        for name in properties()
    )
    notes = "".join(f"<td>{esc(framework.note or '')}</td>" for framework in shown.values())
    return (
        '<div class="card scroll flush" tabindex="0"><table class="plain facts"><caption class="hidden">Serving frameworks, fact by fact</caption>'
        f'<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}<tr><th scope="row">To note</th>{notes}</tr></tbody></table></div>'
    )


def _named(framework: Framework) -> str:
    name = esc(framework.name)
    if framework.link is None:
        return name
    return f'<a href="{esc(framework.link)}" target="_blank" rel="noreferrer noopener">{name}</a>'


def _cell(catalogue: Frameworks, framework: Framework, name: str, today: datetime.date) -> str:
    said = facts(framework, name)
    if not said:
        return '<td class="muted">Not known</td>'
    short = all(is_feature(fact) for fact in said)
    body = esc(" · ".join(said)) if short else "".join(f"<p>{esc(fact)}</p>" for fact in said)
    return f"<td>{body}<div>{sources.short(catalogue.cited(framework, name), today)}</div></td>"
