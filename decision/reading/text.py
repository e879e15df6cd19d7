"""Text to plain data, strictly: every scalar is text, and every value knows its line.

Nothing is resolved: `yes`, `012`, `3.10` and `2024-01-01` are what was typed, and the model says what a number or a
date is. PyYAML's events are read instead of its nodes, because only they show anchors, aliases and tags, and because
a depth limit then needs no recursion limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any

import yaml

from decision.problems import Problem
from decision.reading.syntax import OR_QUOTES, QUOTES, UNREAD, Place, inside, one_word, repair, syntax_problem

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_REPAIRS = 20

Path = tuple[str | int, ...]
_CONTROL = yaml.reader.Reader.NON_PRINTABLE
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what ends a line in YAML


@dataclass
class Document:
    """A YAML text as plain data, with the place of every key and value, and what was wrong with the text.

    `unread` are the values that could not be read; `torn` are the mappings that lost an entry, so that a key which is
    not in them may have been meant to be.
    """

    file: str
    data: Any = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)
    torn: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, key: bool) -> Place:
        """Line and column of the value (or the key) at `path`, or of the nearest thing around it that has one."""
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        for end in range(len(path), -1, -1):
            found = first.get(path[:end]) or second.get(path[:end])
            if found:
                return found
        return (1, 1)

    def report(self, path: Path, code: str, message: str, *, key: bool = False, blocks: bool = True) -> None:
        """Note a problem at `path`, unless what stands there could not be read and has been reported already."""
        if any(path[:end] in self.unread for end in range(len(path) + 1)):
            return
        line, column = self.place(path, key=key)
        self.problems.append(Problem(self.file, line, column, code, message, blocks))

    def report_at(self, place: Place, code: str, message: str) -> None:
        self.problems.append(Problem(self.file, *place, code, message))


def value_at(data: Any, path: Path) -> Any:
    """What stands at `path` in plain data, None if nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def decode(raw: bytes, file: str, limit: int = MAX_BYTES) -> str | Problem:
    """The text of a file, or why it has none: too large, not UTF-8."""
    if len(raw) > limit:
        message = f"The file has more than {limit:,} bytes; no more are read. Split it, or shorten its texts."
        return Problem(file, 0, 0, "too-large", message)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return Problem(file, line, column, "not-utf-8", "This is not UTF-8 text. Save the file as UTF-8.")


def read_document(text: str, file: str) -> Document:
    """Read a YAML text. After a fault in its syntax the broken entry is set aside, so that the rest is read as well."""
    control = _control_characters(text, file)
    if control:
        return Document(file, problems=control)
    typed = _BREAK.split(text)
    lines = list(typed)
    repaired: set[int] = set()
    faults: dict[int, Problem] = {}
    for _ in range(MAX_REPAIRS):
        document = Document(file)
        try:
            _Composer(document, lines, repaired).run()
            break
        except _DepthError as error:
            message = f"Nothing here is nested more than {MAX_DEPTH} levels deep."
            document.report_at(error.place, "too-deep", message)
            break
        except yaml.MarkedYAMLError as error:
            document = Document(file)
            fault = syntax_problem(error, typed, file)
            faults.setdefault(fault.line, fault)
            if not repair(lines, fault.line - 1, repaired):
                break
    if document.data is None and not document.problems and not faults:
        document.report_at((1, 1), "empty-file", "The file is empty. Start from a copy of one that works.")
    if any(not lines[row] for row in repaired):
        document.torn.add(())
    document.problems += faults.values()
    return document


def _control_characters(text: str, file: str) -> list[Problem]:
    found = []
    for number, line in enumerate(_BREAK.split(text), 1):
        match = _CONTROL.search(line)
        if match:
            what = "NUL" if match[0] == "\0" else f"U+{ord(match[0]):04X}"
            place = (number, match.start() + 1)
            message = f"The control character {what} cannot stand here. Delete it."
            found.append(Problem(file, *place, "control-character", message))
    return found


class _DepthError(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


def _bounded(events: Iterator[Any]) -> Iterator[Any]:
    """The events, up to a level too many: libyaml takes minutes for brackets that are opened without end."""
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _DepthError((event.start_mark.line + 1, event.start_mark.column + 1))
        yield event


class _Composer:
    """Builds plain data out of parse events and notes what our strict reading refuses."""

    def __init__(self, document: Document, lines: list[str], repaired: Set[int]) -> None:
        self.document = document
        self.lines = lines
        self.repaired = repaired
        self.events = _bounded(yaml.parse("\n".join(lines), Loader=yaml.CSafeLoader))

    def run(self) -> None:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return
        data = self._value(next(self.events), ())
        next(self.events)  # the end of the document
        more = next(self.events)
        if isinstance(more, yaml.DocumentStartEvent):
            self.document.report_at(
                self._place(more), "second-document", "One file holds one document. Delete from --- on."
            )
        self.document.data = data

    def _place(self, event: Any) -> Place:
        row, column = inside(event.start_mark, self.lines)
        return (row + 1, column + 1)

    def _value(self, event: Any, path: Path) -> Any:
        self.document.values[path] = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            message = f"Aliases (*{event.anchor}) are not read. Write the value out, {OR_QUOTES}"
            return self._refuse(event, path, "alias", message)
        if event.anchor:
            self._refuse(event, path, "anchor", f"Anchors (&{event.anchor}) are not read. Delete it, {OR_QUOTES}")
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, path, "tag", f"Tags ({tag}) are not read. Delete it, {OR_QUOTES}")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _refuse(self, event: Any, path: Path, code: str, message: str) -> None:
        self.document.report_at(self._place(event), code, message)
        self.document.unread.add(path)

    def _skip(self) -> None:
        depth = 1
        while depth:
            event = next(self.events)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)

    def _scalar(self, event: Any, path: Path) -> str:
        text: str = event.value
        if text == UNREAD and event.start_mark.line in self.repaired:
            self.document.unread.add(path)
            self.document.torn.add(path[:-1])
        elif not event.style:
            self._plain(event, text, path)
        return text

    def _plain(self, event: Any, text: str, path: Path) -> None:
        if text in ("", "~", "null", "Null", "NULL"):
            self._refuse(event, path, "empty-value", _no_value(path))
            return
        mark = event.end_mark
        comment = re.match(r"[ \t]+#(\S?)", self.lines[mark.line][mark.column :])
        if comment and (comment[1] or (" " in text and not re.fullmatch(r"\d+ \w+", text))):
            place = (mark.line + 1, mark.column + 1)
            message = f'" #" ends the text here: only "{text[-40:]}" is read. {QUOTES} Or put the comment on a line of its own.'
            self.document.report_at(place, "comment-cuts-text", message)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key is None or key in entries:
                self.document.torn.add(path)
                if key is not None:
                    first = self.document.keys[*path, key][0]
                    self.document.report_at(
                        self._place(event),
                        "duplicate-key",
                        f'"{key}" stands here twice, first on line {first}. Keep one.',
                    )
                self._discard()
                continue
            here = (*path, key)
            self.document.keys[here] = self._place(event)
            value = self._value(next(self.events), here)
            if not (here in self.document.unread and " " in key):  # a sentence cut in two, reported by its empty value
                entries[key] = value
        return entries

    def _key(self, event: Any) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and not event.tag and not event.anchor:
            return str(event.value)
        self.document.report_at(
            self._place(event), "bad-key", "A key is plain text, without tag, anchor or brackets. Put it in quotes."
        )
        if isinstance(event, yaml.CollectionStartEvent):
            self._skip()
        return None

    def _discard(self) -> None:
        if isinstance(next(self.events), yaml.CollectionStartEvent):
            self._skip()


def _no_value(path: Path) -> str:
    key = str(path[-1]) if path else ""
    if re.fullmatch(r"\w+:\S+", key):
        return one_word(*key.split(":", 1))
    if " " in key:
        return f'"{key}" is read as a key without a value: a comma ends a text inside braces. {QUOTES}'
    return "There is no value here. Write one, or delete the key."
