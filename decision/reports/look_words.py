"""What newer trees change among all that is saved, in words, for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterator

from decision.reports.again_words import from_to
from decision.reports.words import counted, listed
from decision.store.look import Affected, Gist, Look
from decision.tree import name_of

GROUPS = {
    "outcome": "Another outcome",
    "asks": "Something to answer, or to look at again",
    "reasons": "Only other reasons or words",
    "unreadable": "Not readable any more",
    "stale": "Sources past their age",
}
_ASKS = 2  # questions that are named of each


def groups(look: Look, tree: str | None) -> dict[str, list[Affected]]:
    """What was found so far by group, the latest change first. One whose sources are past their age is in two groups."""
    found = [one for one in look.found if tree in (None, one.entry.tree)]
    found.sort(key=lambda one: one.entry.changed, reverse=True)
    by_effect = {name: [one for one in found if one.gist.effect == name] for name in GROUPS}
    return by_effect | {"stale": [one for one in found if one.gist.stale]}


def looked(look: Look) -> str:
    """How many were looked through."""
    done = "" if look.finished else f"{look.done:,} of "
    return f"{done}{counted(look.total if done else look.done, 'saved assessment')} looked through."


def in_short(gist: Gist, group: str) -> list[str]:
    """In short why an assessment is in a group."""
    if group == "stale":
        return [f"{counted(gist.stale, 'source')} behind its reasons and cautions"]
    said = [f"{name_of(move.decision)}: {from_to(move.before, move.after)}" for move in gist.moves]
    if gist.ask:
        more = len(gist.ask) - _ASKS
        asks = [*gist.ask[:_ASKS], *([f"{more} more"] if more > 0 else [])]
        said.append(f"To answer or look at again: {listed(asks)}")
    if gist.unfit:
        said.append(f"Recorded and not offered any more: {listed(map(name_of, gist.unfit))}")
    if gist.unknown:
        said.append(f"Not worked out: {listed(map(name_of, gist.unknown))}")
    return said


def to_text(look: Look, tree: str | None) -> str:
    """The whole look for a terminal."""
    return "\n".join([looked(look), *_lines(look, tree)]) + "\n"


def _lines(look: Look, tree: str | None) -> Iterator[str]:
    for name, found in groups(look, tree).items():
        if found:
            yield ""
            yield f"{GROUPS[name]}: {len(found):,}"
        for one in found:
            yield f"  {one.entry.title or 'Without a title'} ({one.entry.tree} {one.entry.version})"
            yield from (f"      {line}" for line in in_short(one.gist, name))
