"""Saved assessments side by side, as HTML: read only, each as it was on its version, with only what differs marked."""

from collections.abc import Mapping, Sequence

from decision.compare import Cell, Comparison, Row
from decision.reading.read import TreeFile
from decision.reports.words import listed
from decision.store.saved import Saved
from views.parts import variants
from views.parts.markup import esc

_MISSING = '<p class="muted">Not in this tree</p>'
_SAID = {
    "unsure": "Not sure yet",
    "open": "Not answered",
    "not asked": "Not asked",
    "not recorded": "Nothing recorded",
}


def table(
    saved: Sequence[Saved], files: Sequence[TreeFile], found: Comparison, recorded: Sequence[Row], *, only: bool
) -> str:
    """What each comes to, what was recorded, and what was answered. With `only`, rows in which nothing differs are left out."""
    groups: Mapping[str, tuple[Sequence[Row], bool]] = {
        "What it comes to": (found.decisions, True),
        "What was recorded instead": (recorded, False),
        "Answers": (found.questions, False),
    }
    whose = [one.entry.title or "Without a title" for one in saved]
    nothing = f'<tr role="row"><td role="cell" colspan="{len(saved) + 1}" class="muted">Nothing differs.</td></tr>'
    bodies = {
        title: "".join(_row(row, whose, decided=decided) for row in rows if row.differs or not only) or nothing
        for title, (rows, decided) in groups.items()
        if rows
    }
    several = len({file.tree.id for file in files}) > 1
    heads = "".join(
        _head(*pair, found, number, several=several) for number, pair in enumerate(zip(saved, files, strict=True))
    )
    return variants.frame(heads, bodies, len(saved))


def _head(saved: Saved, file: TreeFile, found: Comparison, number: int, *, several: bool) -> str:
    """Which one, made with which version, and how much of it differs from the first."""
    differing = sum(row.cells[number].differs for row in found.decisions)
    said = f"≠ {differing} of {len(found.decisions)} decisions" if differing else "No decision differs"
    tree = f"{esc(file.tree.title)}, " if several else ""
    entry = saved.entry
    return (
        f'<th role="columnheader" scope="col"><b>{esc(entry.title or "Without a title")}</b>'
        f'<p class="small muted">{tree}version {esc(file.stamp)}<br>{entry.changed:%d %b %Y} · {esc(entry.status)}</p>'
        f'<p class="small muted">{said if number else "What the others are held against"}</p></th>'
    )


def _row(row: Row, whose: Sequence[str], *, decided: bool) -> str:
    return variants.show(row, [_cell(cell, decided=decided) for cell in row.cells], whose.__getitem__)


def _cell(cell: Cell, *, decided: bool) -> str:
    if cell.status == "missing":
        return _MISSING
    if decided:
        return variants.outcomes(cell)
    return f"<p>{esc(listed(cell.labels) or _SAID.get(cell.status, ''))}</p>"
