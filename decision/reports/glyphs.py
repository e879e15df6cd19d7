"""Which characters the fonts of the PDF can print, read from the fonts themselves.

PDF/A and PDF/UA forbid a character without a glyph, so what no font has is written as its number: `[U+1F6FE]`.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
    return tuple(frozenset(map(chr, _mapped(path))) for path in sorted(FONTS.glob("*.ttf")))


def _mapped(path: Path) -> Iterator[int]:
    """The code points that a TrueType file maps to a glyph, from the largest Unicode table of its `cmap`."""
    table = _table(path.read_bytes(), b"cmap")
    count = struct.unpack_from(">H", table, 2)[0]
    offsets = [struct.unpack_from(">HHI", table, 4 + 8 * index)[2] for index in range(count)]
    formats = {struct.unpack_from(">H", table, offset)[0]: table[offset:] for offset in offsets}
    return _segmented(formats[12]) if 12 in formats else _short(formats[4])


def _table(font: bytes, wanted: bytes) -> bytes:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == wanted:
            return font[offset : offset + length]
    raise ValueError(f"A font without the table {wanted!r} cannot be used.")


def _segmented(table: bytes) -> Iterator[int]:
    """Format 12: groups of (first, last, first glyph)."""
    for index in range(struct.unpack_from(">I", table, 12)[0]):
        first, last, _ = struct.unpack_from(">III", table, 16 + 12 * index)
        yield from range(first, last + 1)


def _short(table: bytes) -> Iterator[int]:
    """Format 4: four parallel arrays over segments; an offset points into the glyphs that follow, where 0 is no glyph."""
    half = struct.unpack_from(">H", table, 6)[0]
    words = struct.unpack(f">{(len(table) - 14) // 2}H", table[14 : 14 + (len(table) - 14) // 2 * 2])
    count = half // 2
    for segment in range(count):
        last, first = words[segment], words[count + 1 + segment]
        delta, at = words[2 * count + 1 + segment], 3 * count + 1 + segment
        for code in range(first, min(last, 0xFFFE) + 1):
            listed = words[at + words[at] // 2 + code - first] if words[at] else None
            if listed != 0 and ((code if listed is None else listed) + delta) % 0x10000:
                yield code
