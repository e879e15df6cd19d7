"""What newer trees change among all that is saved, as HTML: a group an effect, and those whose sources are past their age."""

from collections.abc import Mapping, Sequence

from decision.library import Library
from decision.reports.look_words import GROUPS, in_short, looked
from decision.store.look import Affected, Look
from views.parts.markup import action, esc

FIRST, MORE = 20, 50
"""Entries of a group that are shown at first, and as many more on demand."""

_NOTES = {
    "unreadable": "This version of the program cannot read the tree that they were made with. Export them, and use an earlier one.",
}


def show(look: Look, found: Mapping[str, Sequence[Affected]], library: Library, limits: Mapping[str, int]) -> str:
    """The groups in which there are any."""
    go_on = "" if look.finished else f"<p>{action('go_on', 'Go on')}</p>"
    said = "".join(_group(name, some, library, limits.get(name, FIRST)) for name, some in found.items() if some)
    nothing = '<p class="note">The versions in use change none of them, and no source is past its age.</p>'
    return f'<p class="muted small">{looked(look)}</p>{go_on}{said or (nothing if look.finished else "")}'


def _group(name: str, found: Sequence[Affected], library: Library, limit: int) -> str:
    rows = "".join(_row(name, one, library) for one in found[:limit])
    more = action("more", f"Show more of these {len(found):,}", name) if found[limit:] else ""
    note = f'<p class="muted small">{_NOTES[name]}</p>' if name in _NOTES else ""
    return f'<section><h2>{GROUPS[name]} ({len(found):,})</h2>{note}<ul class="bare saved">{rows}</ul>{more}</section>'


def _row(group: str, one: Affected, library: Library) -> str:
    entry = one.entry
    title = esc(entry.title or "Without a title")
    if one.gist.effect != "unreadable" and entry.tree in library.trees:
        title = f'<button type="button" class="as_link" data-do="show" data-to="{entry.id}">{title}</button>'
    who = f" · {esc(entry.saved_by or entry.author)}" if entry.saved_by or entry.author else ""
    items = "".join(f"<li>{esc(line)}</li>" for line in in_short(one.gist, group))
    short = f'<ul class="bare came_to small">{items}</ul>' if items else ""
    return (
        f'<li><div><h3>{title}</h3><p class="muted small">{_versions(one, library)} · changed {entry.changed:%d %b %Y}{who}</p>'
        f"{short}</div></li>"
    )


def _versions(one: Affected, library: Library) -> str:
    entry, present = one.entry, library.trees.get(one.entry.tree)
    if present is None:
        return f"{esc(entry.tree)} {esc(entry.version)}; this server does not offer that tree any more"
    made = f"{esc(present.tree.title)} {esc(entry.version)}"
    return made if present.digest == entry.digest else f"{made}; {esc(present.stamp)} is in use"
