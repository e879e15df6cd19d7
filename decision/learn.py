"""What one should know before deciding, as a model: sections of statements and tables, each with its origin and sources.

Read as strictly as a tree (see `reading.text`): every scalar is text, and every problem has its place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from decision.problems import Problem, did_you_mean
from decision.reading.shape import Form, shape
from decision.reading.text import Document, Path, decode, read_document, value_at
from decision.tree import Id, Ids, Label, Number, Part, Source, Text, Texts


def _short(key: str) -> Callable[[Any], Any]:
    """Reads a text alone as the value of one key."""
    return lambda raw: {key: raw} if isinstance(raw, str) else raw


def _numbers(raw: Any) -> Any:
    return raw if isinstance(raw, list | tuple) else [raw]


class Origin(Part):
    """Where a section can come from, as the page says it."""

    label: Label
    says: Text


class Column(Part):
    """A column of a table. With steps it is a scale in words, with a unit it holds numbers. Short form: its label."""

    label: Label
    steps: Texts = Field((), description="The places of a scale, from the least to the most.")
    unit: Label | None = None

    _text_alone = model_validator(mode="before")(staticmethod(_short("label")))

    @property
    def drawn(self) -> bool:
        """Whether a chart can show it."""
        return bool(self.steps) or self.unit is not None


class Cell(Part):
    """What stands in a column. Short form: the text alone."""

    says: Text | None = None
    at: Annotated[tuple[Number, ...], BeforeValidator(_numbers), Field(max_length=2)] = Field(
        (), description="A number in the column's unit, or the place on its scale from 1; two places are a span."
    )

    _text_alone = model_validator(mode="before")(staticmethod(_short("says")))


class Dependence(Part):
    """Under which conditions a statement holds, with sources of its own."""

    says: Text
    source: Ids


class Entry(Part):
    """One statement, or one line of a table."""

    label: Label
    says: Text | None = None
    cells: Mapping[Id, Cell] = Field(default_factory=dict)
    depends_on: Dependence | None = None
    source: Ids | None = Field(None, description="Without it, the sources of the section count.")


class Section(Part):
    """Statements, or a table, of one origin."""

    title: Label
    origin: Id
    text: Text | None = None
    columns: Mapping[Id, Column] = Field(default_factory=dict)
    entries: Mapping[Id, Entry] = Field(min_length=1)
    source: Ids | None = None

    @cached_property
    def drawn(self) -> bool:
        """Whether every column can be shown in a chart."""
        return bool(self.columns) and all(column.drawn for column in self.columns.values())


class Learn(Part):
    """One file of what one should know."""

    format: Literal["1"]
    title: Label
    summary: Text
    article: Id = Field(description="The source that the page follows.")
    origins: Mapping[Id, Origin] = Field(min_length=1)
    sections: Mapping[Id, Section] = Field(min_length=1, description="In the order of the page.")
    sources: Mapping[Id, Source] = Field(min_length=1)


_FORM = Form(
    Learn,
    (
        ("origins", "*"),
        ("sections", "*"),
        ("sections", "*", "columns", "*"),
        ("sections", "*", "entries", "*"),
        ("sources", "*"),
    ),
    {
        "format": "1",
        "title": "?",
        "summary": "?",
        "article": "stand_in",
        "origins": {"stand_in": {"label": "?", "says": "?"}},
        "sections": {"stand_in": {"title": "?", "origin": "stand_in", "entries": {"stand_in": {"label": "?"}}}},
        "sources": {"stand_in": {"title": "?", "url": "https://stand.in", "date": "2000-01-01", "grade": "weak"}},
    },
)


def examine_learn(raw: bytes, file: str) -> tuple[Learn | None, tuple[Problem, ...]]:
    """What the file says if nothing blocks its use, and every problem, sorted by line."""
    text = decode(raw, file)
    if isinstance(text, Problem):
        return None, (text,)
    document = read_document(text, file)
    learn, whole = shape(document, _FORM) if document.data is not None else (None, False)
    if learn is not None:
        _Check(learn, document).run()
    problems = tuple(sorted(set(document.problems)))
    return (learn if whole and not problems else None), problems


class _Check:
    """What the shape alone cannot say: every id stands for something, and every table is filled."""

    def __init__(self, learn: Learn, document: Document) -> None:
        self.learn = learn
        self.document = document
        self.sources = self._declared("sources")
        self.origins = self._declared("origins")

    def _declared(self, part: str) -> Mapping[str, Any]:
        """What the text declares, so that a part set aside for its shape makes no further noise."""
        declared = value_at(self.document.data, (part,))
        return declared if isinstance(declared, dict) else {}

    def run(self) -> None:
        """Add a problem to the document for each."""
        if value_at(self.document.data, ("article",)) == self.learn.article:
            self._known(self.learn.article, ("article",), "source", self.sources)
        for name in self._declared("sections").keys() & self.learn.sections.keys():
            self._section(self.learn.sections[name], ("sections", name))

    def _section(self, section: Section, at: Path) -> None:
        self._known(section.origin, (*at, "origin"), "origin", self.origins)
        self._cited(section.source, at)
        for name, entry in section.entries.items():
            self._entry(section, entry, (*at, "entries", name))

    def _entry(self, section: Section, entry: Entry, at: Path) -> None:
        self._cited(entry.source, at)
        if entry.depends_on:
            self._cited(entry.depends_on.source, (*at, "depends_on"))
        if not entry.source and not section.source:
            message = "There is no source, neither here nor for the section. Cite one."
            self.document.report(at, "without-source", message, key=True)
        if section.columns:
            self._cells(section.columns, entry, at)
        elif entry.says is None:
            self.document.report(at, "says-nothing", _SAY, key=True)

    def _cells(self, columns: Mapping[str, Column], entry: Entry, at: Path) -> None:
        for name in entry.cells.keys() - columns.keys():
            self._known(name, (*at, "cells", name), "column", columns, key=True)
        for name, column in columns.items():
            if name in entry.cells:
                self._cell(column, entry.cells[name], (*at, "cells", name))
            else:
                self.document.report(at, "empty-cell", f'There is nothing in the column "{name}". Fill it.', key=True)

    def _cell(self, column: Column, cell: Cell, at: Path) -> None:
        if column.drawn and not cell.at:
            message = "This column is drawn. Say where the value stands, with at."
            self.document.report(at, "no-place", message, key=True)
        if column.unit is None and cell.says is None:
            self.document.report(at, "says-nothing", _SAY, key=True)
        if column.steps and any(place not in range(1, len(column.steps) + 1) for place in cell.at):
            message = f"The scale has the places 1 to {len(column.steps)}. Choose among them."
            self.document.report((*at, "at"), "off-the-scale", message)

    def _cited(self, named: tuple[str, ...] | None, at: Path) -> None:
        for source in named or ():
            self._known(source, (*at, "source"), "source", self.sources)

    def _known(self, word: str, at: Path, kind: str, known: Collection[str], *, key: bool = False) -> None:
        if word not in known and (f"{kind}s",) not in self.document.torn:
            self.document.report(
                at, f"unknown-{kind}", f'There is no {kind} "{word}".{did_you_mean(word, known)}', key=key
            )


_SAY = "Say something here, with says."
