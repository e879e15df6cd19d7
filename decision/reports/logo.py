"""Whether a logo can be put on a page: its size is read from its header, before anything unpacks it."""

from __future__ import annotations

import io

from PIL import Image

MOST = 4_000
"""Pixels along a side. A file of a few hundred bytes can claim 65,000, and the typesetter would make room for them all."""


def usable(raw: bytes) -> bool:
    """Whether this is a PNG or JPEG picture of at most `MOST` by `MOST` pixels."""
    try:
        with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG")) as picture:
            return max(picture.size) <= MOST
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
