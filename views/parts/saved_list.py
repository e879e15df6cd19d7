"""The list of what is saved, as HTML: a row an assessment, with what can be done with it."""

from collections.abc import Sequence

from decision.compare import FEWEST, MOST
from decision.library import Library
from decision.store.saved import Entry, Found
from decision.tree import name_of
from views.parts.markup import action, esc


def rows(found: Found, library: Library, held: str | None, ticked: Sequence[str], *, may_change: bool) -> str:
    """The entries that were found, and how many of them are shown."""
    if not found.entries:
        return '<p class="note">Nothing is saved that matches. Give your present assessment a title above and save it, or look for less.</p>'
    shown = len(found.entries)
    more = action("more", "Show more") if shown < found.total else ""
    items = "".join(
        _row(entry, library, entry.id == held, entry.id in ticked, may_change=may_change) for entry in found.entries
    )
    every = action("every", "What newer trees change", kind="as_link")
    count = f"{shown:,} of {found.total:,}, the latest change first"
    return f'<p class="muted small under"><span>{count}</span>{every}</p>{_compare(len(ticked))}<ul class="bare saved">{items}</ul>{more}'


def _row(entry: Entry, library: Library, is_open: bool, ticked: bool, *, may_change: bool) -> str:
    to = f"{entry.id}.{entry.revision}"
    title = esc(entry.title or "Without a title")
    now = '<span class="chip settled">● open here</span>' if is_open else ""
    who = entry.saved_by or entry.author
    by = f" · {esc(who)}" if who else ""
    dates = f"Changed {entry.changed:%d %b %Y, %H:%M} UTC{by} · {esc(entry.status)}"
    return (
        f'<li>{_tick(entry, title, on=ticked)}<div><h2><button type="button" class="as_link" data-do="open" data-to="{to}">{title}</button> {now}</h2>'
        f'<p class="muted small">{dates}</p><p class="muted small">{_tree(entry, library)}</p>{_outcomes(entry, library)}</div>'
        f'<div class="acts">{_acts(entry, to, title, library, may_change=may_change)}</div></li>'
    )


def _compare(ticked: int) -> str:
    """The way to those that are ticked, side by side."""
    if ticked < FEWEST:
        return '<p class="muted small">Tick two to four to see them side by side.</p>'
    clear = action("untick", "Untick all", kind="as_link")
    if ticked > MOST:
        return (
            f'<p class="muted small under"><span>{ticked} are ticked; side by side go {MOST} at most.</span>{clear}</p>'
        )
    return f'<p class="under">{action("compare", f"Compare {ticked} side by side")}{clear}</p>'


def _tick(entry: Entry, title: str, *, on: bool) -> str:
    return (
        f'<label class="tick"><input type="checkbox" id="tick-{entry.id}" data-do="tick" value="{entry.id}"'
        f'{" checked" if on else ""}><span class="hidden">Compare: {title}</span></label>'
    )


def _acts(entry: Entry, to: str, title: str, library: Library, *, may_change: bool) -> str:
    """The buttons of a row; a screen reader hears of which."""
    present = library.trees.get(entry.tree)
    again = (("again", "Run again"),) if present and present.digest != entry.digest else ()
    put = ("unarchive", "Take out") if entry.archived else ("archive", "Archive")
    changing = (("share", "Share"), ("duplicate", "Duplicate"), put, ("delete", "Delete")) if may_change else ()
    return "".join(
        f'<button type="button" id="{do}-{entry.id}" class="as_link" data-do="{do}" data-to="{to}" aria-label="{label}: {title}">{label}</button>'
        for do, label in (*again, ("export", "Export"), *changing)
    )


def _tree(entry: Entry, library: Library) -> str:
    present = library.trees.get(entry.tree)
    name = esc(present.tree.title if present else entry.tree)
    if present is None:
        note = "; this server does not offer that tree any more, it is shown as it was"
    elif present.digest != entry.digest:
        note = f"; {esc(present.stamp)} is in use, it is shown as it was"
    else:
        note = ""
    return f"{name} {esc(entry.version)}{note}"


def _outcomes(entry: Entry, library: Library) -> str:
    """The outcomes, named as the version in use names them, or by their ids where it has them no more."""
    present = library.trees.get(entry.tree)
    decisions = present.tree.decisions if present else {}
    said = ""
    for decision, outcome in entry.outcomes.items():
        known = decisions[decision].outcomes.get(outcome) if decision in decisions else None
        label = known.label if known else name_of(outcome)
        said += f'<li><span class="muted">{esc(name_of(decision))}:</span> {esc(label)}</li>'
    return f'<ul class="bare came_to small">{said}</ul>' if said else ""
