"""What newer trees change among all that is saved, as HTML: a group an effect, and those whose sources are past their age."""

from collections.abc import Mapping, Sequence

from decision.library import Library
from decision.reports.again_words import from_to
from decision.reports.words import counted, listed
from decision.store.look import Affected, Look
from decision.tree import name_of
from views.parts.markup import action, esc

FIRST, MORE = 20, 50
"""Entries of a group that are shown at first, and as many more on demand."""

GROUPS = {
    "outcome": "Another outcome",
    "asks": "Something to answer, or to look at again",
    "reasons": "Only other reasons or words",
    "unreadable": "Not readable any more",
    "stale": "Sources past their age",
}
_ASKS = 2  # questions that a row names
_SAID = {
    "unreadable": "This version of the program cannot read the tree that it was made with. Export it, and use an earlier one.",
}


def groups(look: Look, tree: str | None) -> dict[str, list[Affected]]:
    """What was found so far by group, the latest change first. One whose sources are past their age is in two groups."""
    found = [one for one in look.found if tree in (None, one.entry.tree)]
    found.sort(key=lambda one: one.entry.changed, reverse=True)
    by_effect = {name: [one for one in found if one.gist.effect == name] for name in GROUPS}
    return by_effect | {"stale": [one for one in found if one.gist.stale]}


def show(look: Look, found: Mapping[str, Sequence[Affected]], library: Library, limits: Mapping[str, int]) -> str:
    """The groups in which there are any."""
    looked = f"{counted(look.done, 'saved assessment')} looked through" + (
        "" if look.finished else f" of {look.total:,}"
    )
    go_on = "" if look.finished else f"<p>{action('go_on', 'Go on')}</p>"
    said = "".join(_group(name, found[name], library, limits.get(name, FIRST)) for name in GROUPS if found[name])
    nothing = '<p class="note">The versions in use change none of them, and no source is past its age.</p>'
    return f'<p class="muted small">{looked}.</p>{go_on}{said or (nothing if look.finished else "")}'


def _group(name: str, found: Sequence[Affected], library: Library, limit: int) -> str:
    rows = "".join(_row(name, one, library) for one in found[:limit])
    more = action("more", f"Show more of these {len(found):,}", name) if found[limit:] else ""
    note = f'<p class="muted small">{_SAID[name]}</p>' if name in _SAID else ""
    return f'<section><h2>{GROUPS[name]} ({len(found):,})</h2>{note}<ul class="bare saved">{rows}</ul>{more}</section>'


def _row(group: str, one: Affected, library: Library) -> str:
    entry = one.entry
    title = esc(entry.title or "Without a title")
    if one.gist.effect != "unreadable" and entry.tree in library.trees:
        title = f'<button type="button" class="as_link" data-do="show" data-to="{entry.id}">{title}</button>'
    present = library.trees.get(entry.tree)
    versions = f"{esc(present.tree.title if present else entry.tree)} {esc(entry.version)}"
    if present is None:
        versions += "; this server does not offer that tree any more"
    elif present.digest != entry.digest:
        versions += f"; {esc(present.stamp)} is in use"
    who = f" · {esc(entry.saved_by or entry.author)}" if entry.saved_by or entry.author else ""
    return (
        f'<li><div><h3>{title}</h3><p class="muted small">{versions} · changed {entry.changed:%d %b %Y}{who}</p>'
        f"{_stale(one) if group == 'stale' else _gist(one)}</div></li>"
    )


def _gist(one: Affected) -> str:
    """In short what running it again comes to."""
    said = [f"{name_of(move.decision)}: {from_to(move.before, move.after)}" for move in one.gist.moves]
    if one.gist.ask:
        more = len(one.gist.ask) - _ASKS
        asks = [*one.gist.ask[:_ASKS], *([f"{more} more"] if more > 0 else [])]
        said.append(f"To answer or look at again: {listed(asks)}")
    if one.gist.unfit:
        said.append(f"Recorded and not offered any more: {listed(map(name_of, one.gist.unfit))}")
    items = "".join(f"<li>{esc(line)}</li>" for line in said)
    return f'<ul class="bare came_to small">{items}</ul>' if items else ""


def _stale(one: Affected) -> str:
    return f'<p class="small">{counted(one.gist.stale, "source")} behind its reasons and cautions.</p>'
