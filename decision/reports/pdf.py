"""The PDF: one report as a tagged document, PDF/UA-1 and PDF/A-2a, the same bytes for the same report."""

from __future__ import annotations

import json
from functools import cache
from threading import Lock
from typing import Any, Literal

import typst

from decision.paths import ASSETS
from decision.reports.glyphs import FONTS
from decision.reports.pdf_data import pdf_data
from decision.reports.report import Report
from decision.reports.words import number

TEMPLATE = ASSETS / "report"

_LOCK = Lock()  # one compiler serves all threads, and it keeps what it was last given


def to_pdf(report: Report, paper: Literal["a4", "us-letter"] = "a4") -> bytes:
    """The report as a PDF."""
    data = pdf_data(report, paper)
    # A logo can be broken further in, and marks can pile up so that no font combines them: better plain than nothing.
    for plainer in (_without_logo, _in_ascii):
        try:
            return _compiled(data)
        except typst.TypstError:
            data = plainer(data)
    return _compiled(data)


def _without_logo(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "cover": {**data["cover"], "logo": None}}


def _in_ascii(value: Any) -> Any:
    """The same with a number for every character beyond ASCII."""
    if isinstance(value, str):
        return "".join(c if c.isascii() else number(c) for c in value)
    if isinstance(value, dict):
        return {key: _in_ascii(part) for key, part in value.items()}
    return [_in_ascii(part) for part in value] if isinstance(value, list) else value


def _compiled(data: dict[str, Any]) -> bytes:
    with _LOCK:
        document = _compiler().compile(
            format="pdf",
            sys_inputs={"data": _as_json(data)},
            pdf_standards=["ua-1", "a-2a"],
        )
        _forget()
    assert isinstance(document, bytes)
    return document


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _forget() -> None:
    """Let the typesetter drop what it keeps of this report.

    It forgets what the last ten compilations did not use. Left to itself it holds ten reports, some 400 MB, none of
    which helps the next one.
    """
    for _ in range(11):
        typst.compile(b"", format="svg", font_paths=fonts(), ignore_system_fonts=True)


@cache
def _compiler() -> typst.Compiler:
    """The compiler with our fonts alone; only what lies in the template's folder can be read by it."""
    return typst.Compiler(TEMPLATE / "report.typ", root=TEMPLATE, font_paths=fonts(), ignore_system_fonts=True)


@cache
def fonts() -> typst.Fonts:
    """The fonts that a PDF is set in: the shipped ones, whatever the machine has."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
