"""Which characters the fonts of the PDF can print, read from the fonts themselves.

PDF/A and PDF/UA forbid a character without a glyph, so what no font has is written as its number: `[U+1F6FE]`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from decision.paths import ASSETS
from decision.reports.words import number, plain

FONTS = ASSETS / "fonts"

_NEVER = frozenset("\ufeff\ufff9\ufffa\ufffb")  # not allowed in a tagged PDF, though fonts have them


def printable(text: str) -> str:
    """The text as the fonts can print it; every other character is replaced by its number."""
    text = plain(text)
    if text.isascii():
        return text
    faces = _faces()
    known = {c for c in set(text) if c == "\n" or (any(c in face for face in faces) and not _forbidden(c))}
    text = "".join(c if c in known else number(c) for c in text)
    return "".join(_cluster(base, marks) for base, marks in _clusters(text))


def _forbidden(character: str) -> bool:
    return unicodedata.category(character) == "Co" or character in _NEVER


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Every character with the marks that combine with it."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end]).startswith("M"):
            end += 1
        yield text[start], text[start + 1 : end]
        start = end


def _cluster(base: str, marks: str) -> str:
    """A character and its marks must come from one font, or the marks are shown by number."""
    wanted = {base, *marks}
    if not marks or any(wanted <= face for face in _faces()):
        return base + marks
    return base + "".join(map(number, marks))


@cache
def _faces() -> tuple[frozenset[str], ...]:
    """The characters of each font file."""
    return tuple(map(_characters, sorted(FONTS.glob("*.ttf"))))


def _characters(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
