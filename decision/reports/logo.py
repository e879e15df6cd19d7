"""Whether a logo can be put on a page: its size is read from its first bytes, before anything unpacks it."""

from __future__ import annotations

import struct

MOST = 4_000
"""Pixels along a side. A file of a few hundred bytes can claim 65,000, and the typesetter would make room for them all."""


def usable(raw: bytes) -> bool:
    """Whether this is a PNG or JPEG picture of at most `MOST` by `MOST` pixels."""
    try:
        width, height = _png(raw) if raw.startswith(b"\x89PNG\r\n\x1a\n") else _jpeg(raw)
    except (struct.error, ValueError):
        return False
    return 0 < width <= MOST and 0 < height <= MOST


def _png(raw: bytes) -> tuple[int, int]:
    kind, width, height = struct.unpack_from(">4sII", raw, 12)
    if kind != b"IHDR":
        raise ValueError("A PNG picture begins with its header.")
    return width, height


def _jpeg(raw: bytes) -> tuple[int, int]:
    """The size in the frame header, which stands behind segments that each say their length."""
    at = 2
    while True:
        marker, kind, length = struct.unpack_from(">BBH", raw, at)
        if marker != 0xFF:
            raise ValueError("A JPEG picture is a row of segments.")
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", raw, at + 5)
            return width, height
        at += 2 + length
