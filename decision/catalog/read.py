"""A catalogue file, read and checked as strictly as a tree: every problem at once, with its place and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from decision.catalog.entries import ALL, Catalogue, Entry, Frameworks, Hardware, Models
from decision.problems import Problem, did_you_mean
from decision.reading.shape import Form, shape
from decision.reading.text import Document, Path, decode, read_document

FOLDER = "catalog"


@dataclass(frozen=True)
class Catalogues:
    """The catalogues of a folder. One that is not there, or cannot be used, is None."""

    models: Models | None = None
    hardware: Hardware | None = None
    frameworks: Frameworks | None = None


_SOURCE = {"title": "?", "url": "https://stand.in", "date": "2000-01-01", "grade": "weak"}


def _form(model: type[Catalogue], section: str, **needed: str) -> Form[Catalogue]:
    entry: dict[str, Any] = {"name": "?", "sources": {ALL: "stand_in"}, **needed}
    stand_in = {"format": "1", "as_of": "2000-01-01", "about": "?", "sources": {"stand_in": _SOURCE}}
    return Form(model, ((section, "*"), ("sources", "*")), {**stand_in, section: {"stand_in": entry}})


FORMS: Mapping[str, Form[Catalogue]] = {
    "models": _form(Models, "models", maker="?"),
    "hardware": _form(Hardware, "hardware", kind="phone"),
    "frameworks": _form(Frameworks, "frameworks"),
}


def examine_catalogue(raw: bytes, file: str) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue if nothing blocks its use, and every problem. The stem of `file` says which catalogue it is."""
    section = PurePath(file).stem
    if section not in FORMS:
        names = ", ".join(f"{name}.yaml" for name in FORMS)
        message = f"No catalogue has this name. The catalogues are {names}."
        return None, (Problem(file, 0, 0, "unknown-catalogue", message),)
    text = decode(raw, file)
    if isinstance(text, Problem):
        return None, (text,)
    document = read_document(text, file)
    found = None
    if document.data is not None:
        found, _ = shape(document, FORMS[section])
        if found is not None:
            _check_sources(found, section, document)
    problems = tuple(sorted(set(document.problems)))
    return (None if any(problem.blocks for problem in problems) else found), problems


def _check_sources(found: Catalogue, section: str, document: Document) -> None:
    """Every value that is known names a source, and every source that is named is declared."""
    data = document.data if isinstance(document.data, dict) else {}
    raw = data.get("sources")
    declared = raw if isinstance(raw, dict) else {}
    written = data.get(section)
    for name, entry in found.entries.items():
        if not isinstance(written, dict) or name not in written:
            continue  # a stand-in for what could not be read
        at: Path = (section, name)
        for value, named in entry.sources.items():
            _check_source(entry, value, named, declared, at, document)
        for value in entry.stated:
            if not entry.source_of(value) and not _in_parts(entry, value):
                message = f'Nothing says where "{value}" comes from. Name its source under sources, or one for {ALL}.'
                document.report((*at, value), "no-source", message, key=True)


def _check_source(
    entry: Entry, value: str, named: tuple[str, ...], declared: Mapping[str, Any], at: Path, document: Document
) -> None:
    known = [ALL, *entry.stated, *(part for field in entry.stated for part in _parts(entry, field))]
    if value not in known:
        message = f'There is no value "{value}" here that could have a source.{did_you_mean(value, known)}'
        document.report((*at, "sources", value), "unknown-value", message, key=True)
    for index, source in enumerate(named):
        if source not in declared and ("sources",) not in document.torn:
            message = f'There is no source "{source}".{did_you_mean(source, declared)}'
            document.report((*at, "sources", value, index), "unknown-source", message)


def _parts(entry: Entry, value: str) -> tuple[str, ...]:
    """The parts of a value that may have a source of their own: `files_gb.Q4_K_M`."""
    inner = getattr(entry, value)
    names = inner if isinstance(inner, Mapping) else getattr(type(inner), "model_fields", ())
    return tuple(f"{value}.{name}" for name in names)


def _in_parts(entry: Entry, value: str) -> bool:
    """Whether each part of a value has a source of its own."""
    parts = _parts(entry, value)
    return bool(parts) and all(part in entry.sources for part in parts)
