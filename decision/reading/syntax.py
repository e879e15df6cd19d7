"""Faults in the syntax of a YAML text: what each is about, and how its line is mended so that the rest can be read."""

from __future__ import annotations

import re
from typing import Any

import yaml

from decision.problems import Problem

Place = tuple[int, int]

UNREAD = "unread"  # stands for a value that could not be read, so that the rest can be
_ENTRY = re.compile(r"^(\s*(?:- +)?(?:\"[^\"]*\"|'[^']*'|[^\s:#][^:#]*):)(\s.*)?$")
_GLUED = re.compile(r"^(\s*(?:- +)?)(\w+):([^\s:/]\S*)")
_TABBED = re.compile(r"^ *\t\s*")
QUOTES = "Put the text in quotes."
OR_QUOTES = "or put the text in quotes."


def syntax_problem(error: yaml.MarkedYAMLError, lines: list[str], file: str) -> Problem:
    """What libyaml stumbled over, said where the author made the mistake and with a remedy."""
    said = error.problem or error.context or "it cannot be read"
    start = inside(error.context_mark, lines) if error.context_mark else None
    row, column = inside(error.problem_mark, lines) if error.problem_mark else start or (0, 0)
    before = start[0] if start else max(row - 1, 0)
    glued = _GLUED.match(lines[before])
    if glued and said.startswith(("could not find expected ':'", "mapping values")):
        row, column = before, len(glued[1])
        message = one_word(glued[2], glued[3])
    elif start and said.startswith("could not find expected ':'"):
        row, column = start  # libyaml notices it only where the next line begins
        message = "This line has no key. Write key: value, or indent the line if it goes on with the text above."
    elif start and _never_closed(said, error.context or "", before < row):
        row, column = start
        message = f"What is opened here is never closed. Close it, {OR_QUOTES}"
    else:
        message = f"This is not valid YAML: {said}. {_remedy(lines[row], column, before if before < row else None)}"
    return Problem(file, row + 1, column + 1, "syntax", message)


def inside(mark: Any, lines: list[str]) -> Place:
    """Row and column of a mark, counted from 0. At the end of a text libyaml points below its last line."""
    return (mark.line, mark.column) if mark.line < len(lines) else (len(lines) - 1, len(lines[-1]))


def _never_closed(said: str, context: str, began_above: bool) -> bool:
    if "quoted" in context:
        return said.startswith("found unexpected")
    return began_above and said.startswith("did not find expected ','")


def _remedy(line: str, column: int, began: int | None) -> str:
    entry = _ENTRY.match(line)
    if _TABBED.match(line):
        return "Indent with spaces; a tab cannot stand here."
    value = (entry[2] or "").strip() if entry else line.strip().removeprefix("- ")
    if value.startswith(tuple("@`%>|*&?-")):
        return QUOTES
    if entry and column in (_indent(line), len(entry[1]) - 1):
        return "Indent it as the lines around it, or put the text above it in quotes."
    if line[column:].startswith(":"):
        return QUOTES
    if began is not None:
        return f"Look at what begins on line {began + 1}: is it closed and indented as the rest?"
    return "Check indentation, brackets and quotes."


def repair(lines: list[str], row: int, repaired: set[int]) -> bool:
    """Mend a line whose fault is plain, else set the broken entry aside; False when nothing is left to repair."""
    tabbed = _TABBED.match(lines[row])
    if tabbed:
        above = next((line for line in reversed(lines[:row]) if line.strip()), "")
        lines[row] = " " * (_indent(above) + 2 * above.rstrip().endswith(":")) + lines[row][tabbed.end() :]
        return True
    if _GLUED.match(lines[row]):
        lines[row] = lines[row].replace(":", ": ", 1)
        return True
    return _set_aside(lines, row, repaired)


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
        repaired.add(start)
        return had_text
    repaired.add(row)
    lines[row] = f'{match[1]} "{UNREAD}"'
    below = row + 1
    while below < len(lines) and (not lines[below].strip() or _indent(lines[below]) > _indent(lines[row])):
        lines[below] = ""
        below += 1
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def one_word(name: str, value: str) -> str:
    """The remedy for a colon without a space."""
    return f'"{name}:{value}" is read as one word. Put a space after the colon: {name}: {value}.'
