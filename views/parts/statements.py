"""What one should know, section by section, as HTML: statements with what they depend on, and tables."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from decision.learn import Cell, Column, Dependence, Entry, Learn, Section
from views.parts import sources
from views.parts.markup import esc


@dataclass(frozen=True)
class Statements:
    """The sections of one file, as they are shown today."""

    learn: Learn
    today: datetime.date

    def contents(self) -> str:
        """Links to the sections."""
        return "".join(
            f'<li><a href="#learn-{name}">{esc(one.title)}</a></li>' for name, one in self.learn.sections.items()
        )

    def origins(self) -> str:
        """Where the sections come from, and what that means."""
        items = "".join(f"<dt>{_tag(one.label)}</dt><dd>{esc(one.says)}</dd>" for one in self.learn.origins.values())
        return f'<dl class="origins">{items}</dl>'

    def head(self, name: str) -> str:
        """The heading of a section, its origin and its text."""
        section = self.learn.sections[name]
        text = f"<p>{esc(section.text)}</p>" if section.text else ""
        cited = f'<p class="small muted">{self._cite(section.source)}</p>' if section.source else ""
        origin = _tag(self.learn.origins[section.origin].label)
        return f'<h3 id="learn-{name}">{esc(section.title)} {origin}</h3><div class="lead">{text}{cited}</div>'

    def body(self, name: str) -> str:
        """The statements or the table of a section. A table of bare numbers, drawn already, is folded."""
        section = self.learn.sections[name]
        if not section.columns:
            mostly = 2 * sum(entry.depends_on is not None for entry in section.entries.values()) > len(section.entries)
            look = "statements" if mostly else "pairs"
            return f'<ul class="bare {look}">{"".join(map(self._statement, section.entries.values()))}</ul>'
        table = self._table(section)
        if any(cell.says for entry in section.entries.values() for cell in entry.cells.values()):
            return table
        return f'<details class="fold"><summary>The same as a table</summary>{table}</details>'

    def _statement(self, entry: Entry) -> str:
        cited = f'<p class="small muted">{self._cite(entry.source)}</p>' if entry.source else ""
        said = f"<div><b>{esc(entry.label)}</b><p>{esc(entry.says)}</p>{cited}</div>"
        return f"<li>{said}{self._depends(entry.depends_on)}</li>"

    def _depends(self, depends_on: Dependence | None) -> str:
        if depends_on is None:
            return ""
        cited = self._cite(depends_on.source)
        return (
            f'<div class="depends"><p class="small">What it depends on</p><p>{esc(depends_on.says)}</p>'
            f'<p class="small muted">{cited}</p></div>'
        )

    def _table(self, section: Section) -> str:
        own = any(entry.source for entry in section.entries.values())
        heads = ["", *(column.label for column in section.columns.values()), *(["Source"] if own else [])]
        head = "".join(f'<th scope="col">{esc(text)}</th>' if text else "<td></td>" for text in heads)
        rows = "".join(self._row(section, entry, own=own) for entry in section.entries.values())
        return (
            f'<div class="card scroll" tabindex="0"><table class="plain"><caption class="hidden">{esc(section.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _row(self, section: Section, entry: Entry, *, own: bool) -> str:
        cells = "".join(f"<td>{_cell(column, entry.cells[name])}</td>" for name, column in section.columns.items())
        cited = f'<td class="small muted">{self._cite(entry.source or section.source)}</td>' if own else ""
        row = f'<tr><th scope="row">{esc(entry.label)}</th>{cells}{cited}</tr>'
        if entry.depends_on is None:
            return row
        wide = 1 + len(section.columns) + own
        return f'{row}<tr class="below"><td colspan="{wide}">{self._depends(entry.depends_on)}</td></tr>'

    def _cite(self, named: Iterable[str] | None) -> str:
        return sources.short((self.learn.sources[name] for name in named or ()), self.today)


def _cell(column: Column, cell: Cell) -> str:
    """A place on a scale in its words, a number with its unit, and what is said of it."""
    place = " to ".join(_place(column)(at) for at in cell.at)
    unit = f" {column.unit}" if column.unit and cell.at else ""
    strong = f"<b>{esc(place)}</b>{esc(unit)}" if place else ""
    return "<br>".join(part for part in (strong, esc(cell.says or "")) if part)


def _place(column: Column) -> Callable[[float], str]:
    return lambda at: column.steps[int(at) - 1] if column.steps else f"{at:g}"


def _tag(label: str) -> str:
    return f'<span class="tag">{esc(label)}</span>'
