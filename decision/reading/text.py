"""Text to plain data, strictly: every scalar is text, and every value knows its line.

Nothing is resolved: `yes`, `012`, `3.10` and `2024-01-01` are what was typed, and the model says what a number or a
date is. PyYAML's events are read instead of its nodes, because only they show anchors, aliases and tags, and because
a depth limit then needs no recursion limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from decision.problems import Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_REPAIRS = 20

Path = tuple[str | int, ...]
Place = tuple[int, int]

_UNREAD = "\ue000unread"  # stands for a value that could not be read, so that the rest can be
_CONTROL = yaml.reader.Reader.NON_PRINTABLE
_ENTRY = re.compile(r"^(\s*(?:- +)?(?:\"[^\"]*\"|'[^']*'|[^\s:#][^:#]*):)(\s.*)?$")
_QUOTES = "Put the text in quotes."


@dataclass
class Document:
    """A YAML text as plain data, with the place of every key and value, and what was wrong with the text."""

    file: str
    data: Any = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Line and column of the value (or the key) at `path`, or of the nearest thing around it that has one."""
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        for end in range(len(path), -1, -1):
            found = first.get(path[:end]) or second.get(path[:end])
            if found:
                return found
            first, second = self.keys, self.values
        return (1, 1)

    def report(self, path: Path, code: str, message: str, *, key: bool = False, blocks: bool = True) -> None:
        """Note a problem at `path`, unless what stands there could not be read and has been reported already."""
        if any(path[:end] in self.unread for end in range(len(path) + 1)):
            return
        line, column = self.place(path, key=key)
        self.problems.append(Problem(self.file, line, column, code, message, blocks))

    def report_at(self, place: Place, code: str, message: str) -> None:
        self.problems.append(Problem(self.file, *place, code, message))


def decode(raw: bytes, file: str) -> str | Problem:
    """The text of a file, or why it has none: too large, not UTF-8."""
    if len(raw) > MAX_BYTES:
        return Problem(
            file, 0, 0, "too-large",
            f"The file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read. Split it, or shorten its texts.",
        )  # fmt: skip
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
    lines = text.split("\n")
    faults: list[Problem] = []
    repaired: set[int] = set()
    for _ in range(MAX_REPAIRS):
        document = Document(file)
        try:
            _Composer(document, lines).run()
        except yaml.MarkedYAMLError as error:
            faults.append(_syntax_problem(error, text.split("\n"), file))
            if not _set_aside(lines, faults[-1].line - 1, repaired):
                break
        else:
            document.problems += _one_a_line(faults)
            return document
    return Document(file, problems=_one_a_line(faults))


def _one_a_line(faults: list[Problem]) -> list[Problem]:
    return list({fault.line: fault for fault in reversed(faults)}.values())


def _control_characters(text: str, file: str) -> list[Problem]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _CONTROL.search(line)
        if match:
            what = "NUL" if match[0] == "\0" else f"U+{ord(match[0]):04X}"
            place = (number, match.start() + 1)
            message = f"The control character {what} cannot stand in a tree. Delete it."
            found.append(Problem(file, *place, "control-character", message))
    return found


def _syntax_problem(error: yaml.MarkedYAMLError, lines: list[str], file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    row = min(row, len(lines) - 1)
    rest = lines[row][column:]
    if "\t" in lines[row][: column + 1]:
        remedy = "Indent with spaces; a tab cannot stand here."
    elif rest.startswith(("@", "`", "%", ":", ">", "|")):
        remedy = _QUOTES
    elif error.context_mark and error.context_mark.line != row:
        remedy = f"Look at what begins on line {error.context_mark.line + 1}: is it closed and indented as the rest?"
    else:
        remedy = "Check indentation, brackets and quotes."
    said = error.problem or error.context or "it cannot be read"
    return Problem(file, row + 1, column + 1, "syntax", f"This is not valid YAML: {said}. {remedy}")


def _set_aside(lines: list[str], row: int, repaired: set[int]) -> bool:
    """Replace the broken entry at `row`, or the one around it, by a stand-in; False when nothing is left to replace."""
    start = row
    while row >= 0 and (
        row in repaired
        or not _ENTRY.match(lines[row])
        or (row < start and _indent(lines[row]) >= _indent(lines[start]))
    ):
        row -= 1
    match = _ENTRY.match(lines[row]) if row >= 0 else None
    if not match:
        had_text = bool(lines[start].strip())
        lines[start] = ""
        return had_text
    repaired.add(row)
    lines[row] = f'{match[1]} "{_UNREAD}"'
    below = row + 1
    while below < len(lines) and (not lines[below].strip() or _indent(lines[below]) > _indent(lines[row])):
        lines[below] = ""
        below += 1
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Composer:
    """Builds plain data out of parse events and notes what our strict reading refuses."""

    def __init__(self, document: Document, lines: list[str]) -> None:
        self.document = document
        self.lines = lines
        self.events: Iterator[Any] = iter(yaml.parse("\n".join(lines), Loader=yaml.CSafeLoader))

    def run(self) -> None:
        next(self.events)  # the start of the stream
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            self.document.report_at((1, 1), "empty-file", "The file is empty. Start from one of the shipped trees.")
            return
        self.document.data = self._value(next(self.events), ())
        next(self.events)  # the end of the document
        more = next(self.events)
        if isinstance(more, yaml.DocumentStartEvent):
            self.document.report_at(_place(more), "second-document", "One file holds one tree. Delete from --- on.")

    def _value(self, event: Any, path: Path) -> Any:
        self.document.values[path] = _place(event)
        if isinstance(event, yaml.AliasEvent):
            return self._refuse(event, path, "alias", f"Aliases (*{event.anchor}) are not read. Write the value out.")
        if event.anchor:
            self._refuse(event, path, "anchor", f"Anchors (&{event.anchor}) are not read. Delete it.")
        if event.tag:
            self._refuse(event, path, "tag", f"Tags ({event.tag}) are not read. Delete it, or put the text in quotes.")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if len(path) >= MAX_DEPTH:
            self._refuse(event, path, "too-deep", f"Nothing in a tree is nested more than {MAX_DEPTH} levels deep.")
            return self._skip()
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _refuse(self, event: Any, path: Path, code: str, message: str) -> None:
        self.document.report_at(_place(event), code, message)
        self.document.unread.add(path)

    def _skip(self) -> None:
        depth = 1
        while depth:
            event = next(self.events)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)

    def _scalar(self, event: Any, path: Path) -> str:
        text: str = event.value
        if text == _UNREAD:
            self.document.unread.add(path)
        elif not event.style:
            self._plain(event, text, path)
        return text

    def _plain(self, event: Any, text: str, path: Path) -> None:
        if text in ("", "~", "null", "Null", "NULL"):
            self._refuse(event, path, "empty-value", _no_value(path))
            return
        mark = event.end_mark
        rest = self.lines[mark.line][mark.column :] if mark.line < len(self.lines) else ""
        comment = re.match(r"[ \t]+#(\S?)", rest)
        if comment and (comment[1] or (" " in text and not re.fullmatch(r"\d+ \w+", text))):
            place = (mark.line + 1, mark.column + 1 + comment.start())
            message = f'" #" ends the text here: only "{text[-40:]}" is read. {_QUOTES} Or put the comment on a line of its own.'
            self.document.report_at(place, "comment-cuts-text", message)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, path)
            here = (*path, key if key is not None else "?")
            if key is None or key in entries:
                if key is not None:
                    first = self.document.keys[here][0]
                    self.document.report_at(
                        _place(event), "duplicate-key", f'"{key}" stands here twice, first on line {first}. Keep one.'
                    )
                self._discard()
                continue
            self.document.keys[here] = _place(event)
            value = self._value(next(self.events), here)
            if not (here in self.document.unread and " " in key):  # a sentence cut in two, reported by its empty value
                entries[key] = value
        return entries

    def _key(self, event: Any, path: Path) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and not event.tag and not event.anchor:
            return str(event.value)
        self.document.report_at(_place(event), "bad-key", "A key is plain text. " + _QUOTES)
        if isinstance(event, yaml.CollectionStartEvent):
            self._skip()
        return None

    def _discard(self) -> None:
        if isinstance(next(self.events), yaml.CollectionStartEvent):
            self._skip()


def _no_value(path: Path) -> str:
    key = str(path[-1]) if path else ""
    if re.fullmatch(r"\w+:\S+", key):
        name, value = key.split(":", 1)
        return f'"{key}" is read as one word. Put a space after the colon: {name}: {value}.'
    if " " in key:
        return f'"{key}" is read as a key without a value: a comma ends a text inside braces. {_QUOTES}'
    return "There is no value here. Write one, or delete the key."


def _place(event: Any) -> Place:
    return (event.start_mark.line + 1, event.start_mark.column + 1)
