"""Sources on a page: who said it, when, of which grade, and whether that is older than it may be."""

import datetime
import re
from collections.abc import Iterable

from decision.tree import Source
from views.parts.markup import esc


def short(sources: Iterable[Source], today: datetime.date) -> str:
    """Links that name who said it. The whole title stands in the list of sources, and is what a screen reader hears."""
    return " ".join(
        f'<span class="cite"><a href="{esc(source.url)}" target="_blank" rel="noreferrer noopener"'
        f' aria-label="{esc(source.title)}">{esc(_who(source))}</a> · {source.date:%b %Y} · {source.grade}{age(source, today)}</span>'
        for source in sources
    )


def listed(sources: Iterable[Source], today: datetime.date) -> str:
    """A table of sources by title, each address once."""
    once = {source.url: source for source in sources}
    rows = "".join(
        f'<tr><th scope="row"><a href="{esc(source.url)}" target="_blank" rel="noreferrer noopener">{esc(source.title)}</a></th>'
        f"<td>{source.date:%d %b %Y}{age(source, today)}</td><td>{source.grade}</td></tr>"
        for source in sorted(once.values(), key=lambda source: source.title.lower())
    )
    return (
        '<div class="card scroll" tabindex="0"><table class="plain"><thead><tr><th scope="col">Source</th>'
        f'<th scope="col">Date</th><th scope="col">Grade</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _who(source: Source) -> str:
    return re.split(r",| \(", source.title, maxsplit=1)[0]


def age(source: Source, today: datetime.date) -> str:
    """Whether a source is older on that day than it may be, in a word."""
    return ' · <b class="outtext">past its age</b>' if source.stale_on(today) else ""
